"""Two texts beside each other: which words of each the other lacks. Knows no Django.

Texts are compared sentence by sentence, and sentences that were reworded word by word. What is given back is plain
pieces; the caller decides what a marked piece looks like.
"""

import re
from difflib import SequenceMatcher
from itertools import groupby

from msgspec import Struct

from kit import prose

# So many words of what stayed the same are shown on each side of what changed.
AROUND = 10
# Sentences that share less than this are shown as replaced, not as a confetti of single words.
ALIKE = 0.4
# Above so many pairs of words nothing is gained by comparing them one by one, and much time is lost.
PAIRS = 250_000
LEFT_OUT = " … "
BREAKS = dict.fromkeys(("<p>", "</p>", "<h3>", "</h3>", "</ul>", "</ol>"), "\n\n") | {
    "<ul>": "\n",
    "<ol>": "\n",
    "<li>": "\n• ",
    "<br>": "\n",
}


class MarkedPiece(Struct, frozen=True):
    """Some words in a row; `marked` if the other text lacks them."""

    text: str
    marked: bool = False


def compared(old: str, new: str) -> tuple[tuple[MarkedPiece, ...], tuple[MarkedPiece, ...]]:
    """Both texts in pieces, shortened to what changed and the words around it. Swapped texts give swapped pieces."""
    if new < old:
        ours, theirs = compared(new, old)
        return theirs, ours
    return _in_pieces(list(_runs(old, new)))


def whole(text: str) -> tuple[MarkedPiece, ...]:
    """A text that has nothing to be compared with."""
    return (MarkedPiece(text, True),) if text else ()


def as_words(html: str) -> str:
    """A narrative as plain words: an empty line between paragraphs, a bullet before items, addresses after links."""
    html = prose.LINK.sub(lambda link: f"{link[2]} ({link[1]})" if link[1] else link[2], prose.on_one_line(html))
    words = prose.plain(prose.BREAK.sub(lambda tag: BREAKS.get(f"{tag[1]}>", ""), html))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _sentences(text):
    return re.findall(r".*?(?:[.!?:;]\s+|\n\s*|$)", text, re.DOTALL)


def _words(text):
    return re.findall(r"\s+|\S+", text)


def _matched(ours, theirs):
    """Runs that are the same in both lists and runs that aren't, in order."""
    for what, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        yield what == "equal", ours[i:j], theirs[k:m]


def _runs(old, new):
    """What stayed and what changed, in order: (whether it is the same, old words, new words)."""
    for same, first, second in _matched(_sentences(old), _sentences(new)):
        before, after = "".join(first), "".join(second)
        if same or not (before and after):
            yield same, before, after
            continue
        ours, theirs = _words(before), _words(after)
        if len(ours) * len(theirs) <= PAIRS and SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= ALIKE:
            for equal, some, others in _matched(ours, theirs):
                yield equal, "".join(some), "".join(others)
        else:
            yield False, before, after


def _in_pieces(runs):
    """Both sides in pieces; long runs of what stayed the same are cut down to the words beside a change."""
    joined = [
        (same, *("".join(texts) for texts in zip(*((old, new) for _, old, new in group), strict=True)))
        for same, group in groupby(runs, key=lambda run: run[0])
    ]
    sides = [], []
    for place, (same, *texts) in enumerate(joined):
        for side, text in zip(sides, texts, strict=True):
            if same:
                text = _cut(text, keep_start=place > 0, keep_end=place < len(joined) - 1)
            if text:
                side.append(MarkedPiece(text, not same))
    return tuple(sides[0]), tuple(sides[1])


def _cut(text, keep_start, keep_end):
    words = _words(text)
    start, end = AROUND * 2 * keep_start, AROUND * 2 * keep_end
    if len(words) <= start + end + AROUND:
        return text
    return "".join([*words[:start], LEFT_OUT, *words[len(words) - end :]])
