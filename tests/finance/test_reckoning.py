"""What a budget comes to: exact whatever the order, never £0 that nobody entered, never exact with a part unknown."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.reckoning import Sum, added, carried, of, paying, reckon, rounded, total, total_share, variance

INCOME, SPENDING = "income", "expenditure"


@dataclass(frozen=True)
class Line:
    side: str = INCOME
    estimate: Decimal | None = None
    from_contributions: bool = False
    confirmed: bool = True
    recurrence: str = ""
    outturn: Decimal | None = None
    heading: str = ""
    revised: Decimal | None = None


@dataclass(frozen=True)
class Paid:
    amount: Decimal | None = None
    share: Decimal | None = None
    status: str = ""
    basis: str = "share"
    joint_whole: Decimal | None = None
    joint_part: Decimal | None = None
    payer_name: str = ""


money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
paid_money = st.decimals(min_value=0, max_value=10**9, places=2)
amounts = st.lists(st.none() | money, max_size=40)
shares = st.lists(st.none() | st.decimals(min_value=0, max_value=100, places=3), max_size=40)
payers = st.lists(st.builds(Paid, st.none() | paid_money, status=st.sampled_from(["", "proposed", "agreed"])))
lines = st.lists(
    st.builds(Line, st.sampled_from([INCOME, SPENDING]), st.none() | paid_money, heading=st.sampled_from(["", "Staff"]))
)
budgets = st.tuples(lines, st.booleans(), payers).map(
    lambda parts: ([*parts[0], *([Line(from_contributions=True)] if parts[1] else [])], parts[2])
)


def known(given_amounts):
    return [amount for amount in given_amounts if amount is not None]


# What of the income is certain


def test_what_of_the_income_is_not_certain_and_what_the_year_itself_leaves():
    rows = [
        Line(from_contributions=True),
        Line(estimate=Decimal(10), confirmed=False),
        Line(estimate=Decimal(71), recurrence="brought-forward"),
        Line(SPENDING, Decimal(116)),
    ]
    found = reckon(rows, [Paid(Decimal(60), status="proposed"), Paid(Decimal(27), status="agreed")])
    assert (found.own_income, found.own_balance) == (Sum(Decimal(97)), Decimal(-19))
    assert (found.not_agreed, found.unconfirmed_income, found.status) == (Sum(Decimal(60)), Sum(Decimal(10)), "partly")
    assert reckon(rows[1:], [Paid(Decimal(60))]).not_agreed == Sum(), "no income rests on them"
    assert reckon(rows, [Paid(Decimal(60)), Paid()]).own_income.amount is None, "one amount isn't given"
    assert [reckon([], [Paid(status=each)]).status for each in ("", "proposed", "agreed")] == ["", "proposed", "agreed"]


# Sums


@given(st.lists(money, min_size=1))
def test_a_sum_of_given_amounts_is_exact(given_amounts):
    found = total(given_amounts)
    assert Fraction(found.amount) == sum(map(Fraction, given_amounts))
    assert (found.at_least, found.not_given) == (None, 0)


@given(amounts.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_does_not_matter(both):
    assert total(both[0]) == total(both[1])


@given(st.lists(money, min_size=1), st.lists(money, min_size=1))
def test_the_sum_of_two_parts_is_the_sum_of_all(some, others):
    assert added([total(some), total(others)]) == total(some + others)


@given(amounts)
def test_one_amount_that_is_not_given_is_enough_for_a_sum_not_to_be_exact(rows):
    found = total([*rows, None])
    assert found.amount is None
    assert found.gaps == (found.not_given or 1)
    assert (found == Sum()) is (not known(rows))


@given(st.lists(st.none(), max_size=20))
def test_nothing_entered_is_not_recorded_and_never_nought(rows):
    assert total(rows) == Sum()
    assert total(rows).words == "not recorded"


@given(st.lists(st.none() | paid_money, max_size=20).flatmap(lambda rows: st.tuples(st.just(rows), st.lists(
    paid_money, min_size=len(rows), max_size=len(rows)
))))  # fmt: skip
def test_at_least_is_no_more_than_what_it_comes_to_in_the_end(both):
    rows, entered = both
    found = total(rows)
    in_the_end = total(row if row is not None else late for row, late in zip(rows, entered, strict=True))
    if found.known is not None:
        assert found.known <= in_the_end.amount
    assert found.not_given == (rows.count(None) if known(rows) else 0)


@given(amounts, st.decimals(min_value=-(10**6), max_value=Decimal("-0.01"), places=2))
def test_beside_an_amount_below_nought_nothing_can_be_said_of_what_is_missing(rows, below):
    found = total([*rows, below, None])
    assert found == Sum(not_given=rows.count(None) + 1)
    assert found.words.startswith("not known, ")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "not recorded"),
        ([None, None], "not recorded"),
        ([0], "£0"),
        ([0, 0], "£0"),
        ([0, None], "at least £0, 1 amount not given"),
        ([500, None, None], "at least £500, 2 amounts not given"),
        ([500, "0.5"], "£500.50"),
        ([500, -20], "£480"),
        ([500, -20, None], "not known, 1 amount not given"),
    ],
)
def test_a_sum_in_words(rows, words):
    assert total(row if row is None else Decimal(row) for row in rows).words == words


@given(st.lists(st.decimals(min_value=-(10**6), max_value=10**6, places=4), min_size=1, max_size=30))
def test_the_rows_as_they_are_printed_add_up_to_the_total_as_it_is_printed(rows):
    assert total(rows).amount == sum(rounded(row) for row in rows)


@pytest.mark.parametrize(
    ("amount", "penny"),
    [("0.005", "0.01"), ("0.004", "0.00"), ("-0.005", "-0.01"), ("1.115", "1.12"), ("1.125", "1.13")],
)
def test_half_a_penny_is_rounded_up_as_on_invoices(amount, penny):
    assert of(Decimal(amount)) == Sum(Decimal(penny))


# Shares


@given(shares)
def test_shares_add_up_exactly_unless_one_is_missing(rows):
    found = total_share(Paid(share=share) for share in rows)
    if not known(rows):
        assert found == Sum()
    elif None in rows:
        assert (found.amount, found.not_given) == (None, rows.count(None))
    else:
        assert Fraction(found.amount) == sum(map(Fraction, rows))


def test_shares_of_thirds_do_not_quite_make_a_hundred():
    assert total_share([Paid(share=Decimal("33.333"))] * 3).amount == Decimal("99.999")


@pytest.mark.parametrize("basis", ["fixed", "joint"])
def test_who_pays_a_fixed_sum_owes_no_share(basis):
    assert total_share([Paid(share=Decimal(100)), Paid(Decimal(5), basis=basis)]) == Sum(Decimal(100))


@pytest.mark.parametrize(
    ("share", "amount", "whole", "differs"),
    [
        ("26", "22620", 87000, False),
        ("26", "24500", 87000, True),
        ("33.3", "1000", 3000, False),
        ("26", "24500", None, False),
        (None, "24500", 87000, False),
    ],
)
def test_a_share_and_an_amount_that_differ(share, amount, whole, differs):
    row = Paid(Decimal(amount), share and Decimal(share))
    (found,) = paying([row], whole and Decimal(whole))
    assert bool(found.told) is differs
    assert found.amount == row.amount, "what is typed stays"


def test_the_third_figure_is_always_reckoned():
    by_share = paying([Paid(share=Decimal(each)) for each in ("61", "33", "4", "2")], Decimal(50_000))
    assert [each.amount for each in by_share] == [30_500, 16_500, 2_000, 1_000]
    flat = paying([Paid(Decimal(5_000), basis="fixed"), Paid(Decimal(15_000), basis="fixed")], None)
    assert [each.of_all for each in flat] == [Decimal("25.0"), Decimal("75.0")]
    both = [Paid(Decimal(60), Decimal(60)), Paid(Decimal(40), Decimal(40))]
    assert [(each.by_share, each.told) for each in paying(both, None)] == [(60, ""), (40, "")]
    # Shares that make no whole of amounts that nobody set say nothing of a third figure.
    assert [each.by_share for each in paying([replace(both[0], share=Decimal(50)), both[1]], None)] == [None, None]


def test_a_part_of_one_payment_to_two_boards_is_exact_and_the_rest_is_the_other_s():
    row = Paid(basis="joint", joint_whole=Decimal("100.01"), joint_part=Decimal(50))
    (ours,) = paying([row], None)
    (theirs,) = paying([replace(row, joint_part=Decimal(50))], None)
    assert ours.amount == Decimal("50.01"), "the penny that can't be halved is ours, as we come first"
    (typed,) = paying([replace(row, amount=Decimal(50))], None)
    assert typed.told == "50.0% of one payment of £100.01 would be £50.01, and £50 is given"
    assert (typed.amount, theirs.told) == (50, "")


@pytest.mark.parametrize(("together", "comes_to"), [("99.9", "86913.00"), ("100.1", "87087.00")])
def test_shares_that_make_no_hundred_leave_some_of_the_whole_or_ask_more(together, comes_to):
    rows = [Paid(share=Decimal("49.5")), Paid(share=Decimal(together) - Decimal("49.5"))]
    found = reckon([], rows, Decimal(87_000))
    assert found.contributed.amount == Decimal(comes_to)
    assert found.shares.amount == Decimal(together)


@given(st.lists(st.decimals(min_value=0, max_value=100, places=3), max_size=20), paid_money)
def test_shares_of_a_whole_come_to_it_as_far_as_they_make_a_hundred(given_shares, whole):
    found = reckon([], [Paid(share=share) for share in given_shares], whole)
    shares_known = [share for share in given_shares if share]
    if len(shares_known) == len(given_shares) and given_shares:
        assert found.contributed.amount == rounded(whole * sum(given_shares) / 100)


# Budgets


def test_a_budget_that_rests_on_its_contributions():
    partners, schools = Line(from_contributions=True), Line(estimate=Decimal(10), confirmed=False)
    rows = [partners, schools, Line(estimate=Decimal(71), recurrence="brought-forward"), Line(SPENDING, Decimal(200))]
    paid = [Paid(Decimal(80), status="proposed"), Paid(Decimal(7), status="agreed")]
    found = reckon(rows, paid)
    assert found.sums == (("Income", "£168"), ("Spending", "£200"), ("Balance", "-£32"))
    assert found.overspent == "£32"
    assert found.brought_forward.amount == 71
    assert found.unconfirmed == [(schools, Sum(Decimal(10)))]
    assert found.of_status("proposed") == ([paid[0]], Sum(Decimal(80)))
    assert found.of_status("") == ([], Sum())
    assert found.gaps == 0

    found = reckon(rows, [*paid, Paid()])
    assert found.income.lines[0] == (partners, Sum(at_least=Decimal(87), not_given=1))
    assert found.sums == (
        ("Income", "at least £168, 1 amount not given"),
        ("Spending", "£200"),
        ("Balance", "not known"),
    )
    assert found.overspent == ""
    assert found.of_status("") == ([Paid()], Sum())
    assert found.gaps == 1

    found = reckon(rows, [Paid(share=Decimal(50)), Paid(share=Decimal(50))])
    assert found.income.lines[0] == (partners, Sum())
    assert found.income.estimate.words == "at least £81, 1 amount not given"
    assert found.without_estimate == [partners]


def test_what_is_certainly_overspent():
    rows = [Line(estimate=Decimal(100)), Line(SPENDING, Decimal(150)), Line(SPENDING)]
    assert reckon(rows, []).overspent == "At least £50"
    assert reckon([replace(rows[0], estimate=Decimal(200)), *rows[1:]], []).overspent == ""
    assert reckon([Line(), *rows], []).overspent == ""


def test_absence_is_not_nought():
    nothing = reckon([], [])
    assert nothing.sums == (("Income", "not recorded"), ("Spending", "not recorded"), ("Balance", "not known"))
    assert (nothing.contributed, nothing.shares, nothing.brought_forward, nothing.gaps) == (Sum(), Sum(), Sum(), 0)
    entered = reckon([Line(estimate=Decimal(0)), Line(SPENDING, Decimal(0))], [Paid(Decimal(0))])
    assert entered.sums == (("Income", "£0"), ("Spending", "£0"), ("Balance", "£0"))
    assert entered.contributed.words == "£0"


def test_contributions_on_which_no_line_rests_are_not_income():
    found = reckon([Line(estimate=Decimal(5))], [Paid(Decimal(80)), Paid()])
    assert found.income.estimate.words == "£5"
    assert found.contributed.words == "at least £80, 1 amount not given"
    assert found.gaps == 0


def test_lines_stand_below_their_headings_in_order():
    rows = [Line(heading=heading) for heading in ("", "Staff", "Staff", "")]
    found = reckon(rows, []).income.headings
    assert [(heading, len(under)) for heading, under in found] == [("", 1), ("Staff", 2), ("", 1)]


@given(budgets)
def test_the_balance_is_what_is_left_if_all_is_known(budget):
    found = reckon(*budget)
    income, spending = found.income.estimate.amount, found.expenditure.estimate.amount
    if income is None or spending is None:
        assert found.balance is None
    else:
        assert found.balance + spending == income
    if found.overspent:
        assert found.expenditure.estimate.known > income


@given(budgets)
def test_every_line_stands_on_one_side_and_every_gap_is_counted(budget):
    rows, paid = budget
    found = reckon(rows, paid)
    assert sorted(map(repr, (line for line, _ in found.lines))) == sorted(map(repr, rows))
    unpaid = sum(row.amount is None for row in paid)
    by_hand = sum(
        (unpaid if len(paid) > unpaid else 1) if line.from_contributions else line.estimate is None for line in rows
    )
    assert found.gaps == by_hand
    assert [line for side in (found.income, found.expenditure) for _, under in side.headings for line, _ in under] == [
        line for line, _ in found.lines
    ]


@given(budgets.flatmap(lambda both: st.tuples(st.permutations(both[0]), st.permutations(both[1]), st.just(both))))
def test_a_budget_comes_to_the_same_in_any_order(three):
    lines_in_disorder, payers_in_disorder, budget = three
    assert reckon(lines_in_disorder, payers_in_disorder).sums == reckon(*budget).sums


@given(budgets, st.sampled_from([INCOME, SPENDING]))
def test_a_line_that_nobody_estimated_leaves_no_balance(budget, side):
    rows, paid = budget
    found = reckon([*rows, Line(side)], paid)
    assert found.balance is None
    assert dict(found.sums)["Balance"] == "not known"


# Revised, outturn, carried over, in kind


def test_a_revision_stands_beside_the_estimate_and_the_variance_is_off_what_stands():
    rows = [
        Line(estimate=Decimal(100), outturn=Decimal(90)),
        Line(SPENDING, Decimal(80), revised=Decimal(85), outturn=Decimal(70)),
        Line(SPENDING, Decimal(5), outturn=Decimal(6)),
    ]
    found = reckon(rows, [])
    assert found.sums == (
        ("Income", "£100"),
        ("Spending", "£85"),
        ("Balance", "£15"),
        ("Balance as revised", "£10"),
        ("Outturn", "£14"),
    )
    assert [variance(line, estimated) for line, estimated in found.lines] == [-10, -15, 1]
    assert (found.income.variance, found.expenditure.variance) == (-10, -14)
    assert found.carried_forward == 14
    assert found.latest[0] == "outturn"
    planned = reckon([replace(row, outturn=None) for row in rows], [])
    assert (planned.carried_forward, planned.latest[0]) == (10, "revised")
    assert planned.expenditure.variance is None


def test_what_is_brought_forward_is_set_beside_what_the_year_before_left():
    before = reckon(
        [Line(estimate=Decimal(100), outturn=Decimal(90)), Line(SPENDING, Decimal(80), outturn=Decimal(70))], []
    )
    after = reckon([Line(estimate=Decimal(25), recurrence="brought-forward")], [])
    found = carried(before, after)
    assert (found.left, found.brought, found.difference, found.is_outturn) == (20, 25, 5, True)
    assert carried(before, reckon([], [])) is None
    assert carried(reckon([Line()], []), after) is None


def test_what_is_given_in_kind_is_in_no_total():
    rows = [Line(estimate=Decimal(10)), Line("in-kind", Decimal(1_000)), Line("in-kind")]
    found = reckon(rows, [])
    assert (found.income.estimate, found.gaps) == (Sum(Decimal(10)), 0)
    assert [line for line, _ in found.in_kind.lines] == rows[1:]


def test_a_heading_with_several_lines_has_a_sub_total():
    rows = [
        Line(SPENDING, Decimal(each), heading=heading)
        for each, heading in ((1, "Staff"), (2, ""), (3, "Staff"), (4, "Rent"))
    ]
    found = reckon(rows, []).expenditure.by_heading
    assert [(heading, part.estimate.amount) for heading, part in found] == [("Staff", 4)]


@pytest.mark.parametrize("path", sorted(Path("finance").glob("*.py")), ids=str)
def test_money_is_never_a_float_and_never_added_by_the_database(path):
    assert not re.search(r"\bfloat\b|\.aggregate\(|\.annotate\(", path.read_text())
