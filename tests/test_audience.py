"""What says that it is public when published is published: on a page, in the PDF, and as data.

The rows are made of the forms and tables themselves (`tests/canaries.py`), so a column that comes is held to it too.
"""

import csv
import html
import io
import re
from collections import defaultdict
from itertools import combinations

import pytest
from django.db import models, transaction

from publications import pictures, render
from publications import sections as layout
from publications.blocks import Table
from publications.compose import goals
from publications.content import codec
from publications.files import pdf
from publications.sections import people
from tests import canaries
from tests.canaries import CONTROL, FORMS, World, after, instead, named, public, stands_in
from tests.pdf_reading import Reading

# What is public and stands nowhere, each with the reason. What comes to be printed is taken off, or the test says so.
UNPRINTED = {
    "Publication.slug": "It is the end of the web address, and the PDF has none.",
    "Publication.translates": "It leads to another document, and this is the only one.",
    "Regime.report_address": "It leads to a report, and the document is a plan.",
    "Appointment.state (in-post or left)": "Whether a seat is vacant is told, not who sits there or did.",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The rows, made once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def contents(world):
    return canaries.composed()


@pytest.fixture(scope="module")
def announced(contents):
    """The document's PDF as it is read out, its pictures in words, with the head and foot of its pages."""
    made = pdf.make(render.paper(contents[0], CONTROL), pictures=pictures.bytes_of(contents[0]))
    reading = Reading(made.data)
    in_words = [figure.alternative for figure in reading.tree.find("Figure")]
    return " ".join([reading.tree.text, *in_words, *reading.artifacts.values()])


@pytest.fixture(scope="module")
def media(contents, announced):
    return media_of(contents, announced)


def media_of(contents, announced):
    """What is published, as text: the pages, the PDF, the data, and the tables as files."""
    files = canaries.published(contents)
    no_words = (".pdf", ".zip", ".png", ".ico")
    # The index of the search repeats the pages, and is no way of its own to read them.
    texts = {
        path: made.decode()
        for path, made in files.items()
        if not path.endswith(no_words) and not path.startswith("search/")
    }
    return {
        "HTML": html.unescape("\n".join(text for path, text in texts.items() if path.endswith(".html"))),
        "PDF": announced,
        "data": canaries.data(contents),
        "CSV": "\n".join(
            cell
            for path, text in texts.items()
            if path.endswith(".csv")
            for line in csv.reader([*io.StringIO(text)])
            for cell in line
        ),
    }


def untold(world, contents, media):
    """The columns of which a value of their own stands nowhere, each with where it is missing."""
    missing = defaultdict(set)
    of_document = codec.write(contents[0])
    cells = "\n".join(cells_of(contents[0]))
    for told in world.told:
        wanted = ["HTML", "data"]
        if stands_in(told.value, of_document) or not stands_in(told.value, media["data"]):
            wanted.append("PDF")
        if stands_in(told.value, cells):
            wanted.append("CSV")
        gone = {medium for medium in wanted if not stands_in(told.value, media[medium])}
        if gone:
            missing[named(type(told.row), told.name)] |= gone
    return missing


@pytest.fixture(scope="module")
def unprinted(world, contents, media):
    """The columns that are public and stand nowhere, each with where it is missing."""
    missing = untold(world, contents, media)
    has_its_own = {named(type(told.row), told.name) for told in world.told}
    for model in FORMS:
        for field in public(model):
            if named(model, field.name) not in has_its_own:
                missing |= unseen(world, field)
    return missing


def cells_of(document):
    for page in layout.pages(document):
        for block in page.blocks:
            if isinstance(block, Table):
                for group in block.groups:
                    yield from (cell for row in group.rows for cell in row.cells)


def unseen(world, field):
    """Where nobody can tell what a choice, a tick or a link says: by what changes when it says something else.

    Of choices each has to differ from each other one that the same row could hold, of links and the like from one.
    """
    rows = [row for row in world.rows if type(row) is field.model]
    if field.choices or isinstance(field, models.BooleanField):
        return alike(world, rows, field)
    left = set(COMPARED)
    for row in rows:
        value = getattr(row, field.name)
        for other in instead(field, value):
            left -= different(world.now, after(world, row, field.name, other))
            if not left:
                return {}
    return {named(field.model, field.name): left}


COMPARED = ("HTML", "data")


def different(one, other):
    """In which media two renderings differ; one that a table refused differs from nothing."""
    return {medium for medium, *texts in zip(COMPARED, one or (), other or (), strict=False) if texts[0] != texts[1]}


def alike(world, rows, field):
    """The pairs of choices that read alike wherever a row could hold both, each with where they do."""
    every = [choice for choice, _ in field.flatchoices] if field.choices else [True, False]
    seen, left = set(), {pair: set(COMPARED) for pair in combinations(every, 2)}
    for row in rows:
        open_pairs = [pair for pair, gone in left.items() if gone]
        asked = {choice for pair in open_pairs for choice in pair}
        found = {choice: after(world, row, field.name, choice) for choice in every if choice in asked}
        for pair in open_pairs:
            if all(found[choice] for choice in pair):
                seen.add(pair)
                left[pair] -= different(*(found[choice] for choice in pair))
    column = named(field.model, field.name)
    return {
        f"{column} ({one} or {other})": gone for (one, other), gone in left.items() if gone and (one, other) in seen
    }


def test_every_public_column_is_published(unprinted, said):
    columns = [named(model, field.name) for model in FORMS for field in public(model)]
    whole = {*columns} - {column.partition(" ")[0] for column in unprinted}
    said(f"Public columns: {len(columns)} of {len(FORMS)} kinds of rows, {len(whole)} of them printed whole")
    sentences = [
        sentence(column, gone)
        for column, gone in unprinted.items()
        if UNPRINTED.keys().isdisjoint({column, column.partition(" ")[0]})
    ]
    assert not sentences, "\n".join(sentences)


def sentence(column, gone):
    return (
        f"{column} is public and {'reads alike' if '(' in column else 'stands nowhere'} in {' / '.join(sorted(gone))}"
    )


def test_a_column_that_is_not_printed_is_named(world, monkeypatch):
    """Read and laid out by nobody; and read, but not laid out."""
    monkeypatch.setattr(goals, "planned", lambda row, here, kind: goals.goal(row, here))
    for table, left in (("MEMBERS", people.MEMBERS[:1]), ("CHAIRS", people.CHAIRS[:2])):
        monkeypatch.setattr(people, table, left)
    contents = canaries.composed()
    missing = untold(world, contents, media_of(contents, render.paper(contents[0], CONTROL)))
    assert sentence("Goal.rationale", missing["Goal.rationale"]) == (
        "Goal.rationale is public and stands nowhere in HTML / PDF / data"
    )
    assert missing["Seat.represents"] == {"HTML", "PDF"}


def test_what_is_listed_as_unprinted_is(unprinted):
    found = {*unprinted, *(column.partition(" ")[0] for column in unprinted)}
    assert [column for column in UNPRINTED if column not in found] == []


def test_what_the_blocks_say_stands_on_the_page_and_in_the_pdf(contents, media):
    """So that a choice, which is looked for in the blocks, is looked for in both."""

    def packed(text):
        return re.sub(r"\s+", "", text)

    page, paper = packed(re.sub("<[^>]*>", "", media["HTML"])), packed(media["PDF"])
    for cell in cells_of(contents[0]):
        for line in cell.splitlines():
            words = packed(line.removeprefix("- "))
            assert words in page, line
            assert words in paper, line
