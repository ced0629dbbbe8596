"""A plan or report: its sections in order, each with what its place draws from the records."""

from collections import defaultdict

from kit.called import BOARD
from membership import law
from publications.content.base import Called, Period
from publications.content.document import Document, Section
from publications.content.section_types import BY_PLACE, in_folder

from . import glossary
from .site import board_name, logo, the_board


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
            records=records(publication, narrative, on),
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


def records(publication, narrative, on):
    """What a section shows from the records; None if it shows none. Raises UnknownPlace, in a sentence."""
    try:
        struct = BY_PLACE[narrative.place].struct
    except KeyError:
        raise UnknownPlace(
            f"The section “{narrative}” of {publication} is to show “{narrative.place}” from the records, which this "
            "version of the program doesn’t know. Choose there what it shows, or bring the program up to date."
        ) from None
    return struct and in_folder(__package__, struct)(publication, narrative, on)


class UnknownPlace(ValueError):
    """A section shows something from the records that the program doesn't know."""


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
