"""What a published version is as files: its PDF, its content for machines, its tables, and all of them in one archive.

Every file here follows from the records alone, so that `verification` can make each again and compare.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

import msgspec
from msgspec import Struct

from publications.colophon import IN_SHORT, LARGE, LARGE_PRINT, SHORT
from publications.content import codec
from publications.content.base import Control
from publications.content.codes import ENGLISH, LANGUAGES
from publications.content.document import Document
from publications.models import PublicationKind

from . import tables

ARCHIVE = "data/published.zip"
# The descriptions of earlier schemas, as they were published while they were the newest.
EARLIER_SCHEMAS = Path(__file__).parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MANIFEST = "SHA256SUMS"
# What a reader keeps, by the end of its path. The index of the search is fetched by its page and kept by nobody.
KEPT = (".pdf", ".json", ".csv", ".zip")
SEARCH = "search/"
# Every file in the archive carries this day, so that the same files make the same archive.
NO_DAY = (1980, 1, 1, 0, 0, 0)
# The PDFs that a version may have beside its first: what tells each from it, the attributes that hold it, its file.
OTHERS = {LARGE: ("large_print", LARGE_PRINT), SHORT: ("in_short", IN_SHORT)}


class PdfLink(Struct, frozen=True, kw_only=True):
    """A PDF with what a reader wants to know before fetching it."""

    address: str
    size: str
    pages: int


class Public(Struct, frozen=True, kw_only=True):
    """What a JSON file holds: the content that was approved, and what is known of the version beside it."""

    content: Document
    control: Control


class VersionParts:
    """What follows from a published version's content, control block and PDF, whether they are read already or not."""

    __slots__ = ()

    @property
    def kind(self):
        return self.content.kind

    @property
    def slug(self):
        return self.content.slug

    @property
    def number(self):
        return self.control.number

    @property
    def starts(self):
        return self.content.period.starts

    @property
    def ends(self):
        return self.content.period.ends

    @property
    def address(self):
        return f"/{self.kind}/{self.slug}/"

    @property
    def language(self):
        """The language of its own words, as a page and a screen reader know it."""
        return self.content.language or "en-GB"

    @property
    def language_in_words(self):
        return LANGUAGES.get(self.content.language, self.content.language) or ENGLISH

    @property
    def original(self):
        """The address of the document that it says in another language; its own if it is that one."""
        return self.content.translates or self.address

    @property
    def versions_address(self):
        return f"{self.address}editions/"

    @property
    def version_address(self):
        """Where this very version can be read, also when a later one has taken its place."""
        return f"{self.versions_address}{self.number}/"

    @property
    def title(self):
        return f"{self.content.title} {self.content.period.words}".strip()

    @property
    def key(self):
        """A code of all that its files and pages are made of, but for the words around them."""
        files = [self.text_digest, self.schema, self.control, self.pdf_digest]
        files += [digest for what in OTHERS if (digest := self.other(what, "digest"))]
        return sha256(msgspec.json.encode([self.kind, self.slug, *files]))

    @property
    def pdf_link(self):
        return self._pdf_link(f"{self.address.rstrip('/')}.pdf")

    @property
    def edition_pdf_link(self):
        return self._pdf_link(f"/{self.edition_file('pdf')}")

    def _pdf_link(self, address):
        return PdfLink(address=address, size=size_in_words(self.pdf_size), pages=self.pdf_pages)

    def other(self, what, name):
        """The size, pages or digest of another PDF of this version."""
        return getattr(self, f"{OTHERS[what][0]}_{name}")

    @property
    def other_links(self):
        """Links to the other PDFs at the addresses that stay, by what they are; those that aren't made are left out."""
        return self._others(lambda what: f"{self.address}{OTHERS[what][1]}")

    @property
    def edition_other_links(self):
        """The same to those of this very version."""
        return self._others(lambda what: f"/{self.edition_file('pdf', what)}")

    def _others(self, address):
        return {
            name: PdfLink(
                address=address(what), size=size_in_words(self.other(what, "size")), pages=self.other(what, "pages")
            )
            for what, (name, _) in OTHERS.items()
            if self.other(what, "digest")
        }

    def edition_file(self, ending, what=""):
        """The path of this very version's file, which stays when a later version takes its place."""
        return f"{self.versions_address.strip('/')}/edition-{self.number}{what and f'-{what}'}.{ending}"


class PublishedVersion(VersionParts, Struct, frozen=True, kw_only=True):
    """A version of a document as it is published: content, control block and PDFs. The public reads the live one.

    The PDF in large print is empty until it is made, and so is the one of two pages, which not every document has.
    `presented` is to whom it was given and when, as far as the public may read it; no day if it wasn't yet.
    """

    content: Document
    text: str
    control: Control
    pdf: bytes
    pdf_pages: int
    large_print: bytes = b""
    large_print_pages: int = 0
    in_short: bytes = b""
    in_short_pages: int = 0
    live: bool = True
    schema: int = codec.SCHEMA
    presented: tuple[tuple[str, date | None], ...] = ()

    @property
    def text_digest(self):
        return codec.digest(self.text)

    @property
    def pdf_size(self):
        return len(self.pdf)

    @property
    def pdf_digest(self):
        return sha256(self.pdf)

    @property
    def large_print_size(self):
        return len(self.large_print)

    @property
    def large_print_digest(self):
        return sha256(self.large_print) if self.large_print else ""

    @property
    def in_short_size(self):
        return len(self.in_short)

    @property
    def in_short_digest(self):
        return sha256(self.in_short) if self.in_short else ""


