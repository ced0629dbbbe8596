"""Values that every kind of document shares."""

from datetime import date
from typing import Annotated

from msgspec import Struct

from kit.called import BOARD

from .codes import other_than_business_plan, other_than_children
from .says import says, silent, tells

Key = Annotated[str, silent("What a thing is recognised by; people never see it.")]


class Fact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen value that refuses to be read with a field it doesn't know.

    What is nothing but a field's default is left out of the text, so that a field which is added later moves no check
    code of a document in which nothing is recorded for it. `goes_by` is the field by whose words it is named.
    """

    goes_by = ""  # no field: it has no type

    @property
    def identity(self) -> str:
        """By what a thing is recognised in another content; one without a key, by where it stands."""
        return getattr(self, "key", "")

    def known_as(self, parents) -> str:
        """By which name a thing goes among the things it stands in; empty: its changes are named by what holds it."""
        return getattr(self, self.goes_by, "")

    @property
    def in_brief(self) -> str:
        """What a change says of a thing that was added or left out whole; empty: all of its words."""
        return ""


class Period(Fact, kw_only=True):
    """A span of time: its words as the board prints them, and its dates where they are known."""

    words: Annotated[str, tells("period", passage=False)]
    starts: Annotated[date | None, says("start of the period", fact=True)] = None
    ends: Annotated[date | None, says("end of the period", fact=True)] = None


class BoardName(Fact, kw_only=True):
    """What the board calls itself."""

    name: Annotated[str, tells("name of the {body}", passage=False)]
    short_name: Annotated[str, says("short name of the {body}", passage=False)]
    abbreviation: Annotated[str, says("abbreviation", passage=False)]

    @property
    def in_full(self):
        """The name with the shorter ones that the board goes by, each told once."""
        shorter = [self.short_name, "" if self.abbreviation in self.short_name else self.abbreviation]
        shorter = "; ".join(words for words in shorter if words and words != self.name)
        return f"{self.name} ({shorter})" if shorter else self.name


class Called(Fact, kw_only=True):
    """What the law decides of the words of its sentences, where it doesn't make it a children's board."""

    body: Annotated[str, says("what the body is called", passage=False)]
    report: Annotated[str, says("what its report is called", passage=False)]
    for_whom: Annotated[str, says("for whom it works", show=other_than_children, passage=False)] = BOARD.for_whom
    plan: Annotated[str, says("what its plan is called", show=other_than_business_plan, passage=False)] = BOARD.plan
    people: Annotated[str, says("those it works for", passage=False)] = ""


class Logo(Fact, kw_only=True):
    """The picture that the board is shown by: its SHA-256, what it shows in words, its size in pixels."""

    digest: Annotated[str, says("picture of the logo", passage=False)]
    words: Annotated[str, tells("what the logo shows", passage=False)]
    width: Annotated[int, says("width of the logo")]
    height: Annotated[int, says("height of the logo")]


class Control(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
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
