"""The seed's tables, pasted from Word and Excel into an empty board, make the document that its records make."""

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from finance.models import Budget, BudgetLine, Contribution
from forwardplan.models import AgendaItem, Meeting
from kit.intake.rows import ALONE
from kit.intake.taking import Intake
from kit.reading import numbers
from lscb.office.looked_at import SHOWN
from lscb.office.pasted_lists import LISTS
from membership.models import Appointment, Body, Organisation, Party, ReportingPeriod, Seat
from priorities import models as priorities
from publications.compose import compose
from publications.models import Publication
from tests import factories as make
from tests.contents import plain
from tests.test_pasting import Fields, arranged, table_of

pytest_plugins = ["tests.southend"]

DAY = date(2016, 6, 1)
SAMPLES = Path(__file__).parent / "pasted"

# Which list each sample goes into, and the rows it goes below, in the order in which a new board would paste them.
TABLES = {
    "progress": ("progress", {"plan": (priorities.Plan, "2014-15"), "period": (ReportingPeriod, "2014-15")}),
    "key-successes": ("key-successes", {"period": (ReportingPeriod, "2014-15")}),
    "areas-for-development": ("areas-for-development", {"period": (ReportingPeriod, "2014-15")}),
    "further-priorities": ("further-priorities", {"period": (ReportingPeriod, "2014-15")}),
    "goals-priorities": ("goals", {"plan": (priorities.Plan, "2016-19"), "part": (priorities.Part, "priorities")}),
    "goals-objectives": ("goals", {"plan": (priorities.Plan, "2016-19"), "part": (priorities.Part, "core-objectives")}),
    "contributions": ("contributions", {"budget": (Budget, "2016-17")}),
    "budget-lines": ("budget-lines", {"budget": (Budget, "2016-17")}),
    "meetings": ("meetings", {"body": (Body, "overarching-board")}),
    "members": ("members", {"body": (Body, "overarching-board")}),
    "chairs": ("chairs", {"body": (Body, "overarching-board")}),
}
# Two lines of the printed budget stand under no heading, which nothing in the table says: the person says it.
UNDER_NO_HEADING = ("Serious Case Reviews", "Meeting Expenses")

# What the tables hold. The frame stays: the board, its bodies and standing items, the plans and their parts, the
# period, the budget, the publication with its sections and their words.
PASTED_MODELS = (
    Appointment, Seat, AgendaItem, Meeting, Contribution, BudgetLine, priorities.Finding, priorities.Lineage,
    priorities.Measure, priorities.Evidence, priorities.Progress, priorities.Aim, priorities.Observation,
    priorities.Series, priorities.Indicator, priorities.Goal,
)  # fmt: skip


def sample(kind, name):
    """What one program puts on the clipboard for one table; a kind in plain text is called so."""
    folder, _, ending = kind.partition(" ")
    path = SAMPLES / folder / f"{name}.{'txt' if ending or folder == 'text' else 'html'}"
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def emptied():
    """The board's frame, without anything that its tables hold, and without organisations to recognise."""
    for model in PASTED_MODELS:
        for row in model.objects.all():
            row.delete()
    for party in Party.objects.filter(words="", body=None):
        party.delete()
    for organisation in sorted(Organisation.objects.all(), key=lambda row: -len(row.full_name)):
        organisation.delete()


def parents(where):
    return {name: model.objects.get(key=key) for name, (model, key) in where.items()}


def by_hand(grid):
    """What the person who pastes says on the page: two budget lines stand under no heading."""
    for place, row in enumerate(grid.cells.rows):
        if row[0].startswith(UNDER_NO_HEADING):
            grid.roles[place] = ALONE


# What no table says, by the name of the thing in the content, and is so not compared:
# keys, which derive from the words when a row is first saved and were given by hand in the fixtures;
NOT_COMPARED = {
    "key",
    # which figures are in the sentences, and their indicators: entered as figures, not in a table of words;
    "indicators",
    # whether a figure is wanted to go up or down, which one, and what came of it: it belongs to an indicator.
    "wanted",
    "measured",
    "tests",
    # that nobody says how many sit there: the table only has a role in the plural.
    "several",
}


def comparable(content):
    """The content of each section as plain values, without what no table says."""

    def bare(value):
        if isinstance(value, dict):
            # Whether evidence was found or is only planned stands in its words alone.
            if {"key", "state", "words"} <= value.keys() and value["state"] == "planned":
                value = value | {"state": "found"}
            return {name: bare(inner) for name, inner in value.items() if name not in NOT_COMPARED}
        return [bare(inner) for inner in value] if isinstance(value, list | tuple) else value

    def sections(below):
        for section in below:
            yield section["key"], bare(section["records"])
            yield from sections(section["sections"])

    return dict(sections(plain(content)["sections"]))


