"""What the public site consists of: every page, file and address, made from frozen content and nothing else."""

import hashlib
import json
from collections import defaultdict
from itertools import chain

from kit import called, periods, spans
from kit.grouping import grouped
from kit.later import say_later
from publications import render
from publications import sections as layout
from publications.calendar import calendar
from publications.content.site import CONCERN
from publications.models import Narrative, PublicationKind

from . import tables, versions
from .downloads import ARCHIVE, PdfLink, PublishedVersion, TakenDown, data_files, of_live, schema_path, schemas, size
from .earlier import ADDRESS, earlier_documents
from .earlier import files as earlier_files
from .standing import Link, how_it_stands

__all__ = ["Link", "PdfLink", "PublishedVersion", "TakenDown", "files"]

NOT_FOUND = "404.html"
GONE = "410.html"
NOINDEX = ".noindex"
NAMES_OF_FILES = ".names"
CALENDAR = "calendar.ics"

NAMES = {kind: kind.label for kind in (PublicationKind.BUSINESS_PLAN, PublicationKind.ANNUAL_REPORT)}
STATEMENTS = {
    "worried-about-a-child": ("public/worried.html", say_later("Worried about {somebody}?")),
    "accessibility": ("public/accessibility.html", "Accessibility"),
    "privacy": ("public/privacy.html", "Privacy"),
}
# Everyday pages: title and the places of the sections that are shown. They are published by themselves; until they are,
# they show what the plan in force says.
EXTRACTS = {
    PublicationKind.FORWARD_PLAN: ("Forward plan", {Narrative.Place.FORWARD_PLAN}),
    PublicationKind.MEMBERSHIP: (
        "Membership",
        {Narrative.Place.STRUCTURE, Narrative.Place.MEMBERS, Narrative.Place.CHAIRS},
    ),
}


def files(site, documents, today, gone=(), earlier=None, logo=b"", *, signs_in=True):
    """Every file of the tree: its path and its bytes, in the words of the law that the site's own words name.

    `documents` are all published versions, newest first, of which one of each document is live. `gone` is what was
    taken down, the latest first; if something else stands at one of its addresses by now, that stays. `earlier` is
    the list of documents from before the system, if it is published. `logo` is the picture that the site names by
    its digest. Where nobody can sign in, as on another host, no page leads there.
    """
    return called.each_using(lambda: site.words, _files(site, documents, today, gone, earlier, logo, signs_in))


def _files(site, documents, today, gone, earlier, logo, signs_in):
    public = PublicSite(site, documents, today, gone, earlier, logo, signs_in)
    for build in BUILDERS:
        for path, data in build(public):
            yield path, data
            first, _, rest = path.partition("/")
            if rest == "index.html" and first in site.second_addresses:
                yield f"{site.second_addresses[first]}/{rest}", data


class PublicSite:
    """What the pages of the public site share: its words and looks, its menu, and what stands for each kind today."""

    def __init__(self, site, documents, today, gone, earlier, logo, signs_in):
        self.today, self.signs_in = today, signs_in
        self.site, self.documents, self.gone, self.earlier, self.logo = site, documents, gone, earlier, logo
        self.css = render.stylesheet(site.colour)
        self.css_name = f"assets/site.{hashlib.sha256(self.css).hexdigest()[:16]}.css"
        self.logo_name = f"assets/logo.{site.logo.digest[:16]}.png" if logo else ""
        self.live = grouped((document.content.kind, document) for document in documents if document.live)
        # A translation stands beside its document, never in place of it.
        meant = {
            kind: spans.meant([each for each in found if not each.content.translates] or found, today).row
            for kind, found in self.live.items()
        }
        self.current = {kind: meant[kind] for kind in NAMES if kind in meant}
        everyday = {kind: meant.get(kind, self.current.get(PublicationKind.BUSINESS_PLAN)) for kind in EXTRACTS}
        self.extracts = {
            path: (title, everyday[path], blocks)
            for path, (title, places) in EXTRACTS.items()
            if everyday[path] and (blocks := layout.extract(everyday[path].content, places))
        }
        self.menu = {kind: NAMES[kind] for kind in self.current}
        self.menu |= {path: title for path, (title, *_) in self.extracts.items()}
        forward_plan = everyday[PublicationKind.FORWARD_PLAN]
        self.dates = meetings_calendar(site, forward_plan) if forward_plan else None

    def page(self, template, path, title, **context):
        second = self.site.second_addresses
        nav = [
            Link(text=words, address=f"/{second.get(place, place)}/", current=path.startswith(f"/{place}/"))
            for place, words in self.menu.items()
        ]
        shell = {
            "site": self.site,
            "assets": {"css": f"/{self.css_name}", "logo": self.logo_name and f"/{self.logo_name}"},
            "nav": nav,
            "title": title,
            "path": path,
            "signs_in": self.signs_in,
            "gives_help": path.strip("/") == CONCERN,
            "canonical": path if path.strip("/") in second else "",
        }
        return render.page(template, shell | context).encode()

    def standing(self, document):
        others = [each for each in self.live[document.content.kind] if each.language == document.language]
        return how_it_stands(document, others, self.today)

    def languages(self, document):
        """The same document in other languages, as far as it is live."""
        return [
            {"code": each.language, "words": each.language_in_words, "title": each.title, "address": each.address}
            for each in self.live[document.content.kind]
            if each is not document and each.original == document.original
        ]


