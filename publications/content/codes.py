"""The codes that content holds, in words, and how values are worded wherever they are shown. Tables, and no layout."""

from kit import periods
from kit.called import BOARD, WHOM, say
from kit.wording import per_cent, plain, pounds, signed

NOT_STATED = "Not stated"

# A kind of goal: one, several, and one in a sentence.
GOAL_WORDS = {
    "priority": ("Priority", "Priorities", "priority"),
    "objective": ("Objective", "Objectives", "objective"),
    "duty": ("Duty", "Duties", "duty"),
    # What goals of several kinds are called together; each then says its own.
    "mixed": ("Goal", "Goals", "goal"),
}


def by_code(kind, code):
    """A thing by its kind and its code: Priority 3. A code that begins with it names it already: Priority Three."""
    first = code.partition(" ")[0].casefold()
    return code if first in kind.casefold().split() else f"{kind} {code}".strip()


GOAL_KINDS = {kind: words[0] for kind, words in GOAL_WORDS.items()}
EVIDENCE = {"found": "Found", "planned": "Planned", "none": "None"}
# What something found shows of a goal, and what figures and evidence come to beside each other.
SHOWS = {"better": "It gets better", "same": "It stays as it was", "worse": "It gets worse"}
BESIDE = {
    "agree": "they agree",
    "disagree": "they disagree",
    "figures": "only figures are recorded",
    "evidence": "only evidence is recorded",
    "none": "neither is recorded",
}
LEARNING_KINDS = {
    "audit": "Audit",
    "review": "Review",
    "survey": "Survey",
    "voice": "What people said",
    "observation": "Practice observation",
    "performance": "Performance report of one agency",
}
ANSWERS = {
    "": "Not answered yet",
    "accepted": "Accepted",
    "in-part": "Accepted in part",
    "not-accepted": "Not accepted",
}
TRAINING_KINDS = {"training": "Training", "event": "Learning event", "campaign": "Campaign"}
STATUSES = {"proposed": "Proposed", "agreed": "Agreed", "": "Not said"}
CERTAINTIES = {"proposed": "Proposed, not yet agreed", "partly": "Agreed in part", "agreed": "Agreed"}
FIGURES = {"outturn": "outturn", "revised": "revised", "estimate": "estimate"}
BASES = {"fixed": "fixed sum", "joint": "part of one payment to two boards"}
RECURRENCES = {
    "recurrent": "Every year",
    "non-recurrent": "Once",
    "brought-forward": "Brought forward",
    "when-needed": "When needed",
}
# An action that is open says nothing of its state.
ACTION_STATES = {
    "done": "Done",
    "overtaken": "Overtaken by events",
    "transferred": "Transferred",
    "dropped": "Dropped",
}
RATINGS = {"on-track": "On track", "at-risk": "At risk", "off-track": "Off track"}
CHALLENGE_KINDS = {"challenge": "Challenge", "risk": "Risk"}
CHALLENGE_STATES = {
    "open": "Open",
    "answered": "Answered",
    "escalated": "Escalated",
    "closed": "Closed",
    "withdrawn": "Withdrawn",
}
MEETING_STATES = {"planned": "Planned", "held": "Held", "cancelled": "Cancelled"}
OFFICES = {"chair": "Chair", "joint-chair": "Joint Chair", "vice-chair": "Vice Chair"}
# Languages of documents beside English, each in its own words. All of them are written from left to right, in letters
# that the typeface of the PDF has.
LANGUAGES = {
    "cy": "Cymraeg",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "lt": "Lietuvių",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
}
ENGLISH = "English"
# For whom a document is worded, where that isn't everybody.
MADE_FOR = {"young-people": "Young people", "easy-read": "Easy Read"}
NATIONS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
READABLE = {"yes": "Yes", "no": "No", "unknown": "Nobody has checked"}
FOUND = {"scan": "A scan, without text", "no-tags": "Text, no tags", "tags": "Text and tags"}
RULED = {"before": "Published before 23 September 2018", "since": "Published on or after 23 September 2018"}
LICENCES = {"ogl-3": "Open Government Licence v3.0"}
STANDS = {
    "to-mend": "Will be put right",
    "burden": "Putting it right is a disproportionate burden",
    "scope": "The regulations don’t apply to it",
}
READINGS = {"board": "The {Body}'s", "ours": "A reader's"}
LINEAGE = {
    "kept": "Kept",
    "reworded": "Reworded",
    "merged": "Merged",
    "split": "Split",
    "closed": "Closed",
    "new": "New",
}
GAPS = {
    "figure": "Measures without a figure",
    "figure-in-words": "Measures told in words only",
    "evidence": "Priorities without evidence from audits or people",
    "evidence-planned": "Priorities for which evidence was planned and none is recorded yet",
    "difference": "Priorities without a word on the difference made to {people}",
    "meetings": "Meetings and attendance",
    "outturn": "Income and spending",
}


# How a value is worded: functions of the value, the thing that holds it, and the things that one stands in.


def spaced(code, thing, parents):
    """A code that nobody prints, as words: own-words becomes own words."""
    return code.replace("-", " ")


def in_pounds(amount, thing, parents):
    return NOT_STATED if amount is None else pounds(amount)


def in_per_cent(share, thing, parents):
    return NOT_STATED if share is None else per_cent(share)


def in_whole_per_cent(share, thing, parents):
    return NOT_STATED if share is None else f"{share}%"


def all_of(words, thing, parents):
    """Several words as one."""
    return "; ".join(words)


def if_any(show):
    """A number worded by a function of kit.wording, and nothing if there is none."""
    return lambda number, thing, parents: "" if number is None else show(number)


pounds_if_any, plain_if_any = if_any(pounds), if_any(plain)
per_cent_if_any, signed_if_any = if_any(per_cent), if_any(signed)


def from_table(words):
    """A code as the table words it; one that the table doesn't know, as it is."""
    return lambda code, thing, parents: say(words[code]) if code in words else code


def unless(usual, words=None):
    """A code as the table words it, or the text as it is; nothing where it is what every board once was."""
    return lambda code, thing, parents: "" if code == usual else (words or {}).get(code, code)


other_than_children = unless(BOARD.for_whom, {code: whom.people for code, whom in WHOM.items()})
other_than_england = unless("england", NATIONS)
other_than_business_plan = unless(BOARD.plan)


def yes_or_no(yes, no):
    return lambda value, thing, parents: yes if value else no


def month(number, thing, parents):
    return NOT_STATED if number is None else periods.MONTHS[number - 1] if 1 <= number <= 12 else str(number)
