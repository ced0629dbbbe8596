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


class Called(Fact, kw_only=True):
    """What the program calls the body and its report in running words, where the law doesn't make it a board."""

    body: str
    report: str


class Logo(Fact, kw_only=True):
    """The picture that the board is shown by: its SHA-256, what it shows in words, its size in pixels."""

    digest: str
    words: str
    width: int
    height: int


class Control(Fact, kw_only=True):
    """What is known of an edition beside its content: printed on the cover, not part of what is approved.

    `note` is what the public is told of a correction. `number` is 0 and `published_on` None for a draft. `check_code`
    is the content's SHA-256 in hexadecimal.
    """

    number: int = 0
    published_on: date | None = None
    decision: str = ""
    note: str = ""
    check_code: str = ""

    @property
    def is_draft(self):
        return self.number == 0

    @property
    def short_code(self):
        """The beginning of the check code, as it is printed and read out over the telephone: 3fa9-4b7c."""
        return f"{self.check_code[:4]}-{self.check_code[4:8]}" if self.check_code else ""
