"""A document's PDF: made by WeasyPrint apart (`kit.apart`), in a process that can reach nothing and can't run for long.

`make(html)` is called in the server. The child knows one stylesheet and one typeface, and asks neither network nor disk
for anything that the HTML may name.

This module is the only one that imports WeasyPrint, and it imports nothing of Django: it takes finished HTML. The same
HTML gives the same bytes on any machine with the same libraries; `Made.versions` names them.
"""

import gc
import logging
import re
from importlib.metadata import version
from importlib.util import find_spec

import msgspec
from msgspec import Struct

from kit import apart, colour
from kit.apart import PROJECT, Limits
from publications.files import finisher

log = logging.getLogger(__name__)

FONT_PACKAGE = "fontpkg_source_sans_3"
STYLESHEETS = {
    f"asset:{name}.css": PROJECT / "static" / "css" / f"{name}.css"
    for name in ("print", "large", "draft", "comment", "brief", "short")
}

# The board's own colour is a stylesheet that holds nothing but what its name says: asset:colour-7a1f5c.css.
COLOUR = re.compile(r"asset:colour-([0-9a-f]{6})\.css")
LOGO = "data:image/png;base64,"  # the one kind of picture that the HTML itself may hold
# Every other stands beside it, and is named by its check code.
PICTURE = "picture:"
MOST_OF_PICTURES = 40_000_000  # bytes: a hundred of the largest
LARGEST_HTML = 2_000_000  # bytes; a plan of twenty pages has about 60,000
# Instances of a variable font carry the time they were made: one fixed moment gives one set of bytes.
FONTS_MADE_AT = 1_704_067_200  # 1 January 2024


class Made(Struct, frozen=True, kw_only=True):
    """A PDF, its number of pages, the versions of all that shaped its bytes, and what WeasyPrint remarked on."""

    data: bytes
    pages: int
    versions: str
    remarks: tuple[str, ...] = ()


class PdfSource(Struct):
    """What the child is given: the HTML, and the bytes of the pictures that it names."""

    html: str
    pictures: dict[str, bytes]


class PdfFailed(Exception):
    """The PDF could not be made. The message is for the person who asked for it."""


class PdfBusy(PdfFailed):
    """Others are being made, and it was not this one's turn."""

    def __init__(self):
        super().__init__("Two documents are being made just now. Try again in a moment.")


class PdfRefused(Exception):
    """The child will not make this PDF; the message says why, for the person who asked for it."""


# In the server


def make(html, limits=Limits(), *, patient=True, pictures=None):  # noqa: B008  (frozen)
    """The PDF of a whole HTML document, or `PdfFailed`. Takes seconds: never call it inside a transaction.

    `pictures` are the bytes of those that the HTML names, by their digests. What is only looked at isn't `patient`: it
    gives up early where others are being made.
    """
    source = html.encode()
    if len(source) > LARGEST_HTML:
        raise PdfFailed(
            f"The PDF could not be made: the document is too long ({len(source) / 1e6:.1f} million characters; "
            f"the most is {LARGEST_HTML / 1e6:.0f} million)."
        )
    if sum(map(len, (pictures or {}).values())) > MOST_OF_PICTURES:
        raise PdfFailed("The PDF could not be made: it has too many pictures. Take some of them out.")
    source = msgspec.msgpack.encode(PdfSource(html=html, pictures=pictures or {}))
    try:
        words, data = apart.run("publications.files.pdf", source, limits, environment=_environment(), patient=patient)
    except apart.Stopped as stopped:
        raise PdfFailed(f"The PDF could not be made: {stopped}") from stopped
    except apart.Busy as busy:
        raise PdfBusy from busy
    if "problem" in words:
        log.error("Making a PDF ended with: %s", words["problem"])
        raise PdfFailed(f"The PDF could not be made: {words['problem']}")
    return Made(data=data, pages=words["pages"], versions=words["versions"], remarks=tuple(words["remarks"]))


def _environment():
    """What the child has to know besides: its fonts."""
    return {
        "SOURCE_DATE_EPOCH": str(FONTS_MADE_AT),
        "FONTCONFIG_FILE": str(PROJECT / "publications" / "fonts.conf"),
        "XDG_DATA_HOME": find_spec(FONT_PACKAGE).submodule_search_locations[0],
    }


# In the child


def _answer(source):
    """The PDF of HTML with what is known of it, or why there is none."""
    gc.disable()  # a fifth of the time, and the process ends soon
    given = msgspec.msgpack.decode(source, type=PdfSource)
    try:
        made = _draw(given.html, given.pictures)
    except (PdfRefused, RecursionError, MemoryError, finisher.InternalsMoved) as error:
        return {"problem": _in_words(error)}, b""
    return {"pages": made.pages, "versions": made.versions, "remarks": made.remarks}, made.data


def _in_words(error):
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply inside one another."
    if isinstance(error, MemoryError):
        return apart.TOO_MUCH_MEMORY
    if isinstance(error, finisher.InternalsMoved):
        return f"the installed version of WeasyPrint is not the one this program knows ({error})."
    return str(error)


