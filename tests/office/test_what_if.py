"""What if: a line for each change beside the plan, the outlook drawn, on screen and for the meeting; never public."""

from decimal import Decimal

import pytest
from django.test import Client

from finance.models import Budget
from lscb.office.money import BesidePlan
from membership.roles import Role
from publications.blocks import BarDrawing, LineDrawing
from publications.compose import compose
from publications.content import codec
from publications.drawing import draw
from publications.models import Publication
from tests import factories as make
from tests.office import test_money_pages
from tests.test_money import TODAY, page

pytestmark = pytest.mark.django_db
ADDRESSES = ("/office/budget/2016-17/beside/", "/office/print/beside/2016-17/")
line, budget = test_money_pages.line, test_money_pages.budget


def shown(budget, **asked):
    return {block.key if hasattr(block, "key") else "chart": block for block in BesidePlan(budget, asked).blocks()}


def figures(table):
    return [row.cells for group in table.groups for row in group.rows]


# Line by line


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_change_stands_beside_the_plan_line_by_line(address, budget):
    key = budget.contribution_set.get(label="CAFCASS").key
    police = budget.contribution_set.get(label="Police").key
    words = page(f"{address}?fails=on&leaves={key}&payer={police}&share=20&post=Trainer&cost=20,000")
    assert "without schools forum, £10,000 £163,000 £115,850 £47,150 -£23,850 to march 2018" in words
    assert "cafcass leaves £172,391 £115,850 £56,541 -£14,459" in words
    assert "police pays 20% £176,045 £115,850 £60,195 -£10,805" in words
    assert "trainer is added, £20,000 £173,000 £135,850 £37,150 -£33,850 to march 2018" in words
    assert "all of these £165,436 £135,850 £29,586 -£41,414" in words
    assert "line as planned if that changes difference who pays what" in words
    assert "police £14,355 £17,400 +£3,045" in words
    assert "cafcass £609 £0 -£609" in words
    assert "schools forum £10,000 £0 -£10,000" in words
    assert "partners £87,000 £89,436 +£2,436" in words
    assert "training £5,000 £5,000 spending" not in words
    assert "trainer new £20,000 +£20,000" in words
    assert "total income £173,000 £165,436 -£7,564" in words
    assert "left at the end £57,150 £29,586 -£27,564" in words


def test_a_line_that_nobody_priced_is_never_reckoned_as_nought(budget):
    line(budget, "A post", None, side="expenditure")
    line_by_line = figures(shown(budget, post="Trainer", cost="1")["line-by-line"])
    assert ("A post", "not recorded", "not recorded", "") in line_by_line
    [total] = [row.cells for row in shown(budget, post="Trainer", cost="1")["line-by-line"].totals[1:2]]
    assert total[1:] == (
        "at least £115,850, 1 amount not given",
        "at least £115,851, 1 amount not given",
        "not known",
    )


def test_without_a_change_nothing_stands_beside_the_plan(budget):
    budget.budgetline_set.filter(confirmed=False).delete()
    assert "line-by-line" not in shown(budget)


# The outlook as a chart


def test_what_is_left_is_drawn_with_and_without_what_is_not_confirmed(budget):
    chart = shown(budget)["chart"]
    assert isinstance(chart.drawing, LineDrawing)
    drawn = {each.name: [mark.value for mark in each.marks] for each in chart.drawing.lines}
    assert drawn == {
        "As planned": [57_150, 43_300, 29_450, 15_600, 1_750, -12_100],
        "Without what isn’t confirmed": [47_150, 23_300, -550, None, None, None],
    }
    assert [row[0] for row in figures(chart.table)] == [
        "2016/17", "2017/18", "2018/19", "2019/20", "2020/21", "2021/22"
    ]  # fmt: skip
    assert figures(chart.table)[3] == ("2019/20", "£15,600", "–")
    assert "As planned: 2016/17 £57,150, 2017/18 £43,300" in chart.words
    for address in ADDRESSES:
        words = page(address)
        assert "line chart: what is left at the end of each year" in words
        assert "2019/20 £15,600 –" in words


def test_what_was_asked_is_a_third_line(budget):
    chart = shown(budget, post="Trainer", cost="20,000")["chart"]
    assert {each.name: each.marks[1].value for each in chart.drawing.lines} == {
        "As planned": 43_300,
        "Without what isn’t confirmed": 23_300,
        "If that changes": 3_300,
    }


def test_two_or_three_years_are_bars(budget):
    chart = shown(budget, post="Trainer", cost="60,000")["chart"]
    budget.budgetline_set.filter(description="Salaries and all else").update(estimate=Decimal(140_000))
    chart = shown(Budget.objects.get())["chart"]
    assert isinstance(chart.drawing, BarDrawing)
    assert [bar.words for bar in chart.drawing.bars] == [("£33,000", "£23,000"), ("-£5,000", "-£25,000")]
    assert draw(chart).count("<rect") == 2 + 2, "a key and two bars: what is below nought has words and no bar"


def test_where_income_covers_spending_no_year_is_drawn_beyond_those_recorded(budget):
    budget.budgetline_set.filter(side="expenditure").update(estimate=Decimal(90_000))
    found = shown(budget)
    assert "chart" not in found
    assert figures(found["outlook"]) == [("2016/17", "£83,000", "£73,000")]
    for address in ADDRESSES:
        assert "what is left lasts beyond the years recorded" in page(address)


def test_a_plan_of_which_nobody_knows_what_it_leaves_is_not_drawn_and_is_said_to_be_unknown(budget):
    budget.budgetline_set.filter(confirmed=False).update(estimate=None)
    found = shown(budget)
    assert [each.name for each in found["chart"].drawing.bars or ()] == ["2016/17", "2017/18", "2018/19"]
    assert found["chart"].drawing.names == (), "one line needs no name"
    assert figures(found["chart"].table)[0] == ("2016/17", "not known", "£47,150")
    assert "As planned" not in found["chart"].words


def test_a_plan_that_lasts_goes_along_while_the_other_runs_out(budget):
    budget.budgetline_set.filter(side="expenditure").update(estimate=Decimal(100_000))
    lines = {each.name: [mark.value for mark in each.marks][:3] for each in shown(budget)["chart"].drawing.lines}
    assert lines == {
        "As planned": [73_000, 75_000, 77_000],
        "Without what isn’t confirmed": [63_000, 55_000, 47_000],
    }


# Never public until it is the budget


def test_nothing_asked_is_kept_or_public(budget):
    plan = make.PublicationFactory(slug="2016-2019", budget=budget)
    for place in ("contributions", "budget"):
        make.NarrativeFactory(publication=plan, place=place, key=place)
    before = codec.write(compose(plan, on=TODAY))
    key = budget.contribution_set.get(label="CAFCASS").key
    for address in ADDRESSES:
        assert "trainer is added" in page(f"{address}?leaves={key}&post=Trainer&cost=20,000")
        assert Client().get(f"{address}?post=Trainer&cost=20,000").status_code in (302, 403), "nobody without a sign-in"
        member = Client()
        member.force_login(make.UserFactory(roles=[Role.MEMBER]))
        assert member.get(f"{address}?post=Trainer&cost=20,000").status_code in (302, 403), "nor a member"
    assert codec.write(compose(Publication.objects.get(slug="2016-2019"), on=TODAY)) == before
    assert "Trainer" not in before
    make.BudgetLineFactory(budget=budget, side="expenditure", description="Trainer", estimate=Decimal(20_000))
    assert "Trainer" in codec.write(compose(Publication.objects.get(slug="2016-2019"), on=TODAY)), "once it is planned"
