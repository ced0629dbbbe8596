"""Whether what the board published is still what it published: the records against their check codes, the files against
the records.

The seal refuses changes; this finds the ones that came round it: a database restored without its triggers, a hand on
the disk, a folder of public files that somebody edited.
"""

import gzip
import hashlib
import zlib
from datetime import date

import msgspec
from django.conf import settings
from msgspec import Struct

from kit import clock, outcomes
from publications.content import codec
from publications.content.document import Document
from publications.content.earlier import EarlierDocuments
from publications.models import PictureFile, PublicationKind

from . import downloads, earlier, pictures, seal, tree
from .models import Edition, KeptFile, Rendition

VERIFIED = ".verified.json"
PACKED = ".gz"


class Verified(Struct, frozen=True, kw_only=True):
    """What was looked at, and what was found to be wrong, each finding a sentence."""

    editions: int
    renditions: int
    findings: tuple[str, ...]
    # That the public pages were never written here, as after a restore: nothing is wrong, they are only to be made.
    unwritten: str = ""


class Last(Struct, frozen=True, kw_only=True):
    """When it was last looked at, and how many things were wrong."""

    on: date
    findings: int


def write_outcome(verified):
    """Write down how it went, beside the public site that was looked at: /health/findings says it to who watches."""
    outcomes.write(VERIFIED, Last(on=clock.today(), findings=len(verified.findings)))


def last():
    """How it last went, or None if nobody has looked yet."""
    return outcomes.read(VERIFIED, Last)


def verify():
    """Look at every version, every file made of one, and the public site. Nothing is changed, nothing is mended."""
    root = settings.PUBLIC_ROOT
    whole = seal.sealed_tables()
    findings = [
        f"The table {sealed.table} is not sealed; manage.py migrate seals it."
        for sealed in seal.SEALED
        if sealed.table not in whole
    ]
    editions = renditions = 0
    for edition in Edition.objects.select_related("publication").order_by("pk").iterator(chunk_size=10):
        editions += 1
        if not edition.erased_at and codec.digest(edition.content) != edition.digest:
            findings.append(f"{name(edition)}: the content is not what its check code was made of.")
    files = Rendition.objects.select_related("edition__publication").defer("edition__content").order_by("pk")
    for file in files.iterator(chunk_size=10):
        renditions += 1
        if not file.erased_at and hashlib.sha256(file.data).hexdigest() != file.digest:
            findings.append(f"{name(file.edition)}: the stored {file.get_kind_display()} is not the one that was made.")
    for file in KeptFile.objects.filter(erased_at__isnull=True).order_by("pk").iterator(chunk_size=10):
        renditions += 1
        if hashlib.sha256(file.data).hexdigest() != file.digest:
            findings.append(f"Kept file {file.pk}: it is not the one that was brought.")
    for file in PictureFile.objects.there().order_by("pk").iterator(chunk_size=10):
        renditions += 1
        if hashlib.sha256(file.data).hexdigest() != file.digest:
            findings.append(f"Picture {file.pk}: it is not the one that was kept.")
    # While the site is being written, the records are ahead of it.
    with tree.undisturbed(root):
        never = not (root / tree.TREES).exists()
        found = public_findings(root / tree.CURRENT)
    missing = f"There is no public site in {root / tree.CURRENT}; manage.py site writes it."
    unwritten = missing if never and missing in found else ""
    findings += [finding for finding in found if finding != unwritten]
    return Verified(editions=editions, renditions=renditions, findings=tuple(findings), unwritten=unwritten)


def name(edition):
    """An edition as a finding calls it: drafts have no number, so each is told by its record too."""
    return f"{edition} (record {edition.pk})"


def public_findings(current):
    """What is wrong with the PDFs, tables and data files of the public site."""
    documents, older, findings = [], None, []
    published = list(Edition.objects.public().select_related("publication"))
    for edition in published:
        try:
            content = codec.read(edition.content, edition.schema)
        except (ValueError, LookupError, msgspec.MsgspecError) as error:
            findings.append(f"{name(edition)}: the content can't be read, nor its public files compared ({error}).")
            continue
        if isinstance(content, Document):
            documents.append(as_published(edition, content))
        elif edition.superseded_at is None and isinstance(content, EarlierDocuments):
            older = earlier.Earlier(content=content, files=earlier.kept(content))
    all_read = not findings
    expected = {file.path: file.data for file in downloads.data_files(documents)}
    expected |= {path: make() for path, make in pictures.public().items()}
    if older:
        expected |= {file.path: file.data for file in earlier.files(older)}
    lost = {path for path, data in expected.items() if not data}
    findings += [f"{path} is missing from the records." for path in sorted(lost)]
    if not any(
        edition.publication.kind == PublicationKind.SITE and edition.superseded_at is None for edition in published
    ):
        # Without the site's own words no page is written, whatever else is live.
        expected = {}
    elif not current.is_dir():
        return [*findings, f"There is no public site in {current}; manage.py site writes it."]
    # The archive holds all the others: if one of them is not known, neither is it.
    unknown = lost | ({downloads.ARCHIVE} if lost or not all_read else set())
    for path, data in expected.items():
        if path not in unknown:
            findings += file_findings(current, path, data)
    # What seems to belong to nothing may belong to the version that can't be read.
    if all_read:
        for path in data_paths(current):
            if path.removesuffix(PACKED) not in expected:
                findings.append(f"{path} on the public site belongs to no published version.")
    return findings


def as_published(edition, content):
    """A version as the public site shows it; without bytes for a PDF that the records lack."""
    files = {file.kind: file for file in Rendition.objects.filter(edition=edition)}
    file, large = files.get(Rendition.Kind.PDF), files.get(Rendition.Kind.LARGE_PRINT)
    short = files.get(Rendition.Kind.SUMMARY)
    return downloads.PublishedVersion(
        content=content,
        text=edition.content,
        control=tree.control(edition),
        pdf=bytes(file.data) if file else b"",
        pdf_pages=file.pages if file else 0,
        large_print=bytes(large.data) if large else b"",
        large_print_pages=large.pages if large else 0,
        in_short=bytes(short.data) if short else b"",
        in_short_pages=short.pages if short else 0,
        live=edition.superseded_at is None,
        schema=edition.schema,
    )


def file_findings(current, path, data):
    """What is wrong with one public file, and with its packed sibling, which is what most visitors get."""
    file, packed = current / path, current / f"{path}{PACKED}"
    if not file.is_file():
        yield f"{path} is missing from the public site."
    elif file.read_bytes() != data:
        yield f"{path} on the public site differs from the records."
    if packed.is_file() and unpacked(packed) != data:
        yield f"{path}{PACKED} on the public site differs from the records."


def data_paths(current):
    """Every PDF, table and data file that lies in the public site, and those packed for the way."""
    for file in sorted(current.rglob("*")):
        path = file.relative_to(current).as_posix()
        # The index of the search is made of the pages, and changes with them: it is none of these.
        if file.is_file() and downloads.kept_as(path.removesuffix(PACKED)):
            yield path


def unpacked(file):
    """What a packed file holds, or None if it can't be unpacked."""
    try:
        return gzip.decompress(file.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
