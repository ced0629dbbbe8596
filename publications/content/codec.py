"""Content as canonical text: the very characters that are stored and hashed.

Keys stand in order, decimals are strings, dates are ISO. A stored text is never rewritten; a later schema reads an
older one through one upgrade function a step, each from plain dictionaries to plain dictionaries.
"""

import hashlib
import json
from collections.abc import Callable

import msgspec

from publications.content import Content

# 2: what is nothing but a default is left out.
SCHEMA = 2
UPGRADES: dict[int, Callable[[dict], dict]] = {1: lambda plain: plain}

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


class Unfaithful(ValueError):
    """Content that would not be read back as it was written, such as an amount that is no number."""


def write(content: Content) -> str:
    """Content as canonical text. Raises Unfaithful unless it reads back as exactly what was written."""
    text = _encoder.encode(content).decode()
    try:
        faithful = read(text, SCHEMA) == content
    except msgspec.ValidationError as error:
        raise Unfaithful(f"The content can't be kept: {error}.") from error
    if not faithful:
        raise Unfaithful("The content can't be kept: it holds an amount that is no number.")
    return text


def read(text: str, schema: int) -> Content:
    """Stored text as content, brought up from the schema it was written in."""
    plain = json.loads(text)
    for step in range(schema, SCHEMA):
        plain = UPGRADES[step](plain)
    return msgspec.convert(plain, Content)


def digest(text: str) -> str:
    """The check code: SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
