"""Accounts for every word of a table: it is saved, read into something else, or named as not saved. Knows no Django.

Words are counted, not only looked for: one that stands twice has to be accounted for twice.
"""

import re
import unicodedata
from collections import Counter

WORD = re.compile(r"[^\W_]+")


def bag(*texts) -> Counter:
    """How often each word stands in some texts, without regard to capitals and invisible signs."""
    return Counter(word for text in texts for word in words_of(text))


def words_of(text) -> list[str]:
    text = unicodedata.normalize("NFC", str(text))
    return WORD.findall("".join(sign for sign in text if unicodedata.category(sign) != "Cf").casefold())


def of_saved(rows) -> Counter:
    """The words in the texts of some saved rows."""
    return bag(
        *(
            value
            for row in rows
            for column in row._meta.concrete_fields
            if column.name != "key" and isinstance(value := getattr(row, column.attname), str) and not column.choices
        )
    )


def left_over(cells, saved: Counter) -> dict[str, list[str]]:
    """The words of cells (name and words of each) that aren't among the saved ones, by the name of the column."""
    saved, lost = Counter(saved), {}
    for name, words in cells:
        for word in words_of(words):
            if saved[word] > 0:
                saved[word] -= 1
            else:
                lost.setdefault(name, []).append(word)
    return lost
