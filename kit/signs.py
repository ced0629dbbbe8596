"""The signs that texts are made of: which of them nobody sees. Knows no Django."""

import re
import unicodedata

# Joins or parts letters of scripts that need it, and the parts of an emoji; between Latin letters nobody sees it.
JOINERS = "\u200c\u200d"
# Fillers that are letters by the book and have no shape.
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
FIRST_THAT_JOINS = 0x600
# Of the signs that steer a machine those that part lines and words, and the one that a field refuses.
STEER_VISIBLY = "\0\t\n\x0b\x0c\r\x85"


def seen(text):
    """A text as it is read: composed (NFC), without soft hyphens, zero-width and other signs that nobody sees."""
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(sign for place, sign in enumerate(text) if not _is_unseen(sign, text[place - 1 : place]))
    return unicodedata.normalize("NFC", kept)


def tidy(text):
    """A text as it is read, with plain spaces, no empty ends, and at most one empty line in a row."""
    text = re.sub(r"\r\n?|[\x0b\x0c\u2028\u2029]", "\n", seen(text))
    lines = [re.sub(r"[ \t\u00a0\u2007\u202f]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_unseen(sign, before):
    category = unicodedata.category(sign)
    if sign in JOINERS:
        return not (before and ord(before) >= FIRST_THAT_JOINS and unicodedata.category(before)[0] in "LMS")
    if category == "Cc":
        return sign not in STEER_VISIBLY
    return category == "Cf" or sign in FILLERS or _is_no_sign(ord(sign))


def _is_no_sign(code):
    """Whether a code will never be a sign, such as U+FFFE."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


# Raised and lowered figures that have a sign of their own; 14th is read as it is written.
RAISED, LOWERED = str.maketrans("23", "²³"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
STANDS_RAISED = re.compile(r"[23]|\W*|[²³]+")
ORDINAL = re.compile(r"st|nd|rd|th", re.IGNORECASE)


def raised(words, before=""):
    """Raised words as they are saved: ² and ³ stay, 14th is written along, anything else stands in brackets."""
    if ORDINAL.fullmatch(words) and before[-1:].isdigit():
        return words
    return words.translate(RAISED) if STANDS_RAISED.fullmatch(words) else f"({words.strip('()[]')})"


def lowered(words):
    """Lowered words as they are saved, so that no figure is longer than it was: CO₂."""
    return words.translate(LOWERED) if words.isdecimal() and words.isascii() else words
