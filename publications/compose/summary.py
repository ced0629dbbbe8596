"""The executive summary: what the office chose, found again in the document as it is composed."""

from msgspec.structs import replace

from kit.written import written_once
from publications import summing
from publications.content import summary as content
from publications.models import Highlight

from .once import once


def summary(publication, section, on):
    """Nothing yet: what was chosen can be found when the whole document is composed (`with_chosen`)."""
    return content.Summary()


@written_once
def chosen_for(number):
    """What was chosen for the summaries that a publication of this number shows, in its order."""
    rows = Highlight.objects.filter(narrative__publication=number, narrative__included=True)
    return rows.select_related("narrative", "series__indicator")


def with_chosen(document, publication):
    """The document with what was chosen in each of its summaries, in its order; what stands nowhere in it is left out.

    Figure and sentence are those of the document: nobody types them again.
    """
    chosen = {}
    for row in once(chosen_for, publication.pk):
        chosen.setdefault(row.narrative.key, []).append(row.chosen)
    if not chosen:
        return document
    figures, sentences = summing.figures(document), summing.sentences(document)

    def filled(section):
        records = section.records
        if isinstance(records, content.Summary):
            wanted = chosen.get(section.key, ())
            records = content.Summary(
                figures=tuple(figures[each] for each in wanted if each in figures),
                sentences=tuple(sentences[each] for each in wanted if each in sentences),
            )
        return replace(section, records=records, sections=tuple(filled(below) for below in section.sections))

    return replace(document, sections=tuple(filled(section) for section in document.sections))


def not_standing(document, publication):
    """What was chosen for a summary that is shown, and stands in the document no more."""
    rows = once(chosen_for, publication.pk)
    if not rows:
        return []
    standing = {*summing.figures(document), *summing.sentences(document)}
    return [row for row in rows if row.chosen not in standing]
