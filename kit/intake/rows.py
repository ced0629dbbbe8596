"""What each row of a table is: saved, a heading of those below, left out as a total or as headings said again.

Nothing is decided in silence: each row that isn't saved has its reason, and what is likely but not sure is offered.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from itertools import takewhile

from kit.intake.cells import PastedCells
from kit.intake.understanding import Reading, fits, same_words, tokens_of
from kit.reading import numbers
from kit.reading.answers import Value

# What a row of the table is.
SAVE, HEADING, ALONE, OUT, JOIN = "save", "heading", "alone", "out", "join"
ROLES = {
    SAVE: "Save",
    ALONE: "Under no heading",
    HEADING: "Heading of the rows below",
    JOIN: "Goes on with the row above",
    OUT: "Leave out",
}
# Why a row isn't saved, beside its role.
TITLE, HEADINGS, AGAIN, TOTAL, DIFFERENCE, SECTION = "title", "headings", "again", "total", "difference", "section"

# Words that may stand about a total and leave it one; with any other it may be the name of a thing.
ABOUT = (
    r"(?:estimated?|projected|planned|net|gross|income|expenditure|spend|spending|costs?|contributions?|budget|funding"
    r"|receipts|payments|salaries|staffing|staff|training|premises|requirement|for|of|the|in|all|above|year|amount|agencies"
    r"|partners?|partner|agency|lscb|board|annual|full|£|[0-9/–-]+)"
)
IS_TOTAL = re.compile(
    rf"^\W*(?:sub|grand|overall|running|net|gross|final|combined)?[ -]*totals?(?:\W+{ABOUT})*\W*$|^\W*sub[ -]*totals?\b"
    rf"|^\W*(?:{ABOUT}\W+)+(?:sub|grand)?[ -]*totals?\W*(?:{ABOUT}\W*)*$|^\W*sum\W*$",
    re.IGNORECASE,
)
MAY_BE_TOTAL = re.compile(r"\btotals?\b|^\W*all (?:agencies|partners)|^\W*overall\b", re.IGNORECASE)
TOTALS, NEARLY, LONGEST_TOTAL = ("total", "totals", "subtotal", "grandtotal"), 0.75, 25
_DIFFERENCE = (
    r"(?:balance|surplus|deficit|shortfall|variance|gap|difference|(?:over|under)-? ?spen[dt]"
    r"|remaining|unallocated)"
)
IS_DIFFERENCE = re.compile(
    rf"^\W*(?:(?:net|total|overall|budget|funding|projected|estimated|anticipated|forecast|year|end|in)\W+)*{_DIFFERENCE}"
    rf"(?:\W+(?:{_DIFFERENCE}|{ABOUT}|c/?f(?:wd)?|carried|carry|forward|at|end|on|over|less|or|and|to|next|total))*\W*$",
    re.IGNORECASE,
)
SUBTOTAL = re.compile(r"\bsub", re.IGNORECASE)


@dataclass
class Rows:
    """The role of each row and, of those that aren't saved, why; rows that may be something else, by what."""

    roles: list[str]
    why: dict[int, str] = field(default_factory=dict)
    likely: dict[int, str] = field(default_factory=dict)

    def are(self, *reasons):
        return [row for row, reason in sorted(self.why.items()) if reason in reasons]


@dataclass(frozen=True)
class Compared:
    """A row that somebody added up: its words and the amount typed, and what the rows come to; None if unknown.

    Figures above it that couldn't be read are no noughts: so many are missing from what the rows come to.
    """

    row: int
    column: int
    words: str
    typed: Decimal
    rows: Decimal | None
    is_difference: bool = False
    unread: int = 0

    @property
    def agrees(self):
        return (
            self.rows is not None and abs(self.typed) == abs(self.rows)
            if self.is_difference
            else self.typed == self.rows
        )


def rows_of(cells: PastedCells, found: Reading) -> Rows:
    """What each row seems to be, as a list reads the table."""
    told = Rows([SAVE] * len(cells.rows))
    heads = [tokens_of(cells.rows[found.first - 1]), tokens_of(found.headings)] if found.first else []
    for row, words in enumerate(cells.rows):
        reason, role = "", OUT
        if row < found.first:
            is_heading = row == found.first - 1 or _is_above(cells, found, row)
            reason = HEADINGS if is_heading else TITLE
        elif any(same_words(words, each) for each in heads):
            reason = AGAIN
        elif _adds_up(cells, found, told, row):
            reason = DIFFERENCE if IS_DIFFERENCE.search(named_by(cells, found, row)) else TOTAL
        elif _is_section(cells, found, row):
            reason, role = SECTION, HEADING if found.into.has_headings else OUT
        if reason:
            told.roles[row], told.why[row] = role, reason
        elif row > found.first and _goes_on(cells, found, row):
            told.likely[row] = JOIN
        elif found.figures and _may_add_up(cells, found, told, row):
            told.likely[row] = OUT
    return told


