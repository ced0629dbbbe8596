"""What needs doing: one line of the office's first page. Knows no Django."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that the records lack or that falls due, and where it is done.

    `who` is waited for, or concerned; `due` is a day, and `when` the board's own words where no day is recorded. `may`
    is the permission without which it can't be done: nobody else is bothered with it. `also` is a second way on.
    What is `urgent` stands first, whatever its day.
    """

    what: str
    address: str
    deed: str
    may: str
    who: str = ""
    due: date | None = None
    when: str = ""
    more: tuple[str, ...] = ()
    also: tuple[str, str] | None = None  # address and words
    urgent: bool = False
