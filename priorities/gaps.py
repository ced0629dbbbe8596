"""The register of figures that are missing: what isn't there and why, since when, who owes it, for when it is promised.

Missing is what has a state in place of a figure, and what is owed and has not come (see `priorities.owed`). What does
not apply isn't missing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import path, reverse, reverse_lazy

from kit import clock, periods, wording
from kit.editing import ListsPage
from kit.grouping import grouped
from kit.kinds import knowing
from kit.written import written_once
from membership.models import Party
from membership.pages import InOffice
from priorities import owed, reading, rounds
from priorities.figures import PageOf, breakdown_words, naming_parties, number, with_latest
from priorities.models import Chase, Indicator, Series

# Why a latest observation is missing though it is recorded; what doesn't apply is left out.
STATES = {"not-available", "withheld", "suppressed", "low", "unreliable", "in-words-only"}
NEVER, NOT_COME, NO_REASON = "No figure was ever recorded", "Has not come", "No reason given"


@dataclass(frozen=True, kw_only=True)
class MissingFigure:
    """One line of an indicator without a figure. `last` is the last one in words, `since` the day after its period."""

    indicator: str
    key: str  # of the indicator
    breakdown: str
    why: str
    reason: str = ""
    period: str = ""  # for which that was said
    since: date | None = None
    last: str = ""
    owed_by: str = ""
    party: int | None = None
    pk: int | None = None  # of the indicator
    asked: tuple = ()  # of each round in which it isn't in: the period in words, and by when it is due
    promised: date | None = None
    reminded: int = 0

    @property
    def name(self):
        return f"{self.indicator}: {self.breakdown}" if self.breakdown else self.indicator

    @property
    def chased(self):
        """For when it is promised and how often somebody was reminded, in words; empty if neither is recorded."""
        promised = f"promised for {periods.day(self.promised)}" if self.promised else ""
        reminded = f"reminded {wording.counted(self.reminded, 'time')}" if self.reminded else ""
        return wording.opening(", ".join(filter(None, (promised, reminded))))


def absent_in(seen, period):
    """What is recorded in place of figures, of the observations of one line; None if no figure is missing.

    Of a period all that stayed away in it; without one the latest, if that is no figure. An empty list says that
    nothing was recorded at all.
    """
    there = reading.in_order(seen)
    if not there:
        return []
    looked_at = there if period else there[-1:]
    return [each for each in looked_at if each.value is None and each.state in {*STATES, ""}] or None


def missing(today):
    """The lines of indicators of which the latest figure is missing on a day."""
    return Indicator.objects.lines().filter(owed.is_owed(today) | Q(compares="", last_state__in=STATES))


def by_party(today, *parties):
    """The figures that are owed, by the number and the name of who owes them; what nobody is named for stands last."""
    lines = owed.lines(today).filter(owed_by__in=parties) if parties else owed.lines(today)
    found = grouped(((gap.party, gap.owed_by), gap) for gap in told(lines, today))
    return {who: found[who] for who in sorted(found, key=lambda who: (who[0] is None, who[1].casefold()))}


def by_owner(today):
    """The lines that are missing, by the number of who owes them and with the name; those of nobody stand last.

    The number is in words, "nobody" for nobody.
    """
    lines = grouped((line.owed_by_id, line) for line in missing(today))
    names = {pk: str(party) for pk, party in Party.objects.select_related(*naming_parties()).in_bulk(lines).items()}
    order = sorted(lines, key=lambda pk: (pk is None, names.get(pk, "").casefold()))
    return {str(pk or "nobody"): (names.get(pk, ""), lines[pk]) for pk in order}


def unasked(today):
    """The names of the figures that are owed by the number of who owes them, and how many of these an open round asks
    for: those stand with the round. One question to the database, for a page that tells nothing else of them.
    """
    found, left = {}, Counter()
    for party, name, breakdown, is_asked in owed_and_asked(today):
        left[party] += is_asked
        if not is_asked:
            found.setdefault(party, []).append(f"{name}: {breakdown}" if is_told(breakdown) else name)
    return {party: (names, left[party]) for party, names in found.items()}


@written_once
def owed_and_asked(today):
    """Each line of which a figure is owed: by whom, its names, and whether an open round asks for it."""
    asked = owed.asked_for(today).filter(is_in=False, series=OuterRef("line"))
    lines = owed.lines(today).annotate(is_asked=Exists(asked))
    return lines.values_list("owed_by", "name", "breakdown", "is_asked")


def is_told(breakdown):
    """Whether a breakdown is called anything beside its indicator."""
    return breakdown not in (None, rounds.EVERYBODY)


def of(party, today=None):
    """The figures that a party owes and that are missing."""
    today = today or clock.today()
    return list(told(missing(today).filter(owed_by=party), today))


def register(today=None):
    """All figures that are missing."""
    today = today or clock.today()
    return list(told(missing(today), today))


def told(lines, today):
    """What is to be said of some lines whose figure is missing: the same questions for two and for twenty."""
    lines = list(lines)
    found, before = with_latest(lines)
    figures = {each.series_id: each for each in found.values() if each.value is not None} | before
    breakdowns = Series.objects.in_bulk({line.line for line in lines if line.line})
    parties = Party.objects.select_related(*naming_parties()).in_bulk({line.owed_by_id for line in lines})
    asked = asked_for(lines, today)
    for line in lines:
        seen, last = found.get(line.last), figures.get(line.line)
        is_state = seen is not None and seen.value is None
        wanted, chasing = asked.get(line.line, ((), rounds.Chasing()))
        yield MissingFigure(
            indicator=line.name,
            key=line.key,
            breakdown=breakdown_words(breakdowns.get(line.line)),
            why=wording.STATES[seen.state] if is_state and seen.state else NOT_COME if seen else NEVER,
            reason=reason(seen) if is_state else "",
            period=seen.period if is_state else "",
            since=last.ends + timedelta(1) if last and last.ends else None,
            last=last_words(last, line),
            owed_by=str(parties.get(line.owed_by_id) or ""),
            party=line.owed_by_id,
            pk=line.pk,
            asked=wanted,
            promised=chasing.promised,
            reminded=chasing.reminded,
        )


def reason(seen):
    """The reason that was given; that none was, only where somebody withholds a figure or hasn't got it."""
    return seen.reason or (NO_REASON if seen.state in reading.STOPPED else wording.DIRECTIONS.get(seen.direction, ""))


