"""What marks of attendance come to. Pure: nothing here knows the database, and absence is never a nought.

A share is a whole number of per cent, rounded in one place, half upwards; it is None where nothing is counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

PRESENT, ONLINE, DEPUTY = "present", "online", "deputy"
OWN = frozenset({PRESENT, ONLINE})
# Of a seat that nobody held, or that wasn't there yet, nothing is counted.
NOBODY = frozenset({"not-in-post", "not-yet"})


@dataclass(frozen=True)
class Rate:
    """So many of so many: meetings at which somebody was there, of those that count."""

    number: int
    base: int

    @property
    def share(self) -> int | None:
        """In whole per cent; None of nothing."""
        if not self.base:
            return None
        return int((Decimal(100 * self.number) / self.base).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def is_never(self):
        """Whether there was an occasion and nobody came to any."""
        return bool(self.base) and not self.number


@dataclass(frozen=True)
class MarkTally:
    """The marks of one seat: how often it came itself, how often it or a deputy did, and of how many meetings."""

    counts: Mapping[str, int]

    @property
    def base(self):
        return sum(number for mark, number in self.counts.items() if mark not in NOBODY)

    @property
    def own(self):
        return Rate(sum(self.counts.get(mark, 0) for mark in OWN), self.base)

    @property
    def with_deputy(self):
        return Rate(self.own.number + self.counts.get(DEPUTY, 0), self.base)


def tally(marks: Iterable[str]) -> MarkTally:
    """The marks of a seat, meeting by meeting; a meeting without a mark is no mark."""
    return MarkTally(Counter(filter(None, marks)))


def represented(meetings: Iterable[Iterable[str]], *, online=True) -> Rate:
    """How often an organisation was represented: the marks of all its seats, meeting by meeting.

    A meeting counts if one of its seats was filled, that is marked as anything but nobody's. A deputy represents; those
    online do unless the body's own rule says otherwise.
    """
    here = {PRESENT, DEPUTY, *([ONLINE] if online else [])}
    counted = [marks for marks in ([m for m in each if m and m not in NOBODY] for each in meetings) if marks]
    return Rate(sum(any(mark in here for mark in marks) for marks in counted), len(counted))


@dataclass(frozen=True)
class VotingPlace:
    """One voting place at a meeting: its mark, empty if it has none; the organisations it stands for; its office."""

    mark: str = ""
    stands_for: frozenset[int] = frozenset()
    chairs: bool = False


@dataclass(frozen=True)
class QuorumTerms:
    """When a body may decide. `share` is in per cent; `needed` are numbers of organisations."""

    least: int | None = None
    share: Decimal | None = None
    needed: tuple[int, ...] = ()
    chair: bool = False
    deputies: bool = True
    online: bool = True

    @property
    def says_anything(self):
        return bool(self.least or self.share or self.needed or self.chair)


@dataclass(frozen=True)
class Quorate:
    """Whether a meeting may decide: how many are here and how many are wanted, who is missing, who has no mark yet."""

    here: int
    wanted: int
    filled: int
    missing: tuple[int, ...] = ()
    no_chair: bool = False
    unmarked: int = 0
    ruled: bool = field(default=True)

    @property
    def is_met(self) -> bool | None:
        """Yes or no; None if there is no rule, or if seats without a mark could still make it one."""
        if not self.ruled:
            return None
        if self.here >= self.wanted and not self.missing and not self.no_chair:
            return True
        return None if self.unmarked else False


def quorate(places: Iterable[VotingPlace], rule: QuorumTerms) -> Quorate:
    """Whether so many are here that a body may decide.

    A share is one of the filled places: of those marked as nobody's none counts, of those without a mark each does, so
    that a missing mark never makes a quorum. Half a head is a whole one.
    """
    places = list(places)
    filled = [place for place in places if place.mark not in NOBODY]
    counts = {PRESENT, *([DEPUTY] if rule.deputies else []), *([ONLINE] if rule.online else [])}
    here = [place for place in filled if place.mark in counts]
    share = Decimal(0)
    if rule.share:
        share = (rule.share * len(filled) / 100).quantize(Decimal(1), ROUND_CEILING)
    stand_for = frozenset().union(*(place.stands_for for place in here))
    return Quorate(
        here=len(here),
        wanted=max(rule.least or 0, int(share)),
        filled=len(filled),
        missing=tuple(each for each in rule.needed if each not in stand_for),
        no_chair=rule.chair and not any(place.chairs for place in here),
        unmarked=sum(not place.mark for place in filled),
        ruled=rule.says_anything,
    )
