"""The office's first page: what is missing, what comes up and what is under way, for whoever can do something."""

import re
from collections import Counter
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forwardplan.needs import next_meeting
from kit import clock, noted, periods
from kit.needs import Day, Need
from lscb.office import needs
from membership import duties
from membership.models import AccessEvent, Board
from membership.needs import UNSAID
from membership.roles import Role
from tests import factories as make
from tests import publishing
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


@pytest.fixture
def told(ann):
    """What the page says under a heading, as a manager sees it: words, by when, where it is done."""

    def told(person=ann):
        day = Day(TODAY, Board.objects.first())
        groups = needs.groups(needs.found(person, day), TODAY, next_meeting(day))
        return {
            row["what"]: (group["heading"], f"{row['far']} {row['when']}".strip(), row["ways"][0][0])
            for group in groups
            for row in group["rows"]
        }

    return told


def page_of(person):
    return signed_in(person).get("/office/").content.decode()


def a_second_manager():
    person = make.UserFactory(roles=[Role.MANAGER])
    person.last_login = clock.now()
    person.save()


@pytest.fixture
def quiet(ann):
    """Nothing needs doing: two managers who have both been here, and public pages that say all they are asked."""
    Board.objects.update(concern_daytime="01702 215007", licence="ogl-3", statement_prepared_on=date(2016, 3, 1))
    Board.objects.update(**dict.fromkeys(UNSAID.keys() - {"licence", "statement_prepared_on"}, "a@b.example"))
    ann.last_login = clock.now()
    ann.save()
    a_second_manager()
    make.BodyFactory()


def test_nothing_needs_doing(quiet, ann):
    page = page_of(ann)
    assert "Nothing needs doing today." in page
    assert "Whose turn" not in page


BEFORE, LATER = "In the next eight weeks", "Later, or when there is time"


# Each source, and that it is silent where the thing is done


def test_an_everyday_page_that_is_out_of_date_is_named_until_it_is_updated_or_says_the_same(told):
    body = make.BodyFactory(kind="board")
    meeting = make.MeetingFactory(body=body, year=2016, month=9)
    page = make.PublicationFactory(kind="forward-plan", slug="2016", title="Forward plan", body=body)
    edition = make.EditionFactory(publication=page, published=True, composed_at=clock.now())
    late = f"{page}: the public page is out of date"
    assert late not in told()
    other = make.MeetingFactory().history.first()  # of another body
    with patch("kit.clock.now", return_value=clock.now() + timedelta(minutes=1)):
        for line in (other, meeting.history.first()):
            assert late not in told()
            line.pk, line.history_type, line.history_date = None, "~", clock.now()
            line.save()
        assert told()[late][2] == "/office/forward-plan/2016/update/"
        noted.remember("compared", edition, 2)
        assert late in told()
        noted.remember("compared", edition, 0)
        assert late not in told()


def test_a_meeting_of_late_of_which_nobody_is_marked_is_named(told):
    meeting = make.MeetingFactory(body=make.BodyFactory(name="Panel"), year=2016, month=5, day=3, state="held")
    make.MeetingFactory(body=meeting.body, year=2016, month=3, state="held")  # too long ago
    words = "Panel, 3 May 2016: who was there is not recorded"
    assert words not in told()  # it has no seats
    seat = make.SeatFactory(body=meeting.body)
    assert told()[words][2] == f"/office/meetings/{meeting.pk}/attendance/"
    make.AttendanceFactory(meeting=meeting, seat=seat)
    assert not [words for words in told() if "who was there" in words]


def test_figures_are_owed_until_they_come(told):
    police = make.OrganisationFactory(name="Essex Police")
    plan = make.PlanFactory(starts=date(2016, 4, 1), ends=date(2019, 3, 31))
    indicator = make.IndicatorFactory(owed_by=make.PartyFactory(organisation=police, words=""))
    series = make.SeriesFactory(indicator=indicator)
    make.MeasureFactory(goal=make.GoalFactory(plan=plan), indicator=indicator)
    heading, due, address = told()["1 figure is owed"]
    assert (heading, due, address) == (BEFORE, "", "/office/figures/")
    page = page_of(make.UserFactory(roles=[Role.DATA_OFFICER]))
    assert "Essex Police" in page
    assert f"/office/print/figures/{indicator.owed_by_id}/" in page
    make.ObservationFactory(series=series, value=3, ends=date(2016, 5, 1))
    assert "1 figure is owed" not in told()


