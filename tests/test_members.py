"""The page that board members read before a meeting, for boards of all kinds."""

import re
from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forwardplan.models import Meeting
from membership.models import Appointment, Body, User
from membership.roles import Role
from tests import factories as make
from tests.members_page import Reader, in_order, part

pytestmark = pytest.mark.django_db

JUNE = date(2016, 6, 1)
MOST_QUERIES = 25


@pytest.fixture
def read(db, settings):
    return Reader(settings)


def test_staff_find_the_way_to_the_office():
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    make.BoardFactory()
    assert client.get(reverse("welcome")).url == "/office/"  # before there is anything to read
    make.BodyFactory()
    assert "/office/" in client.get(reverse("welcome")).content.decode()


def test_a_board_that_is_new_reads_what_is_not_recorded(read):
    text = read(JUNE)
    in_order(
        text,
        "No meeting of the board is recorded before this day, so there is none to count from.",
        "Nothing recorded suggests a question.",
        "No action is open.",
        "No figure moved that can be compared with the one before.",
        "No meeting of the board is recorded as planned from this day on.",
        "No budget is recorded.",
        "No place is recorded as vacant.",
        "Nothing is published here yet.",
        "No plan is recorded.",
        "No priority is recorded.",
        "No plan is recorded, so there is nothing to measure.",
    )
    assert not re.search(r"£|\b0\b|None", text)


def test_a_plan_without_goals_and_a_budget_without_lines(read):
    make.PlanFactory(title="Bare plan", starts=date(2016, 4, 1))
    make.BudgetFactory(financial_year="2016/17")
    text = read(JUNE)
    assert "Bare plan\nIn force since April 2016." in text
    assert "No priority is recorded." in text
    assert "No measure is recorded, so nobody owes a figure." in text
    assert "Income\nnot recorded\nSpending\nnot recorded\nBalance\nnot known" in text
    assert "The dates of this budget are not recorded." in text


def test_a_meeting_with_all_that_can_be_known(read):
    board = make.BodyFactory(kind="board", name="The Board")
    make.MeetingFactory(
        body=board,
        year=2016,
        month=6,
        day=14,
        starts_at=time(10),
        ends_at=time(12, 30),
        venue="Civic Centre",
        papers_due=date(2016, 6, 7),
        papers_where="https://papers.example/june",
    )
    text = read(JUNE)
    in_order(
        text,
        "14 June 2016, in 13 days",
        "10:00 to 12:30",
        "Civic Centre",
        "7 June 2016, in 6 days",
        "https://papers.example/june",
        "Its agenda is not recorded.",
    )


@pytest.mark.parametrize(
    ("known", "last_day"),
    [
        ({"month": 6, "day": 14}, date(2016, 6, 14)),
        ({"month": 6}, date(2016, 6, 30)),
        ({"month": 12}, date(2016, 12, 31)),
        ({}, date(2016, 12, 31)),
    ],
)
def test_a_meeting_counts_until_it_is_over(known, last_day):
    meeting = make.MeetingFactory(year=2016, **known)
    for day in (date(2015, 12, 31), date(2016, 1, 1), last_day):
        assert list(Meeting.objects.ahead(day)) == [meeting], day
    assert not Meeting.objects.ahead(date.fromordinal(last_day.toordinal() + 1))


def test_only_what_the_board_itself_plans_is_its_next_meeting(read):
    board = make.BodyFactory(kind="board")
    make.MeetingFactory(body=make.BodyFactory(), year=2016, month=6)
    make.MeetingFactory(body=board, year=2016, month=6, state="cancelled")
    make.MeetingFactory(body=board, year=2016, month=5, day=31)
    make.MeetingFactory(body=board, year=2016)
    assert "2016, month not fixed" in read(JUNE)
    make.MeetingFactory(body=board, year=2016, month=9)
    assert "September 2016, day not fixed" in read(JUNE)


@pytest.fixture
def goal():
    plan = make.PlanFactory(title="Plan", period_as_printed="2016-19", starts=date(2016, 4, 1), ends=date(2019, 3, 31))
    return make.GoalFactory(plan=plan, code="A", title="Keep children safe")


def forerunner(goal, code="F", **more):
    old = make.GoalFactory(plan__period_as_printed="2013-16", code=code, **more.pop("plan", {}))
    make.LineageFactory(from_goal=old, to_goal=goal, **more)
    return old


def measured(goal, name="Referrals", **observation):
    measure = make.MeasureFactory(goal=goal, indicator__name=name)
    series = make.SeriesFactory(indicator=measure.indicator, name="All")
    if observation:
        make.ObservationFactory(**{"series": series, "period_as_printed": ""} | observation)
    return series


def test_a_figure_of_its_own_goes_before_what_it_came_from(goal, read):
    measured(forerunner(goal), "Old measure", value=1)
    assert "From priority F of 2013-16, kept since" in read(JUNE)
    measured(goal, "New measure", value=0)
    text = read(JUNE)
    assert "New measure\n0\nno date given" in text
    assert "Old measure" not in text
    assert "From priority" not in text


