"""Taking down what should not be public, and erasing what should not exist.

What goes is whatever may quote the text: content, findings, remarks, notes, why a draft was given back, which changes a
body asked for, what recipients said. What stays is that it was decided: who, when, by which minute, the digests, the
public decision, and the reasons for taking it down and erasing it, which are written for staying.
"""

from django.db import transaction
from django.db.models import Q

from kit import clearing, clock, stamps
from publications.models import EarlierDocument, Picture, PictureFile, PublicationKind
from publications.pictures import named_in

from . import following, pictures
from .earlier import there
from .freezing import content
from .models import Approval, Edition, KeptFile, Presented, Rendition
from .status import Deed, NotAllowed, given, held, same_person

# The columns of a version that may quote what is to be forgotten.
QUOTING = ("content", "difference", "findings", "note", "returned_because")


@transaction.atomic
def take_down(edition, *, by, reason):
    """Take a version off the public site, now. Its address says so, with the day and the reason; nothing is destroyed.

    The version before it does not come back: what the board replaced is no longer its word.
    """
    given(reason, "Give the reason: the public reads it in place of the document.")
    edition = held(edition, Deed.TAKE_DOWN, by=by)
    edition.taken_down_at, edition.taken_down_by, edition.taken_down_because = clock.now(), by, reason
    stamps.save(edition)
    transaction.on_commit(following.follow)
    return edition


@transaction.atomic
def settle(edition, *, by, reason):
    """Say on the record that nothing is to be published for now in place of what was taken down. Nothing else changes,
    and a later publication takes its place nevertheless."""
    given(reason, "Give the reason: it is on the record that nothing is public, and why.")
    edition = held(edition, Deed.SETTLE, by=by)
    edition.settled_at, edition.settled_by, edition.settled_because = clock.now(), by, reason
    stamps.save(edition)
    return edition


@transaction.atomic
def ask_erasure(edition, *, by, reason):
    """Ask for an edition to be erased. A second person does it, or the asker with a recorded instruction."""
    given(reason, "Give the reason: it stays when the content is gone.")
    edition = held(edition, Deed.ASK_ERASURE, by=by)
    edition.erasure_asked_at, edition.erasure_asked_by, edition.erased_because = clock.now(), by, reason
    stamps.save(edition)
    return edition


def goes_with(edition):
    """What is destroyed along with an edition: every unpublished draft of the same publication."""
    return (
        Edition.objects.unpublished()
        .filter(publication=edition.publication, erased_at__isnull=True)
        .exclude(pk=edition.pk)
        .order_by("pk")
    )


@transaction.atomic
def erase(edition, *, by, instruction="", extracts=False):
    """Destroy an edition's content, its files, its differences and every unpublished draft of the same publication.

    It takes two people, or the data protection officer's instruction, whose words are kept. Afterwards only digests,
    dates, decisions and reasons are left. An extract of the minutes that a version which stays was decided by is kept
    with that one; `extracts` destroys it even then. Former trees and the database's files are then cleared of it;
    `following.remains` says where they were not.
    """
    edition = held(edition, Deed.ERASE, by=by)
    if same_person(edition.erasure_asked_by, by) and not instruction.strip():
        raise NotAllowed(
            "You asked for this yourself. A second person has to erase it, "
            "or you record the instruction of the data protection officer."
        )
    now, along = clock.now(), list(goes_with(edition))
    kept = () if extracts else [file.pk for file in needed_extracts(edition)]
    for draft in along:
        words = f"Destroyed along with {edition}."
        _destroy(draft, now, by=by, because=edition.erased_because, instruction=words, kept=kept)
    _destroy(edition, now, by=by, because=edition.erased_because, instruction=instruction, kept=kept)
    clearing.left_in(Edition, Rendition, KeptFile, PictureFile, Approval, Presented)
    transaction.on_commit(following.follow)
    return Edition.objects.get(pk=edition.pk)


def needed_extracts(edition):
    """The extracts of an edition, and of the drafts that go with it, on which a decision that stays rests."""
    going = [edition.pk, *goes_with(edition).values_list("pk", flat=True)]
    stays = Approval.objects.filter(edition__erased_at__isnull=True, extract__isnull=False).exclude(edition__in=going)
    extracts = KeptFile.objects.filter(approval__edition__in=going, erased_at__isnull=True)
    return extracts.filter(pk__in=stays.values("extract")).defer("data").distinct()


def files_that_go(edition):
    """The earlier documents' files that go with a version of their list: those that neither the public page nor the
    list names any more. A version in between that names one too keeps its words, and can't be published again."""
    if edition.publication.kind != PublicationKind.EARLIER or edition.erased_at:
        return KeptFile.objects.none()
    live = Edition.objects.live().filter(publication=edition.publication)
    stay = {document.digest for each in live for document in content(each).documents}
    stay |= set(EarlierDocument.objects.values_list("digest", flat=True))
    named = {document.digest for document in content(edition).documents}
    return there().filter(digest__in=named - stay)


def pictures_that_go(edition):
    """The pictures that go with a version: those that no other version and no section of a draft shows any more."""
    if edition.erased_at:
        return PictureFile.objects.none()
    alone = pictures.elsewhere(named_in(content(edition)), [edition.pk])
    drafts = Picture.objects.filter(file__digest__in=alone).values_list("file__digest", flat=True)
    return PictureFile.objects.there().filter(digest__in=alone - {*drafts})


@transaction.atomic
def erase_unused(file, *, by):
    """Erase a file that was brought and that nothing rests on; it was never public, so one person is enough."""
    _empty(file, clock.now(), by, "data", "name")
    clearing.left_in(KeptFile)
    transaction.on_commit(clearing.clear)


def _destroy(edition, now, *, by, because, instruction, kept):
    """Empty one edition and all that was made of it, but for the extracts that are kept."""
    if not edition.erasure_asked_at:
        edition.erasure_asked_at, edition.erasure_asked_by = now, by
    if edition.published_at and not edition.taken_down_at:
        edition.taken_down_at, edition.taken_down_by, edition.taken_down_because = now, by, because
    for file in files_that_go(edition):
        _empty(file, now, by, "data", "name")
    for file in pictures_that_go(edition):
        _empty(file, now, by, "data")
    remark, edition.remark = edition.remark, ""
    for name in QUOTING:
        setattr(edition, name, "")
    edition.erased_at, edition.erased_by, edition.erasure_instruction = now, by, instruction
    edition.erased_because = edition.erased_because or because
    stamps.save(edition)
    for file in Rendition.objects.filter(edition=edition, erased_at__isnull=True):
        _empty(file, now, by, "data")
    for file in (
        KeptFile.objects.filter(approval__edition=edition, erased_at__isnull=True).exclude(pk__in=kept).distinct()
    ):
        _empty(file, now, by, "data", "name")
    for line in Presented.objects.filter(edition=edition).exclude(comments=""):
        line.comments = ""
        line.save()
    # What differs from it quotes it; so do the changes asked for and the remark, which the changed one took over.
    later = Edition.objects.filter(amends=edition)
    for decision in Approval.objects.filter(Q(edition=edition) | Q(edition__in=later)).exclude(changes=""):
        _empty(decision, now, by, "changes")
    for changed in later.exclude(difference=""):
        changed.difference, changed.difference_erased_at, changed.difference_erased_by = "", now, by
        changed.remark = "" if changed.remark == remark else changed.remark
        changed.save()


def _empty(row, now, by, *fields):
    for name in fields:
        setattr(row, name, row._meta.get_field(name).get_default())
    row.erased_at, row.erased_by = now, by
    row.save()
