"""What every benchmark needs: to be known, and to measure."""

import io
import os
import subprocess
import sys
import tarfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

HOUSE = Path(__file__).resolve().parent.parent

BENCHMARKS = {}  # module to title to function and what is said of its rows


def last(rows):
    """The last row, which is the largest of what grows."""
    return "; ".join(f"{name} {value}" for name, value in rows[-1].items())


def along(of, *columns):
    """What some columns hold for each row: how it grows, or who stands beside whom."""
    return lambda rows: "; ".join(f"{row[of]}: {', '.join(str(row[name]) for name in columns)}" for row in rows)


def total(*columns):
    """How many rows, and what some columns come to."""

    def said(rows):
        return f"{len(rows)} rounds; " + ", ".join(f"{name} {sum(row[name] for row in rows)}" for name in columns)

    return said


def benchmark(title, said=last):
    """Marks a function as a benchmark: it gives back rows, each a dictionary of columns and what stands in them.

    All rows are printed. `said` makes of them the few words that the page has room for.
    """

    def note(function):
        BENCHMARKS.setdefault(function.__module__.rpartition(".")[2], {})[title] = function, said
        return function

    return note


def in_milliseconds(run, times):
    """The median and the slowest twentieth of many runs, by the clock."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(taken, n=20)
    return cuts[9], cuts[18]


def unpacked(commit, place):
    """An earlier build in a folder of its own."""
    packed = subprocess.run(["git", "archive", commit], cwd=HOUSE, capture_output=True, check=True)  # noqa: S607
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(place, filter="data")
    return place


def said_by(folder, script, *arguments, given=""):
    """What a script prints that the build in a folder runs, with the settings of its tests."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    run = subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return run.stdout


@contextmanager
def rolled_back_board():
    """A database of its own with the demonstration's board in it, gone afterwards. Its tables are made at once."""
    from django.apps import apps
    from django.conf import settings
    from django.db import transaction
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment

    from lscb import garbage
    from lscb.loading import load

    setup_test_environment(debug=False)
    settings.MIGRATION_MODULES = dict.fromkeys((app.label for app in apps.get_app_configs()), None)
    made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        with transaction.atomic():
            for folder in ("southend", "illustration"):
                load(settings.BASE_DIR / "fixtures" / folder, note="Loaded for a benchmark")
            garbage.look_seldom()  # as the server does
            yield
            transaction.set_rollback(True)
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()