def test_a_reply_is_told_for_four_weeks_and_not_that_of_the_office(told, ann):
    """Of what an organisation says of itself the office hears, and not of what it wrote on its behalf."""
    member = make.UserFactory(roles=[Role.MEMBER], name="Pat")
    seat = make.SeatFactory(organisation=make.OrganisationFactory(name="Essex Police"))
    make.AppointmentFactory(seat=seat, login=member)
    reply = make.ReplyFactory(organisation=seat.organisation, words="Our figures are on their way")
    line, words = reply.history.get(), "Essex Police replied to what is recorded of it"
    line.history_date = clock.beginning(date(2016, 5, 20))
    line.history_user = ann
    line.save()
    assert words not in told()
    line.history_user = member
    line.save()
    heading, when, address = told()[words]
    assert (heading, when) == (BEFORE, "Pat, 20 May 2016")
    assert address == f"/members/organisations/{seat.organisation.key}/#reply"
    page = page_of(ann)
    assert "Our figures are on their way" in page
    assert words not in told(make.UserFactory(roles=[Role.DATA_OFFICER]))
    line.history_date = clock.beginning(TODAY - timedelta(days=29))
    line.save()
    assert words not in told()
    assert words not in page_of(ann)


def test_progress_without_words_is_due_when_its_period_ended(told):
    period = make.ReportingPeriodFactory(label="2014/15", starts=date(2014, 10, 1), ends=date(2015, 9, 30))
    plan = make.PlanFactory(starts=date(2014, 4, 1), ends=date(2016, 3, 31))
    first, second = make.GoalFactory.create_batch(2, plan=plan)
    make.ProgressFactory(goal=first, period=period, commentary="It went well.")
    make.ProgressFactory(goal=second, period=period, figures_in_words="", commentary="", difference_made="")
    heading, due, address = told()["Progress in 2014/15: 1 goal without words"]
    assert heading == "Overdue"
    assert due == "8 months since 30 September 2015"
    assert address == f"/office/evidence/{period.key}/"
    progress = second.progress_set.get()
    progress.difference_made = "Children say so."
    progress.save()
    assert not any(what.startswith("Progress in") for what in told())


def test_what_a_budget_lacks(told):
    budget = make.BudgetFactory(financial_year="2016/17", starts=date(2016, 7, 1), ends=date(2017, 6, 30))
    over = make.BudgetFactory(financial_year="2014/15", starts=date(2014, 4, 1), ends=date(2015, 3, 31))
    for each in (budget, over):
        make.ContributionFactory(budget=each, label="Probation", amount=None, status="agreed")
        make.ContributionFactory(budget=each, label="Police", amount=5, status="proposed")
        make.BudgetLineFactory(budget=each, estimate=None)
    found = told()
    assert found["Budget 2016/17 is not recorded as agreed"][:2] == (BEFORE, "in 1 month 1 July")
    assert "Budget 2016/17: 1 contribution has no amount" in found
    assert "Budget 2016/17: 1 contribution is proposed and not yet agreed" in found
    assert "Budget 2016/17: 1 line has no estimate" in found
    assert not any("neither proposed nor agreed" in what for what in found)
    make.ContributionFactory(budget=budget, label="Schools", amount=5)
    partners = make.BudgetLineFactory(budget=budget, side="income", from_contributions=True)
    found = told()
    assert "Budget 2016/17: 1 contribution is neither proposed nor agreed" in found
    # The line that rests on who pays what lacks what the contributions lack, or all if there are none.
    assert "Budget 2016/17: 1 line has no estimate" in found
    budget.contribution_set.all().delete()
    assert "Budget 2016/17: 2 lines have no estimate" in told()
    partners.delete()
    assert "No budget is recorded for the year that runs" in found
    assert not any("2014/15" in what for what in found)


