"""What a reader looks at: the signs that somebody sees, each in one form. Knows no Django."""

import re

from kit.signs import seen

LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Variation selectors take no room: who reads a cell doesn't see them.
UNSEEN = re.compile("[\ufe00-\ufe0f]")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
QUOTES = dict.fromkeys(map(ord, "‘’ʼ′`"), "'")
LONGEST_QUOTED = 40


def plain(text: str) -> str:
    """A text as it is seen: without invisible signs, with one sort of dash, quotation mark and line end."""
    return UNSEEN.sub("", seen(LINES.sub("\n", text))).translate(DASHES | QUOTES).replace("\t", " ").strip()


def one_spaced(text: str) -> str:
    """A plain text in which every gap within a line is one ordinary space."""
    return re.sub(r" *\n *", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def quoted(text: str) -> str:
    """What was seen, to be named in a sentence: cut if it is long; a sign that can't be shown by its number."""
    line = " ".join(text.split())
    short = line if len(line) <= LONGEST_QUOTED else f"{line[:LONGEST_QUOTED]}…"
    return "“" + "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in short) + "”"
