"""The public site as plain files, written from the published editions and from nothing else.

The tree is a cache of the records: it is brought up to date beside the one that is read and takes its place by one
rename of a link, so that forty pages change in one moment. Any web server can serve it; it needs no database and
outlives the program.
"""

import fcntl
import gzip
import hashlib
import logging
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from django.db.models.functions import Length
from django.utils.functional import cached_property
from msgspec import Struct

from kit import clock, owner, periods
from publications import logos
from publications.content import codec
from publications.content.base import Control
from publications.content.earlier import EarlierDocuments
from publications.models import Publication, PublicationKind

from . import pages, pictures, presenting, turns
from .downloads import MANIFEST, SiteFile, TakenDown, VersionParts, addresses
from .earlier import Earlier, kept
from .models import Edition, Rendition
from .turns import CURRENT

log = logging.getLogger(__name__)

TREES = "trees"
LOCK = ".writing"
WRITTEN_FROM = ".written-from"
ZIPPED = {".html", ".css", ".json", ".txt", ".csv", ".ics", ".js", ".xml", ".atom", ".svg"}


def link(edition):
    """The public address of a live edition."""
    return pages.Link(text=str(edition.publication), address=edition.publication.address)


def version(edition):
    """Which edition it is, in words: Version 1, published 1 June 2016."""
    return f"Version {edition.number}, published {periods.day(edition.published_on)}"


def site():
    """The site's own words as they are public, or None before they are published."""
    edition = Edition.objects.live().filter(publication__kind=PublicationKind.SITE).first()
    return codec.read(edition.content, edition.schema) if edition else None


class Records(Struct, frozen=True, kw_only=True):
    """Which records a public site was written from: a code of all that was published, and how much was erased."""

    code: str
    erased: int


MOMENTS = ("published_at", "superseded_at", "taken_down_at", "erased_at")
# What is read of a version beside its text and its files. The whole rows of a thousand versions take longer to read
# than all else that is done with them.
READ = ("pk", "publication_id", "number", "schema", "digest", "decision", "note", "published_on", *MOMENTS)


def ever_published():
    """All that was ever published, the newest first, each as its columns."""
    return list(Edition.objects.published().values_list(*READ, named=True))


def records(editions=None):
    """What has been published, superseded, taken down and erased by now; `ever_published`, if that is read already."""
    if editions is None:
        editions = Edition.objects.published().values_list("pk", *MOMENTS, named=True)
    rows = [list(map(str, (row.pk, *(getattr(row, name) for name in MOMENTS)))) for row in editions]
    rows.sort(key=lambda row: int(row[0]))
    code = hashlib.sha256(msgspec.json.encode(rows)).hexdigest()
    return Records(code=code, erased=sum(row[-1] != "None" for row in rows))


def written_from(tree=CURRENT):
    """Which records a tree was written from; None if there is none, or it is half written or of an older release."""
    try:
        return msgspec.json.decode((settings.PUBLIC_ROOT / tree / WRITTEN_FROM).read_bytes(), type=Records)
    except (OSError, msgspec.MsgspecError):
        return None


def leftovers():
    """The former trees that may hold what was erased by the time the present one was written."""
    present = written_from()
    if present is None or not present.erased:
        return []
    older = {tree: written_from(tree) for tree in (settings.PUBLIC_ROOT / TREES).glob("*")}
    return sorted(tree for tree, written in older.items() if written is None or written.erased < present.erased)


def foreign():
    """What lies in the folder of the public pages and belongs to another user, who alone can clear it away."""
    root = settings.PUBLIC_ROOT
    places = [place for place in (root, root / LOCK, root / TREES) if place.exists()]
    return [place for place in (*places, *(root / TREES).glob("*")) if not owner.is_ours(place)]


def rebuild(*, anew=False):
    """Bring the public site up to date with the published editions and put it in the place of the old one.

    What the trees have already is kept, unless all of it is to be written `anew`: another release makes other pages of
    the same records. Without a live edition of the site's own words there is nothing to write, and what stands there
    stays. The former tree is kept for the requests that are reading it, unless something was erased since it was
    written. Raises `kit.owner.OtherUser` if it belongs to another user.
    """
    root = settings.PUBLIC_ROOT
    with alone(root):
        # Asked first: what is published meanwhile has its own writer, who waits for this one.
        editions = ever_published()
        now, before = records(editions), written_from()
        site, documents, earlier = published(editions)
        if site is not None:
            nothing_erased = before is not None and before.erased == now.erased
            files = pages.wanted(*of_what(site, documents, earlier), site_address=settings.SITE_ADDRESS)
            replace(
                root,
                root / TREES,
                files,
                written_from=msgspec.json.encode(now),
                keep_former=nothing_erased,
                keep_files=nothing_erased and not anew,
            )


