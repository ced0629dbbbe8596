"""What a table is, by its headings and by what is in its cells. Knows no Django, and asks the records for nothing.

Every list reads the table and earns points; the reasons can be shown. A list is chosen if it has enough points, and
more than the next one. Otherwise nothing is, and somebody says which it is.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from kit.intake.cells import PastedCells
from kit.intake.lists import CLOSELY, EXACTLY, PasteList, is_called, known, tokens
from kit.intake.types import FIGURES, LOOKED_AT, QUARTER, TICK, column_type, types_of
from kit.reading import days
from kit.reading.answers import Question, Value

SURE, LEAD = 5, 1  # points that a chosen list has, and more than the next
CALLED = 2  # for a heading above that names the list
HEADINGS_BEGIN = 4  # rows among which the headings begin
MATRIX = 14
LONG_HEADING, SENTENCE = 45, 90
PERIOD = re.compile(
    r"(?:(?:q(?:uarter|tr)? ?[1-4]|20[0-9]{2} ?[/-] ?(?:20)?[0-9]{2}|20[0-9]{2})(?![0-9])[ ,]*){1,2}", re.I
)
YEARS = re.compile(
    r"(?<![0-9/.,-])(?:(?P<starts>(?:19|20)[0-9]{2})(?: ?[-–/] ?(?P<ends>(?:19|20)?[0-9]{2}))?"
    r"|(?P<short>[0-9]{2}) ?[-–/] ?(?P<next>[0-9]{2}))(?![0-9/.,-])"
)
# From a month or a day of one year to one of the next: April 2015 to March 2016, 01/04/2015 - 31/03/2016.
_MONTH = r"(?:[0-9]{1,2}(?:st|nd|rd|th)?[ ./-])?(?:[a-z]{3,9}\.?|[0-9]{1,2})[ ./-]"
FROM_TO = re.compile(rf"\b{_MONTH}((?:19|20)[0-9]{{2}}) ?(?:to|until|[-–]) ?{_MONTH}((?:19|20)[0-9]{{2}})\b", re.I)
MATCHES, MAY_MATCH, ANOTHER = 2, 1, 0


@dataclass
class Reading:
    """How one list reads a table: its points and the reasons, the row at which its rows begin, and its columns.

    `headings` has the words above each column, those of two rows joined. `columns` has a name of the list for each
    column, or nothing. `rivals` are columns of which several claim one name.
    """

    into: PasteList
    points: float = 0
    why: list[str] = field(default_factory=list)
    first: int = 0
    headings: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    rivals: dict[str, list[int]] = field(default_factory=dict)
    matrix: bool = False

    @property
    def figures(self):
        """The places of the columns that hold figures."""
        return _figures(self.into, tuple(self.types), tuple(self.columns))

    def kind(self, place):
        """Which figures a column holds: those that a column of its name has, or those of its cells; nothing if none."""
        return kind_of(self.into, self.types[place], self.columns[place])


@lru_cache(maxsize=500)
def _figures(into, types, columns):
    return [place for place, held in enumerate(types) if kind_of(into, held, columns[place])]


def kind_of(into, held, name):
    named = (kind for column in into.columns if column.name == name for kind in column.holds if kind in FIGURES)
    return next(named, held if held in FIGURES else "")


def readings(cells: PastedCells, lists) -> list[Reading]:
    """Every list's reading of a table, the best first."""
    found = [read(cells, into) for into in lists]
    for each in found:
        if each.points > 0 and is_called(each.into, cells.name):
            each.points += CALLED
            each.why.append(f"it stands under “{cells.name}”")
    return sorted(found, key=lambda each: -each.points)


def chosen(found: list[Reading]) -> Reading | None:
    """The reading that counts; None if there is none, or if two lists lie too near to each other."""
    first, second = (*found, Reading(None), Reading(None))[:2]
    return first if first.points >= SURE and first.points - second.points >= LEAD else None


def read(cells: PastedCells, into: PasteList) -> Reading:
    """How a list reads a table, however badly."""
    return (_matrix(cells, into) if into.across else None) or _by_columns(cells, into)


# Headings


