"""The glossary: which of its terms a text uses, and their meanings where they stand first. Knows no Django."""

import re
from html import escape

from msgspec import Struct

from publications.content.document import Section
from publications.content.glossary import Glossary

# The page of the terms that a document uses, where no section of its own explains them.
OF_TERMS = "terms-used-here"

# Nothing is linked in what is a link already, heads or draws something.
LEFT_ALONE = set("a abbr button caption code figure h1 h2 h3 h4 h5 h6 summary svg thead".split())
TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?([a-z0-9]+)")


class Explained(Struct, frozen=True, kw_only=True):
    """A term, what it means, and where the document explains it: the key of the page, and the anchor on it."""

    term: str
    meaning: str
    page: str
    anchor: str


def sections_of(document):
    """The sections of a document, and behind them the terms it uses where no section of its own explains them."""
    if not document.terms:
        return document.sections
    of_terms = Section(
        key=OF_TERMS,
        place="glossary",
        heading="Terms used in this document",
        contents_heading="Terms used in this document",
        label="",
        before="",
        records=Glossary(terms=document.terms),
        after="",
    )
    return (*document.sections, of_terms)


def glossary_of(document):
    """The terms that the document explains."""
    return tuple(
        term
        for section in every_section(sections_of(document))
        if isinstance(section.records, Glossary)
        for term in section.records.terms
    )


def every_section(sections):
    for section in sections:
        yield section
        yield from every_section(section.sections)


def explained(document):
    """The terms of the document's glossary with the places where it explains them."""
    return tuple(
        Explained(term=term.term, meaning=term.meaning, page=top.key, anchor=f"{section.key}-{term.key}")
        for top in sections_of(document)
        for section in every_section([top])
        if isinstance(section.records, Glossary)
        for term in section.records.terms
    )


def is_abbreviation(term: str) -> bool:
    """Whether a term is short for something: CSE, C&YP, IYSS."""
    return " " not in term and sum(sign.isupper() for sign in term) > 1


def _form(words: str, term: str) -> str:
    """How a term is looked for: as whole words, in the plural too; an abbreviation only in its own capitals."""
    spaced = r"\s+".join(re.escape(word) for word in words.split())
    return spaced if is_abbreviation(term) else f"(?i:{spaced})"


def uses(words: str, term: str) -> bool:
    """Whether a text uses a term."""
    return bool(re.search(rf"(?<![\w&-]){_form(term, term)}s?(?![\w-])", words))


def opened(html: str, terms, scope: str, base: str = "") -> str:
    """Our own HTML in which each term, where it stands first, opens its meaning; no word of it is altered.

    The meanings stand behind it and are shown in place by the browser itself, without a script; one that can't do so
    shows them there. `scope` parts their names from those of other sections on a page. `base` is the document's address
    where its sections are pages of their own, and empty on a page that holds them all.
    """
    wanted = {each.term: each for each in terms}
    if not wanted:
        return html
    longest_first = sorted(wanted, key=len, reverse=True)
    forms = [f"(?P<t{number}>{_form(escape(term), term)})" for number, term in enumerate(longest_first)]
    finder = re.compile(rf"(?<![\w;&-])(?:{'|'.join(forms)})(?=s?(?![\w-]))")

    meanings = []

    def opening(match):
        term = wanted.pop(longest_first[int(match.lastgroup[1:])], None)
        if term is None:
            return match[0]
        name = escape(f"{scope}-means-{len(meanings) + 1}")
        address = f"{base}{term.page}/#{term.anchor}" if base else f"#{term.anchor}"
        meanings.append(
            f'<div popover id="{name}"><p><b>{escape(term.term)}</b>: {escape(term.meaning)}</p>'
            f'<p><a href="{escape(address)}">All terms</a> '
            f'<button type="button" class="term" popovertarget="{name}" popovertargetaction="hide">Close</button></p>'
            "</div>"
        )
        return f'<button type="button" class="term" popovertarget="{name}">{match[0]}</button>'

    pieces, alone = [], []
    for piece in TAG.split(html):
        if piece.startswith("<"):
            name = NAME.match(piece)
            if name and name[1] in LEFT_ALONE:
                if piece.startswith("</"):
                    alone.pop()
                elif not piece.endswith("/>"):
                    alone.append(name[1])
            pieces.append(piece)
        else:
            pieces.append(piece if alone else finder.sub(opening, piece))
    if meanings:
        pieces.append(f'<aside class="meanings" aria-label="What the terms mean">{"".join(meanings)}</aside>')
    return "".join(pieces)
