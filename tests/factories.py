"""One factory for each model. Each makes the plainest row that its rules allow; a test says what matters to it."""

from datetime import date
from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

from editions.models import Edition, Rendition
from finance.models import Budget, BudgetLine, Contribution
from forwardplan.models import AgendaItem, Meeting, StandingItem
from kit import clock
from membership.models import Appointment, Board, Body, Organisation, Party, ReportingPeriod, Seat, User
from priorities.models import (
    Aim,
    Evidence,
    Finding,
    Goal,
    Indicator,
    Lineage,
    Measure,
    Observation,
    Part,
    Plan,
    Progress,
    Series,
)
from publications.models import Kind, LinkedPlan, Narrative, Publication, Recipient

PASSWORD = "long enough to be a password"


# membership


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@board.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model, **fields):
        return model.objects.create_user(password=fields.pop("password", PASSWORD), **fields)


class SuperuserFactory(UserFactory):
    is_staff = True
    is_superuser = True


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    name = "Anytown Local Safeguarding Children Board"
    short_name = "Anytown LSCB"


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportingPeriod

    label = factory.Sequence(lambda n: f"{2014 + n}/{15 + n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    name = factory.Sequence(lambda n: f"Sub-group {n}")


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    role = factory.Sequence(lambda n: f"Role {n}")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    seat = factory.SubFactory(SeatFactory)
    name = factory.Sequence(lambda n: f"Holder {n}")


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    words = factory.Sequence(lambda n: f"Party {n}")


# priorities


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    title = factory.Sequence(lambda n: f"Plan {n}")


class PartFactory(DjangoModelFactory):
    class Meta:
        model = Part

    plan = factory.SubFactory(PlanFactory)
    heading = factory.Sequence(lambda n: f"Part {n}")


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Goal {n}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    name = factory.Sequence(lambda n: f"Indicator {n}")


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    goal = factory.SubFactory(GoalFactory)
    indicator = factory.SubFactory(IndicatorFactory)


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    indicator = factory.SubFactory(IndicatorFactory)
    name = factory.Sequence(lambda n: f"Breakdown {n}")


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = Observation

    series = factory.SubFactory(SeriesFactory)
    period_as_printed = factory.Sequence(lambda n: f"Quarter {n}")


class AimFactory(DjangoModelFactory):
    class Meta:
        model = Aim

    goal = factory.SubFactory(GoalFactory)
    words = factory.Sequence(lambda n: f"Aim {n}")


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    goal = factory.SubFactory(GoalFactory)
    period = factory.SubFactory(ReportingPeriodFactory)
    words = factory.Sequence(lambda n: f"Evidence {n}")


class ProgressFactory(DjangoModelFactory):
    class Meta:
        model = Progress

    goal = factory.SubFactory(GoalFactory)
    period = factory.SubFactory(ReportingPeriodFactory)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    period = factory.SubFactory(ReportingPeriodFactory)
    kind = Finding.Kind.SUCCESS
    words = factory.Sequence(lambda n: f"Finding {n}")


class LineageFactory(DjangoModelFactory):
    class Meta:
        model = Lineage

    plan = factory.SelfAttribute("to_goal.plan")
    from_goal = factory.SubFactory(GoalFactory)
    to_goal = factory.SubFactory(GoalFactory)
    kind = Lineage.Kind.KEPT


# finance


class BudgetFactory(DjangoModelFactory):
    class Meta:
        model = Budget

    financial_year = factory.Sequence(lambda n: f"{2016 + n}/{17 + n}")


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    budget = factory.SubFactory(BudgetFactory)
    label = factory.Sequence(lambda n: f"Payer {n}")


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine

    budget = factory.SubFactory(BudgetFactory)
    side = BudgetLine.Side.EXPENDITURE
    description = factory.Sequence(lambda n: f"Line {n}")


# forwardplan


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    year = factory.Sequence(lambda n: 2016 + n % 50)


class StandingItemFactory(DjangoModelFactory):
    class Meta:
        model = StandingItem

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Standing item {n}")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Agenda item {n}")


# publications


class PublicationFactory(DjangoModelFactory):
    class Meta:
        model = Publication

    kind = Kind.BUSINESS_PLAN
    title = "Business plan"
    slug = factory.Sequence(lambda n: f"{2016 + n}-{2019 + n}")


class NarrativeFactory(DjangoModelFactory):
    class Meta:
        model = Narrative

    publication = factory.SubFactory(PublicationFactory)
    heading = factory.Sequence(lambda n: f"Section {n}")


class LinkedPlanFactory(DjangoModelFactory):
    class Meta:
        model = LinkedPlan

    publication = factory.SubFactory(PublicationFactory)
    title = factory.Sequence(lambda n: f"Linked plan {n}")


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Recipient

    kind = Kind.ANNUAL_REPORT
    party = factory.SubFactory(PartyFactory)


# editions


class EditionFactory(DjangoModelFactory):
    """A draft; `published=True` makes it the live edition."""

    class Meta:
        model = Edition

    class Params:
        published = factory.Trait(
            number=1,
            published_on=date(2016, 4, 1),
            published_at=factory.LazyFunction(clock.now),
            published_by=factory.SelfAttribute("composed_by"),
        )

    publication = factory.SubFactory(PublicationFactory)
    content = "{}"
    schema = 1
    digest = factory.LazyAttribute(lambda edition: sha256(edition.content.encode()).hexdigest())
    composed_at = factory.LazyFunction(clock.now)
    composed_by = factory.SubFactory(UserFactory)


class RenditionFactory(DjangoModelFactory):
    class Meta:
        model = Rendition

    edition = factory.SubFactory(EditionFactory)
    kind = Rendition.Kind.PDF
    data = b"%PDF-"
    digest = factory.LazyAttribute(lambda rendition: sha256(rendition.data).hexdigest())
    pages = 1
    versions = "made up"
    made_at = factory.LazyFunction(clock.now)
    made_by = factory.SubFactory(UserFactory)
