"""Drafts on their way to the public, and published versions that somebody is still to be given."""

from datetime import timedelta
from operator import attrgetter

from django.core.cache import cache
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse

from forwardplan.models import AgendaItem, Meeting, StandingItem
from kit import noted, periods
from kit.called import say
from kit.clock import day_of
from kit.needs import Need
from kit.wording import counted
from membership import due
from membership.models import Appointment, Body, HowSure, Organisation, Requirement, Seat
from membership.needs import wanted_today
from membership.roles import MAY, May
from priorities.needs import every_goal, periods_begun
from publications.models import PublicationKind, Recipient

from . import public_now, steps
from .models import Edition
from .status import Status, status

ON_THE_WAY = {Status.WAITING, Status.TO_CHANGE, Status.APPROVED, Status.RETURNED}


def editions(day):
    """What the public reads, what was taken down, and the drafts on their way, each with what came after it."""
    found = Edition.objects.live() | Edition.objects.taken_down() | Edition.objects.on_the_way()
    is_unsettled = Exists(Edition.objects.unsettled().filter(pk=OuterRef("pk")))
    return list(
        found.annotate(is_unsettled=is_unsettled, **dict(changes()))
        .with_later()
        .without_content()
        .select_related("publication", "sent_by")
        .order_by("pk")
    )


def drafts(day, person):
    """The latest draft of each document that isn't public yet, with its next step and who may take it."""
    sent = {edition.publication_id: edition for edition in day.ask(editions) if not edition.published_at}
    for edition in sent.values():
        if status(edition) in ON_THE_WAY:
            yield under_way(edition, person)


def under_way(edition, person):
    """A draft on its way: what it is, where it stands, what this person can do next, and for whom else it waits."""
    offered = [(step, why) for step, why in steps.next_for(edition, person) if step.leads]
    ways = [(reverse(step.name, args=[edition.pk]), step.button) for step, why in offered if not why]
    waits_for = [f"{step.button}: {why}" for step, why in offered if why]
    if status(edition) is Status.RETURNED:
        ways, waits_for = sent_again(edition, person)
    return {
        "what": str(edition.publication),
        "who": draft_in_words(edition),
        "turn": "" if ways else "Others",
        "ways": ways,
        "address": reverse("version", args=[edition.pk]),
        "more": waits_for,
    }


def sent_again(edition, person):
    """What follows a draft that was given back: the next one is sent anew."""
    publication = edition.publication
    if person.has_perm(May.SEND):
        return [(reverse("send", args=[publication.kind, publication.slug]), "Send it for approval again")], []
    roles = " or ".join(role.label for role, allowed in MAY.items() if May.SEND in allowed)
    return [], [f"Send it for approval again: somebody with the role {roles} can do this."]


def draft_in_words(edition):
    """Where a draft stands, as a sentence: Draft 12 is waiting for a decision, sent by Ann on 1 June 2016."""
    words = f"Draft {edition.pk} {status(edition).value}"
    sent = f"sent by {edition.sent_by} on {periods.day(day_of(edition.sent_at))}"
    reason = f" Because: {edition.returned_because}" if edition.returned_because else ""
    return f"{words}, {sent}.{reason}"


def to_be_presented(day):
    """Recipients of what is published now who still lack it: one line for each that has a date."""
    live = {
        edition.publication.kind: edition
        for edition in day.ask(editions)
        if status(edition) is Status.LIVE and edition.publication.needs_approval
    }
    of_live = Q(presented__edition__in=[edition.pk for edition in live.values()])
    recipients = (
        Recipient.objects.filter(kind__in=live)
        .select_related("party__organisation__parent__parent", "party__body", "party__seat")
        .annotate(line=FilteredRelation("presented", condition=of_live))
        .annotate(line_due=F("line__due"), line_sent_on=F("line__sent_on"))
    )
    undated = {}
    for recipient in recipients:
        edition = live[recipient.kind]
        if recipient.line_sent_on:
            continue
        if recipient.line_due:
            yield presenting(edition, f"Present {edition} to {recipient}", who=str(recipient), due=recipient.line_due)
        else:
            undated.setdefault(recipient.kind, []).append(recipient)
    for kind, rows in undated.items():
        times = dict.fromkeys(row.due for row in rows if row.due)
        what = f"{live[kind]} is not recorded as presented to {counted(len(rows), 'recipient')}"
        yield presenting(live[kind], what, more=tuple(str(row) for row in rows), when="; ".join(times))


def presenting(edition, what, **more):
    return Need(what=what, address=reverse("presented", args=[edition.pk]), deed="Record it", may=May.EDIT, **more)


def taken_down(day):
    """What was taken down, until a version is live again or somebody says on the record that none is to be."""
    unsettled = [edition for edition in day.ask(editions) if edition.is_unsettled]
    for edition in sorted(unsettled, key=attrgetter("taken_down_at")):
        publication = edition.publication
        yield Need(
            what=f"{edition} was taken down",
            when=f"Since {periods.day(day_of(edition.taken_down_at))}",
            more=(public_now.in_words(publication),),
            address=reverse("approval", args=[publication.kind, publication.slug]),
            deed="Settle it",
            may=May.PUBLISH,
            urgent=True,
        )


