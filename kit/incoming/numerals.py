"""The marks that lists of files bear: a number as its list writes it, and the label of an item. Knows no Django."""

import re

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# How a list counts, as DOCX and ODT call it.
LETTERS, ROMANS = ("lowerLetter", "upperLetter", "a", "A"), ("lowerRoman", "upperRoman", "i", "I")
CAPITALS = ("upperLetter", "upperRoman", "A", "I")
MOST = 400


def numeral(number: int, style: str) -> str:
    """A number as a list of this style writes it: 3, c or iii."""
    if style == "decimalZero":
        return f"{number:02}"
    if not 0 < number < MOST or style not in (*LETTERS, *ROMANS):
        return str(number)
    words = chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)
    if style in ROMANS:
        words = ""
        for value, sign in ROMAN:
            words += sign * (number // value)
            number %= value
    return words.upper() if style in CAPITALS else words


class Tally:
    """Counts the items of a file's lists, level by level: a deeper level begins anew under the next item."""

    def __init__(self):
        self.counts = {}

    def start(self, key, level: int, number: int) -> None:
        """Let the next item of a level bear this number."""
        self.counts.setdefault(key, {})[level] = number - 1

    def next(self, key, level: int, first: int) -> list[int]:
        """The numbers of the next item of a list, of the highest level first."""
        counts = self.counts.setdefault(key, {})
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        counts[level] = counts.get(level, first - 1) + 1
        return [counts.get(each, 1) for each in range(level + 1)]


def label(pattern: str, numbers: list[int], styles: list[str]) -> str:
    """A label as a DOCX writes it down, "%1.%2", with the numbers of its levels."""
    levels = [numeral(number, style) for number, style in zip(numbers, styles, strict=True)]
    return re.sub(r"%([1-9])", lambda found: levels[int(found[1]) - 1] if int(found[1]) <= len(levels) else "", pattern)
