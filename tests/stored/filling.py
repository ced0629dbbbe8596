"""Content in which every field of every struct holds a value of its own, made from the JSON Schema of all content.

A field that is added later is filled without a word here. A field of codes takes each code in turn, so that the word
for each of them is said somewhere; the first list of a kind has as many rows as that takes, and at least two.
"""

import hashlib
import re
from collections import Counter
from datetime import date, timedelta

from finance.models import BudgetLine, Contribution
from forwardplan.models import Meeting
from membership.models import Seat
from priorities.models import Aim, Evidence, Finding, Goal, Indicator, Lineage, Observation
from publications.models import EarlierDocument, Narrative, PublicationKind

GOALS = Goal.Kind.values
CODES = {
    ("Aim", "wanted"): Aim.Wanted.values,
    ("BudgetLine", "recurrence"): BudgetLine.Recurrence.values,
    ("Contribution", "status"): Contribution.Status.values,
    ("CoveredGoal", "kind"): GOALS,
    ("Document", "kind"): [PublicationKind.BUSINESS_PLAN.value],
    ("EarlierDocument", "accessible"): EarlierDocument.Accessible.values,
    ("Evidence", "state"): Evidence.State.values,
    ("Findings", "kind"): Finding.Kind.values,
    ("Gap", "kind"): "figure figure-in-words evidence evidence-planned difference meetings outturn".split(),
    ("GoalName", "kind"): GOALS,
    ("Goals", "kind"): GOALS,
    ("Indicator", "decimals"): [1, 2, 0],
    ("Indicator", "unit"): Indicator.Unit.values,
    ("LineageStep", "kind"): Lineage.Kind.values,
    ("LineageStep", "reading"): Lineage.Reading.values,
    # The description calls a time of the day a string.
    ("Meeting", "ends_at"): ["11:45:00", "16:00:00"],
    ("Meeting", "starts_at"): ["09:30:00", "14:15:00"],
    ("Meeting", "state"): Meeting.State.values,
    ("Observation", "direction"): Observation.Direction.values,
    ("Observation", "qualifier"): Observation.Qualifier.values,
    ("Observation", "state"): Observation.State.values,
    ("Observation", "timing"): Observation.Timing.values,
    ("SeatAttendance", "capacity"): Seat.Capacity.values,
    ("Seat", "capacity"): Seat.Capacity.values,
    # The sixth and seventh seat are those of a chair and a vice chair.
    ("Seat", "office"): [Seat.Office.CHAIR.value, Seat.Office.VICE_CHAIR.value, *[Seat.Office.NONE.value] * 3],
    ("Section", "place"): Narrative.Place.values,
}
# These stand in narratives, which are HTML; and what has a form of its own.
WORDS = {
    "before": "<p>{}.</p><ul><li>One &amp; two</li></ul>",
    "after": '<p>{} in <strong>bold</strong> with <a href="https://board.example/">a link</a>.</p>',
    "cover_note": "{}: & < > \" ' \\ ’ – £ é 🙂 and\na second line",
    "colour": "#0b5f63",
}
ROWS = 2
FIRST_DAY = date(2031, 1, 1)


def spoken(name):
    """A name of the program's as words: GoalProgress becomes goal progress."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()


class Filling:
    """Fills structs, and remembers how often it has filled each field."""

    def __init__(self, structs):
        self.structs = structs
        self.often = Counter()
        self.inside = []

    def struct(self, name):
        """One struct in plain values, with every field."""
        self.inside.append(name)
        fields = self.structs[name]["properties"].items()
        plain = {field: self.value(description, name, field) for field, description in fields}
        self.inside.pop()
        return plain

    def value(self, description, name, field):
        """Another value for this field than those before."""
        if options := description.get("anyOf"):
            options = [option for option in options if option != {"type": "null"}]
            turn = self.number(name, field, "option") if len(options) > 1 else 0
            return self.value(options[turn % len(options)], name, field)
        if "$ref" in description:
            return self.struct(description["$ref"].rpartition("/")[2])
        if "enum" in description:
            return description["enum"][0]
        if description["type"] == "array":
            return [self.value(description["items"], name, field) for _ in range(self.rows(description))]
        if description["type"] == "object":
            return {code: self.number(name, field) for code in GOALS}
        return self.plain(description, name, field)

    def plain(self, description, name, field):
        number = self.number(name, field)
        if codes := CODES.get((name, field)):
            return codes[(number - 1) % len(codes)]
        words = f"{spoken(field)} of {spoken(name)} {number}"
        return {
            "boolean": lambda: number % 2 == 1,
            "integer": lambda: number + 1,
            "decimal": lambda: f"{number}.50",
            "date": lambda: str(FIRST_DAY + timedelta(days=number)),
            "key": lambda: f"{spoken(name).replace(' ', '-')}-{number}",
            "digest": lambda: hashlib.sha256(words.encode()).hexdigest(),
            "string": lambda: WORDS.get(field, "{}").format(words[:1].upper() + words[1:]),
        }[self.form(description, field)]()

    @staticmethod
    def form(description, field):
        return field if field in ("key", "digest") else description.get("format", description["type"])

    def rows(self, description):
        """How many rows a list gets: the first of its kind many, every other one; one in its own kind ends there."""
        row = description["items"].get("$ref", "").rpartition("/")[2]
        if not row:  # of plain texts two show how they are joined
            return 2
        if row in self.inside:
            return 1 if self.number(row, "inside") == 1 else 0
        if self.number(row, "lists") > 1:
            return 1
        return max(len(codes) for codes in ([""] * ROWS, *(codes for (of, _), codes in CODES.items() if of == row)))

    def number(self, *what):
        self.often[what] += 1
        return self.often[what]


def filled(description):
    """For each struct that stands at the root of the description, one in plain values, with every field."""
    filling = Filling(description["$defs"])
    return [filling.value(option, "", "") for option in description["anyOf"]]
