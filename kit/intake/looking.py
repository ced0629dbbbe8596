"""What somebody should look at before a table is saved: what isn't saved, what differs, what is likely."""

import hashlib
import re

from msgspec import Struct

from kit import wording
from kit.intake import rows
from kit.intake.lists import EXACTLY, OF_YEAR, known
from kit.intake.rows import DIFFERENCE, HEADING, JOIN, OUT, ROLES, SECTION, TITLE, TOTAL
from kit.intake.table import Arranged
from kit.intake.taking import ToBeMade
from kit.intake.types import FIGURES
from kit.intake.understanding import ANOTHER, fits, other_years_in, years_in

THOUSANDS = re.compile(r"[£’'(]\s?000s?\b|£k\b|\bthousands?\b|\b000s\b", re.IGNORECASE)
MOST_NAMED = 3  # rows or words that a sentence names


class QuickDeed(Struct, frozen=True, kw_only=True):
    """A button that changes what becomes of something: its words, and what the page is told."""

    words: str
    does: str


class ToLook(Struct, frozen=True, kw_only=True):
    """One thing to look at: the sentence, the place of it on the page, and what can be done at once.

    What `is_open` stands between the table and its saving until somebody says that they looked at it.
    """

    words: str
    at: str = ""
    deeds: tuple[QuickDeed, ...] = ()
    is_open: bool = True


def looks(table: Arranged, outcome, years=frozenset(), left=()) -> list[ToLook]:
    """All that is to be looked at, in the order of the page."""
    return [
        *(ToLook(words=f"Left out on the way in: {words}.") for words in left),
        *_columns(table, years),
        *_thousands(table),
        *_merged(table),
        *_titles(table, years),
        *_sums(table),
        *_rows(table),
        *_headings(table, outcome),
        *_lost(table, outcome),
        *_standing(outcome),
        *(ToLook(words=sentence) for sentence in outcome.looks),
        *(ToLook(words=sentence, is_open=False) for sentence in table.cells.said),
    ]


def sign_of(found: list[ToLook]) -> str:
    """A sign of what is to be looked at: with other things it is another one. Nothing if nothing is."""
    words = "\n".join(look.words for look in found if look.is_open)
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""


def _columns(table, years):
    own = table.own
    several_figures = sum(bool(FIGURES & set(column.holds)) for column in table.into.columns) > 1
    for place, name in enumerate(table.columns):
        heading = table.headings[place]
        called = f"“{heading}”" if heading else f"without a heading ({place + 1})"
        at = f"column-{place}"
        if name:
            _, _, year = name.partition(OF_YEAR)
            if fits(heading, years_in(year) if year else years) == ANOTHER:
                yield ToLook(words=f"Column {called} names another year than the one its figures go to.", at=at)
            elif not heading and table.reading.types[place] == "number" and several_figures:
                said = f"is saved as {table.into.label(name).lower()}, and its figures say neither £ nor %"
                yield ToLook(words=f"Column {called} {said}.", at=at)
            continue
        filled = sum(bool(row[place]) for number, row in enumerate(own) if table.roles[number] not in (OUT, HEADING))
        if not filled:
            continue
        why = "another year" if fits(heading, years) == ANOTHER else _why(table, place)
        deeds = tuple(
            QuickDeed(words=f"Save as {table.into.label(free).lower()}", does=f"{at}={free}")
            for free in _free(table, place, years)
        )
        yield ToLook(
            words=f"Column {called} isn’t saved: {wording.counted(filled, 'cell')}{why and f', {why}'}.",
            at=at,
            deeds=deeds,
        )


def _why(table, place):
    rivals = [name for name, places in table.reading.rivals.items() if place in places]
    if not rivals:
        return ""
    label, several = table.into.labels[rivals[0]], table.reading.rivals[rivals[0]]
    taken = [table.headings[each] for each in several if table.columns[each] == rivals[0]]
    return (
        f"“{taken[0]}” is taken as {label.lower()}" if taken else f"several columns may be {label.lower()}: say which"
    )


