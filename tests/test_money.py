"""One budget, six outputs (office, members, sheet, web page with its files, PDF): all say the same of it."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from editions import pages
from kit.wording import left, summed, summed_shares
from membership.roles import Role
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf
from tests import factories as make
from tests.pdf_reading import Reading

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)
PAID = "the sum of who pays what"
NOT_RECORDED, NOT_KNOWN = "not recorded", "not known"

# Who pays (share, amount), income, spending; and the words for: shares, contributions, income, spending, balance.
BUDGETS = {
    "all is known": (
        [(60, 600), (40, 400)], [PAID, 50], [800],
        ("100.0%", "£1,000", "£1,050", "£800", "£250"),
    ),
    "shares only": (
        [(60, None), (40, None)], [PAID, 10_000], [5_000],
        ("100.0%", NOT_RECORDED, "at least £10,000, 1 amount not given", "£5,000", NOT_KNOWN),
    ),
    "some amounts missing": (
        [(60, 600), (40, None)], [PAID], [500, None, None],
        (
            "100.0%",
            "at least £600, 1 amount not given",
            "at least £600, 1 amount not given",
            "at least £500, 2 amounts not given",
            NOT_KNOWN,
        ),
    ),
    "no row": ([], [], [], (NOT_RECORDED, NOT_RECORDED, NOT_RECORDED, NOT_RECORDED, NOT_KNOWN)),
    "rows and no amount": (
        [(None, None)], [PAID, None], [None],
        (NOT_RECORDED, NOT_RECORDED, NOT_RECORDED, NOT_RECORDED, NOT_KNOWN),
    ),
    "only income": (
        [(100, 1_000)], [PAID], [],
        ("100.0%", "£1,000", "£1,000", NOT_RECORDED, NOT_KNOWN),
    ),
    "nought was entered": ([(None, 0)], [PAID, 0], [0], (NOT_RECORDED, "£0", "£0", "£0", "£0")),
    "a share missing": (
        [(60, 600), (None, 400)], [PAID], [1_200],
        ("1 share not given", "£1,000", "£1,000", "£1,200", "-£200"),
    ),
    "below nought beside unknown": (
        [(100, 500)], [PAID, -20, None], [1],
        ("100.0%", "£500", "not known, 1 amount not given", "£1", NOT_KNOWN),
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


def recorded(paid, income, spending):
    """A business plan that draws on a budget of these rows."""
    make.BoardFactory()
    budget = make.BudgetFactory(key="sample", financial_year="2016/17")
    for share, amount in paid:
        make.ContributionFactory(budget=budget, share=share, amount=amount)
    for side, rows in (("income", income), ("expenditure", spending)):
        for estimate in rows:
            rests = estimate == PAID
            make.BudgetLineFactory(
                budget=budget, side=side, estimate=None if rests else estimate, from_contributions=rests
            )
    plan = make.PublicationFactory(slug="2016-2019", budget=budget)
    for place in ("contributions", "budget"):
        make.NarrativeFactory(publication=plan, place=place, key=place)
    return plan


def published(plan):
    """The public files of the plan, by what follows its address."""
    content = compose(plan, on=TODAY)
    text, control = codec.write(content), Control(number=1, published_on=TODAY, check_code="0" * 64)
    made = pdf.make(render.paper(content, control))
    version = pages.PublishedVersion(content=content, text=text, control=control, pdf=made.data, pdf_pages=made.pages)
    site = compose(make.PublicationFactory(kind="site", slug="site"), on=TODAY)
    files = pages.files(site, [version], TODAY)
    return {path.removeprefix("business-plan/2016-2019"): data for path, data in files}


def plain(html):
    """The words of a page in one line, in small letters."""
    words = re.sub(r"<[^>]+>", " ", html.partition("<main")[2])
    return " ".join(unescape(words).lower().split())


def page(address, role=Role.MANAGER):
    client = Client()
    client.force_login(make.UserFactory(roles=[role]))
    answer = client.get(address)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def table(data):
    """The totals of a CSV file by their names: the words and the number of every column of figures."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    place = rows[0].index("Row or total")
    return {row[0].lower(): [cell.lower() for cell in row[1:place]] for row in rows[1:] if row[place] == "total"}


def number(words):
    """What a spreadsheet reckons with: a number if it is exact, and nothing if it isn't."""
    exact = re.fullmatch(r"(-?)£?([\d,]+)(?:\.0)?%?", words)
    return Decimal(exact[1] + exact[2].replace(",", "")) if exact else None


def in_json(records, name):
    """A total of the JSON in words, from the three numbers that it is told by."""
    partly = records.get(f"{name}_partly", {})
    amount, at_least = (value and Decimal(value) for value in (records[name], partly.get("at_least")))
    return summed(amount, at_least, partly.get("not_given", 0))


