"""The test of an aim: what was wanted, which way it went, and whether that is more than chance."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.wording import VERDICTS
from priorities.aims import Trend, judge, rounded
from priorities.aims import trend as trend_of
from priorities.points import in_time
from priorities.reading import in_order
from priorities.xmr import xmr
from tests.priorities.test_reading import JULY, JUNE, PREVIOUS, STAGE_4, figure, line, observed, values

wanted = st.sampled_from(["up", "down"])
YEARS = [figure(number, str(year), date(year, 3, 31)) for number, year in ((3, 2014), (2, 2015), (2, 2016))]
BY_2019 = {"target": Decimal(7), "by_when": date(2019, 3, 31)}


def words(*asked, **more):
    return judge(*asked, **more).words


# What is said of one figure after the other


@pytest.mark.parametrize(
    ("figures", "way", "more", "told"),
    [
        pytest.param(
            STAGE_4,
            "down",
            {},
            "Wanted: down at Acute/Stage 4. From 8% (previous quarter) to 10.9% (July 2015): up, against what was "
            "wanted. Two points are too few to tell a trend.",
            id="the real board's",
        ),
        pytest.param(line(), "up", {}, "Wanted: up. There is no figure to tell by.", id="none"),
        pytest.param(
            line(figure(6)),
            "down",
            {},
            "Wanted: down. Recorded: 6 (no date given). One figure, nothing to compare it with.",
            id="one",
        ),
        pytest.param(
            line(*YEARS),
            "down",
            {},
            "Wanted: down. From 2 (2015) to 2 (2016): the same, and a change was wanted. "
            "Three points are too few to tell a trend.",
            id="the same",
        ),
        pytest.param(
            line(*YEARS, points=1_200),
            "down",
            {},
            "Wanted: down. From 2 (2015) to 2 (2016): the same, and a change was wanted. "
            "These are the last two of 1,200 figures.",
            id="many, and only the last two are known",
        ),
        pytest.param(
            line(JULY, unit="per-cent", decimals=1),
            "down",
            {"baseline": Decimal(12)},
            "Wanted: down. From the baseline of 12.0% to 10.9% (July 2015): down, as was wanted. "
            "One figure beside a baseline is too little to tell a trend.",
            id="from a baseline",
        ),
        pytest.param(
            line(PREVIOUS, JULY, unit="per-cent", decimals=1),
            "down",
            {"baseline": Decimal(12), **BY_2019},
            "Wanted: down. Target: 7.0% by 31 March 2019. From the baseline of 12.0% to 10.9% (July 2015): down, as "
            "was wanted. Two points are too few to tell a trend. The target is not reached yet.",
            id="a baseline goes before the figure before",
        ),
        pytest.param(
            line(*YEARS),
            "down",
            {"target": Decimal(1), "tolerance": Decimal(1)},
            "Wanted: down. Target: 1. From 2 (2015) to 2 (2016): the same, and a change was wanted. "
            "Three points are too few to tell a trend. The target is reached.",
            id="give or take",
        ),
        pytest.param(
            line(*YEARS),
            "up",
            {"target": Decimal(5), "by_when": date(2016, 3, 31)},
            "Wanted: up. Target: 5 by 31 March 2016. From 2 (2015) to 2 (2016): the same, and a change was wanted. "
            "Three points are too few to tell a trend. The target is not reached.",
            id="the day is there",
        ),
        pytest.param(
            line(figure(900, qualifier="over")),
            "up",
            {"baseline": Decimal(800), "target": Decimal(850)},
            "Wanted: up. Target: 850. Recorded: over 900 (no date given). It isn't exact, so it can't be set against "
            "the baseline.",
            id="not exact",
        ),
    ],
)
def test_the_sentences(figures, way, more, told):
    assert words(figures, way, **more) == told


def test_the_columns_say_in_short_what_the_sentences_say():
    told = judge(STAGE_4, "down")
    assert (told.moved, told.verdict) == ("up", "against")
    assert (judge(line(), "down").moved, judge(line(), "down").verdict) == ("", "")


def test_a_target_is_said_in_the_unit_of_the_line():
    assert "Target: £1,000." in words(line(unit="pounds"), "down", target=Decimal(1000))
    assert "Target: 3 days." in words(line(unit="days"), "down", target=Decimal("3.0000"))


@given(values, values, wanted)
def test_up_down_or_the_same_and_whether_that_was_wanted(earlier, later, way):
    told = judge(line(figure(earlier, "A", date(2014, 1, 1)), figure(later, "B", date(2015, 1, 1))), way)
    assert told.moved == ("up" if later > earlier else "down" if later < earlier else "the same")
    assert (told.verdict == "as-wanted") == (told.moved == way)
    assert f": {told.moved}, {VERDICTS[told.verdict]}." in told.words
    assert "too few to tell a trend" in told.words


@given(values, values, values, wanted)
def test_a_target_that_is_reached_stays_so_further_on(target, value, further, way):
    def reached(number):
        return words(line(figure(number, "A", JUNE)), way, target=target).endswith("The target is reached.")

    beyond = value + further if way == "up" else value - further
    assert reached(target)
    assert not reached(value) or reached(beyond)


UNDATED = "Without dates nobody can tell which is the later"
INCOMPARABLE = [
    (figure(1), figure(2), UNDATED),
    (figure(1), figure(2, "July 2015", date(2015, 7, 31)), UNDATED),
    (figure(1, "last year"), figure(2, "this year"), UNDATED),
    (figure(1, ends=JUNE), figure(2, ends=JUNE), "Both are for the same date"),
    (figure(800, ends=date(2015, 6, 1), qualifier="over"), figure(850, ends=JUNE), "One of them isn't exact"),
    (
        figure(800, ends=date(2015, 6, 1), qualifier="over"),
        figure(900, ends=JUNE, qualifier="about"),
        "Neither is exact",
    ),
    (
        figure(400, starts=date(2014, 4, 1), ends=date(2015, 3, 31)),
        figure(100, starts=date(2015, 4, 1), ends=date(2015, 6, 30)),
        "They are for spans of different length",
    ),
]


@pytest.mark.parametrize(("earlier", "later", "why"), INCOMPARABLE)
def test_what_can_not_be_compared_is_not(earlier, later, why):
    told = judge(line(earlier, later), "down")
    assert f"{why}, so this doesn't show a change." in told.words
    assert (told.moved, told.verdict) == ("", "")
    assert "From " not in told.words


@given(st.lists(observed.filter(lambda seen: seen.value is not None), max_size=4), wanted)
def test_any_figures_can_be_told(figures, way):
    figures = in_order(figures)
    told = words(line(*figures), way)
    assert told.startswith("Wanted: ")
    assert told.endswith(".")
    for seen in figures[-2:]:
        assert line().say(seen) in told


# From twelve figures on


def monthly(*numbers, **more):
    """Figures of month after month, and their trend."""
    figures = [
        figure(number, ends=date(2014 + month // 12, month % 12 + 1, 28), position=month)
        for month, number in enumerate(numbers)
    ]
    found = in_time(figures)
    trend = Trend(line=found, found=xmr(found.values, **more))
    return line(*figures[-2:], points=len(figures)), trend


B = [9, 11] * 6


@pytest.mark.parametrize(
    ("numbers", "way", "more", "told"),
    [
        (B, "down", {}, "Of 12 points the last lies within the usual range, 4.7 to 15.3: this shows no more than the "
         "usual ups and downs."),
        ([*B, 16], "down", {"baselines": {0: 12}}, "Of 13 points the last lies outside the usual range, 4.7 to 15.3: "
         "more than the usual ups and downs, against what was wanted."),
        ([*B, 4], "down", {"baselines": {0: 12}}, "Of 13 points the last lies outside the usual range, 4.7 to 15.3: "
         "more than the usual ups and downs, as was wanted."),
        ([*B, *[11] * 5, 12], "down", {"baselines": {0: 12}}, "Of 18 points the last is one of seven or more in a row "
         "on one side of the mean, 10: more than the usual ups and downs, against what was wanted."),
        ([*B, 7, 8, 9, 10, 11, 12, 13], "up", {"baselines": {0: 12}}, "Of 19 points the last is one of seven or more "
         "in a row that only rise or only fall: more than the usual ups and downs, as was wanted."),
        ([*B, 14, 15], "up", {"baselines": {0: 12}}, "Of 14 points the last is one of two of three near the edge of "
         "the usual range, 4.7 to 15.3: more than the usual ups and downs, as was wanted."),
        ([*B, 20, 22], "down", {"starts": [12]}, "Since Jan 2015 there are 2 points: too few to tell a trend."),
    ],
)  # fmt: skip
def test_more_than_chance(numbers, way, more, told):
    figures, trend = monthly(*numbers, **more)
    assert told in words(figures, way, trend=trend)


def test_no_change_is_told_over_a_change_of_what_is_counted():
    figures = [figure(number, ends=date(2015, number, 28)) for number in (1, 2)]
    trend = trend_of(figures, [(date(2015, 2, 1), "counted anew")])
    told = judge(line(*figures), "down", trend=trend)
    assert "What is counted changed between them (counted anew), so this doesn't show a change." in told.words
    assert told.moved == ""
    assert judge(line(*figures), "down", trend=trend_of(figures, [])).moved == "up"


def test_eleven_points_are_too_few_and_no_trend_is_told():
    figures, trend = monthly(*B[:11])
    assert words(figures, "down", trend=trend).endswith("Eleven points are too few to tell a trend.")


@given(st.fractions(-1000, 1000), st.integers(0, 3))
def test_a_mean_is_rounded_to_the_nearest(value, decimals):
    told = rounded(value, decimals)
    assert abs(Fraction(told) - value) <= Fraction(1, 2 * 10**decimals)
    assert rounded(-value, decimals) == -told
