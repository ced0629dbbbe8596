"""Abbreviations that nobody explains, and links that say nothing or aren't safe."""

import re

from kit.prose import links as links_of
from kit.wording import counted, listed
from publications.passages import Place, Record, narrative, passages, sections
from publications.terms import glossary_of

from .finding import WARNING, CheckFinding, found

ACRONYM = re.compile(r"\b(?:[A-Z]{2,}(?:&[A-Z]+)*|[A-Z]&[A-Z]{1,4})s?\b(?![.@-]\w)")
# Everybody knows these, or they are no abbreviations at all.
EVERYDAY = {"OK", "UK", "EU", "TV", "PDF", "NHS", "AM", "PM", "BBC", "USA", "NB", "RE"}
ROMAN = re.compile(r"[IVX]+")
SAYS_NOTHING = {"here", "click here", "link", "this link", "this", "more", "read more", "see more", "website", "page"}
# In a sentence of that many capitals, words are shouted, not shortened.
SHOUTED = 8


def acronyms(document, today):
    """Every abbreviation is in the document's glossary; the board's own stands on the cover."""
    known = {term.term.casefold() for term in glossary_of(document)}
    known |= {document.board.abbreviation.casefold()}
    words = list(passages(document))
    everyday = {word for passage in words for word in re.findall(r"\b[a-z]{5,}\b", passage.words)}
    found = {}
    for passage in words:
        for acronym in acronyms_in(passage.words):
            if acronym.casefold() not in known and acronym.casefold() not in everyday:
                found.setdefault(acronym, passage.place)
    if found:
        names = sorted(found, key=str.casefold)
        yield CheckFinding(
            check="acronyms",
            severity=WARNING,
            words=f"{counted(len(names), 'abbreviation is', 'abbreviations are')} not in the glossary of this "
            f"document: {listed(names)}.",
            places=(
                Place(words="The glossary", record=Record("publications.term")),
                *(Place(words=name, anchor=found[name].anchor, record=found[name].record) for name in names),
            ),
        )


def acronyms_in(words):
    """The abbreviations in some words, in the singular, each once: CSE, C&YP, PI."""
    found = {}
    for line in words.splitlines():
        if line.isupper() and len(line.split()) > 1 and max(map(len, line.split())) >= SHOUTED:
            continue
        for match in ACRONYM.finditer(line):
            name = match[0].removesuffix("s")
            if name not in EVERYDAY and not ROMAN.fullmatch(name):
                found[name] = None
    return tuple(found)


def links(document, today):
    """Every link says in words where it goes, and goes there safely."""
    nothing, unsafe = [], []
    for section, at in sections(document):
        for html in (section.before, section.after):
            for words, address in links_of(html):
                place = Place(
                    words=f"{' '.join(words.split()) or 'a link without words'} ({address})",
                    anchor=at,
                    record=narrative(section),
                )
                if not words.strip() or words.strip(" .").casefold() in SAYS_NOTHING:
                    nothing.append(place)
                if address.lower().startswith("http://"):
                    unsafe.append(place)
    yield from found("links", nothing, f"{counted(len(nothing), 'link doesn’t', 'links don’t')} say in words where to.")
    yield from found(
        "links",
        unsafe,
        f"{counted(len(unsafe), 'link leads', 'links lead')} to an address that begins with http, which is "
        "not safe. Most sites have the same address with https.",
    )