def test_meetings_ahead(told):
    body = make.BodyFactory(name="Board", kind="board")
    make.MeetingFactory(body=body, year=2016, month=6, day=9, papers_due=date(2016, 6, 2))
    make.MeetingFactory(body=body, year=2016, month=7, day=None)
    make.MeetingFactory(body=body, year=2016, month=12, day=None)
    later = make.MeetingFactory(body=body, year=2016, month=7, day=11)
    make.AgendaItemFactory(meeting=later)
    make.MeetingFactory(body=body, year=2016, month=3, day=9)
    found = told()
    before = "Before the next meeting, 9 June 2016"
    assert found["Board, 9 June 2016: the agenda is empty"][:2] == (before, "tomorrow 2 June")
    assert "/print/attendance/" in found["Board, 9 June 2016: it meets"][2]
    assert found["Board, July 2016: the day is not fixed"][0] == before
    assert "Board, December 2016: the day is not fixed" not in found
    assert found["Board, 11 July 2016: no day is set for the papers"][:2] == (LATER, "in 1 month 11 July")
    assert "Board, 11 July 2016: the agenda is empty" not in found
    assert found["Board, 9 March 2016: it is over; was it held?"][:2] == ("Overdue", "2 months since 9 March")


def test_a_board_without_a_next_meeting(told):
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2015, month=3, day=9, state="held")
    assert "No meeting of the board is planned from today on" in told()


def test_seats(told):
    seat = make.SeatFactory(role="District Commander", body=make.BodyFactory(name="Board"))
    vacant = make.AppointmentFactory(seat=seat, state="vacant", name="", login=None)
    make.SeatFactory(role="Lay member", body=seat.body)
    found = told()
    assert found["Vacant: District Commander, Board"][2] == f"/office/edit/appointment/{vacant.pk}/"
    assert "1 seat has no recorded holder" in found


def test_nowhere_to_turn_when_worried_about_a_child(told, board):
    what = "Worried about a child? The public page names no local number or address"
    assert told()[what][2] == f"/office/edit/board/{board.pk}/"
    board.concern_daytime = "01702 215007"
    board.save()
    assert what not in told()


def test_what_the_public_pages_leave_open(told, board):
    several = "The public pages leave 7 questions open"
    assert told()[several][2] == f"/office/edit/board/{board.pk}/"
    for name in UNSAID.keys() - {"licence", "statement_prepared_on"}:
        setattr(board, name, "a@b.example")
    board.licence = "ogl-3"
    board.save()
    assert "The public pages don’t say when the accessibility statement was prepared" in told()


@pytest.mark.parametrize(
    ("prepared", "reviewed", "due"),
    [
        (date(2015, 6, 1), None, True),  # a year ago today
        (date(2015, 7, 2), None, True),  # within a month
        (date(2015, 7, 3), None, False),
        (date(2014, 6, 1), date(2016, 5, 1), False),
        (None, None, False),
    ],
)
def test_the_statement_is_to_be_reviewed_within_a_year(told, board, prepared, reviewed, due):
    board.statement_prepared_on, board.statement_reviewed_on = prepared, reviewed
    board.save()
    assert ("Review the accessibility statement" in told()) == due


def test_faults_come_up_when_their_day_comes_and_when_they_lack_something(told):
    make.AccessibilityFaultFactory(words="The map.", criterion="1.1.1", mend_by=date(2016, 6, 14))
    make.AccessibilityFaultFactory(words="The film.", criterion="1.2.2", mend_by=date(2016, 6, 16))
    make.AccessibilityFaultFactory(words="Mended.", criterion="", ends=date(2016, 6, 1))
    make.AccessibilityFaultFactory(words="Old minutes.", criterion="", stands="scope")
    assert [what for what in told() if "Put right" in what] == ["Put right, or give another day: The map."]
    assert not any("without a WCAG criterion" in what for what in told())
    make.AccessibilityFaultFactory(words="The menu.", criterion="")
    assert "1 fault in accessibility without a WCAG criterion or a day" in told()


def test_only_one_manager_and_cover_that_ends(told, ann):
    ann.last_login = clock.now()
    ann.save()
    assert "Only Ann can manage this board" in told()
    cover = make.UserFactory(name="Bob")
    duties.cover(cover, [Role.EDITOR], covers=ann, starts=None, ends=TODAY + timedelta(days=3), by=make.UserFactory())
    later = make.UserFactory(name="Cat")
    duties.give(later, Role.EDITOR, by=ann, ends=TODAY + timedelta(days=40))
    found = told()
    assert found["Bob stops covering for Ann, role Editor"][:2] == (BEFORE, "in 3 days 4 June")
    assert not any("Cat" in what for what in found)
    a_second_manager()
    assert "Only Ann can manage this board" not in told()