def _by_columns(cells, into):
    score, best = 0, Reading(into, headings=[""] * cells.width, columns=[""] * cells.width)
    for start in range(min(HEADINGS_BEGIN, len(cells.rows) - 1)):
        for height in (1, 2):
            is_second = height == 1 and start and years_above(cells, start - 1)
            fits_in = start + height < len(cells.rows) and (height == 1 or may_be_second(cells, start + 1))
            if fits_in and not is_second:
                score, best = max((score, best), _headed(cells, into, start, height), key=lambda each: each[0])
    named = best.points > 0
    if not named and cells.width and (cells.marked or _looks_headed(cells)):
        best.first, best.headings = max(1, cells.marked), list(cells.rows[max(1, cells.marked) - 1])
    body = cells.rows[best.first :] or cells.rows
    best.types = [column_type([row[place] for row in body]) for place in range(cells.width)]
    claims = [known(heading, into)[0] for heading in best.headings]
    best.rivals = {
        name: [place for place, claimed in enumerate(claims) if claimed == name]
        for name in set(claims) - {""}
        if claims.count(name) > 1
    }
    _by_cells(best)
    if named:
        left = [head for head, name in zip(best.headings, best.columns, strict=True) if head and not name]
        best.points += -0.5 * min(len(left), 3) if left else 2
    best.points -= 5 * sum(not set(group) & set(best.columns) for group in into.needs)
    return best


def _headed(cells, into, start, height):
    """How good the headings are that would stand in some rows, and the reading by them; 0 if they are none."""
    headings = joined_headings(cells, start, height)
    names = [known(heading, into) for heading in headings]
    # Of several columns with one name the one that names it best is taken.
    best = {
        name: max((well, -place) for place, (other, well) in enumerate(names) if other == name) for name, _ in names
    }
    columns = [name if name and best[name] == (well, -place) else "" for place, (name, well) in enumerate(names)]
    points = sum(well for (_, well), taken in zip(names, columns, strict=True) if taken)
    if cells.width == 1 and points < EXACTLY and not cells.marked and (start or re.search("[0-9:]", headings[0])):
        return 0, None  # of a bare list "Priority 1: Neglect" is a row, and heads no others
    like = sum(_likeness(cells.rows[row]) for row in range(start, start + height))
    if points < 1 or like <= -2:
        return 0, None
    why = [f"headings: {', '.join(head for head, name in zip(headings, columns, strict=True) if name)}"]
    score = points + min(like, 2) - start * 0.5 - (height - 1) * 1.1
    return score, Reading(into, points, why, start + height, headings, columns)


def joined_headings(cells, start, height):
    """The words above each column, those of several rows joined; a cell that spans columns heads all of them.

    A column that nothing but its neighbour's words stand above has no heading of its own. A year above goes on to the
    right, since of a cell that was merged only the first may have come along.
    """
    found, years = [], years_above(cells, start) if height > 1 else {}
    for column in range(cells.width):
        parts = []
        for row in range(start, start + height):
            at = cells.covered.get((row, column), (row, column))
            words = cells.rows[row][column] or (cells.rows[at[0]][at[1]] if at[0] >= start else "")
            if row == start and not words:
                words = years.get(column, "")
            if words and words not in parts:
                parts.append(words)
        found.append(" ".join(parts))
    alone = {column for row, column in cells.covered if start <= row < start + height and column}
    return ["" if column in alone and words == found[column - 1] else words for column, words in enumerate(found)]


def years_above(cells, row):
    """The year that stands above each column, if a row holds several and nothing else; those of merged cells go on."""
    words = cells.rows[row]
    filled = [place for place, cell in enumerate(words) if place and cell.strip()]
    if len(filled) < 2 or not all(years_in(words[place]) for place in filled):
        return {}
    below = [place for place, cell in enumerate(cells.rows[row + 1]) if cell.strip()]
    return {place: words[max(each for each in filled if each <= place)] for place in below if place >= filled[0]}


def may_be_second(cells, row):
    """Whether a row may be the second of two with headings: no figure stands in it, but for years."""
    return not any(types_of(cell) & FIGURES and not _is_period(cell) for cell in cells.rows[row])


