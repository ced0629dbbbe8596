"""What came back laid beside what was sent, as paragraphs that the office can take one by one. Pure.

`units` makes of a file, on either side, what the aligner compares; `compared` says of each paragraph where it stands,
what became of it, and which words were sent and came.
"""

import re
from collections import Counter
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from kit.incoming import clean
from kit.incoming.returned import Returned
from kit.incoming.shape import Covered, IncomingText
from publications.aligning import CopyPart, aligned
from publications.files import marks

MOST = 3_000  # paragraphs of a copy
# What the program writes into a copy around the document's own words.
AROUND = re.compile("Copy for comment, not the |Please send your comments by |Draft. |Check code |Draft.$")
# What a paragraph or bullet is quoted by stands before its words: 3.2, 3.2.7, A.1.
QUOTED = re.compile(r"^((?:<[^>]*>)*)[0-9A-Z]{1,3}(?:\.[0-9]{1,4})+\s+")


class Unit(Struct, frozen=True, kw_only=True):
    """A paragraph of either side. `section` and `field` say in which words of the record it stands, if in any."""

    text: IncomingText
    names: tuple[str, ...] = ()
    section: str = ""
    field: str = ""
    number: int = -1
    block: int = -1

    @property
    def words(self):
        return " ".join(self.text.words.split())

    @property
    def place(self):
        return (self.section, self.field) if self.section else None


class ComparedPassage(Struct, frozen=True, kw_only=True):
    """What became of a paragraph, as `models.ReturnedPassage` keeps it; `blocks` are those of what came."""

    how: str
    section: str = ""
    field: str = ""
    number: int = -1
    behind: int = -1
    sent: str = ""
    came: str = ""
    blocks: tuple[int, ...] = ()


def texts(html: str) -> list[IncomingText]:
    """The paragraphs, sub-headings and items of a narrative."""
    return [block for block in clean.read(html).blocks if isinstance(block, IncomingText) and block.words.strip()]


def marked(returned: Returned):
    """The marks that a file holds: of each place the signs of the words that were sent."""
    found = {}
    for block in returned.blocks:
        for mark in filter(None, map(marks.read, getattr(block, "ids", ()))):
            found.setdefault(mark.place, Counter())[mark.words] += 1
    return {place: seen.most_common(1)[0][0] for place, seen in found.items()}


def sent_units(fresh: Returned, words: dict) -> list[Unit]:
    """What was sent: the copy as it would be made today, with the words as they were then.

    `words` holds by each place (its eight signs) the section, the field and the HTML that was sent.
    """
    found, told = [], set()
    for number, block in enumerate(fresh.blocks):
        own = [mark.place for mark in filter(None, map(marks.read, getattr(block, "ids", ()))) if mark.place in words]
        if not own:
            found += _others(number, block)
        elif own[0] not in told:
            told.add(own[0])
            found += _own(own[0], *words[own[0]])
    for place in words:
        if place not in told:
            found += _own(place, *words[place])
    return found


def _own(place, section, field, html):
    for number, text in enumerate(texts(html)):
        yield Unit(text=text, names=(f"{place}-{number}",), section=section, field=field, number=number)


def _others(number, block):
    """A block that stands in no narrative; a table by its rows."""
    if isinstance(block, IncomingText):
        if block.words.strip() and not AROUND.match(block.words):
            yield Unit(text=block, block=number)
        return
    for row in block.rows:
        words = " | ".join(filter(None, (cell.words for cell in row if not isinstance(cell, Covered))))
        if words.strip():
            yield Unit(text=IncomingText(html=escape(words), words=words), block=number)


def came_units(returned: Returned) -> list[Unit]:
    """What came, without the numbers that stood before the words."""
    found, has_marks = [], bool(marked(returned))
    for number, block in enumerate(returned.blocks):
        own = tuple(filter(None, map(marks.read, getattr(block, "ids", ()))))
        if own and own[0].goes_on and found:
            last = found[-1]
            html, words = f"{last.text.html}<br>{block.html}", f"{last.text.words}\n{block.words}"
            found[-1] = replace(last, text=replace(last.text, html=html, words=words))
            continue
        for unit in _others(number, block):
            text = unit.text
            if own or not has_marks:
                html, words = QUOTED.sub(r"\1", text.html), QUOTED.sub("", text.words)
                text = replace(text, html=html, words=words) if words else text
            found.append(replace(unit, text=text, names=tuple(f"{mark.place}-{mark.number}" for mark in own)))
    return found


def compared(sent: list[Unit], came: list[Unit]) -> list[ComparedPassage]:
    """Of each paragraph what became of it. What stands in no narrative and is as it was isn't told."""
    steps = aligned(*(tuple(CopyPart(words=u.words, names=u.names) for u in side) for side in (sent, came)))
    owners = {j: step for step in steps for j in step.came}
    found = []
    for step in steps:
        ours, theirs = [sent[i] for i in step.sent], [came[j] for j in step.came]
        told = ComparedPassage(
            how=step.how, sent=_html(ours), came=_html(theirs), blocks=tuple(unit.block for unit in theirs)
        )
        if step.how == "new":
            found.append(replace(told, **_stands(step.came[0], owners, sent, came)))
        elif not ours[0].section:
            found += [told] if step.how != "same" else []
        else:
            at = {"section": ours[0].section, "field": ours[0].field, "number": ours[0].number}
            if step.how == "same" and ours[0].text.html != theirs[0].text.html:
                at["how"] = "changed"
            if step.how == "moved":
                to = _stands(step.came[0], owners, sent, came)
                if (to.get("section"), to.get("field")) != ours[0].place:
                    found.append(replace(told, how="new", sent="", **to))
                    at |= {"how": "gone", "came": "", "blocks": ()}
                else:
                    at["behind"] = to["behind"]
            found.append(replace(told, **at))
    return found


def _stands(j, owners, sent, came):
    """Where a paragraph stands that is new there: behind the one above it, or before the one below it."""
    for before in range(j - 1, -1, -1):
        if owners[before].sent:
            last = sent[owners[before].sent[-1]]
            if last.section:
                return {"section": last.section, "field": last.field, "behind": last.number}
            break
    for below in range(j + 1, len(came)):
        if owners[below].sent:
            first = sent[owners[below].sent[0]]
            if first.section:
                return {"section": first.section, "field": first.field, "behind": first.number - 1}
            break
    return {}


def _html(units):
    return clean.narrative([unit.text for unit in units])
