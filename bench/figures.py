"""The office's figures at 1,000 breakdowns with 100 figures each, in CPU time, weight and queries."""

import time
from datetime import date
from statistics import median

from bench.measuring import benchmark, rolled_back_board

INDICATORS, LINES, FIGURES, TIMES = 250, 4, 100, 9


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
            ):
                client.get(address)
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(address)
                rows.append(
                    {
                        "page": page,
                        "figures": f"{number * LINES * FIGURES:,}",
                        "database": connection.vendor,
                        "CPU": f"{median(cpu(client, address) for _ in range(TIMES)):.0f} ms",
                        "size": f"{len(answer.content) / 1024:.0f} KB",
                        "queries": len(queries),
                    }
                )
    return rows


def cpu(client, address):
    """Milliseconds that this process was busy; those of a database in a process of its own come on top."""
    start = time.process_time()
    client.get(address)
    return (time.process_time() - start) * 1000


def fill(number):
    """So many indicators, each with its breakdowns and their monthly figures; what was made before goes."""
    from priorities.models import Indicator, Observation, Series

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