def last_words(last, line):
    if last is None:
        return ""
    figure = wording.figure(last, line.unit, line.decimals)
    return f"{figure} ({last.period})" if last.period else figure


def asked_for(lines, today):
    """For which periods and by when some lines are asked for in open rounds, and what was heard of the last request."""
    asked = owed.asked_for(today).filter(series__in={line.line for line in lines if line.line}).order_by("ends", "pk")
    of_series = grouped((each.series_id, each) for each in asked)
    requests = {each.asking_id for several in of_series.values() for each in several}
    notes = grouped((note.asking_id, note) for note in Chase.objects.filter(asking__in=requests))
    return {
        series: (
            tuple((periods.span(each.starts, each.ends), each.due) for each in several if not each.is_in),
            rounds.chasing(notes.get(several[-1].asking_id, ())),
        )
        for series, several in of_series.items()
    }


class MissingFigures(InOffice, ListsPage):
    """The register in the office: 50 lines to a page."""

    template_name = "office/gaps.html"
    heading = "Figures that are missing"
    back = (reverse_lazy("office-figures"), "Figures")

    @property
    def paper(self):
        return knowing(reverse("print-gaps"), {"by": number(self.request.GET.get("by")) or None}), "Print"

    def listings(self):
        return []

    def get_context_data(self, **kwargs):
        today = clock.today()
        rows = missing(today)
        by = number(self.request.GET.get("by"))
        rows = rows.filter(owed_by=by) if by else rows
        page = PageOf(rows, rows.count()).get_page(self.request.GET.get("page"))
        owing = Party.objects.filter(pk__in=Indicator.objects.values("owed_by")).select_related(*naming_parties())
        return super().get_context_data(
            **kwargs,
            page=page,
            gaps=list(told(page.object_list, today)),
            owed=rows.filter(owed.is_owed(today)).count(),
            by=by,
            owing=sorted(((each.pk, str(each)) for each in owing), key=lambda each: each[1].casefold()),
        )


urlpatterns = [path("figures/missing/", MissingFigures.as_view(), name="figure-gaps")]
