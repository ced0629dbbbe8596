"""Who owes the board what by when, from the records of all apps: figures, actions, answers to challenges, papers.

For each party as words that the office copies into a mail of its own, and for each login as the one mail in a week that
`manage.py send_reminders` sends. Nothing is kept of it but when it was sent.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, When

from forwardplan.models import AgendaItem, Challenge, Meeting
from kit import periods
from kit.called import say
from kit.grouping import grouped
from kit.wording import cut
from membership.models import Appointment, Duty, Party, Seat, User
from membership.querysets import lasting
from membership.roles import May
from priorities import gaps
from priorities.models import Action, Finding

AHEAD = timedelta(days=28)  # what falls due so far ahead is named
# The headings, in the order in which they are read.
FIGURES, ACTIONS, FINDINGS, ANSWERS, PAPERS = (
    "Figures that are owed",
    "Actions",
    "What was found, and what came of it",
    "Answers to challenges",
    "Papers",
)
HEADINGS = (FIGURES, ACTIONS, FINDINGS, ANSWERS, PAPERS)


@dataclass
class Debt:
    """What one party owes: under each heading its lines."""

    party: Party | None  # None: nobody is named
    lines: dict = field(default_factory=lambda: {heading: [] for heading in HEADINGS})

    @property
    def sections(self):
        return [(heading, lines) for heading, lines in self.lines.items() if lines]

    @property
    def number(self):
        return sum(map(len, self.lines.values()))


def debts(today):
    """What each party owes on a day, by their names; what nobody is named for stands last.

    As many questions to the database for twenty parties as for two.
    """
    found = defaultdict(dict)  # by party and heading; a line once, whoever finds it twice
    for heading, source in SOURCES.items():
        for party, due, words in source(today):
            found[party].setdefault(heading, {})[line(words, due, today)] = due or date.max
    parties = Party.objects.select_related(*Party.named_by).in_bulk([pk for pk in found if pk])
    rows = []
    for pk, headings in found.items():
        debt = Debt(party=parties.get(pk))
        for heading, lines in headings.items():
            debt.lines[heading] = sorted(lines, key=lambda each: (lines[each], each))
        rows.append(debt)
    return sorted(rows, key=lambda debt: (debt.party is None, str(debt.party)))


def line(words, due, today):
    """One thing with its day: 3. Give the figures, (by 30 June 2016), or since when it is overdue."""
    words = cut(words, 160)
    if due is None:
        return words
    return f"{words} ({'overdue since' if due < today else 'by'} {periods.day(due)})"


def figures(today):
    for (party, _), rows in gaps.by_party(today).items():
        for row in rows:
            for period, due in row.asked:
                yield party, due, f"{row.name}, {period}"
            if not row.asked:
                yield party, None, row.name


def actions(today):
    rows = Action.objects.still_open().filter(due__lte=today + AHEAD).order_by()
    for party, due, number, words in rows.values_list("actionlead__party", "due", "number", "words"):
        yield party, due, f"{number}. {words}"


def findings(today):
    yield from Finding.objects.overdue(today + AHEAD).order_by().values_list("owner", "due", "words")


def answers(today):
    rows = Challenge.objects.awaiting().filter(response_due__lte=today + AHEAD).order_by()
    for party, due, year, number, issue in rows.values_list("to", "response_due", "year", "number", "issue"):
        yield party, due, f"{year}/{number} {issue}"


def papers(today):
    rows = AgendaItem.objects.filter(
        meeting__state=Meeting.State.PLANNED,
        meeting__papers_due__gte=today,
        meeting__papers_due__lte=today + AHEAD,
        owner__isnull=False,
    )
    for item in rows.select_related("meeting__body").order_by():
        meeting = item.meeting
        yield item.owner_id, meeting.papers_due, f"{item}, for {meeting.body}, {meeting.named}"


SOURCES = {FIGURES: figures, ACTIONS: actions, FINDINGS: findings, ANSWERS: answers, PAPERS: papers}


def in_words(debt, today):
    """The words that the office copies: whole sentences, which need nothing but a name and a greeting."""
    whom = f" from {debt.party}" if debt.party else ""
    yield say("The {body} waits for this{whom}, as recorded on {day}:", whom=whom, day=periods.day(today))
    for heading, lines in debt.sections:
        yield ""
        yield f"{heading}:"
        yield from (f"* {each}" for each in lines)
    yield ""
    yield "If something of it is done, please say so, and it is taken off. If there is no figure, please say why."
    yield say("Please send no names, and nothing that tells who {somebody} is.")


# By mail


def readers(today):
    """The logins that may be reminded, each with whom it sits for: a seat, and its organisation if there still is one.

    Not what that is a part of: whoever sits for a department doesn't read the page of the whole, and no mail tells it.
    Only who can sign in, and may read the members' pages on that day.
    """
    held = (
        Appointment.objects.sitting(today)
        .filter(login__is_active=True)
        .annotate(is_for=Case(When(lasting(today, "seat__organisation__"), then="seat__organisation")))
        .values_list("login", "seat", "is_for", "seat__body", "seat__office")
    )
    sits = defaultdict(set)
    for login, seat, organisation, body, office in held:
        sits[login] |= {("seat", seat), ("organisation", organisation)}
        if office != Seat.Office.NONE:
            sits[login].add(("body", body))  # whoever chairs a body answers for it
    roles = grouped((duty.login_id, duty) for duty in Duty.objects.holding(today).filter(login__in=sits))
    logins = list(User.objects.able().filter(pk__in=sits))
    for login in logins:
        login.roles = Duty.names(roles.get(login.pk, ()))
    return [(login, sits[login.pk]) for login in logins if login.has_details and login.has_perm(May.READ)]


def of_reader(found, sits):
    """What a login owes: the debts of the parties for which it sits."""
    return [debt for debt in found if debt.party and not sits.isdisjoint(kinds(debt.party))]


def kinds(party):
    return {("seat", party.seat_id), ("organisation", party.organisation_id), ("body", party.body_id)} - {
        (kind, None) for kind in ("seat", "organisation", "body")
    }
