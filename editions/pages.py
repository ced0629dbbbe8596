"""What the public site consists of: every page, file and address, made from frozen content and nothing else."""

import hashlib
from collections import defaultdict

import msgspec
from msgspec import Struct

from kit import periods, spans
from publications import layout, render
from publications.calendar import calendar
from publications.content.base import Control
from publications.content.document import Document
from publications.models import Kind, Narrative

NOT_FOUND = "404.html"
NOINDEX = ".noindex"
CALENDAR = "calendar.ics"

NAMES = {Kind.BUSINESS_PLAN: "Business plan", Kind.ANNUAL_REPORT: "Annual report"}
STATEMENTS = {
    "worried-about-a-child": ("public/worried.html", "Worried about a child?"),
    "accessibility": ("public/accessibility.html", "Accessibility"),
    "privacy": ("public/privacy.html", "Privacy"),
}
# Pages of their own that show sections of the plan in force: address, title, the places of the sections.
EXTRACTS = {
    "forward-plan": ("Forward plan", {Narrative.Place.FORWARD_PLAN}),
    "membership": ("Membership", {Narrative.Place.STRUCTURE, Narrative.Place.MEMBERS, Narrative.Place.CHAIRS}),
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
    def starts(self):
        return self.content.period.starts

    @property
    def ends(self):
        return self.content.period.ends

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
    current = {kind: spans.meant(kinds[kind], today).row for kind in NAMES if kind in kinds}

    plan = current.get(Kind.BUSINESS_PLAN)
    extracts = {
        path: (title, blocks)
        for path, (title, places) in EXTRACTS.items()
        if plan and (blocks := layout.extract(plan.content, places))
    }
    menu = {kind: NAMES[kind] for kind in current} | {path: title for path, (title, _) in extracts.items()}

    def page(template, path, title, **context):
        nav = [
            Link(text=words, address=f"/{place}/", current=path.startswith(f"/{place}/"))
            for place, words in menu.items()
        ]
        shell = {"site": site, "assets": {"css": f"/{css_name}"}, "nav": nav, "title": title, "path": path}
        return render.page(template, shell | context).encode()

    yield "index.html", page("public/home.html", "/", site.board.name, **home(current))
    yield NOT_FOUND, page("public/not_found.html", "/404.html", "Page not found")
    for path, (template, title) in STATEMENTS.items():
        yield f"{path}/index.html", page(template, f"/{path}/", title)
    for kind, document in current.items():
        yield f"{kind}/index.html", first_page(page, document, f"/{kind}/")
    dates = meetings_calendar(site, plan) if plan else None
    if dates:
        yield CALENDAR, dates
    for path, (title, blocks) in extracts.items():
        offered = f"/{CALENDAR}" if dates and path == "forward-plan" else ""
        yield (
            f"{path}/index.html",
            page("public/extract.html", f"/{path}/", title, blocks=blocks, plan=plan, calendar=offered),
        )
    for document in documents:
        yield from document_files(page, document)


def home(current):
    """What stands on the first page: the documents in force and the priorities of the plan."""
    return {
        "goals": goals(current[Kind.BUSINESS_PLAN]) if Kind.BUSINESS_PLAN in current else [],
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


def goals(plan):
    """The first part of the plan: its heading and its goals with their addresses."""
    return [
        (
            section.heading.rstrip(":"),
            [
                Link(
                    text=goal.title,
                    code=goal.code,
                    address=f"{plan.address}{top.key}/#{layout.anchor(section, goal.key)}",
                )
                for goal in section.records.goals
            ],
        )
        for top, section in layout.placed(plan.content, {Narrative.Place.GOALS})
        if section.records
    ][:1]


def meetings_calendar(site, plan):
    """The plan's meetings as a calendar file, or None where none of them has a month."""
    for _, section in layout.placed(plan.content, {Narrative.Place.FORWARD_PLAN}):
        if section.records and any(meeting.month for meeting in section.records.meetings):
            name = f"{site.key}/{plan.content.kind}/{plan.content.slug}"
            return calendar(section.records, site.board.name, name, plan.control.published_on)
    return None


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
    yield from data_files(document)


def data_files(document):
    """What a document is as files, without the pages about it: the PDF, and the content for machines."""
    base = document.address.strip("/")
    yield f"{base}.pdf", document.pdf
    yield f"{base}.json", for_machines(document)


def for_machines(document):
    """The frozen content, character for character what was approved, with the control block beside it."""
    return msgspec.json.encode({"content": msgspec.Raw(document.text.encode()), "control": document.control})
