"""What a document has to choose from for its executive summary: its figures and its sentences, as they stand in it.

Pure, and asked of the content alone: what a rule for small numbers holds back is in no document, so nobody can choose
it.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kit import wording
from kit.wording import cut, summed
from publications.content.document import Document
from publications.content.figures import Indicator, Series
from publications.content.glossary import Glossary
from publications.content.goals import GoalProgress
from publications.content.lineage import NotRecorded
from publications.content.meetings import Attendance
from publications.content.money import Budget, Contributions, sum_of
from publications.content.says import above, says_of
from publications.content.summary import Summary, SummaryFigure, SummarySentence
from publications.passages import At, passages, things
from publications.terms import every_section, sections_of

FEWEST_WORDS = 5  # a shorter piece is no sentence
LONGEST = 600  # letters
# Names of things, sums and agendas: no sentences to choose.
NO_SENTENCES = {
    "finance.budget",
    "finance.budgetline",
    "finance.contribution",
    "forwardplan.agendaitem",
    "forwardplan.meeting",
    "forwardplan.standingitem",
    "membership.body",
    "membership.seat",
    "priorities.aim",
    "priorities.goal",
    "priorities.indicator",
    "priorities.lineage",
    "priorities.observation",
    "priorities.redefinition",
    "priorities.series",
    "publications.linkedplan",
    "publications.narrativechart",
    "publications.owntable",
    "publications.picture",
    "publications.quotation",
    "publications.story",
    "publications.term",
}
TELLS_NOTHING = (Summary, NotRecorded, Glossary)
# Where a sentence ends; what is parted by semicolons is one.
ENDS = re.compile(r"(?<=[.?!])\s+(?=[A-Z\d(])")
SUMS = {"total": "Contributions", "total_income": "Income", "total_expenditure": "Spending"}
OUTTURNS = {"outturn_income": "Income received", "outturn_expenditure": "Money spent"}


def told_sections(document: Document) -> Iterator:
    """The sections of which something can be chosen: not the summary itself, nor what names gaps or terms."""
    for section in sections_of(document):
        if not any(isinstance(each.records, TELLS_NOTHING) for each in every_section([section])):
            yield section


def figures(document: Document) -> dict[str, SummaryFigure]:
    """Every figure that can be chosen, by its name among them: the last of each series, sums of money, attendance."""
    found = {}
    for top in told_sections(document):
        for section in every_section([top]):
            for figure in (*of_series(section), *of_money(section), *of_attendance(section)):
                found.setdefault(figure.key, figure)
    return found


def of_series(section):
    """The last figure of each series, with the one before it and what its aim says of it."""
    for thing, at in things(section):
        if isinstance(thing, Series) and not thing.compares:
            indicator, goal = above(Indicator, at.inside), above(GoalProgress, at.inside)
            given = [each for each in thing.observations if each.value is not None]
            if not indicator or not given:
                continue
            last, *before = in_time(given)
            line = f"{indicator.key} {thing.key}"
            is_the_only = len(indicator.series) == 1 and thing.name == "All"
            yield SummaryFigure(
                key=f"series {line}",
                figure=wording.figure(last, indicator.unit, indicator.decimals),
                name=indicator.name if is_the_only else f"{indicator.name}: {thing.name}",
                when=when(last),
                before=f"{wording.figure(before[0], indicator.unit, indicator.decimals)}, {when(before[0])}"
                if before
                else "",
                told=test_of(goal, line) if goal else "",
                at=section.key,
                under=section.heading,
            )


def in_time(seen):
    """Figures, the last in time first; those without a day stand as the document has them."""
    if all(each.period.ends for each in seen):
        return sorted(seen, key=lambda each: each.period.ends, reverse=True)
    return list(seen)


def when(seen):
    return wording.period(seen.period.words, seen.period.starts, seen.period.ends, seen.timing)


def test_of(goal, line):
    """What the document says of the aims that this line tells of."""
    aims = {aim.key for aim in goal.goal.aims if aim.measured and aim.measured.identity == line}
    return " ".join(test.words for test in goal.tests if test.key in aims)


def of_money(section):
    """The sums of a year's money that are given in full."""
    records = section.records
    if isinstance(records, Contributions):
        names = {"total": SUMS["total"]}
    elif isinstance(records, Budget):
        names = {name: words for name, words in (SUMS | OUTTURNS).items() if name != "total"}
    else:
        return
    for name, words in names.items():
        amount, *_ = sum_of(records, name)
        if amount is not None:
            yield SummaryFigure(
                key=f"money {name}",
                figure=summed(amount),
                name=words,
                when=records.financial_year,
                at=section.key,
                under=section.heading,
            )


def of_attendance(section):
    """In how many of the filled places somebody sat, over all meetings that were held."""
    records = section.records
    if not isinstance(records, Attendance):
        return
    base = sum(each.base for each in records.meetings)
    came = sum(each.own + each.deputies for each in records.meetings)
    if base:
        yield SummaryFigure(
            key="attendance",
            figure=f"{round(100 * came / base)}%",
            name=f"Attendance at meetings of the {records.body}: {came} of {base} places, deputies counted",
            at=section.key,
            under=section.heading,
        )


def sentences(document: Document) -> dict[str, SummarySentence]:
    """Every sentence that can be chosen, by its words with single spaces."""
    found = {}
    for top in told_sections(document):
        for section in every_section([top]):
            alone = without_inner(section)
            names = {section.heading, section.contents_heading, *names_in(alone)}
            for passage in passages(alone, At()):
                record = passage.place.record
                if passage.words in names or (record and record.model in NO_SENTENCES):
                    continue
                for words in map(spaced, pieces(passage.words)):
                    if len(words.split()) >= FEWEST_WORDS and len(words) <= LONGEST:
                        key = cut(words, 80)
                        here = SummarySentence(key=key, words=words, at=section.key, under=top.heading)
                        found.setdefault(words, here)
    return found


def names_in(section):
    """What the things of a section are called, and facts told by a name, such as who leads something."""
    for thing, _ in things(section):
        for field, said in says_of(type(thing)).items():
            value = getattr(thing, field)
            if isinstance(value, str) and (said.fact or field == type(thing).goes_by):
                yield value


def without_inner(section):
    return replace(section, sections=())


def pieces(words: str) -> Iterator[str]:
    """The sentences of a passage, line by line."""
    for line in words.splitlines():
        yield from ENDS.split(line.strip())


def spaced(words: str) -> str:
    return " ".join(words.split())
