"""What is an organisation's own: what it pays, where it sits and how often it came, what it owes and leads.

Several questions to the database, as many for one organisation as for all: the office's list asks for each of them at
once. An organisation is told nothing of another here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from finance.models import Contribution
from forwardplan import reckoning
from forwardplan.attending import lives
from forwardplan.models import Attendance, Challenge, Meeting
from kit import periods
from kit.wording import counted, per_cent, pounds
from membership.models import Organisation, Reply, Seat
from priorities import log
from priorities import owed as owed_figures
from priorities.models import Action
from priorities.progress import THE_ONLY_LINE

A_YEAR = timedelta(days=366)
NOTHING = reckoning.Rate(0, 0)


@dataclass
class OwnFacts:
    """All that is recorded of one organisation."""

    organisation: Organisation
    seats: list[dict] = field(default_factory=list)
    represented: reckoning.Rate = NOTHING
    paid: list[dict] = field(default_factory=list)
    owed: list[dict] = field(default_factory=list)
    overdue: list[dict] = field(default_factory=list)
    actions: list[dict] = field(default_factory=list)
    challenges: list[dict] = field(default_factory=list)
    reply: Reply | None = None

    @property
    def to_do(self):
        """How many things wait for it: figures it owes, actions that are overdue, answers that are."""
        return len(self.owed) + len(self.overdue) + sum(each["overdue"] for each in self.challenges)

    @property
    def open_actions(self):
        return len(self.overdue) + len(self.actions)

    @property
    def attendance(self):
        """At how many meetings it was represented, in words; empty if there is nothing to count."""
        rate = self.represented
        return f"{rate.number} of {counted(rate.base, 'meeting')} ({rate.share}%)" if rate.base else ""


def of_party(key, organisations):
    """The condition that a party stands for an organisation: it is one, or holds a seat for one."""
    return Q(**{f"{key}__organisation__in": organisations}) | Q(**{f"{key}__seat__organisation__in": organisations})


def whose(party):
    """The number of the organisation that a party stands for; None if it stands for none."""
    if party is None:
        return None
    return party.organisation_id or (party.seat.organisation_id if party.seat else None)


def own(organisations, day: date) -> dict[int, OwnFacts]:
    """What is recorded of each of these organisations, by number."""
    found = {each.pk: OwnFacts(each) for each in organisations}
    pks = list(found)
    if not pks:
        return found
    seats = Seat.objects.existing(day).filter(organisation__in=pks).select_related("body")
    held = Meeting.State.HELD
    marks = Attendance.objects.filter(
        seat__organisation__in=pks, meeting__state=held, meeting__year__gte=day.year - 1
    ).select_related("meeting")
    sat(found, seats.order_by("body__position", "body__pk", "position", "pk"), marks, day)
    paid(found, Contribution.objects.filter(payer__organisation__in=pks).select_related("budget", "payer"))
    owed(found, owed_figures.told(day, pks))
    leads = Q(actionlead__party__organisation__in=pks) | Q(actionlead__party__seat__organisation__in=pks)
    led(found, Action.objects.still_open().filter(leads).distinct().with_all(), day)
    concerning = of_party("raised_by", pks) | of_party("to", pks)
    challenged(found, Challenge.objects.still_open().filter(concerning).with_parties(), day)
    for reply in Reply.objects.filter(organisation__in=pks):
        found[reply.organisation_id].reply = reply
    return found


def of_reader(reader, lines_owed, actions, challenges, contributions):
    """The same of the organisations for which somebody sits, from what was read for them already; without its reply."""
    found = {each.pk: OwnFacts(each) for each in reader.organisations}
    if found:
        living = [seat for seat in reader.of_organisations if lives(seat, reader.day)]
        sat(found, living, reader.marks, reader.day)
        paid(found, contributions)
        owed(found, lines_owed)
        led(found, actions, reader.day)
        challenged(found, challenges, reader.day)
    return list(found.values())


def sat(found, seats, marks, day):
    """Its seats, and how often each was filled at the meetings of the year up to the day."""
    of_seat, by_meeting = defaultdict(list), defaultdict(lambda: defaultdict(list))
    seats = [seat for seat in seats if seat.organisation_id in found]
    whose_seat = {seat.pk: seat.organisation_id for seat in seats}
    for row in marks:
        if row.seat_id in whose_seat and day - A_YEAR < row.meeting.at_latest <= day:
            of_seat[row.seat_id].append(row.mark)
            by_meeting[whose_seat[row.seat_id]][row.meeting_id].append(row.mark)
    for seat in seats:
        told = {"body": seat.body.name, "seat": str(seat), "came": came(reckoning.tally(of_seat[seat.pk]))}
        found[seat.organisation_id].seats.append(told)
    for pk, by in by_meeting.items():
        found[pk].represented = reckoning.represented(by.values())


def came(tally):
    """How often a seat was filled, in words: itself, and with a deputy; empty if no meeting counts."""
    if not tally.base:
        return ""
    own_share, both = tally.own, tally.with_deputy
    deputies = both.number - own_share.number
    with_them = f", {counted(deputies, 'time')} by a deputy" if deputies else ""
    return f"{both.number} of {counted(tally.base, 'meeting')}{with_them}"


def paid(found, contributions):
    """What it pays, the latest year first."""
    rows = [row for row in contributions if row.payer and row.payer.organisation_id in found]
    for row in sorted(rows, key=lambda row: (row.budget.starts or date.min, row.budget.financial_year), reverse=True):
        found[row.payer.organisation_id].paid.append(
            {
                "year": row.budget.financial_year,
                "amount": "not recorded" if row.amount is None else pounds(row.amount),
                "share": "" if row.share is None else per_cent(row.share),
                "status": row.get_status_display() if row.status else "Not said whether proposed or agreed",
                "on": periods.day(row.status_on) if row.status_on else "",
            }
        )


def owed(found, lines):
    """The figures that it owes, of these lines."""
    for row in lines:
        if row.organisation in found:
            found[row.organisation].owed.append(
                {
                    "what": row.name if row.breakdown in (None, THE_ONLY_LINE) else f"{row.name}: {row.breakdown}",
                    "last": periods.day(row.last_ends) if row.last_ends else "",
                    "definition": row.definition,
                }
            )


def led(found, actions, day):
    """The open actions that it leads, the overdue ones apart."""
    for row in log.in_order(actions, day):
        late = row.is_overdue(day)
        told = {
            "number": row.number,
            "words": str(row),
            "due": log.due(row, day),
            "rating": log.rating(row, day),
            "heard": log.heard(row),
        }
        for pk in {whose(lead.party) for lead in row.actionlead_set.all()} & found.keys():
            (found[pk].overdue if late else found[pk].actions).append(told)


def challenged(found, challenges, day):
    """The open challenges that it raised or is to answer."""
    for row in challenges:
        for pk in {whose(row.raised_by), whose(row.to)} & found.keys():
            mine = whose(row.to) == pk
            found[pk].challenges.append(
                {
                    "number": row.register_number,
                    "words": row.issue,
                    "direction": "to it" if mine else "from it",
                    "other": str((row.raised_by if mine else row.to) or "not recorded"),
                    "due": periods.day(row.response_due) if row.response_due else "",
                    "overdue": mine and row.is_overdue(day),
                    "response": row.response,
                    "state": row.get_state_display(),
                }
            )


def office_counts(day):
    """All organisations that are not over, each with what is recorded of it; those that nothing is of, too."""
    living = Organisation.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day)).select_related("parent__parent")
    return list(own(living, day).values())
