"""Which numbers in a sentence are figures, and when one of them agrees with a figure beside it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.checks.numbers import Number, agrees, numbers


def values(sentence, names=()):
    return [str(told.value) for told in numbers(sentence, names)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Percentage of children reporting they have experienced bullying is 32%", ["32"]),
        ("186 at end of June 2015 compared to 161 at end of June 2014", ["186", "161"]),
        ("July 2015: Acute = 10.9% (8% previous quarter); others 15 per cent.", ["10.9", "8", "15"]),
        ("has remained static at 6. Overall trend is downwards since 2011", ["6"]),
        ("Over 4,000 children; £1,250.50 was spent; 1.2 million pages", ["4000", "1250.50", "1200000.0"]),
        ("Twelve children and two strategies", ["12"]),
        ("one unified system for three young people", ["3"]),
        ("from 37 to 54, more than 90%", ["37", "54", "90"]),
    ],
)
def test_figures_are_found(sentence, told):
    assert values(sentence) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "in 2014/15, in 2014-2015, in 2016 -19, since 2011 and until March 2019",
        "on 31 March 2016, on the 1st of June, on March 31st, on 2016-06-01 and on 1/6/2016",
        "March 16, June 16",
        "at stages 1 and 2, Key Stage 2, Stage 4, Year 6 to 11, section 47, sections 11, 17 and 47",
        "Q3, s47, 1a and 24/7",
        "children aged 10 to 17, 16-year-olds, 16 and 17 year olds, under-18s",
        "at 9.30am or 10:15",
        "telephone 01702 215007",
        "the 3rd sector",
        "in 2 years, over 18 months, within 6-8 weeks and for 24 hours",
    ],
)
def test_what_is_no_figure_is_left_aside(sentence):
    assert values(sentence) == []


def test_a_name_may_hold_numbers():
    names = ["Acute/Stage 4", "Children seen within 15 days"]
    assert values("Children seen within 15 days: 80%", names) == ["80"]


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("fewer than 5 children", "under"),
        ("over 90%", "over"),
        ("about 40", "about"),
        ("exactly 40", ""),
        ("up to 5", "under"),
    ],
)
def test_over_under_and_about_are_heard(sentence, qualifier):
    assert [told.qualifier for told in numbers(sentence)] == [qualifier]


@pytest.mark.parametrize("sentence", ["between 1 and 5 children", "1-5 children", "1 to 5 children", "1–5 children"])
def test_the_ends_of_a_range_are_known(sentence):
    assert [(str(told.value), told.qualifier) for told in numbers(sentence)] == [("1", "within"), ("5", "within")]


def test_from_one_figure_to_another_is_no_range():
    assert [told.qualifier for told in numbers("rose from 37 to 54")] == ["", ""]


@pytest.mark.parametrize(
    ("sentence", "value", "same"),
    [
        ("10.9%", "10.9", True),
        ("11%", "10.9", True),  # rounded
        ("10%", "10.9", False),
        ("over 90%", "92", True),
        ("over 90%", "89", False),
        ("fewer than 50", "48", True),
        ("about 800", "812", True),
        ("800", "812", False),
        ("45", "46", False),
    ],
)
def test_a_number_agrees_with_a_figure(sentence, value, same):
    [told] = numbers(sentence)
    assert agrees(told, Decimal(value)) is same


@given(st.text())
def test_any_text_can_be_read(sentence):
    for told in numbers(sentence):
        assert isinstance(told, Number)
        assert sentence[told.start :].lstrip().startswith(told.written[:1])


@given(
    value=st.decimals(min_value=0, max_value=999_999, places=1, allow_nan=False),
    before=st.sampled_from(["There were ", "It is ", "A total of "]),
    after=st.sampled_from([" referrals", "%", " per cent", ", as before", ""]),
)
def test_a_figure_is_read_as_it_was_written(value, before, after):
    for written in (f"{value}", f"{value:,}"):
        assert [told.value for told in numbers(f"{before}{written}{after}")] == [value]


@given(first=st.integers(min_value=1990, max_value=2098), text=st.sampled_from(["in {}", "since {}", "for {}"]))
def test_a_year_is_never_a_figure(first, text):
    spans = f"{first}", f"{first}/{(first + 1) % 100:02}", f"{first}-{first + 1}", f"April {first} to March {first + 1}"
    for span in spans:
        assert values(text.format(span)) == []
