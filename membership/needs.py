"""What the members' list and the sign-ins lack: vacant seats, unknown holders, cover that ends, a lone manager."""

from collections import Counter
from datetime import timedelta

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.urls import reverse

from kit import clock, periods
from kit.called import say
from kit.grouping import grouped
from kit.needs import Need
from kit.wording import counted, cut, listed
from kit.written import written_once
from membership import law
from membership.models import (
    AccessibilityFault,
    Appointment,
    Body,
    Duty,
    Policy,
    Regime,
    Reply,
    RequiredPartner,
    Requirement,
    Seat,
    User,
)
from membership.querysets import lasting
from membership.roles import May

SOON = timedelta(days=14)
# What of a law's wants becomes a line, and what is told of each.
WANTS = (Requirement.About.REPORT_DUE, Requirement.About.PLAN_DUE, Requirement.About.PLAN_ASKS)
TOLD = ("about", "words", "condition", "sure")


def nowhere_to_turn(day):
    """That the public page for people who are worried about a child names no local number."""
    board = day.board
    if board and not (board.concern_words or board.concern_daytime or board.concern_out_of_hours):
        yield Need(
            what=say("Worried about {somebody}? The public page names no local number or address"),
            more=("Whoever reads it is told of 999, and to look for the council’s number.",),
            address=reverse("row-edit", args=["board", board.pk]),
            deed="Say where to turn",
            may=May.CHANGE_SETTINGS,
        )


# What the public pages say of themselves, by the field that is empty.
UNSAID = {
    "responsible_body": "who is responsible in law, and the controller",
    "contact_email": "an e-mail address for the office",
    "other_formats": "how to ask for another format",
    "licence": "under which licence it may be used again",
    "complaints": "how to complain about the use of personal information",
    "log_retention": "how long the server keeps its notes of requests",
    "statement_prepared_on": "when the accessibility statement was prepared",
}


def unsaid(day):
    """What the public pages have to admit is not recorded: one line for all of it."""
    board = day.board
    lacking = [words for name, words in UNSAID.items() if board and not getattr(board, name)]
    if board and board.licence_words and not board.licence:
        lacking.remove(UNSAID["licence"])
    if lacking:
        yield Need(
            what="The public pages don’t say " + lacking[0]
            if len(lacking) == 1
            else f"The public pages leave {counted(len(lacking), 'question')} open",
            more=() if len(lacking) == 1 else tuple(words[:1].upper() + words[1:] for words in lacking),
            address=reverse("row-edit", args=["board", board.pk]),
            deed="Say it",
            may=May.CHANGE_SETTINGS,
        )


# The government's auditors want a date of preparation or review that is less than a year old.
REVIEWED_EVERY, ASKED_BEFORE = timedelta(days=365), timedelta(days=30)


def statement_review(day):
    """That the accessibility statement is to be reviewed: by a year after it last was, said a month before."""
    board = day.board
    last = (
        max(filter(None, (board.statement_prepared_on, board.statement_reviewed_on)), default=None) if board else None
    )
    if last and last + REVIEWED_EVERY - ASKED_BEFORE <= day.today:
        yield Need(
            what="Review the accessibility statement",
            more=("Test a few pages, bring the list of faults up to date, and record the day.",),
            due=last + REVIEWED_EVERY,
            address=reverse("row-edit", args=["board", board.pk]),
            deed="Record the day",
            may=May.CHANGE_SETTINGS,
        )


def faults(day):
    """Faults in accessibility whose day has come, and those that lack the criterion they fail, or a day."""
    if not getattr(day.board, "any_fault", True):  # the board that a page asks for knows it already
        return
    rows = list(AccessibilityFault.objects.unmended(day.today))
    for row in rows:
        if row.stands == AccessibilityFault.Stands.TO_MEND and row.mend_by and row.mend_by <= day.today + SOON:
            yield fault_need(row, f"Put right, or give another day: {row}", due=row.mend_by)
    lacking = [row for row in rows if row.lacks]
    if lacking:
        yield fault_need(
            lacking[0],
            f"{counted(len(lacking), 'fault')} in accessibility without a WCAG criterion or a day",
            more=tuple(f"{row}: no {listed(row.lacks)}" for row in lacking),
        )


def fault_need(row, what, **more):
    address = reverse("row-edit", args=["accessibilityfault", row.pk])
    return Need(what=what, address=address, deed="Change it", may=May.CHANGE_SETTINGS, **more)


