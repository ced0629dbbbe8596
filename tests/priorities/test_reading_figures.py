"""Cells, signs, periods and doubts, read as an office writes them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import wording
from kit.reading.answers import AsPrinted, Question, Refusal, Value
from priorities import cells, doubts, reading, spans, symbols
from priorities.aims import judge
from priorities.models import Observation

FINANCIAL, ACADEMIC, CALENDAR = "financial", "academic", "calendar"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", {"value": 12}),
        ("12.5%", {"value": Decimal("12.5")}),
        ("1,234", {"value": 1234}),
        ("0", {"value": 0}),
        ("nil", {"value": 0}),
        ("12p", {"value": 12, "provisional": True}),
        ("12 (p)", {"value": 12, "provisional": True}),
        ("12 r", {"value": 12, "revised": True}),
        ("12 pr", {"value": 12, "provisional": True, "revised": True}),
        ("12 provisional", {"value": 12, "provisional": True}),
        ("over 800", {"value": 800, "qualifier": "over"}),
        ("c. 50", {"value": 50, "qualifier": "about"}),
        ("<5", {"state": "suppressed", "reason": "fewer than 5"}),
        ("fewer than 10", {"state": "suppressed", "reason": "fewer than 10"}),
        ("c", {"state": "suppressed"}),
        ("[c]", {"state": "suppressed"}),
        ("x", {"state": "not-available"}),
        ("[x]", {"state": "not-available"}),
        (":", {"state": "not-available"}),
        ("..", {"state": "not-available"}),
        ("z", {"state": "not-applicable"}),
        ("low", {"state": "low"}),
        ("u", {"state": "unreliable"}),
        ("awaited", {"state": "not-available", "reason": "awaited"}),
        ("withheld", {"state": "withheld"}),
        ("increased", {"state": "in-words-only", "direction": "up"}),
        ("", {}),
    ],
)
def test_a_cell_says_one_thing(typed, said):
    answer = cells.read(typed)
    assert isinstance(answer, Value), answer
    assert answer.value == cells.FigureCell(**said)


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("*", ["c", "x"]),
        ("k", ["low", "c"]),
        ("~", ["low", "x"]),
        ("n/a", ["x", "z"]),
        ("-", ["0", "x", "z", "low"]),
        ("12 each", ["12"]),
    ],
)
def test_what_may_mean_several_things_is_asked_about_and_each_offer_is_sure(typed, offers):
    answer = cells.read(typed)
    assert isinstance(answer, Question), answer
    assert [offer.words for offer in answer.offers] == offers
    assert all(isinstance(cells.read(each), Value) for each in offers)


def test_what_is_no_figure_is_refused_with_the_letters_there_are():
    answer = cells.read("abc")
    assert isinstance(answer, Refusal)
    assert "x, c, z, low, u" in answer.sentence


@pytest.mark.parametrize(
    ("sign", "source", "state"),
    [
        ("*", symbols.NHS, "suppressed"),
        ("*", symbols.DFE, "suppressed"),
        ("k", symbols.DFE, "low"),
        ("k", symbols.NHS, "suppressed"),
        ("~", symbols.DFE, "low"),
        ("~", symbols.GSS, "not-available"),
        ("-", symbols.GSS, "nought"),
        ("*", "", None),
        ("~", "", None),
        ("c", "", "suppressed"),
        ("banana", symbols.DFE, None),
    ],
)
def test_signs_by_source(sign, source, state):
    assert symbols.meaning(sign, source) == state


def test_whose_signs_a_table_bears_stands_above_it_or_is_not_known():
    assert symbols.source_of("Source: DfE, 2016") == symbols.DFE
    assert symbols.source_of("Hospital Episode Statistics") == symbols.NHS
    assert symbols.source_of("DfE and NHS Digital") == ""
    assert symbols.source_of("She has mentioned chests") == ""


def test_every_state_has_a_code_of_the_legend_and_is_read_back():
    for state in filter(None, Observation.State.values):
        assert wording.CODES[state] in wording.LEGEND
        assert state in wording.STATES
    assert wording.code("", provisional=True, revised=True) == "p r"
    assert wording.code("low", provisional=True) == "low"


figures = st.decimals(min_value=-10_000, max_value=1_000_000, places=2, allow_nan=False, allow_infinity=False)


@given(
    value=figures,
    unit=st.sampled_from(["number", "per-cent", "rate", "days", "pounds"]),
    qualifier=st.sampled_from(["", "over", "under", "about"]),
    provisional=st.booleans(),
    revised=st.booleans(),
)
def test_a_figure_is_read_back_from_its_cell(value, unit, qualifier, provisional, revised):
    qualifier = qualifier if value >= 0 else ""
    seen = Observation(value=value, qualifier=qualifier, provisional=provisional, revised=revised)
    answer = cells.read(cells.shown(seen, unit, 1), unit)
    assert isinstance(answer, Value), (cells.shown(seen, unit, 1), answer)
    told = (answer.value.value, answer.value.qualifier, answer.value.provisional, answer.value.revised)
    assert told == (value, qualifier, provisional, revised)


@pytest.mark.parametrize("state", ["not-available", "withheld", "suppressed", "not-applicable", "low", "unreliable"])
def test_a_state_is_read_back_from_its_cell(state):
    assert cells.read(cells.shown(Observation(state=state), "number", 0)).value.state == state


@pytest.mark.parametrize(
    ("words", "year_type", "starts", "ends"),
    [
        ("Q1 2015/16", FINANCIAL, date(2015, 4, 1), date(2015, 6, 30)),
        ("Q4 2015/16", FINANCIAL, date(2016, 1, 1), date(2016, 3, 31)),
        ("Q2 2015/16", ACADEMIC, date(2015, 12, 1), date(2016, 2, 29)),
        ("2015/16", ACADEMIC, date(2015, 9, 1), date(2016, 8, 31)),
        ("2015/16 outturn", FINANCIAL, date(2015, 4, 1), date(2016, 3, 31)),
        ("2013-2015", CALENDAR, date(2013, 1, 1), date(2015, 12, 31)),
        ("2015", "", date(2015, 1, 1), date(2015, 12, 31)),
        ("Jul 15", "", date(2015, 7, 1), date(2015, 7, 31)),
        ("Q1 (Apr-Jun 15)", "", date(2015, 4, 1), date(2015, 6, 30)),
        ("year to March 2016", "", date(2015, 4, 1), date(2016, 3, 31)),
        ("12 months to June 2015", "", date(2014, 7, 1), date(2015, 6, 30)),
        ("31 March 2016", "", None, date(2016, 3, 31)),
        ("as at end of June 2015", "", None, date(2015, 6, 30)),
        ("end of June 2015", "", None, date(2015, 6, 30)),
    ],
)
def test_the_days_of_a_period(words, year_type, starts, ends):
    answer = spans.read(words, year_type)
    assert isinstance(answer, Value), answer
    assert (answer.value.starts, answer.value.ends) == (starts, ends)
    assert answer.value.timing == ("during" if starts else "as-at")


@pytest.mark.parametrize(
    ("words", "year_type"),
    [
        ("2015/16", ""),
        ("Q1 2015/16", ""),
        ("2015", FINANCIAL),
        ("Q1 2015/16 (Jul-Sep 2015)", FINANCIAL),
        ("2013-2015", ""),
        ("Q2 2015/16 (provisional)", ""),
    ],
)
def test_a_period_of_which_the_days_are_not_sure_is_asked_about(words, year_type):
    answer = spans.read(words, year_type)
    assert isinstance(answer, Question), answer
    assert len(answer.offers) > 1
    assert all(isinstance(spans.read(offer.words, year_type), Value) for offer in answer.offers)


def test_a_mark_in_the_name_of_a_period_marks_its_figures():
    found = spans.read("Q2 2015/16 (provisional)", FINANCIAL).value
    assert (found.words, found.provisional) == ("Q2 2015/16", True)
    assert isinstance(spans.read("previous quarter"), AsPrinted)


days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))


@given(today=days, ends=days, every=st.sampled_from(sorted(spans.MONTHS)))
def test_a_figure_is_stale_once_the_next_period_and_ninety_days_are_over(today, ends, every):
    over = spans.after(ends, spans.MONTHS[every]) + timedelta(spans.GRACE)
    assert spans.is_stale(ends, every, today) == (over < today)
    assert (ends < spans.owed_before(today, every)) == (spans.after(ends, spans.MONTHS[every]) < today)


def test_stale_by_hand():
    march = date(2016, 3, 31)
    assert not spans.is_stale(march, "quarter", date(2016, 9, 28))  # 30 June and 90 days
    assert spans.is_stale(march, "quarter", date(2016, 9, 29))
    assert not spans.is_stale(None, "quarter", date(2030, 1, 1))
    assert not spans.is_stale(march, "", date(2030, 1, 1))


@given(starts=days, months=st.sampled_from([1, 3, 6, 12]), year_type=st.sampled_from([FINANCIAL, ACADEMIC, CALENDAR]))
def test_the_name_of_a_period_is_read_back(starts, months, year_type):
    starts = starts.replace(day=1)
    ends = spans.after(starts - timedelta(1), months)
    answer = spans.read(spans.name(starts, ends, "during", year_type), year_type)
    if isinstance(answer, Value):
        assert (answer.value.starts, answer.value.ends) == (starts, ends)
    else:
        # By calendar years “Q2 2015” is a question, and each offer is sure.
        assert year_type == CALENDAR
        assert isinstance(answer, Question)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (doubts.of_value(Decimal("125"), "per-cent"), "125% is no share of a whole"),
        (doubts.of_value(Decimal("-1"), "number"), "-1 is below nought"),
        (doubts.of_value(Decimal("1.5"), "number"), "1.5 is no whole number"),
        (doubts.of_value(Decimal("1.5"), "number", 1), ""),
        (doubts.of_value(None, "per-cent"), ""),
        (doubts.of_base(Decimal(9), "number", None, Decimal(8)), "9 out of 8: the part is larger than the whole."),
        (doubts.of_base(Decimal(90), "per-cent", Decimal(3), Decimal(8)), ""),
        (doubts.of_base(Decimal(90), "per-cent", Decimal(9), Decimal(8)), "9 out of 8"),
        (doubts.of_counts(Decimal("33.3"), "per-cent", 1, Decimal(1), Decimal(3)), ""),
        (doubts.of_counts(Decimal("33.4"), "per-cent", 1, Decimal(1), Decimal(3)), "1 out of 3 is 33.3%"),
        (doubts.of_counts(Decimal("33"), "per-cent", 0, Decimal(1), Decimal(3)), ""),
        (doubts.of_counts(Decimal("33"), "per-cent", 0, Decimal(1), Decimal(0)), ""),
        (
            doubts.of_period("Q1 2015/16", date(2015, 7, 1), date(2015, 9, 30), "during", FINANCIAL),
            "“Q1 2015/16” is April 2015 to June 2015, and the days are 1 July 2015 to 30 September 2015.",
        ),
        (doubts.of_period("Q1 2015/16", None, date(2015, 6, 30), "as-at", FINANCIAL), ""),
        (doubts.of_period("previous quarter", None, date(2015, 6, 30), "as-at", FINANCIAL), ""),
    ],
)
def test_doubts(found, sentence):
    assert (found == "") if sentence == "" else sentence in found


def test_shares_of_a_whole():
    assert doubts.comes_to([Decimal(60), Decimal("39.9")]) == Decimal("99.9")
    assert doubts.is_rounded(Decimal("99.9"))
    assert not doubts.is_rounded(Decimal("98"))
    assert doubts.comes_to([Decimal(60), None]) is None
    assert doubts.comes_to([Decimal(20), Decimal(30)]) is None


def test_no_rise_or_fall_is_told_across_a_change_of_definition():
    def seen(value, ends):
        return Observation(value=value, ends=ends, timing="as-at", period_as_printed=str(ends))

    pair = seen(8, date(2015, 4, 30)), seen(11, date(2015, 7, 31))
    line = reading.MeasureLine(measure="Stage 4", figures=pair, points=2)
    assert "against what was wanted" in judge(line, "down").words
    for on, is_broken in ((date(2015, 4, 30), False), (date(2015, 5, 1), True), (date(2015, 8, 1), False)):
        test = judge(reading.MeasureLine(measure="Stage 4", figures=pair, points=2, breaks=(on,)), "down")
        assert ("It is counted in another way since 1 May 2015" in test.words) is is_broken
        assert ("against what was wanted" in test.words) is not is_broken
        assert (test.moved, test.verdict) == (("", "") if is_broken else ("up", "against"))
