"""The forward plan as it is pasted: a column for each meeting, or a row for each item."""

from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence, folded, marks, paragraphs
from kit.reading import times
from kit.reading.answers import AsPrinted, Question, Value
from kit.spreadsheets import ComingBack
from membership.models import Body
from membership.pasting import THE_BOARD

from . import signed
from .headings import when
from .models import AgendaItem, Meeting
from .office import AGENDA, ATTENDANCE, MEETING


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
        "A row for each seat and a column for each meeting with its day or month above. A letter in each cell: P, "
        "online, D for a deputy, Ap, N, V for a vacant post, a dash for not a member. A key such as “A = Apologies” "
        "may stand above.",
        (Parent("body", "Whose meetings", Body.objects.all, likely=THE_BOARD),),
        signed.take,
        may=ATTENDANCE.may,
        own=(
            PastedColumn(
                "who",
                "Seat or organisation",
                ("member", "representative", "seat"),
            ),
            PastedColumn("role", "Its role", ("role", "designation", "job title", "position", "title", "post")),
            PastedColumn(
                "organisation",
                "Its organisation",
                ("agency", "organisation", "partner", "representing"),
                {"organisation": 1},
            ),
            PastedColumn("name", "Who holds it, if recorded", ("name", "names")),
            PastedColumn("rate", "Rate, which is reckoned anew", ("attendance", "rate", "%", "% attended", "total")),
            PastedColumn("mark", "Marks of the meeting named above"),
        ),
        needs=(("who", "organisation"),),
        called=("attendance",),
        files=lambda parents: ComingBack([ATTENDANCE], {}),
        across="mark",
        inside="marks",
    ),
]
