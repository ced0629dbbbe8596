"""What the public site consists of: every page, file and address, made from frozen content and nothing else.

Most of it is made anew for each tree. What follows from one or two versions and stays the same whatever is published
later says by a key what it is made of, so that a tree that has it already keeps it.
"""

import hashlib
from functools import partial
from itertools import chain
from types import MappingProxyType

from django.utils.functional import cached_property
from msgspec.structs import replace

from kit import called, periods, spans, wording
from kit.grouping import grouped
from kit.later import say_later
from publications import render
from publications import sections as layout
from publications.blocks import TableFile
from publications.calendar import calendar
from publications.content.codes import MADE_FOR
from publications.content.site import CONCERN, Contact
from publications.models import Narrative, PublicationKind

from . import goal_pages, search, signposts, tables, versions
from .downloads import (
    ARCHIVE,
    PdfLink,
    PublishedVersion,
    SiteFile,
    TakenDown,
    kept_as,
    live_files,
    of_live,
    schema_path,
    schemas,
    size,
    table_path,
    version_files,
)
from .earlier import ADDRESS, earlier_documents
from .earlier import files as earlier_files
from .goals_told import GoalsTold
from .signposts import About
from .standing import Link, how_it_stands

__all__ = ["Link", "PdfLink", "PublishedVersion", "SiteFile", "TakenDown", "files", "wanted"]

NOT_FOUND = "404.html"
GONE = "410.html"
NOINDEX = ".noindex"
CALENDAR = "calendar.ics"
# The stylesheet by an address that stays, for pages that are not written again when it changes.
LASTING_CSS = "site.css"

