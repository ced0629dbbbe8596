"""The register of challenges and risks as it is pasted: number, raised by, to, issue, answer due, answer, state."""

import re

from kit.intake.days import day
from kit.intake.lists import PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded
from kit.spreadsheets import ComingBack
from membership.pasting import party

from .log import CHALLENGE
from .models import Challenge, ChallengeUpdate
from .models.challenges import this_year

State, Kind = Challenge.State, Challenge.Kind
STATES = {
    State.OPEN: ("open", "live", "ongoing", "outstanding", "new", "awaiting response", "awaiting answer"),
    State.ANSWERED: ("answered", "responded", "response received", "replied"),
    State.ESCALATED: ("escalated",),
    State.CLOSED: ("closed", "complete", "completed", "resolved", "done", "signed off"),
    State.WITHDRAWN: ("withdrawn", "dropped", "superseded"),
}
STATE = {words: state for state, known in STATES.items() for words in known}
KINDS = {"challenge": Kind.CHALLENGE, "c": Kind.CHALLENGE, "risk": Kind.RISK, "r": Kind.RISK}
# How registers count: 3; C3; 2016/3; 3/2016.
YEAR = r"(?:19|20)\d\d"
NUMBER = re.compile(
    rf"[A-Za-z]{{0,10}}[ .]*(?:(?P<year>{YEAR})\s*[/.-]\s*)?(?P<number>\d{{1,4}})(?:\s*[/-]\s*(?P<after>{YEAR}))?"
)


def number(intake, words):
    """Year and number of a row, as its first cell says them; empty where it doesn't."""
    if not words:
        return "", ""
    found = NUMBER.fullmatch(words)
    if not found:
        raise Problems({"register_number": [f"“{words}” is no number of a register. Write 3, or 2016/3."]})
    intake.read(words)
    return found["year"] or found["after"] or "", found["number"]


def challenges(intake, cells):
    """A challenge or a risk; what a cell says that has no field of its own is what was heard of it."""
    year, counted = number(intake, cells.get("register_number", ""))
    raised, raised_in_words = day(intake, cells.get("raised", ""), "raised")
    due, due_in_words = day(intake, cells.get("due", ""), "due")
    said = folded(cells.get("state", "")).strip(" .")
    sort = folded(cells.get("sort", "")).strip(" .")
    state = STATE.get(said, State.ANSWERED if cells.get("response") else State.OPEN)
    heard = [
        "" if said in STATE else cells.get("state", ""),
        f"Raised: {raised_in_words}" if raised_in_words else "",
        f"Answer due: {due_in_words}" if due_in_words else "",
        cells.get("update", ""),
    ]
    if due_in_words and not due:
        intake.say(f"“{due_in_words}” names no day, so it is kept in words and is never overdue.")
    if sort and sort not in KINDS:
        raise Problems({"sort": [Sentence(f"“{cells['sort']}” is neither of the two.", ["challenge", "risk"])]})
    intake.read(
        *(
            words
            for words, known in ((cells.get("state"), STATE), (cells.get("sort"), KINDS))
            if words and folded(words).strip(" .") in known
        )
    )
    row = intake.keep(
        Challenge,
        {
            "kind": KINDS.get(sort, Kind.CHALLENGE),
            "year": year or str(raised.year if raised else this_year()),
            "number": counted,
            "state": state,
        },
        columns={"year": "register_number", "number": "register_number", "response_due": "due", "raised_on": "raised"},
        once=("issue", "year"),
        raised_by=party(intake, cells.get("by", ""), "by"),
        to=party(intake, cells.get("to", ""), "to"),
        raised_on=raised,
        response_due=due,
    )
    if told := "\n\n".join(filter(None, heard)):
        intake.keep(ChallengeUpdate, {"words": told}, columns={"words": "update"}, challenge=row)


LISTS = [
    PasteList(
        "challenges",
        "Challenges and risks: the register",
        "One row for each: its number, who raised it, to whom, the issue, by when an answer is due, the answer, and "
        "how it stands. None is printed until you say so.",
        (),
        challenges,
        CHALLENGE,
        (
            PastedColumn(
                "register_number",
                "Number",
                ("no", "number", "ref", "reference", "#", "challenge no", "challenge number", "risk no"),
                {"code": 2},
            ),
            PastedColumn("sort", "Kind", ("type", "kind")),
            PastedColumn(
                "by",
                "Raised by",
                ("raised by", "challenger", "challenge from", "from", "made by", "challenging agency"),
                {"organisation": 2},
            ),
            PastedColumn(
                "to",
                "To whom",
                ("to", "to whom", "challenged", "challenge to", "agency challenged", "owner", "directed to"),
                {"organisation": 2},
            ),
            PastedColumn("raised", "Raised on", ("raised on", "date raised", "date", "date of challenge"), {"day": 2}),
            PastedColumn(
                "due",
                "Answer due",
                ("response due", "answer due", "response by", "due", "due date", "deadline", "by when"),
                {"day": 2},
            ),
            PastedColumn("state", "State", ("state", "status", "open or closed")),
            PastedColumn("update", "What was heard", ("update", "updates", "progress", "comment", "comments")),
        ),
        needs=(("issue",),),
        called=("challenge", "risk", "register"),
        files=lambda parents: ComingBack([CHALLENGE], {}),
        has_headings=True,
    ),
]
