"""Publishing as long work: asked for on a page, done in a process of its own. See `kit.long_work`.

A document's PDFs and the public pages take longer than a person waits. Of one publication one version is published at a
time, so whoever presses the button of another meanwhile is shown what is under way.
"""

from django.urls import reverse

from kit import clock, long_work
from publications.files import pdf
from publications.models import Publication

from . import following, public_now, publishing
from .following import PUBLISH
from .models import Edition
from .status import Deed, NotAllowed, refuse_unless_lawful

# What is done so: of one publication nothing else is published meanwhile.
DEEDS = {Deed.PUBLISH, Deed.RESTORE}


def ask(edition, deed, *, by, reason=""):
    """Ask for an edition to be published, or published again; NotAllowed if that isn't lawful as it stands."""
    refuse_unless_lawful(edition, deed)
    return _ask(edition.publication, by=by, edition=edition.pk, again=deed is Deed.RESTORE, reason=reason)


def ask_for_update(publication, *, by):
    """Ask for an everyday page to be published as the records stand."""
    return _ask(publication, by=by)


def _ask(publication, *, by, **told):
    return long_work.start(PUBLISH, str(publication.pk), f"Publishing: {publication}", by=by, told=told)


def under_way(publication):
    """The publishing of a publication that is under way or ended of late, for its pages; None if there is none."""
    return long_work.latest(PUBLISH, str(publication.pk))


def being_published():
    """The numbers of the publications of which something is being published now."""
    return {int(work.key) for work in long_work.under_way(PUBLISH)}


def publish(work, told):
    """Do it: what is said of it when it is done, and where it is looked at."""
    publication = Publication.objects.get(pk=work.key)
    try:
        edition = _publish(publication, told, by=work.by, on=clock.today())
    except (NotAllowed, pdf.PdfFailed) as refusal:
        raise long_work.WorkFailed(str(refusal)) from refusal
    except following.Unfinished as failure:
        edition = Edition.objects.live().select_related("publication").get(publication=publication)
        done = "published again" if told.get("again") else "published"
        raise long_work.WorkFailed(f"{edition} is {done} in the records. {failure}", address(edition)) from failure
    done = "Published again." if told.get("again") else "Published."
    return f"{done} {public_now.in_words(publication)}".strip(), address(edition)


def _publish(publication, told, *, by, on):
    if "edition" not in told:
        return publishing.update(publication, by=by, on=on)
    edition = Edition.objects.get(pk=told["edition"])
    if told["again"]:
        return publishing.restore(edition, by=by, on=on, reason=told["reason"])
    return publishing.publish(edition, by=by, on=on)


def address(edition):
    return reverse("version", args=[edition.pk])
