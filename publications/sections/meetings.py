"""The meetings: what each will consider, which goals that serves, and who came, by role and organisation."""

from decimal import Decimal

from forwardplan import wording
from kit import periods, prose
from kit.called import say
from kit.grouping import grouped
from kit.wording import cut, listed
from publications.blocks import Prose, Table, TableGroup, TableRow
from publications.content.codes import GOAL_WORDS, spaced

from .words import Cells, anchor, beside, cells, headed, in_use

MEETINGS = (
    Cells(heading="Meeting", width=25, of=lambda meeting: named(meeting)),
    Cells(
        heading="What the {Body} will consider",
        width=75,
        of=lambda meeting: "\n".join(f"- {considered(item)}" for item in meeting.items),
    ),
)
STANDING = (
    Cells(heading="Standing item", width=35, of=lambda item: item.title),
    Cells(heading="On which agendas", width=25, of=lambda item: item.when),
    Cells(heading="Of these meetings", width=25, of=lambda item: item.meetings, rare=True),
    Cells(heading="Brought by", width=20, of=lambda item: item.owner, rare=True),
    Cells(heading="Serves", width=25, of=lambda item: item.serves, rare=True),
)


def forward_plan(section, records):
    yield table(section.key, "meeting", f"Meetings of the {records.body}", MEETINGS, section, records.meetings)
    if records.standing_items:
        caption = say("What the {Body} considers again and again")
        yield table(f"{section.key}-standing", "standing-item", caption, STANDING, section, records.standing_items)


def table(key, of, caption, columns, section, things):
    columns = in_use(columns, things)
    return Table(
        key=key,
        of=of,
        caption=caption,
        columns=headed(columns),
        groups=(
            TableGroup(
                rows=tuple(
                    TableRow(
                        key=thing.key,
                        anchor=anchor(section, thing.key),
                        cells=cells(columns, thing),
                        month=periods.month_in_figures(thing.year, thing.month) if of == "meeting" else "",
                    )
                    for thing in things
                )
            ),
        ),
    )


STATES = {"cancelled": " (cancelled)", "held": " (held)"}


def named(meeting):
    """What a meeting is called, whether it was held or cancelled, its number, and day and times if they are fixed.

    Of one without a day that is called June 16 it says which month is meant.
    """
    day = periods.day(meeting.on) if meeting.on else ""
    if not day and meeting.month and periods.reads_as_a_day(meeting.label):
        day = periods.month(meeting.year, meeting.month)
    number = f"Meeting {meeting.number}" if meeting.number else ""
    fixed = [number, day if day != meeting.label else "", periods.times(meeting.starts_at, meeting.ends_at)]
    words = meeting.label + STATES.get(meeting.state, "")
    return "\n".join(filter(None, (words, ", ".join(filter(None, fixed)), *beside(meeting))))


def considered(item):
    """An item with who brings it and which goal it serves."""
    more = "; ".join(filter(None, (item.owner, f"serves {item.serves}" if item.serves else "")))
    return f"{item.title} ({more})" if more else item.title


def sentence(words):
    return Prose(html=prose.in_elements(words))


# Attendance

HELD = (
    Cells(heading="Meeting", width=40, of=lambda line: line.label),
    Cells(heading="Members there or online", width=15, holds="figure", of=lambda line: str(line.own)),
    Cells(heading="Deputies", width=15, holds="figure", of=lambda line: str(line.deputies)),
    Cells(heading="Of seats filled and marked", width=15, holds="figure", of=lambda line: str(line.base)),
    Cells(
        heading="Not marked", width=10, holds="figure", rare=True, absent="0", of=lambda line: str(line.unmarked or "")
    ),
    Cells(
        heading="Quorate",
        width=15,
        rare=True,
        absent="Not known",
        of=lambda line: {True: "Yes", False: "No", None: ""}[line.quorate],
    ),
)
ORGANISATIONS = (
    Cells(heading="Organisation", width=70, of=lambda line: line.name),
    Cells(heading="Represented", width=15, holds="figure", of=lambda line: times(line.number, line.base)),
    Cells(heading="Share", width=15, holds="figure", of=lambda line: wording.share(line.share, line.base)),
)
SEATS = (
    Cells(heading="Seat", width=40, of=lambda line: line.role),
    Cells(heading="Organisation", width=30, rare=True, absent="", of=lambda line: line.organisation),
    Cells(heading="Attended", width=15, holds="figure", of=lambda line: wording.share(line.own_share, line.base)),
    Cells(heading="With deputies", width=15, holds="figure", of=lambda line: wording.share(line.share, line.base)),
)


