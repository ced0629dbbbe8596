"""A new board in an empty installation: its name, its law, its first year and its first manager, in one deed."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kit.together import Together
from lscb.office.law import take_over
from membership import logins
from membership.models import Board, ReportingPeriod
from membership.shipped import laws

WHY = "Set up by manage.py newboard"
YEAR = re.compile(r"(20\d\d)(?:\s*[/–-]\s*(?:20)?(\d\d))?")


def span(words):
    """The label and the two days of a year as people write it: 2026/27 from April to March, 2026 from January on."""
    found = YEAR.fullmatch(words.strip())
    if not found:
        raise ValidationError(f"{words!r} is not a year; write it as 2026/27, or as 2026 for a calendar year.")
    first, second = int(found[1]), found[2]
    if second is None:
        return str(first), date(first, 1, 1), date(first, 12, 31)
    if int(second) != (first + 1) % 100:
        raise ValidationError(
            f"{words!r} is not a year; the year after {first} is written {first}/{(first + 1) % 100:02}."
        )
    return f"{first}/{second}", date(first, 4, 1), date(first + 1, 3, 31)


def law(name):
    """A law that comes with the program, by the name of its file."""
    if name not in laws():
        raise ValidationError(f"There is no law {name!r}; write one of: {', '.join(laws())}.")
    return laws()[name]


def email(words):
    """An e-mail address, without what stands around it."""
    try:
        validate_email(words.strip())
    except ValidationError:
        raise ValidationError(
            f"{words!r} is not an e-mail address; write one such as manager@example.gov.uk."
        ) from None
    return words.strip()


def name(words):
    """What the board is called."""
    if not words.strip():
        raise ValidationError("Write what the board is called, such as Southend Safeguarding Children Board.")
    if len(words.strip()) > Board._meta.get_field("short_name").max_length:
        raise ValidationError(f"{words!r} is too long; 80 letters are the most. The office can lengthen it later.")
    return " ".join(words.split())


def refuse_second():
    """One installation is one board's."""
    if there := Board.objects.first():
        raise ValidationError(f"There is a board here already: {there}. Each board has an installation of its own.")


@transaction.atomic
def found(*, called, shipped, year, manager, manager_called=""):
    """Make it all, or nothing; returns the manager's login."""
    refuse_second()
    label, starts, ends = span(year)
    together = Together(WHY, None)
    together.add(Board(name=called, short_name=called))
    take_over(shipped, by=None)
    together.add(ReportingPeriod(label=label, starts=starts, ends=ends))
    return logins.appoint(manager, manager_called)