def _is_above(cells, found, row):
    """Whether the row above the last one with headings holds headings, too: its words are among them."""
    words = [cell for cell in cells.rows[row] if cell.strip()]
    return row == found.first - 2 and all(any(cell in head for head in found.headings) for cell in words)


def named_by(cells, found, row):
    """The words by which a row is called: the first that are no code and no figure."""
    filled = [place for place, cell in enumerate(cells.rows[row]) if cell.strip()]
    plain = [place for place in filled if place not in found.figures and found.types[place] != "code"]
    return cells.rows[row][(plain or filled or [0])[0]] if filled else ""


def amount(cells, found, row, column):
    """The amount in a cell, if it holds one."""
    answer = numbers.read(cells.rows[row][column], of=found.kind(column))
    return answer.value if isinstance(answer, Value) else None


def _adds_up(cells, found, told, row):
    """Whether a row is a total: words that can mean nothing else, or words that may and figures that are the sums."""
    if not any(cells.rows[row][column].strip() for column in found.figures):
        return False
    words = named_by(cells, found, row)
    if IS_TOTAL.search(words) or IS_DIFFERENCE.search(words) or _parts_of(cells, found, row):
        return True
    return bool(MAY_BE_TOTAL.search(words)) and _is_sum(cells, found, told, row)


def _parts_of(cells, found, row):
    """The rows beside it that are called like this one, if it says where they are parted that it is their total."""
    by, called = found.into.parted_by, found.into.needs[0] if found.into.needs else ()
    if by not in found.columns or not IS_TOTAL.search(cells.rows[row][found.columns.index(by)]):
        return []
    names = [place for place, name in enumerate(found.columns) if name in called]

    def name_of(at):
        return [cells.rows[at][place].strip().casefold() for place in names]

    # A name stands in the first of its rows only, or in each of them.
    known, last = {}, []
    for at in range(found.first, len(cells.rows)):
        last = known[at] = name_of(at) if any(name_of(at)) else last
    parts = []
    for beside in (range(row - 1, found.first - 1, -1), range(row + 1, len(cells.rows))):
        parts += takewhile(lambda at: known[at] == known[row] and any(cells.rows[at]), beside)
    return [at for at in parts if not IS_TOTAL.search(named_by(cells, found, at))]


def _is_sum(cells, found, told, row):
    """Whether a figure of a row is the sum of those above it, all of them or those since the last total."""
    before = told.are(TOTAL, DIFFERENCE)
    since = max(before, default=found.first - 1) + 1
    for column in found.figures:
        typed = amount(cells, found, row, column)
        for start in {found.first, since}:
            above = [amount(cells, found, each, column) for each in range(start, row) if each not in before]
            above = [each for each in above if each is not None]
            if len(above) > 1 and typed == sum(above, Decimal(0)):
                return True
    return False


def _may_add_up(cells, found, told, row):
    """Whether a row may be a total: its words say so, or nearly ("Totl"), it has none, or it ends with the sum."""
    words = named_by(cells, found, row)
    letters = re.findall("[a-z]+", words.lower())
    few = [*letters, "".join(letters)] if len(words) < LONGEST_TOTAL else []
    nearly = any(get_close_matches(each, TOTALS, 1, NEARLY) for each in few)
    unnamed = all(place in found.figures for place, cell in enumerate(cells.rows[row]) if cell)
    if MAY_BE_TOTAL.search(words) or nearly or unnamed:
        return True
    return row == len(cells.rows) - 1 and _is_sum(cells, found, told, row)


def _is_section(cells, found, row):
    """Whether a row is nothing but a few words before a table's figures, or one cell as wide as the table."""
    filled = [place for place, cell in enumerate(cells.rows[row]) if cell.strip()]
    if cells.width > 1 and all(cells.covered.get((row, place)) == (row, 0) for place in range(1, cells.width)):
        return bool(filled)
    return (
        len(filled) == 1
        and cells.width > 1
        and (filled[0] <= 1 or found.columns[filled[0]] in found.into.needs[0])
        and bool(found.figures)
        and filled[0] not in found.figures
        and not any((row, column) in cells.covered for column in found.figures if cells.whole(row, column))
    )