def looks(public):
    """The stylesheet and the pictures; and whether search engines may list the site."""
    yield public.css_name, public.css
    if public.logo:
        yield public.logo_name, public.logo
    yield "favicon.svg", render.static_file("favicon.svg")
    if not public.site.search_engines:
        yield NOINDEX, b""


def front(public):
    """The home page, the page for what isn't found, and the statements."""
    about, has_earlier = home(public.current, public.standing), bool(public.earlier)
    yield "index.html", public.page("public/home.html", "/", public.site.board.name, earlier=has_earlier, **about)
    yield NOT_FOUND, public.page("public/not_found.html", "/404.html", "Page not found")
    for path, (template, title) in STATEMENTS.items():
        yield f"{path}/index.html", public.page(template, f"/{path}/", title, earlier=has_earlier)


def current_documents(public):
    """The first page of the document that stands for its kind today."""
    for kind, document in public.current.items():
        yield (
            f"{kind}/index.html",
            first_page(public.page, document, f"/{kind}/", public.standing(document), public.languages(document)),
        )


def everyday_pages(public):
    """The calendar, and the pages that show a part of a document."""
    if public.dates:
        yield CALENDAR, public.dates
    for path, (title, source, blocks) in public.extracts.items():
        offered = f"/{CALENDAR}" if public.dates and path == PublicationKind.FORWARD_PLAN else ""
        page = public.page("public/extract.html", f"/{path}/", title, blocks=blocks, source=source, calendar=offered)
        yield f"{path}/index.html", page


def every_document(public):
    """The pages of each live document, and of the versions of each."""
    for address, of_one in grouped((document.address, document) for document in public.documents).items():
        for document in of_one:
            if document.live:
                yield from document_files(public.page, document, public.standing(document), public.languages(document))
        yield from versions.pages_of(public.page, of_one, [notice for notice in public.gone if notice.below(address)])


def earlier_list(public):
    """The page of the documents from before the system."""
    if public.earlier:
        listed = earlier_documents(public.earlier)
        page = public.page("public/earlier.html", ADDRESS, "Earlier documents", documents=listed)
        yield f"{ADDRESS.strip('/')}/index.html", page


def data_and_notices(public):
    """Every file that is no page, with the page that lists them; and the notices at addresses that are left empty."""
    names, older = {}, earlier_files(public.earlier, public.site.board) if public.earlier else ()
    for file in chain(data_files(public.documents), (file for file in older if file.data)):
        yield file.path, file.data
        names[file.path] = file.name
    yield NAMES_OF_FILES, json.dumps(names, sort_keys=True).encode()
    about = data(public.documents, bool(public.dates))
    yield "data/index.html", public.page("public/data.html", "/data/", "Data for re-use", **about)
    stands = {document.address for document in public.documents if document.live} | {f"/{path}" for path in names}
    stands |= {ADDRESS} if public.earlier else set()
    for address, notice in notices(public.gone, public.current).items():
        if address not in stands:
            html = public.page("public/gone.html", address, f"Taken down: {notice.title}", notice=notice)
            # Our server answers with 410 because of the first name; any other host shows the page under the second.
            yield f"{address.strip('/')}/{GONE}", html
            yield f"{address.strip('/')}/index.html", html


BUILDERS = (looks, front, current_documents, everyday_pages, every_document, earlier_list, data_and_notices)


