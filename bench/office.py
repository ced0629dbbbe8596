"""Every page of the office and of the members on a large board, in CPU time, weight and queries."""

import os
import sys
from datetime import date
from itertools import islice
from statistics import median

from bench import large_board
from bench.figures import cpu
from bench.measuring import along, benchmark, rolled_back_board

TIMES, PART = int(os.environ.get("TIMES", "3")), int(os.environ.get("PART", "1"))
MOST = {"KB": 100, "CPU": 100, "queries": 25}


def worst(rows):
    """The median, how many pages are over a bar, and the three that take longest."""
    return f"{len(rows) - 1} over a bar; KB, ms and queries " + along("page", *MOST)(rows[:4])


@benchmark("The office and the members’ pages on a large board", worst)
def large_office():
    """The pages that are over a bar, after how many were asked; all of them are printed."""
    from django.conf import settings
    from django.test import Client

    from lscb import garbage

    settings.TODAY = date(2016, 6, 1)
    with rolled_back_board():
        client = Client()
        client.force_login(large_board.make(PART))
        garbage.look_seldom()  # what made the board is nothing that a server holds
        rows = []
        for name, address in addresses():
            if row := asked(client, name, address):
                print(*row.values(), sep="\t", flush=True)
                rows.append(row)
    over = [row for row in rows if any(row[name] > most for name, most in MOST.items())]
    summary = {"page": f"of {len(rows)} pages, the median"}
    summary |= {name: round(median(row[name] for row in rows)) for name in MOST}
    return [summary, *sorted(over, key=lambda row: -row["CPU"])]


def addresses():
    """One page behind each pattern; the samples are those of the tests that look at pages."""
    from django.core.exceptions import ObjectDoesNotExist
    from django.urls import NoReverseMatch, reverse

    from tests import pages

    for name, _ in pages.patterns():
        if name in pages.NO_PAGE or not name:
            continue
        try:
            samples = pages.SAMPLES[name]() if name in pages.SAMPLES else [{}]
            for arguments in islice(samples, 1):
                address = reverse(name, kwargs=arguments)
                if address.startswith(("/office/", "/members/")):
                    yield name, address
        except (ObjectDoesNotExist, AttributeError, IndexError, NoReverseMatch) as failure:
            # This board has no row for it.
            print(f"{name}: {type(failure).__name__} {failure}", file=sys.stderr)


def asked(client, name, address):
    """What a page takes; nothing if it is a file, or leads on."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = client.get(address)
    if first.status_code != 200 or not first["Content-Type"].startswith("text/html"):
        return None
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        number = len(queries)  # counted here: the next request begins its own list
    return {
        "page": f"{name} {address}",
        "KB": round(len(answer.content) / 1024),
        "CPU": round(median(cpu(client, address) for _ in range(TIMES))),
        "queries": number,
        "database": connection.vendor,
    }