def _draw(html, pictures):
    import weasyprint
    from weasyprint.layout import inline
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    remarks = _listen()
    _leave_unused_letters_alone()
    fetcher = _closed_fetcher(pictures)
    try:
        with finisher.noting_spaces(inline):
            document = _plainer(weasyprint)(string=html, base_url=None, url_fetcher=fetcher).render(
                # A list says in its attributes how it counts and from where.
                font_config=FontConfiguration(),
                presentational_hints=True,
                pdf_variant="pdf/ua-1",
            )
        with finisher.finishing(tags) as finish:
            data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True, finisher=finish)
    except FatalURLFetchingError as error:
        raise PdfRefused(_outside(fetcher)) from error
    if fetcher.refused:  # asked for inside a drawing, where WeasyPrint carries on without
        raise PdfRefused(_outside(fetcher))
    _check_signs(document)
    return Made(data=data, pages=len(document.pages), versions=_versions(), remarks=tuple(remarks))


def _leave_unused_letters_alone():
    """Have fontTools pass over the thousands of letters that a subset has emptied: a tenth of a short document's time.

    Each letter comes out the same; the file has its places in a longer form, a thousand bytes more.
    """
    from fontTools.varLib import instancer

    of_letter = instancer._instantiateGvarGlyph

    def quicker(name, glyphs, variations, *rest, **how):
        if glyphs[name].numberOfContours or variations.variations.get(name):
            of_letter(name, glyphs, variations, *rest, **how)

    instancer._instantiateGvarGlyph = quicker


def _plainer(weasyprint):
    """WeasyPrint's HTML without its rules for footnotes and notes, and with markers for items of lists only.

    They would make six styles for each element on paper, none of them ever used: a fifth of the time and the memory.
    """
    rules = re.sub(r"^::(footnote|note)-.*$", "", weasyprint.html.UA, flags=re.MULTILINE)
    stylesheet = weasyprint.CSS(string=rules.replace("\n::marker ", "\nli::marker "))

    class PlainerHTML(weasyprint.HTML):
        def _ua_stylesheets(self, forms=False):
            return [stylesheet]

    return PlainerHTML


def _listen():
    """The list that WeasyPrint's warnings and errors will be put into, each once and at most twenty."""
    remarks = []

    class Listener(logging.Handler):
        def emit(self, record):
            words = record.getMessage()[:300]
            if words not in remarks and len(remarks) < 20:
                remarks.append(words)

    weasyprint_log = logging.getLogger("weasyprint")
    weasyprint_log.addHandler(Listener(logging.WARNING))
    weasyprint_log.propagate = False
    return remarks


def _closed_fetcher(pictures):
    """Answers for our own stylesheets and the pictures that were given from memory, and refuses every other address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    stylesheets = {address: path.read_bytes() for address, path in STYLESHEETS.items()}

    class ClosedFetcher(URLFetcher):
        refused = ()

        def fetch(self, url, headers=None):
            if url.startswith(LOGO):
                # The picture stands in the address itself.
                return super().fetch(url, headers)
            if (digest := url.removeprefix(PICTURE)) in pictures:
                data = pictures[digest]
                media = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
                return URLFetcherResponse(url, data, {"Content-Type": media})
            if named := COLOUR.fullmatch(url):
                sheet = colour.paper_stylesheet(colour.read(named[1])).encode()
                return URLFetcherResponse(url, sheet, {"Content-Type": "text/css; charset=utf-8"})
            if url in stylesheets:
                return URLFetcherResponse(url, stylesheets[url], {"Content-Type": "text/css; charset=utf-8"})
            self.refused = (*self.refused, url)
            raise FatalURLFetchingError(url)

    return ClosedFetcher()


def _outside(fetcher):
    return f"it asks for something from outside, which a document may not: {fetcher.refused[0][:200]}"


def _check_signs(document):
    """Refuse signs that would be printed as an empty box, such as an emoji."""
    if missing := sorted({code for font in document.fonts.values() for code in font.missing}):
        named = ", ".join(f"{chr(code)} (U+{code:04X})" for code in missing[:5])
        raise PdfRefused(f"the typeface has no sign for {named}. Please take it out or say it in words.")


def _versions():
    """All that decides how lines break and which bytes come out."""
    from weasyprint.text import ffi

    ffi.ffi.cdef("const char *hb_version_string(void);")
    pango = ffi.pango.pango_version()
    parts = {
        "WeasyPrint": version("weasyprint"),
        "pydyf": version("pydyf"),
        "fontTools": version("fonttools"),
        "Source Sans 3": version(FONT_PACKAGE.replace("_", "-")),
        "Pango": f"{pango // 10_000}.{pango // 100 % 100}.{pango % 100}",
        "HarfBuzz": ffi.ffi.string(ffi.harfbuzz.hb_version_string()).decode(),
        "HarfBuzz subsetting": "yes" if ffi.harfbuzz_subset else "no",
    }
    return ", ".join(f"{name} {number}" for name, number in parts.items())


if __name__ == "__main__":
    apart.answer(_answer)