NAMES = {kind: kind.label for kind in (PublicationKind.BUSINESS_PLAN, PublicationKind.ANNUAL_REPORT)}
# The page of each, its title, and what it is about.
STATEMENTS = {
    "worried-about-a-child": (
        "public/worried.html",
        say_later("Worried about {somebody}?"),
        say_later("Whom to call if you are worried about {somebody}. In immediate danger call 999."),
    ),
    "accessibility": (
        "public/accessibility.html",
        "Accessibility",
        "How accessible this site and its documents are, and how to ask for another format.",
    ),
    "privacy": ("public/privacy.html", "Privacy", "What is held about you if you read this site or sign in to it."),
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


def files(*of_what, **how):
    """Every file of the tree, made: pairs of path and bytes. Takes what `wanted` takes."""
    for file in wanted(*of_what, **how):
        yield file.path, file.make()


def wanted(
    site,
    documents,
    today,
    gone=(),
    earlier=None,
    logo=b"",
    pictures=MappingProxyType({}),
    site_address="",
    *,
    signs_in=True,
):
    """Every file of the tree, in the words of the law that the site's own words name.

    `documents` are all published versions, newest first, of which one of each document is live. `gone` is what was
    taken down, the latest first; if something else stands at one of its addresses by now, that stays. `earlier` is
    the list of documents from before the system, if it is published. `logo` is the picture that the site names by
    its digest, `pictures` are those that documents show, by their paths. `site_address` is where the public finds the
    site, if that is known; where nobody can sign in, as on another host, no page leads there.
    """
    public = PublicSite(site, documents, today, gone, earlier, logo, pictures, site_address, signs_in)
    return called.each_using(lambda: site.words, _wanted(public))


def _wanted(public):
    for build in BUILDERS:
        for each in build(public):
            file = each if isinstance(each, SiteFile) else SiteFile(path=each[0], make=partial(bytes, each[1]))
            yield file
            first, _, rest = file.path.partition("/")
            if rest == "index.html" and first in public.site.second_addresses:
                yield replace(file, path=f"{public.site.second_addresses[first]}/{rest}")


FOR_EVERYBODY = "For everybody"


def alike(one, other):
    """Whether two documents are in one language and for the same readers."""
    return (one.language, one.content.made_for) == (other.language, other.content.made_for)


def its_way(document, beside):
    """How a document says what another does: in which language, if that is another one, and for whom."""
    way = [document.language_in_words] if document.language != beside.language else []
    way += [MADE_FOR.get(document.content.made_for, document.content.made_for)] if document.content.made_for else []
    return ", ".join(way) or FOR_EVERYBODY


class PublicSite:
    """What the pages of the public site share: its words and looks, its menu, and what stands for each kind today.

    It remembers, as they are made, which pages search engines may list and what can be found on them.
    """

    def __init__(self, site, documents, today, gone, earlier, logo, pictures, site_address="", signs_in=True):
        self.pictures = pictures
        self.today, self.site_address, self.signs_in = today, site_address, signs_in
        self.site, self.documents, self.gone, self.earlier, self.logo = site, documents, gone, earlier, logo
        self.css = render.stylesheet(site.colour)
        self.css_name = f"assets/site.{hashlib.sha256(self.css).hexdigest()[:16]}.css"
        self.logo_name = f"assets/logo.{site.logo.digest[:16]}.png" if logo else ""
        self.listed, self.found = {}, []
        self.by_address = grouped((document.address, document) for document in documents)
        self.live = grouped((document.content.kind, document) for document in documents if document.live)
        # A translation stands beside its document, never in place of it.
        meant = {
            kind: spans.meant([each for each in found if not each.content.translates] or found, today).row
            for kind, found in self.live.items()
        }
        self.current = {kind: meant[kind] for kind in NAMES if kind in meant}
        self.goals = GoalsTold(
            self.current.get(PublicationKind.BUSINESS_PLAN), self.current.get(PublicationKind.ANNUAL_REPORT)
        )
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

    def page(self, template, path, title, about=None, *, listed=None, **context):
        """A page with all that stands around it; `listed` is the day of its words, or True where search engines may
        list it whatever the day."""
        second = self.site.second_addresses
        nav = [
            Link(text=words, address=f"/{second.get(place, place)}/", current=path.startswith(f"/{place}/"))
            for place, words in self.menu.items()
        ]
        about = about or About()
        shell = {
            "site": self.site,
            "assets": {"css": f"/{self.css_name}", "logo": self.logo_name and f"/{self.logo_name}"},
            "nav": nav,
            "title": title,
            "path": path,
            "canonical": about.address or (path if listed or path.strip("/") in second else ""),
            "about": about,
            "site_address": self.site_address,
            "has_feed": self.has_feed,
            "search_address": search.ADDRESS,
            "signs_in": self.signs_in,
            "gives_help": path.strip("/") == CONCERN,
        }
        if listed:
            self.listed[about.address or path] = None if listed is True else listed
        return self.rendered(template, shell | context)

    def rendered(self, template, context):
        # Some pages are made only when it is known that they are wanted.
        with called.using(lambda: self.site.words):
            return render.page(template, context).encode()

    def lasting_page(self, template, path, title, **context):
        """A page with nothing around it that a later publication changes: no menu, no way to reach the office."""
        unknown = Contact(email="", telephone="", address="", website="")
        shell = {
            "site": replace(self.site, contact=unknown, logo=None, colour="", search_engines=False),
            "assets": {"css": f"/{LASTING_CSS}", "logo": ""},
            "nav": (),
            "title": title,
            "path": path,
            "canonical": "",
            "about": About(),
            "site_address": "",
            "search_address": search.ADDRESS,
        }
        return self.rendered(template, shell | context)

    @cached_property
    def around(self):
        """A code of all that stands around the words of a page."""
        return hashlib.sha256(self.page("public/not_found.html", "/404.html", "")).hexdigest()

    @cached_property
    def around_lasting(self):
        """A code of all that stands around the words of a page that lasts."""
        return hashlib.sha256(self.lasting_page("public/not_found.html", "/404.html", "")).hexdigest()

    @property
    def has_feed(self):
        return bool(self.site_address and self.documents)

    def find(self, address, title, texts, within="", headings=()):
        """Let a page be found by its words."""
        self.found.append(search.FoundPage.of(address, title, within, texts, headings))

    def standing(self, document):
        live = self.live[document.content.kind]
        others = [each for each in live if alike(each, document)]
        return how_it_stands(document, others, self.today)

    def news(self, document):
        """What there is to say of the version before this one: that it is the first, or where the changes stand."""
        of_one = self.by_address[document.address]
        before = of_one[1] if len(of_one) > 1 else None
        return {
            "is_first": document.number == 1,
            "before": before.number if before else 0,
            "address": versions.changes_address(document) if before else "",
        }

    def languages(self, document):
        """The same document in other languages and for other readers, as far as it is live."""
        return [
            {"code": each.language, "words": its_way(each, document), "title": each.title, "address": each.address}
            for each in self.live[document.content.kind]
            if each is not document and each.original == document.original
        ]

    def around_document(self, document):
        """What every page of a document shows besides its own words."""
        return {
            "standing": self.standing(document),
            "languages": self.languages(document),
            "news": self.news(document),
            "document": document.content,
            "control": document.control,
            "pdf": document.pdf_link,
            "others": document.other_links,
            "version_address": document.version_address,
            "versions_address": document.versions_address,
            "whole_address": f"{document.address}whole/",
        }


def looks(public):
    """The stylesheet and the pictures; and whether search engines may list the site."""
    yield public.css_name, public.css
    yield LASTING_CSS, public.css
    if public.logo:
        yield public.logo_name, public.logo
    for path, make in public.pictures.items():
        yield SiteFile(path=path, make=make, key=path)
    for name in ("favicon.svg", "favicon.ico", "apple-touch-icon.png"):
        yield name, render.static_file(name)
    if not public.site.search_engines:
        yield NOINDEX, b""


def front(public):
    """The home page, the page for what isn't found, and the statements."""
    home_words, has_earlier = home(public), bool(public.earlier)
    board = public.site.board.name
    facts = signposts.site_facts(public.site_address, public.site)
    about = About(description=signposts.shortened(f"The published documents of the {board}."), facts=facts)
    yield (
        "index.html",
        public.page("public/home.html", "/", board, about, listed=True, earlier=has_earlier, **home_words),
    )
    yield NOT_FOUND, public.page("public/not_found.html", "/404.html", "Page not found")
    for path, (template, title, says) in STATEMENTS.items():
        about = About(description=signposts.shortened(str(says)))
        page = public.page(template, f"/{path}/", title, about, listed=True, earlier=has_earlier)
        public.find(f"/{path}/", str(title), search.words_of(page))
        yield f"{path}/index.html", page


def current_documents(public):
    """The first page of the document that stands for its kind today."""
    for kind, document in public.current.items():
        yield f"{kind}/index.html", first_page(public, document, f"/{kind}/")


def everyday_pages(public):
    """The calendar, and the pages that show a part of a document."""
    if public.dates:
        yield CALENDAR, public.dates
    for path, (title, source, blocks) in public.extracts.items():
        offered = f"/{CALENDAR}" if public.dates and path == PublicationKind.FORWARD_PLAN else ""
        shown = layout.screen_blocks(blocks, table_files(source))
        about = About(
            description=signposts.shortened(f"{title} of the {public.site.board.name}, from: {source.title}.")
        )
        page = public.page(
            "public/extract.html",
            f"/{path}/",
            title,
            about,
            listed=source.control.published_on or True,
            blocks=shown,
            source=source,
            calendar=offered,
        )
        public.find(f"/{path}/", title, chain.from_iterable(map(layout.texts, blocks)))
        yield f"{path}/index.html", page


def every_document(public):
    """The pages of each live document, and of the versions of each."""
    for address, of_one in public.by_address.items():
        for document in of_one:
            if document.live:
                yield from document_files(public, document)
        yield from versions.pages_of(public, of_one, [notice for notice in public.gone if notice.below(address)])


def earlier_list(public):
    """The page of the documents from before the system."""
    if public.earlier:
        listed = earlier_documents(public.earlier)
        about = About(description="Documents that were published before this site was made.")
        page = public.page("public/earlier.html", ADDRESS, "Earlier documents", about, listed=True, documents=listed)
        public.find(ADDRESS, "Earlier documents", search.words_of(page))
        yield f"{ADDRESS.strip('/')}/index.html", page


def data_and_notices(public):
    """Every file that is no page, with the page that lists them; and the notices at addresses that are left empty."""
    paths = set()
    older = earlier_files(public.earlier) if public.earlier else ()
    for document in public.documents:
        for ending, what, make in version_files(document):
            path = document.edition_file(ending, what)
            paths.add(path)
            yield SiteFile(path=path, make=make, key=f"{what}{ending} {document.key}")
    for file in chain(live_files(public.documents), (file for file in older if file.data)):
        paths.add(file.path)
        yield SiteFile(path=file.path, make=partial(bytes, file.data))
    about = About(description="Everything that the published documents say, in files that a computer can read.")
    words = data(public.documents, bool(public.dates))
    yield "data/index.html", public.page("public/data.html", "/data/", "Data for re-use", about, listed=True, **words)
    stands = {document.address for document in public.documents if document.live} | {f"/{path}" for path in paths}
    stands |= {ADDRESS} if public.earlier else set()
    stands |= {goal_pages.ADDRESS} if public.goals.shown else set()
    for address, notice in notices(public.gone, public.current).items():
        if address not in stands:
            html = public.page("public/gone.html", address, f"Taken down: {notice.title}", notice=notice)
            # Our server answers with 410 because of the first name; any other host shows the page under the second.
            yield f"{address.strip('/')}/{GONE}", html
            yield f"{address.strip('/')}/index.html", html


def finding(public):
    """The search, and what other programs follow. It comes last: all that can be found and listed is known by then."""
    yield from search.files(public)
    yield signposts.ROBOTS, signposts.robots(public.site, public.site_address)
    if public.has_feed and (feed := signposts.feed(public.site, public.site_address, public.documents)):
        yield signposts.FEED, feed
    if public.site_address and public.site.search_engines:
        yield signposts.SITEMAP, signposts.sitemap(public.site_address, public.listed)


BUILDERS = (
    looks,
    front,
    current_documents,
    goal_pages.pages_of,
    everyday_pages,
    every_document,
    earlier_list,
    data_and_notices,
    finding,
)


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
                    (caption, f"/{path}", kept_as(path))
                    for name, caption in tables.captions(document.content).items()
                    for path in [table_path(document, name)]
                ],
            }
            for document in live
            for files_of in [{file.path.rpartition(".")[2]: file for file in of_live(document)}]
        ],
        "calendar": f"/{CALENDAR}" if has_calendar else "",
        "archive": f"/{ARCHIVE}" if live else "",
        "codes": wording.LEGEND,
        "schemas": [(number, f"/{schema_path(number)}") for number in schemas(documents)] if live else [],
    }


