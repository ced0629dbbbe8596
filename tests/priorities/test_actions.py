"""Actions: their number, when they are late, who rated them, and where they are printed."""

import re
from datetime import date
from html import unescape

import pytest

from kit import history
from kit.forms import save_row
from membership.roles import Role
from priorities import log
from priorities.action_forms import ActionForm, ActionUpdateForm
from priorities.models import Action, ActionLead, ActionUpdate
from priorities.office import MOST_ACTIONS
from publications.compose import compose
from publications.content import goals as content
from publications.sections import pages
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def on_a_day(settings):
    settings.TODAY = TODAY


def test_a_number_stays_and_is_never_given_again():
    first, second = make.ActionFactory.create_batch(2)
    assert (first.number, second.number) == (1, 2)
    removed = second.pk
    history.remove(second, second.version, by=make.UserFactory())
    assert make.ActionFactory().number == 3
    history.restore(Action, removed, by=make.UserFactory())
    assert sorted(Action.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("due", "words", "state", "today", "far"),
    [
        (date(2016, 3, 31), "", "open", date(2016, 3, 31), "today"),
        (date(2016, 3, 31), "", "open", date(2016, 4, 1), "overdue by 1 day"),
        (date(2016, 3, 31), "by the end of March 2016 at the latest", "open", TODAY, "overdue by 2 months"),
        (date(2016, 2, 29), "", "open", date(2017, 2, 28), "overdue by 12 months"),
        (date(2016, 6, 13), "", "open", TODAY, "in 12 days"),
        # Words without a day are never overdue, and what is done is not either.
        (None, "September 2014", "open", TODAY, ""),
        (None, "ongoing", "open", TODAY, ""),
        (date(2016, 3, 31), "", "done", TODAY, ""),
        (date(2016, 3, 31), "", "transferred", TODAY, ""),
    ],
)
def test_an_action_is_late_after_its_day_and_never_by_words(due, words, state, today, far):
    action = make.ActionFactory(due=due, due_in_words=words, state=state)
    assert log.far(action, today) == far
    assert action.is_overdue(today) == far.startswith("overdue")
    assert Action.objects.overdue(today).exists() == far.startswith("overdue")
    assert log.due(action, today).startswith(words)


def test_what_is_late_stands_first_and_what_has_no_day_after_what_has_one():
    done, words, later, late = (
        make.ActionFactory(words=name, due=due, state=state)
        for name, due, state in (
            ("done", date(2016, 1, 1), "done"),
            ("words", None, "open"),
            ("later", date(2016, 9, 1), "open"),
            ("late", date(2016, 3, 1), "open"),
        )
    )
    assert log.in_order([done, words, later, late], TODAY) == [late, later, words, done]


def test_a_rating_grows_old_and_none_is_made_up():
    action = make.ActionFactory()
    assert (log.rating(action, TODAY), log.is_stale(action, TODAY)) == ("", False)
    make.ActionUpdateFactory(action=action, on=date(2016, 1, 12), rating="on-track", words="")
    make.ActionUpdateFactory(action=action, on=date(2016, 5, 12), words="Nothing new")
    assert log.is_stale(action, TODAY)
    assert log.rating(action, TODAY) == "On track (12 January 2016; not renewed since)"
    assert log.heard(action) == "12 May 2016: Nothing new"
    make.ActionUpdateFactory(action=action, on=date(2016, 5, 20), rating="off-track")
    assert log.rating(action, TODAY) == "Off track (20 May 2016)"


def test_an_action_is_added_with_whoever_leads_it():
    ann = make.UserFactory()
    form = ActionForm({"words": "Ask", "state": "open", "led_by": "Anytown Police"}, instance=Action(), by=ann)
    assert save_row(form), form.errors
    lead = ActionLead.objects.get(action=form.instance)
    assert str(lead) == "Anytown Police"
    assert lead.history.get().history_user == ann
    assert "led_by" not in ActionForm(instance=form.instance).fields


def test_whoever_says_what_became_of_it_is_not_asked_for_the_day():
    action, ann = make.ActionFactory(), make.UserFactory()

    def sent(**data):
        action.refresh_from_db()
        form = ActionForm({"words": action.words, "version": action.version} | data, instance=action, by=ann)
        return save_row(form), form

    assert "reason" in sent(state="dropped")[1].errors
    assert sent(state="dropped", reason="No money")[0]
    action.refresh_from_db()
    assert action.closed_on == TODAY
    assert sent(state="open", closed_on="1 June 2016")[0]
    action.refresh_from_db()
    assert (action.state, action.closed_on) == ("open", None)


def test_a_rating_is_signed_by_whoever_gives_it():
    ann, bob, action = make.UserFactory(), make.UserFactory(), make.ActionFactory()

    def saved(instance, by, **data):
        form = ActionUpdateForm({"version": instance.version} | data, instance=instance, by=by)
        assert save_row(form), form.errors
        return ActionUpdate.objects.get(pk=form.instance.pk)

    told = saved(ActionUpdate(action=action), ann, words="Asked", on="1 June 2016")
    assert told.rated_by is None
    told = saved(told, bob, words="Asked", on="1 June 2016", rating="at-risk")
    assert told.rated_by == bob
    # Other words are no other judgement.
    told = saved(told, ann, words="Asked again", on="1 June 2016", rating="at-risk")
    assert told.rated_by == bob
    assert saved(told, ann, words="Asked again", on="1 June 2016").rated_by is None


