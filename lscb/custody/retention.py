"""How long what is kept, why, and what is deleted when that time is over. The council signs this table.

`manage.py tidy` shows what is due and deletes it when told to. While a hold stands it deletes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import Q

from editions import pictures
from kit import clock, long_work, stamps
from kit.later import say_later
from kit.models import Draft, LongWork
from membership import logins
from membership.audit import What, record
from membership.models import NOWHERE, AccessEvent, Appointment, Hold, User

ACCESS_YEARS = 2
PERSON_YEARS = 6
UNSAVED_DAYS = 90
PICTURE_DAYS = 30
WORK_DAYS = 90


def years_before(day: date, years: int) -> date:
    """The same day some years ago; for 29 February the last day of that February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def years_ago(years) -> datetime:
    """The first moment of the day that lies some years before today."""
    return clock.beginning(years_before(clock.today(), years))


# What is due


def old_access_events():
    return AccessEvent.objects.before(years_ago(ACCESS_YEARS))


def expired_sessions():
    return Session.objects.filter(expire_date__lt=clock.now())


def text_unsaved_for_long():
    return Draft.objects.filter(saved__lt=clock.now() - timedelta(days=UNSAVED_DAYS))


def work_ended_long_ago():
    return LongWork.objects.filter(ended__lt=clock.now() - timedelta(days=WORK_DAYS))


class FilesLeftLying:
    """The archives and drafts whose day is over. They are files, which no table counts."""

    def count(self):
        return len(long_work.files_made(older_than=long_work.SHOWN_FOR))

    def delete(self):
        long_work.throw_away_files(older_than=long_work.SHOWN_FOR)


class OldCounts:
    """What the throttles counted of tries, by address and login, and no longer need. The cache keeps no model of it."""

    TABLE = settings.CACHES["default"]["LOCATION"]

    def ask(self, beginning):
        with connection.cursor() as cursor:
            now = connection.ops.adapt_datetimefield_value(clock.now())
            cursor.execute(f"{beginning} FROM {self.TABLE} WHERE expires < %s", [now])
            return cursor.fetchone()[0] if cursor.description else None

    def count(self):
        return self.ask("SELECT COUNT(*)")

    def delete(self):
        self.ask("DELETE")


def pictures_that_nothing_shows():
    return pictures.unused(clock.now() - timedelta(days=PICTURE_DAYS))


def logins_ended_long_ago():
    return User.objects.filter(is_active=False, ended_at__lt=years_ago(PERSON_YEARS)).exclude(
        email__endswith=f"@{NOWHERE}"
    )


def people_who_left_long_ago():
    """Appointments that ended long ago and still say who it was, now or in their history."""
    named = Appointment.history.filter(~Q(name="") | Q(login__isnull=False)).values("id")
    return Appointment.objects.filter(
        ~Q(name="") | Q(login__isnull=False) | Q(pk__in=named), ends__lt=years_before(clock.today(), PERSON_YEARS)
    )


# What is done with it


def prune(events):
    events.prune()


def delete(rows):
    rows.delete()


def remove_details(due):
    for login in due:
        logins.remove_details(login, by=None)


def forget_who(due):
    for appointment in due:
        stamps.forget(appointment, "name", "login", by=None)


@dataclass(frozen=True)
class Rule:
    """What is kept, how long, why and after which source; and, if the program deletes it, what is due and how."""

    what: str
    how_long: str
    why: str
    source: str
    due: Callable[[], models.QuerySet] | None = None
    do: Callable[[models.QuerySet], None] | None = None


STORAGE_LIMITATION = "UK GDPR, article 5(1)(e): no longer than necessary"
LIMITATION_ACT = "Limitation Act 1980, sections 2 and 5: six years to bring a claim"
RECORD_OF_THE_BOARD = say_later("Statutory record of the {body}; UK GDPR, article 89: archiving in the public interest")

