"""Making PDFs: one process each, which starts, draws and ends."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

import pikepdf

from bench.measuring import HOUSE, along, benchmark, in_milliseconds, rolled_back_board, said_by, unpacked
from kit import colour
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf, word
from publications.models import Publication
from tests.long_report import long_report

DAY, ROUNDS = date(2016, 6, 1), 5
ROOMY = pdf.Limits(computing=600, memory=4 << 30, wall=1200)
# Makes one PDF and says what its process took. It is a small process itself: the most memory that a child had is never
# less than what its parent had when it started it. The limits are more than a server allows, so that what is too slow
# there is measured here and not refused.
ALONE = """
import json, resource, sys
from publications.files import pdf
made = pdf.make(sys.stdin.read(), pdf.Limits(computing=600, memory=4 << 30, wall=1200))
took = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds, megabytes = took.ru_utime + took.ru_stime, took.ru_maxrss / 1024
print(json.dumps({"pages": made.pages, "size": len(made.data), "seconds": seconds, "memory": megabytes}))
"""


def drawn(document, times):
    """The least that making this document's PDF took: what runs beside it can only add."""
    control = Control(number=1, published_on=DAY, check_code=codec.digest(codec.write(document)))
    html = render.paper(document, control)
    runs = [
        subprocess.run([sys.executable, "-c", ALONE], input=html, capture_output=True, text=True, check=True)
        for _ in range(times)
    ]
    took = [json.loads(run.stdout) for run in runs]
    pages, seconds = took[0]["pages"], min(one["seconds"] for one in took)
    return {
        "pages": pages,
        "CPU": f"{seconds:.1f} s",
        "CPU a page": f"{seconds / pages * 1000:.0f} ms",
        "memory": f"{min(one['memory'] for one in took):.0f} MB",
        "size": f"{took[0]['size'] / 1000:.0f} KB",
    }


@benchmark("A PDF of the real plan, and of ever longer reports", along("pages", "CPU a page", "memory"))
def pdfs():
    with rolled_back_board():
        plan = compose(Publication.objects.get(kind="business-plan"), on=DAY)
    return [
        {"document": "the plan"} | drawn(plan, 3),
        {"document": "made-up report"} | drawn(long_report(20), 3),
        {"document": "made-up report"} | drawn(long_report(80), 3),
        {"document": "made-up report"} | drawn(long_report(300), 1),
    ]


# What a build makes of one content: the earlier one says which, because its content can be read for ever.
WRITTEN = """
import django
django.setup()
from publications.content import codec
from tests.long_report import long_report
print(codec.SCHEMA, codec.write(long_report(80)))
"""
DRAWN = """
import json, sys
import django
django.setup()
from bench.pdf import drawn
from publications.content import codec
schema, text = sys.stdin.read().split(" ", 1)
print(json.dumps(drawn(codec.read(text, int(schema)), 1)))
"""


@benchmark(
    "A page of a long report beside an earlier release", along("release", "pages", "CPU a page", "beside the earlier")
)
def beside_an_earlier_release():
    """Asked for by AGAINST, a commit: each draws the same report, in turn, with its own stylesheets and finisher."""
    commit = os.environ.get("AGAINST")
    if not commit:
        return []
    with tempfile.TemporaryDirectory() as folder:
        folders = {"this one": HOUSE, commit: unpacked(commit, folder)}
        report = said_by(folder, WRITTEN)
        rounds = [{release: one_report(place, report) for release, place in folders.items()} for _ in range(ROUNDS)]
    ratios = [each["this one"]["seconds"] / each[commit]["seconds"] for each in rounds]
    beside = {"this one": f"{median(ratios):.2f} × ({min(ratios):.2f} to {max(ratios):.2f})", commit: "1"}
    return [
        {
            "release": release,
            "pages": rounds[0][release]["pages"],
            "CPU a page": f"{median(each[release]['seconds'] for each in rounds) * 1000:.0f} ms",
            "memory": rounds[0][release]["memory"],
            "size": rounds[0][release]["size"],
            "beside the earlier": beside[release],
        }
        for release in folders
    ]


