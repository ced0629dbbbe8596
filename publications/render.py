"""Content made into pages. It is handed content and nothing else, so a frozen edition can't show a live value.

No request and no database: the same templates serve the public tree, the draft preview and the paper.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import timezone, translation

from publications import layout
from publications.content.base import Control
from publications.content.document import Document

PROGRAM = "LSCB"
LONDON = ZoneInfo("Europe/London")


def page(template: str, context: dict) -> str:
    """A page in British English and London time, whatever the person who set it off has chosen."""
    with translation.override("en-gb"), timezone.override(LONDON):
        return get_template(template).render(context)


def paper(document: Document, control: Control, notice: str = "") -> str:
    """The whole document as HTML for the PDF."""
    return page(
        "print.html",
        {
            "document": document,
            "pages": layout.pages(document),
            "control": control,
            "notice": notice,
            "site_name": PROGRAM,
        },
    )


def on_one_page(document: Document) -> dict:
    """What a web page needs that shows the whole document below a heading of its own."""
    return {"document": document, "pages": [layout.deeper(section) for section in layout.pages(document)]}


def stylesheet() -> bytes:
    """The one stylesheet of the public pages."""
    return b"".join(static_file(f"css/{name}.css") for name in ("tokens", "site", "document"))


def static_file(name: str) -> bytes:
    """A file of the program's own that goes into the public site."""
    return Path(finders.find(name)).read_bytes()
