"""The meetings ahead and what each will consider."""

from datetime import date, time
from typing import Annotated

from .base import Fact, Key
from .codes import GOAL_KINDS, MEETING_STATES, all_of, from_table, in_whole_per_cent, month, spaced, yes_or_no
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


class MeetingAttendance(Fact, kw_only=True):
    """One meeting that was held: of how many filled places of members somebody came, and whether that sufficed."""

    goes_by = "label"

    key: Key
    label: Annotated[str, tells("name of the meeting", fact=True)]
    own: Annotated[int, says("members there or online", fact=True)]
    deputies: Annotated[int, says("members for whom a deputy came", fact=True)]
    base: Annotated[int, says("places that were filled and marked", fact=True)]
    quorate: Annotated[bool | None, says("quorate or not", show=yes_or_no("Quorate", "Not quorate"), fact=True)] = None
    unmarked: Annotated[int, says("places not marked", fact=True)] = 0


class SeatAttendance(Fact, kw_only=True):
    """One seat over the meetings: how often its holder came, how often a deputy did, of how many. Never a name."""

    key: Key
    role: Annotated[str, tells("role", fact=True, passage=False)]
    organisation: Annotated[str, tells("organisation", fact=True, passage=False)]
    own: Annotated[int, says("times there or online", fact=True)]
    deputies: Annotated[int, says("times a deputy came", fact=True)]
    base: Annotated[int, says("meetings counted", fact=True)]
    own_share: Annotated[int | None, says("share attended itself", show=in_whole_per_cent, fact=True)] = None
    share: Annotated[int | None, says("share attended, deputies counted", show=in_whole_per_cent, fact=True)] = None
    capacity: Annotated[str, says("capacity", show=spaced, fact=True)] = "member"

    def known_as(self, parents):
        return self.role or self.organisation or "Seat"


class OrganisationAttendance(Fact, kw_only=True):
    """One organisation over the meetings: at how many of them somebody sat in one of its seats."""

    goes_by = "name"

    name: Annotated[str, tells("name", passage=False)]
    number: Annotated[int, says("meetings at which it was represented", fact=True)]
    base: Annotated[int, says("meetings counted", fact=True)]
    share: Annotated[int | None, says("share of the meetings", show=in_whole_per_cent, fact=True)] = None

    @property
    def identity(self):
        return self.name


class Attendance(Fact, kw_only=True, tag="attendance"):
    """Who came to the meetings that were held: by seat and organisation, by role and never by name."""

    body: Annotated[str, says("whose meetings", fact=True)]
    meetings: Annotated[tuple[MeetingAttendance, ...], tells("meetings held", fact=True)]
    organisations: Annotated[tuple[OrganisationAttendance, ...], tells("organisations", fact=True)] = ()
    seats: Annotated[tuple[SeatAttendance, ...], tells("seats", fact=True)] = ()
    unrecorded: Annotated[
        tuple[str, ...], says("meetings whose attendance isn’t recorded", show=all_of, fact=True)
    ] = ()


class CoveredGoal(Fact, kw_only=True):
    """One goal with the meetings whose agendas serve it."""

    key: Key
    kind: Annotated[str, says("kind of goal", show=from_table(GOAL_KINDS))]
    code: Annotated[str, says("code")]
    title: Annotated[str, tells("wording", passage=False)]
    meetings: Annotated[tuple[str, ...], says("meetings that consider it", show=all_of, fact=True)] = ()

    def known_as(self, parents):
        return f"{GOAL_KINDS[self.kind]} {self.code}" if self.code else quoted(self.title)


class Coverage(Fact, kw_only=True, tag="coverage"):
    """Which goals come before the body, and at which of its meetings."""

    body: Annotated[str, says("whose meetings", fact=True)]
    meetings: Annotated[tuple[str, ...], says("meetings", show=all_of, fact=True)]
    goals: Annotated[tuple[CoveredGoal, ...], tells("goals", fact=True)] = ()
    items: Annotated[int, says("items on the agendas", fact=True)] = 0
    unsaid: Annotated[int, says("items that name no goal", fact=True)] = 0
    called: Annotated[str, says("what its priorities are called", passage=False)] = ""
