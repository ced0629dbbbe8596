"""The office's figures at 1,000 breakdowns with 100 figures each, in CPU time, weight and queries; and a table."""

import json
import os
import tempfile
import time
from datetime import date
from statistics import median

from bench.measuring import HOUSE, benchmark, rolled_back_board, said_by, unpacked

# On a machine that others use, INDICATORS=25 asks the earlier release for a tenth.
INDICATORS, LINES, FIGURES, TIMES = int(os.environ.get("INDICATORS", "250")), 4, 100, 9


@benchmark("The office's figures")
def office_figures():
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from priorities.models import Indicator

    rows = []
    with rolled_back_board():
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("bench@example.org"))
        for number in (2, INDICATORS):
            fill(number)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            wide = Indicator.objects.get(key="bench-0")
            for page, address in (
                ("list", "/office/figures/"),
                ("list, owed now", "/office/figures/?state=owed"),
                ("list, one word", "/office/figures/?q=number"),
                ("list, last page", "/office/figures/?page=999"),
                ("indicator", f"/office/figures/{wide.key}/"),
                ("missing figures", "/office/figures/missing/"),
                ("one supplier’s request for all of them", asked_for_all()),
            ):
                client.get(address)
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(address)
                    asked = len(queries)  # counted here: the next request begins its own list
                rows.append(
                    {
                        "page": page,
                        "figures": f"{number * LINES * FIGURES:,}",
                        "database": connection.vendor,
                        "CPU": f"{median(cpu(client, address) for _ in range(TIMES)):.0f} ms",
                        "size": f"{len(answer.content) / 1024:.0f} KB",
                        "queries": asked,
                    }
                )
    return rows


def cpu(client, address):
    """Milliseconds that this process was busy; those of a database in a process of its own come on top."""
    start = time.process_time()
    client.get(address)
    return (time.process_time() - start) * 1000


def asked_for_all():
    """The address of a request for every breakdown there is, in a round that is due."""
    from priorities.models import AskedFigure, Asking, Chase, Collection, Series

    Collection.objects.all().delete()
    made = Collection.objects.create(
        name="Bench", every="month", starts=date(2016, 5, 1), ends=date(2016, 5, 31), due=date(2016, 6, 10)
    )
    asking = Asking.objects.create(collection=made)
    Chase.objects.create(asking=asking, on=date(2016, 6, 1))
    AskedFigure.objects.bulk_create(
        AskedFigure(asking=asking, series=line, key=f"a{place}", position=place)
        for place, line in enumerate(Series.objects.filter(indicator__key__startswith="bench-"))
    )
    return f"/office/figures/rounds/{made.key}/{asking.pk}/"


