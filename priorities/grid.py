"""The figures of an indicator as a grid to type in: breakdowns down, periods across; saved as one, taken back as one.

A cell holds a figure, a letter for why there is none, or nothing. What was typed in a cell that somebody else saved
since the page was made is never written over theirs without a word.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from kit import clock, periods
from kit.fields import Typed, WordsField, refused
from kit.reading.answers import AsPrinted, Question, Refusal
from kit.stamps import Conflict
from kit.together import Together
from priorities import cells, doubts, spans
from priorities.models import Observation, Series

ACROSS, DOWN, MOST_OWED = 8, 20, 4  # periods and breakdowns on a page, and periods that are owed
SAVED = "Figures: "  # how the reason begins that the history has
MONTH = re.compile(rf"\b(?:{'|'.join(periods.MONTHS)})\b")
NEW, PERIOD, SURE, VERSIONS = "new", "period", "sure", "versions"


@dataclass(frozen=True, kw_only=True)
class GridPeriod:
    """A column of the grid: a period with its name, and a slug by which a page that comes back knows it."""

    slug: str
    name: str
    starts: date | None = None
    ends: date | None = None
    timing: str = spans.NOT_STATED
    printed: str = ""
    is_owed: bool = False

    @property
    def head(self):
        """Its name in the narrow head of its column: Nov 2015."""
        return MONTH.sub(lambda month: month[0][:3], self.name)

    @property
    def order(self):
        return self.ends is not None, self.ends or date.min, self.starts or date.min


@dataclass(kw_only=True)
class GridRow:
    """A breakdown, with its figures by the slug of their period; several of one period are not for the grid."""

    series: Series
    seen: dict[str, list[Observation]] = field(default_factory=dict)


def slug_of(starts, ends, timing, printed=""):
    if ends is None and starts is None:
        return f"w{hashlib.sha256(' '.join(printed.casefold().split()).encode()).hexdigest()[:10]}"
    return f"{starts:%Y%m%d}-{_day(ends)}-{timing}" if starts else f"0-{_day(ends)}-{timing}"


def _day(on):
    return f"{on:%Y%m%d}" if on else "0"


SLUG = re.compile(r"(?P<starts>0|[0-9]{8})-(?P<ends>[0-9]{8})-(?P<timing>during|as-at)")


def of_slug(slug, year_type):
    """The period of a column that no figure stands in yet, by its slug; None if it says none."""
    found = SLUG.fullmatch(slug)
    if not found:
        return None
    try:
        starts = date.fromisoformat(found["starts"]) if found["starts"] != "0" else None
        return column(starts, date.fromisoformat(found["ends"]), found["timing"], "", year_type)
    except ValueError:
        return None


def column(starts, ends, timing, printed, year_type, *, is_owed=False):
    return GridPeriod(
        slug=slug_of(starts, ends, timing, printed),
        name=printed or spans.name(starts, ends, timing, year_type) or "No period",
        starts=starts,
        ends=ends,
        timing=timing,
        printed=printed,
        is_owed=is_owed,
    )


def rows_of(indicator, first=0):
    """The breakdowns of a page, each with all its figures."""
    lines = list(indicator.series_set.all()[first : first + DOWN])
    rows = {line.pk: GridRow(series=line) for line in lines}
    for seen in Observation.objects.filter(series__in=lines).order_by("position", "pk"):
        slug = slug_of(seen.starts, seen.ends, seen.timing, seen.period_as_printed)
        rows[seen.series_id].seen.setdefault(slug, []).append(seen)
    return list(rows.values())


def columns_of(indicator, rows, today):
    """All periods of the figures in some rows, the oldest first, and after them those that are over and owed."""
    found = {}
    for row in rows:
        for slug, several in row.seen.items():
            first = several[0]
            place = (first.starts, first.ends, first.timing, first.period_as_printed)
            found.setdefault(slug, column(*place, indicator.year_type))
    columns = sorted(found.values(), key=lambda each: each.order)
    return [*columns, *owed(indicator, columns[-1] if columns else None, today)]


def owed(indicator, last, today):
    """The periods after the last that are over already, of the length that the indicator says; not too many."""
    if not (last and last.ends and indicator.every):
        return
    for _ in range(MOST_OWED):
        days = spans.following(last.starts, last.ends, last.timing, indicator.every)
        last = column(days["starts"], days["ends"], days["timing"], "", indicator.year_type, is_owed=True)
        if last.ends >= today:
            return
        yield last


def shown_columns(columns, earlier):
    """The columns of a page, so many pages before the latest, and whether there are earlier ones."""
    until = max(len(columns) - earlier * ACROSS, min(len(columns), ACROSS))
    return columns[max(0, until - ACROSS) : until], until > ACROSS


def spread(row, cell):
    """Put what a cell says into a figure. One that was provisional, or is typed with r, keeps what it was before."""
    revises = cell.value is not None and row.value is not None and cell.value != row.value
    is_final = row.provisional and not cell.provisional
    if cell.value is None:
        row.first_value, row.revised = None, False
    elif revises and (cell.revised or is_final):
        # Of a figure that is revised again the first one stays.
        row.first_value, row.revised = row.value if row.first_value is None else row.first_value, True
    else:
        row.revised = cell.revised
        row.first_value = row.first_value if cell.revised else None
    if cell.value != row.value:
        row.figure_as_printed = ""
    if (cell.state, cell.value) != (row.state, row.value) or cell.reason:
        row.reason = cell.reason
    row.value, row.qualifier, row.state, row.provisional = cell.value, cell.qualifier, cell.state, cell.provisional
    # A figure may have a direction beside it, which no cell shows.
    row.direction = row.direction if cell.value is not None else cell.direction


class CellField(WordsField):
    """A cell that is read as a figure or as the sign for why there is none."""

    def __init__(self, indicator, **kwargs):
        super().__init__(required=False, max_length=120, widget=Typed(), **kwargs)
        self.indicator = indicator

    def clean(self, value):
        words = super().clean(value)
        if words == self.initial:
            return None  # nothing was typed here
        answer = cells.read(words, self.indicator.unit, self.indicator.signs)
        if isinstance(answer, Question | Refusal):
            raise refused(answer)
        return answer.value


class PeriodField(WordsField):
    """The name of a period that the grid has no column for yet."""

    def __init__(self, indicator):
        super().__init__(
            required=False, max_length=120, label="Another period", widget=Typed(attrs={"autocomplete": "off"})
        )
        self.indicator = indicator

    def clean(self, value):
        words = super().clean(value)
        answer = spans.read(words, self.indicator.year_type, today=clock.today()) if words else None
        if isinstance(answer, Question):
            raise refused(answer)
        if isinstance(answer, AsPrinted):
            return spans.FigurePeriod(words=answer.words)
        return answer.value if answer else None


class GridForm(forms.Form):
    """What was typed into the cells of a page. `versions` says which version of each figure the page shows."""

    use_required_attribute = False

    def __init__(self, data=None, *, indicator, rows, columns, **kwargs):
        super().__init__(None if data is None else data.copy(), **kwargs)
        self.indicator, self.rows, self.columns = indicator, rows, columns
        self.sure = set(data.getlist(SURE)) if data else set()
        # Without them nobody knows what the page showed, and what stands counts as seen.
        self.was = versions(data[VERSIONS]) if data and VERSIONS in data else None
        self.fields[PERIOD] = PeriodField(indicator)
        for row in rows:
            for each in columns:
                if len(row.seen.get(each.slug, ())) < 2:
                    self._cell(row, each.slug, each.name, self.seen(row, each.slug))
            self._cell(row, NEW, "the new period", None)

    def _cell(self, row, slug, name, seen):
        shown = cells.shown(seen, self.indicator.unit, self.indicator.decimals)
        self.fields[name_of(row.series, slug)] = CellField(
            self.indicator, label=f"{row.series.name}, {name}", initial=shown
        )

    @staticmethod
    def seen(row, slug):
        several = row.seen.get(slug)
        return several[0] if several else None

    @property
    def versions(self):
        """The versions of all figures on the page, for the page to send back."""
        shown = (seen for row in self.rows for each in self.columns if (seen := self.seen(row, each.slug)))
        return ".".join(f"{seen.pk}-{seen.version}" for seen in shown)

    @property
    def names(self):
        """The fields in which something was changed, of a form that was checked."""
        cells_changed = {name_of(row.series, each.slug if each else NEW) for row, each, _, _ in self.changes}
        return cells_changed | {PERIOD}

    # Checking

    def clean(self):
        cleaned = super().clean()
        self.changes = []  # each: the row, its column (None: a new one), its figure (or None), the cell
        for row in self.rows:
            for each in (*self.columns, None):
                self._change(row, each, cleaned)
        if any(each is None for _, each, _, _ in self.changes):
            self._new_period(cleaned)
        elif cleaned.get(PERIOD):
            self.add_error(PERIOD, "No figure stands below this period.")
        return cleaned

    def _change(self, row, each, cleaned):
        name = name_of(row.series, each.slug if each else NEW)
        if name not in cleaned:
            return
        seen, cell = self.seen(row, each.slug) if each else None, cleaned[name]
        if seen and self.was is not None and self.was.get(seen.pk) != seen.version:
            if cell is None or not self._is_typed(name, seen):
                self.data[name] = self.fields[name].initial  # theirs stands, and is shown from now on
                return
            self.add_error(name, self._conflict(seen, name))
        if cell is None or (seen is None and cell == cells.EMPTY) or (seen and as_cell(seen) == cell):
            return
        if asked := self._doubt(seen, cell):
            self._ask(name, asked)
        self.changes.append((row, each, seen, cell))

    def _is_typed(self, name, seen):
        """Whether a cell holds other words than the page that was sent had there, by the version that it showed."""
        shown = self.was.get(seen.pk)
        before = seen.history.filter(version=shown).order_by("-history_id").first() if shown else None
        was = cells.shown(before, self.indicator.unit, self.indicator.decimals)
        return self.data.get(name, "").strip() != was

    def _conflict(self, seen, name):
        theirs, typed = self.fields[name].initial, self.data.get(name, "").strip()
        last = seen.history.order_by("-history_id").first()
        who = f" by {last.history_user}" if last and last.history_user_id else ""
        return ValidationError(
            f"“{theirs}” was saved here{who} since you opened the page, and you typed “{typed}”. "
            "Save again to put yours in its place, or take theirs.".replace("%", "%%"),
            code="conflict",
            params={"offers": [theirs]},
        )

    def _doubt(self, seen, cell):
        if cell == cells.EMPTY:
            return (
                "This takes the figure out of the records. If there is none, write a letter for why: x, c, z, low or u."
            )
        of = self.indicator
        counts = (seen.numerator, seen.denominator) if seen else (None, None)
        return (
            doubts.of_value(cell.value, of.unit, of.decimals)
            or doubts.of_base(cell.value, of.unit, *counts)
            or doubts.of_counts(cell.value, of.unit, of.decimals, *counts)
        )

    def _ask(self, name, sentence):
        typed = self.data.get(name, "").strip()
        if f"{name} {typed}" not in self.sure:
            self.add_error(name, ValidationError(sentence.replace("%", "%%"), code="doubt", params={"typed": typed}))

    def _new_period(self, cleaned):
        period = cleaned.get(PERIOD)
        if self.has_error(PERIOD):
            return
        if period is None:
            self.add_error(
                PERIOD, "Say which period the figures below are for: Q1 2015/16, 2015/16, June 2015, 31 March 2016."
            )
        elif period.ends is None:
            self._ask(
                PERIOD,
                f"No day can be read off “{period.words}”. Without days nobody can tell which figure is the later.",
            )
        if period:
            slug = slug_of(period.starts, period.ends, period.timing, period.words)
            for row, each, _, _ in self.changes:
                if each is None and slug in row.seen:
                    self.add_error(
                        name_of(row.series, NEW), "This period has a figure already, in a column of its own."
                    )

    # Saving

    @transaction.atomic
    def save(self, by):
        """Save all changes as one; the moment of it. Raises Conflict if somebody saved one of the figures since."""
        together = Together(f"{SAVED}{self.indicator}"[:100], by)
        for row, each, seen, cell in self.changes:
            if cell == cells.EMPTY:
                together.remove(seen, seen.version)
            elif seen is not None:
                spread(seen, cell)
                together.change(seen, seen.version)
            else:
                together.add(self._made(row, each, cell))
        return together.moment

    def _made(self, row, each, cell):
        period = each or self.cleaned_data[PERIOD]
        there = Observation.objects.select_for_update().filter(series=row.series)
        if each and each.ends and there.filter(starts=each.starts, ends=each.ends, timing=each.timing).exists():
            raise Conflict(row.series)
        made = Observation(series=row.series, starts=period.starts, ends=period.ends, timing=period.timing)
        made.period_as_printed = (each.printed or each.name) if each else period.words
        made.position = (Observation.objects.filter(series=row.series).aggregate(last=Max("position"))["last"] or 0) + 1
        spread(made, cell)
        if not each:
            made.provisional = made.provisional or (period.provisional and cell.value is not None)
            made.revised = made.revised or (period.revised and cell.value is not None)
        return made

    # What the page shows

    def asked(self):
        """What is wrong or asked, in the order of the grid: the field, the sentence, the words of buttons."""
        for name, errors in self.errors.as_data().items():
            for error in errors:
                offers = (error.params or {}).get("offers", ())
                yield {
                    "field": self[name],
                    "sentence": " ".join(error.messages),
                    "offers": [(words, f"{name} {words}") for words in offers],
                    "sure": f"{name} {error.params['typed']}" if error.code == "doubt" else "",
                }


def as_cell(seen):
    """A figure as the grid has it."""
    return cells.FigureCell(
        **{name: getattr(seen, name) for name in ("value", "qualifier", "state", "provisional", "revised")},
        reason=seen.reason if cells.FEW.fullmatch(seen.reason) else "",
        direction="" if seen.value is not None else seen.direction,
    )


def name_of(series, slug):
    return f"c-{series.pk}-{slug}"


def versions(words):
    """The versions that a page showed, by the number of the figure."""
    pairs = (each.split("-") for each in words.split(".") if re.fullmatch("[0-9]{1,18}-[0-9]{1,9}", each))
    return {int(pk): int(version) for pk, version in pairs}


def totals(rows, columns, unit):
    """What the shares of each period come to, where they are parts of a hundred; empty if none is."""
    ours = [row for row in rows if not row.series.compares]
    if unit != "per-cent" or len(ours) < 2:
        return []
    found = []
    for each in columns:
        values = [GridForm.seen(row, each.slug) and GridForm.seen(row, each.slug).value for row in ours]
        total = doubts.comes_to(values)
        found.append({"name": each.name, "total": total, "is_off": total is not None and not doubts.is_rounded(total)})
    return found if any(each["total"] is not None for each in found) else []