def test_who_is_still_to_be_given_a_version(told):
    edition = make.EditionFactory(published=True)
    kind = edition.publication.kind
    cabinet, executive = (make.RecipientFactory(kind=kind, due=due) for due in ("December", "January"))
    what = f"{edition} is not recorded as presented to 2 recipients"
    assert told()[what][1] == "December; January"
    make.PresentedFactory(edition=edition, recipient=cabinet, sent_on=TODAY)
    make.PresentedFactory(edition=edition, recipient=executive, due=date(2016, 5, 30), sent_on=None)
    found = told()
    assert what not in found
    assert found[f"Present {edition} to {executive}"][:2] == ("Overdue", "2 days since 30 May")


# Who sees what


def test_each_sees_what_they_can_do(told):
    make.SeatFactory()
    make.BudgetFactory(starts=TODAY)
    for role, sees in {
        Role.MANAGER: True,
        Role.EDITOR: True,
        Role.DATA_OFFICER: False,
        Role.APPROVER: False,
    }.items():
        assert bool(told(make.UserFactory(roles=[role]))) is sees, role
    make.UserFactory(roles=[Role.EDITOR])
    editor = make.UserFactory(roles=[Role.EDITOR])
    assert not any("can manage" in what for what in told(editor))


def test_a_draft_says_who_takes_the_next_step():
    sender = make.UserFactory(name="Sam", roles=[Role.MANAGER])
    make.EditionFactory(sent_at=clock.now(), sent_by=sender)
    approver = page_of(make.UserFactory(roles=[Role.APPROVER]))
    assert "is waiting for a decision, sent by Sam on" in approver
    assert "/approve/" in approver
    own = page_of(sender)
    assert "You sent it, so somebody else approves it." in own
    assert "/record/" in own
    officer = page_of(make.UserFactory(roles=[Role.DATA_OFFICER]))
    assert "/approve/" not in officer
    assert "Somebody with the role Manager or Approver can do this." in officer


def test_a_draft_that_was_given_back_is_sent_again(ann):
    sender = make.UserFactory(roles=[Role.MANAGER])
    at = clock.now()
    given_back = make.EditionFactory(
        sent_at=at, sent_by=sender, returned_at=at, returned_by=ann, returned_because="Table 3 is wrong."
    )
    page = page_of(ann)
    assert "Because: Table 3 is wrong." in page
    assert f"/{given_back.publication.slug}/send/" in page


# Unsaved text


def test_a_manager_reads_what_a_colleague_has_not_saved(ann):
    goal = make.GoalFactory(title="Neglect")
    editor = make.UserFactory(name="Eve", roles=[Role.EDITOR])
    draft = make.DraftFactory(
        person=editor,
        key=str(goal.pk),
        fields='{"title": ["Neglect <b>of</b> children"], "kind": ["duty"], "version": ["1"]}',
    )
    page = page_of(ann)
    assert f"/office/unsaved/{draft.pk}/" in page
    assert "Text not saved yet: goal “Neglect”" in page
    assert '<td role="cell" data-label="Whose turn">Eve</td>' in page
    page = signed_in(ann).get(f"/office/unsaved/{draft.pk}/").content.decode()
    assert "Neglect &lt;b&gt;of&lt;/b&gt; children" in page
    assert "Duty" in page
    assert "As it is saved: <b>Neglect</b>" in page
    assert "<form" not in page.partition("<main")[2]
    [line] = AccessEvent.objects.filter(what=AccessEvent.What.UNSAVED_READ)
    assert (line.login, line.by, line.detail) == (editor, ann, "goal")
    assert signed_in(editor).get(f"/office/unsaved/{draft.pk}/").status_code == 403
    assert f"/office/edit/goal/{goal.pk}/?draft={draft.pk}" in page_of(editor)


# Checks


def test_what_the_checks_found_last_time_is_remembered(ann):
    make.BodyFactory()
    edition = make.EditionFactory(published=True)
    assert "Checked on" not in page_of(ann)
    noted.remember("checked", edition.publication, "Nothing to mend")
    assert f"Checked on {periods.day(clock.day_of(clock.now()))}: nothing to mend" in page_of(ann)