@pytest.fixture
def goal():
    return make.GoalFactory(code="A", title="Reduce self-harm")


def document_of(goal, place):
    make.BoardFactory()
    period = make.ReportingPeriodFactory(starts=date(2015, 4, 1), ends=date(2016, 3, 31))
    publication = make.PublicationFactory(
        kind="business-plan", plan=goal.plan, past_plan=goal.plan, reporting_period=period
    )
    make.NarrativeFactory(publication=publication, place=place, heading="Goals")
    return compose(publication, on=TODAY)


def words_of(document):
    return repr(pages(document))


def test_the_plan_prints_an_action_below_its_goal_only_if_its_row_says_so(goal):
    shown = make.ActionFactory(goal=goal, printed=True, code="A1", words="Map what is offered", due_in_words="ongoing")
    make.ActionLeadFactory(action=shown, party__words="Public Health")
    make.ActionFactory(goal=goal, words="Speak to the chief executive")
    make.ActionUpdateFactory(action=shown, words="First map drawn")
    document = document_of(goal, "goals")
    [section] = document.sections
    assert section.records.goals[0].actions == (
        content.Action(
            key=shown.key, code="A1", words="Map what is offered", led_by="Public Health", due_in_words="ongoing"
        ),
    )
    printed = words_of(document)
    for words in ("What is done", "A Reduce self-harm", "Map what is offered", "Public Health", "ongoing"):
        assert words in printed
    assert "chief executive" not in printed
    # How it goes belongs to the report.
    assert "First map" not in printed


def test_a_plan_without_printed_actions_says_nothing_of_them(goal):
    make.ActionFactory(goal=goal)
    document = document_of(goal, "goals")
    assert document.sections[0].records.goals[0].actions == ()
    assert "What is done" not in words_of(document)


def test_the_report_tells_what_was_heard_last_in_its_period(goal):
    action = make.ActionFactory(goal=goal, printed=True, state="transferred", reason="To the adults board")
    for on, words, rating in (
        (date(2015, 9, 1), "Begun", "at-risk"),
        (date(2016, 2, 1), "Half of it is done", ""),
        (date(2016, 5, 1), "Said after the period", "on-track"),
    ):
        make.ActionUpdateFactory(action=action, on=on, words=words, rating=rating)
    document = document_of(goal, "progress")
    told = document.sections[0].records.goals[0].goal.actions[0]
    assert (told.update, told.updated_on, told.rating) == ("Half of it is done", date(2016, 2, 1), "at-risk")
    printed = words_of(document)
    assert "1 February 2016: Half of it is done" in printed
    assert "To the adults board" in printed
    assert "after the period" not in printed


def test_a_new_update_bears_the_day_and_its_page_says_of_which_action(client, settings):
    settings.TODAY = date(2016, 6, 1)
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    for kind, row in (("actionupdate", make.ActionFactory()), ("challengeupdate", make.ChallengeFactory())):
        within = kind.removesuffix("update")
        page = client.get(f"/office/add/{kind}/?{within}={row.pk}").content.decode()
        heading = re.search("<h1.*?</h1>", page, re.DOTALL)[0]
        assert str(row) in unescape(heading)
        assert re.search(r'name="on"[^>]*value="1 June 2016"|value="1 June 2016"[^>]*name="on"', page)


def test_the_page_of_a_decision_says_which_figure_it_shows(client):
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    line = make.SeriesFactory(indicator=make.IndicatorFactory(name="Children who went missing"), name="Girls")
    seen = make.ObservationFactory(series=line, starts=date(2016, 4, 1), ends=date(2016, 4, 30), period_as_printed="")
    page = client.get(f"/office/add/release/?observation={seen.pk}").content.decode()
    assert "<span>Children who went missing: Girls, April 2016</span>" in page


def test_a_plan_with_many_actions_shows_those_it_prints_and_says_where_every_other_stands(django_user_model, client):
    make.BoardFactory()
    client.force_login(django_user_model.objects.create_superuser("office@example.org"))
    goal = make.GoalFactory(plan=make.PlanFactory(key="plan"), key="one")
    printed = make.ActionFactory(goal=goal, words="Print me", printed=True)
    for number in range(MOST_ACTIONS):
        make.ActionFactory(goal=goal, words=f"Number {number}")
    address = "/office/plan/plan/"
    page = client.get(address).content.decode()
    assert page.count('class="entry" id="action-') == MOST_ACTIONS + 1
    assert "that the plan doesn’t print" not in page
    make.ActionFactory(goal=goal, words="One too many")
    page = client.get(address).content.decode()
    assert re.findall(r'class="entry" id="action-(\d+)"', page) == [str(printed.pk)]
    assert f"{MOST_ACTIONS + 1} actions that the plan doesn’t print" in page
    assert "One too many" in client.get("/office/plan/plan/goals/one/?page=2").content.decode()
    assert b"One too many" in b"".join(client.get(f"{address}?csv=action").streaming_content)
