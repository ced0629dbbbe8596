"""How long the office's history takes with 100,000 lines, on either database:

    DJANGO_SETTINGS_MODULE=tests.settings python -m tests.measure_history

A script and no test: a time belongs to a machine. It works in a test database of its own, which it deletes.
"""

import statistics
import sys
import time
from datetime import timedelta

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.urls import reverse

django.setup()

LINES = 100_000


def fill():
    """The real board, each of its records changed some three hundred times by three people."""
    from kit import changes
    from lscb.loading import load
    from membership.models import User

    load(settings.BASE_DIR / "fixtures" / "southend", note="Loaded to measure")
    people = [User.objects.create_user(f"person-{n}@example.org", "long enough for this") for n in range(3)]
    records = [line for model in changes.tracked() for line in model.history.all()]
    each = LINES // len(records) + 1
    for model in changes.tracked():
        lines = []
        words = changes.texts(model)
        for first in model.history.all():
            for number in range(1, each):
                line = type(first)(**{f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields})
                line.history_id, line.history_type, line.version = None, "~", number + 1
                line.history_user = people[number % 3]
                line.history_date = first.history_date + timedelta(minutes=7 * number, milliseconds=first.id)
                if words and (said := getattr(line, words[0])):
                    longest = line._meta.get_field(words[0]).max_length or 10_000
                    setattr(line, words[0], f"{said} again {number}"[:longest])
                lines.append(line)
        model.history.model.objects.bulk_create(lines, batch_size=500)
    # What a database does by itself at night.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people[0]


def measured(client, path, times=30):
    spent, worked = [], []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        answer = client.get(path)
        spent.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    slow = sorted(spent)[int(times * 0.95) - 1]
    times = (
        f"median {statistics.median(spent):6.1f} ms, p95 {slow:6.1f} ms, of these {statistics.median(worked):5.1f} ms"
    )
    asked = sum(float(query["time"]) for query in queries) * 1000
    return f"{times} of computing here; {len(queries)} queries, {asked:.0f} ms in them"


def main():
    from kit import changes
    from membership.models import User
    from priorities.models import Goal

    # Not in the test environment: there each template reports its context, which is a quarter of the time.
    made = setup_databases(verbosity=0, interactive=False)
    try:
        person = fill()
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_superuser("administrator@example.org", "long enough for this"))
        total = sum(model.history.count() for model in changes.tracked())
        print(f"{connection.vendor}: {total:,} lines of history")
        far = changes.newest(changes.HistoryQuery(), number=2_000)[-1].cursor
        goal = Goal.objects.first()
        for name, path in {
            "first page": reverse("history"),
            "far page": f"{reverse('history')}?after={far}".replace("+", "%2B"),
            "one person": f"{reverse('history')}?who={person.pk}",
            "one kind": f"{reverse('history')}?kind=goal",
            "one month": f"{reverse('history')}?since=2026-01-01&until=2026-01-31",
            "common word": f"{reverse('history')}?words=children",
            "rare words": f"{reverse('history')}?words=again+299+bullying",
            "no such word": f"{reverse('history')}?words=xylophone",
            "one record": reverse("history-record", args=["goal", goal.pk]),
        }.items():
            print(f"{name:14} {measured(client, path)}")
            sys.stdout.flush()
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
