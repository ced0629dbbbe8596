"""Rounds of collecting: begun in one step, what is asked and what is in, recorded, sent, accepted, put aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kit import clock, periods, wording
from kit.grouping import grouped
from kit.kinds import joined, naming
from kit.stamps import Conflict
from kit.together import Together, take_back
from membership.models import Party
from priorities import cells, spans
from priorities.grid import spread
from priorities.models import (
    Arrived,
    AskedFigure,
    Asking,
    Chase,
    Collection,
    Indicator,
    Measure,
    Observation,
    Series,
)

COLLECTED = "Collected: "  # how the reason begins that the history has
BY_LINK = "Sent by link on "  # how the source of a figure begins that came by one
KINDS = [Collection, Asking, AskedFigure, Series, Observation]  # of which a deed here makes or changes rows
EVERYBODY = Series._meta.get_field("name").default
Outcome = Arrived.Outcome


# A round is begun


def lines_for(every, starts):
    """The lines that are owed for a period of some length that begins on a day, each indicator with its party.

    An indicator that goes by another year is left out: a quarter from April is none of a year from September.
    """
    months = spans.MONTHS[every]
    years = [name for name, first in spans.FIRST.items() if (starts.month - first) % months == 0]
    of = Indicator.objects.filter(every=every, year_type__in=["", *years]).select_related(
        *joined(Indicator, ["owed_by"])
    )
    ours = grouped(
        (line.indicator_id, line) for line in Series.objects.filter(indicator__in=of, compares="").order_by("position")
    )
    compared = set(Series.objects.filter(indicator__in=of).exclude(compares="").values_list("indicator", flat=True))
    for indicator in of:
        # A number that is counted as one has no breakdown until its first figure comes.
        none = [] if indicator.pk in compared else [Series(indicator=indicator, name=EVERYBODY)]
        for line in ours.get(indicator.pk, none):
            line.indicator = indicator
            yield line


@transaction.atomic
def begin(name, every, starts, ends, due, *, by):
    """Begin a round: each party that owes a figure of this length is asked for all that it owes. The round, the moment.

    Raises ValidationError, in a sentence, if nothing is owed for such a period.
    """
    lines = list(lines_for(every, starts))
    if not lines:
        raise ValidationError(
            "No indicator has periods of this length. Say on the indicators how long one period is.", code="every"
        )
    together = Together(f"{COLLECTED}{name}"[:100], by)
    made = together.add(Collection(name=name, every=every, starts=starts, ends=ends, due=due))
    of_party = grouped((line.indicator.owed_by_id, line) for line in lines)
    for party, several in sorted(
        of_party.items(), key=lambda each: str(each[1][0].indicator.owed_by or "~").casefold()
    ):
        asking = together.add(Asking(collection=made, party_id=party))
        for position, line in enumerate(several, start=1):
            if line.pk is None:
                together.add(line)
            together.add(AskedFigure(asking=asking, series=line, position=position))
    return made, together.moment


# What is asked, and what is in


def seen_in(starts, ends, series):
    """The figures of a line, or why there is none, for the period of a round; as at its last day counts as well."""
    return Observation.objects.filter(Q(starts__isnull=True) | Q(starts=starts), series=series, ends=ends)


def how_many(askings):
    """Of some requests by number: how many figures are asked for, and how many are in or wait to be accepted."""
    asked = AskedFigure.objects.filter(asking__in=askings).annotate(
        is_in=Exists(
            seen_in(OuterRef("asking__collection__starts"), OuterRef("asking__collection__ends"), OuterRef("series"))
        ),
        waits=Exists(Arrived.objects.filter(asked=OuterRef("pk"), outcome="")),
    )
    counts = (
        asked.order_by()
        .values("asking")
        .annotate(asked=Count("pk"), came=Count("pk", filter=Q(is_in=True)), waiting=Count("pk", filter=Q(waits=True)))
    )
    return {each["asking"]: Counts(each["asked"], each["came"], each["waiting"]) for each in counts}


def in_numbers(askings):
    """The same requests, each with how much of it is in and what was heard of it: in `counts` and `heard`."""
    asked = AskedFigure.objects.filter(asking=OuterRef("pk"))
    there = seen_in(OuterRef("asking__collection__starts"), OuterRef("asking__collection__ends"), OuterRef("series"))
    came, notes = asked.filter(Exists(there)), Chase.objects.filter(asking=OuterRef("pk"))
    waiting = asked.filter(Exists(Arrived.objects.filter(asked=OuterRef("pk"), outcome="")))
    promises = notes.filter(what=Chase.What.PROMISED).order_by("-on", "-pk")
    rows = askings.annotate(
        asked=how_often(asked),
        came=how_often(came),
        waits=how_often(waiting),
        reminded=how_often(notes.filter(what=Chase.What.CHASED)),
        promised=Subquery(promises.values("until")[:1]),
    )
    for row in rows:
        row.counts = Counts(row.asked, row.came, row.waits)
        row.heard = Chasing(reminded=row.reminded, promised=row.promised)
        yield row


def how_often(rows):
    """How many rows of another table there are for a request."""
    counted = rows.order_by().values("asking").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class Counts:
    """How many figures a party is asked for, how many of them are in, and how many answers wait to be accepted."""

    asked: int = 0
    came: int = 0
    waiting: int = 0

    @property
    def missing(self):
        return self.asked - self.came


def line_name(series):
    """The indicator and, unless it is counted as one, the breakdown."""
    return str(series.indicator) if series.name == EVERYBODY else str(series)


@dataclass(kw_only=True)
class AskedLine:
    """One figure asked for: what is recorded for the period, what came before it, and what waits to be accepted."""

    asked: AskedFigure
    seen: Observation | None
    before: Observation | None
    waiting: Arrived | None
    goals: str = ""

    @property
    def series(self):
        return self.asked.series

    @property
    def indicator(self):
        return self.asked.series.indicator

    @property
    def name(self):
        return line_name(self.series)

    @property
    def recorded(self):
        return self.shown(self.seen)

    def shown(self, seen):
        """A figure, or why there is none, as a reader sees it; empty if nothing is recorded."""
        return wording.figure(seen, self.indicator.unit, self.indicator.decimals) if seen else ""

    @property
    def by_link(self):
        """That what is recorded came by a link, and when; empty if it didn't."""
        return self.seen.source if self.seen and self.seen.source.startswith(BY_LINK) else ""

    @property
    def last_time(self):
        """What was recorded before, with its period."""
        if self.before is None:
            return "not recorded before"
        return f"last time: {wording.going_on(self.shown(self.before))}" + (
            f" ({self.before.period})" if self.before.period else ""
        )


