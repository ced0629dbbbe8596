"""The rows that the addresses of tests/roles.py name: one of each, as plain as can be."""

from datetime import UTC, date, datetime

from editions.freezing import composed
from forwardplan.models import Meeting
from forwardplan.next_year import LAID_OUT
from kit.history import remove
from kit.together import Together
from membership.models import Board, Seat
from priorities.models import Plan
from publications.models import Publication, PublicationKind
from tests import factories as make
from tests import roles


def publication():
    """The board, and the plan that it will publish."""
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    return Publication.objects.create(kind=PublicationKind.BUSINESS_PLAN, title="Plan", slug="2016")


def rows(publication):
    """What the addresses name that ask for a row."""
    person = make.UserFactory(pk=roles.SOMEBODY["pk"])
    make.DutyFactory(pk=roles.SOMEBODY["pk"], login=person, ends=date(2999, 1, 1))
    make.GoalFactory(pk=roles.GIVEN, key="sample", plan=make.PlanFactory(key="sample"))
    Together(f"{Plan.STARTED}Sample", person).add(Plan(title="Next", key="started"))
    make.LogoFactory(digest="a-logo")
    make.PictureFileFactory(digest="a-picture")
    make.CostSplitFactory(pk=roles.SOMEBODY["pk"], budget=make.BudgetFactory(key="sample", financial_year="Sample"))
    make.ObservationFactory(series__indicator__key="sample")
    asking = make.AskingFactory(pk=roles.GIVEN, collection=make.CollectionFactory(key="sample"))
    make.AskedFigureFactory(asking=asking)
    make.ReportingPeriodFactory(key="sample")
    make.HoldFactory(pk=roles.SOMEBODY["pk"])
    make.LongWorkFactory(
        pk=roles.GIVEN, by=person, ended=datetime(2016, 6, 1, 9, tzinfo=UTC), went_well=True, address="?name=record"
    )
    make.DraftFactory(pk=roles.SOMEBODY["pk"], person=person)
    sample = make.BodyFactory(key="sample")
    together = Together(f"{LAID_OUT}2017", person, roles.PASTED_AT)
    together.add(Meeting(body=sample, year=2017, month=3))
    make.MeetingFactory(pk=roles.SOMEBODY["pk"])
    make.AgendaItemFactory(pk=roles.SOMEBODY["pk"])
    make.MeetingFactory(pk=roles.GIVEN + 2, body=make.BodyFactory(kind="board"), year=2016, month=3, state="held")
    make.StatementFactory(pk=roles.GIVEN, publication=publication, organisation=make.OrganisationFactory(key="sample"))
    make.NarrativeFactory(publication=publication, key="sample")
    copy = make.ReturnedCopyFactory(pk=roles.GIVEN, publication=publication)
    make.ReturnedPassageFactory(pk=roles.GIVEN, copy=copy, section="sample", field="before")
    make.PartyFactory(pk=roles.GIVEN)
    body = make.BodyFactory(pk=roles.GIVEN)
    remove(body, by=person)
    seat = make.SeatFactory.build(pk=roles.GIVEN, body=make.BodyFactory())
    seat._history_date, seat._change_reason = roles.PASTED_AT, "Pasted: Members"
    seat.save()
    del seat._history_date, seat._change_reason
    seat.role = "Chief"
    seat.save()
    Seat.history.filter(history_type="~").update(history_id=roles.LATEST)
    text = composed(publication, date(2016, 6, 1))[1]
    version = make.EditionFactory(
        pk=roles.GIVEN, published=True, publication=publication, content=text, composed_by=person
    )
    make.RenditionFactory(edition=version)
    make.RecipientFactory(pk=roles.GIVEN, kind=publication.kind)
    make.ApprovalFactory(pk=roles.GIVEN, edition=version, extract=make.KeptFileFactory())
    make.KeptFileFactory(pk=roles.GIVEN + 1, data=b"%PDF-2")
