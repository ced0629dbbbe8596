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

from editions.models import Edition, Rendition
from finance.models import BudgetLine, Contribution
from forwardplan.models import AgendaItem, Meeting, StandingItem
from kit import clock
from membership.models import Appointment, Board, Party, Seat, User
from priorities.models import Evidence, Lineage, Measure, Observation, Progress
from publications.models import Kind, Narrative, Publication, Recipient
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
    """A row that is its own parent."""

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


def second_board():
    make.BoardFactory()
    return Board(name="Another", short_name="Another")


def second_login():
    make.UserFactory(email="ann@board.example")
    return User(email="ANN@board.example", password="!")


def second_chair():
    chair = make.SeatFactory(office="chair")
    return Seat(body=chair.body, role="Other", office="chair")


def second_party():
    return Party(words=make.PartyFactory().words)


def second_measure():
    measure = make.MeasureFactory()
    return Measure(goal=measure.goal, indicator=measure.indicator)


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


def second_address():
    publication = make.PublicationFactory()
    return Publication(kind=publication.kind, slug=publication.slug, title="Other", key="other")


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


def second_number():
    first = make.EditionFactory(published=True, superseded_at=clock.now(), superseded_by=make.UserFactory())
    return published(publication=first.publication)


def second_live():
    return published(publication=make.EditionFactory(published=True).publication, number=2)


def second_pdf():
    first = make.RenditionFactory()
    return Rendition(edition=first.edition, kind="pdf", data=b"%PDF-", digest="0" * 64, pages=1, versions="made up")


END_BEFORE_START = "The end lies before the start."
CASES = [
    Case("membership_user_email_caseless", second_login, "This e-mail has a login already."),
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
            make.ReportingPeriodFactory,
            make.OrganisationFactory,
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
    Case(
        "membership_organisation_not_its_own_parent",
        its_own("parent", make.OrganisationFactory),
        "An organisation can't be a department of itself.",
    ),
    Case("membership_body_not_its_own_parent", its_own("parent", make.BodyFactory), "A body can't stand below itself."),
    Case(
        "membership_seat_one_chair",
        second_chair,
        "This body has a chair already. End that seat first, or make this a vice chair.",
    ),
    Case(
        "membership_seat_role_or_office",
        lambda: Seat(body=make.BodyFactory()),
        "Give the role that sits here, or say that it is the chair or vice chair.",
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
    Case("membership_party_words", second_party, "These words are a party already."),
    Case("priorities_goal_not_its_own_parent", its_own("parent", make.GoalFactory), "A goal can't stand below itself."),
    Case("priorities_measure_once", second_measure, "This indicator measures the goal already."),
    Case(
        "priorities_observation_value_or_state",
        lambda: Observation(series=make.SeriesFactory(), value=0, state="not-available"),
        "Give the figure, or say why there is none, not both.",
    ),
    Case(
        "priorities_evidence_none_says_nothing",
        lambda: Evidence(goal=make.GoalFactory(), period=make.ReportingPeriodFactory(), state="found"),
        "Say what was found or is planned, or that there is none.",
    ),
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


@pytest.mark.parametrize(("model", "constraint"), list(live_constraints()), ids=lambda part: getattr(part, "name", ""))
def test_a_code_names_a_field_of_the_row(model, constraint):
    """By it a form knows beside which field the sentence belongs."""
    if constraint.violation_error_code is not None:
        assert model._meta.get_field(constraint.violation_error_code).editable


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
                kind=Kind.ANNUAL_REPORT, slug=make.PublicationFactory(kind=Kind.BUSINESS_PLAN).slug
            ),
            id="one address in two kinds",
        ),
    ],
)
def test_what_a_rule_allows(row):
    row().full_clean()
