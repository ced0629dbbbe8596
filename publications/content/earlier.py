"""Documents from before the system: what the public is told of each, and by which check code its file is known."""

from .base import Fact


class EarlierDocument(Fact, kw_only=True):
    """One document: its words as they are known, and its file by check code, size in bytes and pages.

    `accessible` is yes, no or unknown: whether a screen reader can read the file.
    """

    key: str
    title: str
    period: str
    published: str
    accessible: str
    other_format: str
    digest: str
    size: int
    pages: int

    @property
    def name(self):
        return f"{self.title} {self.period}".strip()


class EarlierDocuments(Fact, kw_only=True, tag="earlier-documents"):
    """The public list of them, in the board's order. It claims no approval."""

    documents: tuple[EarlierDocument, ...]
