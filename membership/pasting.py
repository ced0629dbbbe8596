"""Lists of people's places that can be pasted: the members of a body, and who chairs the sub-groups."""

import re

from kit.intake import Parent, PastedColumn, PasteList, Problems, folded, paragraphs
from kit.later import say_later

from .models import Appointment, Body, Organisation, Seat
from .office import SEAT

# Where somebody pastes, among all groups.
THE_BOARD = {"kind": Body.Kind.BOARD}
NOTE = re.compile(r"^(?P<role>.*\S)\s*\((?P<note>[^()]+)\)$", re.DOTALL)
OFFICES = (
    (re.compile(r"\bvice[- ]chair", re.I), Seat.Office.VICE_CHAIR),
    (re.compile(r"\bchair\b", re.I), Seat.Office.CHAIR),
)
# Words of a role, or of its note, that say in which capacity somebody attends.
CAPACITIES = (
    (re.compile(r"\blay members?\b", re.I), Seat.Capacity.LAY_MEMBER),
    (re.compile(r"\bparticipant observer\b", re.I), Seat.Capacity.OBSERVER),
    (re.compile(r"\badvi[cs]e", re.I), Seat.Capacity.ADVISER),
    (re.compile(r"\bin attendance\b", re.I), Seat.Capacity.IN_ATTENDANCE),
)
CHAIR = re.compile(r"(?=\bvice[- ]?chair\b\s*[-–—:])", re.I)
CHAIRED = re.compile(r"^(?P<office>vice[- ]?chair|chair)\s*[-–—:]\s*(?P<role>.*)$", re.I | re.DOTALL)


def organisations():
    """Every organisation by each of its names; a name that several have is nobody's."""
    found, taken = {}, set()
    for row in Organisation.objects.select_related("parent__parent"):
        for name in {folded(name) for name in (row.full_name, row.name, row.short_name) if name}:
            (taken.add(name) if name in found else None)
            found[name] = row
    return {name: row for name, row in found.items() if name not in taken}


def organisation(intake, printed):
    """The organisation that a cell names, and the words as printed if they aren't just its name."""
    row = intake.remembered("organisations", organisations).get(folded(printed))
    return row, "" if row and row.full_name == printed else printed


def first(table, words):
    return next((value for pattern, value in table if pattern.search(words)), None)


def members(intake, cells):
    role, note = cells.get("role", ""), cells.get("note", "")
    noted = NOTE.match(role)
    if noted and not note:
        role, note = noted["role"], noted["note"]
    row, printed = organisation(intake, cells.get("organisation", ""))
    seat = intake.keep(
        Seat,
        {
            "role": role,
            "note": note,
            "organisation_as_printed": printed,
            "office": first(OFFICES, role) or Seat.Office.NONE,
            "capacity": first(CAPACITIES, f"{role} {note}") or Seat.Capacity.MEMBER,
        },
        columns={"organisation_as_printed": "organisation", "office": "role"},
        once=("role", "organisation_name"),
        body=intake.parents["body"],
        organisation=row,
    )
    if cells.get("name"):
        intake.keep(Appointment, {"name": cells["name"], "state": Appointment.State.IN_POST}, seat=seat)


def chairs(intake, cells):
    # As plain text, a group that is one cell beside several rows stands in the first of them only.
    name = intake.memory["group"] = cells.get("group") or intake.memory.get("group", "")
    if not name:
        raise Problems({"group": ["Say which group this is."]})
    groups = intake.remembered("groups", lambda: {folded(body.name): body for body in Body.objects.all()})
    body = groups.get(folded(name)) or intake.keep(
        Body,
        {"name": name, "kind": Body.Kind.PANEL if "panel" in name.lower() else Body.Kind.SUB_GROUP},
        columns={"name": "group"},
        parent=intake.parents["body"],
    )
    groups[folded(name)] = body
    people = [line for cell in paragraphs(cells.get("chairs", "")) for line in CHAIR.split(cell) if line.strip()]
    people += [f"Chair: {line}" for line in paragraphs(cells.get("chair", ""))]
    people += [f"Vice chair: {line}" for line in paragraphs(cells.get("vice", ""))]
    represented = paragraphs(cells.get("organisation", ""))
    for line in people:
        chairing = CHAIRED.match(line.strip())
        if not chairing:
            raise Problems({"chairs": [f"Begin “{line}” with “Chair –” or “Vice chair –”."]})
        role = chairing["role"].strip()
        vacant = bool(re.search(r"\bvacan(?:t|cy)\b", role, re.I))
        row, printed = organisation(intake, "" if vacant or not represented else represented.pop(0))
        office = first(OFFICES, chairing["office"].replace("echair", "e chair"))
        column = "chairs" if cells.get("chairs") else "vice" if office == Seat.Office.VICE_CHAIR else "chair"
        seat = intake.keep(
            Seat,
            {"role": "" if vacant else role, "organisation_as_printed": printed, "office": office},
            columns={"role": column, "office": column, "organisation_as_printed": "organisation"},
            once=("office", "role"),
            body=body,
            organisation=row,
        )
        if vacant:
            intake.keep(Appointment, {"state": Appointment.State.VACANT}, seat=seat)


LISTS = [
    PasteList(
        "members",
        "Members",
        "One row for each seat: the role, and whom it represents. A note in brackets after the role becomes its note.",
        (Parent("body", "Whose members", Body.objects.all, likely=THE_BOARD),),
        members,
        SEAT,
        (
            "role",
            PastedColumn(
                "organisation", "Organisation", ("organisation", "agency", "representing", "partner", "employer")
            ),
            "note",
            PastedColumn("name", "Name (members only see it)", ("name", "holder", "representative")),
        ),
        read=("organisation_as_printed",),
    ),
    PasteList(
        "chairs",
        "Chairs of sub-groups",
        "One row for each group: its chair and vice chair, and whom they represent. “Vacant” says that it is.",
        (Parent("body", say_later("Below which {body}"), Body.objects.all, likely=THE_BOARD),),
        chairs,
        own=(
            PastedColumn("group", "Group", ("sub group", "group", "panel", "committee", "sub groups")),
            PastedColumn(
                "chairs", "Chair and vice chair", ("chair & vice chair", "chair and vice chair", "chairs", "chairing")
            ),
            PastedColumn("chair", "Chair", ("chair",)),
            PastedColumn("vice", "Vice chair", ("vice chair", "vice", "deputy chair")),
            PastedColumn("organisation", "Organisation", ("organisation", "agency", "representing")),
        ),
    ),
]
