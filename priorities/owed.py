"""Which figures the board is owed: the one rule for Today, the list, the register, who owes what, the members' pages.

A figure is owed if none was ever recorded, if the last one is not available or withheld, if the period after the last
one is over, or if an open round asks for it and it isn't in. What doesn't apply is owed only if a round asks for it,
and so is what is told in words only, unless its period is over.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from kit.written import written_once
from priorities import rounds, spans
from priorities.models import AskedFigure, Indicator, Observation
from priorities.querysets import ended_before
from priorities.reading import STOPPED


def asked_for(today):
    """What open rounds ask for: each with the `starts`, `ends` and `due` of its round, and whether it `is_in`."""
    of_round = {name: F(f"asking__collection__{name}") for name in ("starts", "ends", "due", "closed")}
    asked = AskedFigure.objects.annotate(**of_round).filter(Q(closed__isnull=True) | Q(closed__gt=today))
    return asked.annotate(is_in=Exists(rounds.seen_in(OuterRef("starts"), OuterRef("ends"), OuterRef("series"))))


def is_owed(today, *, past=False):
    """The condition, for `IndicatorQuerySet.lines`, that a figure of our own is owed on a day.

    Of a day that is `past` nobody knows what a round had asked for by then.
    """
    late = ended_before(spans.owed_before, today) & ~Q(last_state="not-applicable")
    ours = Q(line__isnull=True) | Q(compares="")
    due = late | Q(last_state__isnull=True) | Q(last_state__in=STOPPED)  # without a state there is no last figure
    return ours & (due if past else due | Q(Exists(asked_for(today).filter(is_in=False, series=OuterRef("line")))))


class OwedLine(NamedTuple):
    """A line of an indicator of which a figure is owed, by number, and the number of whose it is to give it."""

    indicator: int
    line: int | None
    name: str
    breakdown: str | None
    last_ends: date | None
    definition: str
    organisation: int | None  # of who owes it, or of the seat that does


def told(today, organisations=None, *, past=False):
    """The lines of which a figure is owed on a day, in their order, for pages that read all of them at once.

    Of some `organisations` by number those that they owe. Of a day that is `past` what was known then.
    """
    return list(map(OwedLine._make, _told(today, None if organisations is None else frozenset(organisations), past)))


@written_once
def _told(today, organisations, past):
    found = lines(today, past=past).annotate(whose=Coalesce("owed_by__organisation", "owed_by__seat__organisation"))
    if organisations is not None:
        found = found.filter(whose__in=organisations)
    return found.values_list("pk", "line", "name", "breakdown", "last_ends", "definition", "whose")


def lines(today, *, past=False):
    """The lines of indicators of which a figure is owed on a day; of a day that is `past`, by what was known then."""
    seen = Observation.objects.known_on(today) if past else None
    return Indicator.objects.lines(seen).filter(is_owed(today, past=past))