def _free(table, place, years):
    """The columns that this one may be saved as: what its heading says, or what has no column yet.

    What names another year may be saved as a figure of that year, where the list knows such.
    """
    claimed = [name for name, places in table.reading.rivals.items() if place in places]
    named, _ = known(table.headings[place], table.into)
    figures = [column.name for column in table.into.columns if FIGURES & set(column.holds)]
    if own := other_years_in(table.headings[place], years):
        # A heading that says the year alone is taken for what its like beside it is taken for: an amount, no share.
        alike = [name for name in _alike(table, place) if name in figures]
        column = named if named in table.into.of_year else next(iter([*alike, *figures]), "")
        found = [f"{column}{OF_YEAR}{year}" for year in own]
        return [name for name in found if table.into.has(name) and name not in table.columns]
    if place in table.reading.figures and not claimed:
        kind = table.reading.types[place]
        alike = [each.name for each in table.into.columns if kind in each.holds]
        claimed = [name for name in alike if name not in table.columns]
    notes = [name for name in table.into.texts if name not in table.columns and "note" in name]
    return [*claimed, *notes][:2]


def _alike(table, place):
    """What the other columns with figures of the same kind are saved as, without the year that they may name."""
    kinds = table.reading.types
    for other, name in enumerate(table.columns):
        if other != place and name and kinds[other] == kinds[place]:
            yield name.partition(OF_YEAR)[0]


def _thousands(table):
    """Headings that say that their figures stand for thousands: they would be saved as pounds."""
    figures = [place for place in table.reading.figures if table.columns[place]]
    heads = [(table.headings[place], f"column-{place}") for place in figures]
    for words, at in [*heads, (table.above, "row-0")] if figures else ():
        if THOUSANDS.search(words):
            yield ToLook(words=f"“{words}” says thousands: the figures are saved as they stand, in pounds.", at=at)


def _merged(table):
    """Figures of a merged cell: they are saved with the first of its rows."""
    for (row, column), at in table.cells.covered.items():
        if at[0] < row and at[1] == column and column in table.reading.figures and table.columns[column]:
            yield ToLook(
                words=f"Row {row + 1} shares a figure with row {at[0] + 1}: it is saved with row {at[0] + 1} only.",
                at=f"row-{row}",
            )


def _titles(table, years):
    figures = [place for place in table.reading.figures if table.columns[place]]
    for words in rows.other_years(table.cells, table.told, years) if figures else ():
        yield ToLook(words=f"“{words}” above the table speaks of another year than the one its rows go to.", at="row-0")
    for number in table.told.are(TITLE):
        if table.roles[number] == OUT:
            words = " ".join(filter(None, table.cells.rows[number]))
            yield ToLook(words=f"Above the headings, not saved: “{words}”.", at=f"row-{number}", is_open=False)


def _sums(table):
    for each in rows.compared(table.cells, table.as_chosen, table.told):
        if table.roles[each.row] != OUT:
            continue
        name = table.columns[each.column]
        is_alone = sum(other == name for other in table.columns) == 1
        label = (is_alone and table.into.label(name)) or table.headings[each.column]
        typed = table.cells.rows[each.row][each.column]
        said = f"{label}, “{each.words}”: you typed {typed}"
        unread = each.unread and f"{wording.counted(each.unread, 'figure')} above not read yet"
        if each.rows is None and unread:
            words, is_open = f"{said}. The rows can’t be added up: {unread}.", True
        elif each.rows is None:
            words, is_open = f"{said}. It is not saved and not compared: the rows are.", False
        elif each.agrees:
            words, is_open = f"{said}, and these rows come to the same.", False
        else:
            words = f"{said}, these rows come to {_figure(typed, each.rows)}{(unread and f', {unread}') or ''}."
            is_open = True
        yield ToLook(words=words, at=f"row-{each.row}", is_open=is_open)


