"""A list that went out as a file comes back as it went: each row is known, and what differs is named."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.models import Budget
from finance.office import with_estimates
from kit import spreadsheets
from kit.incoming import files as incoming
from kit.intake import cells
from kit.intake.table import arrange
from kit.intake.taking import Intake
from kit.spreadsheets import ComingBack
from lscb.office.pasted_lists import LISTS
from membership.models import Body, ReportingPeriod
from membership.roles import Role
from priorities.models import Indicator, Plan
from tests import factories as make
from tests.office.conftest import KINDS, signed_in

pytest_plugins = ["tests.southend"]
# Columns of a file that say where a row stands, and not what it says.
OURS = {"List", "Key", "Part", "Goal", "Body", "Meeting", "Period"}
PAGES = {
    "office-budget": Budget,
    "office-plan": Plan,
    "office-evidence": ReportingPeriod,
    "office-meetings": None,
    "office-members": None,
    "office-indicator": Indicator,
    "office-settings": None,
}


def rows_of(file):
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.fixture
def files(southend, db):
    """Every file of the office's pages: the address of its page, the kind of row in it, and its bytes."""
    client = signed_in(make.UserFactory(roles=[Role.MANAGER]))
    found = []
    for name, model in PAGES.items():
        for key in [row.key for row in model.objects.all()] if model else [None]:
            address = reverse(name, kwargs={"key": key} if key else None)
            wanted = dict.fromkeys(re.findall(r'href="\?csv=(\w+)"', client.get(address).content.decode()))
            for kind in wanted:
                answer = client.get(f"{address}?csv={kind}")
                found.append((address, kind, b"".join(answer.streaming_content)))
    return found


def test_each_row_of_each_file_stands_as_it_went(files):
    assert len({kind for _, kind, _ in files}) > 15
    [budget] = Budget.objects.all()
    as_shown = {"budgetline": with_estimates(budget.reckoned().contributed)}
    for address, name, file in files:
        kind = as_shown.get(name, KINDS[name])
        standing = ComingBack([kind], {})
        for row in rows_of(file):
            assert re.fullmatch(rf"{name}-[a-z0-9-]+", row["Key"])
            assert standing.differing(row) == [], (address, row)


# What a spreadsheet makes of a cell, and whether it still says the same.
GONE_OVER = [
    ("43065.00", "43065", True),
    ("-300.00", "-300", True),
    ("-300.00", "300", False),
    ("'-£300", "-£300", True),
    ("£43,065", "43,065.00", True),
    ("49.500", "49.5", True),
    ("49.5%", "49.50%", True),
    ("49.5%", "0.495", False),
    ("2016-03", "01/03/2016", True),
    ("2016-03", "Mar-16", True),
    ("2016-03", "Apr-16", False),
    ("June 16", "01/06/2016", True),
    ("June 16", "16/06/2015", False),
    ("14 June 2016", "14/06/2016", True),
    ("14 June 2016", "15/06/2016", False),
    ("One\n\n- two", "One\r\n• two", True),
    ("Fewer", "Few", False),
    ("£43,065", "", False),
    ("", "£43,065", False),
    ("Not recorded", "0", False),
]


@pytest.mark.parametrize(("went", "came", "same"), GONE_OVER)
def test_a_cell_that_a_spreadsheet_wrote_anew_says_the_same(went, came, same):
    assert spreadsheets.same(went, came) is same


@pytest.mark.django_db
def test_what_differs_is_named_and_a_row_of_another_year_stands_nowhere():
    budget = make.BudgetFactory()
    row = make.ContributionFactory(budget=budget, amount=Decimal(-300), label="Clawback")
    words = spreadsheets.told(KINDS["contribution"], row)
    assert words["Amount (number)"] == "-300", "a number, and no text for an apostrophe's sake"
    standing = ComingBack([KINDS["contribution"]], {"budget": budget})
    assert standing.differing(words) == []
    assert standing.differing(words | {"Amount": "£300"}) == ["Amount"]
    assert standing.differing(words | {"Key": "contribution-other"}) is None
    assert standing.differing(words | {"Key": ""}) is None
    other = ComingBack([KINDS["contribution"]], {"budget": make.BudgetFactory()})
    assert other.differing(words) is None


@pytest.mark.django_db
def test_a_row_is_looked_for_below_the_rows_that_it_stands_in():
    item = make.AgendaItemFactory()
    kind = KINDS["agendaitem"]
    words = spreadsheets.told(kind, item)
    assert ComingBack([kind], {"body": item.meeting.body}).differing(words) == []
    assert ComingBack([kind], {"body": make.BodyFactory()}).differing(words) is None


LISTED = {
    "contribution": "contributions",
    "budgetline": "budget-lines",
    "goal": "goals",
    "progress": "progress",
    "finding": "key-successes",
    "seat": "members",
    "body": "chairs",
    "meeting": "meetings",
    "agendaitem": "meetings",
}


def test_each_file_pastes_back_into_its_list_and_changes_nothing(files):
    """With every row as it stands there is nothing to save; with one that differs its column is named."""
    by, there = make.UserFactory(), {name: kind.model.objects.count() for name, kind in KINDS.items()}
    parents = {
        "budget": Budget.objects.get(),
        "plan": Plan.objects.order_by("-starts").first(),
        "period": ReportingPeriod.objects.first(),
        "body": Body.objects.get(kind=Body.Kind.BOARD),
        "part": None,
    }
    pasted = set()
    for address, kind, file in files:
        chosen = parents | {"plan": Plan.objects.get(key=address.split("/")[-2])} if "/plan/" in address else parents
        if kind not in LISTED or ("/evidence/" in address and kind == "goal"):
            continue
        pasted.add(kind)
        into = LISTS[LISTED[kind]]
        [table] = incoming.read(file).tables
        grid = cells.of(table)
        chosen = {parent.name: chosen[parent.name] for parent in into.parents}
        outcome = Intake(into, chosen, by).run(arrange(grid, into), save=True)
        assert (outcome.problems, outcome.saved) == ({}, {}), (address, kind)
        assert len(outcome.standing) == len(rows_of(file))
        assert outcome.general[-1] == "These rows stand already, as they are here. There is nothing to save."

        head, first = grid.rows[:2]
        place = next(number for number, heading in enumerate(head) if first[number] and heading not in OURS)
        first[place] += " anew"
        outcome = Intake(into, chosen, by).run(arrange(grid, into), save=True)
        [[sentence]] = [told[""] for told in outcome.problems.values()]
        assert f"something else below {head[place]}." in sentence
        assert outcome.saved == {}
    assert pasted == set(LISTED)
    assert there == {name: kind.model.objects.count() for name, kind in KINDS.items()}
