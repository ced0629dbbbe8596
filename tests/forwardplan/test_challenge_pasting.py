"""The register of challenges as boards keep it, pasted."""

import pytest

from forwardplan.models import Challenge
from kit.intake import cells as tables
from kit.intake.table import arrange
from kit.intake.taking import Intake
from lscb.office.pasted_lists import LISTS
from membership.models import Organisation
from tests import factories as make

pytestmark = pytest.mark.django_db

HEAD = ["No.", "Raised by", "Challenge to", "Issue", "Response due", "Response", "Status"]


def pasted(rows):
    into = LISTS["challenges"]
    return Intake(into, {}, make.UserFactory()).run(arrange(tables.of_rows(rows), into), save=True)


def test_the_usual_table_of_seven_columns():
    police = Organisation.objects.create(name="Anytown Police")
    outcome = pasted(
        [
            HEAD,
            ["2015/1", "Lay members", "Anytown Police", "Why are reports late?", "20 May 2015", "A new team", "Closed"],
            ["2016/2", "Anytown Police", "NHS", "Who sees them first?", "30/06/2016", "", "Escalated"],
            ["2016/3", "", "NHS", "Is there a plan?", "Spring", "", "Waiting for the new lead"],
        ]
    )
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert outcome.lost == {}
    first, second, third = Challenge.objects.order_by("year", "number")
    assert [row.register_number for row in (first, second, third)] == ["2015/1", "2016/2", "2016/3"]
    assert [row.state for row in (first, second, third)] == ["closed", "escalated", "open"]
    assert (str(first.raised_by), first.to.organisation, first.response) == ("Lay members", police, "A new team")
    assert (str(first.response_due), str(second.response_due), third.response_due) == ("2015-05-20", "2016-06-30", None)
    assert third.raised_by is None
    assert third.challengeupdate_set.get().words == "Waiting for the new lead\n\nAnswer due: Spring"
    assert "names no day" in " ".join(outcome.said[3])
    assert not any(row.printed for row in (first, second, third))


def test_a_day_with_words_beside_it_is_a_day_and_the_words_stay():
    due = ["by 30 June 2016", "30 June 2016 at 2pm"]
    outcome = pasted([["Issue", "Response due"], *(["Why are reports late?", words] for words in due)])
    assert outcome.is_sound, (outcome.problems, outcome.general)
    bare, timed = Challenge.objects.order_by("pk")
    assert str(bare.response_due) == str(timed.response_due) == "2016-06-30"
    assert not bare.challengeupdate_set.exists()
    assert timed.challengeupdate_set.get().words == "Answer due: 30 June 2016 at 2pm"
    assert "names no day" not in repr(outcome.said)


def test_a_row_without_a_year_counts_in_the_year_it_was_raised():
    outcome = pasted([["No", "Date raised", "Challenge"], ["C4", "3 November 2014", "Why?"], ["", "", "How?"]])
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert Challenge.objects.get(issue="Why?").register_number == "2014/4"
    assert Challenge.objects.get(issue="How?").number


def test_what_is_no_number_and_a_number_that_is_taken_are_said_in_their_row():
    make.ChallengeFactory(year=2016, number=1)
    outcome = pasted([["No", "Challenge"], ["one", "Why?"], ["2016/1", "How?"], ["2016/2", "When?"]])
    assert not outcome.is_sound
    told = repr(outcome.problems)
    assert "“one” is no number of a register" in told
    assert "Another one of this year has this number." in told
    assert not Challenge.objects.filter(issue="When?").exists(), "nothing is saved unless all is"
