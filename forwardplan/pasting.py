"""The forward plan as it is pasted: a column for each meeting, or a row for each item."""

import re

from kit import clock
from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, folded, paragraphs
from kit.periods import MONTHS
from membership.models import Body
from membership.pasting import THE_BOARD

from .models import AgendaItem, Meeting
from .office import AGENDA, MEETING

MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
# "June 16" is June of 2016, as boards head their columns; a day stands before its month.
WHEN = re.compile(
    rf"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?"
    rf"(?P<month>{MONTH})\.?,?(?: '?(?P<year>\d{{4}}|\d{{2}}))?$",
    re.I,
)
FIGURES = re.compile(r"^(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})$")


def when(words, year):
    """Year, month and day that some words name, each where they do; None where they name no month."""
    found = WHEN.match(words.strip()) or FIGURES.match(words.strip())
    if not found:
        return None
    named, month = found["year"], found["month"]
    year = int(named) + (2000 if len(named) == 2 else 0) if named else year
    month = int(month) if month.isdigit() else 1 + [name[:3].lower() for name in MONTHS].index(month[:3].lower())
    return year, month, int(found["day"]) if found["day"] else None


def meeting(intake, words, column):
    """The meeting that some words name, made where the body has none then."""
    year = intake.memory.get("year") or clock.today().year
    found = when(words, year)
    if found is None:
        raise Problems({column: [f"“{words}” names no month. Write it as June 2016 or 14 June 2016."]})
    body = intake.parents["body"]
    intake.memory["year"] = found[0]
    held = intake.remembered(
        "meetings", lambda: {(each.year, each.month, each.day): each for each in body.meeting_set.all()}
    )
    if found not in held:
        values = {
            "year": found[0],
            "month": found[1],
            "day": found[2] or "",
            "state": Meeting.State.PLANNED,
            "label": "",
        }
        bare = Meeting(year=found[0], month=found[1], day=found[2])
        if folded(bare.when) != folded(words):
            values["label"] = words
        held[found] = intake.keep(
            Meeting, values, columns=dict.fromkeys(("year", "month", "day", "label"), column), body=body
        )
    return held[found]


def meetings(intake, cells):
    if "agenda" in cells:
        for place, title in cells.items():
            if isinstance(place, int) and title:
                item(intake, intake.headings.get(place, ""), title, "agenda")
        return
    words = cells.get("meeting") or intake.memory.get("meeting", "")
    intake.memory["meeting"] = words
    titles = paragraphs(cells.get("item", ""))
    if not titles:
        meeting(intake, words, "meeting")
    for title in titles:
        item(intake, words, title, "item", "meeting")


def item(intake, words, title, column, named_in=""):
    of = meeting(intake, words, named_in or column)
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
            PastedColumn("papers", "Papers due", ("papers", "papers due", "deadline for papers")),
        ),
        read=("title",),
        needs=(("meeting",),),
        unlike={"money": 4, "share": 3, "rating": 2},
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
        across="mark",
        inside="marks",
    ),
]