def _figure(typed, value):
    """What rows come to, written as somebody wrote their total: with its sign and its places."""
    places = (
        len(typed.partition(".")[2].rstrip("%) ")) if "." in typed else max(0, -value.normalize().as_tuple().exponent)
    )
    return f"{'£' if '£' in typed else ''}{value:,.{places}f}{'%' if '%' in typed else ''}"


def _rows(table):
    # What a total below adds up is no total itself.
    asks = rows.OUT in table.told.likely.values()
    agreed = [each.row for each in rows.compared(table.cells, table.as_chosen, table.told) if asks and each.agrees]
    for number, role in enumerate(table.roles):
        reason, words = table.told.why.get(number), " ".join(filter(None, table.cells.rows[number]))
        at, likely = f"row-{number}", table.told.likely.get(number)
        short = wording.cut(words, 60)
        if role == OUT and reason == rows.HEADINGS and _may_be_row(table):
            save = QuickDeed(words="Save it as a row", does=f"{at}={rows.SAVE}")
            yield ToLook(
                words=f"Row {number + 1} is taken for the headings and isn’t saved: “{short}”.", at=at, deeds=(save,)
            )
        elif role == OUT and reason not in (None, TITLE, rows.HEADINGS, rows.AGAIN, TOTAL, DIFFERENCE):
            save = QuickDeed(words="Save it as a row", does=f"{at}={rows.SAVE}")
            yield ToLook(
                words=f"Row {number + 1} isn’t saved: “{short}”.", at=at, deeds=(save,), is_open=reason == SECTION
            )
        elif role == OUT and reason is None:
            yield ToLook(words=f"Row {number + 1} is left out: “{short}”.", at=at, is_open=False)
        elif likely and role == rows.SAVE and (likely == JOIN or number >= max(agreed, default=0)):
            words = "may go on with the row above" if likely == JOIN else "may be a total"
            yield ToLook(
                words=f"Row {number + 1} {words}: “{short}”.",
                at=at,
                deeds=(QuickDeed(words=ROLES[likely], does=f"{at}={likely}"),),
            )


def _headings(table, outcome):
    """Headings that head nothing: lines without a figure, perhaps, whose words would be saved nowhere."""
    for number, role in enumerate(table.roles):
        below = next((each for each in table.roles[number + 1 :] if each != OUT), HEADING)
        if role == HEADING and below == HEADING and outcome.headings.get(number + 1, True):
            words = wording.cut(" ".join(filter(None, table.cells.rows[number])), 60)
            save = QuickDeed(words="Save it as a row", does=f"row-{number}={rows.SAVE}")
            yield ToLook(words=f"Row {number + 1} heads no row: “{words}”.", at=f"row-{number}", deeds=(save,))


def _may_be_row(table):
    """Whether a row taken for headings may be one of the list: its words hint at a column, and name none."""
    well = max((known(heading, table.into)[1] for heading in table.headings), default=0)
    return 0 < well < EXACTLY and not table.cells.marked and not table.reading.matrix


def _standing(outcome):
    if outcome.standing:
        one, many = (
            "row stands in the list already, and stays as it is",
            "rows stand in the list already, and stay as they are",
        )
        yield ToLook(words=f"{wording.counted(len(outcome.standing), one, many)}.", is_open=False)


def _lost(table, outcome):
    for number, lost in outcome.lost.items():
        named = "; ".join(
            f"{(table.into.label(name) or name).lower()}: {' '.join(words[: 4 * MOST_NAMED])}"
            for name, words in lost.items()
        )
        yield ToLook(words=f"Row {number + 1}: these words are not saved ({named}).", at=f"row-{number}")


def years_of(into, where) -> set[tuple[int, int]]:
    """The years that the rows of a list will go to, by the parents that were chosen."""
    found = set()
    for parent in into.parents:
        if parent.years and where.get(parent.name):
            row = where[parent.name]
            found |= years_in(row.words if isinstance(row, ToBeMade) else parent.years(row))
    return found
