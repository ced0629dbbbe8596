"""What happened since a meeting, the page as it was before one, and the brief on two pages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lscb.members import brief, dashboard
from lscb.members.brief import ROOMS
from lscb.members.reader import board_meetings, reader
from membership.models import User
from membership.roles import Role
from publications.files import checker, pdf
from tests import factories as make
from tests.members_page import Reader, in_order, part
from tests.pdf_reading import Reading

pytestmark = pytest.mark.django_db

JUNE = date(2016, 6, 1)


@pytest.fixture
def read(db, settings):
    settings.TODAY = JUNE
    return Reader(settings)


@pytest.fixture
def member(read):
    return User.objects.get(pk=read.client.session["_auth_user_id"])


@pytest.fixture
def board():
    return make.BodyFactory(kind="board", name="The Board")


@pytest.fixture
def seat(board, member):
    seat = make.SeatFactory(body=board, role="District Commander", organisation=make.OrganisationFactory(name="Police"))
    make.AppointmentFactory(seat=seat, login=member, name="Somebody")
    return seat


def held(board, month, day=None, **more):
    return make.MeetingFactory(body=board, year=2016, month=month, day=day, state="held", **more)


def since(text):
    return text[text.index("\nSince the") : text.index("\nQuestions to ask\n")]


# Since when


def test_it_counts_from_the_last_meeting_at_which_the_seat_of_the_reader_came(board, seat, read):
    march, april, may = (held(board, month, 10) for month in (3, 4, 5))
    for meeting, mark in ((march, "present"), (april, "deputy"), (may, "apologies")):
        make.AttendanceFactory(meeting=meeting, seat=seat, mark=mark)
    assert "Since the meeting you were last at, 10 March 2016" in read(JUNE)
    make.AttendanceFactory(meeting=april, seat=make.SeatFactory(body=board), mark="present")
    assert "10 March 2016" in since(read(JUNE))


def test_without_a_mark_it_counts_from_the_last_meeting_that_was_held(board, seat, read):
    held(board, 3, 10)
    make.MeetingFactory(body=board, year=2016, month=4, state="planned")
    held(make.BodyFactory(), 5, 10)
    text = read(JUNE)
    assert "Since the last meeting, 10 March 2016" in text
    assert "No mark says that you were at a meeting" in text


def test_nothing_since_is_said(board, read):
    held(board, 5, 10)
    assert "Nothing is recorded since: no decision" in read(JUNE)


# What


def test_what_happened_since_and_nothing_before(board, read):
    before, march, april = held(board, 2, 10), held(board, 3, 10), held(make.BodyFactory(name="Executive"), 4, 10)
    for meeting, words in ((before, "Too early"), (march, "A bid is made"), (april, "A map is drawn")):
        make.DecisionFactory(item__meeting=meeting, words=words, minute="7")
    make.ActionFactory(words="Closed since", state="done", closed_on=date(2016, 4, 1))
    make.ActionFactory(words="Closed long ago", state="done", closed_on=date(2016, 1, 1))
    make.ActionUpdateFactory(action=make.ActionFactory(words="Heard of"), on=date(2016, 5, 2), words="It went on")
    make.ActionUpdateFactory(action=make.ActionFactory(words="Unheard of"), on=date(2016, 2, 2), words="It began")
    new = make.ActionFactory(words="Raised in April")
    make.MentionFactory(item__meeting=april, action=new, what="raised")
    held(board, 3, 20)  # the last
    text = since(read(JUNE))
    for words in ("A map is drawn", "Executive, 10 April 2016, minute 7", "done", "Closed since", "It went on"):
        assert words in text, words
    assert "new action" in text
    assert "Raised in April" in text
    for words in ("Too early", "A bid is made", "Closed long ago", "Unheard of", "It began"):
        assert words not in text, words


def test_the_decisions_of_the_very_meeting_are_told(board, read):
    make.DecisionFactory(item__meeting=held(board, 5, 10), words="A bid is made")
    assert "A bid is made" in since(read(JUNE))


def test_versions_that_were_published_since_lead_to_them(board, read, public_root):
    held(board, 5, 10)
    for day, title in ((date(2016, 5, 20), "New plan"), (date(2016, 5, 1), "Old plan")):
        publication = make.PublicationFactory(kind="business-plan", title=title, slug=str(day.day))
        make.EditionFactory(publication=publication, published=True, number=1, published_on=day)
    text = since(read(JUNE))
    assert "New plan" in text
    assert "20 May 2016" in text
    assert "Old plan" not in text


def moving(goal, *values, wanted="down", received=None):
    series = make.MeasureFactory(goal=goal).indicator.series_set.create(name="Stage 4", key="s")
    if wanted:
        make.AimFactory(goal=goal, series=series, wanted=wanted)
    for place, value in enumerate(values):
        make.ObservationFactory(
            series=series, value=value, ends=date(2015, 6, 30) + timedelta(days=90 * place), received_on=received
        )
    return series


@pytest.fixture
def goal():
    plan = make.PlanFactory(starts=date(2016, 4, 1), ends=date(2019, 3, 31))
    return make.GoalFactory(plan=plan, code="A")


def test_figures_that_moved_against_what_was_wanted_stand_first(goal, board, read):
    held(board, 5, 10)
    moving(goal, 5, 4)
    moving(goal, 1, 9, received=date(2016, 5, 20))
    moving(goal, 2, 3, wanted="")
    text = part(read(JUNE), "Figures that moved", "Next meeting of the board")
    in_order(
        text,
        "8 months ago), from 1",
        "up, against",
        "8 months ago), from 5",
        "down, as was wanted",
        "no aim says which way it is to go",
    )
    assert "1 came in since 10 May 2016." in text
    assert "while it was to go down: what explains it?" in read(JUNE)


def test_a_line_is_drawn_from_four_points_on(goal, read):
    moving(goal, 1, 2, 3)
    assert "<svg" not in read.page(JUNE)
    moving(goal, 1, 2, 3, 4)
    assert "<svg" in read.page(JUNE)


# As it was


def test_the_page_of_a_day_that_is_over_tells_what_was_known_then(goal, board, read, settings):
    march, may = held(board, 3, 10), held(board, 5, 10)
    moving(goal, 7, 8, 999, received=date(2016, 5, 20))
    moving(goal, 5, 6)
    make.ActionFactory(words="Closed in May", state="done", closed_on=date(2016, 5, 11), due=date(2016, 4, 1))
    make.ActionUpdateFactory(action=make.ActionFactory(words="Open"), on=date(2016, 5, 30), words="Heard after it")
    make.DecisionFactory(item__meeting=may, words="Decided in May")
    make.MentionFactory(item__meeting=may, action=make.ActionFactory(words="Raised in May"), what="raised")
    for month, issue in ((4, "Asked in April"), (5, "Asked late in May")):
        day = date(2016, month, 20)
        make.ChallengeFactory(year=2016, issue=issue, raised_on=day, response_due=day)
    make.DecisionFactory(item__meeting=march, words="Decided in March")
    text = read.at(reverse("welcome-then", args=[may.pk]))
    assert "As recorded on 9 May 2016." in text
    assert "This is what was known the day before the meeting" in text
    in_order(text, "Since the last meeting, 10 March 2016", "Decided in March", "Closed in May", "overdue by 1 month")
    assert "“Asked in April” What is the answer?" in text
    for words in ("Decided in May", "Heard after it", "999", "Raised in May", "Asked late in May"):
        assert words not in text, words
    assert "10 May 2016, tomorrow" in text


def test_only_meetings_of_the_board_that_are_over_have_such_a_page(board, read, settings):
    settings.TODAY = JUNE
    ahead = make.MeetingFactory(body=board, year=2016, month=6, day=14)
    of_a_group = held(make.BodyFactory(), 3, 10)
    cancelled = make.MeetingFactory(body=board, year=2016, month=4, state="cancelled")
    for meeting in (ahead, of_a_group, cancelled):
        for name in ("welcome-then", "brief-then"):
            assert read.client.get(reverse(name, args=[meeting.pk])).status_code == 404


# The brief


def faults(made):
    """What is wrong with it; two pages need no list of what is on them."""
    return [fault.words for fault in checker.check(made.data) if fault.rule != "contents"]


@pytest.fixture
def much(goal, board, seat, settings):
    """More of everything than two pages hold, in long words."""
    long = "Words that go on and on about what is to be done and by whom, in the way that such words do. " * 3
    meeting = make.MeetingFactory(body=board, year=2016, month=6, day=14)
    march = held(board, 3, 10)
    for number in range(14):
        make.ActionFactory(words=f"{number} {long}", due=date(2016, 3, 31))
        make.AgendaItemFactory(meeting=meeting, title=f"Item {number} {long}"[:250])
        make.DecisionFactory(item__meeting=march, words=f"Decision {number} {long}")
        moving(make.GoalFactory(plan=goal.plan, code=f"B{number}", title=long[:250]), 1, 2, 3, 4 + number)
        make.IndicatorFactory(owed_by=make.PartyFactory(words=f"Owner {number}"), name=f"Measure {number} {long}"[:200])


def test_the_brief_has_two_pages_and_says_what_it_leaves_out(much, member):
    made = brief.make(dashboard.gather(reader(member, JUNE, board_meetings())), "https://board.example/members/")
    assert made.pages == 2
    assert faults(made) == []
    assert made.remarks == ()
    text = Reading(made.data).tree.text
    for words in (
        "Before you meet: 14 June 2016",
        "more on the page for members",
        "For members of the board; not published.",
        "Your organisation: Police",
        "https://board.example/members/",
    ):
        assert words in text, words


def test_the_brief_of_an_empty_board_has_two_pages_too(member):
    facts = dashboard.gather(reader(member, JUNE, board_meetings()))
    made = brief.make(facts)
    assert made.pages == 2
    assert faults(made) == []
    assert "No meeting of the board is recorded as planned." in Reading(made.data).tree.text


def test_a_page_that_overflows_loses_rows_and_the_other_keeps_its_own(monkeypatch):
    asked = []
    monkeypatch.setattr(brief, "html", lambda facts, front, back, address: asked.append(front.rows))
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"", pages=3, versions=""))
    sides = iter([[2, 1], [1, 1], [2, 1], [1, 1]])
    monkeypatch.setattr(brief, "pages_of_each", lambda made, heading: next(sides))
    brief.make({"since": ""})
    # All of it, then the middle of what is left to try; the second page, which fits, stays as it is.
    assert asked == [ROOMS[each].rows for each in (0, 4, 2, 3)]
    monkeypatch.setattr(brief, "pages_of_each", lambda made, heading: [1, 2])
    with pytest.raises(pdf.PdfFailed, match="its shortest form"):
        brief.make({"since": ""})


def test_the_brief_is_made_on_the_spot_for_whoever_reads_the_page(board, read, monkeypatch):
    monkeypatch.setattr(brief, "make", lambda *facts: pdf.Made(data=b"%PDF", pages=2, versions=""))
    answer = read.client.get(reverse("brief"))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF", "application/pdf")
    assert "before-you-meet" in answer["Content-Disposition"]
    office = Client()
    office.force_login(make.UserFactory(roles=[Role.EDITOR]))
    assert office.get(reverse("brief-then", args=[held(board, 3, 10).pk])).status_code == 200


def test_where_no_brief_can_be_made_the_page_says_why(read, monkeypatch):
    def busy(*facts):
        raise pdf.PdfBusy

    monkeypatch.setattr(brief, "make", busy)
    answer = read.client.get(reverse("brief"))
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Read it on screen" in answer.content.decode()
