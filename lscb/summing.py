"""What a night's mail says to whoever looks after the server: what is to be mended, and what happened, in numbers."""

from datetime import timedelta

from django.db.models import Count

from editions import verification
from editions.models import Edition
from kit import clock, periods
from kit.wording import counted
from membership.models import AccessEvent

from . import health


def summary(days):
    """The findings, each a sentence, and the lines of the summary of so many days. No name and no address is in it."""
    findings = [*health.unready(), *health.found()]
    since = clock.now() - timedelta(days=days)
    lines = ["To be mended:", *(f"* {line}" for line in findings)] if findings else ["Nothing is to be mended."]
    verified = verification.last()
    lines.append(f"Last verified: {periods.day(verified.on)}." if verified else "Nobody has verified the versions yet.")
    lines += ["", f"Within {counted(days, 'day')}:"]
    lines += [f"{number:>7,}  {words}" for words, number in happened(since)] or ["nothing is in the record of access."]
    return findings, lines


def happened(since):
    """What is in the record of access since then, and how many versions were published: words and number."""
    events = AccessEvent.objects.filter(when__gte=since).order_by().values_list("what").annotate(number=Count("pk"))
    numbers = dict(events)
    found = [(AccessEvent.What(what).label, numbers[what]) for what in AccessEvent.What if what in numbers]
    if published := Edition.objects.filter(published_at__gte=since).count():
        found.append(("Versions published", published))
    return found
