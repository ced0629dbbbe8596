"""The year to come: laid out in one step, items that move, and what no agenda serves."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from forwardplan import moving, next_year, years
from forwardplan.coverage import coverage, never_in_words
from forwardplan.models import AgendaItem, Meeting
from forwardplan.next_year import Planned
from kit import clock
from kit.needs import Day
from membership.roles import Role
from publications.compose import meetings as compose
from publications.sections import meetings as sections
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    return client


@pytest.fixture
def body(settings):
    settings.TODAY = date(2016, 6, 1)
    make.BoardFactory()
    body = make.BodyFactory(kind="board", name="Board")
    for month in (3, 6, 9, 12):
        make.MeetingFactory(body=body, year=2016, month=month, day=14 if month == 3 else None, venue="Room 1")
    make.MeetingFactory(body=body, year=2016, month=7, state="cancelled")
    make.StandingItemFactory(body=body, title="Minutes", position=1)
    make.StandingItemFactory(body=body, title="Budget", rule="months", months="3,12", position=2)
    return body


def agendas(body, year=2017):
    return {
        meeting.when: [item.title for item in meeting.agendaitem_set.all()]
        for meeting in body.meeting_set.filter(year=year)
    }


def test_next_year_is_laid_out_in_one_step_and_taken_back_in_one(body, client):
    address = reverse("next-year", args=[body.key])
    page = client.get(address).content.decode()
    assert "March 2017\nJune 2017\nSeptember 2017\nDecember 2017</textarea>" in page
    typed = {"meetings": "14 March 2017\nJune 2017\n\n- Sept 2017\nDecember 2017"}
    answer = client.post(address, typed, follow=True)
    assert agendas(body) == {
        "14 March 2017": ["Minutes", "Budget"],
        "June 2017": ["Minutes"],
        "September 2017": ["Minutes"],
        "December 2017": ["Minutes", "Budget"],
    }
    assert body.meeting_set.get(year=2017, month=3).venue == "Room 1"
    assert "Laid out: 2017" in answer.content.decode()
    [(laid_out, _)] = answer.redirect_chain
    assert client.post(laid_out, follow=True).status_code == 200
    assert agendas(body) == {}
    assert client.get(laid_out).status_code == 200  # the history still says what was laid out
    assert client.post(laid_out).status_code == 409


def test_what_somebody_worked_on_is_not_swept_away(body, client):
    answer = client.post(reverse("next-year", args=[body.key]), {"meetings": "June 2017"}, follow=True)
    [(laid_out, _)] = answer.redirect_chain
    make.AgendaItemFactory(meeting=body.meeting_set.get(year=2017), title="By hand", position=9)
    answer = client.post(laid_out)
    assert answer.status_code == 409
    assert "Something was added to" in answer.content.decode()
    assert agendas(body) == {"June 2017": ["Minutes", "By hand"]}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("soon", "“soon” names no day and no month with its year. Write it as March 2017."),
        ("2017", "names no day and no month"),
        ("June 2016", "June 2016 stands in the plan already, or twice here."),
        ("May 2017\nMay 2017", "May 2017 stands in the plan already, or twice here."),
        ("", "This field is required."),
        ("\n".join(["May 2017"] * 41), "These are 41 meetings. At most 40 can be laid out at once."),
    ],
)
def test_a_line_that_names_no_meeting_is_said_beside_the_field(body, client, typed, says):
    page = client.post(reverse("next-year", args=[body.key]), {"meetings": typed}).content.decode()
    assert says in re.sub("<[^>]+>", "", page).replace("&#x27;", "’")
    assert agendas(body) == {}
    assert typed.split("\n")[0] in page


def test_a_form_that_arrives_twice_lays_out_once(body, client):
    typed = {"meetings": "May 2017", "_once": "a-word"}
    for _ in range(2):
        client.post(reverse("next-year", args=[body.key]), typed)
    assert list(agendas(body)) == ["May 2017"]


def test_a_body_that_never_met_has_nothing_to_go_by(client):
    body = make.BodyFactory()
    page = client.get(reverse("next-year", args=[body.key])).content.decode()
    assert "No standing item is recorded" in page
    client.post(reverse("next-year", args=[body.key]), {"meetings": "May 2017"})
    assert agendas(body) == {"May 2017": []}


def test_a_leap_day_is_not_carried_into_a_year_without_one():
    meeting = Meeting(year=2016, month=2, day=29)
    assert next_year.proposed([meeting]) == [Planned(2017, 2, None)]


# Items that move


def test_an_item_that_is_put_off_keeps_where_it_came_from_and_how_often(body, client):
    june, september, december = body.meeting_set.filter(month__in=[6, 9, 12])
    item = make.AgendaItemFactory(meeting=june, title="Neglect")
    ann = make.UserFactory()
    moved = moving.move(item, september, by=ann)
    assert (moved.pk, moved.meeting, moved.deferred_from, moved.times_deferred) == (item.pk, september, june, 1)
    moved = moving.move(moved, december, by=ann)
    assert (moved.deferred_from, moved.times_deferred) == (september, 2)
    # Back where it was put off from, it was not put off.
    moved = moving.move(moved, september, by=ann)
    assert (moved.deferred_from, moved.times_deferred) == (None, 1)
    sheet = client.get(reverse("print-agenda", args=[september.pk])).content.decode()
    assert "Neglect" in sheet


def test_what_a_held_meeting_had_before_it_stays_there_as_deferred(body, client):
    march, june = body.meeting_set.filter(month__in=[3, 6])
    march.state = "held"
    march.save()
    item = make.AgendaItemFactory(meeting=march, title="Neglect")
    make.AgendaItemFactory(meeting=june, title="Neglect")  # of the same key
    client.post(reverse("item-move", args=[item.pk]), {"to": june.pk})
    item.refresh_from_db()
    assert (item.meeting, item.outcome) == (march, "deferred")
    moved = june.agendaitem_set.last()
    assert (moved.title, moved.deferred_from, moved.times_deferred) == ("Neglect", march, 1)
    page = client.get("/office/meetings/").content.decode()
    assert re.search(r"<dt>Deferred from</dt><dd>\s*14 March 2016", page)
    sheet = client.get(reverse("print-agenda", args=[june.pk])).content.decode()
    assert "Deferred from 14 March 2016" in sheet


def test_a_deferred_item_that_nobody_took_up_comes_to_the_first_meeting_of_next_year(body):
    december = body.meeting_set.get(month=12)
    make.AgendaItemFactory(meeting=december, title="Neglect", outcome="deferred", times_deferred=1)
    next_year.lay_out(body, [Planned(2017, 6, None), Planned(2017, 3, None)], by=make.UserFactory())
    item = AgendaItem.objects.get(meeting__year=2017, title="Neglect")
    assert (item.meeting.month, item.deferred_from, item.times_deferred) == (3, december, 2)
    assert next_year.still_deferred(body) == []


@pytest.mark.parametrize("to", ["same", "held", "another body"])
def test_where_an_item_cannot_go_it_does_not(body, to):
    june, september = body.meeting_set.filter(month__in=[6, 9])
    item = make.AgendaItemFactory(meeting=june)
    target = {"same": june, "held": september, "another body": make.MeetingFactory()}[to]
    if to == "held":
        september.state = "held"
        september.save()
    with pytest.raises(ValidationError):
        moving.move(item, target, by=make.UserFactory())


def test_an_item_without_another_meeting_has_nowhere_to_go(client):
    item = make.AgendaItemFactory()
    page = client.get(reverse("item-move", args=[item.pk])).content.decode()
    assert "No other meeting" in page
    assert client.post(reverse("item-move", args=[item.pk]), {"to": ""}).status_code == 200


# What the agendas cover


@pytest.fixture
def plan(body):
    plan = make.PlanFactory(title="Plan", starts=date(2016, 1, 1), ends=date(2018, 12, 31))
    for code in "ABC":
        make.GoalFactory(plan=plan, code=code, title=f"Priority {code}", kind="priority")
    for code in range(1, 6):
        make.GoalFactory(plan=plan, code=str(code), title=f"Objective {code}", kind="objective")
    return plan


def test_what_never_comes_before_the_body_is_said_in_words(plan, body, client):
    goals = {goal.code: goal for goal in plan.goal_set.all()}
    march, june, _, _ = body.meeting_set.exclude(state="cancelled")
    make.AgendaItemFactory(meeting=march, goal=goals["B"], title="Bullying")
    standing = make.StandingItemFactory(body=body, goal=goals["1"])
    make.AgendaItemFactory(meeting=june, standing_item=standing)
    make.AgendaItemFactory(meeting=june)
    cancelled = body.meeting_set.get(state="cancelled")
    make.AgendaItemFactory(meeting=cancelled, goal=goals["A"])
    # What serves a goal below another serves that one too.
    make.GoalFactory(plan=plan, code="2a", parent=goals["2"], kind="objective")
    make.AgendaItemFactory(meeting=june, goal=plan.goal_set.get(code="2a"))
    found = coverage(plan, body.meeting_set.all())
    assert never_in_words(found, plan) == "priorities A and C; objectives 3 to 5"
    assert (found.items, found.unsaid) == (4, 1)
    page = client.get(reverse("coverage", args=[body.key])).content.decode()
    assert "Never before Board in 2016: priorities A and C; objectives 3 to 5." in page
    assert "Of 4 items on these agendas 1 names no goal." in page
    assert "Bullying" in page
    # In public where a document has the section.
    document = make.PublicationFactory(
        kind="forward-plan", body=body, plan=plan, meetings_from=date(2016, 1, 1), meetings_to=date(2016, 12, 31)
    )
    content = compose.coverage(document, None, date(2016, 6, 1))
    section = make.NarrativeFactory.build(publication=document, key="coverage")
    words = repr(list(sections.coverage(section, content)))
    assert "On no agenda of these meetings: priorities A and C; objectives 3 to 5." in words


def test_what_is_missing_is_put_on_an_agenda_that_is_still_ahead(plan, body, client, settings):
    ahead = list(body.meeting_set.filter(state="planned"))
    for number, each in enumerate(ahead):
        settings.TODAY = each.at_latest
        page = client.get(reverse("coverage", args=[body.key])).content.decode()
        assert f"?meeting={each.pk}&amp;goal=" in page
        assert not any(f"?meeting={earlier.pk}&amp;goal=" in page for earlier in ahead[:number])
    settings.TODAY = ahead[-1].at_latest + timedelta(days=1)
    assert "?meeting=" not in client.get(reverse("coverage", args=[body.key])).content.decode()


def test_goals_of_two_plans_are_told_apart_where_an_item_serves_one(body, client):
    for period in ("2014/15", "2016 - 2019"):
        make.GoalFactory(plan=make.PlanFactory(period_as_printed=period), code="A", title="Early help")
    meeting = body.meeting_set.first()
    for kind, within in (("agendaitem", f"meeting={meeting.pk}"), ("standingitem", f"body={body.pk}")):
        page = client.get(f"{reverse('row-add', args=[kind])}?{within}").content.decode()
        assert "A Early help (2014/15)" in page
        assert "A Early help (2016 - 2019)" in page


def test_where_nothing_is_recorded_the_page_says_what_is_missing(client):
    body = make.BodyFactory()
    page = client.get(reverse("coverage", args=[body.key])).content.decode()
    assert "No plan with goals is recorded for this time." in page
    make.GoalFactory()
    assert "No meeting of" in client.get(reverse("coverage", args=[body.key])).content.decode()


@pytest.mark.parametrize(
    ("known", "span", "held"),
    [
        ({"year": 2016, "month": 2, "day": 29}, ("2015-10-01", "2016-09-30"), True),
        ({"year": 2015, "month": 10, "day": 1}, ("2015-10-01", "2016-09-30"), True),
        ({"year": 2016, "month": 9, "day": 30}, ("2015-10-01", "2016-09-30"), True),
        ({"year": 2016, "month": 10, "day": 1}, ("2015-10-01", "2016-09-30"), False),
        ({"year": 2015, "month": 9, "day": 30}, ("2015-10-01", "2016-09-30"), False),
        ({"year": 2016, "month": 4}, ("2016-04-01", "2017-03-31"), True),
        ({"year": 2017, "month": 3}, ("2016-04-01", "2017-03-31"), True),
        ({"year": 2017, "month": 4}, ("2016-04-01", "2017-03-31"), False),
        # Of a year without a month nobody knows, unless all of it lies in the span.
        ({"year": 2016}, ("2016-04-01", "2017-03-31"), False),
        ({"year": 2016}, ("2016-01-01", "2016-12-31"), True),
        ({"year": 2016, "month": 12, "day": 31}, ("2016-01-01", "2016-12-31"), True),
        ({"year": 2016, "month": 6}, ("2016-06-15", "2017-06-14"), True),
    ],
)
def test_which_meetings_are_in_a_year(known, span, held):
    first, last = map(date.fromisoformat, span)
    assert years.Span("", "", first, last).holds(Meeting(**known)) is held


# The next meeting, by the clock

CLOCK = [
    # Today, and when the board meets; which of them is next.
    (date(2016, 2, 28), [(2016, 2, 29)], 0),
    (date(2016, 2, 29), [(2016, 2, 29)], 0),
    (date(2016, 3, 1), [(2016, 2, 29)], None),
    (date(2015, 2, 28), [(2015, 2, None)], 0),
    (date(2015, 3, 1), [(2015, 2, None)], None),
    (date(2016, 2, 29), [(2016, 2, None), (2016, 3, 1)], 0),
    # Summer time begins and ends.
    (date(2016, 3, 26), [(2016, 3, 27)], 0),
    (date(2016, 3, 27), [(2016, 3, 27)], 0),
    (date(2016, 3, 28), [(2016, 3, 27), (2016, 4, None)], 1),
    (date(2016, 10, 29), [(2016, 10, 30)], 0),
    (date(2016, 10, 30), [(2016, 10, 30)], 0),
    (date(2016, 10, 31), [(2016, 10, 30), (2016, 10, None)], 1),
    # The year ends: of the calendar, of the budget, of the report, of the school.
    (date(2016, 12, 31), [(2016, 12, 31), (2017, 1, 1)], 0),
    (date(2017, 1, 1), [(2016, 12, 31), (2017, 1, 1)], 1),
    (date(2016, 12, 31), [(2016, None, None), (2017, 1, 1)], 0),
    (date(2017, 1, 1), [(2016, None, None), (2017, 1, 1)], 1),
    (date(2016, 3, 31), [(2016, 3, 31), (2016, 4, 1)], 0),
    (date(2016, 4, 1), [(2016, 3, 31), (2016, 4, 1)], 1),
    (date(2016, 9, 30), [(2016, 9, None), (2016, 10, 1)], 0),
    (date(2016, 10, 1), [(2016, 9, None), (2016, 10, 1)], 1),
    (date(2016, 8, 31), [(2016, 8, 31), (2016, 9, 1)], 0),
    (date(2016, 9, 1), [(2016, 8, 31), (2016, 9, 1)], 1),
]


def test_the_next_meeting_is_the_same_for_office_and_members(settings):
    from forwardplan.needs import next_meeting

    body = make.BodyFactory(kind="board")
    for today, known, following in CLOCK:
        settings.TODAY = today
        Meeting.objects.all().delete()
        meetings = [make.MeetingFactory(body=body, year=y, month=m, day=d) for y, m, d in known]
        make.MeetingFactory(body=body, year=today.year, month=today.month, day=today.day, state="cancelled")
        expected = None if following is None else meetings[following]
        assert next_meeting(Day(clock.today(), None)) == expected, (today, known)
        assert Meeting.objects.ahead(clock.today()).filter(body=body).first() == expected, (today, known)
