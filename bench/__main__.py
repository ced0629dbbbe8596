"""`make bench`: how long things take and how much they need, printed in full, and a line of it in docs/benchmarks.md.

A benchmark is a function in a module of this folder, marked with `@benchmark("what it measures")`, that gives back the
rows of its table. `make bench ARGS=pdf` runs one module only and leaves the other lines as they are; with
`AGAINST=` a commit it sets beside that what has been so measured. Times are never
judged by a test: they depend on the machine, which is why the page names it.
"""

import importlib
import os
import pkgutil
import platform
import re
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

import bench  # noqa: E402
from bench.measuring import BENCHMARKS  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
LINES = re.compile(r"(?<=\|---\|---\|---\|\n)((?:\|.*\n)*)")  # of the table of what was measured
APART = ("cpu_of_tests", "large_board", "measuring", "__main__")  # no benchmarks


def main(wanted):
    modules = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in APART]
    unknown = set(wanted) - set(modules)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(modules)}.")
    for name in wanted or modules:
        importlib.import_module(f"bench.{name}")
        for title, (measure, said) in BENCHMARKS.pop(name, {}).items():
            print(f"==> {title}", flush=True)
            if rows := measure():
                show(rows)
                line = (
                    f"| {titled(title)} | {said(rows)} | `{command(name)}`, {date.today():%-d %B %Y}, {machine()} |\n"  # noqa: DTZ011
                )
                PAGE.write_text(with_line(PAGE.read_text(), titled(title), line))
    print(f"==> {PAGE.name} is written")


def titled(title):
    """The heading of a benchmark; each database has a table of its own."""
    return f"{title}, on PostgreSQL" if connection.vendor == "postgresql" else title


def command(name):
    names = ("AGAINST", "INDICATORS", "PEER")
    against = "".join(f" {asked}={os.environ[asked]}" for asked in names if os.environ.get(asked))
    if connection.vendor == "postgresql":
        return f"{against.lstrip()} .ci/on-postgresql .venv/bin/python -m bench {name}".strip()
    return f"make bench ARGS={name}{against}"


def show(rows):
    """All that was measured, for whoever runs it: the page has room for a line."""
    heads = list(rows[0])
    for cells in (heads, *([row.get(head, "") for head in heads] for row in rows)):
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


def with_line(page, title, line):
    """The page with this line in its table, in the place of the one it had or at the end. All else stays as it is."""
    found = LINES.search(page)
    lines = found[1].splitlines(keepends=True)
    places = [place for place, former in enumerate(lines) if former.startswith(f"| {title} |")]
    lines[places[0] if places else len(lines) : (places[0] + 1) if places else len(lines)] = [line]
    return page[: found.start(1)] + "".join(lines) + page[found.end(1) :]


def machine():
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return (
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, {load:.1f} programs beside it"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
