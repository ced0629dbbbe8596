"""One box over the office: every word of a question, in any order, without regard to capitals or accents.

Both databases fold letters in ways of their own, so it is done here: the words of the office are read in a few queries,
folded and ranked in Python. A board has some thousands of rows; of a kind that has more than `READ` the latest are
searched, and the page says so. Which words are read of a row says its `kit.kinds.Kind`.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from django.views.generic import TemplateView

from kit.changes import MARKUP
from kit.prose import unmarked
from kit.wording import opening
from kit.written import written_once
from lscb.office.places import KINDS
from membership.pages import InOffice

READ = 5_000  # rows of a kind
SHOWN = 20  # results of a kind
WORDS = 8  # words of a question
AROUND = 70  # signs shown on each side of the first word that was found


def folded(text):
    """Words as they are compared: small letters, no accents, one sort of apostrophe and dash."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).replace("’", "'").replace("–", "-").replace("—", "-")
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def folded_with_places(text):
    """The folded text, and for each of its signs the place in the text that it came from."""
    signs, places = [], []
    for place, sign in enumerate(text):
        for one in folded(sign):
            signs.append(one)
            places.append(place)
    return "".join(signs), places


class FoundWords(NamedTuple):
    """Some words of a result, and whether they were asked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class Result:
    """A record that holds all the words: its name, where it stands, the words in their context, and its address."""

    name: tuple[FoundWords, ...]
    context: tuple[FoundWords, ...]
    within: str
    address: str
    rank: tuple


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind, the best first; `more` weren't shown. Unless it `is_whole`, not all rows were read."""

    kind: str
    results: list[Result]
    more: int = 0
    is_whole: bool = True


def newest(kind):
    """Asks for the newest rows of a kind, with one more than are searched if there are more."""
    return written_once(
        lambda: kind.model._base_manager.select_related(*kind.joins or [None]).order_by("-pk")[: READ + 1]
    )


NEWEST = {kind.name: newest(kind) for kind in KINDS if kind.texts}


def asked(question):
    """The words of a question, folded; each once, so many at most."""
    return list(dict.fromkeys(re.findall(r"[^\s,;“”\"()]+", folded(question))))[:WORDS]


def find(question, person):
    """The records that hold every word of a question, grouped by kind; each leads this person to where it is edited."""
    words = asked(question)
    kinds = [kind for kind in KINDS if kind.texts] if words else []
    return [group for kind in kinds if (group := _group(kind, words, person)).results]


def _group(kind, words, person):
    results = []
    rows = NEWEST[kind.name]()
    for row in rows[:READ]:
        texts = [unmarked(text) if MARKUP.search(text) else text for text in kind.words_of(row) if text]
        whole = folded("\n".join(texts))
        if all([word in whole for word in words]):
            results.append((row, texts))
    found = (_result(row, texts, words, kind.address_for(person, row)) for row, texts in results)
    ranked = sorted(found, key=lambda result: result.rank)
    more, is_whole = max(0, len(ranked) - SHOWN), len(rows) <= READ
    return ResultGroup(opening(kind.nouns), ranked[:SHOWN], more, is_whole)


def _result(row, texts, words, address):
    name = str(row)
    in_name = sum(word in folded(name) for word in words)
    whole_words = set(re.findall(r"\w+", folded("\n".join(texts))))
    # First if the name itself says it, then if a word is a word of its own and not a piece of one.
    rank = (-in_name, -sum(word in whole_words for word in words), len(texts[0]), row.pk)
    best = max(texts, key=lambda text: sum(word in folded(text) for word in words))
    within = ", ".join(str(getattr(row, parent)) for parent in row.within)
    return Result(
        name=tuple(marked(_cut(name, words), words)),
        context=() if best in name or best in within else tuple(marked(_cut(best, words), words)),
        within=within,
        address=address,
        rank=rank,
    )


def _cut(text, words):
    """The part of a long text around the first word that is found in it."""
    if len(text) <= 3 * AROUND:
        return text
    flat, places = folded_with_places(text)
    found = [places[place] for word in words if (place := flat.find(word)) >= 0]
    start, end = max(0, min(found, default=0) - AROUND), min(found, default=0) + 2 * AROUND
    # At a space, so that no word is cut in two.
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = next((place for place in range(end, len(text)) if text[place].isspace()), len(text))
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def marked(text, words):
    """The text in pieces, those that were asked for apart from the others. Escaping is the template's."""
    flat, places = folded_with_places(text)
    end, pattern = 0, re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    for found in pattern.finditer(flat):
        first, last = places[found.start()], places[found.end() - 1] + 1
        if first < end:
            continue
        if first > end:
            yield FoundWords(text[end:first])
        yield FoundWords(text[first:last], found=True)
        end = last
    if end < len(text):
        yield FoundWords(text[end:])


class Find(InOffice, TemplateView):
    """What the office holds about some words."""

    template_name = "office/find.html"

    def get_context_data(self, **kwargs):
        question = self.request.GET.get("q", "")[:200]
        groups = find(question, self.request.user)
        total = sum(len(group.results) + group.more for group in groups)
        return super().get_context_data(question=question, groups=groups, total=total, **kwargs)
