"""What the board publishes: which document it is, what it draws on, and what stands in it beside the records."""

from .beside import EarlierDocument, LinkedPlan, OtherNumber, Recipient, Term
from .comments import Comment, Reader
from .copies import ReturnedCopy, ReturnedPassage
from .documents import (
    NEEDS_APPROVAL,
    NO_DOCUMENT,
    MadeFor,
    Narrative,
    Publication,
    PublicationKind,
    standing_of_a_draft,
)
from .drawn import ChartLine, Highlight, NarrativeChart
from .insets import Inset, InsetSpot, OwnTable, Picture, PictureFile, Quotation, Story
from .statements import ArrivedStatement, Statement

__all__ = [
    "NEEDS_APPROVAL",
    "NO_DOCUMENT",
    "ArrivedStatement",
    "ChartLine",
    "Comment",
    "EarlierDocument",
    "Highlight",
    "Inset",
    "InsetSpot",
    "LinkedPlan",
    "MadeFor",
    "Narrative",
    "NarrativeChart",
    "OtherNumber",
    "OwnTable",
    "Picture",
    "PictureFile",
    "Publication",
    "PublicationKind",
    "Quotation",
    "Reader",
    "Recipient",
    "ReturnedCopy",
    "ReturnedPassage",
    "Statement",
    "Story",
    "Term",
    "standing_of_a_draft",
]
