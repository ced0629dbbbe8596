"""What a cell may hold, and what a column of cells holds: money, a share, a day, a code, a role. Knows no Django.

The readers of `kit.reading` decide what is a figure, a day or a time; the patterns here only tell words apart.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from kit.reading import days, numbers, times
from kit.reading.answers import AsPrinted, Question, Value

MOST = 0.8  # of the filled cells of a column have its type
LOOKED_AT = 200  # rows by which a column is known
SHORT, LONGEST_CODE = 60, 40

FIGURES = frozenset({"money", "share", "number"})
RATING = re.compile(r"(?:r|a|g|red|amber|green|red/amber|amber/green|rag)(?: ?[-–↑↓→])?|[🔴🟠🟡🟢]", re.IGNORECASE)
# Ticks of Wingdings arrive as letters: ü is ✓ and û is ✗.
TICK = re.compile(
    r"[✓✔☑✅☒✗✘✖❌√×☐üûþ¨o●■–—-]|x|y|n|yes|no|p|a|ap|apols?|apologies|present|absent|d|dep|deputy|sub|n/a",
    re.IGNORECASE,
)
CODE = re.compile(
    r"(?:[A-Z]{0,4}[ .-]?[0-9]{1,3}(?:[.][0-9]{1,2}){0,3}[a-z]?|[A-Z]{1,2}|[a-z]|[ivx]{1,4})[.):]?"
    r"|(?:(?:strategic|core|business) )*(?:priority|objective|theme|goal|aim|outcome) [0-9a-z]{1,3}[.):]?",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Rev|Prof|Sir|Dame)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){1,3}"
    r"|(?:position |post |currently )?vacan(?:t|cy)|tb[ca]"
)
ORGANISATION = re.compile(
    r"\b(?:council|police|trust|nhs|ccg|icb|cafcass|probation|college|schools?|academy|university|hospital|borough"
    r"|county|commissioner|service|association|voluntary|charity|housing|board|fire)\b",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:chair|director|manager|officer|head|lead|nurse|doctor|member|representative|superintendent|commander"
    r"|solicitor|administrator|advis[eo]r|chief|deputy|coordinator|constable|principal|governor)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\S+@\S+\.\S+|(?:\+44|0)[0-9 ()-]{8,14}")
QUARTER = re.compile(r"q(?:uarter|tr)? ?[1-4]|.*\bquarter\b", re.IGNORECASE)
# Worth more than the wider types that the same cells may have, the narrowest first.
NARROWEST = ("share", "time", "quarter", "day", "month", "number")


@lru_cache(maxsize=50_000)
def types_of(cell: str) -> frozenset[str]:
    """The types that a cell may have; several if it is open."""
    cell = cell.strip()
    if not cell:
        return frozenset()
    found = set(_of_a_line(cell)) if "\n" not in cell and len(cell) <= SHORT else set()
    if _is_name_like(cell):
        found |= {name for name, words in (("organisation", ORGANISATION), ("role", ROLE)) if words.search(cell)}
    return frozenset(found or {"words"})


def _is_name_like(cell):
    """Whether a cell may be a name of a post or a body and is no sentence: it is short, or most words have capitals."""
    words = [word for word in cell.split() if len(word) > 3]
    return len(words) < 4 or (len(cell) < 2 * SHORT and sum(not word[0].islower() for word in words) * 2 > len(words))


def _of_a_line(cell):
    if ADDRESS.fullmatch(cell):
        yield "address"
        return
    figure = numbers.read(cell)
    if "%" in cell and isinstance(numbers.read(cell, of="share"), Value):
        yield "share"
    if "£" in cell and isinstance(numbers.read(cell, of="money"), Value | Question):
        yield "money"
    # Words with a figure in them, such as "Amount 2016", are no figure.
    elif (isinstance(figure, Value) and not cell[0].isalpha()) or (isinstance(figure, AsPrinted) and figure.state):
        yield "number"
    yield from _of_time(cell)
    for name, pattern in (("rating", RATING), ("tick", TICK), ("code", CODE)):
        if pattern.fullmatch(cell):
            yield name
    if NAME.fullmatch(cell) and not ORGANISATION.search(cell) and not ROLE.search(cell):
        yield "name"


def _of_time(cell):
    if re.search(r"[0-9]", cell) and re.search(r"[:.h]|[ap]m|-", cell) and isinstance(times.read(cell), Value):
        yield "time"
    if not re.search(r"[0-9]|^[A-Z][a-z]{2,8}$", cell) or re.fullmatch(r"[0-9]{4,5}", cell):
        return
    answer = days.read(cell)
    if isinstance(answer, Value):
        span = getattr(answer.value, "kind", "day")
        yield span if span in ("day", "quarter") else "month"
    elif isinstance(answer, Question) and re.match(r"[A-Za-z]{3}|q[1-4]", cell, re.IGNORECASE):
        yield "quarter" if QUARTER.match(cell) else "month"


def column_type(cells) -> str:
    """The narrowest type that four in five of the filled cells may have; nothing for an empty column."""
    return _column_type(tuple(cells[:LOOKED_AT]))


@lru_cache(maxsize=2_000)
def _column_type(cells):
    # A dash says that there is nothing, in a column of anything.
    said = [cell.strip() for cell in cells if cell.strip()]
    filled = [cell for cell in said if not re.fullmatch("[-–—]+", cell)] or said
    if not filled:
        return ""
    counts = Counter(kind for cell in filled for kind in types_of(cell))
    need, different = len(filled) * MOST, {cell.casefold() for cell in filled}
    # A number with a £ anywhere makes a column of money.
    if counts["money"] and counts["money"] + counts["number"] >= need:
        return "money"
    if counts["rating"] >= need and (
        any(len(cell) > 2 for cell in filled) or (len(filled) > 2 and {c[0] for c in different} <= set("rag"))
    ):
        return "rating"
    if counts["code"] >= need and len(different) == len(filled) and (counts["number"] < need or _counts_up(filled)):
        return "code"
    for kind in NARROWEST:
        if counts[kind] >= need:
            return kind
    if counts["tick"] >= need and len(different) <= 8:
        return "tick"
    wide = (("code", 1), ("address", 1), ("organisation", 0.75), ("role", 0.75), ("name", 1))
    return next((kind for kind, share in wide if counts[kind] >= need * share), "words")


def _counts_up(cells):
    steps = [int(cell.rstrip(".):")) for cell in cells if re.fullmatch(r"[0-9]+[.):]?", cell)]
    return (
        len(steps) >= MOST * len(cells)
        and steps[0] in (0, 1)
        and all(after - before == 1 for before, after in pairwise(steps))
    )
