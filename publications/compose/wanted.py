"""What the law wants a document to hold, and where the document answers each of it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from membership import law
from membership.models import HowSure, Requirement
from publications.checks.sections import holds_nothing
from publications.content.document import Document
from publications.models import PublicationKind
from publications.passages import sections

from .once import once

LISTS = {
    PublicationKind.BUSINESS_PLAN: Requirement.About.PLAN_HOLDS,
    PublicationKind.ANNUAL_REPORT: Requirement.About.REPORT_HOLDS,
}
# Which sections hold the records that answer something.
FEEDS = {
    "goals": {"goals"},
    "progress": {"progress", "other-figures"},
    "findings": {"key-successes", "areas-for-development", "further-priorities"},
    "money": {"contributions", "budget"},
    "members": {"members", "structure", "chairs"},
    "meetings": {"forward-plan", "attendance"},
    "links": {"linked-plans"},
    **{name: {"learning"} for name in ("learning", "reviews", "under-way", "followed", "refused", "voice")},
    "training": {"training"},
    "statements": {"statements"},
    "inspected": {"inspections"},
    "policies": {"policies"},
}


def learned(holds):
    """Whether something learned is what is wanted: a function of the records of the section on learning."""
    return lambda records: any(holds(row) for row in records.learned)


def recommended(holds):
    """Whether a review recommended something of which that holds."""
    return learned(lambda row: row.kind == "review" and any(holds(each) for each in row.recommendations))


# What of its records a section has to hold, if not just any.
HOLDS = {
    "reviews": learned(lambda row: row.kind == "review" and not row.under_way),
    "under-way": learned(lambda row: row.kind == "review" and row.under_way),
    "followed": recommended(lambda each: each.outcome or each.actions),
    "refused": recommended(lambda each: each.answer in ("in-part", "not-accepted")),
    "voice": learned(lambda row: row.kind in ("voice", "survey")),
    "statements": lambda records: any(row.words for row in records.statements),
}


class Wanted(NamedTuple):
    """One thing that the law wants, with the sections that answer it: from the records, or in words of the office."""

    requirement: Requirement
    by_records: tuple
    by_words: tuple

    @property
    def is_missing(self):
        return not (self.by_records or self.by_words)

    @property
    def is_law(self):
        """Whether it was read and is in force, wherever the body is."""
        return self.requirement.sure == HowSure.LAW and not self.requirement.condition


def wanted(publication, content, *, on) -> Iterator[Wanted]:
    """Each thing of the list for this kind of document in the law of a day; none for a kind without a list.

    A section answers what its records feed, if it shows any, and what the office says that its words answer: "none in
    the year" is an answer too.
    """
    about, regime = LISTS.get(publication.kind), once(law.of_day, on)
    if about is None or regime is None or not isinstance(content, Document):
        return
    # A key is unique in a document, and content goes by keys.
    answers = {key: numbers(text) for key, text in publication.narrative_set.values_list("key", "answers")}
    found = [section for section, _ in sections(content)]
    for requirement in regime.requirement_set.filter(about=about):
        places, holds = FEEDS.get(requirement.fed_by, set()), HOLDS.get(requirement.fed_by, anything)
        yield Wanted(
            requirement,
            tuple(each for each in found if each.place in places and each.records and holds(each.records)),
            tuple(
                each
                for each in found
                if requirement.number in answers.get(each.key, ()) and (each.before or each.after)
            ),
        )


def anything(records):
    """Whether the records hold anything."""
    return not holds_nothing(records)


def numbers(text):
    """The numbers that somebody typed, in a row: 4(1)(c), 4(1)(g)."""
    return [number for number in re.split(r"[,;\s]+", text) if number]
