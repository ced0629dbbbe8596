"""The terms that a document uses and that the board explains."""

from typing import Annotated

from .base import Fact, Key
from .says import tells


class Term(Fact, kw_only=True):
    """A word or an abbreviation of the field, and what it means."""

    goes_by = "term"

    key: Key
    term: Annotated[str, tells("term")]
    meaning: Annotated[str, tells("meaning")]


class Glossary(Fact, kw_only=True, tag="glossary"):
    """The terms that this document uses and that the board explains."""

    terms: Annotated[tuple[Term, ...], tells()]