@pytest.fixture(scope="module")
def person(content):
    """Who pastes; the board is emptied for this, once, after its document was composed."""
    emptied()
    return make.SuperuserFactory(name="Manager")


@pytest.fixture
def on_the_empty_board(person):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def composed():
    return comparable(compose(Publication.objects.get(slug="2016-2019"), on=DAY))


def paste(name, table, by):
    slug, where = TABLES[name]
    into = LISTS[slug]
    grid = arranged(table, into)
    by_hand(grid)
    outcome = Intake(into, parents(where), by).run(grid, save=True)
    assert outcome.is_sound, (name, outcome.problems, outcome.general)


# Calc's plain text runs the lines of a cell together and can't make the document alone: a browser is given its HTML.
@pytest.mark.parametrize("kind", ["word", "excel", "text", "writer", "calc"])
def test_all_tables_pasted_into_an_empty_board_make_the_document(content, on_the_empty_board, person, kind):
    for name in TABLES:
        paste(name, sample(kind, name), person)
    expected, made = comparable(content), composed()
    assert made.keys() == expected.keys()
    for section, records in expected.items():
        assert made[section] == records, section


# Here the group is a cell that spans the rows of its chair and its vice chair.
SPANNING = {("excel", "chairs"), ("writer", "chairs"), ("calc", "chairs"), ("calc as text", "chairs")}
# Calc shows figures as its cells are formatted, where Word's table has what somebody typed.
FORMATTED = {"contributions", "budget-lines"}
# Tables with cells of several paragraphs, which Calc's plain text runs together.
RUN_TOGETHER = {"goals-priorities", "goals-objectives", "progress"}
# Recorded from a document in which these are bullets; the sample of Word has paragraphs.
BULLETED = {("writer", "goals-objectives")}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["excel", "text", "writer", "calc", "calc as text"])
def test_every_program_gives_the_very_table_that_word_gives(kind, name):
    if (kind, name) in SPANNING or (kind == "calc as text" and name in RUN_TOGETHER):
        return
    given, expected = table_of(sample(kind, name)).rows, table_of(sample("word", name)).rows
    if kind.startswith("calc") and name in FORMATTED:
        given, expected = as_figures(given), as_figures(expected)
    if (kind, name) in BULLETED:
        given, expected = without_bullets(given), without_bullets(expected)
    assert given == expected


def without_bullets(table):
    return [[re.sub(r"\n+(?:- )?", "\n", cell.removeprefix("- ")) for cell in row] for row in table]


def as_figures(table):
    """A table's figures as numbers, so that £43,065.00 is £43065."""
    return [[getattr(numbers.read(cell), "value", cell) for cell in row] for row in table]


@pytest.mark.parametrize("kind", sorted(kind for kind, _ in SPANNING))
def test_cells_that_span_rows_make_the_same_section(content, on_the_empty_board, person, kind):
    table = sample(kind, "chairs")
    # In plain text nothing says that the cell goes on.
    groups = [row[0] for row in arranged(table, LISTS["chairs"]).in_full[1:3]]
    assert groups == ["LSCB Executive Group", "" if "text" in kind else "LSCB Executive Group"]
    paste("chairs", table, person)
    assert composed()["chairs"] == comparable(content)["chairs"]


def test_the_same_through_the_pages(content, on_the_empty_board, person):
    client = Client()
    client.force_login(person)
    for name in ("contributions", "budget-lines"):
        slug, where = TABLES[name]
        address = reverse("paste", args=[slug])
        chosen = {each: row.pk for each, row in parents(where).items()}
        looked = client.post(address, {**chosen, "pasted": "as plain text", "html": sample("word", name)})
        fields = Fields(looked.content.decode()).data
        for place in range(SHOWN):
            if fields.get(f"c-{place}-0", "").startswith(UNDER_NO_HEADING):
                fields[f"row-{place}"] = ALONE
        saved = client.post(address, fields | {"do": "save"})
        assert client.get(saved["Location"]).status_code == 200
    expected, made = comparable(content), composed()
    assert [made[section] for section in ("contributions", "budget")] == [
        expected[section] for section in ("contributions", "budget")
    ]


def test_what_is_not_compared_is_all_there_is(content):
    """Each thing that is left out is in the content: an exception that nothing needs would hide a fault."""
    text = msgspec.json.encode(content).decode()
    for name in NOT_COMPARED:
        assert f'"{name}":' in text
    assert '"state":"planned"' in text
