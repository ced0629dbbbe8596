"""Documents from before the system: what the public is told of each, and by which check code its file is known."""

from typing import Annotated

from .base import Fact, Key
from .codes import FOUND, READABLE, RULED, from_table
from .says import says, tells


class EarlierDocument(Fact, kw_only=True):
    """One document: its words as they are known, and its file by check code, size in bytes and pages.

    `accessible` is yes, no or unknown: whether a screen reader can read the file. `found` is what the file itself
    shows of that (scan, no-tags or tags), empty where it was not looked into. `ruled` says whether the accessibility
    regulations of 2018 are about it (before or since 23 September 2018): of documents published before that day only
    about those that somebody needs for a service, of later ones about all. Empty where the day is not known.
    """

    goes_by = "name"

    key: Key
    title: Annotated[str, tells("title")]
    period: Annotated[str, says("period", fact=True)]
    published: Annotated[str, says("published", fact=True)]
    accessible: Annotated[str, says("whether a screen reader can read it", show=from_table(READABLE), fact=True)]
    other_format: Annotated[str, says("how to ask for another format", fact=True)]
    digest: Annotated[str, says("check code of the file", fact=True, passage=False)]
    size: Annotated[int, says("size of the file in bytes", fact=True)]
    pages: Annotated[int, says("pages of the file", fact=True)]
    found: Annotated[str, says("found in the file", show=from_table(FOUND), fact=True)] = ""
    ruled: Annotated[str, says("whether the accessibility regulations apply", show=from_table(RULED), fact=True)] = ""

    @property
    def name(self):
        return f"{self.title} {self.period}".strip()


class EarlierDocuments(Fact, kw_only=True, tag="earlier-documents"):
    """The public list of them, in the board's order. It claims no approval."""

    documents: Annotated[tuple[EarlierDocument, ...], tells()]
