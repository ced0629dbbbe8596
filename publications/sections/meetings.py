"""The forward plan: the meetings ahead and what each will consider."""

from kit import periods
from kit.called import say
from publications.blocks import Table, TableGroup, TableRow

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
    """What a meeting is called, whether it was held or cancelled, its number, and day and times if they are fixed."""
    day = periods.day(meeting.on) if meeting.on else ""
    number = f"Meeting {meeting.number}" if meeting.number else ""
    fixed = [number, day if day != meeting.label else "", periods.times(meeting.starts_at, meeting.ends_at)]
    words = meeting.label + STATES.get(meeting.state, "")
    return "\n".join(filter(None, (words, ", ".join(filter(None, fixed)), *beside(meeting))))


def considered(item):
    """An item with who brings it and which goal it serves."""
    more = "; ".join(filter(None, (item.owner, f"serves {item.serves}" if item.serves else "")))
    return f"{item.title} ({more})" if more else item.title
