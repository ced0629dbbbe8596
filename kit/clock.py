"""What time it is, for the whole house."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils import timezone

from kit import periods


def now() -> datetime:
    """The real moment, in whole seconds: fixtures and seals must hold a stamp without loss."""
    return datetime.now(UTC).replace(microsecond=0)


def day_of(moment: datetime) -> date:
    """The day in London on which something was done."""
    return timezone.localdate(moment)


def today() -> date:
    """Today in London, or the day that a demonstration pretends it is (setting TODAY)."""
    return settings.TODAY or timezone.localdate(now())


def beginning(day: date) -> datetime:
    """The first moment of a day in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def in_words(moment: datetime) -> str:
    """A moment in London as it is read out: 1 June 2016 at 14:05."""
    local = timezone.localtime(moment)
    return f"{periods.day(local.date())} at {local:%H:%M}"
