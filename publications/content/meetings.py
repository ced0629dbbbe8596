"""The meetings ahead and what each will consider."""

from datetime import date, time
from typing import Annotated

from .base import Fact, Key
from .codes import MEETING_STATES, from_table, month, yes_or_no
from .says import quoted, says, tells


class AgendaItem(Fact, kw_only=True):
    """One thing the meeting will consider."""

    key: Key
    title: Annotated[str, tells("wording")]
    standing: Annotated[bool, says("standing item or not", show=yes_or_no("Standing item", ""), fact=True)]
    owner: Annotated[str, says("who brings it", fact=True)] = ""
    serves: Annotated[str, says("goal that it serves", fact=True)] = ""

    def known_as(self, parents):
        return quoted(self.title)


class Meeting(Fact, kw_only=True):
    """A meeting as the forward plan prints it; the day may be unknown, and so may the times, which are London's."""

    goes_by = "label"

    key: Key
    label: Annotated[str, tells("name of the meeting", fact=True)]
    year: Annotated[int, says("year", fact=True)]
    month: Annotated[int | None, says("month", show=month, fact=True)]
    day: Annotated[int | None, says("day", fact=True)]
    state: Annotated[str, says("planned, held or cancelled", show=from_table(MEETING_STATES), fact=True)]
    items: Annotated[tuple[AgendaItem, ...], tells("to consider", fact=True)]
    starts_at: Annotated[time | None, says("start", fact=True)] = None
    ends_at: Annotated[time | None, says("end", fact=True)] = None
    number: Annotated[int | None, says("number of the meeting", fact=True)] = None

    @property
    def on(self):
        """The day, where it is fixed and in the calendar."""
        try:
            return date(self.year, self.month, self.day)
        except (TypeError, ValueError):
            return None


class StandingItem(Fact, kw_only=True):
    """What a body considers again and again: on which agendas, and on those of which meetings of the plan it stands."""

    key: Key
    title: Annotated[str, tells("wording")]
    when: Annotated[str, says("on which agendas", fact=True, passage=False)]
    owner: Annotated[str, says("who brings it", fact=True)] = ""
    serves: Annotated[str, says("goal that it serves", fact=True)] = ""
    meetings: Annotated[str, says("meetings that consider it", fact=True, passage=False)] = ""

    def known_as(self, parents):
        return quoted(self.title)


class ForwardPlan(Fact, kw_only=True, tag="forward-plan"):
    """The meetings ahead and what each will consider."""

    body: Annotated[str, says("whose meetings", fact=True)]
    meetings: Annotated[tuple[Meeting, ...], tells()]
    standing_items: Annotated[tuple[StandingItem, ...], tells("standing items", fact=True)] = ()
