"""The questions that the members' page offers: each rule by a case that fits and one that doesn't."""

import inspect
from datetime import date
from types import SimpleNamespace as Made

import pytest

from lscb.members import questions
from lscb.members.questions import RULES, KnownFacts
from priorities.moved import MovedLine
from priorities.reading import MeasureLine
from tests.priorities.test_reading import figure

OVERDUE = {"number": 7, "short": "local solution", "far": "overdue by 2 months", "leads": "", "heard": ""}
OWED = {"owner": "Essex Police", "rows": [{"what": "Incidents"}, {"what": "Reports"}]}


def line(points=2):
    figures = figure(8, ends=date(2015, 3, 31)), figure(11, ends=date(2015, 6, 30))
    return MeasureLine(measure="Families", name="Stage 4", unit="per-cent", figures=figures, points=points)


def movement(verdict="against", points=2):
    return MovedLine(
        goal=Made(name="priority A"),
        shown=None,
        place=0,
        line=line(points),
        way="up",
        wanted="down" if verdict else "",
        verdict=verdict,
    )


CASES = {
    questions.went_against: (
        KnownFacts(moved=[movement()]),
        "Stage 4 (priority A) rose from 8% to 11% while it was to go down: what explains it?",
        "Asked because a figure moved against what was wanted. Two points are no trend.",
        KnownFacts(moved=[movement(""), movement("as-wanted")]),
    ),
    questions.led_by_nobody: (
        KnownFacts(overdue=[OVERDUE]),
        "Who leads action 7 (local solution), and by when is it done?",
        "Asked because it is overdue by 2 months and nobody is named as leading it.",
        KnownFacts(overdue=[OVERDUE | {"leads": "CCG"}]),
    ),
    questions.unheard_of: (
        KnownFacts(overdue=[OVERDUE | {"leads": "CCG"}]),
        "Action 7 (local solution): what is in place, and what is not?",
        "Asked because it is overdue by 2 months and no update is recorded.",
        KnownFacts(overdue=[OVERDUE, OVERDUE | {"leads": "CCG", "heard": "It began"}]),
    ),
    questions.never_considered: (
        KnownFacts(unserved=["Priority A (Self-harm)", "Priority F (Care)"], year="2016"),
        "Priority A (Self-harm) is on no agenda of 2016: when will the board look at it?",
        "Asked because no item of this year’s agendas serves the priority. It is one of 2.",
        KnownFacts(year="2016"),
    ),
    questions.unanswered: (
        KnownFacts(unanswered=[{"number": "2016/1", "short": "When?", "due": "20 May 2016"}]),
        "Challenge 2016/1 is “When?” What is the answer?",
        "Asked because the answer was due 20 May 2016 and none is recorded.",
        KnownFacts(),
    ),
    questions.owed_for_long: (
        KnownFacts(owed=[OWED]),
        "“Incidents”: who gets the figure that is owed, and by when?",
        "Asked because Essex Police owes 2 figures.",
        KnownFacts(),
    ),
    questions.not_agreed: (
        KnownFacts(proposed="£87,000", balance="£57,150"),
        "£87,000 of the contributions are proposed and not agreed: what falls away if a partner says no?",
        "Asked because the balance of £57,150 rests on them.",
        KnownFacts(balance="£57,150"),
    ),
    questions.held_by_nobody: (
        KnownFacts(vacant=["Vice chair of the group"]),
        "Who fills the vacant place: Vice chair of the group, and by when?",
        "Asked because nobody holds it.",
        KnownFacts(),
    ),
    questions.nothing_heard: (
        KnownFacts(lacking=[{"of": "priority E", "planned": "an audit", "period": "2014/15"}]),
        "What do audits and people say of priority E?",
        "Asked because evidence is only planned, 2014/15.",
        KnownFacts(),
    ),
}


def test_every_rule_has_a_case_and_says_what_it_asks_for():
    assert set(CASES) == set(RULES)
    assert all(inspect.getdoc(rule) for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_asks_where_it_fits_and_nowhere_else(rule):
    fitting, words, because, other = CASES[rule]
    found = rule(fitting)
    assert (found.words, found.because) == (words, because)
    assert rule(other) is None
    assert rule(KnownFacts()) is None


def test_at_most_three_are_asked_in_the_order_of_the_rules():
    everything = KnownFacts(
        moved=[movement()],
        overdue=[OVERDUE, OVERDUE | {"leads": "CCG"}],
        owed=[OWED],
        vacant=["Vice chair"],
    )
    found = questions.questions(everything)
    assert [each.words for each in found] == [
        CASES[rule][1] for rule in (questions.went_against, questions.led_by_nobody, questions.unheard_of)
    ]
    assert questions.questions(KnownFacts()) == []


def test_enough_figures_are_not_called_no_trend():
    assert questions.went_against(KnownFacts(moved=[movement(points=12)])).because.endswith("was wanted.")
    assert questions.went_against(KnownFacts(moved=[movement(points=0)])).because.endswith("was wanted.")


def test_nobody_named_owes():
    found = questions.owed_for_long(KnownFacts(owed=[{"owner": "", "rows": [{"what": "Incidents"}]}]))
    assert found.because == "Asked because nobody is named as owing 1 figure."
