"""What time it is, for the whole house."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The real moment, in whole seconds: fixtures and seals must hold a stamp without loss."""
    return datetime.now(UTC).replace(microsecond=0)


def day_of(moment: datetime) -> date:
    """The day in London on which something was done."""
    return timezone.localdate(moment)


def today() -> date:
    """Today in London, or the day that a demonstration pretends it is (setting TODAY)."""
    return settings.TODAY or timezone.localdate(now())


def on(moment: datetime) -> date:
    """The day of a moment in London."""
    return timezone.localdate(moment)
