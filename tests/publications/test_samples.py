"""Few people in the words of audits, evidence and members are pointed out, and the number isn't repeated."""

from datetime import date

import pytest

from publications import checks
from publications.checks.samples import tells_of_few
from publications.compose import compose, for_checks
from tests import factories as make

ON = date(2016, 6, 1)


@pytest.mark.parametrize(
    "words",
    [
        "3 of 5 children",
        "4 of 30 children",
        "3 out of 5 people",
        "2 of the children",
        "four of 30 young people",
        "Five children were asked.",
        "1 case",
        "2 looked after children",
        "Of 12 files, 3 files were late.",
        "4 adults",
        "Of 30 children, 4 had no plan.",
        "Of the 30 children asked, four felt safe.",
        "Of all 12 files that we read, only 3 were late.",
        "30 children were asked, of whom 4 had a plan.",
        "30 children; three of them had moved.",
        "We read 24 records. In 18 all took part. A nurse was missing in five of the other six.",
        "4 (of 30 children) had moved.",
        "37 of 40 records named a nurse.",
        "Of 40 records, 37 named a nurse.",
        "10% of 30 children had moved.",
        "Of 30 children, 10% had moved.",
        "We met 31 young people, and 2 said nothing.",
        "Boys: 3, girls: 24.",
        "Boys (12) and girls (5)",
        "It told of a single child.",
    ],
)
def test_few_people_are_seen(words):
    assert tells_of_few(words, 5)


@pytest.mark.parametrize(
    "words",
    [
        "24 files, six schools",
        "12 young people",
        "0 children",
        "3 audits, 5 of 12 schools",
        "3 recommendations for 4 agencies",
        "fewer than 5 children",
        "1 to 5 children",
        "5% of children, 3 per cent of cases, £4 children",
        "In 2015 children aged 3 were asked.",
        "one of the children’s centres",
        "Of 30 children, 12 had a plan.",
        "15 of 30 children",
        "Of 30 children, 3 in ten had moved.",
        "50% of 30 children",
        "0% of 30 children",
        "Of 30 children in 4 schools all had a plan.",
        "40 records were read by four agencies; all three had signed.",
        "We met 31 young people in groups of eight, and two schools said nothing.",
        "All 30 of 30 children",
        "Children: 12, schools: 3",
        "a single agency",
        "",
    ],
)
def test_many_people_and_what_is_nobody_are_let_pass(words):
    assert not tells_of_few(words, 5)


def test_no_rule_holds_nothing_back():
    assert not tells_of_few("3 of 5 children, a single child", 0)


@pytest.fixture
def report(db):
    make.BoardFactory()
    period = make.ReportingPeriodFactory(starts=date(2015, 10, 1), ends=date(2016, 9, 30))
    goal = make.GoalFactory()
    report = make.PublicationFactory(kind="annual-report", past_plan=goal.plan, reporting_period=period)
    make.SeriesFactory()
    for place in ("learning", "progress", "statements"):
        make.NarrativeFactory(publication=report, place=place, heading=place)
    make.LearningFactory(title="Neglect audit", sample="3 of 5 children", printed=True)
    make.LearningFactory(title="Kept to ourselves", sample="2 of 5 children")
    make.EvidenceFactory(goal=goal, period=period, words="Four of 30 children had a plan.")
    make.StatementFactory(publication=report, words="We met 2 families.")
    return report


def few(report):
    content = compose(report, on=ON)
    found = checks.check(content, today=ON, **for_checks(report, content, on=ON))
    return [each for each in found if each.check == "few people"]


def test_where_a_board_holds_small_numbers_back_its_audits_are_looked_at(report):
    assert few(report) == []
    make.SmallNumbersRuleFactory(is_usual=True)
    [finding] = few(report)
    assert finding.severity == checks.WARNING
    assert {place.record.model for place in finding.places} == {
        "priorities.learning",
        "priorities.evidence",
        "publications.statement",
    }
    assert finding.words.startswith("3 places may tell of so few people")
    assert not any("of 5" in place.words or "of 30" in place.words for place in finding.places)