@pytest.mark.parametrize("name", BUDGETS)
def test_all_outputs_say_the_same_of_a_budget(name):
    *rows, (shares, contributed, income, spending, balance) = BUDGETS[name]
    files = published(recorded(*rows))

    sums = f"income {income} spending {spending} balance {balance}".lower()
    office = page("/office/budget/sample/")
    assert sums in office
    assert sums in page("/members/", Role.MEMBER)
    sheet = page("/office/print/budget/sample/")
    assert sums in sheet
    for whole in (office, sheet):
        # A list without rows has no foot, in the office and on its sheet.
        assert (f"total {shares} {contributed} " in whole) is bool(rows[0])
        assert (f"total {income} " in whole) is bool(rows[1])
        assert (f"total {spending} " in whole) is bool(rows[2])

    document = (
        f"total {shares} {contributed} ",
        f"total estimated income {income} ",
        f"total estimated expenditure {spending} balance: income less expenditure {balance} ",
    )
    paper = " ".join(text.lower() for text in Reading(files[".pdf"]).tree.pieces())
    for where in (plain(files["/whole/index.html"].decode()), " ".join(paper.split())):
        for words in document:
            assert words.lower() in where

    totals = [table(files[f"/{each}.csv"]) for each in ("contributions", "budget-income", "budget-expenditure")]
    for (told, *numbers), words in (
        (totals[0]["total"][:2], shares),
        (totals[0]["total"][2:], contributed),
        (totals[1]["total estimated income"], income),
        (totals[2]["total estimated expenditure"], spending),
        (totals[2]["balance: income less expenditure"], balance),
    ):
        assert told.removeprefix("'") == words.lower()
        assert [Decimal(each) if each else None for each in numbers] == [number(words)]

    paid, money = (section["records"] for section in json.loads(files[".json"])["content"]["sections"])
    share = paid["total_share"] and Decimal(paid["total_share"])
    assert summed_shares(share, paid.get("shares_not_given", 0)) == shares
    assert in_json(paid, "total") == contributed
    assert in_json(money, "total_income") == income
    assert in_json(money, "total_expenditure") == spending
    assert left(money["balance"] and Decimal(money["balance"])) == balance
    # £0 stands nowhere but where somebody entered it.
    if "£0" not in (contributed, income, spending, balance):
        for where in (office, sheet, plain(files["/whole/index.html"].decode())):
            assert "£0" not in where


@pytest.mark.parametrize(
    ("statuses", "headings", "cells"),
    [
        (["proposed", "proposed"], ("Proposed %age", "Proposed Contributions for 2016/17"), ()),
        (["agreed", "agreed"], ("Agreed %age", "Agreed Contributions for 2016/17"), ()),
        (["", ""], ("%age", "Contributions for 2016/17"), ()),
        (["proposed", "agreed"], ("%age", "Contributions for 2016/17", "Status"), ("Proposed", "Agreed")),
        (["agreed", ""], ("%age", "Contributions for 2016/17", "Status"), ("Agreed", "Not said")),
    ],
)
def test_proposed_or_agreed_is_printed_only_if_somebody_said_so(statuses, headings, cells):
    plan = recorded([], [], [])
    for status in statuses:
        make.ContributionFactory(budget=plan.budget, share=50, amount=1, status=status)
    (found, *_) = layout.pages(compose(plan, on=TODAY))[0].blocks
    assert tuple(column.heading for column in found.columns[1:]) == headings
    assert tuple(cell for row in found.groups[0].rows for cell in row.cells[3:]) == cells
    assert all(len(row.cells) == len(found.columns) for row in (*found.groups[0].rows, *found.totals))


def test_a_new_contribution_is_neither_proposed_nor_agreed():
    plan = recorded([(100, 1)], [PAID], [])
    office = page("/office/budget/sample/")
    assert "not said" in office
    assert "proposed" not in office
    assert "£1: 1 contribution, not said whether proposed or agreed" in page("/members/", Role.MEMBER)
    assert [row.status for row in plan.budget.contributions()] == [""]


def test_a_text_that_was_stored_before_sums_could_be_unknown_reads_as_it_was_printed():
    plain_text = {
        "type": "contributions",
        "financial_year": "2016/17",
        "contributions": [
            {"key": "a", "payer": "Police", "share": "60", "amount": "600.00", "status": "proposed"},
            {"key": "b", "payer": "Schools", "share": None, "amount": None, "status": "proposed"},
        ],
        "total_share": "60",
        "total": "600.00",
    }
    section = {"key": "money", "place": "contributions", "heading": "Money", "contents_heading": "Money",
               "label": "", "before": "", "after": "", "records": plain_text, "sections": []}  # fmt: skip
    document = json.loads(codec.write(compose(recorded([], [], []), on=TODAY))) | {"sections": [section]}
    read = codec.read(json.dumps(document), 1)
    (table,) = layout.pages(read)[0].blocks
    assert table.totals[0].cells == ("Total", "60.0%", "£600")
    assert table.columns[1].heading == "Proposed %age"
