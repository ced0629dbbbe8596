"""No small number can be read or reckoned from what is public, now or before.

The judge of it is a search of its own: it knows nothing of how cells are chosen, tries every table of whole numbers,
and asks which of them fit all that is printed.
"""

from datetime import date
from decimal import Decimal
from itertools import chain, combinations, product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priorities.disclosure import CellSum, CellTable, CountCell
from priorities.small_cells import CountRule, LineOf
from priorities.small_numbers import as_public, judge

DFE = CountRule(name="DfE", least=1, most=5)
NHS = CountRule(name="NHS", least=1, most=7, base=5)
QUARTERS = [
    (date(2015, 4, 1), date(2015, 6, 30)),
    (date(2015, 7, 1), date(2015, 9, 30)),
    (date(2015, 10, 1), date(2015, 12, 31)),
]
AGAIN = 100  # is added to the number of a figure that is recorded again
ANY = 30  # more than any number of the tables below comes to


def seen(number, span, pk, **more):
    told = {
        "pk": pk,
        "starts": span[0],
        "ends": span[1],
        "timing": "during",
        "period_as_printed": "",
        "value": None if number is None else Decimal(number),
        "qualifier": "",
        "state": "" if number is not None else "not-available",
        "reason": "",
        "direction": "",
        "figure_as_printed": "",
        "numerator": None,
        "denominator": None,
        "first_value": None,
        "revised": False,
        "provisional": False,
    }
    return SimpleNamespace(**told | more)


