"""Work plans and action logs as boards keep them, pasted."""

import pytest

from kit.intake import cells as tables
from kit.intake.table import arrange
from kit.intake.taking import Intake
from lscb.office.pasted_lists import LISTS
from membership.models import Organisation
from priorities.models import Action
from tests import factories as make

pytestmark = pytest.mark.django_db

HEAD = ["Priority", "Action", "Lead", "By when", "Progress", "RAG"]


def pasted(rows, plan=None, by=None):
    into = LISTS["actions"]
    table = arrange(tables.of_rows(rows), into)
    return Intake(into, {"plan": plan}, by or make.UserFactory()).run(table, save=True)


def test_a_work_plan_with_blank_cells_goes_on_with_the_row_above():
    plan = make.PlanFactory()
    harm = make.GoalFactory(plan=plan, code="A", title="Reduce self-harm")
    police = Organisation.objects.create(name="Anytown Police")
    by = make.UserFactory()
    outcome = pasted(
        [
            HEAD,
            ["A: Self-harm", "Map what is offered", "Anytown Police; Public Health", "31 March 2016", "Drawn", "Green"],
            ["", "Train school nurses", "NHS, or whoever follows it", "ongoing", "", "Amber"],
            ["", "", "Anytown Police", "", "Two schools done", ""],
            ["Bullying", "Ask the schools", "", "September 2016", "Not started", "Complete"],
        ],
        plan,
        by,
    )
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert outcome.lost == {}
    mapped, trained, asked = Action.objects.with_all()
    assert [row.number for row in (mapped, trained, asked)] == [1, 2, 3]
    assert (mapped.goal, trained.goal, asked.goal.title) == (harm, harm, "Bullying")
    assert all(row.printed for row in (mapped, trained, asked))
    assert [str(lead) for lead in mapped.actionlead_set.all()] == ["Anytown Police", "Public Health"]
    assert mapped.actionlead_set.first().party.organisation == police
    assert [str(lead) for lead in trained.actionlead_set.all()] == ["NHS, or whoever follows it", "Anytown Police"]
    assert (str(mapped.due), mapped.due_in_words) == ("2016-03-31", "")
    assert (trained.due, trained.due_in_words) == (None, "ongoing")
    assert (asked.due, asked.due_in_words) == (None, "September 2016")
    assert (asked.state, mapped.state) == ("done", "open")
    assert [(row.rating, row.words) for row in trained.actionupdate_set.all()] == [
        ("at-risk", ""),
        ("", "Two schools done"),
    ]
    assert mapped.actionupdate_set.get().rated_by == by
    assert "kept in words" in " ".join(outcome.said[2])


@pytest.mark.parametrize(
    ("words", "day", "printed"),
    [
        ("31/03/2016", "2016-03-31", ""),
        ("by 31 March 2016", "2016-03-31", "by 31 March 2016"),
        # What says more than a day is kept whole, and nobody guesses.
        ("by 31 March 2016 at the latest", "None", "by 31 March 2016 at the latest"),
        ("end of March 2016", "None", "end of March 2016"),
        ("Q2 2016/17", "None", "Q2 2016/17"),
        ("Spring 2017", "None", "Spring 2017"),
        ("", "None", ""),
    ],
)
def test_a_day_is_read_and_what_is_none_stays_in_words(words, day, printed):
    outcome = pasted([["Action", "By when"], ["Ask", words], ["Tell", "1 June 2016"]])
    assert outcome.is_sound, (outcome.problems, outcome.general)
    row = Action.objects.get(number=1)
    assert (str(row.due), row.due_in_words) == (day, printed)
    assert outcome.lost == {}


def test_a_log_without_a_plan_is_not_printed_and_keeps_where_it_comes_from():
    outcome = pasted(
        [
            ["No", "Item", "Action", "Who", "Deadline", "Status"],
            ["1", "Minutes", "Circulate the report", "Board Manager", "1 June 2016", "In progress, see minute 4"],
        ]
    )
    assert outcome.is_sound, (outcome.problems, outcome.general)
    row = Action.objects.get()
    assert (row.goal, row.printed, row.origin, row.code) == (None, False, "Minutes", "1")
    update = row.actionupdate_set.get()
    assert (update.words, update.rating, update.rated_at) == ("In progress, see minute 4", "", None)


def test_what_cannot_be_is_said_at_its_cell():
    plan = make.PlanFactory()
    make.GoalFactory(plan=plan, code="4", title="Reduce neglect")
    make.GoalFactory(plan=plan, code="4", title="Listen")
    outcome = pasted(
        [
            HEAD,
            ["4", "Map what is offered", "Police", "1 June 2016", "", ""],
            ["Listen", "Ask", "Police", "1 June 2016", "", "Dropped"],
            ["", "", "Police", "2 June 2016", "", ""],
        ],
        plan,
    )
    assert "Which is meant" in outcome.problems[1]["goal"][0]
    assert outcome.problems[2]["reason" if "reason" in outcome.problems[2] else ""]
    assert not Action.objects.exists()
