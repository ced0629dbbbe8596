"""The sheets for the table: what stands on each, and whose names."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lscb.office.printing.sheet import MOST
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


@pytest.fixture
def read(client):
    def read(address):
        answer = client.get(f"/office/print/{address}/")
        assert answer.status_code == 200
        return " ".join(answer.content.decode().partition("<main")[2].split())

    return read


def test_the_forward_plan_shows_what_is_ahead(read):
    body = make.BodyFactory(name="Board", kind="board")
    make.AgendaItemFactory(meeting=make.MeetingFactory(body=body, year=2016, month=5, day=9), title="Over")
    ahead = make.MeetingFactory(body=body, year=2016, month=6, day=None, venue="Civic Centre")
    make.AgendaItemFactory(meeting=ahead, title="Self-harm")
    make.MeetingFactory(body=body, year=2016, month=9, day=14, papers_due=date(2016, 9, 7))
    page = read("forward-plan")
    assert "June 2016, day not fixed" in page
    assert "Self-harm" in page
    assert "7 September 2016" in page
    assert "No agenda is recorded." in page
    assert "Over" not in page


def test_the_budget_has_its_totals(read):
    budget = make.BudgetFactory(key="2016-17", agreed_on=date(2016, 3, 9), agreed_in_words="minute 7")
    make.ContributionFactory(budget=budget, label="Police", share=60, amount=600)
    make.ContributionFactory(budget=budget, label="Council", share=40, amount=400)
    make.BudgetLineFactory(budget=budget, side="income", description="Partners", from_contributions=True)
    make.BudgetLineFactory(budget=budget, side="expenditure", description="Chair", estimate=700)
    make.BudgetLineFactory(budget=budget, side="expenditure", description="Unknown", estimate=None)
    page = read("budget/2016-17")
    assert "9 March 2016, minute 7" in page
    for words in (
        "£1,000",
        "100.0%",
        "at least £700, 1 amount not given",
        "not known",
        "1 amount is not recorded and not counted.",
    ):
        assert words in page
    # A column in which nothing stands would only take room.
    assert "Outturn" not in page


def test_members_are_named_with_those_who_sit_there_now(read):
    seat = make.SeatFactory(role="District Commander", body=make.BodyFactory(name="Board"), number=2)
    make.AppointmentFactory(seat=seat, name="Pat Smith")
    make.AppointmentFactory(seat=seat, name="Gone", ends=date(2015, 1, 1))
    make.SeatFactory(role="Lay member", body=seat.body)
    make.SeatFactory(role="Former", body=seat.body, ends=date(2015, 1, 1))
    page = read("members")
    assert "District Commander, 2 seats" in page
    assert "Pat Smith" in page
    assert "not recorded" in page
    assert "Gone" not in page
    assert "Former" not in page


def test_a_line_to_sign_for_every_place_at_the_table(read):
    body = make.BodyFactory(name="Board", quorum="Five members")
    make.AppointmentFactory(seat=make.SeatFactory(role="Nurse", body=body), name="Pat Smith")
    make.SeatFactory(role="Lay member", body=body, number=3)
    make.SeatFactory(role="Youth member", body=body, number_unknown=True)
    make.SeatFactory(role="Elsewhere")
    meeting = make.MeetingFactory(body=body, year=2016, month=6, day=9)
    page = read(f"attendance/{meeting.pk}")
    assert page.count("Lay member") == 3
    assert page.count("Youth member") == 2
    assert "Pat Smith" in page
    assert "Five members" in page
    assert "Elsewhere" not in page
    assert "Signature" in page


def owing(period=""):
    party = make.PartyFactory(organisation=make.OrganisationFactory(name="Essex Police"), words="")
    plan = make.PlanFactory(starts=date(2016, 4, 1), ends=date(2019, 3, 31))
    indicator = make.IndicatorFactory(name="Children missing", unit="number", frequency="quarterly", owed_by=party)
    make.MeasureFactory(goal=make.GoalFactory(plan=plan), indicator=indicator)
    return party, make.SeriesFactory(indicator=indicator)


def test_a_request_for_figures_says_which_for_when_by_when_and_to_whom(read, board):
    party, series = owing()
    make.ObservationFactory(series=series, value=7, ends=date(2015, 3, 31), period_as_printed="to March 2015")
    make.ObservationFactory(
        series=series, value=None, state="not-available", ends=date(2016, 3, 31), period_as_printed="to March 2016"
    )
    body = make.BodyFactory(kind="board")
    make.MeetingFactory(body=body, year=2016, month=6, day=20, papers_due=date(2016, 6, 10))
    board.contact_email = "office@board.example"
    board.save()
    page = read(f"figures/{party.pk}")
    for words in ("Essex Police", "Children missing", "quarterly", "to March 2016", "7 (to March 2015", "10 June 2016"):
        assert words in page
    assert "office@board.example" in page


def test_a_request_where_nothing_is_owed_says_so(read):
    party, series = owing()
    make.ObservationFactory(series=series, value=7, ends=date(2016, 3, 31))
    assert "No figure is owed at present." in read(f"figures/{party.pk}")


def test_sheets_of_an_empty_board(read):
    assert "No meeting is planned" in read("forward-plan")
    assert "No seat is recorded." in read("members")
    assert "Nothing is recorded of this year." in read(f"budget/{make.BudgetFactory().key}")
    assert "No seat is recorded for" in read(f"attendance/{make.MeetingFactory().pk}")


@pytest.mark.parametrize("address", ["members", "forward-plan"])
def test_seven_rows_are_asked_for_as_often_as_two(address, read):
    body = make.BodyFactory(kind="board")

    def asked(number):
        for _ in range(number):
            make.AppointmentFactory(seat=make.SeatFactory(body=make.BodyFactory()))
            make.AgendaItemFactory(meeting=make.MeetingFactory(body=body, year=2017, month=1))
        with CaptureQueriesContext(connection) as queries:
            read(address)
        return len(queries)

    assert asked(2) == asked(5)


def rows_of(client, address):
    page = client.get(address).content.decode()
    return page, page.count('scope="row"')


def test_a_long_log_is_printed_from_its_beginning_and_says_so(client):
    for number in range(MOST + 10):
        make.ActionFactory(words=f"Action number {number}", due=date(2016, 5, 1) if number >= MOST else None)
    led = make.ActionLeadFactory(
        action=make.ActionFactory(words="Train nurses", due=date(2016, 6, 2)), party__words="Health"
    )
    page, rows = rows_of(client, "/office/print/actions/")
    assert rows == MOST and f"Action number {MOST}<" in page  # what is overdue stands first
    assert f"the first {MOST}" in page and f"all {MOST + 11}" in page
    assert rows_of(client, "/office/print/actions/?all=yes")[1] == MOST + 11
    overdue, rows = rows_of(client, "/office/print/actions/?show=overdue")
    assert rows == 10 and "the first" not in overdue and "Action log: overdue" in overdue
    soon, rows = rows_of(client, "/office/print/actions/?show=soon")
    assert rows == 1 and str(led.party) in soon
    assert rows_of(client, "/office/print/actions/?show=nobody&all=yes")[1] == MOST + 10
    assert "There is no such action." in rows_of(client, "/office/print/actions/?show=stale")[0]
    assert rows_of(client, "/office/print/actions/?show=closed")[1] == MOST  # no such way: as if it weren't there


def test_a_long_register_of_missing_figures_is_printed_from_its_beginning_or_for_one_who_owes_them(client):
    health, police = (make.PartyFactory(words=words) for words in ("Health", "Police"))
    for name, owner in [
        *((f"Of health {number}", health) for number in range(MOST)),
        ("Of police", police),
        ("?", None),
    ]:
        make.SeriesFactory(indicator=make.IndicatorFactory(name=name, owed_by=owner, frequency="quarterly"), name="")
    gaps = "/office/print/gaps/"
    page, _ = rows_of(client, gaps)
    assert page.count(">Of health ") == MOST and "Of police" not in page
    assert f"the first {MOST}" in page and f'href="?all=yes">all {MOST + 2}</a>' in page
    assert f'href="?by={police.pk}">Police (1)</a>' in page
    whole, _ = rows_of(client, f"{gaps}?all=yes")
    assert whole.index("Of health") < whole.index("Of police") < whole.index(">Nobody named<")
    own, _ = rows_of(client, f"{gaps}?by={police.pk}")
    assert "Of police" in own and "Of health" not in own and "the first" not in own and "whoever owes them" in own
    assert f"{gaps}?by={police.pk}" in client.get(f"/office/figures/missing/?by={police.pk}").content.decode()
    assert rows_of(client, f"{gaps}?by=nonsense")[0].count(">Of health ") == MOST
