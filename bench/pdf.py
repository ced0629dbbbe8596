"""Making PDFs: one process each, which starts, draws and ends."""

import json
import subprocess
import sys
from datetime import date

from bench.measuring import along, benchmark, in_milliseconds, rolled_back_board
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import word
from publications.models import Publication
from tests.long_report import long_report

DAY = date(2016, 6, 1)
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


@benchmark("A Word copy", along("pages on paper, about", "median"))
def words():
    rows = []
    for pages in (20, 80):
        document = long_report(pages)
        blocks = layout.numbered(layout.pages(document))
        control = Control()
        median, slowest = in_milliseconds(lambda d=document, b=blocks: word.make(d, b, control), 5)  # noqa: B023
        size = len(word.make(document, blocks, control))
        rows.append(
            {
                "pages on paper, about": pages,
                "median": f"{median:.0f} ms",
                "slowest twentieth": f"{slowest:.0f} ms",
                "size": f"{size / 1000:.0f} KB",
            }
        )
    return rows