# What an everyday page draws on: the tables, and how each row of theirs leads to the page's body; "" where any does.
DRAWN = {
    PublicationKind.FORWARD_PLAN: ((Meeting, "body"), (AgendaItem, "meeting__body"), (StandingItem, "body")),
    PublicationKind.MEMBERSHIP: ((Seat, ""), (Appointment, ""), (Body, ""), (Organisation, "")),
}


def changes():
    """For each version, when each table that everyday pages draw on was changed last, as far as its body goes."""
    for kind, tables in DRAWN.items():
        for model, path in tables:
            lines = model.history.filter(**{path: OuterRef("publication__body")} if path else {})
            yield changed(kind, model), Subquery(lines.order_by("-history_date").values("history_date")[:1])


def changed(kind, model):
    return f"{kind.name}_{model.__name__}".lower()


def everyday_pages(day):
    """Each everyday page that the public reads and of which a record was changed since.

    Whether its words change by that shows the page that updates it; a page that was compared since and says the same
    is not named.
    """
    older = []
    for edition in day.ask(editions):
        kind = edition.publication.kind
        if status(edition) is Status.LIVE and kind in DRAWN:
            times = [getattr(edition, changed(PublicationKind(kind), model)) for model, _ in DRAWN[kind]]
            last = max(filter(None, times), default=edition.composed_at)
            # A version knows whole seconds only.
            older += [(edition, last)] if last.replace(microsecond=0) > edition.composed_at else []
    looks = cache.get_many([noted.place("compared", edition) for edition, _ in older]) if older else {}
    for edition, last in older:
        number, at = looks.get(noted.place("compared", edition), (None, None))
        if number == 0 and at >= last:
            continue
        page = edition.publication
        yield Need(
            what=f"{page}: the public page is out of date",
            more=(f"Records were changed on {periods.day(day_of(last))}.",),
            address=reverse("update", args=[page.kind, page.slug]),
            deed="Update it",
            may=May.PUBLISH,
        )


def live(day, kind):
    """What the public reads of one kind of document."""
    return [each for each in day.ask(editions) if status(each) is Status.LIVE and each.publication.kind == kind]


def as_sure(wanted):
    """What the law wants, and how sure that is unless it was read and is in force."""
    return wanted.whole if wanted.sure == HowSure.LAW else f"{wanted.whole} ({wanted.get_sure_display()})"


def report_due(day):
    """The report on the last period that is over, while it isn't public: by the board's own day, or that of the law."""
    wanted = wanted_today(day, Requirement.About.REPORT_DUE)
    over = [each for each in day.ask(periods_begun) if each.ends and each.ends < day.today]
    if not wanted or not over:
        return
    period = max(over, key=attrgetter("ends"))
    reports = live(day, PublicationKind.ANNUAL_REPORT)
    if any(edition.publication.reporting_period_id == period.pk for edition in reports):
        return
    last = max((edition.published_on for edition in reports), default=None)
    when = period.report_due or due.last_day(wanted[0].words, starts=period.starts, ends=period.ends, last=last)
    yield Need(
        what=say("{Report} for {period}", period=period),
        more=(f"Due {as_sure(wanted[0])}.",),
        due=when,
        when="" if when else "give it a day",
        soon=True,
        address=reverse("row-edit", args=["reportingperiod", period.pk]),
        deed="See its day" if when else "Give it a day",
        may=May.EDIT,
    )


BEGUN_BEFORE = timedelta(days=183)  # half a year, in which a plan is written, taken round and agreed


def plan_due(day):
    """The plan that the law wants next, by when, and who is asked before it: the last one that is recorded, while it
    isn't public; once it is, or is over, the one that follows it.
    """
    wanted = wanted_today(day, Requirement.About.PLAN_DUE)
    plan = max((each for each in day.ask(every_goal)[0] if each.starts), key=attrgetter("starts"), default=None)
    if not wanted or not plan:
        return
    public = live(day, PublicationKind.BUSINESS_PLAN)
    follows = plan.ends and (plan.ends < day.today or any(each.publication.plan_id == plan.pk for each in public))
    if not follows and any(each.publication.plan_id == plan.pk for each in public):
        return
    starts, ends = (plan.ends + timedelta(days=1), None) if follows else (plan.starts, plan.ends)
    last = max((edition.published_on for edition in public), default=None)
    when = due.last_day(wanted[0].words, starts=starts, ends=ends, last=last)
    if follows and (when or starts) - day.today > BEGUN_BEFORE:
        return
    asked = "; ".join(map(as_sure, wanted_today(day, Requirement.About.PLAN_ASKS)))
    yield Need(
        what=say("{Plan} from {day}", day=periods.day(starts))
        if follows
        else say("{Plan} for {period}", period=plan.period_as_printed or plan),
        more=(
            f"Due {as_sure(wanted[0])}.",
            *([f"Asked before it: {asked}."] * bool(asked)),
        ),
        due=when,
        address=reverse("plan-next" if follows else "office-plan", args=[plan.key]),
        deed="Start it" if follows else "See the plan",
        may=May.EDIT,
    )


SOURCES = (report_due, plan_due, to_be_presented, taken_down, everyday_pages)
