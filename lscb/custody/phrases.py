"""How a phrase is found again, however it is written: in words, in a narrative's HTML, in JSON, keys and addresses.

Phrase and text are compared folded: small letters without accents, and between words any signs or none. Each letter of
the folded form knows its place, so that what is found is taken out of the text as it stands.
"""

import html
import json
import re
import unicodedata
from urllib.parse import unquote

from django.db import models
from django.utils.text import slugify

from kit.rows import KeyField
from kit.signs import FILLERS

SHORTEST = 3  # letters; what is shorter stands in half of all words
# From so many letters on a phrase is also found with spaces in its words; "as if" is no Asif.
LONG = 8
# Letters that Unicode doesn't take apart.
LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
ENDS_WORDS = re.compile(r"</?(?:p|h\d|ul|ol|li|br|td|th|tr|table|div)\b", re.IGNORECASE)
SIGN = re.compile(rf"(?P<tag>{TAG.pattern})|&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);|(?:%[0-9a-f]{{2}})+|.", re.I | re.S)
# What stands between letters, the weakest first: within a word, between words, and before a first name.
HYPHEN, SPACE, COMMA = "-", " ", ","
HYPHENS = "'’‘ʼ`´"
# How JSON begins, and how it writes a sign.
JSON = ("{", "[", '"')
ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|.)", re.IGNORECASE)
# Mark-up that is left without words, in what is taken out.
EMPTY = re.compile(r"<(\w+)(?: [^<>]*)?></\1>|</(\w+)><\2(?: [^<>]*)?>")


class TooShort(ValueError):
    """The phrase is so short that it would be found in half of all words. The message is for the person."""


def fold(text):
    """A text in the letters by which it is compared; accents stay, as signs of their own."""
    return unicodedata.normalize("NFKD", text.casefold()).casefold().translate(LETTERS)


def folded(text):
    """A text as it is compared, and for each of its signs where that stands in the text: pairs of places."""
    signs, places = [], []
    for found in SIGN.finditer(text):
        if found["tag"]:
            said = SPACE if ENDS_WORDS.match(found[0]) else ""
        else:
            said = fold(unquote(html.unescape(found[0])) if len(found[0]) > 1 else found[0])
        said = [_sign(sign) for sign in said if sign not in FILLERS and unicodedata.category(sign)[0] not in "M"]
        for sign in filter(None, said):
            if sign.isalnum() or not signs or signs[-1].isalnum():
                signs.append(sign)
                places.append(found.span())
            elif not (signs[-1] == HYPHEN and found[0] in "\r\n"):  # a word that was parted at the end of a line
                signs[-1] = max(signs[-1], sign, key=(HYPHEN, SPACE, COMMA).index)
        if not any(said) and not found["tag"] and places:
            places[-1] = (places[-1][0], found.end())
    return "".join(signs), places


def _sign(sign):
    category = unicodedata.category(sign)
    if category == "Pd" or sign in HYPHENS:
        return HYPHEN
    if category == "Cf":
        return ""
    return sign if sign.isalnum() else COMMA if sign == "," else SPACE


def squeezed(text):
    """A text's folded letters alone, in no time: what isn't in them isn't found."""
    if "\\" in text:
        text = ESCAPED.sub(lambda sign: chr(int(sign[1], 16)) if sign[1] else " ", text)
    return re.sub(r"[\W_]+", "", fold(unquote(html.unescape(text))))


def words_of(phrase, *, shortest=SHORTEST):
    """The words of a phrase, folded. Raises TooShort."""
    words = re.split("[-, ]+", folded(phrase)[0].strip("-, "))
    if len("".join(words)) < shortest:
        raise TooShort(f"Give at least {SHORTEST} letters. What is shorter stands in half of all words.")
    return words


