"""What tests of the deeds do and ask for, in a word or two."""

from datetime import date

from editions.freezing import composed, frozen, keep_edition
from editions.models import Approval
from editions.status import as_it_stands
from publications import checks
from publications.content import codec
from publications.files import pdf

DAY = date(2016, 6, 1)


def stand_ins(patch):
    """A PDF that holds what its paper says, and no findings."""
    patch.setattr(
        pdf,
        "make",
        lambda html, **how: pdf.Made(data=b"%PDF " + html.encode(), pages=1, versions="stand-in", remarks=()),
    )
    patch.setattr(checks, "run", lambda content, **more: ())


def freeze(publication, *, by, on):
    """A draft that is kept, as a process left it that was killed before it published: by an earlier release."""
    return keep_edition(frozen(publication, by=by, on=on))


def rewrite(publication, words):
    """Change the plan's only section."""
    section = publication.narrative_set.get()
    section.before = words
    section.save()


def now_shown(publication):
    """The check code of what the records say: what a page with a difference would carry."""
    return composed(publication, DAY)[2]


def at_a_meeting(**more):
    """The Board's decision, as the office types it in."""
    fields = {"how": "meeting", "decided_by": "the Board", "decided_on": date(2016, 3, 16), "reference": "minute 7"}
    return Approval(**fields | more)


def with_changes(**more):
    return at_a_meeting(changes="Say “listening” in section 1.", confirmed_by="the chair", **more)


def fresh(edition):
    return as_it_stands(edition)


def words_of(edition):
    return codec.read(fresh(edition).content, edition.schema).sections[0].before
