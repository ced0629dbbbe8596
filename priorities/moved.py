"""Which figures moved: the last two of each line that can be compared, and what that is beside what was wanted."""

from dataclasses import dataclass
from datetime import date

from .aims import AGAINST, AS_WANTED, THE_SAME, WAYS, went
from .reading import MeasureLine, change, not_comparable

# In this order they are told; what nobody wanted anything of stands last.
ORDER = (AGAINST, THE_SAME, AS_WANTED, "")


@dataclass(frozen=True, kw_only=True)
class MovedLine:
    """A line of a measure of a goal whose last figure differs from the one before, or stayed though it was to move."""

    goal: object
    shown: object  # the measure
    place: int
    line: MeasureLine
    way: str  # up, down or the same
    wanted: str = ""  # up or down; empty if nobody said
    verdict: str = ""

    @property
    def what(self):
        return ": ".join(filter(None, [self.line.measure, self.line.name]))

    @property
    def latest(self):
        return self.line.figures[-1]

    @property
    def before(self):
        return self.line.figures[-2]

    @property
    def points(self):
        """How many figures there are in all; None if nobody counted."""
        return self.line.points or None

    def is_new(self, since: date | None):
        """Whether it came in after a day: by the day it was received, or else by the end of its period."""
        on = self.latest.received_on or self.latest.ends
        return since is not None and on is not None and on > since


def moved(cards, since: date | None = None) -> list[MovedLine]:
    """The figures that moved, of all goals: against what was wanted first, in each group what is new since a day first.

    A figure that stands with several goals is told once.
    """
    found, known = [], set()
    for card in cards:
        for shown in card.measures:
            for place, series in enumerate(shown.series):
                if series in known:
                    continue
                known.add(series)
                if told := of_line(card.goal, shown, place):
                    found.append(told)
    return sorted(
        found,
        key=lambda each: (
            ORDER.index(each.verdict),
            not each.is_new(since),
            -(each.latest.ends or date.min).toordinal(),
        ),
    )


def of_line(goal, shown, place):
    line = shown.lines[place]
    if len(line.figures) < 2 or not_comparable(line.figures[-2], line.figures[-1], line.breaks):
        return None
    way = change(line.figures[-2].value, line.figures[-1].value)
    aims = shown.aims[place]
    # What moved is told by the last two figures, whatever baseline an aim has.
    verdict = went(line, aims[0].wanted, None, None)[1] if aims else ""
    if not way and not aims:
        return None
    return MovedLine(
        goal=goal,
        shown=shown,
        place=place,
        line=line,
        way=WAYS[way],
        wanted=aims[0].wanted if aims else "",
        verdict=verdict,
    )
