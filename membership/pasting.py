"""Lists that can be pasted: the members of a body, who chairs the sub-groups, and the policies."""

import re
from difflib import get_close_matches

from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded, paragraphs, paragraphs_apart
from kit.later import say_later
from kit.spreadsheets import ComingBack

from .fields import NOBODY, PartyField
from .models import Appointment, Body, Organisation, Policy, Seat
from .office import BODY, SEAT
from .scrutiny import POLICY

# Where somebody pastes, among all groups.
THE_BOARD = {"kind": Body.Kind.BOARD}
NOTE = re.compile(r"^(?P<role>.*\S)\s*\((?P<note>[^()]+)\)$", re.DOTALL)
OFFICES = (
    (re.compile(r"\bvice[- ]chair", re.I), Seat.Office.VICE_CHAIR),
    (re.compile(r"\b(?:joint|co)[- ]chair", re.I), Seat.Office.JOINT_CHAIR),
    (re.compile(r"\bchair\b", re.I), Seat.Office.CHAIR),
)
# Words of a role, or of its note, that say in which capacity somebody attends.
CAPACITIES = (
    (re.compile(r"\blay members?\b", re.I), Seat.Capacity.LAY_MEMBER),
    (re.compile(r"\bparticipant observer\b", re.I), Seat.Capacity.OBSERVER),
    (re.compile(r"\badvi[cs]e", re.I), Seat.Capacity.ADVISER),
    (re.compile(r"\bin attendance\b", re.I), Seat.Capacity.IN_ATTENDANCE),
)
VACANT = re.compile(
    r"\b(?:vacan(?:t|cy)|tb[ac]|to be (?:confirmed|appointed|advised|announced|recruited)|not (?:yet )?appointed)\b",
    re.I,
)
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
COUNT = rf"(?P<number>[2-9]|1[0-9]|{'|'.join(COUNTS)})"
SEVERAL = (
    re.compile(
        rf"^(?P<role>.*\S)\s*[(\[]\s*(?:[x×]\s*)?{COUNT}(?:\s*[x×])?(?:\s+(?:seats?|places?|posts?))?\s*[)\]]$",
        re.I | re.S,
    ),
    re.compile(rf"^(?P<role>.*\S)\s+[x×]\s*{COUNT}$", re.I | re.S),
    re.compile(rf"^{COUNT}\s*[x×]\s*(?P<role>.*\S)$", re.I | re.S),
)
FILLING = re.compile(r"\b(?:currently|position|post|seat|role)\b", re.I)
CLOSE = 0.8
CHAIR = re.compile(r"(?=\b(?:vice|joint|co)[- ]?chair\b\s*[-–—:])", re.I)
CHAIRED = re.compile(r"^(?P<office>(?:(?:vice|joint|co)[- ]?)?chair)\s*[-–—:]\s*(?P<role>.*)$", re.I | re.DOTALL)


def organisations():
    """Every organisation by each of its names; a name that several have is nobody's."""
    found, taken = {}, set()
    for row in Organisation.objects.select_related("parent__parent"):
        for name in {folded(name) for name in (row.full_name, row.name, row.short_name) if name}:
            (taken.add(name) if name in found else None)
            found[name] = row
    return {name: row for name, row in found.items() if name not in taken}


def organisation(intake, printed, column="organisation"):
    """The organisation that a cell names, and the words as printed if they aren't just its name.

    A name that is nearly that of an organisation is asked about. “N/A” is none, and stays as it is printed.
    """
    known = intake.remembered("organisations", organisations)
    row = known.get(folded(printed))
    if not row and not any(map(str.isalnum, printed)):
        intake.read(printed)
        return None, ""
    near = (
        []
        if row or NOBODY.fullmatch(printed) or intake.is_sure(column)
        else get_close_matches(folded(printed), known, cutoff=CLOSE)
    )
    if near:
        name = known[near[0]].full_name
        raise Problems(
            {
                column: [
                    Sentence(f"“{printed}” isn’t in the list of organisations. Is it “{name}”?", (name,), may_stay=True)
                ]
            }
        )
    same = row and row.full_name == printed
    intake.read(printed if same else "")
    return row, "" if same else printed


def first(table, words):
    return next((value for pattern, value in table if pattern.search(words)), None)


def several(role):
    """How many seats a role stands for, where it says so, and its words without that: “Head teachers (x 2)”."""
    found = next(filter(None, (pattern.match(role) for pattern in SEVERAL)), None)
    if not found:
        return role, ""
    number = found["number"].lower()
    return found["role"], COUNTS.get(number) or number


def lines(cell):
    """The things that a cell lists, each a paragraph or a bullet; a line that was only broken is one thing."""
    parts = paragraphs(cell) if cell.startswith("- ") else paragraphs_apart(cell)
    return [" ".join(part.split()) for part in parts]


def members(intake, cells):
    """The seats of one row: a role that stands by itself, or several roles of one organisation below one another."""
    roles, names = lines(cells.get("role", "")), lines(cells.get("name", ""))
    if len(roles) > 1 and len(names) not in (0, 1, len(roles)):
        raise Problems({"name": [f"{len(roles)} roles stand here and {len(names)} names. Write a row for each seat."]})
    if len(roles) < 2:
        seat(intake, cells, roles[0] if roles else "", names)
    else:
        for place, role in enumerate(roles):
            seat(intake, cells, role, names[place : place + 1] if len(names) == len(roles) else names * (place == 0))