def data(documents, has_calendar):
    """What can be taken away and used again: of each live document its files and tables, and the calendar."""
    live = [document for document in documents if document.live]
    return {
        "documents": [
            {
                "title": document.title,
                "version": document.number,
                "json": f"/{files_of['json'].path}",
                "name": files_of["json"].name,
                "size": size(files_of["json"].data),
                "tables": [
                    (caption, f"{document.address}{name}.csv", document.download_name("csv", name))
                    for name, caption in tables.captions(document.content).items()
                ],
            }
            for document in live
            for files_of in [{file.path.rpartition(".")[2]: file for file in of_live(document)}]
        ],
        "calendar": f"/{CALENDAR}" if has_calendar else "",
        "archive": f"/{ARCHIVE}" if live else "",
        "schemas": [(number, f"/{schema_path(number)}") for number in schemas(documents)] if live else [],
    }


def notices(gone, current):
    """Which notice belongs to which address; a kind of document that nothing is left of has the latest of its own."""
    found = {}
    for notice in gone:
        for address in notice.addresses:
            found.setdefault(address, notice)
            kind = address.split("/")[1]
            if address.endswith("/") and kind not in current:
                found.setdefault(f"/{kind}/", notice)
    return found


def home(current, standing):
    """What stands on the first page: the documents in force and the priorities of the plan."""
    return {
        "goals": goals(current[PublicationKind.BUSINESS_PLAN]) if PublicationKind.BUSINESS_PLAN in current else [],
        "documents": [
            {
                "title": document.content.title,
                "period": document.content.period.words,
                "address": document.address,
                "pdf": document.pdf_link,
                "version": document.control.number,
                "published": periods.day(document.control.published_on),
                "sections": contents(document),
                "standing": standing(document),
            }
            for document in current.values()
        ],
    }


def goals(plan):
    """The first part of the plan: its heading and its goals with their addresses, those below another one in it."""
    return [
        (section.heading.rstrip(":"), linked(f"{plan.address}{top.key}/", section))
        for top, section in layout.placed(plan.content, {Narrative.Place.GOALS})
        if section.records
    ][:1]


def linked(page, section):
    """The goals of the first level of a section, each a link that holds those of the goals below it."""
    below, known = defaultdict(list), set()
    for goal in section.records.goals:
        # A goal stands before those below it; if it doesn't, the records go round in a circle.
        below[goal.under if goal.under in known else ""].append(goal)
        known.add(goal.key)

    def links(key=""):
        return tuple(
            Link(
                text=goal.title,
                code=goal.code,
                address=f"{page}#{layout.anchor(section, goal.key)}",
                below=links(goal.key),
            )
            for goal in below[key]
        )

    return links()


def meetings_calendar(site, plan):
    """The meetings of a document as a calendar file, or None if none of them has a month."""
    for _, section in layout.placed(plan.content, {Narrative.Place.FORWARD_PLAN}):
        if section.records and any(meeting.month for meeting in section.records.meetings):
            name = f"{site.key}/{plan.content.kind}/{plan.content.slug}"
            return calendar(section.records, site.board.name, name, plan.control)
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


def around(document, standing, languages=()):
    """What every page of a document shows besides its own words."""
    return {
        "languages": languages,
        "document": document.content,
        "control": document.control,
        "pdf": document.pdf_link,
        "standing": standing,
        "versions_address": document.versions_address,
        "whole_address": f"{document.address}whole/",
    }


def first_page(page, document, path, standing, languages=()):
    """The document's contents and its first section."""
    opening = layout.numbered(layout.pages(document.content))[:1]
    links = contents(document)
    return page(
        "public/document.html",
        path,
        document.title,
        **around(document, standing, languages),
        contents=links,
        page=opening[0] if opening else None,
        blocks=layout.deeper(opening[0]).blocks if opening else (),
        next=links[1] if len(links) > 1 else None,
    )


def document_files(page, document, standing, languages=()):
    """The pages of one document."""
    base = document.address.strip("/")
    pages = layout.numbered(layout.pages(document.content))
    links = contents(document)
    yield f"{base}/index.html", first_page(page, document, document.address, standing, languages)
    for number, section in enumerate(pages):
        yield (
            f"{base}/{section.key}/index.html",
            page(
                "public/section.html",
                links[number].address,
                f"{section.heading}: {document.title}",
                **around(document, standing, languages),
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
            **around(document, standing, languages) | render.on_one_page(document.content),
        ),
    )