def without_holder(day):
    """The seats of today that nobody holds; `vacancy` is the number of the appointment that says so, if one does."""
    return seats_nobody_holds(day.today)


@written_once
def seats_nobody_holds(today):
    return (
        Seat.objects.existing(today)
        .filter(lasting(today, "body__"))
        .annotate(
            held=FilteredRelation("appointment", condition=lasting(today, "appointment__")), vacancy=F("held__pk")
        )
        .filter(Q(held__isnull=True) | Q(held__state=Appointment.State.VACANT))
        .select_related("body", "organisation__parent__parent")
        .order_by("body__position", "body__pk", "position", "pk", "vacancy")
    )


def vacancies(day):
    """Seats that are recorded as vacant, each with the organisation that names the next holder."""
    for seat in day.ask(without_holder):
        if seat.vacancy:
            yield Need(
                what=f"Vacant: {seat}, {seat.body}",
                turn=seat.organisation_name,
                address=reverse("row-edit", args=["appointment", seat.vacancy]),
                deed="Say who",
                may=May.EDIT,
            )


def unknown_holders(day):
    """Seats of which nobody recorded who sits there, nor that they are vacant: one line for all bodies."""
    if bodies := Counter(seat.body.name for seat in day.ask(without_holder) if not seat.vacancy):
        yield Need(
            what=f"{counted(bodies.total(), 'seat has', 'seats have')} no recorded holder",
            more=tuple(f"{name}: {number}" for name, number in bodies.items()),
            address=reverse("office-members"),
            deed="Say who",
            may=May.EDIT,
        )


REPLIES = "replies"
TOLD_FOR = timedelta(days=28)  # a reply is new for so long


def replies_of_late(today):
    """The wordings of replies that those who sit for an organisation saved of late."""
    theirs = Appointment.objects.sitting(today).filter(
        login=OuterRef("history_user"), seat__organisation=OuterRef("organisation")
    )
    since = clock.beginning(today - TOLD_FOR)
    there = Reply.objects.filter(pk=OuterRef("id"))
    return Reply.history.filter(Exists(there), Exists(theirs), history_date__gte=since)


def replies(day):
    """What organisations replied of late to what is recorded of them, the last wording of each."""
    if not day.may_hold(REPLIES):
        return
    lines = replies_of_late(day.today).select_related("organisation__parent__parent__parent", "history_user")
    for line in {line.id: line for line in lines.order_by("history_date", "history_id")}.values():
        yield Need(
            what=f"{line.organisation.full_name} replied to what is recorded of it",
            more=(cut(line.words, 160),),
            when=f"{line.history_user}, {periods.day(clock.day_of(line.history_date))}",
            soon=True,
            address=f"{reverse('organisation', args=[line.organisation.key])}#reply",
            deed="Read it",
            may=May.EDIT,
        )


def duties_of_note(day):
    """The roles held by who can manage the board (`manages`), and those that end within two weeks."""
    return noted_duties(day.today)


@written_once
def noted_duties(today):
    managing = User.objects.managing(today).filter(pk=OuterRef("login"))
    held = Duty.objects.holding(today).annotate(manages=Exists(managing))
    noted = held.filter(Q(manages=True) | Q(ends__lte=today + SOON))
    return noted.select_related("login", "covers").order_by("ends", "pk")


def lone_manager(day):
    """That only one person can manage the board."""
    managers = {duty.login for duty in day.ask(duties_of_note) if duty.manages}
    if len(managers) == 1:
        [only] = managers
        yield Need(
            what=say("Only {only} can manage this {body}", only=only),
            more=("Were they away, nobody could invite people, publish or take anything down.",),
            address=reverse("invite"),
            deed="Invite a second",
            may=May.MANAGE_PEOPLE,
        )


def roles_that_end(day):
    """Cover, and other roles with a last day, that end within two weeks."""
    for duty in day.ask(duties_of_note):
        if duty.ends is None or duty.ends > day.today + SOON:
            continue
        role = duty.get_role_display()
        what = f"{duty.login} stops covering for {duty.covers}" if duty.covers else f"{duty.login} stops being {role}"
        yield Need(
            what=f"{what}, role {role}" if duty.covers else what,
            who=listed([str(person) for person in (duty.login, duty.covers) if person]),
            due=duty.ends,
            address=reverse("person", args=[duty.login_id]),
            deed="See their roles",
            may=May.MANAGE_PEOPLE,
        )


