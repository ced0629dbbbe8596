"""Sections and goals: what is empty, what has no heading, what was not told, and what lies in the past."""

from datetime import date

from msgspec.structs import asdict

from kit.called import say
from kit.prose import unmarked
from kit.wording import counted, cut
from publications import measures
from publications import sections as layout
from publications.blocks import Table
from publications.content.goals import Progress
from publications.content.lineage import NotRecorded
from publications.content.meetings import ForwardPlan
from publications.content.people import Structure
from publications.content.summary import Summary
from publications.passages import (
    SECTIONS,
    Place,
    Record,
    coded,
    evidence_record,
    narrative,
    passages,
    progress_record,
    records_of,
    sections,
)
from publications.sections.words import anchor

from .dates import ends_of
from .figures import goal_rows
from .finding import STOPS, WARNING, CheckFinding, found

# A cell of so many lines can't be taken in; on paper it fills half a page and more.
MOST_LINES = 30


def nothing_at_all(document, today):
    """A document without a word in it is not sent to anybody."""
    if not any(passage.place.anchor for passage in passages(document)):
        yield CheckFinding(
            check="nothing",
            severity=STOPS,
            words="There is nothing in this document yet.",
            places=(Place(words="Its sections", record=SECTIONS),),
        )


def left_out(found):
    """What the document draws on stands in a section of it, or somebody is told that it doesn't."""
    for each in found:
        yield CheckFinding(
            check="left out",
            severity=WARNING,
            words=f"{counted(len(each.places), each.one, each.many)} {'stands' if len(each.places) == 1 else 'stand'} "
            "in no section of this document.",
            places=each.places,
        )


def empty(document, today):
    """Every section says something."""
    places = tuple(
        Place(words=section.heading or section.contents_heading or section.key, anchor=at, record=narrative(section))
        for section, at in sections(document)
        if is_empty(section)
    )
    yield from found("empty", places, f"{counted(len(places), 'section is', 'sections are')} empty.")


def is_empty(section):
    if section.sections or unmarked(section.before) or unmarked(section.after):
        return False
    return section.records is None or holds_nothing(section.records)


# About what a page of A4 takes: letters, each figure counted with its size.
A_PAGE, A_FIGURE = 2_400, 280


def summaries(document, today):
    """An executive summary fits on a page."""
    for section, at in sections(document):
        if isinstance(section.records, Summary):
            letters = sum(len(each.words) for each in section.records.sentences)
            letters += sum(A_FIGURE + len(each.told) for each in section.records.figures)
            letters += len(unmarked(section.before)) + len(unmarked(section.after))
            place = Place(words=section.heading or section.key, anchor=at, record=narrative(section))
            if letters > A_PAGE:
                yield CheckFinding(
                    check="summary",
                    severity=WARNING,
                    words="The executive summary is longer than a page. Choose fewer figures or sentences.",
                    places=(place,),
                )


def holds_nothing(records):
    """Whether every list that the records are made of is empty. A structure has its top, and no gap is good news.

    Goals of which nothing is told say nothing of how they went.
    """
    if isinstance(records, Structure | NotRecorded):
        return False
    if isinstance(records, Progress):
        return not any(map(is_told, records.goals))
    return not any(value for value in asdict(records).values() if isinstance(value, tuple))


def is_told(row):
    """Whether anything is recorded of how a goal went."""
    figures = any(series.observations for indicator in row.indicators for series in indicator.series)
    heard = any(each.update or each.state for each in row.goal.actions)
    said = row.figures_in_words or row.commentary or row.difference_made
    return bool(said or row.evidence or figures or heard)


def headings(document, today):
    """Every section of the contents has a heading."""
    places = tuple(
        Place(words=f"{section.label or 'A section'} has no heading", anchor=section.key, record=narrative(section))
        for section in document.sections
        if not section.heading
    )
    yield from found("headings", places, f"{counted(len(places), 'section has', 'sections have')} no heading.")


def cells(document, today):
    """No cell of a table is so long that nobody can take it in."""
    places = tuple(
        Place(words=f"{column.heading}: {cut(row.cells[table.row_header], 60)}", anchor=row.anchor or page.key)
        for page in layout.pages(document)
        for table in page.blocks
        if isinstance(table, Table)
        for group in table.groups
        for row in group.rows
        for column, text in zip(table.columns, row.cells, strict=True)
        if table.lines(column, text, measures.letters(table)) > MOST_LINES
    )
    yield from found(
        "cells",
        places,
        f"{counted(len(places), 'cell')} of a table would fill half a page or more. "
        "Words of that length are easier to read outside a table.",
    )


def goals(check, wanting, record, words):
    """A check that names the goals of the past plan of which something was not told, and where it is to be told."""

    def ask(document, today):
        places = tuple(
            Place(words=coded(row.goal), anchor=anchor(section, row.goal.key), record=record(row.goal))
            for section, row in goal_rows(document)
            if wanting(row)
        )
        yield from found(check, places, f"{counted(len(places), 'goal has', 'goals have')} {say(words)}")

    return ask


without_evidence = goals(
    "evidence",
    lambda row: not any(found.state == "found" for found in row.evidence),
    evidence_record,
    "no evidence from audits or from what people told.",
)
without_difference = goals(
    "difference", lambda row: not row.difference_made, progress_record, "no word on the difference made to {people}."
)


def meetings(document, today):
    """A meeting that lies in the past was held or cancelled; it isn't planned any more."""
    for section, records in records_of(document, ForwardPlan):
        places = tuple(
            Place(
                words=meeting.label,
                anchor=anchor(section, meeting.key),
                record=Record("forwardplan.meeting", (meeting.key,), "body"),
            )
            for meeting in records.meetings
            if meeting.state == "planned" and last_day(meeting) < today
        )
        yield from found(
            "meetings",
            places,
            f"{counted(len(places), 'meeting lies', 'meetings lie')} in the past and "
            f"{'is' if len(places) == 1 else 'are'} still recorded as planned.",
        )


def last_day(meeting):
    """The last day on which a meeting can be, as far as its date is known."""
    if not meeting.month:
        return date(meeting.year, 12, 31)
    last = ends_of(meeting.year, meeting.month)
    return min(date(meeting.year, meeting.month, meeting.day or last.day), last) if meeting.day != 31 else last
