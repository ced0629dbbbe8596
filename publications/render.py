"""Content made into pages. It is handed content and nothing else, so a frozen edition can't show a live value.

No request and no database: the same templates serve the public tree, the draft preview and the paper.
"""

import base64
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import timezone, translation

from kit import called
from kit import colour as colours
from publications import measures
from publications import sections as layout
from publications.blocks import ShownPicture
from publications.colophon import colophon
from publications.content.base import Control
from publications.content.document import Document
from publications.content.site import Site

LONDON = ZoneInfo("Europe/London")
# Only in the public sheet: who reads the code has them in static/css.
COMMENT = re.compile(rb"\s*/\*.*?\*/", re.DOTALL)
EMPTY_LINES = re.compile(r"\n\s*\n")
# A string, which stays, or a sign that needs no space around it, or none behind it.
SPACED = re.compile(rb'("[^"]*")|\s*([{};])\s*|([:,])\s+')


def page(template: str, context: dict) -> str:
    """A page in British English and London time, whatever the person who set it off has chosen; without empty lines."""
    with translation.override("en-gb"), timezone.override(LONDON):
        return EMPTY_LINES.sub("\n", get_template(template).render(context))


def paper(
    document: Document,
    control: Control,
    site: Site | None = None,
    *,
    address: str = "",
    large: bool = False,
    for_comment: bool = False,
    reply_by: date | None = None,
    logo: bytes = b"",
    standing: str = "",
) -> str:
    """The whole document as HTML for the PDF, in ordinary or `large` print.

    What is published says at its end how to reach whoever published it, by the words of the `site` and its `address`. A
    draft that is sent out for comment says so across each page, and by when to reply. `logo` is the picture (PNG) that
    the document names; it stands inside the HTML, because the process that draws the PDF reaches nothing else.
    `standing` is how a draft stands to its approval, if it is otherwise than that nobody has approved it yet.
    """
    sizes = measures.LARGE if large else measures.PRINT
    pages = tuple(layout.for_paper(page, sizes) for page in layout.numbered(layout.pages(document)))
    with called.using(lambda: document.words):
        return page(
            "print.html",
            {
                "standing": standing,
                "document": document,
                "pages": pages,
                "control": control,
                "colophon": colophon(document, site, address),
                "large": large,
                "notice": site.notice if site else "",
                "for_comment": for_comment,
                "reply_by": reply_by,
                "logo_data": f"data:image/png;base64,{base64.b64encode(logo).decode()}" if logo else "",
            },
        )


def on_one_page(document: Document, picture_address: Callable[[ShownPicture], str] | None = None) -> dict:
    """What a web page needs that shows the whole document below a heading of its own.

    `picture_address` is where it finds its pictures, if not at their public addresses.
    """
    pages = map(layout.deeper, layout.numbered(layout.pages(document)))
    return {"document": document, "pages": layout.with_pictures(pages, picture_address or (lambda _: ""))}


def stylesheet(colour: str = "") -> bytes:
    """The one stylesheet of the public pages, in the colour of the board where it has one; without needless signs."""
    sheets = b"".join(static_file(f"css/{name}.css") for name in ("tokens", "site", "document", "drawn", "public"))
    own = colours.stylesheet(colours.read(colour)).encode() if colour else b""
    return SPACED.sub(rb"\1\2\3", COMMENT.sub(b"", sheets)).strip() + own


def static_file(name: str) -> bytes:
    """A file of the program's own that goes into the public site."""
    return Path(finders.find(name)).read_bytes()
