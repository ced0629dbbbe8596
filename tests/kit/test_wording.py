"""Figures in words fit to print."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import wording

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("43065", "£43,065"),
        ("43065.00", "£43,065"),
        ("43065.50", "£43,065.50"),
        ("0", "£0"),
        ("-87000", "-£87,000"),
        ("-0.05", "-£0.05"),
        ("1000000", "£1,000,000"),
    ],
)
def test_pounds(amount, words):
    assert wording.pounds(Decimal(amount)) == words


@given(amounts)
def test_pounds_lose_no_penny(amount):
    words = wording.pounds(amount)
    assert Decimal(words.replace("£", "").replace(",", "")) == amount
    assert words.lstrip("-").startswith("£")


@pytest.mark.parametrize(
    ("share", "words"),
    [("49.5", "49.5%"), ("26", "26.0%"), ("7.250", "7.25%"), ("33.333", "33.333%"), ("100", "100.0%"), ("0", "0.0%")],
)
def test_a_share_has_a_decimal_at_least_and_as_many_as_it_needs(share, words):
    assert wording.per_cent(Decimal(share)) == words


@given(st.decimals(min_value=0, max_value=100, places=3))
def test_a_share_stays_the_share(share):
    assert Decimal(wording.per_cent(share).removesuffix("%")) == share


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1234", "1,234"),
        ("0.5000", "0.5"),
        ("186.0000", "186"),
        ("100", "100"),
        ("0.0000", "0"),
        ("1000.10", "1,000.1"),
    ],
)
def test_a_plain_number_has_no_needless_noughts(number, words):
    assert wording.plain(Decimal(number)) == words


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_a_plain_number_stays_the_number(number):
    assert Decimal(wording.plain(number).replace(",", "")) == number


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 priorities"), (1, "1 priority"), (2, "2 priorities"), (1200, "1,200 priorities")]
)
def test_a_noun_goes_with_its_number(number, words):
    assert wording.counted(number, "priority", "priorities") == words


def test_most_nouns_take_an_s():
    assert wording.counted(3, "goal") == "3 goals"
