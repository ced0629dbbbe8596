"""Two walks between the transcription and what we publish.

The first takes every statement of the original and looks for it, in its place: the cells of a row in one row and in
order, everything under its heading, no word used twice. The second takes every word that is published and was not
claimed by the first, and asks where it comes from.
"""

import re
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import source
from .allowances import ALLOWANCES
from .provenance import explained
from .reading import page_blocks

EDGE = "¶"
# Between two cells of a row there may be this many words that aren't the original's.
GAP = rf" (?:\S+ ){{0,16}}?(?<={EDGE} )"


def words(text):
    """Words and signs with one space between them: what is compared, whatever the spacing of lines was."""
    return " ".join(re.findall(r"[^\W_]+|[^\w\s]|_", text))


@dataclass
class Walk:
    """What the first walk found: a number that falls when something is lost, and what is not where it belongs."""

    witness: str
    total: int = 0
    let_go: int = 0
    missing: list = field(default_factory=list)
    displaced: list = field(default_factory=list)

    @property
    def found(self):
        return self.total - self.let_go - len(self.missing) - len(self.displaced)

    def __str__(self):
        lines = [
            f"{self.witness}: {self.found} of {self.total} statements found in their place,"
            f" {self.let_go} let go by an allowance, {len(self.displaced)} elsewhere, {len(self.missing)} missing"
        ]
        lines += [f"  missing: {statement}" for statement in self.missing]
        lines += [f"  elsewhere: {statement}" for statement in self.displaced]
        return "\n".join(lines)


class Printed:
    """Words as they are read or heard one after another: the web page or the PDF, as blocks of text in order."""

    def __init__(self, name, blocks):
        self.name, self.allowances = name, ALLOWANCES
        self.text = _between_edges(blocks)
        self.taken = bytearray(len(self.text))

    def afresh(self, allowances):
        """The same words with none claimed, for a walk under these allowances."""
        fresh = copy(self)
        fresh.allowances, fresh.taken = allowances, bytearray(len(self.text))
        return fresh

    def walk(self, units=None):
        """Looks for every unit in its place, then for what is left of it anywhere."""
        result, here, placed, unplaced = Walk(self.name), 0, {}, []
        for unit in source.units() if units is None else units:
            parts, let_go = _phrases(unit, self.name, self.allowances)
            result.total += len(unit.statements)
            result.let_go += let_go
            spans = parts and self._place(parts, here)
            if spans:
                placed[unit], here = spans[0][0], spans[-1][1]
            elif parts:
                unplaced.append(unit)
        for unit in unplaced:
            for statement in unit.statements:
                phrase = as_printed(statement, self.name, self.allowances)
                if phrase:
                    (result.displaced if self._claim_anywhere(phrase) else result.missing).append(statement)
        result.displaced += [statement for unit in _under_another_heading(placed) for statement in unit.statements]
        return result

    def leftovers(self, explain):
        """Runs of unclaimed words that nothing explains, in what stands about them; and all explanations given.

        `explain` takes some words of a run and whether they are the whole of it; it gives an explanation or None.
        """
        strange, given = [], set()
        for start, end in self._unclaimed():
            explanations = explained(self.text[start:end].split(), explain)
            if explanations is None:
                before, after = self.text[:start].split()[-8:], self.text[end:].split()[:8]
                strange.append(" ".join([*before, f"[[{self.text[start:end]}]]", *after]))
            else:
                given.update(explanations)
        return strange, given

    def _place(self, parts, here):
        """Claims the first place from here on, or else from the beginning, where the parts stand in one row."""
        whole = [rf"(?<={EDGE} )({_pattern(part)})(?= {EDGE})" for part in parts]
        pattern = re.compile(GAP.join(whole))
        for begin in (here, 0):
            for match in pattern.finditer(self.text, begin):
                spans = [match.span(number + 1) for number in range(len(parts))]
                if not any(any(self.taken[start:end]) for start, end in spans):
                    self._claim(spans)
                    return spans
        return None

    def _claim_anywhere(self, phrase):
        for match in re.finditer(rf"(?<= ){_pattern(phrase)}(?= )", self.text):
            if not any(self.taken[slice(*match.span())]):
                self._claim([match.span()])
                return True
        return False

    def _claim(self, spans):
        for start, end in spans:
            self.taken[start:end] = b"\1" * (end - start)

    def _unclaimed(self):
        start = end = None
        for match in re.finditer(r"\S+", self.text):
            free = match.group() != EDGE and not self.taken[match.start()]
            if free:
                start, end = match.start() if start is None else start, match.end()
            elif start is not None:
                yield start, end
                start = None


