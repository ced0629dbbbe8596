"""What a budget comes to, and what in it isn't certain."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finance.outlook import known_total, outlook


@dataclass
class Line:
    side: str = "income"
    estimate: Decimal | None = None
    from_contributions: bool = False
    confirmed: bool = True
    recurrence: str = ""


@dataclass
class Share:
    amount: Decimal | None
    status: str = "proposed"


def test_a_budget_that_rests_on_its_contributions():
    schools = Line(estimate=Decimal(10), confirmed=False)
    lines = [
        Line(from_contributions=True),
        schools,
        Line(estimate=Decimal(71), recurrence="brought-forward"),
        Line("expenditure", Decimal(200)),
    ]
    found = outlook(lines, [Share(Decimal(80)), Share(Decimal(7), "agreed"), Share(None)])
    assert (found.income, found.expenditure, found.balance) == (168, 200, -32)
    assert found.brought_forward == 71
    assert found.unconfirmed == ((schools, 10),)
    assert (found.proposed.number, found.proposed.of, found.proposed.amount) == (2, 3, 80)
    assert found.unknown == 1


def test_absence_is_not_nought():
    nothing = outlook([], [])
    assert (nothing.income, nothing.expenditure, nothing.balance, nothing.brought_forward) == (None,) * 4
    assert nothing.unknown == 0
    waiting = outlook([Line(from_contributions=True), Line("expenditure", Decimal(0))], [Share(None)])
    assert waiting.income is None
    assert waiting.expenditure == 0
    assert waiting.balance is None
    assert waiting.proposed.amount is None
    assert waiting.unknown == 1


def test_contributions_on_which_no_line_rests_are_not_income():
    found = outlook([Line(estimate=Decimal(5))], [Share(Decimal(80)), Share(None)])
    assert found.income == 5
    assert found.unknown == 0


money = st.none() | st.decimals(min_value=0, max_value=10**6, places=2)
budget_lines = st.lists(st.builds(Line, st.sampled_from(["income", "expenditure"]), money))


@given(budget_lines)
def test_the_balance_is_what_is_left(lines):
    found = outlook(lines, [])
    if found.balance is not None:
        assert found.balance == found.income - found.expenditure
    assert found.unknown == sum(line.estimate is None for line in lines)


@given(st.lists(money))
def test_a_total_is_none_only_where_nothing_is_known(amounts):
    known = [amount for amount in amounts if amount is not None]
    assert known_total(amounts) == (sum(known) if known else None)
