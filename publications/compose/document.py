"""A plan or report: its sections in order, each with what its place draws from the records."""

from collections import defaultdict

from kit.called import BOARD
from membership import law
from publications.content.base import Called, Period
from publications.content.document import Document, Section
from publications.models import Narrative

from . import glossary, goals, lineage, meetings, money
from . import membership as who
from .site import board_name, logo, the_board

Place = Narrative.Place

# Which section draws on what. Each function takes the publication, the section and the day.
RECORDS = {
    Place.OWN_WORDS: lambda publication, section, on: None,
    Place.PROGRESS: goals.progress,
    Place.SUCCESSES: goals.findings,
    Place.DEVELOPMENT: goals.findings,
    Place.FURTHER: goals.findings,
    Place.GOALS: goals.goals,
    Place.CONTRIBUTIONS: money.contributions,
    Place.BUDGET: money.budget,
    Place.FORWARD_PLAN: meetings.forward_plan,
    Place.STRUCTURE: who.structure,
    Place.MEMBERS: who.members,
    Place.CHAIRS: who.chairs,
    Place.LINEAGE: lineage.lineage,
    Place.NOT_RECORDED: lineage.not_recorded,
    Place.GLOSSARY: glossary.glossary,
}


def document(publication, on):
    """The whole document. Sections that are not included are left out with all that is inside them."""
    inside = defaultdict(list)
    for narrative in publication.narrative_set.filter(included=True).select_related("part"):
        inside[narrative.parent_id].append(narrative)

    def section(narrative, label=""):
        heading = narrative.heading or (narrative.part.heading if narrative.part else "")
        return Section(
            key=narrative.key,
            place=narrative.place,
            heading=heading,
            contents_heading=narrative.contents_heading or heading,
            label=label,
            before=narrative.before,
            records=RECORDS[narrative.place](publication, narrative, on),
            after=narrative.after,
            sections=tuple(section(below) for below in inside[narrative.pk]),
        )

    board = the_board()
    whole = Document(
        kind=publication.kind,
        slug=publication.slug,
        board=board_name(board),
        logo=logo(board),
        colour=board.colour,
        called=own_words(on),
        title=publication.title,
        period=Period(words=publication.period_as_printed, starts=publication.starts, ends=publication.ends),
        cover_note=publication.cover_note,
        sections=tuple(section(narrative, label) for narrative, label in labelled(inside[None])),
    )
    return glossary.with_used_terms(whole)


def own_words(on):
    """What the body and its report are called under the law of the day; None where that is a board as ever."""
    words = law.words(on)
    return None if words == BOARD else Called(body=words.body, report=words.report)


def labelled(narratives):
    """Sections and appendices, each with its label: Section 1, Section 2, Appendix 1."""
    counts = defaultdict(int)
    for narrative in narratives:
        word = "Appendix" if narrative.appendix else "Section"
        counts[word] += 1
        yield narrative, f"{word} {counts[word]}"