def test_a_measure_of_its_own_without_a_figure_stands_beside_the_figures_before(goal, read):
    measured(forerunner(goal), "Old measure", value=1)
    measured(goal, "New measure", state="not-available")
    in_order(read(JUNE), "New measure\nNot available: no reason given", "From priority F", "Old measure\n1\n")


def test_figures_are_found_two_plans_back(goal, read):
    between = forerunner(goal, code="M", kind="reworded")
    measured(forerunner(between, code="O"), value=7)
    assert "From priority O of 2013-16, kept and reworded since" in read(JUNE)


def test_the_aim_of_the_goal_may_name_a_line_that_nothing_else_measures(goal, read):
    series = make.SeriesFactory(indicator__name="Waiting", indicator__unit="days", name="Referrals")
    make.ObservationFactory(series=series, value=3, period_as_printed="March 2016", ends=date(2016, 3, 31))
    make.AimFactory(goal=goal, series=series, wanted="down", target=2, by_when=date(2017, 3, 31))
    assert (
        "Wanted: down at Referrals. Target: 2 days by 31 March 2017. "
        "Recorded: 3 days (March 2016). One figure, nothing to compare it with. The target is not reached yet."
        in read(JUNE)
    )


def test_a_supplier_who_stopped_is_named_with_the_last_figure_there_was(goal, read):
    series = measured(goal, value=45, ends=date(2015, 9, 30), timing="as-at")
    series.indicator.owed_by = make.PartyFactory(words="The Trust")
    series.indicator.save()
    assert "owes" not in read(JUNE).replace("nobody owes", "")
    make.ObservationFactory(series=series, state="withheld", period_as_printed="May 2016", ends=date(2016, 5, 31))
    text = read(JUNE)
    assert "Recorded since: Withheld by the supplier: no reason given (May 2016)" in text
    assert "The Trust owes 1 figure\n" in text
    assert "the last figure was 45 (30 September 2015, 8 months ago)" in text


def test_what_the_board_closed_is_owed_no_longer(goal, read):
    old = make.GoalFactory(plan__period_as_printed="2013-16", code="Z")
    measured(old, "Closed measure")
    make.EvidenceFactory(goal=old, state="none", words="")
    assert "what became of it is not recorded" in read(JUNE)
    closed = make.LineageFactory(plan=goal.plan, from_goal=old, to_goal=None, kind="closed", reading="ours")
    assert "which this plan doesn't continue (our reading)" in read(JUNE)
    closed.reading = "board"
    closed.save()
    text = read(JUNE)
    assert "Closed measure" not in text
    assert "Evidence" not in text


def test_later_evidence_takes_the_place_of_none(goal, read):
    first, second = (make.ReportingPeriodFactory(label=str(year), ends=date(year, 9, 30)) for year in (2014, 2015))
    make.EvidenceFactory(goal=goal, period=first, state="none", words="")
    assert "None\nFor priority A; recorded for 2014" in read(JUNE)
    make.EvidenceFactory(goal=goal, period=second, state="found")
    assert "Evidence" not in read(JUNE)


def test_a_goal_that_ended_before_its_plan_is_not_shown(goal, read):
    goal.ends = date(2016, 5, 31)
    goal.save()
    assert "No priority is recorded." in read(JUNE)
    goal.ends = goal.plan.ends
    goal.save()
    assert "Keep children safe" in read(date(2019, 4, 1))


def test_one_of_a_kind_is_said_in_the_singular(goal, read):
    make.GoalFactory(plan=goal.plan, kind="objective")
    make.GoalFactory(plan=goal.plan, kind="duty")
    budget = make.BudgetFactory()
    make.ContributionFactory(budget=budget, amount=5, status="proposed")
    make.ContributionFactory(budget=budget, amount=7, status="agreed")
    measured(goal)
    text = read(JUNE)
    for line in ("\n1 objective\n", "\n1 duty\n", "as owing this figure\n"):
        assert line in text
    assert "<span>Figures owed</span> <span>1 figure</span>" in read.page(JUNE)
    assert "£5: 1 of 2 contributions, proposed and not yet agreed" in text


def test_more_spending_than_income_is_said_in_words(read):
    budget = make.BudgetFactory(financial_year="2016/17", agreed_on=JUNE, agreed_in_words="minute 7")
    make.BudgetLineFactory(budget=budget, side="income", estimate=100)
    make.BudgetLineFactory(budget=budget, estimate=150)
    text = read(JUNE)
    assert "Balance\n-£50\n" in text
    assert "\n£50 more is to be spent than comes in." in text
    assert "Agreed: 1 June 2016, minute 7." in text
    make.BudgetLineFactory(budget=budget, estimate=None)
    text = read(JUNE)
    assert "Spending\nat least £150, 1 amount not given\nBalance\nnot known\n" in text
    assert "\nAt least £50 more is to be spent than comes in." in text
    assert "1 amount is not recorded and not counted." in text


