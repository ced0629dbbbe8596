"""The forward plan: the meetings ahead and what each will consider."""

from kit import periods
from kit.called import say
from publications.blocks import Column, Group, Row, Table
from publications.content.codes import NOT_STATED

from .words import anchor


def forward_plan(section, records):
    yield Table(
        key=section.key,
        caption=f"Meetings of the {records.body}",
        columns=(Column(heading="Meeting", width=25), Column(heading=say("What the Board will consider"), width=75)),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=meeting.key,
                        anchor=anchor(section, meeting.key),
                        cells=(
                            named(meeting),
                            "\n".join(f"- {item.title}" for item in meeting.items) or NOT_STATED,
                        ),
                    )
                    for meeting in records.meetings
                )
            ),
        ),
    )


def named(meeting):
    """What a meeting is called, whether it is cancelled and, where the board fixed them, its day and its times."""
    name = f"{meeting.label} (cancelled)" if meeting.state == "cancelled" else meeting.label
    day = periods.day(meeting.on) if meeting.on else ""
    fixed = [day if day != meeting.label else "", periods.times(meeting.starts_at, meeting.ends_at)]
    return "\n".join(filter(None, (name, ", ".join(filter(None, fixed)))))
