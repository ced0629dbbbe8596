"""The register of challenges and risks, as far as it is printed."""

from forwardplan.models import Challenge
from kit.written import written_once
from publications.content import challenges as content

from .goals import referred_to
from .once import once
from .taken import taken


def challenges(publication, section, on):
    """Those raised in the reporting period, and those of before that are still open; without a period all."""
    rows = once(printed_in, publication.reporting_period)
    return content.Challenges(challenges=tuple(challenge(row, publication.plan_id) for row in rows))


def printed_in(period):
    """What is printed of a period, or of all time if it is None."""
    return printed_of(period and period.plain)


@written_once
def printed_of(period):
    return Challenge.objects.printed_in(period).with_all()


def challenge(row, plan):
    return taken(content.Challenge, row, number=row.register_number, concerns=referred_to(row.goal, plan))
