"""One factory for each model. Each makes the plainest row that its rules allow; a test says what matters to it."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

from editions.models import Approval, Edition, KeptFile, Presented, Rendition
from finance.models import Budget, BudgetLine, Contribution, CostPart, CostSplit
from forwardplan.models import (
    AgendaItem,
    Attendance,
    Challenge,
    ChallengeUpdate,
    Decision,
    Meeting,
    Mention,
    QuorumOrganisation,
    QuorumRule,
    Remedy,
    StandingItem,
)
from kit import clock
from kit.models import Draft, LongWork, Sent
from membership import duties
from membership.models import (
    AccessibilityFault,
    Appointment,
    Board,
    Body,
    Duty,
    Helpline,
    Hold,
    Inspection,
    InspectionArea,
    JointWith,
    Logo,
    Organisation,
    Party,
    Policy,
    Regime,
    Reply,
    ReportingPeriod,
    RequiredPartner,
    Requirement,
    Seat,
    SignedLink,
    Succession,
    User,
)
from membership.roles import Role
from priorities.models import (
    Action,
    ActionLead,
    ActionUpdate,
    Aim,
    Answer,
    Arrived,
    AskedFigure,
    Asking,
    BearsOn,
    Chase,
    Collection,
    Evidence,
    Finding,
    FindingFigure,
    Goal,
    Indicator,
    Lead,
    Learning,
    Lineage,
    Measure,
    Observation,
    Part,
    Places,
    Plan,
    Principle,
    Progress,
    Recommendation,
    Redefinition,
    Related,
    Release,
    Series,
    Serves,
    SmallNumbersRule,
    Training,
)
from publications.models import (
    ArrivedStatement,
    ChartLine,
    Comment,
    EarlierDocument,
    Highlight,
    LinkedPlan,
    Narrative,
    NarrativeChart,
    OtherNumber,
    OwnTable,
    Picture,
    PictureFile,
    Publication,
    PublicationKind,
    Quotation,
    Reader,
    Recipient,
    ReturnedCopy,
    ReturnedPassage,
    Statement,
    Story,
    Term,
)

PASSWORD = "long enough to be a password"


# kit


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    person = factory.SubFactory("tests.factories.UserFactory")
    form = "edit goal"
    key = factory.Sequence(str)
    fields = "{}"
    saved = factory.LazyFunction(clock.now)


class LongWorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LongWork

    what, key = "archive", factory.Sequence(str)
    title = "The whole record as an archive"
    by = factory.SubFactory("tests.factories.UserFactory")
    asked = factory.LazyFunction(clock.now)


class SentFactory(DjangoModelFactory):
    class Meta:
        model = Sent

    word = factory.Sequence(str)
    at = factory.LazyFunction(clock.now)


# membership


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@board.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model, **fields):
        roles = fields.pop("roles", ())
        user = model.objects.create_user(password=fields.pop("password", PASSWORD), **fields)
        for role in roles:
            duties.give(user, role, by=user)
        return user


class SuperuserFactory(UserFactory):
    is_staff = True
    is_superuser = True


class DutyFactory(DjangoModelFactory):
    class Meta:
        model = Duty

    login = factory.SubFactory(UserFactory)
    role = Role.EDITOR


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    reason = factory.Sequence(lambda n: f"Inquiry {n}")


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    name = "Anytown Local Safeguarding Children Board"
    short_name = "Anytown LSCB"


class LogoFactory(DjangoModelFactory):
    class Meta:
        model = Logo

    data = b"PNG"
    digest = factory.Sequence(lambda n: sha256(str(n).encode()).hexdigest())
    width = height = 1
    kept_at = factory.LazyFunction(clock.now)
    kept_by = factory.SubFactory(UserFactory)


class InspectionFactory(DjangoModelFactory):
    class Meta:
        model = Inspection

    framework = factory.Sequence(lambda n: f"Inspectorate, framework {n}")


class InspectionAreaFactory(DjangoModelFactory):
    class Meta:
        model = InspectionArea

    inspection = factory.SubFactory(InspectionFactory)
    area = factory.Sequence(lambda n: f"Area {n}")
    word = "good"


class PolicyFactory(DjangoModelFactory):
    class Meta:
        model = Policy

    title = factory.Sequence(lambda n: f"Policy {n}")


class RegimeFactory(DjangoModelFactory):
    class Meta:
        model = Regime

    body_called = factory.Sequence(lambda n: f"Safeguarding body {n}")


class RequiredPartnerFactory(DjangoModelFactory):
    class Meta:
        model = RequiredPartner

    regime = factory.SubFactory(RegimeFactory)
    words = factory.Sequence(lambda n: f"Required partner {n}")


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    regime = factory.SubFactory(RegimeFactory)
    words = factory.Sequence(lambda n: f"Requirement {n}")


class HelplineFactory(DjangoModelFactory):
    class Meta:
        model = Helpline

    who = factory.Sequence(lambda n: f"Helpline {n}")
    number = "0800 000 0000"


class AccessibilityFaultFactory(DjangoModelFactory):
    class Meta:
        model = AccessibilityFault

    words = factory.Sequence(lambda n: f"Fault {n}")
    criterion = "1.4.3"


class ReportingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = ReportingPeriod

    label = factory.Sequence(lambda n: f"{2014 + n}/{15 + n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class ReplyFactory(DjangoModelFactory):
    class Meta:
        model = Reply

    organisation = factory.SubFactory(OrganisationFactory)
    words = "We have heard it."


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = Succession

    organisation = factory.SubFactory(OrganisationFactory)
    successor = factory.SubFactory(OrganisationFactory)
    on = date(2016, 4, 1)


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    name = factory.Sequence(lambda n: f"Sub-group {n}")


class JointWithFactory(DjangoModelFactory):
    class Meta:
        model = JointWith

    body = factory.SubFactory(BodyFactory)
    other = factory.SubFactory(BodyFactory)


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


class LeadFactory(DjangoModelFactory):
    class Meta:
        model = Lead

    goal = factory.SubFactory(GoalFactory)
    party = factory.SubFactory(PartyFactory)


class RelatedFactory(DjangoModelFactory):
    class Meta:
        model = Related

    goal = factory.SubFactory(GoalFactory)
    other = factory.SubFactory(GoalFactory)


class PrincipleFactory(DjangoModelFactory):
    class Meta:
        model = Principle

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Principle {n}")


class ServesFactory(DjangoModelFactory):
    class Meta:
        model = Serves

    goal = factory.SubFactory(GoalFactory)
    principle = factory.SubFactory(PrincipleFactory, plan=factory.SelfAttribute("..goal.plan"))


class RedefinitionFactory(DjangoModelFactory):
    class Meta:
        model = Redefinition

    indicator = factory.SubFactory(IndicatorFactory)
    on = date(2015, 4, 1)


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


class CollectionFactory(DjangoModelFactory):
    class Meta:
        model = Collection

    name = factory.Sequence(lambda n: f"Quarter {n} to June 2016")
    every = "quarter"
    starts, ends = date(2016, 4, 1), date(2016, 6, 30)


class AskingFactory(DjangoModelFactory):
    class Meta:
        model = Asking

    collection = factory.SubFactory(CollectionFactory)
    party = factory.SubFactory(PartyFactory)


class AskedFigureFactory(DjangoModelFactory):
    class Meta:
        model = AskedFigure

    asking = factory.SubFactory(AskingFactory)
    series = factory.SubFactory(SeriesFactory)


class ChaseFactory(DjangoModelFactory):
    class Meta:
        model = Chase

    asking = factory.SubFactory(AskingFactory)
    on = date(2016, 7, 4)


class SignedLinkFactory(DjangoModelFactory):
    class Meta:
        model = SignedLink

    purpose, row, version = "figures", 1, 1
    digest = factory.Sequence(lambda n: f"{n:064}")
    ends = date(2016, 8, 31)
    made_at = factory.LazyFunction(clock.now)
    made_by = factory.SubFactory(UserFactory)


class ArrivedFactory(DjangoModelFactory):
    class Meta:
        model = Arrived

    asked = factory.SubFactory(AskedFigureFactory)
    link = factory.SubFactory(SignedLinkFactory)
    figure = "31"
    received = factory.LazyFunction(clock.now)


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


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    words = factory.Sequence(lambda n: f"Recommendation {n}")


class LearningFactory(DjangoModelFactory):
    class Meta:
        model = Learning

    title = factory.Sequence(lambda n: f"Audit {n}")


class BearsOnFactory(DjangoModelFactory):
    class Meta:
        model = BearsOn

    learning = factory.SubFactory(LearningFactory)
    goal = factory.SubFactory(GoalFactory)


class TrainingFactory(DjangoModelFactory):
    class Meta:
        model = Training

    title = factory.Sequence(lambda n: f"Training {n}")


class PlacesFactory(DjangoModelFactory):
    class Meta:
        model = Places

    training = factory.SubFactory(TrainingFactory)
    party = factory.SubFactory(PartyFactory)
    number = 12


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    period = factory.SubFactory(ReportingPeriodFactory)
    kind = Finding.Kind.SUCCESS
    words = factory.Sequence(lambda n: f"Finding {n}")


class SmallNumbersRuleFactory(DjangoModelFactory):
    class Meta:
        model = SmallNumbersRule

    name = factory.Sequence(lambda n: f"Rule {n}")
    source = SmallNumbersRule.Source.OWN
    least, most = 1, 5


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = Release

    observation = factory.SubFactory(ObservationFactory, value=3)
    value = factory.SelfAttribute("observation.value")
    reason = "It counts a whole county."


class FindingFigureFactory(DjangoModelFactory):
    class Meta:
        model = FindingFigure

    finding = factory.SubFactory(FindingFactory)
    observation = factory.SubFactory(ObservationFactory, value=54)


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    finding = factory.SubFactory(FindingFactory)
    goal = factory.SubFactory(GoalFactory)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    words = factory.Sequence(lambda n: f"Action {n}")


class ActionLeadFactory(DjangoModelFactory):
    class Meta:
        model = ActionLead

    action = factory.SubFactory(ActionFactory)
    party = factory.SubFactory(PartyFactory)


class ActionUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ActionUpdate

    action = factory.SubFactory(ActionFactory)
    words = factory.Sequence(lambda n: f"Update {n}")


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


class CostSplitFactory(DjangoModelFactory):
    class Meta:
        model = CostSplit

    budget = factory.SubFactory(BudgetFactory)
    what = factory.Sequence(lambda n: f"Review {n}")
    cost = Decimal(100)


class CostPartFactory(DjangoModelFactory):
    class Meta:
        model = CostPart

    split = factory.SubFactory(CostSplitFactory)
    payer_name = factory.Sequence(lambda n: f"Payer {n}")
    weight = Decimal(100)
    amount = Decimal(100)


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


class ChallengeFactory(DjangoModelFactory):
    class Meta:
        model = Challenge

    issue = factory.Sequence(lambda n: f"Challenge {n}")


class ChallengeUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ChallengeUpdate

    challenge = factory.SubFactory(ChallengeFactory)
    words = factory.Sequence(lambda n: f"Heard {n}")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    item = factory.SubFactory(AgendaItemFactory)
    words = factory.Sequence(lambda n: f"Decision {n}")


class MentionFactory(DjangoModelFactory):
    class Meta:
        model = Mention

    item = factory.SubFactory(AgendaItemFactory)
    action = factory.SubFactory(ActionFactory)


class RemedyFactory(DjangoModelFactory):
    class Meta:
        model = Remedy

    challenge = factory.SubFactory(ChallengeFactory)
    action = factory.SubFactory(ActionFactory)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    seat = factory.LazyAttribute(lambda mark: SeatFactory(body=mark.meeting.body))


class QuorumRuleFactory(DjangoModelFactory):
    class Meta:
        model = QuorumRule

    body = factory.SubFactory(BodyFactory)


class QuorumOrganisationFactory(DjangoModelFactory):
    class Meta:
        model = QuorumOrganisation

    quorum = factory.SubFactory(QuorumRuleFactory)
    organisation = factory.SubFactory(OrganisationFactory)


# publications


class PublicationFactory(DjangoModelFactory):
    class Meta:
        model = Publication

    kind = PublicationKind.BUSINESS_PLAN
    title = "Business plan"
    slug = factory.Sequence(lambda n: f"{2016 + n}-{2019 + n}")


class NarrativeFactory(DjangoModelFactory):
    class Meta:
        model = Narrative

    publication = factory.SubFactory(PublicationFactory)
    heading = factory.Sequence(lambda n: f"Section {n}")


class NarrativeChartFactory(DjangoModelFactory):
    class Meta:
        model = NarrativeChart

    narrative = factory.SubFactory(NarrativeFactory)
    heading = factory.Sequence(lambda n: f"Chart {n}")


class OwnTableFactory(DjangoModelFactory):
    class Meta:
        model = OwnTable

    narrative = factory.SubFactory(NarrativeFactory)
    caption = factory.Sequence(lambda n: f"Table {n}")
    cells = "Area\tCalls\nNorth\t12\nSouth\t30"


class PictureFileFactory(DjangoModelFactory):
    class Meta:
        model = PictureFile

    data = b"PNG"
    digest = factory.LazyAttribute(lambda row: sha256(row.data).hexdigest())
    media = "png"
    width = height = 1
    kept_at = factory.LazyFunction(clock.now)
    kept_by = factory.SubFactory(UserFactory)


class PictureFactory(DjangoModelFactory):
    class Meta:
        model = Picture

    narrative = factory.SubFactory(NarrativeFactory)
    file = factory.SubFactory(PictureFileFactory, data=factory.Sequence(lambda n: f"PNG {n}".encode()))
    shows = factory.Sequence(lambda n: f"Picture {n}")
    consent = "Nobody can be recognised."


class QuotationFactory(DjangoModelFactory):
    class Meta:
        model = Quotation

    narrative = factory.SubFactory(NarrativeFactory)
    words = factory.Sequence(lambda n: f"They listened {n} times.")
    whose = "A parent"


class StoryFactory(DjangoModelFactory):
    class Meta:
        model = Story

    narrative = factory.SubFactory(NarrativeFactory)
    heading = factory.Sequence(lambda n: f"Story {n}")
    words = "<p>Help came early.</p>"
    case_free = True


class ChartLineFactory(DjangoModelFactory):
    class Meta:
        model = ChartLine

    chart = factory.SubFactory(NarrativeChartFactory)
    series = factory.SubFactory(SeriesFactory)


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    publication = factory.SubFactory(PublicationFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ArrivedStatementFactory(DjangoModelFactory):
    class Meta:
        model = ArrivedStatement

    statement = factory.SubFactory(StatementFactory)
    link = factory.SubFactory(SignedLinkFactory, purpose="statement")
    words = "We trained all our staff."
    received = factory.LazyFunction(clock.now)


class ReaderFactory(DjangoModelFactory):
    class Meta:
        model = Reader

    publication = factory.SubFactory(PublicationFactory)
    name = factory.Sequence(lambda n: f"PC Jones {n}, Police")


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    publication = factory.SubFactory(PublicationFactory)
    place, quoted = "foreword/paragraph-1", "We trained all our staff."
    words = "Do you mean all of them?"
    who = "PC Jones, Police"
    source = "word"
    received = factory.LazyFunction(clock.now)


class ReturnedCopyFactory(DjangoModelFactory):
    class Meta:
        model = ReturnedCopy

    publication = factory.SubFactory(PublicationFactory)
    name = "PC Jones, Police"


class ReturnedPassageFactory(DjangoModelFactory):
    class Meta:
        model = ReturnedPassage

    copy = factory.SubFactory(ReturnedCopyFactory)
    position = factory.Sequence(int)
    how, sent, came = "changed", "<p>We met six times.</p>", "<p>We met seven times.</p>"


class HighlightFactory(DjangoModelFactory):
    class Meta:
        model = Highlight

    narrative = factory.SubFactory(NarrativeFactory, place="summary")
    sentence = factory.Sequence(lambda n: f"This is said in sentence {n}.")


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    term = factory.Sequence(lambda n: f"Term {n}")
    meaning = "What it means"


class LinkedPlanFactory(DjangoModelFactory):
    class Meta:
        model = LinkedPlan

    publication = factory.SubFactory(PublicationFactory)
    title = factory.Sequence(lambda n: f"Linked plan {n}")


class OtherNumberFactory(DjangoModelFactory):
    class Meta:
        model = OtherNumber

    indicator = factory.SubFactory(IndicatorFactory)
    sentence = factory.Sequence(lambda n: f"Sentence {n}")


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Recipient

    kind = PublicationKind.ANNUAL_REPORT
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


class KeptFileFactory(DjangoModelFactory):
    class Meta:
        model = KeptFile

    name = "minutes.pdf"
    media_type = "application/pdf"
    data = b"%PDF-"
    digest = factory.LazyAttribute(lambda file: sha256(file.data).hexdigest())
    size = factory.LazyAttribute(lambda file: len(file.data))
    kept_at = factory.LazyFunction(clock.now)
    kept_by = factory.SubFactory(UserFactory)


class ApprovalFactory(DjangoModelFactory):
    """A decision of the board at a meeting, recorded by the office."""

    class Meta:
        model = Approval

    edition = factory.SubFactory(EditionFactory)
    how = Approval.How.MEETING
    decided_by = "the Board"
    decided_on = date(2016, 3, 16)
    reference = "minute 7"
    recorded_as = "the board’s office"
    recorded_at = factory.LazyFunction(clock.now)
    recorded_by = factory.SubFactory(UserFactory)


class EarlierDocumentFactory(DjangoModelFactory):
    class Meta:
        model = EarlierDocument

    title = factory.Sequence(lambda n: f"Earlier document {n}")
    digest = "0" * 64
    size = 2048
    pages = 3


class PresentedFactory(DjangoModelFactory):
    class Meta:
        model = Presented

    edition = factory.SubFactory(EditionFactory, published=True)
    recipient = factory.SubFactory(RecipientFactory)