def laws_today(day):
    """The laws in force today, first the one whose words count.

    `wants` is what each says of when report and plan are due and who is asked before; `lacks` whether somebody whom it
    requires has no seat.
    """
    if not any_law(day):
        return []
    in_force = laws_and_wants(day.today)
    wants = grouped((row, {name: getattr(row, f"want_{name}") for name in TOLD}) for row in in_force)
    for row, told in wants.items():
        row.wants = [Requirement(**each) for each in told if each["about"]]
    return list(wants)


@written_once
def laws_and_wants(today):
    """The laws in force, each once for everything it wants of one of these sorts."""
    rows = law.in_force(today).annotate(
        want=FilteredRelation("requirement", condition=Q(requirement__about__in=WANTS)),
        lacks=Exists(lacking(today).filter(regime=OuterRef("pk"))),
        **{f"want_{name}": F(f"want__{name}") for name in TOLD},
    )
    return rows.order_by(*rows.query.order_by, "want__position", "want__pk")


def wanted_today(day, about):
    """What the law whose words count wants of one sort, such as the day of the report."""
    return [row for regime in day.ask(laws_today)[:1] for row in regime.wants if row.about == about]


def any_law(day):
    """Whether a law is recorded; the board that a page asks for knows it already."""
    known = getattr(day.board, "any_law", None)
    return Regime.objects.exists() if known is None else known


def laws(day):
    """That several laws are in force today; or none, though one is recorded."""
    holding = day.ask(laws_today)
    if len(holding) == 1 or not (holding or any_law(day)):
        return
    yield Need(
        what=f"Several laws are in force today: {listed([str(each) for each in holding])}"
        if holding
        else say("No law that the {body} works under is in force today"),
        more=(f"{holding[0]} began last, so its words count. End the others on the day before.",)
        if holding
        else ("Give one of them the days on which it begins and ends, or choose the one that follows.",),
        address=reverse("office-settings"),
        deed="See the laws",
        may=May.CHANGE_SETTINGS,
    )


def lacking(today):
    """Whom a law requires and who has no seat on the board. Chair and lay members are persons, of no organisation."""
    board = Seat.objects.existing(today).filter(body__kind=Body.Kind.BOARD)
    of_it = Q(organisation=OuterRef("organisation")) | Q(organisation__parent=OuterRef("organisation"))
    persons = {
        RequiredPartner.Standing.CHAIR: board.filter(office__in=[Seat.Office.CHAIR, Seat.Office.JOINT_CHAIR]),
        RequiredPartner.Standing.LAY: board.filter(capacity=Seat.Capacity.LAY_MEMBER),
    }
    sits = Q(~Q(standing__in=persons), Exists(board.filter(of_it)))
    for standing, seats in persons.items():
        sits |= Q(Q(standing=standing), Exists(seats))
    return RequiredPartner.objects.by_law(today).exclude(sits)


def required_partners(day):
    """Whom the law whose words count requires and who has no seat on the board."""
    for regime in day.ask(laws_today)[:1]:
        if regime.lacks:
            rows = lacking(day.today).filter(regime=regime).select_related("organisation__parent__parent__parent")
            yield Need(
                what=counted(len(rows), "partner that the law requires has", "partners that the law requires have")
                + say(" no seat on the {body}"),
                more=tuple(f"{row} ({row.organisation.full_name})" if row.organisation else str(row) for row in rows),
                address=reverse("office-settings"),
                deed="Say who that is",
                may=May.CHANGE_SETTINGS,
            )


POLICIES = "policies"


def policies(day):
    """Policies that are to be reviewed: a month before the day, and overdue after it."""
    if not day.may_hold(POLICIES):
        return
    rows = Policy.objects.in_force(day.today).filter(review_due__lte=day.today + ASKED_BEFORE).with_owner()
    for row in rows.order_by("review_due", "pk"):
        yield Need(
            what=f"Review the policy: {row}",
            turn=str(row.owner or ""),
            due=row.review_due,
            address=reverse("row-edit", args=["policy", row.pk]),
            deed="Record the review",
            may=May.EDIT,
        )


SOURCES = (
    laws,
    required_partners,
    nowhere_to_turn,
    unsaid,
    statement_review,
    policies,
    faults,
    lone_manager,
    vacancies,
    unknown_holders,
    roles_that_end,
    replies,
)
