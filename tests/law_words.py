"""The words for a board, where a law makes it none: what is left of them in a text, and how records lose them."""

import re

from kit.rows import KeyField
from lscb.custody.searching import columns, searched

OURS = re.compile(r"\b(LSCB|boards?|annual reports?)\b", re.IGNORECASE)
# What the program says of a board all the same, and why.
STAYS = {
    "Safeguarding board": "heads pages that ask the records nothing: those of errors, and all before there is a board",
    "Another board": "a kind of body: the board of somebody else",
    "Part of one payment to two boards": "the other one is somebody else’s, and called a board",
    "an example board": "the program is tested on the demonstration, which is a board’s",
}


def left(text):
    """Each word of a board's in a text, with what stands around it; what is said to stay is no such word."""
    # Addresses are nobody's words.
    text = re.sub(r"/[\w/-]+/", "", text)
    for phrase in STAYS:
        text = text.replace(phrase, "")
    return {text[max(0, found.start() - 40) : found.end() + 30] for found in OURS.finditer(text)}


def without_a_board(but=()):
    """Take every word for a board out of what people typed, so that all that is left is the program's."""
    for model in set(searched()) - set(but):
        names = [field.name for field in columns(model) if not isinstance(field, KeyField)]
        for row in model._base_manager.values("pk", *names):
            pk = row.pop("pk")
            neutral = {name: OURS.sub("circle", text) for name, text in row.items() if text and OURS.search(text)}
            if neutral:
                model._base_manager.filter(pk=pk).update(**neutral)


def no_word_of_a_board(answer):
    """Under a law that makes the body no board, no page calls it one."""
    return sorted(left(answer.parts.text))
