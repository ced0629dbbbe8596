"""What the house knows of a field of content, said at the field: `led_by: Annotated[str, says("who leads it")] = ""`.

msgspec keeps foreign annotations and ignores them: text, check code and JSON Schema are the same with and without. What
changed between two versions, the passages that the checks read and the proof that public words are printed are walks
over what is said here.
"""

from collections.abc import Callable
from functools import cache
from typing import get_type_hints

from msgspec import Struct

from kit.called import say, sayable

FEW = 8  # words by which a thing without a name is called


class Says(Struct, frozen=True, kw_only=True):
    """What is said of a field.

    `words`: what it is called after the name of its thing. `show`: a function of the value, its thing and the things
    that one stands in, which words the value as the document prints it. `html`: a narrative, to be read as words.
    `plainly`: the value speaks for itself when a whole thing is told, such as a title. `alone`: what a thing without a
    name is called if it was added or left out whole. `echoes`: the field that this one mostly repeats; a change of both
    in the same words is listed once. `fact`: more than wording (amounts, figures, dates, who pays, sits, leads or
    supplies); no slip of the pen is one. `sum`: "reckoned" if nobody decides it, because it follows from other fields,
    "carried" if it may hold such a sum of another section. `passage`: words that people wrote, which every check reads;
    said of a text field unless it says otherwise, and of a period only if the field that holds it says so. `beside`:
    printed in the cell of its thing, below its other words and after these: Related to: B 2.
    """

    words: str
    show: Callable | None = None
    html: bool = False
    plainly: bool = False
    alone: str = ""
    echoes: str = ""
    fact: bool = False
    sum: str = ""
    passage: bool | None = None
    beside: str = ""

    @property
    def said(self):
        """What the field is called, in the words of the law in force."""
        return say(self.words)


class Silent(Struct, frozen=True, kw_only=True):
    """Why a field is never spoken of."""

    reason: str


def says(words, **how) -> Says:
    """The words of a field."""
    return Says(words=sayable(words), **how)


def tells(words="", **how) -> Says:
    """The words of a field whose value speaks for itself when its whole thing is told."""
    return Says(words=sayable(words), plainly=True, **how)


def silent(reason) -> Silent:
    """The reason why a field needs no words."""
    return Silent(reason=reason)


@cache
def says_of(struct) -> dict[str, Says]:
    """The fields of a struct that have words, in their order, each with what is said of it.

    Raises TypeError, in a sentence, if a field has neither words nor a reason for silence, or is spoken of twice.
    """
    found = {}
    for field, hint in get_type_hints(struct, include_extras=True).items():
        said = [extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Says | Silent)]
        name = f"{struct.__name__}.{field}"
        if not said:
            raise TypeError(
                f"{name} has neither words nor a reason for silence: annotate it with says(…) or silent(…)."
            )
        if len(said) > 1:
            raise TypeError(f"{name} is spoken of twice: annotate it once.")
        if isinstance(said[0], Says):
            found[field] = said[0]
    return found


@cache
def passages_of(struct) -> frozenset[str]:
    """The fields of a struct that hold words which people wrote."""
    hints = get_type_hints(struct)
    return frozenset(
        field
        for field, said in says_of(struct).items()
        if (said.passage if said.passage is not None else hints[field] is str and said.show is None)
    )


# By which name a thing goes


def above(kind, parents):
    """The nearest of the things that this one stands in that is of a kind, or None."""
    return next((parent for parent in reversed(parents) if isinstance(parent, kind)), None)


def quoted(text):
    """A text without a name of its own, by its first words."""
    words = text.split()
    return f"“{' '.join(words[:FEW])}{' …' if len(words) > FEW else ''}”" if words else ""