class Sheet:
    """A table of so many breakdowns and spans with what is printed of it: parts, totals of each, and of all.

    `loosely` are the places of which nobody recorded the first day, `twice` those that are recorded again, with it.
    """

    def __init__(self, parts, totals, wholes, rule, earlier=frozenset(), released=frozenset(), loosely=(), twice=()):
        self.parts, self.rule = parts, rule
        across = len(parts[0])
        spans = QUARTERS[:across]
        whole = (spans[0][0], spans[-1][1])
        self.places = [(row, column) for row in range(len(parts)) for column in range(across)]
        if totals:
            self.places += [("all", column) for column in range(across)]
        if wholes:
            self.places += [(row, "whole") for row in range(len(parts))]
        if totals and wholes:
            self.places += [("all", "whole")]
        self.numbers = {place: self.of(parts, place) for place in self.places}
        pks = {place: pk for pk, place in enumerate(self.places)}
        rows = [*range(len(parts)), *(["all"] if totals else [])]
        lines = [
            LineOf(
                key=str(row),
                name="All" if row == "all" else f"Stage {row}",
                compares="",
                rule=rule,
                seen=tuple(
                    seen(self.numbers[place], (None if is_loose else span[0], span[1]), pk)
                    for place, pk in pks.items()
                    if place[0] == row
                    for span in [whole if place[1] == "whole" else spans[place[1]]]
                    for pk, is_loose in [(pk, pk in loosely), *([(pk + AGAIN, False)] if pk in twice else [])]
                ),
            )
            for row in rows
        ]
        # What was printed before may be rounded as it is today, or be as it is.
        self.earlier = {place: self.numbers[place] for place in self.places if pks[place] in earlier}
        self.verdicts = judge(
            "number",
            lines,
            published={pks[place]: [Decimal(number)] for place, number in self.earlier.items()},
            released={pk for pk in released if pk < len(self.places)},
        )
        printed = {one.pk: as_public(one, self.verdicts[one.pk], "number").value for line in lines for one in line.seen}
        self.printed = {
            place: printed[pk] if printed[pk] is not None else printed.get(pk + AGAIN) for place, pk in pks.items()
        }
        # What isn't small needs no decision: it is rounded as any other.
        self.released = {place for place, pk in pks.items() if pk in released and self.is_small(self.numbers[place])}
        # But whatever is decided to be shown can't be held back to protect another.
        self.decided = {place for place, pk in pks.items() if pk in released}
        self.exposed = {place for place, pk in pks.items() if self.verdicts[pk].exposed}

    def __repr__(self):
        told = (f"{place}: {number} as {self.printed[place]}" for place, number in self.numbers.items())
        return f"{'; '.join(told)}. Before: {self.earlier}. Released: {self.released}. Given up: {self.exposed}"

    @staticmethod
    def of(parts, place):
        row, column = place
        rows = parts if row == "all" else [parts[row]]
        return sum(sum(each) if column == "whole" else each[column] for each in rows)

    def is_small(self, number):
        return self.rule.least <= number <= self.rule.most

    def fits(self, place, number):
        """Whether a number may stand at a place for all that a reader sees there."""
        if place in self.earlier and number != self.earlier[place]:
            return False
        if self.printed[place] is None:
            return self.is_small(number) if self.is_small(self.numbers[place]) else True
        if place in self.released or self.rule.base == 1:
            return number == self.printed[place]
        # To the nearest multiple, a half upwards.
        nearest = (2 * number + self.rule.base) // (2 * self.rule.base) * self.rule.base
        return nearest == self.printed[place] and not self.is_small(number)

    def is_possible(self, place, wanted):
        """Whether some table with this number at this place fits everything: every table is tried."""
        down, across = len(self.parts), len(self.parts[0])
        table = [[None] * across for _ in range(down)]

        def fits(row, column):
            """As far as it is filled."""
            asked = [(row, column)]
            asked += [(row, "whole")] if column == across - 1 else []
            asked += [("all", column)] if row == down - 1 else []
            asked += [("all", "whole")] if (row, column) == (down - 1, across - 1) else []
            return all(
                self.fits(each, self.of(table, each)) and (each != place or self.of(table, each) == wanted)
                for each in asked
                if each in self.numbers
            )

        def fill(at):
            if at == down * across:
                return True
            row, column = divmod(at, across)
            for number in self.candidates(row, column):
                table[row][column] = number
                if fits(row, column) and fill(at + 1):
                    return True
            table[row][column] = None
            return False

        return fill(0)

    def candidates(self, row, column):
        """In an order that finds a table soon: what is near the true number first."""
        true = self.parts[row][column]
        return sorted(range(ANY), key=lambda number: abs(number - true))

    def given_away(self):
        """The places held back of which fewer than two numbers are possible."""
        for place in self.places:
            if self.printed[place] is None and place not in self.exposed:
                small = self.is_small(self.numbers[place])
                wanted = range(self.rule.least, self.rule.most + 1) if small else range(3 * ANY)
                wanted = sorted(wanted, key=lambda number: abs(number - self.numbers[place]))
                possible = (number for number in wanted if self.is_possible(place, number))
                if next(possible, None) is None or next(possible, None) is None:
                    yield place