def notices(gone, current):
    """Which notice belongs to which address; a kind of document that nothing is left of has the latest of its own.

    So have the pages of goals, which are made of plan and report.
    """
    found = {}
    for notice in gone:
        for address in notice.addresses:
            found.setdefault(address, notice)
            kind = address.split("/")[1]
            if address.endswith("/") and kind not in current:
                found.setdefault(f"/{kind}/", notice)
                if kind in NAMES:
                    found.setdefault(goal_pages.ADDRESS, notice)
    return found


def home(public):
    """What stands on the first page: the documents in force and the priorities of the plan."""
    current = public.current
    return {
        "goals": goal_pages.links(public.goals)[:1],
        "goals_address": goal_pages.ADDRESS if len(goal_pages.links(public.goals)) > 1 else "",
        "documents": [
            {
                "title": document.content.title,
                "period": document.content.period.words,
                "address": document.address,
                "pdf": document.pdf_link,
                "version": document.control.number,
                "published": periods.day(document.control.published_on),
                "sections": contents(document),
                "standing": public.standing(document),
                "news": public.news(document),
            }
            for document in current.values()
        ],
    }


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


def table_files(document):
    """The CSV of each table of a live document."""
    return {
        table: TableFile(address=f"/{path}", name=kept_as(path))
        for table, name in tables.names(document.content).items()
        for path in [table_path(document, name)]
    }


