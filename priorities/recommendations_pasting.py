"""Recommendations as they are pasted: what was recommended, by which audit or review, and what the board says to it."""

from kit.intake.lists import PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded
from kit.spreadsheets import ComingBack

from .actions import RECOMMENDATION
from .models import Learning, Recommendation

Answer = Recommendation.Answer
# What people write of an answer.
ANSWERS = {
    Answer.OPEN: ("", "open", "not answered", "not answered yet", "awaited", "pending", "tbc", "-", "–"),
    Answer.ACCEPTED: ("accepted", "accept", "agreed", "yes", "y", "accepted in full", "fully accepted"),
    Answer.IN_PART: ("accepted in part", "in part", "partly", "partially", "partially accepted", "partly accepted"),
    Answer.NOT_ACCEPTED: ("not accepted", "rejected", "declined", "refused", "no", "n", "not agreed"),
}
ANSWER = {words: answer for answer, known in ANSWERS.items() for words in known}
OFFERED = tuple(ANSWERS[answer][0] for answer in (Answer.ACCEPTED, Answer.IN_PART, Answer.NOT_ACCEPTED))


def recommendations(intake, cells):
    """One recommendation; without a word on what made it, it is of the audit or review of the row above."""
    said = cells.get("learning", "")
    row = learning(intake, said) if said else intake.memory.get("learning")
    intake.memory["learning"] = row
    intake.keep(
        Recommendation,
        {"answer": answer(intake, cells.get("answer", "")), "made_on": cells.get("made_on", "")},
        once=("words", "learning_id"),
        learning=row,
    )


def answer(intake, words):
    said = folded(words).strip(" .")
    if said not in ANSWER:
        raise Problems({"answer": [Sentence(f"“{words}” is no answer that is known.", OFFERED)]})
    intake.read(words)
    return ANSWER[said]


def learning(intake, words):
    """The audit or review that a cell names, by its reference or by what it looked at."""
    rows = intake.remembered("learning by name", named)
    if folded(words) not in rows:
        raise Problems(
            {
                "learning": [
                    Sentence(
                        f"“{words}” is no audit or review under Learning. Enter that one first, write its reference, "
                        "or call the column “Comes from”."
                    )
                ]
            }
        )
    intake.read(words)
    return rows[folded(words)]


def named():
    """Every audit and review by its names; a name that several have is nobody's."""
    found, several = {}, set()
    for row in Learning.objects.all():
        for name in {folded(row.title), folded(row.code)} - {""}:
            if name in found:
                several.add(name)
            found[name] = row
    return {name: row for name, row in found.items() if name not in several}


LISTS = [
    PasteList(
        "recommendations",
        "Recommendations of audits and reviews",
        "One row for each: what was recommended, the audit or review that made it (its reference, or what it looked "
        "at), the answer, and why not. What is done about it is an action.",
        (),
        recommendations,
        RECOMMENDATION,
        (
            PastedColumn("words", "Recommendation", ("recommendation", "recommendations", "what was recommended")),
            PastedColumn(
                "learning", "Made by", ("made by", "audit", "review", "audit or review", "which audit", "which review")
            ),
            PastedColumn("made_on", "Made on", ("made on", "date made", "date", "date of recommendation"), {"day": 1}),
            PastedColumn("answer", "Answer", ("answer", "accepted", "response", "accepted or not", "accept or reject")),
            PastedColumn("reason", "Why", ("why", "why not", "reason", "reasons", "rationale")),
            PastedColumn(
                "outcome", "What came of it", ("what came of it", "outcome", "impact", "what changed", "result")
            ),
            PastedColumn("source", "Comes from", ("comes from", "source", "where it comes from", "origin")),
            PastedColumn("address", "Published at", ("published at", "address", "link", "url", "web address")),
        ),
        needs=(("words",), ("answer", "learning", "source")),
        called=("recommendations and answers", "recommendations of audits"),
        files=lambda parents: ComingBack([RECOMMENDATION], {}),
        has_headings=True,
        unlike={"money": 4, "share": 4, "rating": 2},
    )
]