def lines_of(asking, first=0, number=None):
    """The figures of a request, some of them, each with what is recorded: the same questions for two and for twenty."""
    collection = asking.collection
    of_line = Observation.objects.filter(series=OuterRef("series"))
    dated = of_line.filter(ends__lt=collection.ends).order_by("-ends", "-position", "-pk")
    undated = of_line.filter(ends__isnull=True).order_by("-position", "-pk")
    asked = asking.askedfigure_set.annotate(
        now=Subquery(
            seen_in(collection.starts, collection.ends, OuterRef("series"))
            .order_by("-position", "-pk")
            .values("pk")[:1]
        ),
        former=Coalesce(Subquery(dated.values("pk")[:1]), Subquery(undated.values("pk")[:1])),
    ).select_related("series__indicator")
    asked = list(asked[first : first + number] if number else asked)
    found = Observation.objects.in_bulk({pk for each in asked for pk in (each.now, each.former) if pk})
    waiting = {each.asked_id: each for each in Arrived.objects.filter(asked__in=asked, outcome="")}
    measures = Measure.objects.filter(indicator__in={each.series.indicator_id for each in asked})
    codes = grouped(
        (each.indicator_id, each.goal.code) for each in measures.select_related("goal").order_by("goal__position")
    )
    for each in asked:
        each.asking = asking
        line = AskedLine(
            asked=each,
            seen=found.get(each.now),
            before=found.get(each.former),
            waiting=waiting.get(each.pk),
            goals=", ".join(dict.fromkeys(filter(None, codes.get(each.series.indicator_id, ())))),
        )
        for seen in (line.seen, line.before):
            if seen is not None:
                seen.series = each.series
        yield line


def askings():
    """Requests with the names of whom they are made to."""
    return Asking.objects.select_related("collection", *(f"party__{name}" for name in naming(Party)))


def still_open(today):
    """The requests of rounds that aren't closed."""
    return askings().filter(Q(collection__closed__isnull=True) | Q(collection__closed__gt=today))


@dataclass(frozen=True)
class Chasing:
    """Since when a request is asked, how often somebody was reminded, for when it is promised."""

    asked: date | None = None
    reminded: int = 0
    last: date | None = None
    promised: date | None = None


def chasing(chases: Iterable[Chase]):
    """What some notes on one request come to. The last promise counts."""
    notes = sorted(chases, key=lambda each: (each.on, each.pk))
    of = {what: [each for each in notes if each.what == what] for what in Chase.What}
    reminded, promised = of[Chase.What.CHASED], of[Chase.What.PROMISED]
    return Chasing(
        asked=of[Chase.What.ASKED][0].on if of[Chase.What.ASKED] else None,
        reminded=len(reminded),
        last=reminded[-1].on if reminded else None,
        promised=promised[-1].until if promised else None,
    )


# What is recorded


@dataclass(kw_only=True)
class Supplied:
    """What is to be recorded for a figure that was asked for: the cell, and a sentence on it, or None."""

    line: AskedLine
    cell: cells.FigureCell
    words: str | None = None


