"""The executive summary: figures and sentences of the same document, chosen by the office and not typed again."""

from typing import Annotated

from .base import Fact, Key
from .says import says, silent, tells


class SummaryFigure(Fact, kw_only=True):
    """A figure that stands elsewhere in the document, in words, with what is said of it there.

    `at` is the key of the section where it stands.
    """

    goes_by = "name"

    key: Key
    figure: Annotated[str, tells("figure", fact=True, passage=False, sum="carried")]
    name: Annotated[str, tells("what it counts", passage=False)]
    when: Annotated[str, says("period", fact=True, passage=False)] = ""
    before: Annotated[str, says("figure before", fact=True, passage=False)] = ""
    told: Annotated[str, says("what is said of it", fact=True, passage=False)] = ""
    at: Annotated[str, silent("The section is recognised by it; people read its heading.")] = ""
    under: Annotated[str, says("section in which it stands", passage=False)] = ""


class SummarySentence(Fact, kw_only=True):
    """A sentence that stands elsewhere in the document, word for word."""

    goes_by = "words"

    key: Key
    words: Annotated[str, tells("wording", passage=False)]
    at: Annotated[str, silent("The section is recognised by it; people read its heading.")] = ""
    under: Annotated[str, says("section in which it stands", passage=False)] = ""


class Summary(Fact, kw_only=True, tag="summary"):
    """What the office chose of the document for its first page."""

    figures: Annotated[tuple[SummaryFigure, ...], tells(fact=True)] = ()
    sentences: Annotated[tuple[SummarySentence, ...], tells()] = ()