def test_vacant_places_are_those_of_the_day():
    vacant = {"state": "vacant", "name": ""}
    now = make.AppointmentFactory(**vacant, starts=JUNE)
    make.AppointmentFactory(**vacant, ends=date(2016, 5, 31))
    make.AppointmentFactory(**vacant, seat__ends=date(2016, 5, 31))
    make.AppointmentFactory(**vacant, seat__body__ends=date(2016, 5, 31))
    make.AppointmentFactory()
    make.SeatFactory()
    assert list(Appointment.objects.vacant(JUNE)) == [now]


def test_a_vacant_place_by_its_office_its_role_and_whom_it_represents(read):
    body = make.BodyFactory(name="Audit Group")
    trust = make.OrganisationFactory(name="The Trust")
    make.AppointmentFactory(
        seat=make.SeatFactory(body=body, role="Lead nurse", office="vice-chair", organisation=trust),
        state="vacant",
        name="",
        starts=date(2016, 3, 1),
    )
    assert "Audit Group: Vice chair (Lead nurse), The Trust (vacant since 1 March 2016)" in read(JUNE)


def test_published_documents_are_those_of_the_tree(read, public_root):
    (public_root / "current/business-plan").mkdir(parents=True)
    (public_root / "current/business-plan/index.html").touch()
    make.PlanFactory()
    text = read(JUNE)
    assert "Read the published business plan" in text
    assert part(text, "Published documents", "The plan").split("\n")[2:] == ["Business plan"]
    assert read.page(JUNE).count('href="/business-plan/"') == 2


# Effort


def fill(count):
    """A board with so much of everything that the page shows."""
    board = make.BoardFactory()
    body = make.BodyFactory(kind="board")
    plan = make.PlanFactory(starts=date(2016, 4, 1))
    before = make.PlanFactory()
    budget = make.BudgetFactory(starts=date(2016, 4, 1))
    meeting = make.MeetingFactory(body=body, year=2016, month=6)
    period = make.ReportingPeriodFactory()
    for _ in range(count):
        for kind in ("priority", "objective"):
            new = make.GoalFactory(plan=plan, kind=kind)
            old = make.GoalFactory(plan=before)
            make.LineageFactory(from_goal=old, to_goal=new)
            owner = make.PartyFactory(words="", organisation=make.OrganisationFactory())
            indicator = make.IndicatorFactory(owed_by=owner)
            make.MeasureFactory(goal=old, indicator=indicator)
            make.MeasureFactory(goal=new)
            for series in make.SeriesFactory.create_batch(2, indicator=indicator):
                make.ObservationFactory.create_batch(count + 2, series=series, value=1)
                make.ObservationFactory(series=series, state="not-available")
                make.AimFactory(goal=new, series=series, wanted="down")
            make.EvidenceFactory(goal=new, period=period, state="planned")
        make.AgendaItemFactory(meeting=meeting)
        action = make.ActionFactory(due=date(2016, 3, 31), goal=make.GoalFactory(plan=before))
        make.ActionLeadFactory(action=action, party__words=f"Lead {action.pk}")
        make.ActionUpdateFactory(action=action)
        make.MeetingFactory(body=body, year=2016, month=7)
        make.ContributionFactory(budget=budget)
        make.BudgetLineFactory(budget=budget)
        organisation = make.OrganisationFactory(parent=make.OrganisationFactory())
        make.AppointmentFactory(seat__organisation=organisation, state="vacant", name="")
    return board


@pytest.mark.parametrize("count", [2, 7])
def test_the_database_is_asked_as_often_for_seven_goals_as_for_two(count, read):
    fill(count)
    member = User.objects.get(pk=read.client.session["_auth_user_id"])
    for body in Body.objects.filter(kind="board"):
        for _ in range(count):
            seat = make.SeatFactory(body=body, organisation=make.OrganisationFactory())
            make.AppointmentFactory(seat=seat, login=member)
            held = make.MeetingFactory(body=body, year=2016, month=3, state="held")
            make.AttendanceFactory(meeting=held, seat=seat)
            make.DecisionFactory(item__meeting=held)
            party = make.PartyFactory(words="", organisation=seat.organisation)
            make.IndicatorFactory(owed_by=party)
            make.ChallengeFactory(to=party)
    with CaptureQueriesContext(connection) as queries:
        page = read.page(JUNE)
    assert page.count('class="goal"') == 2 * count
    assert page.count("Planned: ") == 2 * count
    assert page.count("All that is recorded of it") == count
    assert page.count(">decided<") == count
    assert len(queries) == MOST_QUERIES


def test_of_a_long_list_the_first_forty_are_told_until_somebody_asks_for_all(settings):
    settings.TODAY = JUNE
    make.BoardFactory()
    make.ActionFactory.create_batch(45, due=date(2016, 3, 31))
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.MEMBER]))

    def page(address):
        return client.get(address).content.decode()

    first = page("/members/")
    assert first.count('<span class="state late">overdue</span>') == 40
    assert '40 of 45 are told here. <a href="?all=yes#actions">All 45</a>' in first
    assert "<span>45 overdue</span>" in first
    every = page("/members/?all=yes")
    assert every.count('<span class="state late">overdue</span>') == 45
    assert "are told here" not in every