def one_report(folder, content):
    """What the build in a folder takes for the report, in seconds a page."""
    told = json.loads(said_by(folder, DRAWN, given=content).splitlines()[-1])
    return told | {"seconds": float(told["CPU"].split()[0]) / told["pages"]}


@benchmark("The same pages by Chromium, by the clock", along("document", "ours", "Chromium", "leaves out"))
def beside_chromium():
    """Chromium follows fewer rules for paper and makes no PDF/UA. It is here to say what the same pages may cost."""
    chromium, reader = shutil.which("chromium"), shutil.which("pdftotext")
    if not (chromium and reader):
        return []
    with rolled_back_board():
        plan = compose(Publication.objects.get(kind="business-plan"), on=DAY)
    rows = []
    for name, document in (("the plan", plan), ("made-up report", long_report(80))):
        html = render.paper(document, Control())
        with tempfile.TemporaryDirectory() as room:
            page, theirs = Path(room, "page.html"), Path(room, "theirs.pdf")
            page.write_text(with_stylesheets(html))
            command = [chromium, "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={theirs}"]
            took, _ = in_milliseconds(
                lambda it=(*command, page): subprocess.run(it, capture_output=True, check=True), 5
            )
            ours, _ = in_milliseconds(lambda it=html: pdf.make(it, ROOMY), 5)
            pages, lacking = looked_through(theirs, reader)
        rows.append(
            {
                "document": name,
                "ours": f"{ours / 1000:.1f} s, {pdf.make(html, ROOMY).pages} pages",
                "Chromium": f"{took / 1000:.1f} s, {pages} pages",
                "leaves out": ", ".join(lacking),
            }
        )
    return rows


def with_stylesheets(html):
    """A page that stands by itself, for a program that knows none of our names for stylesheets."""

    def sheet(link):
        path, of_board = pdf.STYLESHEETS.get(link[1]), pdf.COLOUR.fullmatch(link[1])
        return f"<style>{path.read_text() if path else colour.paper_stylesheet(colour.read(of_board[1]))}</style>"

    return re.sub(r'<link[^>]*href="(asset:[^"]+)"[^>]*>', sheet, html)


def looked_through(made, reader):
    """How many pages a PDF has, and what of ours it lacks."""
    with pikepdf.open(made) as printed:
        pages, parts = len(printed.pages), printed.Root
        is_marked = "/Metadata" in parts and b"pdfuaid" in parts.Metadata.read_bytes()
        has_structure = "/StructTreeRoot" in parts
    text = subprocess.run([reader, "-layout", made, "-"], capture_output=True, text=True, check=True).stdout
    lacking = {
        "the structure that is read out": not has_structure,
        "the mark of PDF/UA": not is_marked,
        "the pages in the contents": not re.search(r"^ *Section 1 .*\. [0-9]+$", text, re.MULTILINE),
        "the heads of pages": not re.search(r"\f *Section 1 +\S.*DRAFT", text.replace("D RAFT", "DRAFT")),
    }
    return pages, [what for what, is_so in lacking.items() if is_so]


@benchmark("A Word copy", along("pages on paper, about", "median"))
def words():
    rows = []
    for pages in (20, 80):
        document = long_report(pages)
        blocks = layout.numbered(layout.pages(document))
        control = Control()
        usual, slowest = in_milliseconds(lambda d=document, b=blocks: word.make(d, b, control), 5)  # noqa: B023
        size = len(word.make(document, blocks, control))
        rows.append(
            {
                "pages on paper, about": pages,
                "median": f"{usual:.0f} ms",
                "slowest twentieth": f"{slowest:.0f} ms",
                "size": f"{size / 1000:.0f} KB",
            }
        )
    return rows
