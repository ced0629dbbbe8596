"""The work plan as it is pasted: action, goal, lead and time; a blank cell goes on with the row above."""

import re
from dataclasses import replace

from kit import periods
from kit.intake.lists import PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded
from kit.reading import days
from kit.reading.answers import Question, Value
from kit.spreadsheets import ComingBack
from membership.pasting import whom

from .actions import ACTION
from .models import Action, ActionLead, ActionUpdate, Goal
from .pasting import PLAN, kind

Rating, State = ActionUpdate.Rating, Action.State
# What people write of how an action goes, in a column that may be called RAG or status.
RATINGS = {
    Rating.ON_TRACK: ("green", "g", "on track", "🟢"),
    Rating.AT_RISK: ("amber", "a", "yellow", "at risk", "🟡", "🟠"),
    Rating.OFF_TRACK: ("red", "r", "off track", "🔴"),
}
STATES = {
    State.OPEN: ("open", "live", "not rated", "-", "–", "n/a"),
    State.DONE: ("done", "complete", "completed", "closed", "achieved", "finished", "blue", "b", "🔵", "✓", "✔"),
    State.OVERTAKEN: ("overtaken", "overtaken by events", "superseded"),
    State.TRANSFERRED: ("transferred",),
    State.DROPPED: ("dropped", "withdrawn", "cancelled", "abandoned"),
}
RATING = {words: rating for rating, known in RATINGS.items() for words in known}
STATE = {words: state for state, known in STATES.items() for words in known}
# What parts one name of a lead from the next; the second only if each part is somebody the records know.
APART, MAYBE = re.compile(r"\s*(?:\n|;)\s*"), re.compile(r"\s*(?:\n|;|/|,|&|\band\b)\s*")
CALLED = re.compile(r"^(?:strategic |core |business )*(?:priority|objective|goal|aim|theme|duty)\s+", re.IGNORECASE)


def goal(intake, words):
    """The goal of the chosen plan that some words name by its code or title; made if the plan has none such."""
    known = intake.remembered("goals", lambda: list(intake.parents["plan"].goal_set.all()))
    said, bare = folded(words), folded(CALLED.sub("", words))
    meant = [row for row in known if folded(row.title) in (said, bare) or folded(str(row)) in (said, bare)]
    meant = meant or [row for row in known if row.code and begins(bare, said, folded(row.code))]
    if len(meant) > 1:
        titles = tuple(row.title for row in meant)
        raise Problems({"goal": [Sentence(f"Several goals of the plan are called “{words}”. Which is meant?", titles)]})
    if meant:
        intake.read(words)
        return meant[0]
    made = intake.keep(
        Goal, {"title": words, "kind": kind(intake)}, columns={"title": "goal"}, plan=intake.parents["plan"]
    )
    known.append(made)
    return made


def begins(bare, said, code):
    """Whether words begin with a goal's code: “A: Self-harm”, “Priority A”."""
    return any(re.match(rf"{re.escape(code)}(?![a-z0-9])", words) for words in (bare, said))


def due(intake, words):
    """The day that some words name, and the words as printed if they say more than the day, or name none."""
    if not words:
        return "", ""
    answer = days.read(words, words=True)
    if isinstance(answer, Question):
        raise Problems({"due": [Sentence(answer.sentence, [offer.words for offer in answer.offers])]})
    value = getattr(answer, "value", None)
    if not isinstance(answer, Value) or hasattr(value, "kind"):
        intake.say(f"“{words}” is kept in words. Without a day the action is never overdue; give it one in the log.")
        return "", words
    intake.say(*answer.said)
    is_bare = re.fullmatch(r"[0-9a-zA-Z ,./-]+", words) and not answer.left and not re.match("[a-z]", words)
    intake.read(words)
    return periods.day(value), "" if is_bare else words


def status(intake, words):
    """What a cell says of state and rating, and what of it is only words."""
    said = folded(words).strip(" .")
    state, rating = STATE.get(said, State.OPEN), RATING.get(said, "")
    if said in STATE or said in RATING:
        intake.read(words)
        return state, rating, ""
    return state, rating, words


def parties(intake, words):
    """Whom the words of a cell name: one by one where line ends or semicolons part them, or where each is known."""
    field = intake.remembered("parties", whom)
    whole = words.casefold().strip()
    parts = [words] if whole in field.by_name else [part for part in MAYBE.split(words) if part]
    if any(part.casefold() not in field.by_name for part in parts):
        parts = [part for part in APART.split(words) if part]
    try:
        found = [field.clean(part) for part in parts]
    except ValueError as refusal:
        raise Problems({"lead": [str(refusal)]}) from refusal
    intake.read(words)
    return list({str(party): field.made(party) for party in found if party}.values())


