"""A table of figures that is pasted or comes in a file: a row for each indicator, its periods across, or each figure.

A sign in place of a figure is read as its source means it, and what was read so is shown once for the whole table. A
total is no figure. A figure that stands already with another number is only replaced as a revision, if that is said.
"""

import re
from collections import Counter
from difflib import get_close_matches

from kit import clock, periods, wording
from kit.intake.lists import PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded
from kit.reading.answers import AsPrinted, Question, Refusal, Value
from kit.reading.signs import quoted
from membership.roles import May
from priorities import cells as cell_of
from priorities import doubts, spans, symbols
from priorities.figures import OBSERVATION
from priorities.grid import as_cell, slug_of, spread
from priorities.models import Indicator, Observation, Series

NEARLY, MOST_NAMED = 0.8, 5
SHARE, SORT = (
    re.compile(r"\s*(?:%|per ?cent|percentage)$", re.IGNORECASE),
    re.compile(r"\s*(?:number|no\.?|count|total number|%|per ?cent|percentage)$", re.IGNORECASE),
)
EVERYBODY = Series._meta.get_field("name").default
FINANCIAL = Indicator.YearType.FINANCIAL
PARTED = re.compile(r"(?P<name>.+?)\s*(?::|\s[-–—])\s+(?P<breakdown>.+)")
UNITS = (
    (Indicator.Unit.PER_CENT, re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bproportion\b|\bshare\b", re.IGNORECASE)),
    (Indicator.Unit.POUNDS, re.compile("£")),
    (Indicator.Unit.RATE, re.compile(r"\brate\b|\bper [0-9]{3}", re.IGNORECASE)),
)


def figures(intake, cells):
    """One row: a figure for each period that stands above one of its cells. A row that fails leaves no trace."""
    intake.memory["undo"] = undo = []
    try:
        row(intake, cells)
    except Problems:
        for each in reversed(undo):
            each()
        raise


def tell(intake, name, key):
    """Count what is said once of the whole table, unless the row fails."""
    counts = intake.remembered(name, Counter)
    counts[key] += 1
    intake.memory["undo"].append(lambda: counts.subtract([key]))


def know(intake, known, key, row):
    """Remember a row that was made, unless the row of the table fails."""
    known[key] = row
    intake.memory["undo"].append(lambda: known.pop(key, None))
    return row


def row(intake, cells):
    given = list(figures_of(intake, cells))
    if not given and not cells.get("indicator"):
        return
    tell_unsaved(intake, cells)
    wrong = {}
    shares = {column for column, heading, _ in given if is_share_beside(intake, heading, given)}
    for ending, columns in (("", {column for column, _, _ in given} - shares), (", per cent", shares)):
        if not columns and (ending or given):
            continue
        words = [words for column, _, words in given if column in columns]
        of = indicator(intake, cells, [*words, *(["%"] if ending else [])], ending)
        line = series(intake, of, cells, ending)
        for column, heading, words in given:
            try:
                if column in columns:
                    one(intake, of, line, column, heading, words, cells)
            except Problems as problems:
                for name, sentences in problems.by_column.items():
                    wrong.setdefault(name, []).extend(sentences)
    if wrong:
        raise Problems(wrong)


def figures_of(intake, cells):
    """The figures of a row: the column, the words that say the period, and those of the cell."""
    if not intake.table.reading.matrix:
        if cells.get("figure"):
            yield "figure", cells.get("period_as_printed", ""), cells["figure"]
        return
    for place, words in cells.items():
        if isinstance(place, int) and intake.table.columns[place] == "figure" and words:
            heading = intake.headings.get(place, "")
            if spans.NOT_OURS.search(heading):
                unsaved(intake, heading, words)
            else:
                yield place, heading, words


def is_share_beside(intake, heading, given):
    """Whether a column holds the shares whose numbers stand in another column of the same period."""
    bare = SHARE.sub("", str(heading)).strip()
    return SHARE.search(str(heading)) is not None and any(
        other != heading and SORT.sub("", str(other)).strip() == bare for _, other, _ in given
    )


def tell_unsaved(intake, cells):
    """Words of columns that are known and have no place among figures."""
    for name in ("code", "target"):
        if cells.get(name):
            unsaved(intake, intake.headings.get(name) or name, cells[name])


def unsaved(intake, heading, words):
    intake.read(words)
    tell(intake, "unsaved", heading)


# What is counted


def indicator(intake, cells, words, ending=""):
    """The indicator that a row names; one that isn't there is made, if that is sure."""
    named = cells.get("indicator") or intake.memory.get("named", "")
    if not named:
        raise Problems({"indicator": ["Say what is counted."]})
    intake.memory["named"] = named
    named = f"{named}{ending}"
    known = intake.remembered("indicators", lambda: {folded(row.name): row for row in Indicator.objects.all()})
    heading = known.get(folded(intake.heading)) if intake.heading else None
    if found := known.get(folded(named)):
        intake.read(named)
        return found
    if heading and not cells.get("breakdown"):
        return heading
    parted = PARTED.fullmatch(named)
    if parted and (found := known.get(folded(parted["name"]))) and not cells.get("breakdown"):
        intake.read(parted["name"])
        return found
    if not intake.by.has_perm(May.EDIT):
        raise Problems({"indicator": ["No indicator has this name. Who edits the plan can add it."]})
    near = get_close_matches(folded(named), known, 3, NEARLY)
    if near and not intake.is_sure("indicator"):
        sentence = "No indicator has this name, and another nearly has. Which is meant?"
        raise Problems({"indicator": [Sentence(sentence, [known[name].name for name in near], may_stay=True)]})
    made = new_indicator(intake, named, words)
    tell(intake, "new", named)
    return know(intake, known, folded(named), made)


def new_indicator(intake, named, words):
    """An indicator of which the name and the figures say what its unit is."""
    unit = next(
        (unit for unit, sign in UNITS if any(sign.search(each) for each in (named, *words))), Indicator.Unit.NUMBER
    )
    values = [answer.value.value for each in words if isinstance(answer := cell_of.read(each, unit), Value)]
    decimals = max((max(0, -value.normalize().as_tuple().exponent) for value in values if value is not None), default=0)
    return intake.keep(
        Indicator,
        {
            "name": named,
            "unit": unit,
            "decimals": str(min(decimals, 2)),
            "year_type": FINANCIAL,
            "every": every(intake),
        },
    )


def every(intake):
    """How long the periods are that stand above the figures, if all are alike."""
    found = set()
    for place, name in enumerate(intake.table.columns):
        answer = spans.read(whole(intake, place), FINANCIAL, today=clock.today()) if name == "figure" else None
        if isinstance(answer, Value) and answer.value.starts:
            first, last = answer.value.starts, answer.value.ends
            found.add((last.year - first.year) * 12 + last.month - first.month + 1)
    lengths = {months: name for name, months in spans.MONTHS.items()}
    return lengths.get(found.pop(), "") if len(found) == 1 else ""


def series(intake, of, cells, ending=""):
    """The breakdown that a row is about: the one it names, what stands behind the indicator's name, or everybody."""
    named = f"{cells.get('indicator') or intake.memory['named']}{ending}"
    words = cells.get("breakdown", "")
    if not words and folded(named) != folded(of.name):
        parted = PARTED.fullmatch(named)
        words = parted["breakdown"] if parted and folded(parted["name"]) == folded(of.name) else named
    known = intake.remembered(("series", of.pk), lambda: {folded(each.name): each for each in of.series_set.all()})
    if not words and len(known) == 1:
        return next(iter(known.values()))
    words = words or EVERYBODY
    if folded(words) not in known:
        made = intake.keep(Series, {"name": words}, columns={"name": "breakdown"}, indicator=of)
        know(intake, known, folded(words), made)
    else:
        intake.read(words)
    return known[folded(words)]


# One figure


def one(intake, of, line, column, heading, words, cells):
    period = period_of(intake, of, column, heading)
    source = of.signs or symbols.source_of(intake.table.above)
    answer = cell_of.read(words, of.unit, source)
    if isinstance(answer, Question | Refusal):
        offers = [offer.words for offer in getattr(answer, "offers", ())]
        raise Problems({column: [Sentence(answer.sentence, offers)]})
    cell = answer.value
    if cell == cell_of.EMPTY:
        return
    if cell.value is None and cell.state != "in-words-only":
        tell(intake, "signs", (words.strip(), cell.state))
    counts = [counted(intake, name, cells) for name in ("numerator", "denominator")]
    odd = [
        doubts.of_value(cell.value, of.unit, of.decimals),
        doubts.of_base(cell.value, of.unit, *counts),
        doubts.of_counts(cell.value, of.unit, of.decimals, *counts),
    ]
    if any(odd) and not intake.is_sure(column):
        raise Problems({column: [Sentence(sentence, may_stay=True) for sentence in odd if sentence]})
    intake.say(*answer.said)
    intake.read(words)
    there = intake.remembered(("figures", line.pk), lambda: standing(line))
    intake.memory["undo"].append(lambda: intake.memory.pop(("figures", line.pk), None))
    slug = slug_of(period.starts, period.ends, period.timing, period.words)
    if seen := there.get(slug):
        replaced(intake, of, seen, cell, column, words)
        return
    there[slug] = kept(intake, line, period, cell, counts)


def counted(intake, name, cells):
    """The counts of a share, where the table has columns for them."""
    answer = cell_of.read(cells.get(name, ""))
    if not isinstance(answer, Value):
        raise Problems({name: [Sentence(answer.sentence, [offer.words for offer in getattr(answer, "offers", ())])]})
    intake.read(cells.get(name, ""))
    return answer.value.value


def standing(line):
    """The figures of a breakdown by their period."""
    return {
        slug_of(seen.starts, seen.ends, seen.timing, seen.period_as_printed): seen
        for seen in Observation.objects.filter(series=line).order_by("position", "pk")
    }


def replaced(intake, of, seen, cell, column, words):
    """A figure of this period stands already: the same stays, a gap is filled, another is a revision if so said."""
    shown = cell_of.shown(seen, of.unit, of.decimals)
    if as_cell(seen) == cell:
        tell(intake, "same", "figures")
        return
    is_filling = seen.value is None and cell.value is not None
    if not (is_filling or seen.provisional or cell.revised or intake.is_sure(column)):
        offers = [f"{words} r"] if cell.value is not None else []
        sentence = f"{quoted(shown)} is recorded for this period. Put this in its place, and keep the former beside it?"
        raise Problems({column: [Sentence(sentence, offers, may_stay=not offers)]})
    spread(seen, cell)
    intake.change(seen)


def kept(intake, line, period, cell, counts):
    """A new figure."""
    day = {name: periods.day(on) if on else "" for name, on in (("starts", period.starts), ("ends", period.ends))}
    number = {
        name: wording.plain(value) if value is not None else ""
        for name, value in zip(("value", "numerator", "denominator"), (cell.value, *counts), strict=True)
    }
    marks = {
        "provisional": cell.provisional or (period.provisional and cell.value is not None),
        "revised": cell.revised or (period.revised and cell.value is not None),
    }
    texts = {name: getattr(cell, name) for name in ("qualifier", "state", "direction")}
    reason = cell.reason or (intake.cells.get("reason", "") if cell.value is None else "")
    return intake.keep(
        Observation,
        {"timing": period.timing, "period_as_printed": period.words, "reason": reason}
        | day
        | number
        | texts
        | {name: "on" for name, is_so in marks.items() if is_so},
        columns=dict.fromkeys(("value", "starts", "ends", "timing"), "figure"),
        series=line,
    )


# The period above a column


def period_of(intake, of, column, heading):
    """The period that a heading or a cell names. Without a year of its own it has that of the heading before it."""
    words = whole(intake, column) if isinstance(column, int) else heading
    if not words:
        raise Problems({"period_as_printed": ["Say which period the figure is for, such as Q1 2015/16."]})
    year_type = of.year_type or FINANCIAL
    answer = intake.remembered(("period", words, year_type), lambda: spans.read(words, year_type, today=clock.today()))
    place = column if isinstance(column, int) else "period_as_printed"
    if isinstance(answer, Question):
        offers = [] if isinstance(column, int) else [offer.words for offer in answer.offers]
        where = f"The heading {quoted(words)}: " if isinstance(column, int) else ""
        raise Problems({place: [Sentence(f"{where}{answer.sentence}", offers)]})
    if isinstance(answer, AsPrinted):
        if isinstance(column, int) or intake.is_sure("period_as_printed"):
            return spans.FigurePeriod(words=answer.words)
        sentence = f"No day can be read off {quoted(words)}. Without days nobody can tell which figure is the later."
        raise Problems({place: [Sentence(sentence, may_stay=True)]})
    if not of.year_type or of.name in intake.memory.get("new", ()):
        tell_year(intake, words, answer.value)
    intake.read("" if isinstance(column, int) else words)
    return answer.value


def tell_year(intake, words, period):
    if re.search(r"[0-9]{2} ?[-/] ?[0-9]{2}", words) and period.starts and period.starts.day == 1:
        tell(intake, "years", (words, spans.told(period.starts, period.ends)))


YEARS = re.compile(r"(?:19|20)[0-9]{2}(?: ?[-/–] ?(?:[0-9]{4}|[0-9]{2}))?")
BARE = re.compile(
    r"(?:q(?:uarter|tr)?|h(?:alf)?) ?[1-4]\b(?!.*(?:19|20)[0-9]{2})|[1-4](?:st|nd|rd|th) quarter", re.IGNORECASE
)


def whole(intake, place):
    """The words above a column with their year: that of a heading further left, or of the words above the table."""
    words = SORT.sub("", " ".join(intake.table.headings[place].split())).strip()
    if not BARE.match(words):
        return words
    for left in range(place, -1, -1):
        if found := YEARS.search(intake.table.headings[left]):
            return f"{words} {found[0]}"
    years = YEARS.findall(intake.table.above)
    return f"{words} {years[0]}" if len(set(years)) == 1 else words


# What is looked at once for the whole table


def looks(intake):
    """What was read into something else, what is new and what isn't saved, each in one sentence."""
    told = {name: +intake.memory.get(name, Counter()) for name in ("signs", "years", "new", "unsaved", "same")}
    if told["signs"]:
        signs = [
            f"{quoted(sign)} as {wording.going_on(wording.STATES[state])} ({number})"
            for (sign, state), number in told["signs"].items()
        ]
        yield f"Signs in place of figures are read so: {wording.listed(signs)}."
    if told["years"]:
        years = wording.listed([f"{quoted(words)} as {days}" for words, days in list(told["years"])[:2]])
        yield f"Years are taken to begin in April: {years}. If not, say so on the indicator first."
    if new := list(told["new"]):
        more = f" and {len(new) - MOST_NAMED} more" if len(new) > MOST_NAMED else ""
        yield f"{wording.counted(len(new), 'new indicator')}: {'; '.join(new[:MOST_NAMED])}{more}."
    for heading, number in told["unsaved"].items():
        more = " A target is kept with the aim of a goal." if "target" in heading.lower() else ""
        yield f"Column {quoted(heading)} isn’t saved: {wording.counted(number, 'cell')}.{more}"
    if same := told["same"]["figures"]:
        yield f"{wording.counted(same, 'figure stands', 'figures stand')} already as here, and stay."


FIGURES = PasteList(
    "figures",
    "Figures",
    "A row for each indicator and a column for each period, as a tracker has it; or a row for each figure. "
    "A sign such as c, x, * or “awaited” says why there is none.",
    (),
    figures,
    OBSERVATION,
    (
        PastedColumn("code", "Code", ("ref", "no", "#", "goal", "priority")),
        PastedColumn(
            "indicator",
            "Indicator",
            ("indicator", "measure", "pi", "kpi", "performance indicator", "metric", "data item"),
            {"words": 1},
        ),
        PastedColumn("breakdown", "Breakdown", ("breakdown", "group", "category", "level", "stage", "cohort")),
        PastedColumn("target", "Target", ("target", "baseline")),
        PastedColumn("source", "Source, or who supplies it", ("source", "supplier", "provided by", "owner", "lead")),
        PastedColumn("period_as_printed", "Period", ("period", "quarter", "year", "date", "time period", "as at")),
        PastedColumn("figure", "Figure", ("value", "figure", "result", "actual"), {"number": 1, "share": 1}),
        PastedColumn("numerator", "Counted", ("numerator", "counted")),
        PastedColumn("denominator", "Out of", ("denominator", "out of", "base", "cohort size")),
        PastedColumn("reason", "Why there is none", ("reason", "why", "why there is none")),
        PastedColumn("note", "Note", ("note", "notes", "comment", "comments", "commentary")),
    ),
    read=("figure_as_printed",),
    may=May.ENTER_FIGURES,
    has_headings=True,
    at_end=looks,
    needs=(("indicator",),),
    called=("figure", "data set", "indicator", "performance"),
    across="figure",
    inside="figures",
    parted_by="breakdown",
)
