"""Adding up: exact, whatever the order, rounded in one place."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance import totals

money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
known_or_not = st.lists(st.none() | money, max_size=60)
shares = st.lists(st.none() | st.decimals(min_value=0, max_value=100, places=3), max_size=40)


@given(known_or_not)
def test_a_total_is_exact(amounts):
    assert Fraction(totals.total(amounts)) == sum(Fraction(amount) for amount in amounts if amount is not None)


@given(known_or_not.flatmap(lambda amounts: st.tuples(st.just(amounts), st.permutations(amounts))))
def test_the_order_does_not_matter(both):
    amounts, shuffled = both
    assert totals.total(amounts) == totals.total(shuffled)


@given(known_or_not, known_or_not)
def test_the_total_of_two_parts_is_the_sum_of_theirs(some, others):
    assert totals.total(some + others) == totals.total([totals.total(some), totals.total(others)])


@given(known_or_not)
def test_what_is_not_known_adds_nothing(amounts):
    assert totals.total(amounts) == totals.total(amount for amount in amounts if amount is not None)
    assert totals.total([*amounts, Decimal(0)]) == totals.total(amounts)


@given(known_or_not, known_or_not)
def test_the_balance_is_income_less_spending(income, spending):
    left = totals.balance(totals.total(income), totals.total(spending))
    assert totals.total([left, totals.total(spending)]) == totals.total(income)
    assert left == -totals.balance(totals.total(spending), totals.total(income))


@given(shares)
def test_shares_add_up_to_three_places(given_shares):
    total = totals.total_share(given_shares)
    assert Fraction(total) == sum(Fraction(share) for share in given_shares if share is not None)
    assert total.as_tuple().exponent == -3


def test_shares_of_thirds_do_not_quite_make_a_hundred():
    assert totals.total_share([Decimal("33.333")] * 3) == Decimal("99.999")


@pytest.mark.parametrize(
    ("amount", "penny"),
    [("0.005", "0.01"), ("0.004", "0.00"), ("-0.005", "-0.01"), ("1.115", "1.12"), ("1.125", "1.13")],
)
def test_half_a_penny_is_rounded_up_as_on_invoices(amount, penny):
    assert totals.rounded(Decimal(amount)) == Decimal(penny)


@given(st.lists(st.decimals(min_value=-(10**6), max_value=10**6, places=4), max_size=30))
def test_a_total_is_never_more_than_half_a_penny_off(amounts):
    exact = sum(Fraction(amount) for amount in amounts)
    assert abs(Fraction(totals.total(amounts)) - exact) <= Fraction(1, 200)


def test_nothing_adds_up_to_nought():
    assert totals.total([]) == Decimal("0.00")
    assert totals.total([None]) == Decimal("0.00")
    assert totals.total_share([]) == Decimal("0.000")
