"""The members' page at 1,000 breakdowns with 100 figures each, in CPU time, weight and queries."""

from datetime import date
from statistics import median

from bench.figures import LINES, cpu, fill
from bench.measuring import along, benchmark, rolled_back_board

DAY, INDICATORS, FIGURES, TIMES = date(2016, 6, 1), 250, 100, 9


@benchmark("The members' page", along("figures", "CPU", "size", "queries"))
def members_page():
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.TODAY = DAY
    rows = []
    with rolled_back_board():
        client = Client()
        client.force_login(get_user_model().objects.create_superuser("bench@example.org"))
        for number in (2, INDICATORS):
            measured(number)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            client.get("/members/")
            with CaptureQueriesContext(connection) as queries:
                answer = client.get("/members/")
                asked = len(queries)  # counted here: the next request begins its own list
            rows.append(
                {
                    "figures": f"{number * LINES * FIGURES:,}",
                    "database": connection.vendor,
                    "CPU": f"{median(cpu(client, '/members/') for _ in range(TIMES)):.0f} ms",
                    "size": f"{len(answer.content) / 1024:.0f} KB",
                    "queries": asked,
                }
            )
    return rows


def measured(number):
    """So many indicators with their figures, each of them a measure of a priority of the plan in force."""
    from priorities.models import Goal, Indicator, Measure

    Measure.objects.filter(indicator__key__startswith="bench-").delete()
    fill(number)
    goals = list(Goal.objects.filter(plan__key="2016-19", kind=Goal.Kind.PRIORITY))
    Measure.objects.bulk_create(
        Measure(goal=goals[place % len(goals)], indicator=each, key=f"m{place}", position=place)
        for place, each in enumerate(Indicator.objects.filter(key__startswith="bench-"))
    )
