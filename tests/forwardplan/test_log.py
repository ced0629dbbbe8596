"""The action log, the decisions of a meeting, the register of challenges and risks, and what of them is overdue."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forwardplan.log import CHALLENGE, PER_PAGE
from forwardplan.log_forms import ChallengeForm
from forwardplan.models import Challenge, Mention
from kit.forms import save_row
from membership.roles import Role
from priorities import log
from priorities.actions import ACTION, RECOMMENDATION
from publications.compose import compose
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)
LATE = date(2016, 3, 31)


@pytest.fixture(autouse=True)
def on_a_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def office():
    make.BoardFactory()
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    return lambda address: client.get(address).content.decode()


def agenda_item(state="held", **meeting):
    return make.AgendaItemFactory(meeting=make.MeetingFactory(state=state, **meeting))


def test_the_log_says_what_is_late_and_can_be_looked_at_in_several_ways(office):
    goal = make.GoalFactory()
    make.ActionFactory(words="Map what is offered", due=LATE, goal=goal)
    led = make.ActionFactory(words="Train school nurses", due_in_words="ongoing")
    make.ActionLeadFactory(action=led, party__words="Health")
    make.ActionFactory(words="Write the leaflet", state="done", closed_on=date(2016, 5, 2))
    page = office("/office/actions/")
    assert page.index("Map what is offered") < page.index("Train school nurses")
    assert "overdue by 2 months" in page
    assert "Write the leaflet" not in page
    assert re.findall(r">([A-Z][^<>]*) (\d+)</a>", page[page.index('class="views"') :])[:6] == [
        ("Open", "2"),
        ("Overdue", "1"),
        ("Nobody leads", "1"),
        ("No day is given", "1"),
        ("No longer open", "1"),
    ]
    assert "Train school nurses" not in office("/office/actions/?show=overdue")
    assert "Done, 2 May 2016" in office("/office/actions/?show=closed")
    # An address that somebody made up shows what is open.
    assert "Map what is offered" in office("/office/actions/?show=%3Cb%3E")


def test_an_empty_log_says_where_to_begin(office):
    page = office("/office/actions/")
    assert "Add an action" in page
    assert "/office/paste/actions/" in page


def test_carried_over_is_counted_from_the_meetings_that_were_held():
    action, other = make.ActionFactory.create_batch(2)
    twice = agenda_item()
    for item in (twice, make.AgendaItemFactory(meeting=twice.meeting), agenda_item()):
        make.MentionFactory(item=item, action=action, what="reviewed")
    make.MentionFactory(item=agenda_item("planned"), action=action, what="reviewed")
    make.MentionFactory(item=agenda_item(), action=action, what="raised")
    make.MentionFactory(item=agenda_item(), action=other, what="closed")
    assert Mention.objects.carried_over() == {action.pk: 2}


def rows(number, goal):
    body = make.BodyFactory()
    for _ in range(number):
        action = make.ActionFactory(due=LATE, goal=goal, finding=make.FindingFactory(), parent=make.ActionFactory())
        make.ActionLeadFactory(action=action)
        make.ActionUpdateFactory(action=action, rating="at-risk")
        item = make.AgendaItemFactory(meeting=make.MeetingFactory(body=body, state="held"))
        make.MentionFactory(item=item, action=action)
        make.DecisionFactory(item=item, goal=goal, budget=make.BudgetFactory(), lineage=make.LineageFactory())
        challenge = make.ChallengeFactory(
            to=make.PartyFactory(), raised_by=make.PartyFactory(), goal=goal, response_due=LATE
        )
        make.ChallengeUpdateFactory(challenge=challenge)
        make.RemedyFactory(challenge=challenge, action=action)
        make.ActionFactory(recommendation=make.RecommendationFactory(goal=goal, answer="accepted"))
        make.MentionFactory(item=item, challenge=challenge, action=None)
        make.AnswerFactory(goal=goal, finding__due=LATE, finding__owner=make.PartyFactory())
        make.AgendaItemFactory(meeting=item.meeting, goal=goal)


def test_the_page_of_a_goal_joins_what_all_apps_know_of_it(office):
    goal = make.GoalFactory(code="C", title="End violence")
    make.GoalFactory(plan=goal.plan, code="D", title="Help early")
    item = make.AgendaItemFactory(title="Refuges", goal=goal)
    make.ActionFactory(goal=goal, words="Open a refuge", due=LATE)
    make.ActionFactory(words="Of no goal")
    make.AnswerFactory(goal=goal, finding__words="Delays at the conference")
    make.DecisionFactory(item=item, words="Agreed to pay", goal=goal)
    make.ChallengeFactory(issue="Who pays?", goal=goal)
    page = office(f"/office/plan/{goal.plan.key}/goals/{goal.key}/")
    for words in ("Open a refuge", "1 overdue", "Delays at the conference", "Agreed to pay", "Who pays?", "Refuges"):
        assert words in page
    assert "Next goal: D" in page
    assert "Goal before" not in page
    assert "Of no goal" not in page
    assert f"/goals/{goal.key}/" in office(f"/office/plan/{goal.plan.key}/")


def test_twenty_of_each_are_asked_for_as_often_as_two(office):
    def asked():
        numbers = {}
        for address in (
            "/office/actions/",
            "/office/actions/decisions/",
            "/office/actions/challenges/",
            "/office/actions/recommendations/",
            "/office/owing/",
            "/office/print/actions/",
            "/office/plan/plan/",
            "/office/plan/plan/goals/one/",
        ):
            with CaptureQueriesContext(connection) as queries:
                office(address)
            numbers[address] = len(queries)
        return numbers

    goal = make.GoalFactory(key="one", plan=make.PlanFactory(key="plan"))
    office("/office/")
    rows(2, goal)
    few = asked()
    rows(18, goal)
    assert asked() == few
    assert max(few.values()) <= 25


def test_what_a_meeting_decided_stands_below_its_item(office):
    item = make.AgendaItemFactory(title="Annual report")
    goal = make.GoalFactory(code="A", title="Reduce self-harm")
    make.DecisionFactory(item=item, words="Agreed with <changes>", minute="5.2", goal=goal)
    make.MentionFactory(item=item, action=make.ActionFactory(words="Map what is offered"), what="raised")
    page = office(f"/office/actions/decisions/{item.meeting_id}/")
    place = [page.index(words) for words in ("Annual report", "Agreed with &lt;changes&gt;", "Map what is offered")]
    assert place == sorted(place)
    assert "A Reduce self-harm" in page
    assert "5.2" in page


def test_a_register_counts_within_its_year_and_keeps_its_gaps():
    ann = make.UserFactory()

    def entered(**data):
        data = {"kind": "challenge", "state": "open", "issue": "Why?", "year": "2016"} | data
        form = ChallengeForm(data, instance=Challenge(), by=ann)
        assert save_row(form), form.errors
        return form.instance.register_number

    assert [entered(), entered(number="7"), entered(), entered(year="2015")] == ["2016/1", "2016/7", "2016/8", "2015/1"]
    row = Challenge.objects.get(year=2016, number=7)
    data = {"kind": "risk", "state": "open", "issue": "Why?", "year": "2016", "number": "", "version": row.version}
    form = ChallengeForm(data, instance=row, by=ann)
    assert save_row(form), form.errors
    assert Challenge.objects.get(pk=row.pk).register_number == "2016/7"


def test_today_says_whose_action_is_overdue_and_whose_answer_is_due(office):
    health = make.PartyFactory(words="Health")
    for name in ("Map what is offered", "Train school nurses"):
        make.ActionLeadFactory(action=make.ActionFactory(words=name, due=LATE), party=health)
    make.ActionFactory(words="Ask the schools", due=date(2016, 5, 31))
    make.ActionFactory(words="In words only", due_in_words="March 2016")
    make.ChallengeFactory(issue="Why so late?", to=make.PartyFactory(words="Police"), response_due=date(2016, 6, 10))
    make.ChallengeFactory(issue="Answered", response="It was", response_due=LATE)
    make.FindingFactory(words="Delays", due=LATE)
    make.FindingFactory(words="Seen to", due=LATE, outcome="It was seen to")
    page = office("/office/").partition('id="lately"')[0]
    for words in (
        "2 actions are overdue",
        "1 action is overdue",
        "1 answer to a challenge is due",
        "1 finding has no word on what came of it",
    ):
        assert words in page
    assert "Nobody named" in page
    for words in ("In words only", "Answered", "Seen to"):
        assert words not in page


def printed(period):
    make.BoardFactory()
    publication = make.PublicationFactory(reporting_period=period)
    make.NarrativeFactory(publication=publication, place="challenges", heading="Challenges")
    return compose(publication, on=TODAY).sections[0].records.challenges


def test_a_challenge_is_printed_if_its_row_says_so_in_the_period_in_which_it_was_open():
    year = make.ReportingPeriodFactory(starts=date(2015, 4, 1), ends=date(2016, 3, 31))
    for issue, raised_on, state in (
        ("Of the year", date(2015, 5, 1), "closed"),
        ("Open from before", date(2014, 5, 1), "escalated"),
        ("Over before", date(2014, 5, 1), "closed"),
        ("Of the next year", date(2016, 4, 1), "open"),
    ):
        make.ChallengeFactory(issue=issue, raised_on=raised_on, state=state, year=raised_on.year, printed=True)
    make.ChallengeFactory(issue="Not for print", raised_on=date(2015, 6, 1))
    assert {row.issue for row in printed(year)} == {"Of the year", "Open from before"}
    assert Challenge.objects.printed_in(None).count() == 4


def test_a_meeting_leads_to_its_decisions_and_actions(office):
    meeting = make.MeetingFactory(state="held")
    item = make.AgendaItemFactory(meeting=meeting)
    make.DecisionFactory(item=item, words="Agreed to pay")
    make.MentionFactory(item=item, action=make.ActionFactory(words="Open a refuge"))
    address = f"/office/actions/decisions/{meeting.pk}/"
    assert f'href="{address}"' in office("/office/meetings/")
    for words in ("Agreed to pay", "Open a refuge"):
        assert words in office(address)
    cancelled = make.MeetingFactory(state="cancelled")
    assert f"/office/actions/decisions/{cancelled.pk}/" not in office("/office/meetings/")


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("", "14 June 2016"),
        ("June 16", "14 June 2016"),  # reads as a day
        ("Summer meeting", "Summer meeting, 14 June 2016"),
        ("Illustration: 14 June 2016", "Illustration: 14 June 2016"),
    ],
)
def test_a_meeting_is_named_by_its_day_and_a_label_of_its_own(label, named):
    assert make.MeetingFactory.build(label=label, year=2016, month=6, day=14).named == named


def test_a_long_log_has_pages_and_an_action_is_found_on_its_own(office):
    rows = [make.ActionFactory(words=f"Action number {number}", due=LATE) for number in range(60)]
    first = office("/office/actions/")
    assert "page 2 of 3" in first and f'id="action-{rows[0].pk}"' in first and f'id="action-{rows[-1].pk}"' not in first
    last = office(ACTION.address(rows[-1]))
    assert f'id="action-{rows[-1].pk}"' in last and f'id="action-{rows[0].pk}"' not in last and 'rel="prev"' in last
    assert "Action number 0" in office("/office/actions/?page=nonsense&with=nonsense")


def test_what_is_no_longer_open_is_read_by_pages_in_the_order_of_the_log(office):
    days = [None, *(date(2015, 1 + number % 12, 28) for number in range(58)), None]
    rows = [
        make.ActionFactory(words=f"Action number {number}", due=day, state="done") for number, day in enumerate(days)
    ]
    in_order = [row.pk for row in log.in_order(rows, TODAY)]
    pages = [office(f"/office/actions/?show=closed&page={number}") for number in (1, 2, 3)]
    assert [int(pk) for page in pages for pk in re.findall(r'class="entry" id="action-(\d+)"', page)] == in_order
    assert ">No longer open 60</a>" in pages[0] and 'href="?show=closed&amp;page=2"' in pages[0]
    for row in (rows[0], rows[30], rows[-1]):
        assert f'id="action-{row.pk}"' in office(ACTION.address(row))


def test_thirty_that_are_closed_are_asked_for_as_often_as_ninety(office):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            office("/office/actions/?show=closed")
        return len(queries)

    for number in range(30):
        make.ActionUpdateFactory(action=make.ActionFactory(words=f"Action number {number}", state="done"))
    few = asked()
    for number in range(60):
        make.ActionUpdateFactory(action=make.ActionFactory(words=f"Older {number}", state="done", due=LATE))
    assert asked() == few


@pytest.mark.parametrize(
    ("page", "kind", "maker", "closed"),
    [
        ("recommendations", RECOMMENDATION, make.RecommendationFactory, {"answer": "not-accepted", "reason": "No"}),
        ("challenges", CHALLENGE, make.ChallengeFactory, {"state": "closed"}),
    ],
)
def test_a_long_register_has_pages_and_each_row_is_found_on_its_own(office, page, kind, maker, closed):
    """In the way that is asked for as in the first; a file has all of them."""
    address, show = f"/office/actions/{page}/", {"recommendations": "refused", "challenges": "closed"}[page]
    rows, over = maker.create_batch(60), maker.create_batch(30, **closed)

    def on(shown):
        return set(map(int, re.findall(rf'class="entry" id="{kind.name}-(\d+)"', shown)))

    pages = [office(f"{address}?page={number}") for number in (1, 2, 3)]
    assert [len(on(each)) for each in pages[:2]] == [25, 25]
    assert not on(pages[0]) & on(pages[1]) and not on(pages[1]) & on(pages[2])
    assert 'href="?page=2"' in pages[0] and 'rel="prev"' in pages[1]
    of_way = [office(f"{address}?show={show}&page={number}") for number in (1, 2)]
    assert set.union(*map(on, of_way)) == {row.pk for row in over}
    assert f'href="?show={show}&amp;page=2"' in of_way[0]
    for row in (*rows[::20], *over[::10], over[-1]):
        assert row.pk in on(office(kind.address(row)))
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    for way, number in (("", len(rows)), (f"&show={show}", len(over))):
        file = b"".join(client.get(f"{address}?csv={kind.name}{way}").streaming_content).decode()
        assert file.count(f"{kind.name}-") >= number


def test_the_file_of_a_long_log_has_all_of_it(office):
    for number in range(60):
        make.ActionFactory(words=f"Action number {number}", due=LATE)
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    file = b"".join(client.get("/office/actions/?csv=action").streaming_content).decode()
    assert all(f"Action number {number}" in file for number in range(60))


def test_the_many_actions_of_a_goal_come_by_pages_and_are_counted_as_one(office):
    goal = make.GoalFactory(key="one", plan=make.PlanFactory(key="plan"))
    rows = [make.ActionFactory(goal=goal, words=f"Number {number}", due=LATE) for number in range(PER_PAGE + 5)]
    first, second = (office(f"/office/plan/plan/goals/one/?page={number}") for number in (1, 2))
    shown = [re.findall(r'class="entry" id="action-(\d+)"', page) for page in (first, second)]
    assert [*shown[0], *shown[1]] == [str(row.pk) for row in rows] and len(shown[0]) == PER_PAGE
    assert f"{PER_PAGE + 5} actions open" in second and 'href="?page=2"' in first
