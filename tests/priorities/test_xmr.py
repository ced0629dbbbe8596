"""XmR charts: 47 series with limits and marks that were reckoned before the program, and what holds for any series."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorities.xmr import LEAST, RULES, means, xmr

LINES = (Path(__file__).parent / "xmr.txt").read_text().splitlines()
CASES = [[cell.strip() for cell in line.split("|")] for line in LINES if line and not line.startswith("#")]
values = st.decimals(min_value=-1000, max_value=1000, places=1)
series = st.lists(st.none() | values, max_size=40)
long_series = st.lists(values, min_size=LEAST, max_size=40)


def written_out(text):
    """(1 2)x3 is 1 2 1 2 1 2, and - is no figure."""
    text = re.sub(r"\(([^)]*)\)x(\d+)", lambda found: " ".join([found[1]] * int(found[2])), text)
    return [None if each == "-" else Decimal(each) for each in text.split()]


def asked(how):
    """The words of the second column as what `xmr` is called with."""
    told = {}
    for words in filter(None, (part.strip() for part in how.split(","))):
        word, number = re.fullmatch(r"(\D+?)\s*(\d*)", words).groups()
        told |= {
            "all ranges": {"leave_out": False},
            "first": {"baselines": {0: int(number or LEAST)}},
            "rebased": {"starts": [int(number or 1) - 1]},
        }[word]
    return told


def spans(places):
    """Places counted from 1, those in a row as one: 1-3 5."""
    runs = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def marked(found):
    told = {rule: [place for place, rules in enumerate(found.marks, 1) if rule in rules] for rule in RULES}
    return "; ".join(f"{rule.replace('-', ' ')} {spans(places)}" for rule, places in told.items() if places) or "none"


@pytest.mark.parametrize(("how", "text", "mean", "ranges", "limits", "left_out", "marks"), [c[1:] for c in CASES])
def test_series_that_were_reckoned_by_hand(how, text, mean, ranges, limits, left_out, marks):
    found = xmr(written_out(text), **asked(how))
    parts = [part if part.mean is not None else None for part in found.parts]
    assert [part and part.mean for part in parts] == fractions(mean)
    assert [part and (part.upper - part.mean) / Fraction(266, 100) for part in parts] == fractions(ranges)
    assert "; ".join(f"{float(p.lower):.3f} {float(p.upper):.3f}" if p else "-" for p in parts) == limits
    assert sum(part.left_out for part in parts if part) == int(left_out)
    assert marked(found) == marks


def fractions(cells):
    return [None if cell.strip() == "-" else Fraction(cell.strip()) for cell in cells.split(";")]


def test_there_are_forty_series_and_twelve_show_their_workings():
    assert len(CASES) >= 40
    assert sum(line.startswith("#     ") for line in LINES) >= 12


# For any series


def by_windows(found, recorded):
    """The rules again, in the words in which they are given: three, or seven, in a row."""
    [part] = found.parts
    reach = part.upper - part.mean
    told = [set() for _ in recorded]
    away = [value if value is None else Fraction(value) - part.mean for value in recorded]
    for place, distance in enumerate(away):
        if distance is not None and abs(distance) > reach:
            told[place].add("outside")
    near = [d is not None and abs(d) <= reach and abs(d) > reach * 2 / 3 for d in away]
    for length in (3, 7):
        for first in range(len(away) - length + 1):
            window = range(first, first + length)
            if None in (there := [away[place] for place in window]):
                continue
            one_side = min(there) > 0 or max(there) < 0
            steps = [later - earlier for earlier, later in pairwise(there)]
            if length == 3 and one_side and sum(near[place] for place in window) >= 2:
                for place in window:
                    told[place] |= {"two-of-three"} if near[place] else set()
            if length == 7 and one_side:
                for place in window:
                    told[place].add("shift")
            if length == 7 and (min(steps) > 0 or max(steps) < 0):
                for place in window:
                    told[place].add("trend")
    return told


few_values = st.lists(st.none() | st.integers(-3, 3).map(Decimal), min_size=LEAST, max_size=40)


@given(few_values | series)
def test_the_rules_hold_in_every_window(recorded):
    found = xmr(recorded)
    assert len(found.marks) == len(recorded)
    if recorded and found.parts[0].mean is not None:
        assert [set(rules) for rules in found.marks] == by_windows(found, recorded)


@given(series)
def test_fewer_than_twelve_say_nothing(recorded):
    found = xmr(recorded)
    few = sum(value is not None for value in recorded) < LEAST
    assert all((part.mean is None) == few for part in found.parts)
    assert not few or not any(found.marks)


@given(long_series, values, st.booleans())
def test_a_series_that_is_moved_or_mirrored_says_the_same(recorded, by, leave_out):
    found = xmr(recorded, leave_out=leave_out)
    assert xmr([value + by for value in recorded], leave_out=leave_out).marks == found.marks
    mirrored = xmr([-value for value in recorded], leave_out=leave_out)
    assert mirrored.marks == found.marks
    assert mirrored.parts[0].mean == -found.parts[0].mean


@given(long_series, long_series)
def test_nothing_goes_over_a_new_start(before, after):
    found = xmr([*before, *after], starts=[len(before)])
    assert found.marks == xmr(before).marks + xmr(after).marks
    assert [part.upper for part in found.parts] == [xmr(each).parts[0].upper for each in (before, after)]


@given(long_series, st.lists(values, max_size=12))
def test_a_fixed_baseline_stays_when_figures_come(recorded, later):
    fixed = {0: len(recorded)}
    [before], [after] = xmr(recorded, baselines=fixed).parts, xmr([*recorded, *later], baselines=fixed).parts
    assert (before.mean, before.lower, before.upper) == (after.mean, after.lower, after.upper)


def test_a_decision_that_says_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 12 figures"):
        xmr([Decimal(1)] * 20, baselines={0: 11})
    with pytest.raises(ValueError, match="place in the series"):
        xmr([Decimal(1)] * 20, starts=[21])


@pytest.mark.parametrize(
    ("value", "wanted", "word"),
    [
        (16, "down", "concern"),
        (16, "up", "improvement"),
        (16, "", "high"),
        (4, "down", "improvement"),
        (4, "up", "concern"),
        (4, "", "low"),
    ],
)
def test_what_an_unusual_figure_means(value, wanted, word):
    found = xmr([*map(Decimal, [9, 11] * 6), Decimal(value)], baselines={0: 12})
    assert means(Decimal(value), found.parts[0], found.marks[-1], wanted) == word
    assert means(Decimal(9), found.parts[0], found.marks[0], wanted) == ""
