"""What a document says, as plain frozen values: strings, dates, Decimals, and no model, no Django."""

from .base import Fact
from .document import Document
from .earlier import EarlierDocuments
from .says import says_of
from .site import Site

Content = Document | Site | EarlierDocuments


def structs(kind=Fact):
    """Every kind of struct that content is made of."""
    for each in kind.__subclasses__():
        yield each
        yield from structs(each)


# Here all are known: a field with neither words nor a reason for silence stops the program before it starts.
for each in structs():
    says_of(each)
