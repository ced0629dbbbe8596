"""What was deleted comes back whole, one change is undone, and nobody's later work is lost by either."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit import history
from membership.models import Body, Organisation, Seat
from priorities.models import Aim, Goal, Indicator, Observation, Series
from publications.models import Narrative
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db):
    return make.UserFactory(name="Ann")


@pytest.fixture
def bob(db):
    return make.UserFactory(name="Bob")


def lines(row):
    return list(row.history.order_by("history_id").values_list("history_type", "version", "history_user__name"))


def values(model):
    """All rows of a table, their versions aside."""
    return [
        {name: value for name, value in row.items() if name != "version"}
        for row in model.objects.order_by("pk").values()
    ]


# Restoring


def deleted_plainly(row, by):
    row._history_user = by
    row.delete()


def removed(row, by):
    history.remove(row, by=by)


@pytest.mark.parametrize("delete", [deleted_plainly, removed])
def test_a_deleted_row_comes_back_with_its_parts_and_their_parts(delete, ann, bob):
    indicator = make.IndicatorFactory(name="Children in care", position=3)
    for name in ("All", "Boys"):
        series = make.SeriesFactory(indicator=indicator, name=name)
        make.ObservationFactory.create_batch(2, series=series, value="12.5", note="As told")
    before = [values(model) for model in (Indicator, Series, Observation)]
    pk = indicator.pk
    delete(indicator, ann)
    assert not (Indicator.objects.exists() or Series.objects.exists() or Observation.objects.exists())
    row = history.restore(Indicator, pk, by=bob)
    assert (row, row.pk) == (Indicator.objects.get(), pk)
    assert [values(model) for model in (Indicator, Series, Observation)] == before
    assert lines(row) == [("+", 1, None), ("-", 1, "Ann"), ("+", 2, "Bob")]
    assert {part.version for part in Observation.objects.all()} == {2}
    assert set(Observation.history.filter(version=2).values_list("history_user__name", flat=True)) == {"Bob"}


def test_parts_removed_with_their_parent_are_signed_by_the_same_person_and_moment(ann):
    goal = make.AimFactory().goal
    history.remove(goal, by=ann)
    aim, goal = Aim.history.first(), Goal.history.first()
    assert aim.history_user == goal.history_user == ann
    assert aim.history_date == goal.history_date


def test_a_part_that_was_deleted_earlier_stays_deleted(ann):
    goal = make.GoalFactory()
    make.AimFactory(goal=goal, words="Kept to the end")
    early = make.AimFactory(goal=goal, words="Given up")
    history.remove(early, by=ann)
    line = Aim.history.first()
    line.history_date -= timedelta(minutes=1)
    line.save()
    pk = goal.pk
    history.remove(goal, by=ann)
    history.restore(Goal, pk, by=ann)
    assert [aim.words for aim in Aim.objects.all()] == ["Kept to the end"]


def test_sections_inside_sections_come_back_in_their_places(ann):
    outer = make.NarrativeFactory(heading="Outer")
    # Made first, so that its number is smaller than that of the section it is moved into.
    innermost = make.NarrativeFactory(publication=outer.publication, heading="Innermost")
    inner = make.NarrativeFactory(publication=outer.publication, parent=outer, heading="Inner")
    innermost.parent = inner
    innermost.save()
    publication = outer.publication
    pk = publication.pk
    history.remove(publication, by=ann)
    history.restore(type(publication), pk, by=ann)
    assert Narrative.objects.get(heading="Innermost").parent.parent.heading == "Outer"


def test_what_stands_is_not_restored(ann):
    body = make.BodyFactory()
    with pytest.raises(history.CannotChange, match="isn't deleted"):
        history.restore(Body, body.pk, by=ann)
    with pytest.raises(history.CannotChange, match="isn't deleted"):
        history.restore(Body, 10**9, by=ann)


def test_a_row_restored_once_is_not_restored_again(ann):
    body = make.BodyFactory()
    pk = body.pk
    history.remove(body, by=ann)
    history.restore(Body, pk, by=ann)
    with pytest.raises(history.CannotChange):
        history.restore(Body, pk, by=ann)
    assert Body.objects.count() == 1


def test_a_row_whose_place_is_taken_is_refused_with_the_rules_sentence(ann):
    body = make.BodyFactory()
    chair = make.SeatFactory(body=body, office="chair", role="First chair")
    pk = chair.pk
    history.remove(chair, by=ann)
    make.SeatFactory(body=body, office="chair", role="Second chair")
    with pytest.raises(history.CannotChange, match="has a chair already"):
        history.restore(Seat, pk, by=ann)
    assert [seat.role for seat in Seat.objects.all()] == ["Second chair"]


def test_a_refused_part_leaves_nothing_behind(ann):
    """The seat could come back, its organisation could not: then neither does."""
    body, organisation = make.BodyFactory(), make.OrganisationFactory()
    make.SeatFactory(body=body, organisation=organisation)
    pk, needed = body.pk, organisation.pk
    history.remove(body, by=ann)
    history.remove(organisation, by=ann)
    with pytest.raises(history.CannotChange, match="its organisation was deleted too"):
        history.restore(Body, pk, by=ann)
    assert not Body.objects.exists()
    history.restore(Organisation, needed, by=ann)
    history.restore(Body, pk, by=ann)
    assert Seat.objects.get().organisation == Organisation.objects.get()


def test_what_others_hang_on_is_not_removed(ann):
    organisation = make.OrganisationFactory()
    make.SeatFactory(organisation=organisation)
    with pytest.raises(history.CannotChange, match="this hangs on it: seat “Role"):
        history.remove(organisation, by=ann)
    assert Organisation.objects.exists()


def test_what_hangs_on_a_row_is_named_by_one_question_and_no_further_than_it_is_read(ann):
    """A goal on which twenty steps hang says so with as many questions as one on which two do."""
    goal = make.GoalFactory(title="Neglect")

    def refused():
        with CaptureQueriesContext(connection) as queries, pytest.raises(history.CannotChange) as refusal:
            history.goes_along(goal)
        return len(queries), str(refusal.value)

    for _ in range(2):
        make.LineageFactory(from_goal=goal, to_goal=make.GoalFactory())
    few, sentence = refused()
    assert sentence.count("step “") == 2
    for _ in range(history.MOST_NAMED):
        make.LineageFactory(from_goal=goal, to_goal=make.GoalFactory())
    many, sentence = refused()
    assert many == few
    assert sentence.count("step “") == history.MOST_NAMED and sentence.endswith(" and 2 more.")
