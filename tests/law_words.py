"""Laws other than that of a children's board: which words each makes foreign, what is left of these, and how records
lose them."""

import re
from typing import NamedTuple

from kit.called import NAMES, Words, words_for
from kit.rows import KeyField
from lscb.custody.searching import columns, searched

# What the program says all the same, and why.
STAYS = {
    "Safeguarding board": "heads pages that ask the records nothing: those of errors, and all before there is a board",
    "Another board": "a kind of body: the board of somebody else",
    "Part of one payment to two boards": "the other one is somebody else’s, and called a board",
    "an example board": "the program is tested on the demonstration, which is a board’s",
    "Children Adults with care and support needs Children and adults": "for whom a law can be, to choose from",
}
# Where every law that comes with the program is quoted, to choose from: the words of all of them stand there.
QUOTED = "/office/law/"
# A name that stands in braces on a page was never said.
UNSAID = rf"\{{(?:{'|'.join(sorted(NAMES))})\}}"


def unlisted(html, phrases=STAYS):
    """A page without the entries of the search's list that are a word of these phrases: it holds each word alone."""
    words = sorted({re.escape(word.lower()) for phrase in phrases for word in re.findall(r"\w+", phrase)})
    return re.sub(rf"<dt>(?:{'|'.join(words)})</dt>", "", html, flags=re.IGNORECASE)


class Law(NamedTuple):
    """A law as it is recorded, and the words that are wrong under it."""

    called: str
    report: str
    for_whom: str
    wrong: str

    @property
    def recorded(self):
        return {"body_called": self.called, "report_called": self.report, "for_whom": self.for_whom}

    @property
    def words(self) -> Words:
        return words_for(self.called, self.report, self.for_whom)

    @property
    def foreign(self):
        return re.compile(rf"\b(?:{self.wrong})\b", re.IGNORECASE)

    def left(self, text):
        """Each foreign word in a text, with what stands around it; what is said to stay is no such word."""
        # Addresses are nobody's words.
        text = re.sub(r"/[\w/-]+/", "", text)
        for phrase in STAYS:
            text = text.replace(phrase, "")
        found = re.finditer(rf"{self.foreign.pattern}|{UNSAID}", text, re.IGNORECASE)
        return {text[max(0, each.start() - 40) : each.end() + 30] for each in found}

    def without_its_foreign_words(self, but=()):
        """Take every foreign word out of what people typed, so that all that is left is the program's."""
        for model in set(searched()) - set(but):
            names = [field.name for field in columns(model) if not isinstance(field, KeyField)]
            for row in model._base_manager.values("pk", *names):
                pk = row.pop("pk")
                neutral = {
                    name: self.foreign.sub("circle", text)
                    for name, text in row.items()
                    if text and self.foreign.search(text)
                }
                if neutral:
                    model._base_manager.filter(pk=pk).update(**neutral)

    def speaks(self, answer):
        """No page says a word that is foreign to the law."""
        return [] if QUOTED in answer.where else sorted(self.left(answer.parts.text))


OF_A_BOARD, OF_CHILDREN = "boards?|annual reports?", "child|children"
PARTNERSHIP = Law("Safeguarding Children Partnership", "Yearly report", "children", f"LSCB|{OF_A_BOARD}")
ADULTS_BOARD = Law("Safeguarding Adults Board", "Annual report", "adults", f"LSCB|{OF_CHILDREN}")
# Neither a board nor for children: whatever the program writes of either is wrong.
ADULTS_PARTNERSHIP = Law(
    "Safeguarding Adults Partnership", "Yearly report", "adults", f"LSCB|{OF_A_BOARD}|{OF_CHILDREN}"
)