def pattern(phrase):
    """Finds the phrase in a folded text as whole words, or with an s behind: initials between, or last name first."""
    surname, comma, name = phrase.partition(",")
    ways = "|".join(way for order in {phrase, f"{name} {surname}" if comma else phrase} for way in _ways(order))
    # A figure behind a name, such as a footnote's mark, is none of its letters; beside a number it makes another one.
    around = "[^-, ]" if squeezed(phrase)[-1].isdecimal() else r"[^-, \d]"
    return re.compile(rf"(?<!{around})(?:{ways})s?(?!{around})")


def _ways(phrase):
    words = words_of(phrase)
    inner = "[- ]?" if len("".join(words)) >= LONG else "-?"
    spelt = [inner.join(map(re.escape, word)) for word in words]
    initial = "(?:[^-, ][-, ])"
    between = f"(?:[-, ]{initial}{{1,2}}|[-, ]?)"
    yield between.join(spelt)
    last = len(words_of(phrase.split()[-1], shortest=0))
    if last < len(spelt):
        yield f"{between.join(spelt[-last:])},{initial}{{0,2}}{between.join(spelt[:-last])}"


def pieces_pattern(phrase):
    """Finds any word of the phrase in the key of a record whose words hold the phrase.

    A key may have been cut in the middle of the phrase, and runs words together that a sign has parted.
    """
    words = {word for word in (*slugify(phrase).split("-"), *words_of(phrase)) if len(word) >= SHORTEST}
    return re.compile(rf"(?:-?(?:{'|'.join(map(re.escape, sorted(words)))}))+") if words else None


class PhraseFinder:
    """How a phrase is found in columns of each kind, and taken out of them."""

    def __init__(self, phrase):
        self.letters = words_of(phrase)
        self.words, self.pieces = pattern(phrase), pieces_pattern(phrase)

    def hits(self, fields, values):
        """The columns of a row that hold the phrase, each with what gives its value with a mark in place of it."""
        held = [(field, value) for field, value in zip(fields, values, strict=True) if value]
        found = {}
        for field, value in held:
            how = self.without_in_key if isinstance(field, models.SlugField) else self.without
            if how(value, "") != value:
                found[field] = how
        for field, value in held:
            if found and isinstance(field, KeyField) and self.pieces and self.pieces.search(value):
                found[field] = self.without_pieces
        return found

    def stands_in(self, value):
        """Whether the phrase stands in a text, or in any text of what is made of lists and dictionaries."""
        return self.without(value, "") != value if isinstance(value, str) else value != self._each(value, "")

    def without(self, text, mark):
        """A text with a mark in place of the phrase; of JSON each text in it."""
        if not self._may_stand_in(text):
            return text
        if text[:1] in JSON and (value := _json(text)) is not None:
            made = self._each(value, mark)
            return text if made == value else json.dumps(made, ensure_ascii=False)
        inside = TAG.sub(lambda tag: f"<{_marked(tag[0][1:-1], self.words, mark)}>", text)
        return _marked(inside, self.words, mark)

    def without_in_key(self, key, mark):
        return _marked(key, self.words, mark)

    def without_pieces(self, key, mark):
        return self.pieces.sub(mark, key)

    def _may_stand_in(self, text):
        known = squeezed(TAG.sub("", text)) + squeezed(" ".join(TAG.findall(text)))
        return all(word in known for word in self.letters)

    def _each(self, value, mark):
        if isinstance(value, dict):
            return {self._each(key, mark): self._each(inner, mark) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._each(inner, mark) for inner in value]
        return self.without(value, mark) if isinstance(value, str) else value


def _json(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _marked(text, words, mark):
    """A text with a mark in place of each match; the mark-up in it stays."""
    signs, places = folded(text)
    at, made = 0, ""
    for match in words.finditer(signs):
        start, end = places[match.start()][0], places[match.end() - 1][1]
        kept, before = "".join(TAG.findall(text[start:end])), None
        while kept != before:
            kept, before = EMPTY.sub("", kept), kept
        made, at = made + text[at:start] + mark + kept, end
    return made + text[at:]