class Content:
    """The content of a publication as JSON: every string and number, in the objects they stand in."""

    name = "JSON"

    def __init__(self, tree):
        self.allowances = ALLOWANCES
        self.records = sorted(_records(tree), key=lambda record: len(record.text))

    def afresh(self, allowances):
        """The same content for a walk under these allowances."""
        fresh = copy(self)
        fresh.allowances = allowances
        return fresh

    def walk(self, units=None):
        """A row's cells stand in one object, which no other row shares; everything in one object with its heading."""
        result, homes = Walk(self.name), []
        for unit in source.units() if units is None else units:
            parts, let_go = _phrases(unit, self.name, self.allowances)
            result.total += len(unit.statements)
            result.let_go += let_go
            if not parts or self._place(unit, parts, homes):
                continue
            for statement in unit.statements:
                phrase = as_printed(statement, self.name, self.allowances)
                if phrase:
                    (result.displaced if self._holds_anywhere(phrase) else result.missing).append(statement)
        return result

    def _holds_anywhere(self, phrase):
        return self.records[-1].holds(_pieces(phrase, whole=False))

    def _place(self, unit, parts, homes):
        *objects, document = self.records
        pieces = [_pieces(part) for part in parts]
        rarest = max(words(parts[-1]).split(), key=len)
        here = [record for record in objects if rarest in record.all and record.holds(*pieces)]
        heading = replace(unit.statements[0], words=unit.heading, kind="heading", column="")
        heading = as_printed(heading, self.name, self.allowances)
        if unit.kind != "heading" and heading:
            under = _pieces(heading)
            if not any(record.holds(under) for record in here):
                return False
        if len(parts) == 1:
            return bool(here) or document.holds(*pieces)
        if len(parts) < len(unit.parts):  # a row of totals, let go of its name: they stand beside the rows they sum up
            return bool(here)
        home = next((record for record in here if not any(record.shares_with(other) for other in homes)), None)
        homes += [home] if home else []
        return home is not None


class _Record:
    """One object: its leaves in their order, each field down the objects of the lists in it, and what it stands in."""

    def __init__(self, tree, above):
        self.above = above
        self.text = _between_edges(_leaves(tree))
        self.runs = _between_edges(_runs(tree))
        self.all = self.text + self.runs

    def shares_with(self, other):
        return self is other or self in other.above or other in self.above

    def holds(self, *parts):
        """Whether the parts, each a pattern and patterns of what else the object says of it, stand here in order."""
        here = 0
        for first, others in parts:
            match = first.search(self.text, here)
            if not (match or first.search(self.runs)) or not all(other.search(self.text) for other in others):
                return False
            here = match.end() if match else here
        return True


def _pieces(part, whole=True):
    """The patterns of a part, the first by itself: "|" parts what the content holds in fields of their own."""
    edge = f"{EDGE} " if whole else " "
    first, *others = (re.compile(rf"(?<={edge}){_pattern(piece)}(?= {edge.strip()})") for piece in part.split("|"))
    return first, others


def as_printed(statement, witness, allowances=ALLOWANCES):
    """The statement as it may stand there: its words after every allowance that speaks of them; empty if let go."""
    text = statement.words
    for allowance in allowances:
        if allowance.speaks_of(statement, witness):
            text = re.sub(allowance.find, allowance.printed, text)
    return text


def _between_edges(texts):
    """Blocks of text as one line, with a sign where one ends and the next begins."""
    inside = f" {EDGE} ".join(filter(None, map(words, texts)))
    return f" {EDGE} {inside} {EDGE} "


def _under_another_heading(placed):
    """The units whose nearest heading above, of those that were found, is not their own."""
    headings = {place: unit.statements[0].words for unit, place in placed.items() if unit.kind == "heading"}
    for unit, place in placed.items():
        above = headings.get(max((heading for heading in headings if heading < place), default=None))
        if unit.kind != "heading" and unit.heading in headings.values() and unit.heading != above:
            yield unit


def _phrases(unit, witness, allowances):
    """The parts of a unit as they may stand there, and how many of its statements an allowance lets go."""
    parts, let_go = [], 0
    for part in unit.parts:
        printed = [as_printed(statement, witness, allowances) for statement in part]
        let_go += printed.count("")
        if any(printed):
            parts.append(" ".join(filter(None, printed)))
    return parts, let_go


def _pattern(phrase):
    """The phrase, word by word; the end of a paragraph may lie between two words."""
    return rf" (?:{EDGE} )?".join(map(re.escape, words(phrase).split()))


def _records(tree, above=()):
    """Every object in the content, outermost included."""
    if isinstance(tree, dict):
        record = _Record(tree, above)
        yield record
        above = (*above, record)
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _records(value, above)


def _leaves(value, name=""):
    """The words of every field but the keys. One that is true or false speaks by its name: confirmed, unconfirmed."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif isinstance(value, bool):
        yield name if value else f"un{name}"
    elif name != "key" and value is not None:
        yield from _plain(str(value))


def _runs(value):
    """One field down the objects of a list: a cell may be held as several rows."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _runs(inner)
    elif isinstance(value, list):
        objects = [inner for inner in value if isinstance(inner, dict)]
        for name in objects[0] if len(objects) > 1 else ():
            texts = [inner.get(name, "") for inner in objects]
            if all(isinstance(text, str) for text in texts):
                yield " ".join(words for text in texts for words in _plain(text))
        for inner in value:
            yield from _runs(inner)


def _plain(text):
    """A leaf's words: a decimal without idle noughts, a narrative without its elements."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return [f"{Decimal(text).normalize():f}"]
    return page_blocks(f"<main>{text}</main>") if "<p>" in text else re.split(r"\n+", text)
