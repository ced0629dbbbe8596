"""A document's PDF: made by WeasyPrint in a process of its own, which can reach nothing and can't run for long.

`make(html)` is called in the server. It starts `python -m publications.pdf`, a new interpreter and never a fork of the
server, gives it the HTML and gets the file back. That child limits its own time and memory, writes no file, knows one
stylesheet and one typeface, and asks neither network nor disk for anything that the HTML may name.

This module is the only one that imports WeasyPrint, and it imports nothing of Django: it takes finished HTML. The same
HTML gives the same bytes on any machine with the same libraries; `Made.versions` names them.
"""

import fcntl
import gc
import json
import logging
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from kit import colour
from publications import finisher

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent
FONT_PACKAGE = "fontpkg_source_sans_3"
STYLESHEETS = {f"asset:{name}.css": PROJECT / "static" / "css" / f"{name}.css" for name in ("print", "comment")}

# The board's own colour is a stylesheet that holds nothing but what its name says: asset:colour-7a1f5c.css.
COLOUR = re.compile(r"asset:colour-([0-9a-f]{6})\.css")
LOGO = "data:image/png;base64,"  # the one kind of picture that a document may hold
LARGEST_HTML = 2_000_000  # bytes; a plan of twenty pages has about 60,000
AT_ONCE = 2  # each takes a processor for itself
WAIT_FOR_A_TURN = 60  # seconds
OPEN_FILES = 64
# Instances of a variable font carry the time they were made: one fixed moment gives one set of bytes.
FONTS_MADE_AT = 1_704_067_200  # 1 January 2024


class Limits(Struct, frozen=True, kw_only=True):
    """What making one PDF may take: seconds of computing, bytes of memory, seconds by the clock."""

    computing: int = 60
    memory: int = 1 << 30
    wall: int = 90


class Made(Struct, frozen=True, kw_only=True):
    """A PDF, its number of pages, the versions of all that shaped its bytes, and what WeasyPrint remarked on."""

    data: bytes
    pages: int
    versions: str
    remarks: tuple[str, ...] = ()


class PdfFailed(Exception):
    """The PDF could not be made. The message is for the person who asked for it."""


class Refused(Exception):
    """The child will not make this PDF; the message says why, for the person who asked for it."""


# In the server


def make(html, limits=Limits()):  # noqa: B008  (frozen)
    """The PDF of a whole HTML document, or `PdfFailed`. Takes seconds: never call it inside a transaction."""
    source = html.encode()
    if len(source) > LARGEST_HTML:
        raise PdfFailed(
            f"The PDF could not be made: the document is too long ({len(source) / 1e6:.1f} million characters; "
            f"the most is {LARGEST_HTML / 1e6:.0f} million)."
        )
    with _turn():
        try:
            child = subprocess.run(
                [sys.executable, "-s", "-m", "publications.pdf", str(limits.computing), str(limits.memory)],
                cwd=PROJECT,
                env=_environment(),
                input=source,
                capture_output=True,
                timeout=limits.wall,
                check=False,
            )
        except subprocess.TimeoutExpired as expired:
            raise PdfFailed(f"The PDF could not be made: it took more than {limits.wall} seconds.") from expired
    header, _, data = child.stdout.partition(b"\n")
    if child.returncode == 0 and data:
        report = json.loads(header)
        return Made(data=data, pages=report["pages"], versions=report["versions"], remarks=tuple(report["remarks"]))
    log.error("Making a PDF ended with %s: %s", child.returncode, child.stderr.decode(errors="replace")[-4000:])
    if header:
        raise PdfFailed(f"The PDF could not be made: {json.loads(header)['problem']}")
    if b"MemoryError" in child.stderr:  # too little was left even to say so
        raise PdfFailed(f"The PDF could not be made: {_in_words(MemoryError())}")
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise PdfFailed(f"The PDF could not be made: it took more than {limits.computing} seconds of computing.")
    raise PdfFailed(
        "The PDF could not be made: the program that draws it stopped without giving a reason. "
        "Whoever looks after this site finds the details in its log."
    )


def _environment():
    """Everything the child knows of its surroundings: nothing of the server's settings or secrets."""
    return {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(FONTS_MADE_AT),
        "FONTCONFIG_FILE": str(PROJECT / "publications" / "fonts.conf"),
        "XDG_DATA_HOME": find_spec(FONT_PACKAGE).submodule_search_locations[0],
    }


@contextmanager
def _turn():
    """Wait until fewer than `AT_ONCE` PDFs are being made, by whichever process of this user."""
    folder = Path(tempfile.gettempdir()) / f"board-pdf-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PdfFailed(f"The PDF could not be made: the folder {folder} belongs to somebody else.")
    until = time.monotonic() + WAIT_FOR_A_TURN
    while True:
        for number in range(AT_ONCE):
            with (folder / f"{number}.lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > until:
            raise PdfFailed("The PDF could not be made yet: others are being made. Please try again in a minute.")
        time.sleep(0.1)


# In the child


def main(computing, memory):
    """Read HTML from standard input; answer with one line of JSON and the PDF on standard output."""
    _confine(computing, memory)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up in the file
    gc.disable()  # a fifth of the time, and the process ends soon
    try:
        made = _draw(sys.stdin.buffer.read().decode())
    except (Refused, RecursionError, MemoryError, finisher.InternalsMoved) as error:
        answer.write(json.dumps({"problem": _in_words(error)}).encode() + b"\n")
        answer.close()
        return 1
    report = {"pages": made.pages, "versions": made.versions, "remarks": made.remarks}
    answer.write(json.dumps(report).encode() + b"\n" + made.data)
    answer.close()
    return 0


def _confine(computing, memory):
    resource.setrlimit(resource.RLIMIT_CPU, (computing, computing + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _in_words(error):
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply inside one another."
    if isinstance(error, MemoryError):
        return "it needed more memory than it may have."
    if isinstance(error, finisher.InternalsMoved):
        return f"the installed version of WeasyPrint is not the one this program knows ({error})."
    return str(error)


def _draw(html):
    import weasyprint
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    remarks = _listen()
    fetcher = _closed_fetcher()
    try:
        document = _plainer(weasyprint)(string=html, base_url=None, url_fetcher=fetcher).render(
            font_config=FontConfiguration(), presentational_hints=False, pdf_variant="pdf/ua-1"
        )
        with finisher.finishing(tags) as finish:
            data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True, finisher=finish)
    except FatalURLFetchingError as error:
        raise Refused(_outside(fetcher)) from error
    if fetcher.refused:  # asked for inside a drawing, where WeasyPrint carries on without
        raise Refused(_outside(fetcher))
    _check_signs(document)
    return Made(data=data, pages=len(document.pages), versions=_versions(), remarks=tuple(remarks))


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


def _closed_fetcher():
    """Answers for our own stylesheets from memory, and refuses every other address, of whatever kind."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    stylesheets = {address: path.read_bytes() for address, path in STYLESHEETS.items()}

    class ClosedFetcher(URLFetcher):
        refused = ()

        def fetch(self, url, headers=None):
            if url.startswith(LOGO):
                # The picture stands in the address itself.
                return super().fetch(url, headers)
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
    missing = sorted({code for font in document.fonts.values() for code in font.missing})
    if missing:
        named = ", ".join(f"{chr(code)} (U+{code:04X})" for code in missing[:5])
        raise Refused(f"the typeface has no sign for {named}. Please take it out or say it in words.")


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
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
