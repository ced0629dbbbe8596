"""The words of a file between its tables, as the sections of a document. Each table or list has its section."""

import re

from django.utils.html import escape

from kit.intake.lists import tokens
from lscb.office.brought import HEADING, WORDS
from publications.models import Narrative

Place = Narrative.Place
NOT_TAKEN, SAVED, GOES_ON = "none", "saved", "goes-on"
# What a section of the document opens, by the list that its table goes to.
PLACE_OF = {
    "goals": Place.GOALS,
    "progress": Place.PROGRESS,
    "key-successes": Place.KEY_SUCCESSES,
    "areas-for-development": Place.AREAS_FOR_DEVELOPMENT,
    "further-priorities": Place.FURTHER_PRIORITIES,
    "contributions": Place.CONTRIBUTIONS,
    "budget-lines": Place.BUDGET,
    "meetings": Place.FORWARD_PLAN,
    "members": Place.MEMBERS,
    "chairs": Place.CHAIRS,
}
LABEL = re.compile(
    r"^(?:(?P<word>section|appendix|chapter)\s+[0-9A-Za-z]{1,3}\b|[0-9]+(?:\.[0-9]+)*[.)]?(?=\s))[\s:–—-]*", re.I
)

LOWEST = 7  # below every level of heading


class OutlineSection:
    """A section on its way: its heading, the section it stands inside of, what it opens, and the words around that."""

    def __init__(self, heading="", level=0, inside=None):
        label = LABEL.match(heading)
        self.heading, self.level, self.inside = LABEL.sub("", heading), level, inside
        self.appendix = bool(label and (label["word"] or "").lower() == "appendix")
        self.place, self.part, self.before, self.after, self.below = Place.OWN_WORDS, "", "", "", []

    @property
    def opens(self):
        return self.place != Place.OWN_WORDS

    @property
    def has_records(self):
        return self.opens or any(section.has_records for section in self.below)

    def add(self, html):
        if self.opens:
            self.after += html
        else:
            self.before += html


def outline(found):
    """The sections of the document in their order: those at the top, and those that open a list."""
    top = OutlineSection()
    current, pending = top, ""
    for piece in found.pieces:
        if piece.into in (NOT_TAKEN, ""):
            continue
        if piece.sort == HEADING:
            current.add(pending)
            while current.level >= piece.level and current.inside:
                current = current.inside
            current = OutlineSection(piece.name, piece.level, current)
            current.inside.below.append(current)
            pending = ""
            if "structure" in tokens(piece.name).split():
                current.place = Place.STRUCTURE
        elif piece.into == WORDS:
            current.add(pending)
            pending = piece.html
        elif piece.into in PLACE_OF or piece.into == SAVED:
            place = PLACE_OF.get(piece.into)
            if current.opens and current.place == place and not pending:
                continue
            if current is top:
                # No heading stands above it; the next one, of whatever level, ends it.
                current = OutlineSection("", LOWEST, top)
                top.below.append(current)
            elif current.opens:
                # What stands before a second list under one heading leads it in.
                *others, last = re.findall(r"<p>.*?</p>|<[ou]l.*", pending, re.S) or [""]
                current.add("".join(others))
                current = OutlineSection("", current.level, current.inside)
                current.inside.below.append(current)
                pending = last
            current.add(pending)
            current.place, current.part, pending = place, piece.name if piece.into == "goals" else "", ""
    current.add(pending)
    for section in top.below:
        yield from flat(section, None)


def flat(section, inside):
    """A section with those inside of it; one that holds nothing but words is a part of the words above it."""
    section.inside = inside
    folded = [each for each in section.below if not each.has_records]
    for each in folded:
        section.add(f"<h3>{escape(each.heading)}</h3>{each.before}")
    yield section
    for each in section.below:
        if each not in folded:
            yield from flat(each, section)
