"""How a phrase is found again: in plain words, in a narrative's HTML, in frozen JSON, and in keys made of words."""

import json
import re
from html import escape

from django.db import models
from django.utils.text import slugify

from kit.rows import KeyField, shorten

SHORTEST = 3  # letters; what is shorter stands in half of all words


class TooShort(ValueError):
    """The phrase is so short that it would be found in half of all words. The message is for the person."""


def sign(letter):
    """A letter as it may be written: quotes and dashes in their variants, and as HTML writes it."""
    if letter in "'’‘":
        return "(?:['’‘]|&#x27;|&#39;|&rsquo;|&lsquo;)"
    if letter in "-–‑":
        return "[-–‑]"
    forms = {re.escape(form) for form in (letter, escape(letter), json.dumps(letter)[1:-1])}
    return f"(?:{'|'.join(sorted(forms))})" if len(forms) > 1 else forms.pop()


def pattern(phrase):
    """Finds the phrase as whole words, in whatever capitals, over line ends, and if a part of it is marked up."""
    words = phrase.split()
    if len("".join(words)) < SHORTEST:
        raise TooShort(f"Give at least {SHORTEST} letters. What is shorter stands in half of all words.")
    gap = r"(?:\s|\\n|&nbsp;|&#160;|\u00a0|</?[a-z][^<>]*>)+"
    return re.compile(
        rf"(?:(?<!\w)|(?<=\\[nrt])){gap.join(''.join(map(sign, word)) for word in words)}(?!\w)", re.IGNORECASE
    )


def key_pattern(phrase):
    """Finds the phrase in a record's key or web address, which are made of words in a form of their own."""
    slug = shorten(phrase)
    return re.compile(rf"(?<![a-z0-9]){re.escape(slug)}s?(?![a-z0-9])") if len(slug) >= SHORTEST else None


def pieces_pattern(phrase):
    """Finds any word of the phrase in the key of a record whose words hold the phrase.

    A key may have been cut in the middle of the phrase, and runs words together that a sign has parted.
    """
    words = [re.escape(word) for word in slugify(phrase).split("-") if len(word) >= SHORTEST]
    return re.compile(rf"(?:-?(?:{'|'.join(words)}))+") if words else None


class PhraseFinder:
    """How a phrase is found in columns of each kind."""

    def __init__(self, phrase):
        self.words, self.keys, self.pieces = pattern(phrase), key_pattern(phrase), pieces_pattern(phrase)

    def hits(self, fields, values):
        """The columns of a row that hold the phrase, each with the pattern that finds it there."""
        held = [(field, value) for field, value in zip(fields, values, strict=True) if value]
        found = {}
        for field, value in held:
            how = self.keys if isinstance(field, models.SlugField) else self.words
            if how and how.search(value):
                found[field] = how
        for field, value in held:
            if found and isinstance(field, KeyField) and self.pieces and self.pieces.search(value):
                found[field] = self.pieces
        return found