def fill(number):
    """So many indicators, each with its breakdowns and their monthly figures; what was made before goes."""
    from priorities.models import Collection, Indicator, Observation, Series

    Collection.objects.all().delete()
    Indicator.objects.filter(key__startswith="bench-").delete()
    of = Indicator.objects.bulk_create(
        Indicator(key=f"bench-{each}", name=f"Number {each}", every="month", position=each) for each in range(number)
    )
    lines = Series.objects.bulk_create(
        Series(indicator=each, key=f"s{place}", name=f"Breakdown {place}", position=place)
        for each in of
        for place in range(LINES)
    )
    Observation.objects.bulk_create(
        (
            Observation(
                series=line,
                key=f"o{place}",
                value=place,
                timing="as-at",
                ends=date(2008 + place // 12, place % 12 + 1, 28),
                position=place,
            )
            for line in lines
            for place in range(FIGURES)
        ),
        batch_size=2_000,
    )


# Asks the list of figures of whatever release it is started in, in a database of its own.
ALONE = """
import json, sys, time
from datetime import date
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from lscb.loading import load
from django.conf import settings
from priorities.models import Indicator, Observation, Series

indicators, lines, figures, times = map(int, sys.argv[1:])
setup_test_environment(debug=False)
made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
load(settings.BASE_DIR / "fixtures" / "southend", note="Loaded for a benchmark")
of = Indicator.objects.bulk_create(
    Indicator(key=f"bench-{each}", name=f"Number {each}", position=each) for each in range(indicators)
)
series = Series.objects.bulk_create(
    Series(indicator=each, key=f"s{place}", name=f"Breakdown {place}", position=place)
    for each in of for place in range(lines)
)
Observation.objects.bulk_create(
    (
        Observation(series=line, key=f"o{place}", value=place, timing="as-at", position=place,
                    ends=date(2008 + place // 12, place % 12 + 1, 28))
        for line in series for place in range(figures)
    ),
    batch_size=2_000,
)
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
client = Client()
client.force_login(get_user_model().objects.create_superuser("bench@example.org"))
taken = []
for _ in range(times):
    began = time.process_time()
    answer = client.get("/office/figures/")
    size = len(answer.content)
    taken.append((time.process_time() - began) * 1000)
    assert answer.status_code == 200
print(json.dumps({"taken": taken, "size": size, "database": connection.vendor}))
teardown_databases(made, verbosity=0)
"""


@benchmark("The list of figures beside that of an earlier release")
def beside_an_earlier_release():
    """Asked for by AGAINST, a commit: its page is asked once for each time in turn, as it may take a minute."""
    commit = os.environ.get("AGAINST")
    if not commit:
        return []
    with tempfile.TemporaryDirectory() as folder:
        now, before = asked_alone(HOUSE, 6), asked_alone(unpacked(commit, folder), 2)
    # The first answer of a process reads the templates, too.
    ours, theirs = (median(answer["taken"][1:]) for answer in (now, before))
    return [
        row("this one", now, ours) | {"beside the earlier": f"{theirs / ours:,.0f} times as fast"},
        row(commit, before, theirs) | {"beside the earlier": "1"},
    ]


def row(release, answer, took):
    return {
        "release": release,
        "figures": f"{INDICATORS * LINES * FIGURES:,}",
        "database": answer["database"],
        "CPU": f"{took:,.0f} ms",
        "size": f"{answer['size'] / 1024:,.0f} KB",
    }


def asked_alone(folder, times):
    return json.loads(said_by(folder, ALONE, INDICATORS, LINES, FIGURES, times).splitlines()[-1])


@benchmark("Looking at a pasted table of 10,000 figures, before it is saved")
def reading_a_table():
    from django.contrib.auth import get_user_model
    from django.db import connection

    from kit.incoming import files
    from kit.intake.table import arrange
    from kit.intake.taking import Intake
    from lscb.office import brought
    from lscb.office.looked_at import MOST_TRIED, SHOWN
    from lscb.office.pasted_lists import LISTS

    rows = []
    long = [("Indicator", "Breakdown", "Period", "Figure")]
    long += [
        (f"Number {each}", f"Breakdown {line}", f"{month} {year}", str(each + line + year))
        for each in range(21)
        for line in range(4)
        for year in range(2010, 2020)
        for month in "January February March April May June July August September October November December".split()
    ][:10_000]
    wide = [("Indicator", "Breakdown", *(f"{year}/{year % 100 + 1}" for year in range(2000, 2010)))]
    wide += [(f"Number {each}", "All", *map(str, range(each, each + 10))) for each in range(1_000)]
    with rolled_back_board():
        by = get_user_model().objects.create_superuser("bench@example.org")
        for name, table in (("a row for each figure", long), ("periods across", wide)):
            text = "\n".join("\t".join(row) for row in table)

            def look(text=text):
                began = time.process_time()
                cells = brought.single(brought.of(files.read(text))).pieces[0].cells
                arranged = arrange(cells, LISTS["figures"])
                # As the page does: it tries those that it shows of a large table, and reads all.
                only = range(SHOWN) if len(arranged.roles) > MOST_TRIED else None
                Intake(LISTS["figures"], {}, by).run(arranged, save=False, only=only)
                return time.process_time() - began, len(arranged.roles)

            look()
            taken = [look() for _ in range(5)]
            rows.append(
                {
                    "table": name,
                    "rows": f"{taken[0][1]:,}",
                    "figures": f"{10_000:,}",
                    "database": connection.vendor,
                    "CPU": f"{median(each for each, _ in taken):.2f} s",
                }
            )
    return rows
