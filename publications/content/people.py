"""The board's structure and who sits where: roles and organisations, never names of people."""

from datetime import date
from typing import Annotated

from .base import Fact, Key
from .codes import OFFICES, from_table, spaced, yes_or_no
from .says import above, quoted, says, tells


class Body(Fact, kw_only=True):
    """A body in the structure with those below it; `joint` names the boards to which it belongs as well."""

    goes_by = "name"

    key: Key
    name: Annotated[str, tells("name")]
    bodies: Annotated[tuple["Body", ...], tells()] = ()
    reports_to: Annotated[str, says("reports to", fact=True)] = ""
    purpose: Annotated[str, says("what it is for")] = ""
    meets: Annotated[str, says("how often it meets", fact=True)] = ""
    joint: Annotated[str, says("joint with", fact=True)] = ""
    other: Annotated[bool, says("one of these, or somebody else's", show=yes_or_no("somebody else's", ""))] = False


class Structure(Fact, kw_only=True, tag="structure"):
    """The board and its sub-groups."""

    root: Annotated[Body, tells()]


class Seat(Fact, kw_only=True):
    """One place at a table: the role that holds it and whom it represents; never a person's name."""

    key: Key
    role: Annotated[str, tells("role", fact=True)]
    note: Annotated[str, tells("note")]
    organisation: Annotated[str, tells("organisation", fact=True)]
    office: Annotated[str, says("office", show=from_table(OFFICES), fact=True)]
    capacity: Annotated[str, says("capacity", show=spaced, fact=True)]
    vacant: Annotated[bool, says("filled or vacant", show=yes_or_no("Position vacant", ""), fact=True)]
    acting: Annotated[bool, says("acting or not", show=yes_or_no("Acting", ""), fact=True)] = False
    represents: Annotated[str, says("whom the seat represents", fact=True)] = ""
    number: Annotated[int | None, says("number of such seats", fact=True)] = None
    several: Annotated[bool, says("how many such seats", show=yes_or_no("Number not recorded", ""), fact=True)] = False

    def known_as(self, parents):
        # Of joint chairs the office doesn't say which.
        names_it = above(ChairedBody, parents) and self.office != "joint-chair"
        office = OFFICES.get(self.office, "") if names_it else ""
        return office or self.role or self.organisation or quoted(self.note) or "Seat"


class Members(Fact, kw_only=True, tag="members"):
    """Who sits on a body, as at a date where one is stated; `key` is the body's where it isn't the document's own."""

    key: Key = ""
    body: Annotated[str, says("whose members", fact=True)]
    as_at: Annotated[date | None, says("members as at", fact=True)]
    seats: Annotated[tuple[Seat, ...], tells(fact=True)]


class ChairedBody(Fact, kw_only=True):
    """A sub-group with its chair and vice chair."""

    goes_by = "name"

    key: Key
    name: Annotated[str, tells("name")]
    seats: Annotated[tuple[Seat, ...], tells()]


class Chairs(Fact, kw_only=True, tag="chairs"):
    """Who chairs the sub-groups."""

    bodies: Annotated[tuple[ChairedBody, ...], tells()]
