"""What every benchmark needs: to be known, and to measure."""

import time
from contextlib import contextmanager
from statistics import quantiles

BENCHMARKS = {}  # module to title to function


def benchmark(title):
    """Marks a function as a benchmark: it gives back rows, each a dictionary of columns and what stands in them."""

    def note(function):
        BENCHMARKS.setdefault(function.__module__.rpartition(".")[2], {})[title] = function
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


@contextmanager
def rolled_back_board():
    """A database of its own with the demonstration's board in it, gone afterwards."""
    from django.conf import settings
    from django.db import transaction
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment

    from lscb.loading import load

    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        with transaction.atomic():
            for folder in ("southend", "illustration"):
                load(settings.BASE_DIR / "fixtures" / folder, note="Loaded for a benchmark")
            yield
            transaction.set_rollback(True)
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()
