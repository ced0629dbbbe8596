"""What needs doing: a line of the office's first page, and the day for which all of them are asked. Knows no Django."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that the records lack or that falls due, and where it is done.

    `turn` names who is waited for, if it isn't the person who reads it; `who` is concerned. `due` is a day, and `when`
    the board's own words if no day is recorded; what has no day and is `soon` is wanted by the next meeting. `may` is
    the permission without which it can't be done: nobody else is bothered with it. `deed` says what its button does, in
    a few words; `also` is a second way on. What is `urgent` stands first, whatever its day.
    """

    what: str
    address: str
    deed: str
    may: str
    turn: str = ""
    who: str = ""
    due: date | None = None
    when: str = ""
    soon: bool = False
    more: tuple[str, ...] = ()
    also: tuple[str, str] | None = None  # address and words
    urgent: bool = False


class Day:
    """The day on which the office looks, with the board, or None before it is named.

    What several sources of needs want to know, one function finds: `day.ask(function)` calls it once.
    """

    def __init__(self, today, board=None, held=None):
        self.today, self.board = today, board
        self._held, self._found = held or {}, {}

    def may_hold(self, what):
        """Whether the records may hold something: yes, unless whoever asks for the day has found that they don't."""
        return self._held.get(what, True)

    def ask(self, function):
        """What a function of the day returns; it is called the first time only."""
        if function not in self._found:
            self._found[function] = function(self)
        return self._found[function]
