"""What other programs are told of the public site: search engines, feed readers, whatever shows a preview of a link.

All of it needs whole addresses, so without the site's own address (SITE_ADDRESS) there is only robots.txt. It follows
from frozen content alone: the same versions give the same bytes, whenever it is written.
"""

from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator
from msgspec import Struct

from kit import periods, prose

FEED = "feed.atom"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
SITEMAP_NAMES = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWEST = 20  # versions that the feed holds
LONGEST = 160  # letters of a description that search engines show


class About(Struct, frozen=True, kw_only=True):
    """What a page says of itself to programs.

    `address` is the one by which it is to be known, from the root of the site; `facts` are plain data in the words of
    schema.org. Both are left out of the page where the site's own address isn't known.
    """

    description: str = ""
    address: str = ""
    kind: str = "website"
    facts: dict | None = None


def shortened(text):
    """The beginning of a text, at the end of a word."""
    return Truncator(" ".join(text.split())).chars(LONGEST)


def of_document(document):
    """What a document is, in a sentence."""
    on = document.control.published_on
    stands = f"version {document.number}" + (f", published {periods.day(on)}" if on else "")
    return shortened(f"{document.title}, {stands}. {document.content.board.in_full}")


def of_section(page):
    """The first words of a section that people wrote; its heading where nobody wrote any."""
    own = (prose.unmarked(block.html) for block in page.blocks if getattr(block, "own_words", False))
    return shortened(next(filter(None, own), page.heading))


def document_facts(site_address, document):
    """A document in the words of schema.org, for one block of data on its page."""
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": document.title,
        "url": f"{site_address}{document.address}",
        "inLanguage": document.language,
        "version": str(document.number),
        "publisher": {"@type": "Organization", "name": document.content.board.in_full},
    } | ({"datePublished": document.control.published_on.isoformat()} if document.control.published_on else {})


def site_facts(site_address, site):
    """Whose site it is, in the words of schema.org."""
    found = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": site.board.name,
        "url": f"{site_address}/",
    }
    return found | ({"email": site.contact.email} if site.contact.email else {})


def robots(site, site_address):
    """Nothing is forbidden: a page that asks not to be listed has to be read for that."""
    lines = ["User-agent: *", "Disallow:"]
    if site_address and site.search_engines:
        lines += ["", f"Sitemap: {site_address}/{SITEMAP}"]
    return ("\n".join(lines) + "\n").encode()


def sitemap(site_address, days):
    """Every page that may be listed, by its address, with the day of its words where that is known."""
    root = ElementTree.Element("urlset", xmlns=SITEMAP_NAMES)
    for address, day in sorted(days.items()):
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = f"{site_address}{address}"
        if day:
            ElementTree.SubElement(url, "lastmod").text = day.isoformat()
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def feed(site, site_address, documents):
    """The newest versions of all documents as an Atom feed; None while nothing is published."""
    dated = [document for document in documents if document.control.published_on]
    newest = sorted(dated, key=lambda document: (document.control.published_on, document.number), reverse=True)[:NEWEST]
    if not newest:
        return None
    made = Atom1Feed(
        title=f"{site.board.name}: new versions",
        link=f"{site_address}/",
        description="",
        language="en-gb",
        author_name=site.board.name,
        feed_url=f"{site_address}/{FEED}",
        feed_guid=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site.key or site_address}/feed')}",
    )
    for document in newest:
        # The day is all that is known of when it was published.
        noon = datetime.combine(document.control.published_on, time(12), UTC)
        made.add_item(
            title=f"{document.title}, version {document.number}",
            link=f"{site_address}{document.version_address}",
            description=escape(" ".join(filter(None, (document.control.decision, document.control.note)))) or None,
            unique_id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site.key}{document.version_address}')}",
            pubdate=noon,
            updateddate=noon,
        )
    return made.writeString("utf-8").encode()
