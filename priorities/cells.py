"""One cell of figures: a number with its marks, or why there is none; read, and written back. Knows no Django."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kit import wording
from kit.reading import numbers
from kit.reading.answers import Answer, AsPrinted, Offer, Question, Refusal, Value
from kit.reading.signs import plain, quoted
from priorities import symbols

# In words, as they are said when a sign is asked about.
MEANS = {
    "x": "not available",
    "c": "a small number that isn’t shown",
    "z": "not applicable",
    "low": "rounds to nought, and isn’t",
    "0": "nought",
}
FEW = re.compile(r"(?:<|less than|fewer than|under) ?(?P<limit>[0-9]{1,2})", re.IGNORECASE)
MARKED = re.compile(
    r"(?P<figure>.*?[0-9%)])\s*(?P<marks>(?:[\[(]?\b(?:p|r|pr|rp|prov(?:isional)?|rev(?:ised)?)\b\.?[\])]?[\s,]*)+)",
    re.IGNORECASE,
)
STUCK = re.compile(r"(?P<figure>.*[0-9%])(?P<marks>[pr]{1,2})", re.IGNORECASE)
QUALIFIERS = {
    "over": ("over", "more than", ">", "≥", "at least", "+"),
    "under": ("under", "less than", "up to", "<", "≤", "at most"),
    "about": ("about", "around", "approx", "approximately", "circa", "c.", "ca.", "est", "estimated", "~"),
}
BEFORE = re.compile(
    r"(?P<words>over|more than|under|less than|up to|at (?:least|most)|about|around|approx\.?|circa|[<>≤≥])"
)
CHANGES = {"up": ("up", "increased", "rose", "↑"), "down": ("down", "decreased", "reduced", "fell", "↓")}
CHANGES["same"] = ("same", "the same", "static", "unchanged", "no change", "→")
DIRECTIONS = {word: way for way, words in CHANGES.items() for word in words}
OR_LETTER = ", or a letter for why there is none: x, c, z, low, u."
WORDS = {"withheld": "withheld", "in words": "in-words-only", "in words only": "in-words-only"}
AWAITED = ("awaited", "tbc", "tba", "tbd", "to be confirmed", "to follow")
OF = {"per-cent": "number", "pounds": "money"}


@dataclass(frozen=True, kw_only=True)
class FigureCell:
    """What a cell says: a figure and its marks, or the state that says why there is none."""

    value: Decimal | None = None
    qualifier: str = ""
    state: str = ""
    reason: str = ""
    direction: str = ""
    provisional: bool = False
    revised: bool = False


EMPTY = FigureCell()


def read(text: str, unit: str = "number", source: str = "") -> Answer:
    """The `FigureCell` that some text means in an indicator of a unit, its signs read as their source means them.

    An empty text is an empty cell. What may mean several things, or is no share of a whole, is a question.
    """
    text = plain(text).strip()
    folded = " ".join(text.casefold().split())
    if not folded:
        return Value(value=EMPTY)
    if folded in WORDS:
        return Value(value=FigureCell(state=WORDS[folded]))
    if folded in DIRECTIONS:
        return Value(value=FigureCell(state="in-words-only", direction=DIRECTIONS[folded]))
    if few := FEW.fullmatch(folded):
        return Value(value=FigureCell(state="suppressed", reason=f"fewer than {few['limit']}"))
    return _sign(text, folded, source) or _figure(text, unit)


def _sign(text, folded, source):
    state = symbols.meaning(folded, source)
    if state == "nought":
        return Value(value=FigureCell(value=Decimal(0)))
    if state:
        return Value(value=FigureCell(state=state))
    if offered := symbols.meanings(folded):
        words = " or ".join(f"{each} ({MEANS[each]})" for each in offered)
        offers = tuple(Offer(words=each) for each in offered)
        return Question(sentence=f"{quoted(text)} may mean {words}.", offers=offers)
    answer = numbers.read(text)
    if isinstance(answer, AsPrinted) and answer.state:
        reason = "awaited" if folded in AWAITED else ""
        return Value(value=FigureCell(state=answer.state, reason=reason))
    return None


def _figure(text, unit):
    provisional = revised = False
    # Right behind an amount p means pence.
    marked = MARKED.fullmatch(text) or (STUCK.fullmatch(text) if unit != "pounds" else None)
    if marked:
        marks = re.findall("[a-z]+", marked["marks"].casefold())
        letters = {letter for mark in marks for letter in (mark if mark in ("pr", "rp") else mark[0])}
        provisional, revised, text = "p" in letters, "r" in letters, marked["figure"].strip()
    qualifier, bare = _qualified(text)
    answer = numbers.read(bare, of=OF.get(unit, "number"))
    if isinstance(answer, Question):
        ending = " p" * provisional + " r" * revised
        return Question(
            sentence=answer.sentence,
            offers=tuple(Offer(words=f"{each.words}{ending}" if each.words else "") for each in answer.offers),
        )
    if isinstance(answer, Refusal):
        return Refusal(sentence=f"{answer.sentence[:-1]}{OR_LETTER}")
    if isinstance(answer, AsPrinted):
        return Value(value=FigureCell(state=answer.state)) if answer.state else Value(value=EMPTY)
    left = answer.left
    if unit == "days":
        left = re.sub(r"\b(?:working )?days?\b", "", left, flags=re.IGNORECASE).strip()
    if left and not qualifier:
        qualifier = next((name for name, words in QUALIFIERS.items() if left.casefold() in words), "")
        left = "" if qualifier else left
    if left:
        shown = wording.in_unit(answer.value, unit, 0)
        return Question(
            sentence=f"{quoted(left)} can’t be kept beside the figure. Leave it out?", offers=(Offer(words=shown),)
        )
    found = FigureCell(value=answer.value, qualifier=qualifier, provisional=provisional, revised=revised)
    return Value(value=found, said=answer.said)


def _qualified(text):
    """What stands before a figure and makes it no exact one, and the figure."""
    found = BEFORE.match(text.casefold())
    if not found or not re.match(r"\s*[£0-9.]", text[found.end() :]):
        return "", text
    words = found["words"].rstrip(".")
    return next(name for name, known in QUALIFIERS.items() if words in known), text[found.end() :].strip()


def shown(seen, unit: str, decimals: int) -> str:
    """A figure, or why there is none, as it stands in a cell; what `read` reads back. Empty for nothing."""
    if seen is None:
        return ""
    if seen.value is None:
        if seen.state == "in-words-only":
            return seen.direction or "in words"
        if seen.state == "suppressed" and FEW.fullmatch(seen.reason):
            return f"<{FEW.fullmatch(seen.reason)['limit']}"
        return {"withheld": "withheld"}.get(seen.state, wording.CODES.get(seen.state, ""))
    number = wording.in_unit(seen.value, "number" if unit == "days" else unit, decimals)
    ending = " p" * seen.provisional + " r" * seen.revised
    before = {"over": "over ", "under": "up to ", "about": "about "}.get(seen.qualifier, "")
    return f"{before}{number}{ending}"
