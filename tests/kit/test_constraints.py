"""Every rule that the database holds: a row that breaks it, and the sentence that a person then reads.

Each is tried twice: through `full_clean`, which says the sentence, and straight at the database, which refuses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from editions.models import Approval, Edition, Presented, Rendition
from finance.models import Budget, BudgetLine, Contribution, CostSplit
from forwardplan.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Mention,
    QuorumOrganisation,
    QuorumRule,
    Remedy,
    StandingItem,
)
from kit import clock
from kit.models import Sent
from membership.models import Appointment, Board, Duty, JointWith, Party, Reply, Seat, User
from priorities.models import (
    ActionLead,
    Answer,
    Evidence,
    FindingFigure,
    Lead,
    Lineage,
    Measure,
    Observation,
    Principle,
    Progress,
    Related,
    Release,
    Serves,
    SmallNumbersRule,
)
from publications.models import Highlight, Narrative, Publication, PublicationKind, Recipient, Term
from tests import factories as make

pytestmark = pytest.mark.django_db
OWN_APPS = ("kit", "membership", "priorities", "finance", "forwardplan", "publications", "editions")


@dataclass
class Case:
    """A constraint by name, a row that breaks it and nothing else, and what is said."""

    name: str
    row: Callable[[], models.Model]
    sentence: str


def backwards(factory):
    """A row that ends before it starts, all else being well."""

    def row():
        row = factory.create()
        row.starts, row.ends = date(2016, 4, 1), date(2016, 3, 31)
        return row

    return row


def its_own(field, factory):
    """A row that names itself."""

    def row():
        row = factory.create()
        setattr(row, field, row)
        return row

    return row


def half(factory, deed, **fields):
    """A row of which is known when something was done to it, but not by whom."""

    def row():
        row = factory.create(**fields)
        setattr(row, f"{deed}_at", clock.now())
        setattr(row, f"{deed}_by", None)
        return row

    return row


def again(model, row, *names):
    """A second row of what one names already."""
    return model(**{name: getattr(row, name) for name in names})


def second_board():
    make.BoardFactory()
    return Board(name="Another", short_name="Another")


def second_logo():
    logo = make.LogoFactory()
    return make.LogoFactory.build(digest=logo.digest, kept_by=logo.kept_by)


def second_picture():
    file = make.PictureFileFactory()
    return make.PictureFileFactory.build(digest=file.digest, kept_by=file.kept_by)


def second_draft():
    draft = make.DraftFactory()
    return make.DraftFactory.build(person=draft.person, form=draft.form, key=draft.key)


def second_sent():
    return Sent(word=make.SentFactory().word, at=clock.now())


def second_login():
    make.UserFactory(email="ann@board.example")
    return User(email="ANN@board.example", password="!")


def number_of_a_list():
    first = make.RequirementFactory(number="1")
    return make.RequirementFactory.build(regime=first.regime, number="1")


def own_successor():
    row = make.SuccessionFactory()
    row.successor = row.organisation
    return row


def second_chair():
    chair = make.SeatFactory(office="chair")
    return Seat(body=chair.body, role="Other", office="chair")


def second_duty():
    duty = make.DutyFactory()
    return Duty(login=duty.login, role=duty.role)


def own_cover():
    person = make.UserFactory()
    return make.DutyFactory.build(login=person, covers=person, ends=date(2016, 4, 30))


def second_party():
    return Party(words=make.PartyFactory().words)


def second_measure():
    measure = make.MeasureFactory()
    return Measure(goal=measure.goal, indicator=measure.indicator)


def second_lead():
    lead = make.LeadFactory()
    return Lead(goal=lead.goal, party=lead.party)


def second_action():
    return make.ActionFactory.build(number=make.ActionFactory().number)


def second_action_lead():
    lead = make.ActionLeadFactory()
    return ActionLead(action=lead.action, party=lead.party)


def second_challenge():
    first = make.ChallengeFactory()
    return make.ChallengeFactory.build(year=first.year, number=first.number)


def second_mention(**of):
    mention = make.MentionFactory(**of)
    return Mention(item=mention.item, action=mention.action, challenge=mention.challenge)


def second_remedy():
    remedy = make.RemedyFactory()
    return Remedy(challenge=remedy.challenge, action=remedy.action)


def second_related():
    related = make.RelatedFactory()
    return Related(goal=related.goal, other=related.other)


def second_joint():
    joint = make.JointWithFactory()
    return JointWith(body=joint.body, other=joint.other)


def joint_with_itself():
    body = make.BodyFactory()
    return JointWith(body=body, other=body)


def second_principle():
    principle = make.PrincipleFactory()
    return Principle(plan=principle.plan, name=principle.name.upper())


def served_twice():
    serves = make.ServesFactory()
    return Serves(goal=serves.goal, principle=serves.principle)


def related_to_itself():
    goal = make.GoalFactory()
    return Related(goal=goal, other=goal)


def second_figure():
    first = make.FindingFigureFactory()
    return FindingFigure(finding=first.finding, observation=first.observation)


def second_release():
    return Release(observation=make.ReleaseFactory().observation, reason="once more", key="another")


def allowed_by_the_one_who_asked():
    who = {"asked_at": clock.now(), "asked_by": make.UserFactory()}
    who |= {"allowed_at": clock.now(), "allowed_by": who["asked_by"]}
    return Release(observation=make.ObservationFactory(), reason="why", **who)


def second_usual_rule():
    make.SmallNumbersRuleFactory(is_usual=True)
    return SmallNumbersRule(name="Also", source="own", least=1, most=5, is_usual=True)


def second_of(factory, *same, **more):
    """A row that says again what another one says already."""
    first = factory.create()
    return type(first)(**{name: getattr(first, name) for name in same}, **more)


def second_highlight():
    first = make.HighlightFactory(
        narrative=make.NarrativeFactory(place="summary"), sentence="", series=make.SeriesFactory()
    )
    return Highlight(narrative=first.narrative, series=first.series)


def second_answer():
    answer = make.AnswerFactory()
    return Answer(finding=answer.finding, goal=answer.goal)


def step(kind, from_goal, to_goal):
    return Lineage(plan=make.PlanFactory(), kind=kind, from_goal=from_goal, to_goal=to_goal)


def second_step():
    first = step("kept", make.GoalFactory(), make.GoalFactory())
    first.save()
    return step("reworded", first.from_goal, first.to_goal)


def second_progress():
    progress = make.ProgressFactory()
    return Progress(goal=progress.goal, period=progress.period)


def second_line_from_contributions():
    line = make.BudgetLineFactory(side="income", from_contributions=True)
    return BudgetLine(budget=line.budget, side="income", description="Other", from_contributions=True)


def deferred_from_itself():
    meeting = make.MeetingFactory()
    return AgendaItem(meeting=meeting, title="Item", deferred_from=meeting)


def second_list():
    """Two lists of earlier documents would stand at one address."""
    make.PublicationFactory(kind="earlier-documents", slug="list")
    return make.PublicationFactory.build(kind="earlier-documents", slug="other")


def second_address():
    publication = make.PublicationFactory()
    return Publication(kind=publication.kind, slug=publication.slug, title="Other", key="other")


def second_line():
    line = make.ChartLineFactory()
    return make.ChartLineFactory.build(chart=line.chart, series=line.series)


def second_term():
    make.TermFactory(term="CSE")
    return Term(term="cse", key="another", meaning="The same in small letters")


def second_recipient():
    recipient = make.RecipientFactory()
    return Recipient(kind=recipient.kind, party=recipient.party)


def part_in_own_words():
    return Narrative(publication=make.PublicationFactory(), heading="Words", part=make.PartFactory())


def edition(**fields):
    person, now = make.UserFactory(), clock.now()
    return Edition(
        **{"publication": make.PublicationFactory(), "content": "{}", "schema": 1, "digest": "0" * 64}
        | {"composed_at": now, "composed_by": person}
        | {name: person if value == "person" else value for name, value in fields.items()}
    )


def published(**fields):
    return edition(
        **{"published_at": clock.now(), "published_by": "person", "published_on": date(2016, 4, 1), "number": 1}
        | fields
    )


def taken_down(**fields):
    return published(taken_down_at=clock.now(), taken_down_by="person", **fields)


def second_number():
    first = make.EditionFactory(published=True, superseded_at=clock.now(), superseded_by=make.UserFactory())
    return published(publication=first.publication)


def second_live():
    return published(publication=make.EditionFactory(published=True).publication, number=2)


def second_pdf():
    first = make.RenditionFactory()
    return Rendition(edition=first.edition, kind="pdf", data=b"%PDF-", digest="0" * 64, pages=1, versions="made up")


CONFIRMED = {
    "changes": "Page 3",
    "confirmed_by": "the chair",
    "confirmer": "the chair",
    "confirmed_on": date(2016, 3, 20),
    "confirmed_how": "e-mail",
    "confirmation_at": clock.now(),
    "confirmation_by": "person",
}


def approval(**fields):
    person = make.UserFactory()
    return Approval(
        **{
            "edition": make.EditionFactory(),
            "how": "meeting",
            "decided_by": "the Board",
            "decided_on": date(2016, 3, 16),
        }
        | {"recorded_at": clock.now(), "recorded_by": person}
        | {name: person if value == "person" else value for name, value in fields.items()}
    )


def second_approval():
    first = make.ApprovalFactory(how="signed-in")
    return approval(edition=first.edition, how="signed-in", decided_by="the chair", recorded_by=first.recorded_by)


def second_decision():
    first = make.ApprovalFactory(decided_by="the Board")
    return approval(edition=first.edition, decided_by="The  board")


def own_approval(**fields):
    """A draft that its sender approves."""
    return edition(
        **{"sent_at": clock.now(), "sent_by": "person", "approved_at": clock.now(), "approved_by": "person"}
        | {"by_recorded_decision": False}
        | fields
    )


def erased_edition(**fields):
    now = clock.now()
    return edition(
        **{"content": "", "erased_at": now, "erased_by": "person", "erasure_instruction": "By e-mail, 1 June 2016"}
        | fields
    )


def second_presented():
    first = make.PresentedFactory()
    return Presented(edition=first.edition, recipient=first.recipient)


END_BEFORE_START = "The end lies before the start."


def same_council_id():
    make.UserFactory(council_id="a-number")
    return User(email="another@board.example", password="x", council_id="a-number")


def second_asking():
    first = make.AskingFactory()
    return make.AskingFactory.build(collection=first.collection, party=first.party)


def second_asking_of_nobody():
    first = make.AskingFactory(party=None)
    return make.AskingFactory.build(collection=first.collection, party=None)


def second_asked_figure():
    first = make.AskedFigureFactory()
    return make.AskedFigureFactory.build(asking=first.asking, series=first.series)


def second_arrived():
    first = make.ArrivedFactory()
    return make.ArrivedFactory.build(asked=first.asked, link=first.link)


CASES = [
    Case("kit_draft_once", second_draft, "This person has a draft of this form already."),
    Case("kit_sent_once", second_sent, "This form was saved already."),
    Case("membership_duty_once", second_duty, "This person holds this role already."),
    Case(
        "membership_duty_granted_at_and_by",
        half(make.DutyFactory, "granted"),
        "Who granted it and when belong together.",
    ),
    Case("membership_duty_ended_at_and_by", half(make.DutyFactory, "ended"), "Who ended it and when belong together."),
    Case("membership_duty_ends_after_start", backwards(make.DutyFactory), END_BEFORE_START),
    Case(
        "membership_duty_cover_has_an_end",
        lambda: make.DutyFactory.build(login=make.UserFactory(), covers=make.UserFactory()),
        "Say until when this person covers.",
    ),
    Case("membership_duty_covers_somebody_else", own_cover, "Nobody covers for themselves."),
    Case(
        "membership_hold_placed_at_and_by", half(make.HoldFactory, "placed"), "Who placed it and when belong together."
    ),
    Case(
        "membership_hold_lifted_at_and_by", half(make.HoldFactory, "lifted"), "Who lifted it and when belong together."
    ),
    Case("membership_user_ended_at_and_by", half(make.UserFactory, "ended"), "Who ended it and when belong together."),
    Case(
        "membership_user_council_id",
        same_council_id,
        "Another login is tied to this person's council account already.",
    ),
    Case("membership_user_email_caseless", second_login, "This e-mail has a login already."),
    Case("membership_logo_kept_at_and_by", half(make.LogoFactory, "kept"), "Who kept it and when belong together."),
    Case("membership_logo_once", second_logo, "This picture is kept already."),
    Case(
        "membership_board_only_one",
        second_board,
        "There is a board already; one installation serves one board.",
    ),
    Case(
        "membership_board_only_is_one",
        lambda: Board(name="Board", short_name="Board", only=2),
        "One installation serves one board.",
    ),
    *(
        Case(f"{factory._meta.model._meta.db_table}_ends_after_start", backwards(factory), END_BEFORE_START)
        for factory in (
            make.RegimeFactory,
            make.RequiredPartnerFactory,
            make.AccessibilityFaultFactory,
            make.ReportingPeriodFactory,
            make.OrganisationFactory,
            make.LearningFactory,
            make.TrainingFactory,
            make.BodyFactory,
            make.SeatFactory,
            make.AppointmentFactory,
            make.PlanFactory,
            make.PartFactory,
            make.GoalFactory,
            make.ObservationFactory,
            make.BudgetFactory,
            make.PublicationFactory,
        )
    ),
    Case("membership_requirement_number_once", number_of_a_list, "Another thing of this list has the number already."),
    Case("membership_succession_of_another", own_successor, "An organisation can't follow itself."),
    Case(
        "membership_organisation_not_its_own_parent",
        its_own("parent", make.OrganisationFactory),
        "An organisation can't be a department of itself.",
    ),
    Case("membership_body_not_its_own_parent", its_own("parent", make.BodyFactory), "A body can't stand below itself."),
    Case(
        "membership_seat_one_chair",
        second_chair,
        "This body has a chair already. End that seat first, make both joint chairs, or make this a vice chair.",
    ),
    Case(
        "membership_seat_role_or_office",
        lambda: Seat(body=make.BodyFactory()),
        "Give the role that sits here or its organisation, or say that it is the chair or vice chair.",
    ),
    Case(
        "membership_seat_number_or_unknown",
        lambda: Seat(body=make.BodyFactory(), role="Member", number=2, number_unknown=True),
        "Give the number of seats, or say that it is unknown, not both.",
    ),
    Case(
        "membership_appointment_vacant_is_nobody",
        lambda: Appointment(seat=make.SeatFactory(), state="vacant", name="Ann"),
        "A vacant seat has no holder; take the name away or say in post.",
    ),
    Case(
        "membership_party_is_one_thing",
        lambda: Party(words="Ofsted", organisation=make.OrganisationFactory()),
        "Choose an organisation, a body or a seat, or give words: one of them.",
    ),
    Case(
        "membership_reply_once",
        lambda: again(Reply, make.ReplyFactory(), "organisation", "words"),
        "This organisation has a reply already. Change that one.",
    ),
    Case("membership_party_words", second_party, "These words are a party already."),
    Case("priorities_goal_not_its_own_parent", its_own("parent", make.GoalFactory), "A goal can't stand below itself."),
    Case("priorities_measure_once", second_measure, "This indicator measures the goal already."),
    Case(
        "priorities_observation_value_or_state",
        lambda: Observation(series=make.SeriesFactory(), value=0, state="not-available"),
        "Give the figure, or say why there is none, not both.",
    ),
    Case(
        "priorities_observation_baseline",
        lambda: Observation(series=make.SeriesFactory(), value=0, baseline=12),
        "A baseline has at least twelve figures, and a reason.",
    ),
    Case(
        "priorities_observation_revised_from",
        lambda: Observation(series=make.SeriesFactory(), value=1, first_value=2),
        "Only a figure that is there and revised has one from before.",
    ),
    Case(
        "priorities_evidence_none_says_nothing",
        lambda: Evidence(goal=make.GoalFactory(), period=make.ReportingPeriodFactory(), state="found"),
        "Say what was found or is planned, or that there is none.",
    ),
    Case("priorities_lead_once", second_lead, "They lead this goal already."),
    Case("membership_jointwith_once", second_joint, "These two are joint already."),
    Case("membership_jointwith_another", joint_with_itself, "A body isn't joint with itself. Choose the other one."),
    Case("priorities_principle_once", second_principle, "The plan has this principle already."),
    Case("priorities_serves_once", served_twice, "This goal serves that principle already."),
    Case("priorities_related_once", second_related, "These two goals are related already."),
    Case(
        "priorities_related_not_itself",
        related_to_itself,
        "A goal is always related to itself. Choose another one.",
    ),
    Case("priorities_findingfigure_once", second_figure, "This figure stands beside the finding already."),
    Case("priorities_release_once", second_release, "A decision on this figure is recorded already."),
    Case(
        "priorities_release_asked_at_and_by",
        lambda: Release(observation=make.ObservationFactory(), reason="why", asked_at=clock.now()),
        "Who asked for it and when belong together.",
    ),
    Case(
        "priorities_release_allowed_at_and_by",
        lambda: Release(observation=make.ObservationFactory(), reason="why", allowed_at=clock.now()),
        "Who allowed it and when belong together.",
    ),
    Case(
        "priorities_release_second_person",
        allowed_by_the_one_who_asked,
        "You asked for it, so somebody else allows it; or record the decision of a body.",
    ),
    Case(
        "priorities_release_decision_whole",
        lambda: Release(observation=make.ObservationFactory(), reason="why", decided_by="The chair"),
        "Say who decided and on what day, or leave both empty.",
    ),
    Case(
        "priorities_smallnumbersrule_limits",
        lambda: SmallNumbersRule(name="Backwards", source="own", least=5, most=1),
        "Held back is from a smaller count up to a larger one, such as from 1 up to 5. Of a single count everybody "
        "would know which it is.",
    ),
    Case(
        "priorities_smallnumbersrule_rounding",
        lambda: SmallNumbersRule(name="To nought", source="own", least=1, most=5, rounds_to=0),
        "Nothing can be rounded to the nearest 0 or 1. Give 2 or more, such as 5, or leave it empty.",
    ),
    Case(
        "priorities_smallnumbersrule_none_has_reason",
        lambda: SmallNumbersRule(name="Nothing", source="none"),
        "A rule gives its limits. If nothing is held back, choose “None”, leave the limits empty, and say why.",
    ),
    Case(
        "priorities_smallnumbersrule_one_usual",
        second_usual_rule,
        "Another rule holds for all others already. Take it off there first.",
    ),
    Case(
        "priorities_recommendation_refused_with_reason",
        lambda: make.RecommendationFactory.build(answer="not-accepted"),
        "Say why it isn’t accepted, or only in part.",
    ),
    Case(
        "priorities_bearson_once",
        lambda: second_of(make.BearsOnFactory, "learning", "goal"),
        "That it bears on this goal is said already.",
    ),
    Case(
        "priorities_places_once",
        lambda: second_of(make.PlacesFactory, "training", "party", number=1),
        "The places that they took are recorded already.",
    ),
    Case(
        "membership_inspectionarea_once",
        lambda: second_of(make.InspectionAreaFactory, "inspection", "area", word="good"),
        "This area has a word already.",
    ),
    Case(
        "membership_policy_ends_after_adoption",
        lambda: make.PolicyFactory.build(adopted=date(2016, 4, 1), ends=date(2016, 3, 31)),
        "It was withdrawn before it was adopted.",
    ),
    Case(
        "publications_statement_once",
        lambda: second_of(make.StatementFactory, "publication", "organisation"),
        "This organisation is asked already.",
    ),
    Case(
        "publications_statement_received_says_something",
        lambda: make.StatementFactory.build(
            publication=make.PublicationFactory(), organisation=make.OrganisationFactory(), received=date(2016, 5, 3)
        ),
        "Nothing was received yet. Put the statement in, or empty the day.",
    ),
    Case(
        "publications_highlight_one_thing",
        lambda: make.HighlightFactory.build(
            narrative=make.NarrativeFactory(place="summary"), sentence="We met.", reckoned="attendance"
        ),
        "Choose a breakdown, or a sum, or a sentence: one of the three.",
    ),
    Case(
        "publications_highlight_series_once",
        second_highlight,
        "The summary shows this already.",
    ),
    Case(
        "publications_arrivedstatement_settled_at_and_by",
        half(make.ArrivedStatementFactory, "settled"),
        "Who settled it and when belong together.",
    ),
    Case(
        "publications_arrivedstatement_once",
        lambda: second_of(make.ArrivedStatementFactory, "statement", "link", "words", "received"),
        "A statement of theirs is waiting already.",
    ),
    Case(
        "publications_reader_once",
        lambda: second_of(make.ReaderFactory, "publication", "name"),
        "This reader is on the list already. Give them a new link there.",
    ),
    Case(
        "publications_comment_settled_at_and_by",
        lambda: half(
            make.CommentFactory, "settled", outcome="put-aside", settled_at=clock.now(), settled_by=make.UserFactory()
        )(),
        "Who settled it and when belong together.",
    ),
    Case(
        "publications_comment_says_something",
        lambda: make.CommentFactory.build(publication=make.PublicationFactory(), words=""),
        "A comment says something.",
    ),
    Case(
        "publications_comment_link_of_reader",
        lambda: make.CommentFactory.build(publication=make.PublicationFactory(), source="reader"),
        "A comment on the reader’s page came by a link, and no other did.",
    ),
    Case(
        "publications_comment_settled_has_outcome",
        lambda: make.CommentFactory.build(publication=make.PublicationFactory(), outcome="put-aside"),
        "A comment that is settled says how, and one that is open has no day.",
    ),
    Case(
        "publications_comment_answered_in_words",
        lambda: make.CommentFactory.build(
            publication=make.PublicationFactory(),
            outcome="answered",
            settled_at=clock.now(),
            settled_by=make.UserFactory(),
        ),
        "Write what you answer, or put the comment aside.",
    ),
    Case(
        "publications_returnedcopy_brought_at_and_by",
        half(make.ReturnedCopyFactory, "brought"),
        "Who brought it and when belong together.",
    ),
    Case(
        "publications_returnedpassage_aside_at_and_by",
        half(make.ReturnedPassageFactory, "aside"),
        "Who put it aside and when belong together.",
    ),
    Case(
        "publications_returnedpassage_once",
        lambda: second_of(make.ReturnedPassageFactory, "copy", "position", "how", "sent", "came"),
        "Another paragraph of this copy stands there.",
    ),
    Case(
        "publications_returnedpassage_has_words",
        lambda: make.ReturnedPassageFactory.build(copy=make.ReturnedCopyFactory(), sent="", came=""),
        "Either words were sent or words came.",
    ),
    Case("priorities_answer_once", second_answer, "This goal answers the finding already."),
    Case("priorities_lineage_once", second_step, "This step is recorded already."),
    Case(
        "priorities_lineage_closed_leads_nowhere",
        lambda: step("closed", make.GoalFactory(), make.GoalFactory()),
        "A closed goal has no successor, and every other step leads to a goal.",
    ),
    Case(
        "priorities_lineage_new_comes_from_nowhere",
        lambda: step("new", make.GoalFactory(), make.GoalFactory()),
        "A new goal has no forerunner, and every other step comes from a goal.",
    ),
    Case("priorities_progress_once", second_progress, "Progress on this goal in this period is recorded already."),
    Case(
        "finance_budget_shared_out_not_below_nought",
        lambda: Budget(financial_year="2030/31", shared_out=-1),
        "What is shared out can’t be below nought.",
    ),
    Case(
        "finance_contribution_joint_part_of_hundred",
        lambda: Contribution(budget=make.BudgetFactory(), basis="joint", joint_part=101),
        "A part lies between 0 and 100 per cent.",
    ),
    Case(
        "finance_contribution_joint_whole_not_below_nought",
        lambda: Contribution(budget=make.BudgetFactory(), basis="joint", joint_whole=-1),
        "A payment can’t be below nought.",
    ),
    Case(
        "finance_contribution_joint_is_said",
        lambda: Contribution(budget=make.BudgetFactory(), basis="fixed", joint_whole=1),
        "Say that it is a part of a joint payment, or leave that payment out.",
    ),
    Case(
        "finance_budgetline_reason_of_a_revision",
        lambda: BudgetLine(budget=make.BudgetFactory(), side="income", description="Line", revised_because="Why"),
        "Write what it was revised to, or leave out the reason.",
    ),
    Case(
        "finance_costsplit_is_a_cost",
        lambda: CostSplit(budget=make.BudgetFactory(), what="Review", cost=0),
        "A cost is more than nought.",
    ),
    Case(
        "finance_contribution_share_of_hundred",
        lambda: Contribution(budget=make.BudgetFactory(), share=101),
        "A share lies between 0 and 100 per cent.",
    ),
    Case(
        "finance_budgetline_contributions_once",
        second_line_from_contributions,
        "Another line of this budget is reckoned from the contributions already.",
    ),
    Case(
        "finance_budgetline_reckoned_not_typed",
        lambda: BudgetLine(
            budget=make.BudgetFactory(), side="income", description="Line", from_contributions=True, estimate=87000
        ),
        "A line reckoned from the contributions is income and has no estimate of its own.",
    ),
    Case(
        "forwardplan_attendance_once",
        lambda: again(Attendance, make.AttendanceFactory(), "meeting", "seat"),
        "This seat has a mark for this meeting already.",
    ),
    Case(
        "forwardplan_attendance_visitor_came",
        lambda: Attendance(meeting=make.MeetingFactory(), role="Housing manager", mark="apologies"),
        "A visitor was there, or online. Whoever didn't come isn't listed.",
    ),
    Case(
        "forwardplan_attendance_visitor_has_role",
        lambda: Attendance(meeting=make.MeetingFactory(), mark="present"),
        "Say in which role the visitor came.",
    ),
    Case(
        "forwardplan_quorumorganisation_once",
        lambda: again(QuorumOrganisation, make.QuorumOrganisationFactory(), "quorum", "organisation"),
        "This organisation is named already.",
    ),
    Case(
        "forwardplan_quorumrule_once",
        lambda: again(QuorumRule, make.QuorumRuleFactory(), "body"),
        "This body has a quorum already.",
    ),
    Case(
        "forwardplan_quorumrule_share",
        lambda: QuorumRule(body=make.BodyFactory(), share=101),
        "A share is more than nothing and at most the whole: 1 to 100.",
    ),
    Case(
        "forwardplan_meeting_day_has_month",
        lambda: Meeting(body=make.BodyFactory(), year=2016, day=14),
        "A day needs its month.",
    ),
    Case(
        "forwardplan_meeting_month_of_year",
        lambda: Meeting(body=make.BodyFactory(), year=2016, month=13, label="June"),
        "A month is a number from 1 to 12.",
    ),
    Case(
        "forwardplan_standingitem_months_named",
        lambda: StandingItem(body=make.BodyFactory(), title="Item", rule="months"),
        "Name the months where the item isn't on every agenda, and only there.",
    ),
    Case(
        "forwardplan_agendaitem_not_deferred_from_itself",
        deferred_from_itself,
        "An item is deferred from another meeting.",
    ),
    Case(
        "publications_publication_address",
        second_address,
        "Another publication of this kind has this address already.",
    ),
    Case("publications_publication_one_list", second_list, "There is a list of earlier documents already."),
    Case(
        "publications_narrative_not_its_own_parent",
        its_own("parent", make.NarrativeFactory),
        "A section can't stand inside itself.",
    ),
    Case(
        "publications_narrative_part_for_goals",
        part_in_own_words,
        "Only a section that opens the goals names a part of the plan.",
    ),
    Case(
        "publications_narrative_body_for_people",
        lambda: make.NarrativeFactory.build(publication=make.PublicationFactory(), body=make.BodyFactory()),
        "Only a section that opens structure, members or chairs names a body.",
    ),
    Case(
        "publications_picture_words_or_decoration",
        lambda: make.PictureFactory.build(narrative=make.NarrativeFactory(), file=make.PictureFileFactory(), shows=""),
        "Say what it shows, or tick that it is only for decoration: one of the two.",
    ),
    Case(
        "publications_story_of_no_case",
        lambda: make.StoryFactory.build(narrative=make.NarrativeFactory(), case_free=False),
        "A story of a case can’t stand in a document. Tick this if it tells of none.",
    ),
    Case("publications_picturefile_once", second_picture, "This picture is kept already."),
    Case(
        "publications_picturefile_kept_at_and_by",
        lambda: make.PictureFileFactory.build(kept_by=None),
        "Who kept it and when belong together.",
    ),
    Case(
        "publications_picturefile_erased_at_and_by",
        lambda: make.PictureFileFactory.build(kept_by=make.UserFactory(), erased_at=clock.now()),
        "Who erased it and when belong together.",
    ),
    Case("publications_chartline_once", second_line, "The chart draws this already."),
    Case("publications_term_once", second_term, "This term is in the glossary already."),
    Case("publications_recipient_once", second_recipient, "This recipient is on the list already."),
    Case(
        "editions_edition_composed_at_and_by",
        lambda: edition(composed_by=None),
        "Who composed it and when belong together.",
    ),
    Case(
        "editions_edition_published_at_and_by",
        lambda: published(published_by=None),
        "Who published it and when belong together.",
    ),
    Case(
        "editions_edition_superseded_at_and_by",
        lambda: published(superseded_at=clock.now()),
        "Who superseded it and when belong together.",
    ),
    Case("editions_edition_number", second_number, "This version number is taken."),
    Case("editions_edition_one_live", second_live, "Another version of this publication is live."),
    Case(
        "editions_edition_published_is_numbered",
        lambda: published(number=None),
        "A published version has a number and a date, a draft has neither.",
    ),
    Case(
        "editions_edition_superseded_was_published",
        lambda: edition(superseded_at=clock.now(), superseded_by="person"),
        "Only what was published can be superseded.",
    ),
    Case(
        "editions_rendition_made_at_and_by",
        lambda: Rendition(
            edition=make.EditionFactory(),
            kind="pdf",
            data=b"%PDF-",
            digest="0" * 64,
            pages=1,
            versions="made up",
            made_at=clock.now(),
        ),
        "Who made it and when belong together.",
    ),
    *(
        Case(f"editions_edition_{deed}_at_and_by", lambda deed=deed: edition(**{f"{deed}_at": clock.now()}), sentence)
        for deed, sentence in {
            "sent": "Who sent it and when belong together.",
            "changes_asked": "Who asked for changes to it and when belong together.",
            "erasure_asked": "Who asked for its erasure and when belong together.",
            "difference_erased": "Who erased its difference and when belong together.",
        }.items()
    ),
    Case(
        "editions_edition_returned_at_and_by",
        lambda: edition(sent_at=clock.now(), sent_by="person", returned_at=clock.now()),
        "Who returned it and when belong together.",
    ),
    Case(
        "editions_edition_approved_at_and_by",
        lambda: own_approval(approved_by=None),
        "Who approved it and when belong together.",
    ),
    Case(
        "editions_edition_taken_down_at_and_by",
        lambda: published(taken_down_at=clock.now()),
        "Who took it down and when belong together.",
    ),
    Case(
        "editions_edition_settled_at_and_by",
        lambda: taken_down(settled_at=clock.now(), settled_because="It is over"),
        "Who said that nothing is to be published for now and when belong together.",
    ),
    Case(
        "editions_edition_settled_was_taken_down",
        lambda: taken_down(settled_at=clock.now(), settled_by="person"),
        "Give the reason why nothing is published in place of what was taken down.",
    ),
    Case(
        "editions_edition_erased_at_and_by",
        lambda: erased_edition(erased_by=None),
        "Who erased it and when belong together.",
    ),
    Case(
        "editions_edition_taken_down_was_published",
        lambda: edition(taken_down_at=clock.now(), taken_down_by="person"),
        "Only what was published can be taken down.",
    ),
    Case(
        "editions_edition_published_was_approved",
        lambda: published(needs_approval=True),
        "This has to be approved before it is published.",
    ),
    Case(
        "editions_edition_approved_was_sent",
        lambda: edition(approved_at=clock.now(), approved_by="person", by_recorded_decision=True),
        "Only what was sent for approval can be approved.",
    ),
    Case(
        "editions_edition_sender_does_not_approve",
        own_approval,
        "Whoever sent a draft can't approve it; record the decision of a body instead.",
    ),
    Case(
        "editions_edition_returned_is_not_approved",
        lambda: own_approval(by_recorded_decision=True, returned_at=clock.now(), returned_by="person"),
        "Only what waits for approval can be given back.",
    ),
    Case(
        "editions_edition_content_or_erased",
        lambda: edition(content=""),
        "A version holds its content until it is erased.",
    ),
    Case(
        "editions_edition_erased_is_not_public",
        lambda: erased_edition(
            published_at=clock.now(), published_by="person", published_on=date(2016, 4, 1), number=1
        ),
        "What is erased is taken down too.",
    ),
    Case(
        "editions_edition_erased_by_two",
        lambda: erased_edition(erasure_instruction="", erasure_asked_at=clock.now(), erasure_asked_by="person"),
        "Erasing takes two people, or the recorded instruction of the data protection officer.",
    ),
    *(
        Case(f"{factory._meta.model._meta.db_table}_{deed}_at_and_by", half(factory, deed), sentence)
        for factory, deed, sentence in (
            (make.RenditionFactory, "erased", "Who erased it and when belong together."),
            (make.KeptFileFactory, "erased", "Who erased it and when belong together."),
        )
    ),
    Case(
        "editions_keptfile_kept_at_and_by",
        lambda: make.KeptFileFactory.build(kept_by=None),
        "Who kept it and when belong together.",
    ),
    Case(
        "editions_approval_recorded_at_and_by",
        lambda: approval(recorded_by=None),
        "Who recorded it and when belong together.",
    ),
    Case(
        "editions_approval_erased_at_and_by",
        half(make.ApprovalFactory, "erased"),
        "Who erased the changes it asked for and when belong together.",
    ),
    Case(
        "editions_approval_confirmation_at_and_by",
        lambda: approval(**CONFIRMED | {"confirmation_by": None}),
        "Who recorded that the changes are confirmed and when belong together.",
    ),
    Case(
        "editions_approval_confirmation_is_whole",
        lambda: approval(**CONFIRMED | {"confirmed_how": ""}),
        "Say who confirmed the changes, on which day and how.",
    ),
    Case(
        "editions_approval_confirmed_after_decision",
        lambda: approval(**CONFIRMED | {"confirmed_on": date(2016, 3, 15)}),
        "The changes can’t have been confirmed before they were asked for.",
    ),
    Case("editions_approval_once_each", second_approval, "You have approved this draft already."),
    Case("editions_approval_decider_once", second_decision, "They have decided on this draft already."),
    Case("editions_approval_dated", lambda: approval(decided_on=None), "Give the day on which it was decided."),
    Case(
        "editions_approval_chair_is_ratified",
        lambda: approval(how="chair"),
        "Say which meeting will ratify it.",
    ),
    Case(
        "editions_approval_changes_confirmed",
        lambda: approval(changes="Page 3"),
        "Say who confirms the changes.",
    ),
    Case("editions_presented_once", second_presented, "This recipient is on the list already."),
    Case(
        "editions_presented_outcome_after_sending",
        lambda: Presented(edition=make.EditionFactory(), recipient=make.RecipientFactory(), outcome="noted"),
        "Give the day it was sent before what came of it.",
    ),
    Case(
        "membership_board_decisions_needed",
        lambda: make.BoardFactory.build(decisions_needed=0),
        "At least one decision is needed, and no more than nine.",
    ),
    Case("priorities_action_number", second_action, "Another action has this number."),
    Case(
        "priorities_action_not_its_own_parent",
        its_own("parent", make.ActionFactory),
        "An action can't be a part of itself.",
    ),
    Case(
        "priorities_action_printed_below_a_goal",
        lambda: make.ActionFactory.build(number=1, printed=True),
        "Choose the goal below which it is printed.",
    ),
    Case(
        "priorities_action_dropped_with_reason",
        lambda: make.ActionFactory.build(number=1, state="dropped"),
        "Say why it was dropped.",
    ),
    Case(
        "priorities_action_open_is_not_closed",
        lambda: make.ActionFactory.build(number=1, closed_on=date(2016, 6, 1)),
        "An open action has no last day. Say what became of it, or empty the day.",
    ),
    Case("priorities_collection_ends_after_start", backwards(make.CollectionFactory), END_BEFORE_START),
    Case("priorities_asking_once", second_asking, "They are asked in this round already."),
    Case(
        "priorities_asking_nobody_once",
        second_asking_of_nobody,
        "What nobody is named for has its place in this round already.",
    ),
    Case("priorities_askedfigure_once", second_asked_figure, "They are asked for this figure already."),
    Case(
        "priorities_chase_promise_has_a_day",
        lambda: make.ChaseFactory.build(asking=make.AskingFactory(), what="promised"),
        "Say for which day it was promised.",
    ),
    Case("priorities_arrived_once", second_arrived, "An answer for this figure is waiting already."),
    Case(
        "priorities_arrived_settled_at_and_by",
        half(make.ArrivedFactory, "settled"),
        "Who settled it and when belong together.",
    ),
    Case(
        "priorities_arrived_aside_says_why",
        lambda: make.ArrivedFactory.build(
            asked=make.AskedFigureFactory(), link=make.SignedLinkFactory(), outcome="put-aside"
        ),
        "Say in a word why it is put aside.",
    ),
    Case(
        "membership_signedlink_made_at_and_by",
        half(make.SignedLinkFactory, "made"),
        "Who made it and when belong together.",
    ),
    Case(
        "membership_signedlink_revoked_at_and_by",
        half(make.SignedLinkFactory, "revoked"),
        "Who withdrew it and when belong together.",
    ),
    Case("priorities_actionlead_once", second_action_lead, "They lead this action already."),
    Case(
        "priorities_actionupdate_says_something",
        lambda: make.ActionUpdateFactory.build(action=make.ActionFactory(), words=""),
        "Say what happened, or rate it.",
    ),
    Case(
        "priorities_actionupdate_rated_at_and_by",
        half(make.ActionUpdateFactory, "rated"),
        "Who rated it and when belong together.",
    ),
    Case("forwardplan_challenge_number", second_challenge, "Another one of this year has this number."),
    Case(
        "forwardplan_mention_of_one_thing",
        lambda: make.MentionFactory.build(item=make.AgendaItemFactory(), action=None),
        "Choose an action or a challenge, one of the two.",
    ),
    Case("forwardplan_mention_action_once", second_mention, "The item names this action already."),
    Case(
        "forwardplan_mention_challenge_once",
        lambda: second_mention(action=None, challenge=make.ChallengeFactory()),
        "The item names this challenge already.",
    ),
    Case("forwardplan_remedy_once", second_remedy, "This action stands here already."),
    Case(
        "kit_longwork_once",
        lambda: make.LongWorkFactory.build(key=make.LongWorkFactory(key="one").key, by=make.UserFactory()),
        "This is being done already.",
    ),
    Case(
        "kit_longwork_ended",
        lambda: make.LongWorkFactory.build(by=make.UserFactory(), went_well=True),
        "What has ended went well or did not.",
    ),
    Case("editions_rendition_once", second_pdf, "This file was made already."),
]


def by_name(case):
    return case.name


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_the_sentence_is_said(case):
    with pytest.raises(ValidationError) as refused:
        case.row().full_clean()
    assert case.sentence in refused.value.messages


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_the_database_refuses(case):
    row = case.row()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save()
    if connection.vendor == "postgresql":
        assert refused.value.__cause__.diag.constraint_name == case.name
    else:
        broken = str(refused.value)
        assert case.name in broken or broken.startswith("UNIQUE constraint failed")


def live_constraints():
    """Every constraint of every table of ours, histories and the uniqueness of keys aside."""
    for label in OWN_APPS:
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "history_id"):
                continue
            for constraint in model._meta.constraints:
                if constraint.name != f"{model._meta.db_table}_key":
                    yield model, constraint


def test_every_constraint_is_in_the_table():
    names = [constraint.name for _, constraint in live_constraints()]
    assert sorted(names) == sorted(case.name for case in CASES)


def test_a_code_names_a_field_of_the_row():
    """By it a form knows beside which field the sentence belongs."""
    coded = [(model, constraint) for model, constraint in live_constraints() if constraint.violation_error_code]
    editable = {(model, field.name) for model, _ in coded for field in model._meta.fields if field.editable}
    assert len(coded) > 20
    assert not [
        constraint.name for model, constraint in coded if (model, constraint.violation_error_code) not in editable
    ]


# What lies just on the right side of a rule.


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(lambda: make.PlanFactory(starts=date(2016, 4, 1), ends=date(2016, 4, 1)), id="a span of one day"),
        pytest.param(lambda: make.PlanFactory(ends=date(2016, 4, 1)), id="a span without a start"),
        pytest.param(
            lambda: make.SeatFactory(
                body=make.SeatFactory(office="chair", ends=date(2016, 3, 31)).body, office="chair"
            ),
            id="a chair after one whose seat ended",
        ),
        pytest.param(
            lambda: make.SeatFactory(body=make.SeatFactory(office="vice-chair").body, office="vice-chair"),
            id="two vice chairs",
        ),
        pytest.param(
            lambda: make.SeatFactory(body=make.SeatFactory(office="joint-chair").body, office="joint-chair"),
            id="two joint chairs",
        ),
        pytest.param(lambda: make.SeatFactory(role="", office="chair"), id="a chair without a role"),
        pytest.param(lambda: make.AppointmentFactory(name="", state="vacant"), id="a vacancy"),
        pytest.param(lambda: make.ObservationFactory(value=None, state=""), id="an observation not yet filled in"),
        pytest.param(lambda: make.ObservationFactory(value=0), id="nought is a figure"),
        pytest.param(lambda: make.EvidenceFactory(state="none", words=""), id="no evidence"),
        pytest.param(lambda: make.ContributionFactory(share=100), id="one pays all"),
        pytest.param(lambda: make.MeetingFactory(month=12, day=31), id="a meeting on the last day of the year"),
        pytest.param(lambda: make.MeetingFactory(month=None), id="a meeting some time in a year"),
        pytest.param(lambda: make.StandingItemFactory(rule="months", months="3, 6"), id="an item of some months"),
        pytest.param(
            lambda: make.PublicationFactory(
                kind=PublicationKind.ANNUAL_REPORT,
                slug=make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN).slug,
            ),
            id="one address in two kinds",
        ),
    ],
)
def test_what_a_rule_allows(row):
    row().full_clean()