def test_whether_the_draft_differs_is_told_as_far_as_it_is_known(ann):
    page = make.PublicationFactory(kind="site", title="Public pages")
    moments = [clock.now() + timedelta(seconds=seconds) for seconds in (2, 4, 6)]
    with patch.object(clock, "now", lambda: moments[0]):
        publishing.publish(page, by=ann)
    approval = f"/office/site/{page.slug}/approval/"

    def told():
        found = page_of(ann).partition('id="documents"')[2]
        return found.partition("Version 1, published ")[2].partition("; ")[2].partition(".")[0]

    assert told() == "no record changed since"
    board = Board.objects.get()
    board.area, board._history_date = "Anytown", moments[1]
    board.save()
    assert told() == "records changed since"
    with patch.object(clock, "now", lambda: moments[2]):
        signed_in(ann).get(approval)
        assert told() == "1 change in the draft"


# By when, and whose turn


@pytest.mark.parametrize(
    ("due", "soon", "heading"),
    [
        (date(2016, 5, 31), False, "Overdue"),
        (TODAY, False, "Before the next meeting, June 2016"),
        (date(2016, 6, 30), False, "Before the next meeting, June 2016"),
        (date(2016, 7, 1), True, LATER),
        (None, True, "Before the next meeting, June 2016"),
        (None, False, LATER),
    ],
)
def test_each_need_stands_where_its_day_says(due, soon, heading):
    meeting = make.MeetingFactory.build(year=2016, month=6, day=None)
    need = Need(what="Sign it", address="/", deed="Sign", may="", due=due, soon=soon)
    [group] = needs.groups([need], TODAY, meeting)
    assert group["heading"] == heading


def test_the_next_meeting_is_the_boards_own(told):
    make.MeetingFactory(body=make.BodyFactory(kind="executive"), year=2016, month=6, day=2)
    assert next_meeting(Day(TODAY)) is None
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=5, day=31)
    later = make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=9, day=None)
    assert next_meeting(Day(TODAY)) == later


def test_the_list_can_be_looked_at_by_whose_turn_it_is(ann):
    board = make.BodyFactory(kind="board")
    police = make.OrganisationFactory(name="Essex Police")
    seat = make.SeatFactory(role="District Commander", body=board, organisation=police)
    make.AppointmentFactory(seat=seat, state="vacant", name="", login=None)
    make.MeetingFactory(body=board, year=2016, month=3, day=9)
    client = signed_in(ann)
    pages = {turn: client.get("/office/", {"turn": turn}).content.decode() for turn in ("", "yours", "others", "x")}
    lists = {turn: page.partition('id="todo"')[2] for turn, page in pages.items()}
    held, vacant = "it is over; was it held?", "Vacant: District Commander"
    assert {turn: (held in page, vacant in page) for turn, page in lists.items()} == {
        "": (True, True),
        "yours": (True, False),
        "others": (False, True),
        "x": (True, True),
    }
    assert '<a href="?turn=others" aria-current="true">Waiting for others 1</a>' in pages["others"]
    assert str(police) in pages["others"]


def test_only_the_buttons_of_what_is_overdue_are_filled(ann):
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=7, day=None)
    page = page_of(ann)
    assert "Nothing is late. Next: the meeting of July 2016, day not fixed." in page
    assert 'class="edit go"' not in page
    make.MeetingFactory(year=2016, month=3, day=9)
    page = page_of(ann)
    assert "Nothing is late" not in page
    assert page.count('class="edit go"') == 1


def test_whoever_can_do_nothing_about_what_is_late_is_not_told_that_nothing_is(ann):
    officer = make.UserFactory(roles=[Role.DATA_OFFICER])
    make.IndicatorFactory()
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=7, day=None)
    assert "Nothing of yours" not in page_of(officer)
    make.MeetingFactory(year=2016, month=3, day=9)
    page = page_of(officer)
    assert "Nothing of yours" in page
    assert "Nothing is late" not in page


def test_one_overdue_action_is_led_to_itself_and_several_to_their_list(told):
    first = make.ActionFactory(due=date(2016, 3, 1))
    [address] = [where for what, (_, _, where) in told().items() if "overdue" in what]
    assert address == f"/office/actions/?with={first.pk}#action-{first.pk}"
    make.ActionFactory(due=date(2016, 3, 1))
    [address] = [where for what, (_, _, where) in told().items() if "overdue" in what]
    assert address == "/office/actions/"


# Lately