def emptied(words):
    """The words by which a cell says that nobody sits there; what else it says is saved nowhere."""
    return VACANT.search(words)[0], *FILLING.findall(words)


def seat(intake, cells, role, names):
    """One seat and who sits there. “Vacant” says that nobody does, and is neither a role nor a name."""
    note = cells.get("note", "")
    said, (role, number) = role, several(role)
    intake.read(said.replace(role, "", 1) if number else "")
    noted = NOTE.match(role)
    if noted and not note:
        role, note = noted["role"], noted["note"]
    vacant = [words for words in (role, *names) if VACANT.search(words)]
    role = "" if VACANT.fullmatch(role) else role
    nobody = [name for name in names if NOBODY.fullmatch(name)]
    intake.read(*(said for words in vacant for said in emptied(words)), *nobody)
    row, printed = organisation(intake, cells.get("organisation", ""))
    made = intake.keep(
        Seat,
        {
            "role": role,
            "note": note,
            "number": number or (len(names) if len(names) > 1 else ""),
            "organisation_as_printed": printed,
            "office": first(OFFICES, role) or Seat.Office.NONE,
            "capacity": first(CAPACITIES, f"{role} {note}") or Seat.Capacity.MEMBER,
        },
        columns={"organisation_as_printed": "organisation", "office": "role", "number": "role"},
        once=("role", "organisation_name"),
        body=intake.parents["body"],
        organisation=row,
    )
    if vacant:
        intake.keep(Appointment, {"state": Appointment.State.VACANT}, seat=made)
    for name in names:
        if name not in vacant and name not in nobody:
            intake.keep(Appointment, {"name": name, "state": Appointment.State.IN_POST}, seat=made)


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
            raise Problems({"chairs": [f"Begin “{line}” with “Chair –”, “Joint chair –” or “Vice chair –”."]})
        role = chairing["role"].strip(" ;,")
        if NOBODY.fullmatch(role):
            intake.read(line)
            continue
        vacant = bool(VACANT.search(role))
        intake.read(chairing["office"], name, *(emptied(role) if vacant else ()))
        row, printed = organisation(intake, "" if vacant or not represented else represented.pop(0))
        office = first(OFFICES, re.sub("(?i)[- ]?chair", " chair", chairing["office"]))
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


def policies(intake, cells):
    """A policy with its days; whoever looks after it may be none of ours."""
    days = {name: cells.get(name, "") for name in ("adopted", "review_due")}
    intake.keep(Policy, days, once=("title",), owner=party(intake, cells.get("owner", ""), "owner"))


def party(intake, words, column):
    """Whom a cell names: one of ours, or its words."""
    if not words:
        return None
    field = intake.remembered("parties", whom)
    try:
        found = field.clean(words)
    except ValueError as refusal:
        raise Problems({column: [str(refusal)]}) from refusal
    intake.read(words)
    return field.made(found) if found else None


def whom():
    field = PartyField(required=False)
    field.read_names()
    return field


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
                "organisation",
                "Organisation",
                ("organisation", "agency", "representing", "partner", "employer"),
                {"organisation": 2},
            ),
            "note",
            PastedColumn("name", "Name (members only see it)", ("name", "holder", "representative"), {"name": 2}),
        ),
        read=("organisation_as_printed",),
        # One file has the seats of all bodies.
        files=lambda parents: ComingBack([SEAT], {}),
        needs=(("role", "organisation"),),
        called=("membership", "member"),
        holds={"role": {"role": 3}},
        unlike={"money": 4, "share": 4, "number": 2, "day": 2},
    ),
    PasteList(
        "chairs",
        "Chairs of sub-groups",
        "One row for each group: its chair and vice chair, and whom they represent. “Vacant” says that it is.",
        (Parent("body", say_later("Below which {body}"), Body.objects.all, likely=THE_BOARD),),
        chairs,
        may=BODY.may,
        files=lambda parents: ComingBack([BODY], {}),
        own=(
            PastedColumn("group", "Group", ("sub group", "group", "panel", "committee", "sub groups")),
            PastedColumn("chairs", "Chair and vice chair", ("chair & vice chair", "chair and vice chair", "chairing")),
            PastedColumn("chair", "Chair", ("chair",), {"role": 1}),
            PastedColumn("vice", "Vice chair", ("vice chair", "vice", "deputy chair")),
            PastedColumn(
                "organisation", "Organisation", ("organisation", "agency", "representing"), {"organisation": 1}
            ),
        ),
        needs=(("group",),),
        called=("chairing", "chair", "sub group"),
        unlike={"money": 4, "share": 4, "number": 2},
    ),
    PasteList(
        "policies",
        "Policies",
        "One row for each: the policy, who looks after it, adopted on, to be reviewed by, where it is published.",
        (),
        policies,
        POLICY,
        (
            PastedColumn("owner", "Looked after by", ("owner", "lead", "who looks after it", "responsible", "author")),
            PastedColumn(
                "adopted", "Adopted on", ("adopted", "adopted on", "approved", "date approved", "ratified"), {"day": 1}
            ),
            PastedColumn(
                "review_due",
                "To be reviewed by",
                ("review date", "review", "review due", "to be reviewed by", "next review", "due for review"),
                {"day": 1},
            ),
        ),
        needs=(("title",), ("review_due", "adopted")),
        called=("policies", "policies and procedures", "policy register"),
        files=lambda parents: ComingBack([POLICY], {}),
        has_headings=True,
        unlike={"money": 4, "share": 4},
    ),
]
