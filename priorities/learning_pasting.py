"""What was learned and taught as it is pasted: a row for each audit; for each training, or each agency in it."""

from kit.intake.days import day
from kit.intake.lists import PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded
from kit.reading import numbers
from kit.reading.answers import Question, Refusal, Value
from kit.spreadsheets import ComingBack
from membership.pasting import party

from .learning import LEARNING, TRAINING
from .models import Learning, Places, Training

SORT = "kind_of_it"  # the column that says what kind it is
# The words by which a list names a kind.
LEARNING_KINDS = {
    Learning.Kind.AUDIT: ("audit", "multi agency audit", "case audit", "file audit", "dip sample"),
    Learning.Kind.REVIEW: ("review", "scr", "serious case review", "practice review", "learning review", "sar", "dhr"),
    Learning.Kind.SURVEY: ("survey", "questionnaire"),
    Learning.Kind.VOICE: ("voice", "feedback", "consultation", "focus group"),
    Learning.Kind.OBSERVATION: ("observation", "practice observation", "practice week"),
    Learning.Kind.PERFORMANCE: ("performance", "performance report", "single agency report", "section 11"),
}
TRAINING_KINDS = {
    Training.Kind.TRAINING: ("training", "course", "e-learning", "workshop", "session"),
    Training.Kind.EVENT: ("event", "learning event", "conference", "briefing", "seminar"),
    Training.Kind.CAMPAIGN: ("campaign", "awareness", "awareness week"),
}


def kind(intake, words, known, usual):
    """The kind that a cell names; asked about where it names none."""
    said = folded(words).strip(" .")
    if not said:
        return usual
    names = {name: code for code, several in known.items() for name in several}
    found = names.get(said) or next((code for name, code in names.items() if name in said), None)
    if found is None:
        raise Problems({SORT: [Sentence(f"“{words}” is no kind that is known.", [known[each][0] for each in known])]})
    intake.read(words)
    return found


def when(intake, cells):
    """The last day, and the words in place of it where they say more than a day, or name none."""
    on, in_words = day(intake, cells.get("when_in_words", ""), "when_in_words")
    return {"ends": None if in_words else on}, in_words


def learning(intake, cells):
    days_of, in_words = when(intake, cells)
    intake.keep(
        Learning,
        {"kind": kind(intake, cells.get(SORT, ""), LEARNING_KINDS, Learning.Kind.AUDIT), "when_in_words": in_words},
        columns={"kind": SORT},
        once=("title", "code"),
        done_by=party(intake, cells.get("by", ""), "by"),
        **days_of,
    )


def number(intake, words, column):
    """A whole number of places."""
    answer = numbers.read(words)
    if isinstance(answer, Question | Refusal) or not isinstance(answer, Value) or answer.left or answer.value % 1:
        raise Problems({column: [f"“{words}” is no number of places. Write a whole number, such as 12."]})
    intake.read(words)
    return str(int(answer.value))


def training(intake, cells):
    """A training, or one more agency of the training above, whose name stands there again or is left out."""
    title, before = cells.get("title", ""), intake.memory.get("training")
    if before and (not title or folded(title) == folded(before.title)):
        row = before
        intake.read(title, *(cells.get(name, "") for name in TRAINING.texts if cells.get(name) == getattr(row, name)))
    else:
        days_of, in_words = when(intake, cells)
        row = intake.keep(
            Training,
            {
                "kind": kind(intake, cells.get(SORT, ""), TRAINING_KINDS, Training.Kind.TRAINING),
                "when_in_words": in_words,
            },
            columns={"kind": SORT},
            once=("title", "ends", "when_in_words"),
            given_by=party(intake, cells.get("by", ""), "by"),
            **days_of,
        )
        intake.memory["training"] = row
    agency, taken = cells.get("agency", ""), cells.get("places", "")
    if agency and not taken:
        raise Problems({"places": [f"How many places did {agency} take? Write a number."]})
    if taken and not agency:
        raise Problems({"agency": ["Say which agency took these places."]})
    if agency:
        intake.keep(
            Places,
            {"number": number(intake, taken, "places")},
            columns={"number": "places"},
            training=row,
            party=party(intake, agency, "agency"),
        )


KIND = PastedColumn(SORT, "Kind", ("kind", "type", "type of learning", "type of training"))
LISTS = [
    PasteList(
        "learning",
        "Learning: audits, reviews, surveys",
        "One row for each: what it looked at, its kind, when, the sample, what it says. None is printed until you say "
        "so. By a reference, never by a case or a name.",
        (),
        learning,
        LEARNING,
        (
            KIND,
            PastedColumn("by", "Who did it", ("who did it", "carried out by", "undertaken by", "auditor", "agency")),
            PastedColumn(
                "when_in_words",
                "When",
                ("when", "date", "audit date", "date of audit", "period", "quarter"),
                {"day": 1},
            ),
        ),
        needs=(("title",), ("words", "sample", "method")),
        called=("audit programme", "audits and reviews", "learning from audits", "surveys"),
        files=lambda parents: ComingBack([LEARNING], {}),
        has_headings=True,
        unlike={"money": 4, "share": 2, "rating": 2},
    ),
    PasteList(
        "training",
        "Training and campaigns",
        "One row for each, or one for each agency that took places: what it was called, when, agency, places taken, "
        "what changed. The name may be left out below itself.",
        (),
        training,
        TRAINING,
        (
            KIND,
            PastedColumn("by", "Given by", ("given by", "trainer", "delivered by", "provider")),
            PastedColumn("when_in_words", "When", ("when", "date", "dates", "course date"), {"day": 1}),
            PastedColumn("agency", "Agency", ("agency", "organisation", "partner", "attended by"), {"organisation": 2}),
            PastedColumn(
                "places",
                "Places taken",
                ("places", "places taken", "attended", "attendees", "number attended", "delegates", "number trained"),
                {"number": 1},
            ),
        ),
        needs=(("title",), ("places", "changed")),
        called=("training", "multi agency training", "training programme", "courses"),
        files=lambda parents: ComingBack([TRAINING], {}),
        has_headings=True,
        unlike={"money": 4, "share": 2, "rating": 2},
    ),
]
