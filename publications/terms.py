"""The glossary: which of its terms a text uses, and links to them where they stand first. Knows no Django."""

import re
from html import escape

from msgspec import Struct

from publications.content.glossary import Glossary

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


def glossary_of(document):
    """The terms that the document explains in a glossary of its own."""
    return tuple(
        term
        for section in every_section(document.sections)
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
        for top in document.sections
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


def linked(html: str, terms, base: str = "") -> str:
    """Our own HTML with a link to the glossary where each term stands first; no word of it is altered.

    `base` is the document's address where its sections are pages of their own, and empty on a page that holds them all.
    """
    wanted = {each.term: each for each in terms}
    if not wanted:
        return html
    longest_first = sorted(wanted, key=len, reverse=True)
    forms = [f"(?P<t{number}>{_form(escape(term), term)})" for number, term in enumerate(longest_first)]
    finder = re.compile(rf"(?<![\w;&-])(?:{'|'.join(forms)})(?=s?(?![\w-]))")

    def link(match):
        term = wanted.pop(longest_first[int(match.lastgroup[1:])], None)
        if term is None:
            return match[0]
        address = f"{base}{term.page}/#{term.anchor}" if base else f"#{term.anchor}"
        words = f'<abbr title="{escape(term.meaning)}">{match[0]}</abbr>' if is_abbreviation(term.term) else match[0]
        return f'<a class="term" href="{escape(address)}">{words}</a>'

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
            pieces.append(piece if alone else finder.sub(link, piece))
    return "".join(pieces)