def times(number, base):
    """So many of so many meetings; words where none counts, which is no nought."""
    return f"{number} of {base}" if base else "none counted"


def attendance(section, records):
    yield from attendance_blocks(section.key, records)


def attendance_blocks(key, records):
    """Who came, as sentences and three tables; the same in a document and on the sheet for the table."""
    if records.unrecorded:
        yield sentence(f"Attendance is not recorded for {listed(records.unrecorded)}.")
    if not records.meetings:
        yield sentence(f"No attendance of the {records.body} is recorded.")
        return
    never = [line.name for line in records.organisations if line.base and not line.number]
    if never:
        yield sentence(f"Never represented at these meetings: {'; '.join(never)}.")
    yield columned(f"{key}-held", f"Attendance at meetings of the {records.body}", HELD, [("", records.meetings)])
    if records.organisations:
        caption = "How often each organisation was represented, by a member or a deputy"
        yield columned(f"{key}-organisations", caption, ORGANISATIONS, [("", records.organisations)])
    of_capacity = grouped((line.capacity, line) for line in records.seats)
    groups = [(CAPACITIES.get(capacity, spaced(capacity, None, ())), lines) for capacity, lines in of_capacity.items()]
    yield columned(f"{key}-seats", "How often whoever holds each seat came", SEATS, groups)
    yield sentence(BASE)


# What a spreadsheet reckons with, by the heads of the columns.
NUMBERS = {
    "Members there or online": lambda line: Decimal(line.own),
    "Deputies": lambda line: Decimal(line.deputies),
    "Of seats filled and marked": lambda line: Decimal(line.base),
    "Not marked": lambda line: Decimal(line.unmarked),
    "Represented": lambda line: Decimal(line.number) if line.base else None,
    "Share": lambda line: number(line.share),
    "Attended": lambda line: number(line.own_share),
    "With deputies": lambda line: number(line.share),
}


def number(share):
    return None if share is None else Decimal(share)


CAPACITIES = {
    "member": "Members",
    "lay-member": "Lay members",
    "participant-observer": "Participant observers",
    "adviser": "Advisers",
    "in-attendance": "In attendance",
}
BASE = (
    "Each share is of the meetings at which the seat was filled and marked; a seat with nobody in post, or not yet "
    "made, is left out of it. Meetings and organisations count members and lay members only."
)


def columned(key, caption, columns, groups):
    """A table of things in groups; a group without a heading stands alone."""
    columns = in_use(columns, [thing for _, things in groups for thing in things])
    return Table(
        key=key,
        caption=caption,
        columns=headed(columns),
        groups=tuple(
            TableGroup(
                heading=heading if len(groups) > 1 else "",
                rows=tuple(
                    TableRow(
                        key=f"{place}-{line}",
                        cells=cells(columns, thing),
                        numbers=tuple(
                            NUMBERS[column.heading](thing) if column.heading in NUMBERS else None for column in columns
                        ),
                    )
                    for line, thing in enumerate(things)
                ),
            )
            for place, (heading, things) in enumerate(groups)
        ),
    )


# What the agendas cover


def coverage(section, records):
    """The sentence that names what never comes before the body, and the table by meeting."""
    if not records.meetings:
        yield sentence(f"No meeting of the {records.body} is recorded.")
        return
    several = {kind: words[1] for kind, words in GOAL_WORDS.items()}
    if records.called:
        several["priority"] = records.called
    never = [
        (several[goal.kind], goal.code, cut(goal.title, wording.TITLE)) for goal in records.goals if not goal.meetings
    ]
    if never:
        yield sentence(f"On no agenda of these meetings: {wording.unserved(never)}.")
    else:
        yield sentence("Each goal stands on the agenda of at least one of these meetings.")
    if records.unsaid:
        yield sentence(wording.unsaid(records.unsaid, records.items))
    columns = (
        Cells(heading="Goal", width=60, of=lambda goal: f"{goal.code} {goal.title}".strip()),
        Cells(heading="On the agenda of", width=40, of=lambda goal: "; ".join(goal.meetings) or "None of them"),
    )
    of_kind = grouped((goal.kind, goal) for goal in records.goals)
    if of_kind:
        groups = [(several[kind], goals) for kind, goals in of_kind.items()]
        yield columned(section.key, f"Which meetings of the {records.body} consider each goal", columns, groups)