TABLE = [
    Rule(
        "Record of access: sign-ins, refusals, roles given and taken",
        f"{ACCESS_YEARS} years",
        "To find out, also months later, who came in and who let them",
        STORAGE_LIMITATION,
        old_access_events,
        prune,
    ),
    Rule(
        "Sessions of signed-in people, with the codes they were sent",
        "12 hours, a remembered device 30 days; then until the next tidying",
        "To stay signed in",
        STORAGE_LIMITATION,
        expired_sessions,
        delete,
    ),
    Rule(
        "Counts of tries to sign in, by network address and by login (as a check code)",
        "Five minutes to a day; then until the next tidying",
        "To stop whoever guesses passwords and codes",
        STORAGE_LIMITATION,
        OldCounts,
        delete,
    ),
    Rule(
        "Text that was typed and not saved",
        f"{UNSAVED_DAYS} days after it was last typed",
        "To go on with it after a crash or a time-out",
        STORAGE_LIMITATION,
        text_unsaved_for_long,
        delete,
    ),
    Rule(
        "Pictures that stand in no section and in no version any more",
        f"{PICTURE_DAYS} days after they were brought",
        "To put back what was removed by mistake",
        STORAGE_LIMITATION,
        pictures_that_nothing_shows,
        pictures.let_go,
    ),
    Rule(
        "What was made in a process of its own (publication, archive, draft’s PDF): for whom, when, how it ended",
        f"{WORK_DAYS} days after it ended",
        "To find it again, and what went wrong",
        STORAGE_LIMITATION,
        work_ended_long_ago,
        delete,
    ),
    Rule(
        "Archives of the record, and PDFs of long drafts, that were made in the office and wait to be fetched",
        "A day, or until something is erased",
        "To fetch them",
        STORAGE_LIMITATION,
        FilesLeftLying,
        delete,
    ),
    Rule(
        "E-mail and name of a person whose access has ended",
        f"{PERSON_YEARS} years after the end",
        "To say who decided, changed or approved something",
        LIMITATION_ACT,
        logins_ended_long_ago,
        remove_details,
    ),
    Rule(
        "Who held a seat, in the members’ list and its history",
        f"{PERSON_YEARS} years after they left",
        say_later("To say who was on the {body} when it decided"),
        LIMITATION_ACT,
        people_who_left_long_ago,
        forget_who,
    ),
    Rule(
        say_later("Access of people who work with the {body}: e-mail, name, roles, seats"),
        "As long as their access lasts",
        "To let them in and to say what they did",
        "UK GDPR, article 6(1)(e): public task",
    ),
    Rule(
        "Plan, budget, meetings, figures, and who changed what in them",
        say_later("As long as the {body} keeps its record"),
        say_later("The {body}’s work"),
        RECORD_OF_THE_BOARD,
    ),
    Rule(
        "Links that were sent out (for what, until when, a check code of the secret), and what was sent by them",
        say_later("As long as the {body} keeps its record"),
        "To say who supplied a figure, and how",
        RECORD_OF_THE_BOARD,
    ),
    Rule(
        "Comments on drafts: who said what of which words, what the office answered, and the names of the readers",
        say_later("As long as the {body} keeps its record; a reader withdraws an open comment, which deletes it"),
        say_later("To say what the {body} was told before it decided, and what it did with it"),
        RECORD_OF_THE_BOARD,
    ),
    Rule(
        "Word copies of drafts that came back: whose they are, their words, and who changed them",
        say_later("As long as the {body} keeps its record; the office removes a copy when it is done with it"),
        say_later("To take from them what the {body} wants, and to say who wrote what of its drafts"),
        RECORD_OF_THE_BOARD,
    ),
    Rule(
        "What was published, and drafts that were sent for approval",
        say_later("For good; handed to the council’s archive when the {body} ends"),
        say_later("To prove what the {body} published and decided. The database refuses to delete it"),
        RECORD_OF_THE_BOARD,
    ),
    Rule(
        "PDFs that were brought for the list of earlier documents and are in no version of it",
        "Until a manager erases them on the page of earlier documents",
        "To put back a document that was removed by mistake",
        STORAGE_LIMITATION,
    ),
    Rule(
        "The program’s log lines (no names, no addresses, no contents)",
        "Set by the hosting; 90 days are enough",
        "To find faults",
        STORAGE_LIMITATION,
    ),
    Rule(
        "Backups of the database",
        "Set by the hosting; 35 days are enough",
        "To restore after a fault. What was deleted is gone from them when the last one that holds it is",
        STORAGE_LIMITATION,
    ),
]


class OnHold(Exception):
    """Something stops all deleting."""


def due():
    """Each rule that the program deletes by, with how much is due today."""
    return [(rule, rule.due().count()) for rule in TABLE if rule.due]


def tidy(by=None):
    """Delete what is due by the table; says how much there was of each. Raises OnHold while a hold stands."""
    refuse_while_held()
    counts = []
    for rule, count in due():
        if count:
            rule.do(rule.due())
        counts.append((rule, count))
    record(What.TIDIED, by=by, detail=f"{sum(count for rule, count in counts)} deleted or emptied")
    return counts


def refuse_while_held():
    reasons = list(Hold.objects.standing().values_list("reason", flat=True))
    if reasons:
        raise OnHold(f"Nothing is deleted while a hold stands: {'; '.join(reasons)}.")


def hold(reason, *, by):
    """Order that nothing is deleted until the hold is lifted."""
    placed = Hold(reason=reason, placed_at=clock.now() if by else None, placed_by=by)
    stamps.save(placed)
    record(What.HELD, by=by, detail=reason)
    return placed


def lift(placed, *, by):
    """Lift a hold. Lifting it twice changes nothing."""
    if not placed.lifted_at:
        placed.lifted_at, placed.lifted_by = clock.now(), by
        placed.save(update_fields=["lifted_at", "lifted_by"])
        record(What.RELEASED, by=by, detail=placed.reason)


def as_page():
    """The table as the page of docs/approval/ that the council signs."""
    lines = [
        "# How long what is kept",
        "",
        "Written from the program's own table (`lscb/custody/retention.py`) by"
        " `.venv/bin/python manage.py tidy --page`; a test fails when this page says anything else.",
        "",
        "| what | how long | why | source | who deletes it |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {rule.what} | {rule.how_long} | {rule.why} | {rule.source} | "
        f"{'`manage.py tidy --do`' if rule.due else 'not this program'} |"
        for rule in TABLE
    ]
    return "\n".join(lines) + AFTER_THE_TABLE


AFTER_THE_TABLE = """

`manage.py tidy` says what is due and deletes nothing. `manage.py tidy --do` deletes it; have it run every night.

**Hold.** For an inquiry, a review or a claim a manager puts deleting on hold, with the reason, on the page "How long
things are kept" in the office. While a hold stands `tidy --do` deletes nothing, says why, and ends with an error,
so that whoever looks after the server sees it. Placing and lifting a hold is in the record of access.

The data protection officer may want other times. They stand in one place, `ACCESS_YEARS`, `PERSON_YEARS` and
`UNSAVED_DAYS`, and a changed time is a change of the program that is reviewed like any other.
"""
