"""The next plan started from the one before: what is taken over, what not, where each goal came from, the way back."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finance.models import Budget
from kit.rows import Row
from membership.models import Party
from membership.roles import Role
from priorities.models import Aim, Answer, Finding, Goal, Lead, Lineage, Measure, Plan, Principle, Related, Serves
from publications.compose import compose
from publications.content.goals import Goals
from publications.models import Narrative, Publication, PublicationKind
from publications.sections import placed
from tests import factories as make
from tests.kept_rows import rows_of
from tests.office.conftest import fields

pytestmark = pytest.mark.django_db
NEXT = "/office/plan/old/next/"
KEPT, REWORDED, MERGED, SPLIT, CLOSED, BELOW = "Bullying", "Neglect", "Self-harm", "Early help", "Missing", "Online"


@pytest.fixture(scope="module")
def six_goals(of_the_module):
    """A plan of six goals with all that hangs on a goal, and its document."""
    make.BoardFactory()
    plan = make.PlanFactory(key="old", title="Business plan", period_as_printed="2016 – 2019", ends=date(2019, 3, 31))
    part = make.PartFactory(plan=plan, key="priorities", heading="Priorities", lead_in="We will", ends=plan.ends)
    goals = {
        title: make.GoalFactory(
            plan=plan, part=part, title=title, code="ABCDEF"[place], position=place, rationale="Because", ends=plan.ends
        )
        for place, title in enumerate((KEPT, REWORDED, MERGED, SPLIT, CLOSED))
    }
    # Below a goal that comes later in the list: it must find its parent there.
    goals[BELOW] = make.GoalFactory(plan=plan, part=part, title=BELOW, parent=goals[SPLIT], position=0)
    for goal in goals.values():
        make.AimFactory(goal=goal, words=f"Less of {goal.title}", by_when=plan.ends, target=3, position=1)
        make.AimFactory(goal=goal, words="It was done", kind=Aim.Kind.DONE, position=2)
        make.ProgressFactory(goal=goal, commentary="It went well")
        make.EvidenceFactory(goal=goal)
        make.MeasureFactory(goal=goal)
    make.ObservationFactory(series__indicator=goals[KEPT].measure_set.get().indicator, value=7)
    police = Party.objects.of("Police")
    make.LeadFactory(goal=goals[KEPT], party=police)
    make.LeadFactory(goal=goals[MERGED], party=police)
    make.LeadFactory(goal=goals[MERGED], party=Party.objects.of("Health"))
    for goal, names in ((KEPT, ["Empowerment"]), (MERGED, ["Empowerment", "Prevention"]), (SPLIT, ["Prevention"])):
        for name in names:
            principle = plan.principle_set.filter(name=name).first() or make.PrincipleFactory(plan=plan, name=name)
            make.ServesFactory(goal=goals[goal], principle=principle)
    make.RelatedFactory(goal=goals[KEPT], other=goals[REWORDED])
    make.RelatedFactory(goal=goals[KEPT], other=goals[CLOSED])
    document = make.PublicationFactory(
        plan=plan, title="Business plan", slug="2016-2019", budget=make.BudgetFactory(), cover_note="Made of the PDF"
    )
    outer = make.NarrativeFactory(publication=document, key="objectives", heading="Objectives", position=2)
    # A section may stand before the one that it is inside of.
    make.NarrativeFactory(
        publication=document, key="goals", parent=outer, part=part, place="goals", heading="", position=1
    )
    make.NarrativeFactory(publication=document, key="words", heading="Words", before="<p>Ours</p>", included=False)
    make.LinkedPlanFactory(publication=document)


@pytest.fixture
def old(six_goals, db):
    return Plan.objects.get(key="old")


@pytest.fixture
def client(old):
    client = Client()
    client.force_login(make.UserFactory(name="Ann", roles=[Role.EDITOR]))
    return client


def goal(title):
    return Goal.objects.get(plan__key="old", title=title)


@pytest.fixture
def typed(client):
    """The form as it is filled in when all five things become of a goal."""
    form = fields(client.get(NEXT), where="next-plan")
    return form | {
        "period": "2019 – 2022",
        "starts": "1 April 2019",
        "ends": "31/3/2022",
        **told(REWORDED, becomes="reworded", words="Neglect of children"),
        **told(MERGED, becomes="merged", into=goal(KEPT).pk, reason="Both are about schools"),
        **told(SPLIT, becomes="split", words="Early help for children\n\nEarly help for young adults"),
        **told(CLOSED, becomes="closed"),
    }


def told(title, **answers):
    return {f"goal-{goal(title).pk}-{name}": value for name, value in answers.items()}


def new():
    return Plan.objects.get(period_as_printed="2019 – 2022")


def everything():
    """Every row there is, by table and number."""
    with connection.cursor() as cursor:
        return {
            (model._meta.label, row[0]): row
            for model in apps.get_models()
            if issubclass(model, Row)
            for row in rows_of(cursor, model)
        }


def test_each_goal_goes_where_it_was_said(client, typed):
    before = everything()
    assert client.post(NEXT, typed)["Location"] == f"/office/plan/{new().key}/started/"
    after = everything()
    assert {place: after[place] for place in before} == before, "something of the old plan changed"

    titles = [row.title for row in new().goal_set.all()]
    assert sorted(titles) == sorted(
        [KEPT, "Neglect of children", "Early help for children", "Early help for young adults", BELOW]
    )
    steps = {(step.from_goal.title, step.kind, step.to_goal and step.to_goal.title) for step in new().lineage_set.all()}
    assert steps == {
        (KEPT, "kept", KEPT),
        (REWORDED, "reworded", "Neglect of children"),
        (MERGED, "merged", KEPT),
        (SPLIT, "split", "Early help for children"),
        (SPLIT, "split", "Early help for young adults"),
        (CLOSED, "closed", None),
        (BELOW, "kept", BELOW),
    }
    assert new().lineage_set.get(from_goal__title=MERGED).reason == "Both are about schools"
    assert (new().starts, new().ends) == (date(2019, 4, 1), date(2022, 3, 31))
    assert new().goal_set.get(title=BELOW).parent.title == "Early help for children"


def test_what_a_goal_is_made_of_is_taken_over_and_what_came_of_it_is_not(client, typed):
    client.post(NEXT, typed)
    kept = new().goal_set.get(title=KEPT)
    assert (kept.key, kept.code, kept.rationale, kept.part.heading) == (goal(KEPT).key, "A", "Because", "Priorities")
    assert (kept.starts, kept.ends, kept.part.ends, kept.part.lead_in) == (None, None, None, "We will")
    # The goal that was merged into it brought along what was wanted of it, and each lead stands once.
    assert [aim.words for aim in kept.aim_set.all()] == [f"Less of {KEPT}", f"Less of {MERGED}"]
    assert {(aim.by_when, aim.target, aim.baseline) for aim in kept.aim_set.all()} == {(None, None, None)}
    assert [str(lead) for lead in kept.lead_set.all()] == ["Police", "Health"]
    assert kept.measure_set.count() == 2
    assert [row.other.title for row in kept.related_set.all()] == ["Neglect of children"]
    for row in new().goal_set.all():
        assert not row.progress_set.exists()
        assert not row.evidence_set.exists()
    first, second = (new().goal_set.get(title__endswith=end) for end in ("for children", "young adults"))
    assert (first.aim_set.count(), second.aim_set.count()) == (1, 0)
    assert first.measure_set.get().indicator == second.measure_set.get().indicator


def test_the_draft_of_the_document_has_the_sections_and_the_goals_in_their_order(client, typed, old):
    client.post(NEXT, typed)
    document = Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN, slug="2019-2022")
    assert (document.plan, document.past_plan) == (new(), old)
    assert (document.budget, document.reporting_period, document.cover_note) == (None, None, "")
    assert document.linkedplan_set.count() == 1
    assert not document.narrative_set.get(key="words").included

    def goals(publication):
        [(top, section)] = placed(compose(publication, on=date(2019, 4, 1)), {"goals"})
        assert (top.heading, section.heading) == ("Objectives", "Priorities")
        assert isinstance(section.records, Goals)
        return [(each.key, each.code) for each in section.records.goals]

    went_on = {(goal(title).key, goal(title).code) for title in (KEPT, REWORDED, BELOW)}
    before = [each for each in goals(Publication.objects.get(slug="2016-2019")) if each in went_on]
    assert [each for each in goals(document) if each in went_on] == before
    assert len(before) == 3


def test_a_report_shows_where_the_goals_came_from(client, typed, old):
    client.post(NEXT, typed)
    report = make.PublicationFactory(kind=PublicationKind.ANNUAL_REPORT, plan=new(), past_plan=old)
    make.NarrativeFactory(publication=report, place=Narrative.Place.LINEAGE)
    [(_, section)] = placed(compose(report, on=date(2019, 10, 1)), {"lineage"})
    steps = [(step.from_goal.title, step.kind) for step in section.records.steps]
    assert (MERGED, "merged") in steps
    assert {step.reading for step in section.records.steps} == {"board"}
    assert len(steps) == 7


def test_what_the_board_found_points_to_what_answers_it(client, typed):
    period = make.ReportingPeriodFactory(starts=date(2017, 10, 1))
    make.FindingFactory(kind=Finding.Kind.DEVELOPMENT, period__starts=date(2016, 10, 1), words="Of the year before")
    first, second = make.FindingFactory.create_batch(2, kind=Finding.Kind.DEVELOPMENT, period=period)
    success = make.FindingFactory(period=period)
    make.AnswerFactory(finding=second, goal=goal(KEPT))
    form = fields(client.get(NEXT), where="next-plan")
    assert {name for name in form if name.startswith("finding-")} == {
        f"finding-{row.pk}-goal" for row in (first, second)
    }
    assert form[f"finding-{second.pk}-goal"] == [str(goal(KEPT).pk)], "what answers it in this plan is chosen already"
    client.post(NEXT, form | typed | {f"finding-{first.pk}-goal": goal(MERGED).pk})
    assert Answer.objects.get(finding=first).goal == new().goal_set.get(title=KEPT)
    assert {row.goal.plan_id for row in Answer.objects.filter(finding=second)} == {goal(KEPT).plan_id, new().pk}
    assert not Answer.objects.filter(finding=success).exists()


WRONG = {
    "no period": ({"period": ""}, "This field is required."),
    "the same plan again": ({"period": "2016 – 2019"}, "There is a plan with this title for this period already."),
    "an address that is taken": (
        {"period": "2016 - 2019"},
        "There is a business plan at the address 2016-2019 already",
    ),
    "a period without a word": ({"period": "–"}, "Write it with a year."),
    "backwards": ({"starts": "1 April 2022", "ends": "1 April 2019"}, "The end lies before the start."),
    "no day": ({"starts": "soon"}, "Write the day as 1 June 2016 or 1/6/2016."),
}


@pytest.mark.parametrize(("wrong", "sentence"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_with_the_plan_is_said_and_nothing_typed_is_lost(wrong, sentence, client, typed):
    refused(client, typed | wrong, sentence)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (lambda: told(REWORDED, words=" "), "Write the new wording."),
        (lambda: told(SPLIT, words="Only one"), "Write each of the new goals on a line of its own, two at least."),
        (lambda: told(CLOSED, words="Something"), "A new wording is for a goal that is reworded or split."),
        (lambda: told(MERGED, into=""), "Choose the goal that takes it in."),
        (lambda: told(MERGED, into=goal(MERGED).pk), "Select a valid choice."),
        (lambda: told(MERGED, into=goal(CLOSED).pk), "go on itself. Choose a goal that is kept or reworded."),
        (lambda: told(CLOSED, into=goal(KEPT).pk), "Only a merged goal goes into another."),
        (lambda: told(CLOSED, becomes="forgotten"), "Select a valid choice."),
    ],
)
def test_what_is_wrong_with_a_goal_is_said_beside_it(answers, sentence, client, typed):
    refused(client, typed | answers(), sentence)


def refused(client, data, sentence):
    before = everything()
    answer = client.post(NEXT, data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence.replace("'", "&#x27;") in page
    assert "<title>Error: " in page
    assert everything() == before
    sent = {name: value if isinstance(value, list) else [str(value)] for name, value in data.items()}
    shown = fields(answer, where="next-plan")
    for name in sent:
        if not name.endswith(("-becomes", "-into")) and name not in ("csrfmiddlewaretoken", "_owner"):
            assert shown.get(name, [""]) == sent[name], f"{name} was lost"


def test_a_form_sent_twice_starts_one_plan(client, typed):
    client.post(NEXT, typed)
    refused(client, typed, "There is a plan with this title for this period already.")


def test_a_split_goal_and_a_kept_one_never_want_one_key(client, typed):
    make.GoalFactory(plan=goal(SPLIT).plan, title="Early help 1", key=f"{goal(SPLIT).key}-1", position=9)
    client.post(NEXT, fields(client.get(NEXT), where="next-plan") | typed)
    keys = list(new().goal_set.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 6
    assert f"{goal(SPLIT).key}-1" in keys


def test_the_whole_start_is_taken_back(client, typed):
    before = everything()
    started = client.post(NEXT, typed)["Location"]
    page = client.get(started).content.decode()
    assert "Ann started it" in page
    assert "5 goals" in page
    assert "7 steps" in page
    answer = client.post(started)
    assert answer["Location"] == "/office/plan/old/"
    assert everything() == before


def changed(plan):
    row = plan.goal_set.first()
    row.version += 1
    row.save()


BUSY = {
    "a goal was changed": (changed, "were changed since"),
    "an aim was added": (lambda plan: make.AimFactory(goal=plan.goal_set.first()), "Something was added to"),
    "a goal was added": (lambda plan: make.GoalFactory(plan=plan), "hangs on it"),
    "it was frozen": (
        lambda plan: make.EditionFactory(publication=Publication.objects.get(plan=plan)),
        "hangs on it",
    ),
}


@pytest.mark.parametrize(("work", "sentence"), BUSY.values(), ids=list(BUSY))
def test_a_start_that_somebody_worked_on_is_not_swept_away(work, sentence, client, typed):
    started = client.post(NEXT, typed)["Location"]
    work(new())
    before = everything()
    answer = client.post(started)
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert everything() == before


def test_a_plan_that_was_not_started_from_another_has_no_such_page(client):
    assert client.get("/office/plan/old/started/").status_code == 404
    page = client.get("/office/plan/old/").content.decode()
    assert "/office/plan/old/next/" in page
    assert "/office/plan/old/started/" not in page


def test_the_page_says_that_a_year_of_the_same_plan_is_a_new_version(client):
    page = client.get(NEXT).content.decode()
    assert "A new year of the same plan is not a new plan." in page
    assert "/office/business-plan/2016-2019/approval/" in page


def test_a_plan_without_a_document_and_one_without_goals(client, typed):
    Publication.objects.all().delete()
    form = fields(client.get(NEXT), where="next-plan")
    assert "document" not in form
    client.post(NEXT, typed)
    assert not Publication.objects.exists()
    make.PlanFactory(key="empty", title="Empty")
    page = client.get("/office/plan/empty/next/")
    assert "This plan has no goals yet." in page.content.decode()
    client.post("/office/plan/empty/next/", fields(page, where="next-plan") | {"period": "2030"})
    assert Plan.objects.filter(title="Empty", period_as_printed="2030").exists()


def test_rows_of_another_kind_are_left_alone(client, typed):
    client.post(NEXT, typed)
    assert (Budget.objects.count(), Finding.objects.count()) == (1, 0)
    counts = [model.objects.filter(goal__plan=new()).count() for model in (Lead, Measure, Related)]
    assert counts == [2, 6, 1]
    assert Lineage.objects.count() == 7


def test_the_next_plan_has_the_principles_and_which_goal_serves_which(client, old, typed):
    """A goal that took another in serves what both served, each principle once, and none of the old plan's."""
    client.post(NEXT, typed)
    named = [f"{row.goal.title}: {row.principle}" for row in Serves.objects.filter(goal__plan=new())]
    assert sorted(named) == [
        "Bullying: Empowerment",
        "Bullying: Prevention",
        "Early help for children: Prevention",
        "Early help for young adults: Prevention",
    ]
    assert {row.principle.plan for row in Serves.objects.filter(goal__plan=new())} == {new()}
    assert Principle.objects.filter(plan=old).count() == Principle.objects.filter(plan=new()).count() == 2


def test_the_page_asks_as_often_for_many_goals_as_for_few(client, old):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(NEXT)
        return len(queries)

    few = asked()
    make.GoalFactory.create_batch(7, plan=old)
    assert asked() == few
