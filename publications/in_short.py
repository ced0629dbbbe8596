"""A report on two pages: what its executive summary says, how each goal went, what the board found, money.

Made of the frozen content of a version, as its large print is. It leaves out and shortens, says of each list how much
it leaves to the report, and words nothing anew.
"""

from bisect import bisect_left
from textwrap import shorten

from msgspec import Struct

from kit import called
from kit.wording import counted
from publications import render, summing
from publications.content.base import Control
from publications.content.document import Document
from publications.content.goals import Findings, Progress
from publications.content.site import Site
from publications.content.summary import Summary
from publications.files import pdf
from publications.passages import things

PAGES = 2


class ShortRoom(Struct, frozen=True):
    """How much is told: figures and sentences of the summary, goals, findings of a kind; letters of each."""

    chosen: int
    goals: int
    findings: int
    letters: int


ROOMS = (
    ShortRoom(8, 30, 8, 260),
    ShortRoom(6, 20, 6, 200),
    ShortRoom(6, 16, 6, 160),
    ShortRoom(6, 14, 5, 140),
    ShortRoom(5, 12, 4, 120),
    ShortRoom(4, 8, 3, 90),
    ShortRoom(3, 6, 2, 70),
    ShortRoom(2, 4, 1, 60),
)


class ShortList(Struct, frozen=True):
    """The rows of a list that find room, and in words how many are left to the report."""

    rows: tuple
    left: str = ""


def make(document: Document, control: Control, site: Site | None = None, address: str = "") -> pdf.Made:
    """The PDF of two pages, or `PdfFailed`. Takes seconds: never call it inside a transaction.

    How much finds room is found by making it: the middle form first, then the middle of the fuller or barer ones.
    """
    made = {}

    def finds_room(room):
        made[room] = pdf.make(html(document, control, room, site, address))
        return made[room].pages <= PAGES

    fullest = bisect_left(ROOMS, True, key=finds_room)
    if fullest == len(ROOMS):
        raise pdf.PdfFailed(f"Its shortest form has {made[ROOMS[-1]].pages} pages.")
    return made[ROOMS[fullest]]


def html(document, control, room, site=None, address=""):
    """The two pages as HTML for the PDF, with so much told."""
    with called.using(lambda: document.words):
        base = f"{address}/{document.kind}/{document.slug}" if address else ""
        words = {"document": document, "control": control, "base": base, "site": site}
        return render.page("in_short.html", words | told(document, room))


def told(document, room):
    """What is told of the document in so much room."""
    found = [thing for thing, _ in things(document)]
    summaries = [each for each in found if isinstance(each, Summary)]
    figures = sum((each.figures for each in summaries), ())
    sentences = sum((each.sentences for each in summaries), ())
    goals = [row for each in found if isinstance(each, Progress) for row in each.goals]
    every = summing.figures(document)
    sums = [each for each in every.values() if each.key.startswith(("money", "attendance"))]
    already = {each.key for each in figures}
    return {
        "figures": some(figures, room.chosen, "figure"),
        "sentences": some([cut_at_a_word(each.words, 3 * room.letters) for each in sentences], room.chosen, "sentence"),
        "goals": some([in_a_row(row, room, every) for row in goals], room.goals, "priority", "priorities"),
        "kinds": [
            (heading, some([cut_at_a_word(each.words, room.letters) for each in rows], room.findings, "point"))
            for heading, rows in findings(document)
        ],
        "sums": [each for each in sums if each.key not in already],
    }


def some(rows, most, one, many=None):
    rows = tuple(rows)
    left = len(rows) - most
    return ShortList(
        rows[:most], f"{counted(left, f'more {one}', many and f'more {many}')} in the report" if left > 0 else ""
    )


def cut_at_a_word(words, letters):
    return shorten(words, letters, placeholder=" …")


def in_a_row(row, room, every):
    """A goal with what the figures show, or what was said of them, and the difference made."""
    tests = " ".join(test.words for test in row.tests)
    shown = tests or row.figures_in_words or last_figures(row, every) or "No figure"
    return {
        "code": row.goal.code,
        "title": cut_at_a_word(row.goal.title, room.letters),
        "figures": cut_at_a_word(shown, room.letters),
        "difference": cut_at_a_word(row.difference_made, room.letters) or "Nothing is said",
    }


def last_figures(row, every):
    """The last figure of each series of a goal; `every` holds the figures of the document by their names."""
    keys = [f"series {indicator.key} {series.key}" for indicator in row.indicators for series in indicator.series]
    found = [every[key] for key in keys if key in every]
    return "; ".join(f"{each.figure}{each.when and f' ({each.when})'}: {each.name}" for each in found)


def findings(document):
    """The headings of the sections that tell findings, each with its rows."""
    for thing, at in things(document):
        if isinstance(thing, Findings) and thing.findings:
            yield at.section.heading or at.name, thing.findings
