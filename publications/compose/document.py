"""A plan or report: its sections in order, each with what its place draws from the records."""

from collections import defaultdict
from itertools import chain, count

from kit.called import BOARD
from kit.written import written_once
from membership import law
from publications.content.base import Called, Period
from publications.content.document import Document, Section
from publications.content.section_types import BY_PLACE, in_folder
from publications.models import NEEDS_APPROVAL, InsetSpot, Narrative

from . import glossary, goals, insets, summary
from .once import once
from .site import board_name, logo, the_board


def document(publication, on):
    """The whole document. Sections that are not included are left out with all that is inside them."""
    narratives = sections_of(publication.pk)
    inside = defaultdict(list)
    for narrative in narratives:
        if narrative.included:
            inside[narrative.parent_id].append(narrative)
    repeated = place_other_goals(publication, narratives, inside)
    put_in = insets.put_in(publication, narratives)

    def section(narrative, label=""):
        heading = narrative.heading or (narrative.part.heading if narrative.part else "")
        return Section(
            key=narrative.key,
            place=narrative.place,
            heading=heading,
            contents_heading=narrative.contents_heading or heading,
            label=label,
            before=narrative.before,
            records=None if narrative in repeated else records(publication, narrative, on),
            after=narrative.after,
            sections=tuple(section(below) for below in inside[narrative.pk]),
            charts=narrative.charts,
            placed=tuple(put_in.get((narrative.pk, InsetSpot.OPENING), ())),
            closing=tuple(put_in.get((narrative.pk, InsetSpot.CLOSING), ())),
        )

    board = the_board()
    whole = Document(
        kind=publication.kind,
        slug=publication.slug,
        board=board_name(board),
        logo=logo(board),
        colour=board.colour,
        called=own_words(on),
        language=publication.language,
        translates=publication.translates.address if publication.translates else "",
        made_for=str(publication.made_for),
        title=publication.title,
        period=Period(words=publication.period_as_printed, starts=publication.starts, ends=publication.ends),
        cover_note=publication.cover_note,
        version_called=publication.version_called,
        sections=tuple(section(narrative, label) for narrative, label in labelled(inside[None])),
    )
    whole = summary.with_chosen(whole, publication)
    # A glossary that the office left out is left out on purpose; everyday pages and translations have none.
    has_one = any(narrative.place == Narrative.Place.GLOSSARY for narrative in narratives)
    if has_one or publication.kind not in NEEDS_APPROVAL or publication.translates_id or publication.language:
        return glossary.with_used_terms(whole)
    return glossary.with_terms(whole)


@written_once
def sections_of(publication):
    """The sections of a publication in their order, each with a mark for every sort of thing that is put into it."""
    return insets.with_sorts(Narrative.objects.filter(publication=publication).select_related("part", "body"))


def place_other_goals(publication, narratives, inside):
    """See to it that goals which stand in no part, or in one without a section, stand in one section of the document.

    If it has none for them, and shows other parts of the plan, it gets one behind the last of these; a section of the
    office that is left out is left out on purpose. Gives back the sections that would print them again.
    """

    def in_order(parent=None):
        for narrative in inside[parent]:
            yield narrative
            yield from in_order(narrative.pk)

    opening = [narrative for narrative in in_order() if narrative.place == Narrative.Place.GOALS]
    is_placed = any(each.place == Narrative.Place.GOALS and each.part is None for each in narratives)
    if publication.plan and opening and not is_placed and goals.in_no_section(publication).exists():
        last, keys = opening[-1], {narrative.key for narrative in narratives}
        other = Narrative(
            pk=0,  # nothing stands inside it
            publication=publication,
            key=next(key for key in chain(["other-goals"], map("other-goals-{}".format, count(2))) if key not in keys),
            place=Narrative.Place.GOALS,
            heading="Other goals",
            appendix=last.appendix,
        )
        siblings = inside[last.parent_id]
        siblings.insert(siblings.index(last) + 1, other)
    return [narrative for narrative in opening if narrative.part is None][1:]


def records(publication, narrative, on):
    """What a section shows from the records; None without what it needs. Raises UnknownPlace, in a sentence."""
    try:
        drawn = BY_PLACE[narrative.place]
    except KeyError:
        raise UnknownPlace(
            f"The section “{narrative}” of {publication} is to show “{narrative.place}” from the records, which this "
            "version of the program doesn’t know. Choose there what it shows, or bring the program up to date."
        ) from None
    missing = [name for name in drawn.needs if getattr(publication, name) is None]
    if drawn.struct is None or (missing and not (missing == ["body"] and narrative.body)):
        return None
    return in_folder(__package__, drawn.struct)(publication, narrative, on)


class UnknownPlace(ValueError):
    """A section shows something from the records that the program doesn't know."""


def own_words(on):
    """What the law of the day decides of the words of a document; None where it is a children's board as ever."""
    named, words_of_day = Called.__struct_fields__, law.words_by(once(law.of_day, on))
    words, usual = ({name: getattr(each, name) for name in named} for each in (words_of_day, BOARD))
    return None if words == usual else Called(**words)


def labelled(narratives):
    """Sections and appendices, each with its label: Section 1, Section 2, Appendix 1."""
    counts = defaultdict(int)
    for narrative in narratives:
        word = "Appendix" if narrative.appendix else "Section"
        counts[word] += 1
        yield narrative, f"{word} {counts[word]}"
