"""The forward plan as it is pasted: a column for each meeting, or a row for each item."""

import re

from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded, marks, paragraphs
from kit.reading import days, times
from kit.reading.answers import AsPrinted, Question, Value
from kit.spreadsheets import ComingBack
from membership.models import Body
from membership.pasting import THE_BOARD

from .models import AgendaItem, Meeting
from .office import AGENDA, MEETING

# "March 16" may be a day or a year: several with one number, or with two that follow, are years.
MONTH_AND_NUMBER = re.compile(r"[a-z]{3,9}\.? '?(?P<year>[0-9]{2})", re.IGNORECASE)


def year_of(intake):
    """The year of a month that stands without one: it follows the one before it, or comes from the table."""

    def of(month):
        year, last = intake.memory.get("month", (None, 0))
        if year is not None:
            return year + (month < last)
        return min(intake.years)[0] if intake.years else intake.remembered("year", lambda: year_beside(intake))

    return of


def year_beside(intake):
    """The year that the meetings of a table name together with their months."""
    words = [*intake.headings.values(), *intake.column("meeting")]
    found = [int(match["year"]) for each in words if (match := MONTH_AND_NUMBER.fullmatch(each.strip()))]
    return 2000 + min(found) if len(found) > 1 and max(found) - min(found) <= 1 else None


def when(intake, words, column):
    """Year, month and day that some words name, the day only if they do, and the words about its time."""
    if not words:
        raise Problems({column: ["Say which meeting this is."]})
    answer = days.read(words, year_of(intake))
    if isinstance(answer, Question):
        raise Problems({column: [Sentence(answer.sentence, [offer.words for offer in answer.offers])]})
    value = getattr(answer, "value", None)
    if not isinstance(answer, Value) or getattr(value, "kind", "day") not in ("day", "month"):
        raise Problems({column: [f"“{words}” names no day and no month. Write it as June 2016 or 14 June 2016."]})
    on = getattr(value, "starts", value)
    intake.memory["month"] = (on.year, on.month)
    intake.say(*answer.said)
    return on.year, on.month, None if hasattr(value, "kind") else on.day, answer.left


def clock(intake, words, column):
    """When a meeting starts and ends, as some words say."""
    answer = times.read(words)
    if isinstance(answer, Question):
        raise Problems({column: [Sentence(answer.sentence, [offer.words for offer in answer.offers])]})
    if not isinstance(answer, Value) or answer.left:
        empty = ("",) if isinstance(answer, AsPrinted) else ()
        raise Problems({column: [Sentence(f"“{words}” is no time. Write it as 14:00 or 2pm to 4pm.", empty)]})
    intake.read(words)
    found = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    starts, ends = (*(f"{each:%H:%M}" for each in found), "")[:2]
    return starts, ends


def meeting(intake, words, column, cells, on=None):
    """The meeting that some words name, made if the body has none then."""
    year, month, day, left = on or when(intake, words, column)
    intake.read(words)
    body = intake.parents["body"]
    held = intake.remembered(
        "meetings", lambda: {(each.year, each.month, each.day): each for each in body.meeting_set.all()}
    )
    if (year, month, day) not in held:
        timed = ("time", cells["time"]) if cells.get("time") else (column, left)
        starts, ends = clock(intake, timed[1], timed[0]) if timed[1] else ("", "")
        bare = Meeting(year=year, month=month, day=day)
        values = {
            "year": year,
            "month": month,
            "day": day or "",
            "state": Meeting.State.PLANNED,
            "label": words if day is None and folded(bare.when) != folded(words) else "",
            "starts_at": starts,
            "ends_at": ends,
            "venue": cells.get("venue", ""),
            "papers_due": cells.get("papers", ""),
        }
        columns = dict.fromkeys(values, column) | {"venue": "venue", "papers_due": "papers"}
        held[year, month, day] = intake.keep(Meeting, values, columns=columns, body=body)
    return held[year, month, day]


def meetings(intake, cells):
    if "agenda" in cells:
        for place, title in cells.items():
            if isinstance(place, int) and title:
                words = intake.headings.get(place, "")
                on = intake.remembered(f"column {place}", lambda words=words: when(intake, words, "agenda"))
                item(intake, meeting(intake, words, "agenda", {}, on), title, "agenda")
        return
    words = cells.get("meeting") or intake.memory.get("meeting", "")
    intake.memory["meeting"] = words
    of = meeting(intake, words, "meeting", cells)
    intake.read(*marks(cells.get("item", "")))
    for title in paragraphs(cells.get("item", "")):
        item(intake, of, title, "item")


def item(intake, of, title, column):
    standing = intake.remembered(
        "standing", lambda: {folded(each.title): each for each in intake.parents["body"].standingitem_set.all()}
    )
    intake.keep(
        AgendaItem,
        {"title": title},
        columns={"title": column},
        once=("title",),
        meeting=of,
        standing_item=standing.get(folded(title)),
    )


LISTS = [
    PasteList(
        "meetings",
        "Meetings and what they will consider",
        "A column for each meeting with its month above, or a row for each item with the meeting beside it.",
        (Parent("body", "Whose meetings", Body.objects.all, likely=THE_BOARD),),
        meetings,
        AGENDA,
        (
            PastedColumn("agenda", "Items of the meeting named above"),
            PastedColumn(
                "meeting",
                "Meeting",
                ("meeting", "date", "month", "when", "date of meeting", "meeting date"),
                {"day": 4, "month": 4},
            ),
            PastedColumn(
                "item",
                "Item",
                ("item", "items", "agenda", "agenda item", "topic", "paper", "title", "report"),
                {"words": 1},
            ),
            PastedColumn("time", "Time", ("time", "times", "start", "starts"), {"time": 2}),
            PastedColumn("venue", "Venue", ("venue", "location", "where", "place")),
            PastedColumn("papers", "Papers due", ("papers due", "deadline for papers")),
        ),
        read=("title",),
        needs=(("meeting",),),
        called=("forward plan", "meeting", "calendar"),
        unlike={"money": 4, "share": 3, "rating": 2},
        # One file has the meetings of all bodies.
        files=lambda parents: ComingBack([AGENDA, MEETING], {}),
        across="agenda",
        inside="words",
    ),
    PasteList(
        "attendance",
        "Attendance",
        may=MEETING.may,
        own=(
            PastedColumn(
                "who",
                "Who came",
                ("agency", "organisation", "member", "representative", "name"),
                {"organisation": 1},
            ),
            PastedColumn("rate", "Rate", ("attendance", "rate")),
            PastedColumn("mark", "Present or not"),
        ),
        needs=(("who",),),
        called=("attendance",),
        across="mark",
        inside="marks",
    ),
]