def test_the_newest_changes_are_named_with_a_way_to_undo_them(ann):
    goal = make.GoalFactory(title="Neglect")
    goal.title = "Neglect of children"
    goal._history_user = ann
    goal.save()
    term = make.TermFactory(term="MASH")
    term.delete()
    lately = page_of(ann).partition('id="lately"')[2]
    assert f"/office/history/goal/{goal.pk}/" in lately
    assert "Neglect of children" in lately
    assert "Undo<" in lately
    assert f"/office/history/term/{goal.pk}/restore/" in lately or "Restore<" in lately
    officer = page_of(make.UserFactory(roles=[Role.DATA_OFFICER])).partition('id="lately"')[2]
    assert "Undo<" not in officer


# Queries


def rows(number):
    body = make.BodyFactory()
    for index in range(number):
        make.MeetingFactory(body=body, year=2016, month=6, day=2 + index, papers_due=date(2016, 6, 2))
        make.AppointmentFactory(seat=make.SeatFactory(body=body), state="vacant", name="", login=None)
        make.SeatFactory(body=body)
        budget = make.BudgetFactory(starts=date(2016, 4, 1))
        make.ContributionFactory(budget=budget, payer=make.PartyFactory(words=f"Payer {budget.pk}"), amount=None)
        make.BudgetLineFactory(budget=budget, estimate=None)
        edition = make.EditionFactory(published=True)
        make.RecipientFactory(kind=edition.publication.kind)
        make.EditionFactory(sent_at=clock.now(), sent_by=make.UserFactory())
        make.DraftFactory(key=str(make.GoalFactory().pk))
        make.DutyFactory(role=Role.EDITOR, ends=date(2016, 6, 3))
        goal = make.GoalFactory()
        make.MeasureFactory(goal=goal)
        changed = make.EditionFactory(sent_at=clock.now(), sent_by=make.UserFactory())
        make.ApprovalFactory(edition=changed, changes="Page 3", confirmed_by="the chair")


def test_seven_of_each_are_asked_for_as_often_as_two(ann):
    client = signed_in(ann)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/office/").content.decode()
        return len(queries), page

    asked()
    rows(2)
    make.ReportingPeriodFactory(starts=date(2015, 10, 1))
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=6, day=14)
    make.OrganisationFactory.create_batch(5)  # what was changed last is of one kind: each asks once more
    few, _ = asked()
    rows(5)
    make.OrganisationFactory.create_batch(5)
    many, page = asked()
    assert many == few <= 25
    assert page.count("the agenda is empty") >= 7


def test_a_law_on_report_and_plan_adds_few_questions(ann):
    """None beyond the bar."""
    client = signed_in(ann)
    rows(2)
    make.ReportingPeriodFactory(starts=date(2014, 10, 1), ends=date(2015, 9, 30))
    board = make.BodyFactory(kind="board")
    make.MeetingFactory(body=board, year=2016, month=6, day=14)
    make.PlanFactory(period_as_printed="2016 - 2017", starts=date(2016, 4, 1), ends=date(2017, 3, 31))
    regime = make.RegimeFactory()
    make.RequiredPartnerFactory(regime=regime, standing="chair", sure="law")
    for about in ("report-due", "plan-due", "plan-asks"):
        make.RequirementFactory(regime=regime, about=about, words="before the start of the year")

    def asked():
        make.OrganisationFactory.create_batch(5)
        client.get("/office/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/office/").content.decode()
        for words in ("for 2016 - 2017", "Asked before it: ", "Due before the start"):
            assert words in page
        return len(queries), "the law requires" in page

    few, is_lacking = asked()
    assert few <= 25
    assert is_lacking
    make.AppointmentFactory(seat=make.SeatFactory(body=board, office="chair"))
    fewer, is_lacking = asked()
    assert fewer < few
    assert not is_lacking


def test_what_several_sources_want_to_know_is_asked_once(ann):
    """Each of these stands in several lines of the page, and each used to be a question of its own."""
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=6, day=14)
    make.RecipientFactory(kind=make.EditionFactory(published=True).publication.kind)
    client = signed_in(ann)
    client.get("/office/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/office/")
    asked = (re.search(r"^SELECT .*? FROM \"(\w+)\"", query["sql"], re.DOTALL) for query in queries)
    tables = Counter(found[1] for found in asked if found)
    assert tables["membership_user"], "the questions are read"
    for table in ("forwardplan_meeting", "priorities_plan", "publications_recipient", "editions_presented"):
        assert tables[table] <= 1, table