def of_what(site, documents, earlier):
    """What the pages are made of."""
    return site, documents, clock.today(), gone(), earlier, logos.picture(site), pictures.public()


class NotOurs(Exception):
    """Why the site isn't written to a folder."""


def write_out(folder, more=None):
    """Write the whole public site into a folder for any web host, with the check code of every file.

    A site that was written there before is replaced, and only when the new one is whole. Says whether there was a site
    to write; raises NotOurs if the folder holds anything else. `more` has files beside it, each made of the paths of
    all the others.
    """
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotOurs(f"{folder} holds something else already. Name a folder that is empty or not there yet.")
    site, documents, earlier = published()
    if site is None:
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        new, old = Path(beside) / "new", Path(beside) / "old"
        for path, data in pages.files(
            *of_what(site, documents, earlier), site_address=settings.SITE_ADDRESS, signs_in=False
        ):
            write(new / path, data)
        there = {file.relative_to(new).as_posix() for file in new.rglob("*") if file.is_file()}
        for path, made_of in (more or {}).items():
            put(new / path, made_of(there))
        put(new / MANIFEST, sums(new).encode())
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    return True


def sums(folder):
    """Every file of a folder with its SHA-256, as `sha256sum --check` reads it."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    )


@contextmanager
def alone(root):
    """One writer at a time: publishing and the nightly run may meet, and the later one must read the later records."""
    owner.refuse_another()
    turns.make_folder(root)
    with (root / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def undisturbed(root):
    """While the site is looked at nobody writes it. Who may only read there can ask for this, too."""
    with ExitStack() as held:
        if (root / LOCK).exists():
            fcntl.flock(held.enter_context((root / LOCK).open("rb")), fcntl.LOCK_SH)
        yield


def replace(root, trees, files, written_from=b"", *, keep_former=True, keep_files=False):
    """Write the files into a tree that nobody reads, point the link at it, and clear away all but the former one.

    `files` are pairs of path and bytes, or `SiteFile`. With `keep_files` what the former trees have of them is kept.
    """
    turns.make_folder(trees)
    current = root / os.readlink(root / CURRENT) if (root / CURRENT).is_symlink() else None
    # All that is made anew is made before a former tree is touched.
    files = [
        each if isinstance(each, SiteFile) else SiteFile(path=each[0], make=lambda each=each: each[1]) for each in files
    ]
    turn = turns.Turn(trees, current if keep_files else None)
    turn.bring_up_to_date(files, write)
    if written_from:
        turn.put(WRITTEN_FROM, written_from, write)
    turn.settle(on_disk)
    swap(root / CURRENT, turn.tree.relative_to(root), trees)
    kept = {turn.tree, current} if keep_former else {turn.tree}
    for old in trees.iterdir():
        if old not in kept:
            clear_away(old)


def clear_away(tree):
    """One former tree, by itself: the new one is read already, and one that stays must not keep others from going."""
    try:
        shutil.rmtree(tree)
    except OSError:
        log.warning("A former tree of the public pages could not be cleared away: %s", tree.name)


def write(file, data):
    """One file and, if it is of words, its gzipped copy; if that is no smaller, a web server would send it all the
    same."""
    turns.make_folder(file.parent)
    put(file, data)
    if file.suffix in ZIPPED and len(packed := gzip.compress(data, mtime=0)) < len(data):
        put(file.with_name(f"{file.name}{turns.PACKED}"), packed)


def put(file, data):
    """A file that a web server may read, whatever the umask of who writes it."""
    with file.open("wb") as handle:
        os.fchmod(handle.fileno(), turns.FILE)
        handle.write(data)


def on_disk(place):
    """Wait until a file or folder is on the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap(place, target, beside):
    """Point the link at the new tree in one step: a reader sees the old site or the new one, never half of each.

    It is made in `beside`, where what a killed process leaves is cleared away by the next one.
    """
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        fresh = Path(folder) / "link"
        fresh.symlink_to(target)
        os.replace(fresh, place)
    on_disk(place.parent)


