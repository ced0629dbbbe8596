"""How far a section of a document is: ready, partly, or nothing recorded, and what it lacks, in words.

What a section of some type lacks is one function in `LACKS`. Without one it is ready as soon as anything is recorded.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from kit.called import say
from kit.prose import unmarked
from kit.wording import counted
from publications.checks.sections import holds_nothing
from publications.content.document import Section
from publications.content.goals import Findings, Progress
from publications.content.learning import Learning
from publications.content.meetings import Attendance
from publications.content.money import Budget, Contributions
from publications.content.section_types import OWN_WORDS
from publications.content.statements import Statements
from publications.content.summary import Summary
from publications.content.training import Training


class State(StrEnum):
    """The states, each with its word."""

    READY = "Ready"
    PARTLY = "Partly"
    NOTHING = "Nothing recorded"
    NO_WORDS = "Nothing written"
    LEFT_OUT = "Left out"


class Readiness(Struct, frozen=True):
    """The state of a section and what it lacks."""

    state: State
    lacks: tuple[str, ...] = ()


def readiness(section: Section) -> Readiness:
    """How far a section is by what stands in it; one that holds others only is as ready as its words."""
    has_words = bool(unmarked(section.before) or unmarked(section.after) or section.placed or section.closing)
    if section.place == OWN_WORDS:
        return Readiness(State.READY if has_words or section.sections else State.NO_WORDS)
    if section.records is None or holds_nothing(section.records):
        # Words in the place of records are an answer: there was nothing of it in the year.
        return Readiness(State.PARTLY if has_words else State.NOTHING)
    lacks = tuple(LACKS.get(type(section.records), nothing)(section.records))
    return Readiness(State.PARTLY if lacks else State.READY, lacks)


def nothing(records) -> Iterator[str]:
    return iter(())


def progress(records) -> Iterator[str]:
    """What was not told of goals: figures, what audits and people told, and the difference made."""
    for lacking, words in (
        (lambda row: not (row.indicators or row.figures_in_words), "without a figure"),
        (lambda row: not any(each.state == "found" for each in row.evidence), "without word of audits or people"),
        (lambda row: not row.difference_made, say("without a word on the difference made to {people}")),
    ):
        if number := sum(map(lacking, records.goals)):
            yield f"{counted(number, 'goal')} {words}"


def findings(records) -> Iterator[str]:
    """Areas for development that nothing answers."""
    without = [each for each in records.findings if not (each.answered_by or each.outcome)]
    if records.kind == "area-for-development" and without:
        yield f"{counted(len(without), 'area')} that no goal answers"


def attendance(records) -> Iterator[str]:
    if records.unrecorded:
        yield f"{counted(len(records.unrecorded), 'meeting')} without attendance"


def contributions(records) -> Iterator[str]:
    if missing := sum(each.amount is None and each.by_share is None for each in records.contributions):
        yield f"{counted(missing, 'contribution')} without an amount"


def budget(records) -> Iterator[str]:
    if records.outturn_expenditure is None:
        partly = records.outturn_expenditure_partly
        yield "the outturn is not given for every line" if partly else "no outturn"


def learning(records) -> Iterator[str]:
    """What the board said nothing to, and what ended without a word on what changed."""
    unanswered = sum(not each.answer for row in records.learned for each in row.recommendations)
    if unanswered:
        yield f"{counted(unanswered, 'recommendation')} without an answer"
    if silent := sum(not (row.under_way or row.changed) for row in records.learned):
        yield f"{counted(silent, 'entry', 'entries')} without a word on what changed"


def training(records) -> Iterator[str]:
    if silent := sum(not row.changed for row in records.given):
        yield f"{counted(silent, 'entry', 'entries')} without a word on what changed"


def summary(records) -> Iterator[str]:
    if not records.figures:
        yield "no figure is chosen"
    if not records.sentences:
        yield "no sentence is chosen"


def statements(records) -> Iterator[str]:
    if missing := sum(not each.words for each in records.statements):
        yield f"{counted(missing, 'statement')} not in"


LACKS = {
    Progress: progress,
    Findings: findings,
    Attendance: attendance,
    Contributions: contributions,
    Budget: budget,
    Learning: learning,
    Training: training,
    Summary: summary,
    Statements: statements,
}
