"""What each piece of a file seems to be, and what all of them stand in; nothing where that isn't sure."""

import re
from dataclasses import replace

from kit import periods
from kit.intake import understanding
from kit.intake.lists import Parent, PasteList, is_called, tokens
from kit.reading import days
from kit.reading.answers import Value
from lscb.office.brought import HEADING, LIST, TABLE, WORDS
from lscb.office.outline import LABEL, NOT_TAKEN, SAVED
from lscb.office.pasted_lists import KNOWN, LISTS
from membership.models import Body
from membership.office import BODY
from membership.pasting import THE_BOARD
from priorities.pasting import PERIOD, PLAN

# What all pieces stand in. Progress is that of the plan before.
FRAME = PasteList(
    "all",
    "All of it",
    parents=(
        Parent("body", "Whose members and meetings", Body.objects.all, False, THE_BOARD, adds=BODY),
        replace(PLAN, required=False),
        replace(PLAN, name="past", label="Plan whose progress is told", required=False),
        replace(PERIOD, required=False),
        replace(LISTS["contributions"].parents[0], required=False),
    ),
)
OTHERS = {("progress", "plan"): "past"}
YEAR = re.compile(r"year runs from (?:[0-9]{1,2} )?([A-Z][a-z]+) to (?:[0-9]{1,2} )?([A-Z][a-z]+)")
SPAN = re.compile(r"from ((?:[0-9]{1,2} )?[A-Z][a-z]+ [0-9]{4}) (?:to|until) ((?:[0-9]{1,2} )?[A-Z][a-z]+ [0-9]{4})")


def guess(found):
    """Say of each piece what it seems to be, and what all of them stand in; nothing where that isn't sure."""
    heading, lead, is_cover = "", "", any(piece.level for piece in found.pieces)
    for piece in found.pieces:
        if piece.sort == HEADING:
            heading, lead, is_cover = piece.name, "", False
        if is_cover or tokens(heading) in ("content", "table of content"):
            piece.into = NOT_TAKEN
        elif piece.sort in (WORDS, HEADING):
            piece.into, lead = WORDS, piece.cells.rows[-1][0] if piece.cells.rows else lead
        elif piece.sort == LIST:
            piece.into = of_list(lead, heading)
        else:
            best = understanding.chosen(understanding.readings(piece.cells, KNOWN.values()))
            piece.into = best.into.slug if best and not goes_on(found, piece, best) else ""
    found.where = frame(found) | {name: value for name, value in found.where.items() if value}


def before(found, piece):
    """The table that a piece may go on with: as wide, and before it with no heading of its own between."""
    tables = [each for each in found.pieces[: found.pieces.index(piece)] if each.sort == TABLE and each.into != SAVED]
    last = tables[-1] if tables and piece.sort == TABLE else None
    return last if last and last.name == piece.name and last.cells.width == piece.cells.width else None


def goes_on(found, piece, best):
    """Whether a table without headings stands right after one as wide, such as the rest of one that a page end cuts."""
    return not best.first and before(found, piece) is not None


def join(found, piece):
    """Put a table's rows to the end of the table before it."""
    table, height = before(found, piece), len(before(found, piece).cells.rows)
    table.cells.rows += piece.cells.rows
    table.cells.troubles |= {(row + height, place): words for (row, place), words in piece.cells.troubles.items()}
    table.cells.covered |= {
        (row + height, place): (at[0] + height, at[1]) for (row, place), at in piece.cells.covered.items()
    }
    table.cells.said += piece.cells.said
    table.columns, table.roles, table.looked = [], [], ""
    found.pieces.remove(piece)


def of_list(lead, heading):
    """The list that a list of items is, by the sentence before it or its heading; else it is words."""
    findings = [each for each in LISTS.values() if each.needs == (("words",),)]
    named = [each for words in (lead, heading) for each in findings if is_called(each, words)]
    return named[0].slug if named else WORDS


def frame(found):
    """What the words say of the document and of what its tables stand in."""
    cover = [row[0] for piece in found.pieces if piece.into == NOT_TAKEN for row in piece.cells.rows]
    words = " ".join(row[0] for piece in found.pieces if piece.sort == WORDS for row in piece.cells.rows)
    first = next((piece.name for piece in found.pieces if piece.level), "")
    title = next((each for each in cover if re.search(r"\bplan\b|\breport\b", each, re.I)), first)
    printed = next((each for each in cover if understanding.years_in(each) and len(each) < 20), "")
    span, told = SPAN.search(words), {"title": title.title() if title.isupper() else title, "printed": printed}
    if span and all(isinstance(days.read(each), Value) for each in span.groups()):
        told |= {"starts": day_of(span[1]), "ends": day_of(span[2], end=True)}
    under = {slug: next((p.name for p in found.pieces if p.into == slug), "") for slug in LISTS}
    past = re.sub(
        r"^.*\bprogress (?:against|on|with|towards) (?:the )?", "", LABEL.sub("", under["progress"]), flags=re.I
    )
    budget = under["contributions"] or under["budget-lines"]
    of = re.search(r"\b(?:membership|members) of (?:the )?(.+)", under["members"], re.I)
    told |= reporting_year(YEAR.search(words), in_years(under["progress"]))
    names = {
        "body": of[1] if of else "",
        "plan": told["title"],
        "past": past,
        "period": in_years(under["progress"]),
        "budget": in_years(" ".join([budget, *headings_of(found, "contributions")])),
    }
    for parent in FRAME.parents:
        there = parent.rows().filter(**{parent.adds.model.goes_by: names[parent.name]}).first()
        told |= {parent.name: str(there.pk)} if there else {f"new-{parent.name}": names[parent.name]}
    return told


def reporting_year(runs, years):
    """The days of a reporting period, if the words say from which month to which the year runs."""
    if not runs or not years:
        return {}
    first, last = f"{runs[1]} {years[:4]}", f"{runs[2]} {int(years[:4]) + 1}"
    if not all(isinstance(days.read(each), Value) for each in (first, last)):
        return {}
    return {"told_from": day_of(first), "told_to": day_of(last, end=True)}


def headings_of(found, slug):
    return [cell for piece in found.pieces if piece.into == slug for cell in (piece.cells.rows or [[]])[0]]


def in_years(words):
    """The years that some words name, as people write them: 2016/17."""
    years = sorted(understanding.years_in(words))
    return f"{years[0][0]}/{years[0][1] % 100:02}" if years else ""


def day_of(words, *, end=False):
    value = days.read(words).value
    return periods.day((value.ends if end else value.starts) if hasattr(value, "ends") else value)
