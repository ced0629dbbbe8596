"""A cost parted among those who pay: exact to the penny, whatever the shares."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.apportioning import apportioned
from finance.splitting import formula, in_words

weights = st.lists(st.decimals(min_value=0, max_value=100, places=3), min_size=1, max_size=40).filter(any)
costs = st.decimals(min_value=0, max_value=10**9, places=2)


@dataclass(frozen=True)
class Payer:
    payer_name: str = ""
    share: Decimal | None = None
    amount: Decimal | None = None


ORIGINAL = ["49.5", "16.5", "26.0", "7.2", "0.7", "0.1"]


def test_a_review_is_split_by_the_shares_of_the_original_with_the_line_that_has_no_payer():
    payers = [Payer("" if share == "0.1" else f"Payer {share}", Decimal(share)) for share in ORIGINAL]
    by = formula(payers)
    assert [str(amount) for _, amount in by.parts(Decimal("18000.01"))] == [
        "8910.01", "2970.00", "4680.00", "1296.00", "126.00", "18.00"
    ]  # fmt: skip
    assert (by.weights[-1].payer, by.without) == ("", [])
    assert by.words(Decimal("49.5")) == "49.5%"
    # Of a cost that was split only the weights are kept.
    assert in_words(Decimal("49.5"), map(Decimal, ORIGINAL)) == "49.5%"
    assert in_words(Decimal(49500), [Decimal(49500), Decimal(16500)]) == "49,500"


@given(weights, costs)
def test_the_parts_come_to_the_whole(some, cost):
    parts = apportioned(cost, some)
    assert sum(parts) == cost
    assert all(part >= 0 and part == round(part, 2) for part in parts)


@given(weights, costs)
def test_a_larger_share_never_pays_less(some, cost):
    pairs = sorted(zip(some, apportioned(cost, some), strict=True))
    for (smaller, less), (larger, more) in pairwise(pairs):
        assert less <= more or smaller == larger
        # Equal shares differ by the penny that can't be parted, at most.
        assert smaller != larger or abs(less - more) <= Decimal("0.01")


@given(weights.flatmap(lambda some: st.tuples(st.just(some), st.permutations(range(len(some))))), costs)
def test_the_order_of_the_rows_moves_pennies_between_equals_only(both, cost):
    some, order = both
    plainly = sorted(zip(some, apportioned(cost, some), strict=True))
    moved = [some[place] for place in order]
    # Two shares that lose as much of a penny are equals as well, so the pennies are compared share by share.
    off = [abs(one - other) for (_, one), (_, other) in zip(
        plainly, sorted(zip(moved, apportioned(cost, moved), strict=True)), strict=True
    )]  # fmt: skip
    assert max(off) <= Decimal("0.01")


@given(costs)
def test_one_share_pays_all_and_no_share_pays_nothing(cost):
    assert apportioned(cost, [Decimal("0.001")]) == (cost,)
    assert apportioned(cost, [Decimal(0), Decimal(7)]) == (0, cost)


@pytest.mark.parametrize(
    ("cost", "some", "sentence"),
    [
        ("-0.01", ["1"], "below nought"),
        ("1", [], "Nobody has a share."),
        ("1", ["0", "0"], "Nobody has a share."),
        ("1", ["1", "-1"], "A share below nought"),
        ("0.001", ["1"], "parts of a penny"),
    ],
)
def test_what_cannot_be_parted_is_refused_in_a_sentence(cost, some, sentence):
    with pytest.raises(ValueError, match=sentence):
        apportioned(Decimal(cost), map(Decimal, some))


def test_thirds_give_the_penny_to_the_first():
    assert [str(part) for part in apportioned(Decimal(100), [Decimal("33.3")] * 3)] == ["33.34", "33.33", "33.33"]


def test_where_nobody_has_a_share_the_amounts_are_the_formula():
    by = formula([Payer("A", amount=Decimal(5_000)), Payer("B", amount=Decimal(15_000)), Payer("C")])
    assert [amount for _, amount in by.parts(Decimal(100))] == [25, 75]
    assert (by.without, by.words(Decimal(5_000))) == (["C"], "£5,000")


def test_who_pays_a_fixed_sum_beside_shares_has_no_part_and_is_named():
    by = formula([Payer("A", Decimal(60)), Payer("B", Decimal(40)), Payer("C", amount=Decimal(500))])
    assert ([amount for _, amount in by.parts(Decimal(10))], by.without) == ([6, 4], ["C"])
