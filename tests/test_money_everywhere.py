"""The money of the original: each figure of it, typed or reckoned, stands wherever the budget is shown."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from finance.models import Budget
from membership.roles import Role
from publications import sections as layout
from publications.blocks import Chart, Table
from publications.compose import compose
from publications.models import Narrative, Publication
from tests import factories as make
from tests.pdf_reading import Reading
from tests.test_money import page, plain

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

DAY, ADDRESS = date(2016, 6, 1), "business-plan/2016-2019"
SUMS = ("£87,000", "£173,000", "£115,850", "£57,150", "100.0%")
SHORT, WITHOUT = "£13,850", "£23,850"


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = DAY


def test_on_the_public_page_and_on_paper(whole_page, plan_as_pdf):
    paper = " ".join(" ".join(Reading(plan_as_pdf).tree.pieces()).split())
    for where in (plain(whole_page), paper):
        for figure in (*SUMS, f"-{SHORT}", f"-{WITHOUT}"):
            assert figure in where
        for words in (
            f"{SHORT} less than its spending",
            f"without what is subject to confirmation, {WITHOUT} less than its spending",
            "£71,000 is brought forward",
        ):
            assert words in where


def sections_of(content):
    """The sections of a document as plain values, those within others as well."""
    for section in content.get("sections", ()):
        yield section
        yield from sections_of(section)


def test_in_json(plan_as_json):
    paid, money = (
        next(each["records"] for each in sections_of(plan_as_json) if each["place"] == place)
        for place in ("contributions", "budget")
    )
    assert (Decimal(paid["total"]), Decimal(paid["total_share"])) == (87_000, 100)
    assert [Decimal(money[name]) for name in ("total_income", "total_expenditure", "balance")] == [
        173_000, 115_850, 57_150
    ]  # fmt: skip
    assert [Decimal(money[name]) for name in ("own_balance", "own_balance_confirmed")] == [-13_850, -23_850]
    assert [Decimal(money[name]) for name in ("brought_forward", "unconfirmed", "not_agreed")] == [
        71_000, 10_000, 87_000
    ]  # fmt: skip
    certain = [
        (line.get("status", ""), line["confirmed"], line["recurrence"])
        for heading in money["income"]
        for line in heading["lines"]
    ]
    assert certain == [
        ("proposed", True, ""), ("", True, ""), ("", False, ""), ("", True, "brought-forward")
    ]  # fmt: skip


def rows_of(published, key):
    return list(csv.reader(io.StringIO(published[f"{ADDRESS}/{key}.csv"].decode("utf-8-sig"))))


def test_in_the_files_of_the_tables(published):
    paid, income, spending = (
        rows_of(published, key) for key in ("contributions", "budget-income", "budget-expenditure")
    )
    assert "£87,000" in str(paid)
    assert "100.0%" in str(paid)
    assert "£173,000" in str(income)
    place = income[0].index("How certain")
    certain = ["Proposed, not yet agreed", "", "Subject to confirmation", "Brought forward"]
    assert [row[place] for row in income[1:5]] == certain
    for figure in ("£115,850", "£57,150", f"-{SHORT}", f"-{WITHOUT}"):
        assert figure in str(spending)


def test_in_the_office_on_the_sheet_and_for_members(southend):
    key = Budget.objects.get().key
    for words in (
        page(f"/office/budget/{key}/"),
        page(f"/office/print/budget/{key}/"),
        page(f"/office/budget/{key}/beside/"),
        page("/members/", Role.MEMBER),
    ):
        for figure in SUMS[1:4]:
            assert figure in words
        assert f"{SHORT} a year short; what is left lasts to march 2021." in words
        assert f"{WITHOUT} a year short; what is left lasts to march 2018." in words
    for where in (f"/office/budget/{key}/", f"/office/print/budget/{key}/"):
        assert "total 100.0% £87,000" in page(where)
        assert "subject to confirmation" in page(where)
    assert "£87,000" in page("/members/", Role.MEMBER)


def test_both_charts_have_their_figures_in_a_table(southend_plan):
    Narrative.objects.filter(publication=southend_plan, place__in=("contributions", "budget")).update(charts=True)
    blocks = [block for each in layout.pages(compose(southend_plan, on=DAY)) for block in each.blocks]
    tables = {block.key: block for block in blocks if isinstance(block, Table)}
    drawn = {block.caption: block for block in blocks if isinstance(block, Chart)}
    assert {"Contributions for 2016/17", "Spending in 2016/17"} <= set(drawn)
    for caption in ("Contributions for 2016/17", "Spending in 2016/17"):
        chart = drawn[caption]
        cells = [cell for group in tables[chart.of].groups for row in group.rows for cell in row.cells]
        for bar in chart.drawing.bars:
            assert bar.words[0] in cells


def test_years_stand_side_by_side_in_the_plan_if_the_budget_says_so(southend_plan):
    budget = Budget.objects.get()
    before = make.BudgetFactory(
        financial_year="2015/16", starts=budget.starts.replace(year=2015), ends=budget.ends.replace(year=2016)
    )
    make.BudgetLineFactory(
        budget=before, side="expenditure", heading="Salaries", description="Independent Chair", outturn=Decimal(17_000)
    )

    def captions():
        plan = Publication.objects.get(pk=southend_plan.pk)
        blocks = [block for each in layout.pages(compose(plan, on=DAY)) for block in each.blocks]
        return {block.caption: block for block in blocks if isinstance(block, Table)}

    assert "Years side by side" not in captions()
    Budget.objects.filter(pk=budget.pk).update(shows_years=True)
    years = captions()["Years side by side"]
    rows = [row.cells for group in years.groups for row in group.rows]
    assert ("Independent Chair", "£17,000", "£18,000") in rows