numbers = st.integers(0, 12)
# The judge takes its time: two in five of what the profile asks.
as_many = settings(max_examples=max(80, settings.default.max_examples * 2 // 5))


@st.composite
def sheets(draw, rule, loosely=False):
    across = draw(st.integers(1, 3))
    parts = draw(st.lists(st.lists(numbers, min_size=across, max_size=across), min_size=2, max_size=3))
    totals = draw(st.booleans())
    wholes = across > 1 and draw(st.booleans())
    some = st.frozensets(st.integers(0, 15), max_size=3)
    more = {"loosely": draw(some), "twice": draw(some)} if loosely else {}
    return Sheet(parts, totals, wholes, rule, earlier=draw(some), released=draw(some), **more)


@as_many
@given(sheets(DFE))
def test_of_each_number_held_back_two_are_possible(sheet):
    check(sheet)


@as_many
@given(sheets(NHS))
def test_of_each_number_held_back_two_are_possible_where_the_others_are_rounded(sheet):
    check(sheet)


@as_many
@given(sheets(DFE, loosely=True))
def test_however_the_times_are_recorded_and_how_often(sheet):
    check(sheet)


@pytest.mark.parametrize("loosely", [*chain.from_iterable(combinations(range(6), number) for number in range(7))])
def test_a_part_without_a_first_day_is_a_part(loosely):
    """Quarters of 1 and 6 come to 7 whichever of them bears its last day only."""
    check(Sheet([[0, 0], [1, 6]], False, True, DFE, earlier=frozenset(), released=frozenset(), loosely=set(loosely)))


def test_what_is_held_back_in_doubt_does_not_remain_of_its_year():
    """Nobody can tell what comes to the 18 of the last quarter: 48 less 22 and 8 would."""
    sheet = Sheet([[8, 0, 1], [11, 3, 8], [3, 5, 9]], True, True, DFE, earlier={7, 9}, loosely={5})
    assert sheet.printed["all", 2] is None
    check(sheet)


def test_where_all_is_held_back_nothing_is_given_up():
    """Of 8, which 4 and 4 come to, another number fits if it moves by two."""
    sheet = Sheet([[0, 8], [1, 4], [1, 4]], False, True, DFE)
    assert not sheet.exposed
    check(sheet)


def check(sheet):
    for place, number in sheet.numbers.items():
        if sheet.is_small(number) and place not in sheet.released:
            assert sheet.printed[place] is None
    assert list(sheet.given_away()) == []
    if not sheet.earlier and not sheet.decided:
        assert not sheet.exposed, "nothing is given up that isn't public already"


def test_the_search_notices_a_number_that_can_be_reckoned(monkeypatch):
    monkeypatch.setattr(CellTable, "protect", lambda table, name: True)
    sheet = Sheet([[3], [40], [7]], True, False, DFE)
    assert sheet.printed["all", 0] == 50
    assert list(sheet.given_away()) == [(0, 0)]


def test_what_is_decided_to_be_shown_protects_nothing():
    """1, 6 and 7, which may be the sum of the others: with 6 and 7 shown by decision anybody can reckon the 1."""
    sheet = Sheet([[0, 1], [0, 6], [0, 7]], False, True, DFE, released={3, 5})
    assert sheet.exposed == {(0, 1)}, "the office is told"
    assert not Sheet([[0, 1], [0, 6], [0, 7]], False, True, DFE).exposed


def test_what_was_read_before_is_reckoned_with():
    sheet = Sheet([[3], [40], [7]], True, False, DFE, earlier={1, 2, 3})
    assert sheet.exposed == {(0, 0)}, "the public can reckon it, and the office is told"


SHARE = st.integers(0, 30)


@as_many
@given(st.lists(SHARE, min_size=3, max_size=4).filter(lambda counts: sum(counts) > 0))
def test_shares_of_a_whole_give_no_count_away(counts):
    """Who knows the whole and reads the shares as they are printed, rounded, has two counts for each that is hidden.

    Where nothing could be hidden from them, as of three shares of five in fifteen, that is said.
    """
    base = sum(counts)
    shares = [round(Decimal(100 * each) / base, 1) for each in counts]
    lines = [
        LineOf(
            key=str(place),
            name=f"Stage {place}",
            compares="",
            rule=DFE,
            seen=(seen(share, QUARTERS[0], place, numerator=Decimal(number), denominator=Decimal(base)),),
        )
        for place, (share, number) in enumerate(zip(shares, counts, strict=True))
    ]
    verdicts = judge("per-cent", lines)
    printed = [None if verdicts[pk].is_held_back else share for pk, share in enumerate(shares)]
    fitting = [
        table
        for table in product(*(which(share, number, base) for share, number in zip(printed, counts, strict=True)))
        if sum(table) == base
    ]
    for pk, share in enumerate(printed):
        if verdicts[pk].exposed:
            assert len({table[pk] for table in fitting}) < 2
        elif share is None:
            assert len({table[pk] for table in fitting}) >= 2
        else:
            assert not 1 <= counts[pk] <= 5


def which(share, number, base):
    """The counts that a share may stand for: all that round to it; of one held back the small ones, or any."""
    if share is None:
        return range(1, 6) if 1 <= number <= 5 else range(base + 1)
    return [each for each in range(base + 1) if round(Decimal(100 * each) / base, 1) == share]


# What a table is told by: times, breakdowns, and in how many ways it is parted.

Q1 = QUARTERS[0]


def held_back(*lines, rule=DFE):
    """Of breakdowns with their figures, the numbers of each as printed. A figure is a number, or that and more."""
    made = []
    for place, (name, *figures) in enumerate(lines):
        told = [figure if isinstance(figure, tuple) else (figure, {}) for figure in figures]
        line = tuple(
            seen(number, (more.get("starts", Q1[0]), more.get("ends", Q1[1])), f"{place}-{at}", **without_days(more))
            for at, (number, more) in enumerate(told)
        )
        made.append(LineOf(key=str(place), name=name, compares="", rule=rule, seen=line))
    verdicts = judge("number", made)
    return [[as_public(one, verdicts[one.pk], "number").value for one in line.seen] for line in made]


def without_days(more):
    return {name: value for name, value in more.items() if name not in ("starts", "ends")}


@pytest.mark.parametrize(
    "loosely",
    [
        pytest.param({"starts": None}, id="last day only"),
        pytest.param({"starts": None, "timing": "as-at"}, id="as at a day"),
        pytest.param({"timing": "as-at"}, id="as at a day, with a first day"),
        pytest.param({"starts": None, "ends": None, "period_as_printed": "Q1"}, id="in words"),
        pytest.param({"ends": date(2015, 6, 29)}, id="a day less"),
    ],
)
def test_a_total_of_a_time_told_otherwise_is_a_total(loosely):
    [total], few, [other] = held_back(("All", (50, loosely)), ("Stage 1", 3), ("Stage 2", 47))
    assert few == [None]
    assert None in (total, other)


def test_what_is_recorded_twice_is_one_figure():
    printed = held_back(("All", 50), ("Stage 1", 1), ("Stage 2", 1), ("Stage 3", 48, 48))
    assert printed == [[50], [None], [None], [None, None]]


def test_of_what_is_recorded_twice_with_two_numbers_both_are_held_back():
    _, few, both = held_back(("All", 50), ("Stage 1", 3), ("Stage 2", 47, 48))
    assert few == [None]
    assert both == [None, None]


def test_a_year_of_which_only_the_last_day_is_recorded_is_the_total_of_its_quarters():
    quarters = [(9, {"starts": starts, "ends": ends}) for starts, ends in QUARTERS]
    quarters[0] = (3, quarters[0][1])
    [[few, *rest]] = held_back(("All", *quarters, (21, {"starts": None, "ends": QUARTERS[-1][1]})))
    assert few is None
    assert None in rest


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((("All", 23), ("Under 5", 3), ("Older", 20), ("Boys", 10), ("Girls", 13)), id="one after another"),
        pytest.param((("All", 23), ("Under 5", 3), ("Boys", 10), ("Older", 20), ("Girls", 13)), id="in turn"),
        pytest.param((("Under 5", 3), ("Older", 20), ("Boys", 10), ("Girls", 13)), id="without the total"),
    ],
)
def test_a_whole_that_is_parted_in_two_ways(lines):
    printed = {name: value for (name, _), [value] in zip(lines, held_back(*lines), strict=True)}
    assert printed["Under 5"] is None
    assert printed["Older"] is None


def test_where_nobody_can_tell_what_comes_to_a_total_it_is_held_back():
    [total], few, *_ = held_back(("All", 23), ("Under 5", 3), ("Boys", 10), ("Older", 20), ("Not said", 7))
    assert (total, few) == (None, [None])


def test_where_nothing_comes_to_the_total_it_says_nothing():
    """As of children who are counted under each kind of abuse that they suffered."""
    [total], few, *others = held_back(("All", 40), ("Neglect", 3), ("Harm", 30), ("Other", 20))
    assert (total, few, others) == (40, [None], [[30], [20]])


def test_a_search_may_go_deeper_than_calls_can():
    """Of 1,100 figures each is the one before it: all of them move together."""
    cells = {each: CountCell(number=3, limits=DFE.limits) for each in range(1_100)}
    table = CellTable(cells, [CellSum(total=each, parts=(each + 1,)) for each in range(1_099)])
    assert table.is_safe(0)
