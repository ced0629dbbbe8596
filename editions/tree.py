"""The public site as plain files, written from the live editions and from nothing else.

The tree is a cache of the records: it is written whole beside the old one and takes its place by one rename of a link,
so that forty pages change in one moment. Any web server can serve it; it needs no database and outlives the program.
"""

import fcntl
import gzip
import hashlib
import os
import shutil
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from msgspec import Struct

from kit import clock, periods
from publications import layout, render
from publications.content import codec
from publications.content.base import Control
from publications.content.document import Document, Goals
from publications.models import Kind

from .models import Edition, Rendition

CURRENT = "current"
NOT_FOUND = "404.html"
NOINDEX = ".noindex"
ZIPPED = {".html", ".css", ".json", ".txt", ".csv", ".ics"}

NAMES = {Kind.BUSINESS_PLAN: "Business plan", Kind.ANNUAL_REPORT: "Annual report"}
STATEMENTS = {
    "worried-about-a-child": ("public/worried.html", "Worried about a child?"),
    "accessibility": ("public/accessibility.html", "Accessibility"),
    "privacy": ("public/privacy.html", "Privacy"),
}


class Link(Struct, frozen=True, kw_only=True):
    """Something to follow: its words, where it leads, and whether the reader is there already."""

    text: str
    address: str
    current: bool = False
    label: str = ""
    code: str = ""


class PdfLink(Struct, frozen=True, kw_only=True):
    """A PDF with what a reader wants to know before fetching it."""

    address: str
    size: str
    pages: int


class Published(Struct, frozen=True, kw_only=True):
    """A document as it is published: content, control block and files."""

    content: Document
    text: str
    control: Control
    pdf: bytes
    pdf_pages: int

    @property
    def address(self):
        return f"/{self.content.kind}/{self.content.slug}/"

    @property
    def title(self):
        return f"{self.content.title} {self.content.period.words}".strip()

    @property
    def pdf_link(self):
        return PdfLink(
            address=f"{self.address.rstrip('/')}.pdf", size=f"{-(-len(self.pdf) // 1024)} KB", pages=self.pdf_pages
        )


def link(edition):
    """The public address of a live edition."""
    publication = edition.publication
    return Link(text=str(publication), address=f"/{publication.kind}/{publication.slug}/")


def version(edition):
    """Which edition it is, in words: Version 1, published 1 June 2016."""
    return f"Version {edition.number}, published {periods.day(edition.published_on)}"


def notice():
    """The words that stand at the head of every page of the published site."""
    edition = Edition.objects.live().filter(publication__kind=Kind.SITE).first()
    return codec.read(edition.content, edition.schema).notice if edition else ""


def rebuild():
    """Write the public site anew from the live editions and put it in the place of the old one.

    Without a live edition of the site's own words there is nothing to write, and what stands there stays.
    """
    root = settings.PUBLIC_ROOT
    with alone(root):
        site, documents = live()
        if site is not None:
            replace(root, root / "trees", files(site, documents, clock.today()))


@contextmanager
def alone(root):
    """One writer at a time: publishing and the nightly run may meet, and the later one must read the later records."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".writing").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def replace(root, trees, files):
    """Write the files into a new tree, point the link at it, and clear away all but the former one."""
    trees.mkdir(exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="tree-", dir=trees))
    new.chmod(0o755)
    for path, data in files:
        write(new / path, data)
    former = os.readlink(root / CURRENT) if (root / CURRENT).is_symlink() else ""
    swap(root / CURRENT, new.relative_to(root))
    # The former tree stays for the requests that are reading it.
    for old in trees.iterdir():
        if old not in (new, root / former):
            shutil.rmtree(old)


def write(file, data):
    """One file and, where it gains by it, its gzipped sibling."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    if file.suffix in ZIPPED:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(data, mtime=0))


def swap(place, target):
    """Point the link at the new tree in one step: a reader sees the old site or the new one, never half of each."""
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        fresh = Path(folder) / "link"
        fresh.symlink_to(target)
        os.replace(fresh, place)


def live():
    """The site's own words and the documents that the public sees; the words are None before they are published."""
    site, documents = None, []
    for edition in Edition.objects.live().select_related("publication"):
        content = codec.read(edition.content, edition.schema)
        if isinstance(content, Document):
            file = Rendition.objects.get(edition=edition, kind=Rendition.Kind.PDF)
            documents.append(
                Published(
                    content=content,
                    text=edition.content,
                    control=control(edition),
                    pdf=bytes(file.data),
                    pdf_pages=file.pages,
                )
            )
        else:
            site = content
    return site, documents


def control(edition):
    """What is printed of an edition beside its content."""
    return Control(
        number=edition.number,
        published_on=edition.published_on,
        decision=edition.decision,
        check_code=edition.digest,
    )


