"""Links on paper: to the glossary where a term stands first, and to the addresses that stand in words. Knows no Django."""

import re
from html import escape

from publications.terms import LEFT_ALONE, NAME, TAG, _form

# As people write them. What ends a sentence or closes a bracket is no part of an address.
ADDRESS = re.compile(
    r"""(?P<web>\b(?:https?://|www\.)[^\s<>()"']*[^\s<>()"'.,;:!?])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"""
)


def linked(html: str, terms) -> str:
    """Our own HTML with links; no word of it is altered. `terms` are those that the document explains elsewhere."""
    wanted = {each.term: each for each in terms}
    longest_first = sorted(wanted, key=len, reverse=True)
    forms = [f"(?P<t{number}>{_form(escape(term), term)})" for number, term in enumerate(longest_first)]
    uses = rf"|(?<![\w;&-])(?:{'|'.join(forms)})(?=s?(?![\w-]))" if forms else ""
    finder = re.compile(f"{ADDRESS.pattern}{uses}")

    def link(match):
        if web := match["web"]:
            return f'<a href="{web if web.startswith("http") else f"https://{web}"}">{web}</a>'
        if mail := match["mail"]:
            return f'<a href="mailto:{mail}">{mail}</a>'
        term = wanted.pop(longest_first[int(match.lastgroup[1:])], None)
        return f'<a class="term" href="#{escape(term.anchor)}">{match[0]}</a>' if term else match[0]

    pieces, alone = [], 0
    for piece in TAG.split(html):
        if piece.startswith("<"):
            name = NAME.match(piece)
            if name and name[1] in LEFT_ALONE and not piece.endswith("/>"):
                alone += -1 if piece.startswith("</") else 1
        elif not alone:
            piece = finder.sub(link, piece)
        pieces.append(piece)
    return "".join(pieces)