def _likeness(row):
    """Points that a row looks like one of headings, whatever its words are: short, no sentences, no figures."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return -9
    short = sum(len(cell) <= LONG_HEADING for cell in filled) / len(filled)
    sentences = sum(cell.endswith(".") or len(cell) > SENTENCE for cell in filled)
    # A day stands above a column of a matrix, and in no row of words.
    days_in = sum("day" in types_of(cell) for cell in filled)
    figures = sum(bool(types_of(cell) & FIGURES) and not _is_period(cell) for cell in filled)
    return round(2 * short - 2 * sentences - 2 * figures - 4 * days_in, 1)


def _looks_headed(cells):
    """Whether a first row without a known word heads what is below: it is words, and figures or days follow."""
    if len(cells.rows) < 3 or _likeness(cells.rows[0]) <= 1:
        return False
    below = [column_type([row[place] for row in cells.rows[1:]]) for place in range(cells.width)]
    return any(
        kind not in ("", "words") and types_of(head) == {"words"}
        for head, kind in zip(cells.rows[0], below, strict=True)
    )


def _is_period(heading):
    """Whether a heading begins with a day, a month, a quarter or a year."""
    found = PERIOD.match(heading) or FROM_TO.match(heading)
    if found and len(heading) - found.end() < 25:
        return True
    first = heading.split("\n")[0]
    answer = days.read(first) if 0 < len(first) < 40 else None
    asked = isinstance(answer, Question) and re.search(r"[A-Za-z]{3}|q[1-4]", first, re.I)
    return isinstance(answer, Value) or bool(asked)


# PastedCells


def _by_cells(found):
    """Points for what the columns hold; a column that no heading names is guessed from its cells."""
    headed = any(found.columns)
    for column in found.into.columns:
        for kind, points in column.holds.items():
            if column.name in found.columns:
                place = found.columns.index(column.name)
            else:
                # With headings, a column that has one is what its heading says, and no other.
                free = (
                    place
                    for place, held in enumerate(found.types)
                    if held == kind and not found.columns[place] and not (headed and found.headings[place])
                )
                place = next(free, None)
            if place is None or found.types[place] != kind:
                continue
            found.columns[place] = column.name
            found.points += points
            found.why.append(f"column {place + 1} holds {kind}")
            break
    found.points -= sum(less for kind, less in found.into.unlike.items() if kind in found.types)


def _matrix(cells, into):
    """Words, marks or figures below periods: most headings of a row, or of two, are days, months, quarters or years."""
    for start in range(min(HEADINGS_BEGIN, len(cells.rows) - 1)):
        for height in (2, 1):
            if start + height >= len(cells.rows) or (height == 2 and not _tops(cells, start)):
                continue
            if height == 2 and not may_be_second(cells, start + 1):
                continue
            headings = joined_headings(cells, start, height)
            dated = [place for place, heading in enumerate(headings) if heading and _is_period(heading)]
            if len(dated) < 2 or (len(dated) < 3 and len(dated) * 2 < sum(map(bool, headings))):
                continue
            return _inside(cells, into, start + height, headings, dated)
    return None


def _spans(cells, row):
    return any((row, column) in cells.covered for column in range(cells.width))


def _tops(cells, row):
    """Whether a row stands above another one with headings: a cell of it spans columns, or years above quarters."""
    parts = sum(bool(QUARTER.fullmatch(cell.strip())) for cell in cells.rows[row + 1])
    return _spans(cells, row) or (parts > 1 and any(YEARS.fullmatch(cell.strip()) for cell in cells.rows[row]))


def _inside(cells, into, first, headings, dated):
    body = cells.rows[first:]
    types = [column_type([row[place] for row in body]) for place in range(cells.width)]
    # A column of x and – may be one of marks as well as one of figures that are missing.
    may_be_marks = {
        place for place in dated if all(TICK.fullmatch(row[place].strip()) for row in body if row[place].strip())
    }
    kinds = Counter("tick" if place in may_be_marks else types[place] for place in dated if types[place])
    naming = min(set(range(cells.width)) - set(dated), default=None)
    if 2 * sum(kinds[kind] for kind in FIGURES) > sum(kinds.values()):
        # Two years of a budget side by side are no such table: the lists of money read it and ask for the year.
        is_money = kinds["money"] or any("£" in heading for heading in headings)
        inside = "figures" if naming is not None and not is_money else ""
    elif any(TICK.fullmatch(row[place].strip()) for row in body[:LOOKED_AT] for place in dated):
        inside = "marks" if set(kinds) <= {"tick", "code", "rating", "words", "name", "role"} else ""
    else:
        inside = "words" if len(dated) == sum(map(bool, headings)) else ""
    if inside != into.inside:
        return None
    columns = [into.across if place in dated else "" for place in range(cells.width)]
    if naming is not None and inside != "words":
        _name_others(columns, headings, into, naming)
    said = f"the columns are headed by periods, and {inside} stand below them"
    return Reading(into, MATRIX, [said], first, headings, columns, types, matrix=True)


def _name_others(columns, headings, into, naming):
    """Name the columns beside the periods by their headings; if none of them names the rows, the first does."""
    for place, heading in enumerate(headings):
        name, well = known(heading, into) if not columns[place] and heading else ("", 0)
        if well >= CLOSELY and name != into.across and name not in columns:
            columns[place] = name
    if into.needs[0][0] not in columns:
        columns[naming] = into.needs[0][0]


# Years


def years_in(words: str) -> set[tuple[int, int]]:
    """The years that some words name, each with the one in which it ends: 2016/17 and 16/17 are (2016, 2017)."""
    spans = [(int(match[1]), int(match[2])) for match in FROM_TO.finditer(words)]
    found = {span for span in spans if span[1] == span[0] + 1}
    for match in YEARS.finditer(FROM_TO.sub("", words) if found else words):
        if match["starts"]:
            starts = int(match["starts"])
            ends = match["ends"] or match["starts"]
            ends = int(ends) if len(ends) == 4 else starts // 100 * 100 + int(ends)
            if starts <= ends <= starts + 10:
                found.add((starts, ends))
        elif int(match["next"]) == int(match["short"]) + 1:
            found.add((2000 + int(match["short"]), 2000 + int(match["next"])))
    return found


def other_years_in(words: str, years: set[tuple[int, int]]) -> list[str]:
    """The years that words name and that these aren't, as `lists.is_year` knows them: 2015/16, or 2015."""
    found = sorted(years_in(words)) if fits(words, years) == ANOTHER else []
    return [
        f"{starts}/{ends % 100:02}" if ends > starts else str(starts) for starts, ends in found if ends <= starts + 1
    ]