class StoredVersion(VersionParts):
    """A published version as the records have it. Its text and its PDFs are read only if something is made of them."""

    def __init__(self, edition, publication, file, large=None, short=None, presented=(), text=None):
        self.kind, self.slug = publication.kind, publication.slug
        self.schema, self.live = edition.schema, edition.superseded_at is None
        self.control, self.text_digest = control(edition), edition.digest
        self.pdf_size, self.pdf_pages, self.pdf_digest = file["size"], file["pages"], file["digest"]
        none = {"size": 0, "pages": 0, "digest": ""}
        large, short = large or none, short or none
        self.large_print_size, self.large_print_pages = large["size"], large["pages"]
        self.large_print_digest = large["digest"]
        self.in_short_size, self.in_short_pages, self.in_short_digest = short["size"], short["pages"], short["digest"]
        self.presented, self._pk = presented, edition.pk
        if text is not None:
            self.text = text

    # Not a field of the parent: two classes give these in two ways.
    kind = slug = None
    # Each is asked for many times, and no version has another one later.
    key = cached_property(VersionParts.key.fget)
    versions_address = cached_property(VersionParts.versions_address.fget)
    version_address = cached_property(VersionParts.version_address.fget)

    @cached_property
    def text(self):
        return Edition.objects.values_list("content", flat=True).get(pk=self._pk)

    @cached_property
    def content(self):
        return codec.read(self.text, self.schema)

    @property
    def pdf(self):
        return self._read(Rendition.Kind.PDF)

    @property
    def large_print(self):
        return self._read(Rendition.Kind.LARGE_PRINT)

    @property
    def in_short(self):
        return self._read(Rendition.Kind.SUMMARY)

    def _read(self, kind):
        return bytes(Rendition.objects.values_list("data", flat=True).get(edition=self._pk, kind=kind))


def published(editions=None):
    """The site's own words and the list of earlier documents as they are live, and every published version of the
    documents, the newest first: words, documents, list. Of `ever_published`, if that is read already.

    Words and list are None before they are published.
    """
    site, documents, earlier, told = None, [], None, presenting.told()
    editions = [row for row in (ever_published() if editions is None else editions) if row.taken_down_at is None]
    publications = Publication.objects.in_bulk()
    pdfs = Rendition.objects.filter(edition__in=Edition.objects.public()).annotate(size=Length("data"))
    Kind = Rendition.Kind
    of_kind = {kind: {} for kind in Kind}
    for file in pdfs.values("edition_id", "kind", "size", "pages", "digest"):
        of_kind[file["kind"]][file["edition_id"]] = file
    files, *others = (of_kind[kind] for kind in (Kind.PDF, Kind.LARGE_PRINT, Kind.SUMMARY))
    live = [row.pk for row in editions if row.superseded_at is None]
    texts = dict(Edition.objects.filter(pk__in=live).values_list("pk", "content"))
    for edition in editions:
        publication, text = publications[edition.publication_id], texts.get(edition.pk)
        if publication.is_document:
            if edition.pk in files:
                made = (each.get(edition.pk) for each in (files, *others))
                documents.append(StoredVersion(edition, publication, *made, told.get(edition.pk, ()), text))
        elif text:
            content = codec.read(text, edition.schema)
            if isinstance(content, EarlierDocuments):
                earlier = Earlier(content=content, files=kept(content))
            else:
                site = content
    return site, documents, earlier


def gone():
    """What was taken down, as the notices say it, the latest first."""
    editions = Edition.objects.taken_down().documents().without_content()
    return tuple(
        TakenDown(
            addresses=addresses(
                edition.publication.kind,
                edition.publication.slug,
                edition.number,
                was_live=edition.superseded_at is None,
            ),
            title=f"{edition.publication}, version {edition.number}",
            on=clock.day_of(edition.taken_down_at),
            reason=edition.taken_down_because,
        )
        for edition in editions.order_by("-taken_down_at", "-pk")
    )


def control(edition):
    """What is printed of an edition beside its content."""
    return Control(
        number=edition.number,
        published_on=edition.published_on,
        decision=edition.decision,
        note=edition.note,
        check_code=edition.digest,
    )
