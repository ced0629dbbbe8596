"""Drafts on their way to the public, and published versions that somebody is still to be given."""

from datetime import timedelta
from operator import attrgetter
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse

from finance.years import next_label
from forwardplan.models import AgendaItem, Meeting, StandingItem
from kit import noted, periods
from kit.called import say
from kit.clock import day_of
from kit.needs import Need
from kit.wording import counted
from kit.written import written_once
from membership import due
from membership.models import Appointment, Body, HowSure, Organisation, Requirement, Seat
from membership.needs import wanted_today
from membership.roles import MAY, May
from priorities import spans
from priorities.needs import every_goal, periods_begun
from publications.models import Publication, PublicationKind, Recipient

from . import at_work, public_figures, public_now, steps
from .models import Edition
from .status import Status, status

PUBLISHING = "publishing"
ON_THE_WAY = {Status.WAITING, Status.TO_CHANGE, Status.APPROVED, Status.RETURNED}


def editions(day):
    """What the public reads, what was taken down, and the drafts on their way, each with what came after it."""
    return public_or_on_the_way()


@written_once
def public_or_on_the_way():
    found = Edition.objects.live() | Edition.objects.taken_down() | Edition.objects.on_the_way()
    is_unsettled = Exists(Edition.objects.unsettled().filter(pk=OuterRef("pk")))
    return (
        found.annotate(is_unsettled=is_unsettled, largest_small=public_figures.largest_small(), **dict(changes()))
        .with_later()
        .without_content()
        .select_related("publication", "sent_by")
        .order_by("pk")
    )


def drafts(day, person):
    """The latest draft of each document that isn't public yet, with its next step and who may take it."""
    sent = {edition.publication_id: edition for edition in day.ask(editions) if not edition.published_at}
    publishing = at_work.being_published() if day.may_hold(PUBLISHING) else ()
    for edition in sent.values():
        if status(edition) in ON_THE_WAY:
            yield under_way(edition, person, is_at_work=edition.publication_id in publishing)


def under_way(edition, person, *, is_at_work=False):
    """A draft on its way: what it is, where it stands, what this person can do next, and for whom else it waits.

    While its publication is being published (`is_at_work`), how far that is stands in the place of all of these.
    """
    address = reverse("version", args=[edition.pk])
    if is_at_work:
        who = f"Draft {edition.pk} is being published now."
        return {
            "what": str(edition.publication),
            "who": who,
            "turn": "Nobody’s",
            "ways": [(address, "See how far it is")],
            "address": address,
        }
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
        "address": address,
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
        if status(edition) is Status.LIVE
        and edition.publication.needs_approval
        and edition.publication.translates_id is None
    }
    undated = {}
    for recipient in recipients(tuple(live), tuple(edition.pk for edition in live.values())):
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


@written_once
def recipients(kinds, editions):
    """Who is to be presented with documents of some kinds, each with its line for one of these versions."""
    of_live = Q(presented__edition__in=editions)
    return (
        Recipient.objects.filter(kind__in=kinds)
        .select_related("party__organisation__parent__parent", "party__body", "party__seat")
        .annotate(line=FilteredRelation("presented", condition=of_live))
        .annotate(line_due=F("line__due"), line_sent_on=F("line__sent_on"))
    )


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


def publications(day):
    """All publications, for who works in the office."""
    return list(Publication.objects.all())


def looks(day):
    """What was found when somebody looked last at publications and at what the public reads of them, by its place."""
    live = [edition for edition in day.ask(editions) if status(edition) is Status.LIVE]
    places = [noted.place("checked", row) for row in day.ask(publications)]
    return cache.get_many([*places, *(noted.place("compared", edition) for edition in live)])


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
    found = day.ask(looks) if older else {}
    for edition, last in older:
        number, at = found.get(noted.place("compared", edition), (None, None))
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
    """What the public reads of one kind of document, but for what says one in another language or for other readers."""
    return [
        each
        for each in day.ask(editions)
        if status(each) is Status.LIVE and each.publication.kind == kind and each.publication.translates_id is None
    ]


def as_sure(wanted):
    """What the law wants, and how sure that is unless it was read and is in force."""
    return wanted.whole if wanted.sure == HowSure.LAW else f"{wanted.whole} ({wanted.get_sure_display()})"


def report_day(period, words, last=None):
    """The last day for the report on a period: the board's own, or what the words of the law come to; None if none."""
    return period.report_due or due.last_day(words, starts=period.starts, ends=period.ends, last=last)


def report_due(day):
    """The report on the last period that is over, while it isn't public: by the board's own day, or that of the law.

    It is started from here, from the day after the period's last; and gone on with once somebody has.
    """
    wanted = wanted_today(day, Requirement.About.REPORT_DUE)
    over = [each for each in day.ask(periods_begun) if each.ends and each.ends < day.today]
    if not over:
        return
    period = max(over, key=attrgetter("ends"))
    yield from year_not_recorded(day, period)
    reports = live(day, PublicationKind.ANNUAL_REPORT)
    if any(edition.publication.reporting_period_id == period.pk for edition in reports):
        return
    last = max((edition.published_on for edition in reports), default=None)
    when = report_day(period, wanted[0].words if wanted else "", last)
    begun = next(
        (
            each
            for each in day.ask(publications)
            if each.kind == PublicationKind.ANNUAL_REPORT
            and each.reporting_period_id == period.pk
            and each.translates_id is None
        ),
        None,
    )
    yield Need(
        what=say("{Report} for {period}", period=period),
        more=(f"Due {as_sure(wanted[0])}.",) if wanted else (),
        due=when,
        when="" if when else "give it a day",
        soon=True,
        address=reverse("document-overview", args=[begun.kind, begun.slug])
        if begun
        else reverse("report-start", args=[period.key]),
        deed="Go on with it" if begun else "Start it",
        may=May.EDIT,
        also=(
            reverse("row-edit", args=["reportingperiod", period.pk]),
            "See its day" if when else "Give it a day",
        ),
    )


def year_not_recorded(day, last):
    """The reporting period that follows the last one that is over, if it is over too and nobody recorded it.

    Without it no report on that year can be started. A year is taken to be as long as the one before.
    """
    if not (months := spans.months(last.starts, last.ends) if last.starts else 0):
        return
    starts, ends = last.ends + timedelta(days=1), spans.after(last.ends, months)
    if ends >= day.today or any(periods.holds(ends, each.starts, each.ends) for each in day.ask(periods_begun)):
        return
    given = {"label": next_label(last.label), "starts": periods.day(starts), "ends": periods.day(ends)}
    yield Need(
        what=say("{Report} for {period}: the year isn’t recorded", period=periods.span(starts, ends)),
        more=("It is over. Once it is recorded, its report can be started.",),
        soon=True,
        address=reverse("row-add", args=["reportingperiod"]) + "?" + urlencode(given),
        deed="Record the year",
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


def small_figures(day):
    """What the public reads and holds a figure that the rules hold back by now, though nobody decided to show it."""
    public = [each for each in day.ask(editions) if status(each) is Status.LIVE and each.publication.needs_approval]
    for edition, figures in public_figures.small_in(public, public[0].largest_small) if public else ():
        yield Need(
            what=f"{edition} shows {counted(len(figures), 'small figure')} that the rules hold back",
            more=("Publish a version without, or decide that they are shown.",),
            address=reverse("office-small-numbers"),
            deed="Look at them",
            soon=True,
            may=May.PUBLISH,
            also=(reverse("approval", args=[edition.publication.kind, edition.publication.slug]), "The document"),
        )


SOURCES = (report_due, plan_due, to_be_presented, taken_down, everyday_pages, small_figures)