def actions(intake, cells):
    """An action with who leads it and what was heard of it; without words of its own it is that of the row above."""
    words = cells.get("action", "")
    said = cells.get("goal") or ""
    day, printed = due(intake, cells.get("due", ""))
    state, rating, rest = status(intake, cells.get("rating", ""))
    row, before = intake.memory.get("action"), intake.memory.get("said", "")
    if row and (not words or (folded(words), folded(said or before)) == (folded(row.words), folded(before))):
        if (day or printed) and (day, printed) != intake.memory["due"]:
            raise Problems({"due": ["The action above has another day. Write the action in this row again."]})
        intake.read(words, said, printed, cells.get("code", ""))
    else:
        row = new(intake, words, said, day, printed, state)
        intake.memory |= {"due": (day, printed)}
    there = intake.memory.setdefault(("leads", row.pk), set())
    for party in parties(intake, cells.get("lead", "")):
        if party.pk not in there:
            there.add(party.pk)
            intake.keep(ActionLead, {}, action=row, party=party)
    told = "\n\n".join(filter(None, (rest, cells.get("update", ""))))
    if told or rating:
        stamp = {"rated_at": intake.moment.replace(microsecond=0), "rated_by": intake.by} if rating else {}
        columns = {"words": "update"}
        intake.keep(ActionUpdate, {"words": told, "rating": rating}, columns=columns, action=row, **stamp)


def new(intake, words, said, day, printed, state):
    """The action of a row; the goal is named in it, above it, or in a row before it."""
    if not words:
        raise Problems({"action": ["Say what is to be done."]})
    said = said or intake.heading or intake.memory.get("said", "")
    of, origin = None, intake.cells.get("origin", "")
    if said and intake.parents.get("plan"):
        of = goal(intake, said)
    elif said:
        # Without a plan its goal is where it comes from, in words.
        origin = "; ".join(filter(None, (said, origin)))
    row = intake.keep(
        Action,
        {"words": words, "due": day, "due_in_words": printed, "state": state, "origin": origin},
        columns={"words": "action", "due": "due", "due_in_words": "due", "state": "rating"},
        once=("words", "goal_id"),
        goal=of,
        printed=of is not None,
    )
    intake.memory |= {"action": row, "said": said}
    return row


LISTS = [
    PasteList(
        "actions",
        "Actions: a work plan or an action log",
        "One row for each action: what it serves, what is done, who leads, by when, and how it goes. A blank cell "
        "goes on with the row above. Of a chosen plan the actions are printed below its goals; without one they stand "
        "in the log only.",
        (replace(PLAN, label="Plan whose work plan it is", required=False),),
        actions,
        ACTION,
        (
            PastedColumn(
                "action",
                "Action",
                (
                    "action",
                    "actions",
                    "what will we do",
                    "what we will do",
                    "what we need to do",
                    "key actions",
                    "agreed action",
                    "task",
                    "recommendation",
                    "how",
                ),
                {"words": 1},
            ),
            PastedColumn("code", "Code", ("ref", "no", "#", "action no", "action number"), {"code": 1}),
            PastedColumn(
                "goal",
                "What it serves",
                ("priority", "objective", "strategic priority", "goal", "theme", "aim", "serves"),
            ),
            PastedColumn(
                "lead",
                "Who leads",
                (
                    "lead",
                    "who",
                    "owner",
                    "responsible",
                    "responsibility",
                    "by whom",
                    "lead officer",
                    "lead agency",
                    "lead person",
                    "action owner",
                ),
                {"role": 1},
            ),
            PastedColumn(
                "due",
                "By when",
                (
                    "by when",
                    "when",
                    "deadline",
                    "timescale",
                    "due",
                    "target date",
                    "due date",
                    "completion date",
                    "date for completion",
                ),
                {"day": 2, "month": 2},
            ),
            PastedColumn("rating", "Rating", ("rag", "status", "rag rating", "rag status"), {"rating": 2}),
            PastedColumn("update", "Update", ("progress", "update", "comment", "comments", "progress update")),
        ),
        read=("words", "due_in_words"),
        needs=(("action",),),
        files=lambda parents: ComingBack([ACTION], {}),
        called=("action", "work plan", "recommendation"),
        has_headings=True,
    ),
]
