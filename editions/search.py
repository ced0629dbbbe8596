"""The search of the public site: a small index of words that is written with the pages, and a page of words by letter.

No server is asked. With the script of /search/ (and of no other page) a reader's browser looks the words up itself:
the part of the index that a word begins with is all that it fetches. Without it, each word stands on the page of its
letter with links to where it is found. The index is part of the tree: whatever is erased is not in the next one.
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from html import unescape

from django.utils.html import strip_tags
from msgspec import Struct

from kit.grouping import grouped
from publications import render

from .signposts import About

ADDRESS = "/search/"
SCRIPT = "js/search.js"
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
IN_A_HEADING = 8  # as much as a word of the title counts, beside one of the text
# Words that stand on every page and help nobody find one.
TOO_COMMON = frozenset(
    "a an and are as at be been by for from had has have in is it its no not of on or our that the their there these "
    "they this to was we were which who will with".split()
)


class FoundPage(Struct, frozen=True, kw_only=True):
    """A page that can be found: its address and title, the document it belongs to, and how much each word counts."""

    address: str
    title: str
    within: str
    words: dict[str, int]
    forms: dict[str, str]

    @classmethod
    def of(cls, address, title, within, texts, headings=()):
        words, forms = Counter(), {}
        for weight, found in ((1, texts), (IN_A_HEADING, (title, *headings))):
            for text in found:
                for word in WORD.findall(text):
                    known = folded(word)
                    if len(known) > 1 and known not in TOO_COMMON:
                        words[known] += weight
                        forms.setdefault(known, word)
        return cls(address=address, title=title, within=within, words=dict(words), forms=forms)


def folded(word):
    """A word as people type it: without accents, capital letters or the s of an owner. The script does the same."""
    apart = unicodedata.normalize("NFKD", word.replace("’", "'").lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).removesuffix("'s")


def words_of(page):
    """The words of a page that isn't made of content alone: those of its main part."""
    return [unescape(strip_tags(MAIN.search(page.decode())[1]))]


def sign(word):
    """What the part of the index is called in which a word stands: its first sign, or the number of that."""
    first = word[0]
    return first if first.isascii() else f"u{ord(first):x}"


def files(public):
    """The pages of the search, its index and its script."""
    places = sorted(public.found, key=lambda place: place.address)
    parts = index(places)
    folder = f"search/{hashlib.sha256(b''.join(parts.values())).hexdigest()[:16]}"
    for name, data in parts.items():
        yield f"{folder}/{name}.json", data
    script = render.static_file(SCRIPT)
    script_name = f"assets/search.{hashlib.sha256(script).hexdigest()[:16]}.js"
    yield script_name, script
    letters = by_letter(places)
    links = [(letter.upper(), f"{ADDRESS}words/{sign(letter)}/") for letter in letters]
    about = About(description="Find a word in everything that is published here.")
    found = {"index": f"/{folder}/", "search_script": f"/{script_name}", "letters": links}
    yield "search/index.html", public.page("public/search.html", ADDRESS, "Search", about, listed=True, **found)
    for letter, words in letters.items():
        address = f"{ADDRESS}words/{sign(letter)}/"
        title = f"Words that begin with {letter.upper()}"
        page = public.page("public/words.html", address, title, letters=links, words=words)
        yield f"{address.strip('/')}/index.html", page


def index(places):
    """The parts of the index by name: which pages there are, and for each sign the words that begin with it.

    A word has the numbers of its pages, each followed by how much the word counts there.
    """
    parts = defaultdict(dict)
    for number, place in enumerate(places):
        for word, weight in place.words.items():
            parts[sign(word)].setdefault(word, []).extend((number, min(weight, 99)))
    listed = {"pages": [[place.address, place.title, place.within] for place in places], "parts": sorted(parts)}
    return {"pages": as_json(listed)} | {name: as_json(words) for name, words in sorted(parts.items())}


def by_letter(places):
    """The words by the letter they begin with, each with the pages it stands on, the likeliest first. Numbers apart."""
    pages = defaultdict(list)
    forms = {}
    for place in places:
        for word, weight in place.words.items():
            if word[0].isalpha():
                pages[word].append((-weight, place))
                forms.setdefault(word, place.forms[word])
    ordered = {word: [place for _, place in sorted(found, key=lambda pair: pair[0])] for word, found in pages.items()}
    return grouped((word[0], (forms[word], ordered[word])) for word in sorted(ordered))


def as_json(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