def kept_as(path: str) -> str:
    """The name under which a reader keeps the file at this path: business-plan-2016-2019-version-2.pdf.

    It follows from the address alone, so that whatever serves the files can tell it. Empty for what is read and not
    kept, such as a page.
    """
    if not path.endswith(KEPT) or path.startswith(SEARCH):
        return ""
    return path.replace("/editions/edition-", "-version-").replace("/", "-")


class File(Struct, frozen=True, kw_only=True):
    """A file of the public site that is no page."""

    path: str
    data: bytes

    @property
    def name(self):
        """The name under which a reader keeps it."""
        return kept_as(self.path)


class SiteFile(Struct, frozen=True, kw_only=True):
    """A file of the tree: its path, and how to make its bytes.

    Two with one key have the same bytes; without a key nothing is known of them before they are made.
    """

    path: str
    make: Callable[[], bytes]
    key: str = ""


def size(data: bytes) -> str:
    return size_in_words(len(data))


def size_in_words(count: int) -> str:
    """So many bytes as people say it: 112 KB, 11.7 MB."""
    kilobytes = -(-count // 1024)
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{count / 1024 / 1024:.1f} MB"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def for_machines(published):
    """The frozen content, character for character what was approved, with the control block beside it."""
    return msgspec.json.encode({"content": msgspec.Raw(published.text.encode()), "control": published.control})


def schema_path(number: int) -> str:
    return f"data/document-schema-{number}.json"


@cache
def schema(number: int = codec.SCHEMA) -> bytes:
    """The JSON Schema of the JSON files that hold content of a schema; an earlier one is the file it always was."""
    if number < codec.SCHEMA:
        return (EARLIER_SCHEMAS / Path(schema_path(number)).name).read_bytes()
    said = {"$schema": DIALECT, "title": "A published document: its content and its control block"}
    return json.dumps(plainly(msgspec.json.schema(Public)) | said, indent=1, sort_keys=True).encode()


# What msgspec says in words that JSON Schema doesn't have or leaves to the reader, and strict readers therefore refuse.
PATTERNS = {"date": r"^\d{4}-\d{2}-\d{2}$", "decimal": r"^-?\d+(\.\d+)?([Ee][+-]?\d+)?$"}


def plainly(schema):
    """A schema in plain words that every validator knows: a format as the pattern that it means."""
    if isinstance(schema, list):
        return [plainly(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: plainly(part) for name, part in schema.items() if name != "discriminator"}
    if isinstance(told.get("format"), str):
        told["pattern"] = PATTERNS[told.pop("format")]
    return told


def version_files(published):
    """Of each file of one version its ending, what tells it from others with that ending, and how to make it."""
    yield "pdf", "", lambda: published.pdf
    for what, (name, _) in OTHERS.items():
        if published.other(what, "digest"):
            yield "pdf", what, partial(getattr, published, name)
    yield "json", "", lambda: for_machines(published)


def of_version(published):
    """The files of one version, live or not, under addresses of its own."""
    for ending, what, make in version_files(published):
        yield File(path=published.edition_file(ending, what), data=make())


def of_live(published):
    """The files of a live version under the addresses that stay when the next one comes, and its tables."""
    base = published.address.strip("/")
    for ending, data in (("pdf", published.pdf), ("json", for_machines(published))):
        yield File(path=f"{base}.{ending}", data=data)
    for what, (held, file) in OTHERS.items():
        if published.other(what, "digest"):
            yield File(path=f"{base}/{file}", data=getattr(published, held))
    for name, data in tables.tables(published.content).items():
        yield File(path=table_path(published, name), data=data)


def table_path(published, name):
    """Where the table with this name lies, of the live version of a document."""
    return f"{published.address.strip('/')}/{name}.csv"


def archive(files):
    """The files in one ZIP with their check codes, byte for byte the same whenever it is made of the same files."""
    held = {file.name: file.data for file in files}
    sums = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(held.items()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        # Stored as they are: two versions of a compressing library may pack in two ways.
        for name, data in [*sorted(held.items()), (MANIFEST, sums.encode())]:
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            made.writestr(entry, data)
    return packed.getvalue()


def data_files(documents):
    """Every file of the public site that is no page: those of each version, and all live ones in one archive."""
    for published in documents:
        yield from of_version(published)
    yield from live_files(documents)


def live_files(documents):
    """The files of the live versions at the addresses that stay, all of them in one archive, and their schemas."""
    live = [file for published in documents if published.live for file in of_live(published)]
    yield from live
    if live:
        for number in schemas(documents):
            yield File(path=schema_path(number), data=schema(number))
        yield File(path=ARCHIVE, data=archive(live))


def schemas(documents):
    """The schemas that the published versions are written in, the newest first."""
    return sorted({published.schema for published in documents}, reverse=True)


class TakenDown(Struct, frozen=True, kw_only=True):
    """What was taken down: its addresses, and what stands there instead."""

    addresses: tuple[str, ...]
    title: str
    on: date
    reason: str

    def below(self, address):
        """Whether any of it stood at this address or below it."""
        return any(f"{own.rstrip('/')}/".startswith(address) for own in self.addresses)


def addresses(kind: str, slug: str, number: int, *, was_live: bool) -> tuple[str, ...]:
    """The addresses that a version leaves empty when it is taken down; all that lies below one of them goes too."""
    if kind == PublicationKind.EARLIER:
        return (f"/{kind}/",) if was_live else ()
    base = f"/{kind}/{slug}"
    own = [f"{base}/editions/edition-{number}{end}" for end in (".pdf", *(f"-{what}.pdf" for what in OTHERS), ".json")]
    return (f"{base}/", f"{base}.pdf", f"{base}.json", *own) if was_live else tuple(own)