def _goes_on(cells, found, row):
    """Whether a row may go on with the one above: nothing names it, and it begins like the middle of a sentence."""
    words, above = cells.rows[row], cells.rows[row - 1]
    filled = [place for place, cell in enumerate(words) if cell.strip()]
    naming = [
        place
        for place, name in enumerate(found.columns)
        if any(name in group for group in found.into.needs[:1]) or name == "code"
    ]
    naming += [place for place, kind in enumerate(found.types) if kind == "code" and place not in naming]
    if not naming or not filled or any(words[place].strip() for place in found.figures):
        return False  # a figure is no end of a sentence
    codes = [place for place in naming if found.types[place] == "code" or found.columns[place] == "code"]
    if any(words[place].strip() or (row, place) in cells.covered for place in codes or naming[:1]):
        return False
    starts_low = words[filled[0]].strip()[:1].islower()
    open_above = any(above[place].strip() and above[place].strip()[-1] not in ".;:!?)" for place in filled)
    return starts_low or open_above or len(filled) * 2 < cells.width


def joined(cells: PastedCells, roles: list[str]) -> list[list[str]]:
    """The rows with those that go on put to the end of the row above; they are empty then."""
    rows = [list(row) for row in cells.rows]
    last = 0
    for row, role in enumerate(roles):
        if role != JOIN or row == 0:
            last = row
            continue
        for place, words in enumerate(rows[row]):
            if words:
                gap = " " if words[:1].islower() else "\n\n"
                rows[last][place] = f"{rows[last][place]}{gap}{words}" if rows[last][place] else words
                rows[row][place] = ""
    return rows


def compared(cells: PastedCells, found: Reading, told: Rows) -> list[Compared]:
    """What was typed in each row that adds up, and what the rows come to: those since an earlier total, or all."""
    lines = []
    for column in found.figures:
        if found.columns[column]:
            lines += _compared_in(cells, found, told, column)
    return sorted(lines, key=lambda each: (each.row, each.column))


def _compared_in(cells, found, told, column):
    values, starts, totals = [], [0], []  # the amounts, before which of them each total stands, and the totals
    unread = 0
    adding = {"%" in cells.rows[row][column] for row in told.are(TOTAL, DIFFERENCE)}
    for row in range(found.first, len(cells.rows)):
        if adding == {False} and "%" in cells.rows[row][column]:
            continue  # a share among counts adds to none of them
        value, reason = amount(cells, found, row, column), told.why.get(row)
        if reason == TOTAL and (parts := _parts_of(cells, found, row)):
            if value is not None:
                yield _of_parts(cells, found, told, row, column, value, parts)
            continue
        if value is None:
            unread += bool(cells.rows[row][column]) and told.roles[row] not in (OUT, HEADING)
            continue
        if reason not in (TOTAL, DIFFERENCE):
            if told.roles[row] != OUT:
                values.append(value)
            continue
        words = named_by(cells, found, row)
        if reason == DIFFERENCE:
            yield Compared(row, column, words, value, _between(value, totals), True)
            continue
        sums = [sum(values[start:], Decimal(0)) for start in reversed(starts)]
        # Of a total that fits none of them it is said what it most likely adds up.
        likely = sums[0] if starts[-1] < len(values) and (SUBTOTAL.search(words) or len(starts) < 2) else sums[-1]
        come_to = value if values and value in sums else likely
        yield Compared(row, column, words, value, come_to if values or not unread else None, unread=unread)
        starts.append(len(values))
        totals.append(value)


def _of_parts(cells, found, told, row, column, value, parts):
    """The total of some rows that are parts of one thing, beside what they come to."""
    amounts = [amount(cells, found, at, column) for at in parts if told.roles[at] != OUT and cells.rows[at][column]]
    known = [each for each in amounts if each is not None]
    part = cells.rows[row][found.columns.index(found.into.parted_by)]
    words = ": ".join(dict.fromkeys((named_by(cells, found, row), part)))
    come_to = sum(known, Decimal(0)) if known else None
    return Compared(row, column, words, value, come_to, unread=len(amounts) - len(known))


def _between(value, totals):
    """What lies between two of the totals before it: the pair that gives the amount, or else the last two."""
    pairs = [one - other for place, one in enumerate(totals) for other in totals[place + 1 :]]
    return next((each for each in pairs if abs(each) == abs(value)), pairs[-1] if pairs else None)


def other_years(cells: PastedCells, told: Rows, years) -> list[str]:
    """Words above the table that speak of other years than those its rows would go to."""
    above = [cells.name, *(cell for row in told.are(TITLE) for cell in cells.rows[row])]
    return [words for words in above if fits(words, years) == 0]
