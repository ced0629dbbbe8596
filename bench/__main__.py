"""`make bench`: how long things take and how much they need, written into docs/benchmarks.md.

A benchmark is a function in a module of this folder, marked with `@benchmark("what it measures")`, that gives back the
rows of its table. `make bench ARGS=pdf` runs one module only and leaves the other tables as they are. Times are never
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

import bench  # noqa: E402
from bench.measuring import BENCHMARKS  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Measured by `make bench`, which writes this page; `make bench ARGS=pdf` measures one part anew. The figures hold for the
machine and the day that stand above each table. CPU is the time a processor was busy with it, memory the most it had at
a time.
"""


def main(wanted):
    modules = [
        module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in ("measuring", "__main__")
    ]
    unknown = set(wanted) - set(modules)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(modules)}.")
    page = PAGE.read_text() if PAGE.exists() else HEAD
    for name in wanted or modules:
        importlib.import_module(f"bench.{name}")
        for title, measure in BENCHMARKS.pop(name, {}).items():
            print(f"==> {title}", flush=True)
            page = with_part(page, title, part(name, title, measure()))
            PAGE.write_text(page)
    print(f"==> {PAGE.name} is written")


def part(name, title, rows):
    """The section of the page for one benchmark: its command, the machine, its table."""
    heads = list(rows[0])
    lines = [
        f"## {title}\n",
        f"`make bench ARGS={name}`, {date.today():%-d %B %Y}, {machine()}\n",  # noqa: DTZ011
        f"| {' | '.join(heads)} |",
        f"|{'|'.join('---' for _ in heads)}|",
        *(f"| {' | '.join(str(row.get(head, '')) for head in heads)} |" for row in rows),
    ]
    for line in lines[2:]:
        print(line, flush=True)
    return "\n".join(lines) + "\n"


def with_part(page, title, text):
    """The page with this section in the place of the one it had, or at its end."""
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    if found:
        rest = page[found.end() :]
        return page[: found.start()] + text + ("\n" + rest if rest else "")
    return page.rstrip() + "\n\n" + text


def machine():
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return (
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}; {load:.1f} programs ran beside it"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
