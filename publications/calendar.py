"""The meetings of a forward plan as an iCalendar file (RFC 5545), for phones and office programs to subscribe to.

The same content and the same stamp give the same bytes. A meeting keeps its UID when it is moved, cancelled or
renamed, so that subscribers see one entry change and not two.
"""

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from kit import periods
from publications.content.base import Control
from publications.content.meetings import ForwardPlan, Meeting

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)
PROGRAM = "-//LSCB//Forward plan//EN"
NOT_FIXED = "day not fixed"
# How long a meeting is shown whose end nobody stated. An entry of no length is a line that is easily overlooked.
SHOWN_FOR = timedelta(hours=1)
# Control characters and halves of letters.
UNFIT = {"Cc", "Cs"}
# British time since 1996 as a rule without an end. The library could copy the table of years instead, which changes
# with every release of that table.
RULES = f"""\
BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def calendar(plan: ForwardPlan, board_name: str, address: str, control: Control) -> bytes:
    """The calendar of a forward plan.

    `address` names the publication for good, the board's key first: southend-lscb/business-plan/2016-2019. `control`
    says in which version, and on what day, what the file says was published: of two files a program goes by the one of
    the later version, also on one day. A meeting of which only the year is known is left out: a calendar has no place
    for it.
    """
    whole = Calendar()
    name = plain(f"{board_name}: meetings of the {plan.body}")
    for key, value in {
        "prodid": PROGRAM,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "name": name,
        "x-wr-calname": name,
        "x-wr-timezone": ZONE,
    }.items():
        whole.add(key, value)
    domain = ".".join(reversed(address.strip("/").split("/")))
    events = [event(meeting, plan.body, domain, control) for meeting in plan.meetings if meeting.month in range(1, 13)]
    if any(isinstance(entry.decoded("dtstart"), datetime) for entry in events):
        whole.add_component(Timezone.from_ical(RULES))
    for entry in events:
        whole.add_component(entry)
    return whole.to_ical()


def event(meeting: Meeting, body: str, domain: str, control: Control) -> Event:
    """One meeting as an entry.

    With a day and a time it takes its time; with a day only it lies above that day; with a month only it lies above
    the whole month, and says so. What isn't at a time keeps nobody's diary busy.
    """
    day, cancelled = meeting.on, meeting.state == "cancelled"
    when = periods.day(day) if day else periods.month(meeting.year, meeting.month)
    summary = f"{'CANCELLED: ' if cancelled else ''}{body}: {title(meeting) or when}"
    stamped = datetime.combine(control.published_on, time(), UTC)
    entry = Event()
    entry.add("uid", f"{meeting.key}@{domain}")
    entry.add("dtstamp", stamped)
    entry.add("last-modified", stamped)
    entry.add("sequence", control.number)
    entry.add("summary", plain(summary if day else f"{summary} ({NOT_FIXED})"))
    entry.add("description", "\n".join(description(meeting, when if day else f"{when} ({NOT_FIXED})")))
    timed = day is not None and meeting.starts_at is not None
    if timed:
        begins = datetime.combine(day, meeting.starts_at, LONDON)
        entry.add("dtstart", begins)
        end = stated_end(meeting)
        entry.add("dtend", datetime.combine(day, end, LONDON) if end else begins + SHOWN_FOR)
    else:
        first = day or date(meeting.year, meeting.month, 1)
        entry.add("dtstart", first)
        entry.add("dtend", first + timedelta(days=1) if day else next_month(first))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED" if day else "TENTATIVE")
    entry.add("transp", "OPAQUE" if timed and not cancelled else "TRANSPARENT")
    return entry


def title(meeting):
    """What the board calls a meeting, unless that is a date only: June 16 reads as a day, and the entry has its own."""
    return "" if periods.NAMED.fullmatch(meeting.label.strip()) else meeting.label


def stated_end(meeting):
    """When a meeting ends; None if that isn't stated, or lies before its start."""
    return meeting.ends_at if meeting.ends_at and meeting.ends_at > meeting.starts_at else None


def description(meeting, when):
    """When the meeting is, as far as that is known, and what it will consider, a line each."""
    yield f"{when}, cancelled" if meeting.state == "cancelled" else when
    if meeting.on and meeting.starts_at and not stated_end(meeting):
        yield f"From {meeting.starts_at:%H:%M}, the end isn’t stated"
    if meeting.items:
        yield "Agenda:"
        yield from (f"- {plain(item.title)}" for item in meeting.items)
    else:
        yield "Agenda: not stated"


def next_month(first):
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def plain(words):
    """Words on one line, without the control characters that a calendar must not hold."""
    return " ".join("".join(" " if unicodedata.category(letter) in UNFIT else letter for letter in words).split())
