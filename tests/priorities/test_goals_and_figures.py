"""Goals, what is said of them, and the figures."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from priorities.models import Aim, Finding, Goal, Observation
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_priorities_objectives_and_duties_are_told_apart():
    priority, objective, duty = (make.GoalFactory(kind=kind) for kind in ("priority", "objective", "duty"))
    assert list(Goal.objects.priorities()) == [priority]
    assert list(Goal.objects.objectives()) == [objective]
    assert duty not in Goal.objects.priorities() | Goal.objects.objectives()


def test_a_code_is_a_label_and_may_repeat():
    plan = make.PlanFactory()
    goals = [make.GoalFactory(plan=plan, code="4", title=title) for title in ("Neglect", "Bullying")]
    assert [str(goal) for goal in goals] == ["4 Neglect", "4 Bullying"]
    assert [goal.key for goal in goals] == ["neglect", "bullying"]


def test_a_goal_comes_with_what_a_period_brought(django_assert_num_queries):
    period, other = make.ReportingPeriodFactory.create_batch(2)
    for count in (2, 18):
        for goal in make.GoalFactory.create_batch(count):
            for when in (period, other):
                make.ProgressFactory(goal=goal, period=when)
                make.EvidenceFactory(goal=goal, period=when)
            measure = make.MeasureFactory(goal=goal, indicator__owed_by=make.PartyFactory())
            make.ObservationFactory(series__indicator=measure.indicator, value=186)
        with django_assert_num_queries(7):
            for goal in Goal.objects.with_progress_in(period):
                assert [progress.period_id for progress in goal.progress_made] == [period.pk]
                assert [evidence.period_id for evidence in goal.evidence_found] == [period.pk]
                [measure] = goal.measured_by
                assert str(measure.indicator.owed_by).startswith("Party")
                [series] = measure.indicator.series_set.all()
                assert [observation.value for observation in series.observation_set.all()] == [186]


def test_aims_come_with_their_goals(django_assert_num_queries):
    for count in (2, 18):
        make.AimFactory.create_batch(count, series=make.SeriesFactory())
        with django_assert_num_queries(2):
            for goal in Goal.objects.with_aims():
                assert [aim.series.name for aim in goal.aim_set.all()]


def test_figures_and_what_is_missing_are_told_apart():
    nought = make.ObservationFactory(value=0)
    missing = make.ObservationFactory(state="not-available")
    blank = make.ObservationFactory()
    assert list(Observation.objects.figures()) == [nought]
    assert list(Observation.objects.exclude(state="")) == [missing]
    assert blank in Observation.objects.all()


def test_a_figure_is_kept_exactly():
    observation = make.ObservationFactory(value=Decimal("49.5"), numerator=Decimal("0.1"), denominator=Decimal("0.3"))
    observation.refresh_from_db()
    assert (observation.value, observation.numerator) == (Decimal("49.5"), Decimal("0.1"))


def test_a_denominator_below_nought_is_refused():
    with pytest.raises(ValidationError):
        make.ObservationFactory.build(series=make.SeriesFactory(), denominator=-1).full_clean()


def test_findings_of_a_kind_in_a_period():
    success = make.FindingFactory()
    make.FindingFactory(period=success.period, kind="area-for-development")
    make.FindingFactory()
    assert list(Finding.objects.of(success.period, Finding.Kind.SUCCESS)) == [success]


def test_rows_stand_in_the_order_people_gave_them():
    goal = make.GoalFactory()
    third, first, second = (make.AimFactory(goal=goal, position=position) for position in (2, 1, 1))
    assert list(Aim.objects.filter(goal=goal)) == [first, second, third]


def test_a_plan_with_goals_is_not_deleted_and_a_goal_takes_its_parts_along():
    goal = make.GoalFactory()
    make.AimFactory(goal=goal)
    make.ProgressFactory(goal=goal)
    with pytest.raises(ProtectedError):
        goal.plan.delete()
    goal.delete()
    assert not Aim.objects.exists()


def test_an_indicator_that_measures_a_goal_is_not_deleted():
    measure = make.MeasureFactory()
    with pytest.raises(ProtectedError):
        measure.indicator.delete()


def test_rows_are_named_in_words():
    assert str(make.ObservationFactory.build(period_as_printed="June 2015")) == "June 2015"
    assert str(Observation()) == "no period"
    series = make.SeriesFactory(indicator__name="Children with a plan", name="Stage 1")
    assert str(series) == "Children with a plan: Stage 1"
    progress = make.ProgressFactory(goal__title="Bullying", period__label="2014/15")
    assert (str(progress), progress.key) == ("Bullying in 2014/15", "in-2014-15")
