"""A plan or a report: sections of words, each with what it draws from the records.

Computed figures (totals, balance, shares) are held here, so that a later release of the program can't change
what was published. Nothing here says when it was composed: the same facts give the same digest on any day.
"""

from typing import Annotated

from msgspec.structs import asdict

from kit.called import BOARD, Words

from .base import BoardName, Called, Fact, Key, Logo, Period
from .codes import LANGUAGES, MADE_FOR, from_table, spaced, yes_or_no
from .figures import PlacedChart
from .glossary import Term
from .insets import OwnTable, Picture, Quotation, Story
from .says import says, tells
from .section_types import Records

Inset = PlacedChart | OwnTable | Picture | Quotation | Story


class Section(Fact, kw_only=True):
    """A section: its heading, words before, what it draws from the records, words after, sections inside it.

    `place` says what the section is for; where it draws on records and there are none, `records` is None. `charts` says
    whether its figures are drawn as well; `placed` are charts, tables, pictures, quotations and stories that the office
    put in behind the words before, `closing` those at the end of the section.
    """

    goes_by = "full_heading"

    key: Key
    place: Annotated[str, says("what the section is for", show=spaced)]
    heading: Annotated[str, tells("heading")]
    contents_heading: Annotated[str, says("heading in the contents", echoes="heading", passage=False)]
    label: Annotated[str, says("number of the section", passage=False)]
    before: Annotated[str, tells("opening words", html=True)]
    records: Annotated[Records | None, tells(alone="what it shows")]
    after: Annotated[str, tells("closing words", html=True)]
    sections: Annotated[tuple["Section", ...], tells()] = ()
    charts: Annotated[bool, says("charts of its figures", show=yes_or_no("Drawn", ""))] = False
    placed: Annotated[tuple[Inset, ...], tells()] = ()
    closing: Annotated[tuple[Inset, ...], tells()] = ()

    @property
    def full_heading(self):
        """The heading with its label: Section 2: Key successes."""
        return ": ".join(words for words in (self.label, self.heading.rstrip(":")) if words) or self.key


class Document(Fact, kw_only=True, tag="document"):
    """A whole plan or report. `terms` are those it uses of the board's glossary, if no section of its own has them."""

    kind: Annotated[str, says("kind of document", show=spaced)]
    slug: Annotated[str, says("end of the address", passage=False)]
    board: Annotated[BoardName, tells()]
    title: Annotated[str, tells("title")]
    period: Annotated[Period, tells()]
    cover_note: Annotated[str, tells("note on the cover")]
    sections: Annotated[tuple[Section, ...], tells()]
    logo: Annotated[Logo | None, tells("logo")] = None
    colour: Annotated[str, says("colour", passage=False)] = ""
    called: Annotated[Called | None, tells()] = None
    version_called: Annotated[str, says("what this version is called")] = ""
    language: Annotated[str, says("language", show=from_table(LANGUAGES), passage=False)] = ""
    translates: Annotated[
        str, says("address of the same document in another language, or for other readers", passage=False)
    ] = ""
    terms: Annotated[tuple[Term, ...], tells("terms it uses")] = ()
    made_for: Annotated[str, says("for whom it is worded", show=from_table(MADE_FOR), passage=False)] = ""

    @property
    def words(self):
        """What the law decides of the program's own sentences in it."""
        return Words(**asdict(self.called)) if self.called else BOARD
