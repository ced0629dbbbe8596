"""Values that every kind of document shares."""

from datetime import date

from msgspec import Struct


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value that refuses to be read with a field it doesn't know."""


class Period(Fact, kw_only=True):
    """A span of time: its words as the board prints them, and its dates where they are known."""

    words: str
    starts: date | None = None
    ends: date | None = None


class BoardName(Fact, kw_only=True):
    """What the board calls itself."""

    name: str
    short_name: str
    abbreviation: str


class Control(Fact, kw_only=True):
    """What is known of an edition beside its content: printed on the cover, not part of what is approved.

    `number` is 0 and `published_on` None for a draft. `check_code` is the content's SHA-256 in hexadecimal.
    """

    number: int = 0
    published_on: date | None = None
    decision: str = ""
    check_code: str = ""

    @property
    def is_draft(self):
        return self.number == 0
