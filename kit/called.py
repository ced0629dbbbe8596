"""What the program calls the body and its report, by the law the body works under.

Every sentence of the program is written for a safeguarding children board with its annual report. Where another law is
in force, the words for these two are others, and nothing else of the sentence: `say("the Board")` is "the Partnership"
there. Words that people typed never go through here.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Words(NamedTuple):
    """The body and its report in running words, and how a body of the kind shortens its name."""

    body: str = "board"
    report: str = "annual report"
    short: str = "LSCB"


BOARD = Words()
PARTNERSHIP = Words("partnership", "yearly report", "SCP")
# By what the law calls the body: the last of these words in it says which. Without any of them it is a board.
REGIMES = {
    "board": BOARD,
    "partnership": PARTNERSHIP,
    "partners": PARTNERSHIP,
    "arrangements": PARTNERSHIP,
}
IN_A_NAME = re.compile(rf"\b({'|'.join(REGIMES)})\b", re.IGNORECASE)
IN_A_SENTENCE = re.compile(r"\b(?:(board)|(annual report)|(LSCB))(?=s?\b)", re.IGNORECASE)

_words: ContextVar[Callable[[], Words]] = ContextVar("words", default=Words)


def words_for(body_called: str, report_called: str = "") -> Words:
    """The words that go with what a law calls the body and its report."""
    found = IN_A_NAME.findall(body_called)
    words = REGIMES[found[-1].lower()] if found else BOARD
    return words._replace(report=_small(report_called)) if report_called else words


def words() -> Words:
    """The words of the law in force: of the request that is being answered, or of the content that is being shown."""
    return _words.get()()


@contextmanager
def using(ask: Callable[[], Words]):
    """Speak in these words for a while. They are asked for only if something is said."""
    token = _words.set(ask)
    try:
        yield
    finally:
        _words.reset(token)


def each_using(ask: Callable[[], Words], things: Iterator) -> Iterator:
    """What a generator yields, each made in these words; the caller goes on in its own."""
    while True:
        with using(ask):
            try:
                made = next(things)
            except StopIteration:
                return
        yield made


def say(text: str) -> str:
    """A sentence of the program's in the words of the law in force."""
    now = words()
    if now == BOARD:
        return text

    def other(found):
        if found[3]:
            return now.short
        word = now.body if found[1] else now.report
        return word[:1].upper() + word[1:] if found[0][0].isupper() else word

    return IN_A_SENTENCE.sub(other, text)


def _small(report):
    """A report's name as it stands within a sentence; an abbreviation stays one."""
    return report if report[1:2].isupper() else report[:1].lower() + report[1:]
