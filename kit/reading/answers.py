"""The four answers that a reader gives to what somebody wrote. Knows no Django."""

from typing import Any

from msgspec import Struct


class Value(Struct, frozen=True, kw_only=True):
    """What was meant, without a doubt. `said` are sentences on how it was read ("A dash and £ was read as £0.00").

    `left` are the words that stood beside it and are no part of it, such as "subject to confirmation".
    """

    value: Any
    said: tuple[str, ...] = ()
    left: str = ""


class Offer(Struct, frozen=True, kw_only=True):
    """One of the things that may have been meant: words that the same reader reads without a doubt, for a button."""

    words: str


class Question(Struct, frozen=True, kw_only=True):
    """What was written may mean several things, or is a likely slip. It isn't saved until somebody says which."""

    sentence: str
    offers: tuple[Offer, ...] = ()


class AsPrinted(Struct, frozen=True, kw_only=True):
    """No value but words that mean something ("ongoing", "[c]"), kept where the field allows words.

    `state` is the code of what they say, if they say why there is no figure.
    """

    words: str
    state: str = ""


class Refusal(Struct, frozen=True, kw_only=True):
    """It can't be read; the sentence says why, and how to write it."""

    sentence: str


Answer = Value | Question | AsPrinted | Refusal
