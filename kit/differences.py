"""Which words of a text changed. Knows no Django and no markup: who shows the pieces escapes them."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

AROUND = 6  # words that stay, on each side of words that changed
# Longer texts are compared as beginning, middle and end: the exact way takes time with the square of the length.
EXACT = 4_000


class Piece(NamedTuple):
    """Some words in a row, and whether they stayed (`same`), went (`out`), came (`in`), or aren't shown (`gap`)."""

    kind: str
    words: str


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The changed words of a text, old before new, each with a few words around it; empty if nothing changed."""
    if old == new:
        return ()
    before, after = _tokens(old), _tokens(new)
    found = []
    for kind, i, j, k, m in _steps(before, after):
        if kind == "equal":
            found.append(Piece("same", "".join(before[i:j])))
            continue
        if i < j:
            found.append(Piece("out", "".join(before[i:j])))
        if k < m:
            found.append(Piece("in", "".join(after[k:m])))
    return tuple(_shortened(found))


def _tokens(text):
    """Words with the space after them: the pieces joined are the text again."""
    return re.findall(r"\S+\s*|\s+", text)


def _steps(before, after):
    if max(len(before), len(after)) <= EXACT:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    end, new_end = len(before) - tail, len(after) - tail
    steps = [
        ("equal", 0, head, 0, head),
        ("replace", head, end, head, new_end),
        ("equal", end, len(before), new_end, len(after)),
    ]
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _shortened(found):
    """The pieces with the middle of long stretches that stayed left out."""
    last = len(found) - 1
    for place, piece in enumerate(found):
        words = _tokens(piece.words)
        # At either end of the text only the side towards a change is of use.
        head, tail = (0 if place == 0 else AROUND), (0 if place == last else AROUND)
        if piece.kind != "same" or len(words) <= head + tail + 1:
            yield piece
            continue
        if head:
            yield Piece("same", "".join(words[:head]))
        yield Piece("gap", "…")
        if tail:
            yield Piece("same", "".join(words[-tail:]))
