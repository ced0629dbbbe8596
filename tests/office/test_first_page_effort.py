"""How often the office's first page asks the database: 25 times at most, whatever there is to be done on a day.

More are asked in three states that pass: text that isn't saved (two), words that were erased and aren't cleared yet
(one), and the newest changes of kinds that are called by other rows (one for each).
"""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit import clock
from membership.roles import Role
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 1)
MOST = 25
TABLE = re.compile(r'FROM "?(\w+)')


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


def asked(client):
    """The questions of one call of the page, and the page; what a process remembers is remembered."""
    make.TermFactory.create_batch(5)  # what was changed last goes by words of its own
    client.get("/office/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/office/").content.decode()
    return [query["sql"] for query in queries], page


def much(number, unsaved=0):
    """So much of everything that stands on the page in lines of its own."""
    body = make.BodyFactory()
    plan = make.PlanFactory()
    period = make.ReportingPeriodFactory(starts=date(2015, 10, 1), ends=date(2016, 3, 31))
    for index in range(number):
        day = 2 + index % 25
        make.MeetingFactory(body=body, year=2016, month=6, day=day, papers_due=date(2016, 6, 2))
        make.MeetingFactory(body=body, year=2016, month=5, day=day, state="held")
        make.AppointmentFactory(seat=make.SeatFactory(body=body), state="vacant", name="", login=None)
        make.SeatFactory(body=body)
        budget = make.BudgetFactory(starts=date(2016, 4, 1))
        make.ContributionFactory(budget=budget, payer=make.PartyFactory(words=f"Payer {budget.pk}"), amount=None)
        make.BudgetLineFactory(budget=budget, estimate=None)
        make.DraftFactory.create_batch(unsaved, key=str(make.GoalFactory().pk))
        make.DutyFactory(role=Role.EDITOR, ends=date(2016, 6, 3))
        make.EvidenceFactory(goal=make.GoalFactory(plan=plan), period=period, state="planned")
        make.ActionLeadFactory(action__due=date(2016, 3, 31), party=make.PartyFactory())
        make.FindingFactory(period=period, due=date(2016, 3, 31), owner=make.PartyFactory())
        make.ChallengeFactory(response_due=date(2016, 3, 31), to=make.PartyFactory())
        make.AccessibilityFaultFactory(stands="to-mend", mend_by=date(2016, 6, 3))
        documents(index)
        figures(index)
        replied(body, index)


def law():
    """A law that wants a report, a plan and a chair, none of which there is."""
    make.MeetingFactory(body=make.BodyFactory(kind="board"), year=2016, month=6, day=14)
    make.PlanFactory(period_as_printed="2016 - 2017", starts=date(2016, 4, 1), ends=date(2017, 3, 31))
    regime = make.RegimeFactory()
    make.RequiredPartnerFactory(regime=regime, standing="chair", sure="law")
    for about in ("report-due", "plan-due", "plan-asks"):
        make.RequirementFactory(regime=regime, about=about, words="before the start of the year")


def documents(index):
    """Published, on the way, taken down, and one that was changed since it was made."""
    edition = make.EditionFactory(published=True)
    make.RecipientFactory(kind=edition.publication.kind)
    make.EditionFactory(sent_at=clock.now(), sent_by=make.UserFactory())
    changed = make.EditionFactory(sent_at=clock.now(), sent_by=make.UserFactory())
    make.ApprovalFactory(edition=changed, changes="Page 3", confirmed_by="the chair")


def figures(index):
    """One that is owed, one that an open round asks for and one that came for it."""
    make.SeriesFactory(indicator__owed_by=make.PartyFactory())
    asking = make.AskingFactory(party=make.PartyFactory(), collection__due=date(2016, 6, 3))
    make.AskedFigureFactory(asking=asking)
    make.ChaseFactory(asking=asking, what="promised", on=date(2016, 5, 20), until=date(2016, 6, 20))
    make.ArrivedFactory(asked=make.AskedFigureFactory(asking=asking))


def replied(body, index):
    member = make.UserFactory(roles=[Role.MEMBER])
    seat = make.SeatFactory(body=body, organisation=make.OrganisationFactory())
    make.AppointmentFactory(seat=seat, login=member)
    line = make.ReplyFactory(organisation=seat.organisation, words="We answer").history.get()
    line.history_user, line.history_date = member, clock.beginning(date(2016, 5, 20))
    line.save()


@pytest.mark.parametrize("lines", [{}, {"unsaved": 1}])
def test_twenty_of_each_are_asked_for_as_often_as_two(ann, lines):
    """With all that a page tells of a day at once: a law, a partner without a seat, rounds, replies, faults."""
    client = signed_in(ann)
    law()
    much(2, **lines)
    few, page = asked(client)
    for words in (
        "the law requires",
        "Asked before it: ",
        "figure is owed",
        "not in",
        "came by the link",
        "replied to",
    ):
        assert words in page, words
    much(20, **lines)
    many, page = asked(client)
    assert page.count("<small>We answer") == 22
    assert len(few) == len(many)
    # Text that isn't saved: which, and what the rows are called that are edited.
    assert len(many) <= MOST + (2 if lines else 0), [TABLE.search(query)[1] for query in many]
