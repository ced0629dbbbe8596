"""What the office puts into a section beside its words: tables of its own, pictures, quotations, stories."""

from typing import Annotated

from kit.wording import counted

from .base import Fact, Key
from .codes import yes_or_no
from .says import above, quoted, says, tells


class TableHead(Fact, kw_only=True):
    """The head of a column; `key` is the column's number."""

    key: Key
    words: Annotated[str, tells("head of a column")]


class TableCell(Fact, kw_only=True):
    """What stands in a row under the head with the same key."""

    key: Key
    words: Annotated[str, tells("cell", fact=True)]

    def known_as(self, parents):
        table = above(OwnTable, parents)
        return next((head.words for head in table.heads if head.key == self.key), "") if table else ""


class TableLine(Fact, kw_only=True):
    """A row: its name, from the first column, and its other cells; empty ones are left out."""

    goes_by = "name"

    key: Key
    name: Annotated[str, tells("name of the row")]
    cells: Annotated[tuple[TableCell, ...], tells()] = ()


class OwnTable(Fact, kw_only=True, tag="own-table"):
    """A table that no record is behind. If it `sums_up`, its last line is the total of those above."""

    key: Key
    caption: Annotated[str, tells("what the table shows")]
    heads: Annotated[tuple[TableHead, ...], tells()]
    lines: Annotated[tuple[TableLine, ...], tells()]
    sums_up: Annotated[bool, says("the last row", show=yes_or_no("Is a total", "Is like the others"), fact=True)] = (
        False
    )
    source: Annotated[str, says("source of the table", fact=True)] = ""

    def known_as(self, parents):
        return f"table, {self.caption}"

    @property
    def in_brief(self):
        heads = ", ".join(head.words for head in self.heads)
        return f"{self.caption}: {counted(len(self.lines), 'row')} with the heads {heads}"


class Picture(Fact, kw_only=True, tag="picture"):
    """A picture: its SHA-256 and size in pixels, what it shows in words, and what is said of it.

    One that `shows` nothing is for decoration and isn't read out.
    """

    key: Key
    digest: Annotated[str, says("picture", passage=False, fact=True)]
    media: Annotated[str, says("format of the picture", passage=False)]
    width: Annotated[int, says("width of the picture")]
    height: Annotated[int, says("height of the picture")]
    shows: Annotated[str, tells("what the picture shows")] = ""
    caption: Annotated[str, says("words below the picture")] = ""
    credit: Annotated[str, says("whose picture it is")] = ""

    def known_as(self, parents):
        return " ".join(["picture", quoted(self.shows or self.caption)]).strip()


class Quotation(Fact, kw_only=True, tag="quotation"):
    """What somebody said, and whose words they are."""

    key: Key
    words: Annotated[str, tells("what was said")]
    whose: Annotated[str, says("whose words they are", fact=True)]

    def known_as(self, parents):
        return f"quotation, {self.whose}"


class Story(Fact, kw_only=True, tag="story"):
    """A story that shows what the work is like and tells of no case."""

    key: Key
    heading: Annotated[str, tells("heading of the story")]
    words: Annotated[str, tells("story", html=True)]

    def known_as(self, parents):
        return f"story, {self.heading}"