def fits(words: str, years: set[tuple[int, int]]) -> int | None:
    """Whether words that name years speak of these years, may do so, or don't; None if they name none."""
    named = years_in(words)
    if not named or not years:
        return None
    if named & years:
        return MATCHES
    inside = any(least <= starts and ends <= most for starts, ends in named for least, most in years)
    return MAY_MATCH if inside else ANOTHER


def for_years(found: Reading, years) -> None:
    """Take of several columns with one name that of the chosen years, and none that names others."""
    for place, name in enumerate(found.columns):
        if name and not found.matrix and fits(found.headings[place], years) == ANOTHER:
            found.columns[place] = ""
    for name, places in found.rivals.items():
        if found.matrix:
            continue
        if not any(years_in(found.headings[place]) for place in places):
            _ask_between(found, name, places)
            continue
        fit = {place: fits(found.headings[place], years) for place in places}
        best = [place for place in places if fit[place] == max(each or 0 for each in fit.values()) and fit[place]]
        for place in places:
            found.columns[place] = name if best == [place] else ""
    if not found.matrix:
        _take_the_year(found, years)


def _ask_between(found, name, places):
    """Take none of several columns whose headings claim one figure equally well: agreed and paid, last and this."""
    well = sorted(known(found.headings[place], found.into)[1] for place in places)
    if name in found.into.of_year and well[-1] == well[-2]:
        for place in places:
            found.columns[place] = ""


def _take_the_year(found, years):
    """Take a column of figures that nothing but the chosen year stands above, if the list has no column of such yet."""
    wanted = [column.name for column in found.into.columns if set(column.holds) & FIGURES - {"share"}]
    fit = [
        place for place in found.figures if not found.columns[place] and fits(found.headings[place], years) == MATCHES
    ]
    if wanted and len(fit) == 1 and wanted[0] not in found.columns and found.types[fit[0]] != "share":
        found.columns[fit[0]] = wanted[0]


def tokens_of(row) -> set[str]:
    """The words of each cell of a row, as they are compared."""
    return {tokens(cell) for cell in row if cell.strip()}


def same_words(row, heads: set[str]) -> bool:
    """Whether the words of a row are those of headings, as at the top of each page."""
    # Of most rows the first cell tells.
    if tokens(next(filter(None, row), "")) not in heads:
        return False
    words = tokens_of(row)
    return words <= heads and len(words) >= min(2, len(heads))
