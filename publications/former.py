"""The document before one, and what stood in its sections: to be read while the next is written, never copied."""

from publications.content.section_types import OWN_WORDS
from publications.models import Narrative, Publication


def before(publication: Publication) -> Publication | None:
    """The document of the same kind, language and readers for the time before; None if there is none."""
    if publication.starts is None:
        return None
    same = Publication.objects.filter(
        kind=publication.kind,
        language=publication.language,
        made_for=publication.made_for,
        starts__lt=publication.starts,
    )
    return same.exclude(pk=publication.pk).order_by("-starts").first()


def words_before(publication: Publication) -> dict[int, Narrative]:
    """By the number of a section, the one of the document before that has its words: it opens the same, or answers or
    is headed the same. Nothing is copied from it.
    """
    former = before(publication)
    if former is None:
        return {}
    old = [each for each in former.narrative_set.all() if each.before or each.after]
    found = {}
    for section in publication.narrative_set.all():
        like = next((each for each in old if is_like(section, each)), None)
        if like:
            found[section.pk] = like
    return found


def is_like(section, other):
    if section.place != OWN_WORDS or other.place != OWN_WORDS:
        return section.place == other.place and (section.part_id is None or section.heading == other.heading)
    return bool(section.answers and section.answers == other.answers) or (
        bool(section.heading) and section.heading.casefold() == other.heading.casefold()
    )