def screen_pages(public, document):
    """The sections of a live document as the public reads them."""
    pages = layout.on_screen(layout.numbered(layout.pages(document.content)), table_files(document))
    return goal_pages.leading(public.goals, document, pages)


def first_page(public, document, path, pages=None):
    """The document's contents and its first section."""
    opening = (pages or screen_pages(public, document))[:1]
    links = contents(document)
    facts = signposts.document_facts(public.site_address, document)
    description = signposts.of_document(document)
    return public.page(
        "public/document.html",
        path,
        document.title,
        About(description=description, address=document.address, kind="article", facts=facts),
        listed=document.control.published_on or True,
        **public.around_document(document),
        contents=links,
        page=opening[0] if opening else None,
        blocks=layout.deeper(opening[0]).blocks if opening else (),
        next=links[1] if len(links) > 1 else None,
    )


def document_files(public, document):
    """The pages of one document."""
    base = document.address.strip("/")
    pages = screen_pages(public, document)
    links = contents(document)
    around = public.around_document(document)
    yield f"{base}/index.html", first_page(public, document, document.address, pages)
    for number, section in enumerate(pages):
        address = links[number].address
        public.find(
            address,
            section.contents_heading,
            chain.from_iterable(map(layout.texts, section.blocks)),
            within=document.title,
            headings=(section.heading, *(part.text for part in section.parts)),
        )
        yield (
            f"{base}/{section.key}/index.html",
            public.page(
                "public/section.html",
                address,
                f"{section.heading}: {document.title}",
                About(description=signposts.of_section(section), kind="article"),
                listed=document.control.published_on or True,
                **around,
                page=section,
                contents=contents(document, current=section.key),
                previous=links[number - 1] if number else None,
                next=links[number + 1] if number + 1 < len(links) else None,
            ),
        )
    yield (
        f"{base}/whole/index.html",
        public.page(
            "public/whole.html",
            f"{document.address}whole/",
            f"{document.title}, on one page",
            About(description=signposts.of_document(document), kind="article"),
            **around | {"pages": [*map(layout.deeper, pages)]},
        ),
    )
