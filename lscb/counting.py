"""LogCounts what stands in the logs: the program's own lines, and those that nginx writes as docs/deploy has it.

A line is one piece of JSON. What is no JSON of either kind is counted and not read.
"""

import json
from collections import Counter
from math import ceil

from msgspec import Struct, field

# What each status means to whoever reads the counts.
REFUSALS = {401, 403, 429}
PARTS = 1  # of an address that are told, so that no list has a line for each document


class LogCounts(Struct, kw_only=True):
    """What was found: requests by the hundred of their status, refusals, slow answers by the first part of their
    address in seconds, events, and lines of the program by level."""

    requests: Counter = field(default_factory=Counter)
    refusals: Counter = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slow: Counter = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    events: Counter = field(default_factory=Counter)
    levels: Counter = field(default_factory=Counter)
    warnings: Counter = field(default_factory=Counter)
    not_read: int = 0


def count(lines, slow):
    """LogCounts of the lines; an answer is slow if it took so many seconds or more."""
    counts = LogCounts()
    for line in lines:
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            note = request if "status" in said else event
            note(counts, said, slow)
        except (ValueError, TypeError, KeyError, RecursionError):
            counts.not_read += 1
    return counts


def request(counts, said, slow):
    """A line of nginx."""
    status, seconds, path = int(said["status"]), float(said["seconds"]), str(said["path"])
    counts.requests[f"{status // 100}xx"] += 1
    counts.seconds.append(seconds)
    if status in REFUSALS:
        counts.refusals[f"{status} {beginning(path)}"] += 1
    if seconds >= slow:
        counts.slow[beginning(path)] += 1
        counts.slowest = max(counts.slowest, (seconds, path))


def event(counts, said, slow):
    """A line of the program."""
    counts.levels[said["level"]] += 1
    if name := said.get("event"):
        counts.events[str(name)] += 1
    elif said["level"] != "INFO":
        counts.warnings[str(said["logger"])] += 1


def beginning(path):
    """The first part of an address: /office/ of /office/plan/."""
    parts = path.split("/")
    return "/".join(parts[: PARTS + 1]) + "/" * (len(parts) > PARTS + 1)


def told(counts, slow):
    """The counts as lines of text, the commonest first."""
    seconds = sorted(counts.seconds)
    yield f"{len(seconds):>9,}  requests" + "".join(
        f", {number:,} {kind}" for kind, number in sorted(counts.requests.items())
    )
    if seconds:
        middle, last = seconds[len(seconds) // 2], seconds[ceil(len(seconds) * 0.95) - 1]
        yield f"{middle:>9.3f}  seconds: the middle one; all but a twentieth are within {last:.3f}"
    yield from group("refusals", counts.refusals)
    yield from group(f"slow answers ({slow:g} s or more)", counts.slow)
    if counts.slow:
        yield f"{counts.slowest[0]:>9.3f}  seconds: the slowest, {counts.slowest[1]}"
    yield from group("events", counts.events)
    yield from group("lines of the program", counts.levels)
    yield from group("warnings and errors by where they come from", counts.warnings)
    if counts.not_read:
        yield f"{counts.not_read:>9,}  lines that are neither nginx's nor the program's"


def group(words, counter):
    yield f"{counter.total():>9,}  {words}"
    yield from (f"{number:>9,}      {name}" for name, number in counter.most_common())