def in_force(documents, today):
    """The document of a kind that a visitor means: the one whose period holds today, or else the last one."""

    def rank(document):
        period = document.content.period
        holds = bool(period.starts or period.ends) and periods.holds(today, period.starts, period.ends)
        return holds, str(period.starts or ""), document.content.slug

    return max(documents, key=rank)


def files(site, documents, today):
    """Every file of the tree: its path and its bytes."""
    css = render.stylesheet()
    css_name = f"assets/site.{hashlib.sha256(css).hexdigest()[:16]}.css"
    yield css_name, css
    yield "favicon.svg", render.static_file("favicon.svg")
    if not site.search_engines:
        yield NOINDEX, b""
    kinds = defaultdict(list)
    for document in documents:
        kinds[document.content.kind].append(document)
    current = {kind: in_force(kinds[kind], today) for kind in NAMES if kind in kinds}

    def page(template, path, title, **context):
        nav = [Link(text=NAMES[kind], address=f"/{kind}/", current=path.startswith(f"/{kind}/")) for kind in current]
        shell = {"site": site, "assets": {"css": f"/{css_name}"}, "nav": nav, "title": title, "path": path}
        return render.page(template, shell | context).encode()

    yield "index.html", page("public/home.html", "/", site.board.name, **home(current))
    yield NOT_FOUND, page("public/not_found.html", "/404.html", "Page not found")
    for path, (template, title) in STATEMENTS.items():
        yield f"{path}/index.html", page(template, f"/{path}/", title)
    for kind, document in current.items():
        yield f"{kind}/index.html", first_page(page, document, f"/{kind}/")
    for document in documents:
        yield from document_files(page, document)


def home(current):
    """What stands on the first page: the documents in force and the goals of the plan."""
    goals = []
    if Kind.BUSINESS_PLAN in current:
        plan = current[Kind.BUSINESS_PLAN]
        for section in plan.content.sections:
            for inner in section.sections:
                if isinstance(inner.records, Goals):
                    base = f"{plan.address}{section.key}/#{inner.key}"
                    goals.append(
                        (
                            inner.heading.rstrip(":"),
                            [
                                Link(text=goal.title, address=f"{base}-{goal.key}", code=goal.code)
                                for goal in inner.records.goals
                            ],
                        )
                    )
    return {
        "goals": goals[:1],
        "documents": [
            {
                "title": document.content.title,
                "period": document.content.period.words,
                "address": document.address,
                "pdf": document.pdf_link,
                "version": document.control.number,
                "published": periods.day(document.control.published_on),
                "sections": contents(document),
            }
            for document in current.values()
        ],
    }


def contents(document, current=""):
    """The document's sections with their addresses."""
    return [
        Link(
            text=page.contents_heading,
            label=page.label,
            address=f"{document.address}{page.key}/",
            current=page.key == current,
        )
        for page in layout.pages(document.content)
    ]


def around(document):
    """What every page of a document shows besides its own words."""
    return {
        "document": document.content,
        "control": document.control,
        "pdf": document.pdf_link,
        "whole_address": f"{document.address}whole/",
    }


def first_page(page, document, path):
    """The document's contents and its first section."""
    opening = layout.pages(document.content)[:1]
    links = contents(document)
    return page(
        "public/document.html",
        path,
        document.title,
        **around(document),
        contents=links,
        page=opening[0] if opening else None,
        blocks=layout.deeper(opening[0]).blocks if opening else (),
        next=links[1] if len(links) > 1 else None,
    )


def document_files(page, document):
    """The pages of one document, its PDF, and its content for machines."""
    base = document.address.strip("/")
    pages = layout.pages(document.content)
    links = contents(document)
    yield f"{base}/index.html", first_page(page, document, document.address)
    for number, section in enumerate(pages):
        yield (
            f"{base}/{section.key}/index.html",
            page(
                "public/section.html",
                links[number].address,
                f"{section.heading}: {document.title}",
                **around(document),
                page=section,
                contents=contents(document, current=section.key),
                previous=links[number - 1] if number else None,
                next=links[number + 1] if number + 1 < len(links) else None,
            ),
        )
    yield (
        f"{base}/whole/index.html",
        page(
            "public/whole.html",
            f"{document.address}whole/",
            f"{document.title}, on one page",
            **around(document) | render.on_one_page(document.content),
        ),
    )
    yield f"{base}.pdf", document.pdf
    yield f"{base}.json", for_machines(document)


def for_machines(document):
    """The frozen content, character for character what was approved, with the control block beside it."""
    return msgspec.json.encode({"content": msgspec.Raw(document.text.encode()), "control": document.control})