@transaction.atomic
def record(asking, answers, *, by, versions=None, arrived=()):
    """Record answers as one, taken back as one; the moment of it. Those that came by a link are settled with them.

    Raises Conflict if somebody saved one of the figures since `versions`, and CannotChange if one that is taken out is
    needed elsewhere.
    """
    together = Together(f"{COLLECTED}{asking}, {asking.collection}"[:100], by)
    came = {each.asked_id: each for each in arrived}
    for answer in answers:
        seen = answer.line.seen
        if seen is not None and versions is not None and seen.pk not in versions:
            raise Conflict(seen)  # it wasn't there when the page was made
        version = versions[seen.pk] if seen is not None and versions is not None else None
        if answer.cell == cells.EMPTY:
            together.remove(seen, version)
        elif seen is not None:
            together.change(fill(seen, answer, asking, came), version)
        else:
            together.add(fill(new_figure(answer.line, asking.collection), answer, asking, came))
    settle(arrived, Outcome.ACCEPTED, at=together.moment, by=by)
    return together.moment


def fill(row, answer, asking, came=None):
    """Put an answer into a figure. Its sentence is the reason why there is no figure, and else a note beside it.

    The source says whether it came by a link, and when; what is typed over such a figure came by none.
    """
    spread(row, answer.cell)
    if answer.words is not None and answer.cell.value is None:
        row.reason = answer.words or answer.cell.reason
    elif answer.words is not None:
        row.note = answer.words
    if by_link := (came or {}).get(answer.line.asked.pk):
        row.source = f"{BY_LINK}{periods.day(clock.day_of(by_link.received))}"
    elif row.source.startswith(BY_LINK):
        row.source = ""
    row.supplied_by, row.received_on = asking.party, clock.today()
    return row


def new_figure(line, collection):
    """A figure for the period of the round. One that was as at a day until now is so again."""
    if seen_in(collection.starts, collection.ends, line.series).select_for_update().exists():
        raise Conflict(line.series)
    made = Observation(series=line.series, **days_of(line, collection))
    made.period_as_printed = spans.name(
        made.starts, made.ends, made.timing, line.indicator.year_type or Indicator.YearType.FINANCIAL
    )
    last = Observation.objects.filter(series=line.series).aggregate(last=Max("position"))["last"]
    made.position = (last or 0) + 1
    return made


def days_of(line, collection):
    if line.before is not None and line.before.timing == spans.AS_AT:
        return {"timing": spans.AS_AT, "starts": None, "ends": collection.ends}
    return {"timing": spans.DURING, "starts": collection.starts, "ends": collection.ends}


@transaction.atomic
def undo(moment, *, by):
    """Take back all that was recorded, accepted or begun in one moment; how many records. Raises CannotChange."""
    done = take_back(moment, KINDS, COLLECTED, by=by)
    for came in Arrived.objects.select_for_update().filter(settled_at=moment, outcome=Outcome.ACCEPTED):
        # What they sent since for the same figure stands in its place.
        is_overtaken = Arrived.objects.filter(asked=came.asked_id, outcome="").exists()
        came.outcome = Outcome.REPLACED if is_overtaken else Outcome.WAITING
        came.settled_at, came.settled_by = None, None
        came.save()
    return done


# What comes by a link


@transaction.atomic
def send(link, answers, at):
    """Keep answers that came by a link until the office accepts them. What waited for the same figure is replaced."""
    # Held, so that two who send for one figure in the same moment come one after the other.
    list(AskedFigure.objects.select_for_update().filter(pk__in=[answer.line.asked.pk for answer in answers]))
    for answer in answers:
        asked = answer.line.asked
        for former in Arrived.objects.select_for_update().filter(asked=asked, outcome=""):
            former.outcome = Outcome.REPLACED
            former.save(update_fields=["outcome"])
        of = answer.line.indicator
        figure, words = cells.shown(answer.cell, of.unit, of.decimals), answer.words or answer.cell.reason
        Arrived.objects.create(asked=asked, link=link, figure=figure, words=words, received=at)


@transaction.atomic
def take_up(came):
    """Let an answer that was put aside wait again. Raises ValidationError if they sent another since."""
    came.outcome, came.why, came.settled_at, came.settled_by = Outcome.WAITING, "", None, None
    came.full_clean()
    came.save()


def put_aside(asking):
    """What came for a request and was put aside, unless something came for the same figure since."""
    later = Arrived.objects.filter(asked=OuterRef("asked"), pk__gt=OuterRef("pk"))
    aside = Arrived.objects.filter(~Exists(later), asked__asking=asking, outcome=Outcome.ASIDE)
    return aside.select_related("asked__series__indicator")


def settle(arrived, outcome, *, at, by, why=""):
    for came in arrived:
        came.outcome, came.settled_at, came.settled_by, came.why = outcome, at, by, why
        came.full_clean()
        came.save()
