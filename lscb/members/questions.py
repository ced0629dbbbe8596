"""Questions that a member may ask at the meeting: each follows from a rule, and the rule stands beside it.

A rule is a pure function of what is known: it gives a question with the reason for asking it, or None. They are tried
in the order of `RULES`, and each asks once; three are enough to read before a meeting. No question says that somebody
is to blame: what explains it, who, by when.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kit.called import say
from kit.wording import counted, cut, listed
from priorities.aims import AGAINST, NUMBERS
from priorities.xmr import LEAST

MOST = 3


@dataclass(frozen=True)
class MembersQuestion:
    """What may be asked, and why the program offers it."""

    words: str
    because: str


@dataclass(frozen=True, kw_only=True)
class KnownFacts:
    """What the rules judge by, all of it told elsewhere on the same page.

    `unserved` are the priorities that no agenda of the `year` serves; `proposed` is what contributions come to that
    nobody has recorded as agreed; `unanswered` are challenges whose answer is overdue; `vacant` are places.
    """

    moved: Sequence = ()
    overdue: Sequence = ()
    owed: Sequence = ()
    unserved: Sequence[str] = ()
    year: str = ""
    proposed: str = ""
    balance: str = ""
    unanswered: Sequence = ()
    vacant: Sequence[str] = ()
    lacking: Sequence = field(default=())


def went_against(facts):
    """A figure moved against what was wanted."""
    found = next((each for each in facts.moved if each.verdict == AGAINST), None)
    if found is None:
        return None
    line, rose = found.line, "rose" if found.way == "up" else "fell"
    which = f"{cut(line.name or line.measure, 90)} ({found.goal.name})"
    return MembersQuestion(
        f"{which} {rose} from {line.say(found.before)} to {line.say(found.latest)} while it was to go {found.wanted}: "
        "what explains it?",
        f"Asked because a figure moved against what was wanted.{trend_or_none(found.points)}",
    )


def trend_or_none(points):
    """That few figures are no trend; empty where there are enough, or nobody counted them."""
    if points is None or points >= LEAST:
        return ""
    return f" {NUMBERS[points].capitalize()} points are no trend."


def led_by_nobody(facts):
    """An action is overdue and nobody leads it."""
    found = next((each for each in facts.overdue if not each["leads"]), None)
    return found and MembersQuestion(
        f"Who leads action {found['number']} ({found['short']}), and by when is it done?",
        f"Asked because it is {found['far']} and nobody is named as leading it.",
    )


def unheard_of(facts):
    """An action is overdue, somebody leads it, and nothing was heard of it."""
    found = next((each for each in facts.overdue if each["leads"] and not each["heard"]), None)
    return found and MembersQuestion(
        f"Action {found['number']} ({found['short']}): what is in place, and what is not?",
        f"Asked because it is {found['far']} and no update is recorded.",
    )


def never_considered(facts):
    """A priority stands on no agenda of the year."""
    if not facts.unserved:
        return None
    first, *others = facts.unserved
    more = f" It is one of {len(others) + 1}." if others else ""
    return MembersQuestion(
        say("{goal} is on no agenda of {year}: when will the {body} look at it?", goal=first, year=facts.year),
        f"Asked because no item of this year’s agendas serves the priority.{more}",
    )


def owed_for_long(facts):
    """A figure is owed."""
    group = next(iter(facts.owed), None)
    if group is None:
        return None
    row, number = group["rows"][0], len(group["rows"])
    whose = f"{group['owner']} owes" if group["owner"] else "Nobody is named as owing"
    return MembersQuestion(
        f"“{row['what']}”: who gets the figure that is owed, and by when?",
        f"Asked because {whose[0].lower() if not group['owner'] else whose[0]}{whose[1:]} {counted(number, 'figure')}.",
    )


def not_agreed(facts):
    """Contributions are proposed and nobody has recorded that they are agreed."""
    return (
        MembersQuestion(
            f"{facts.proposed} of the contributions are proposed and not agreed: what falls away if a partner says no?",
            f"Asked because the balance of {facts.balance} rests on them.",
        )
        if facts.proposed
        else None
    )


def unanswered(facts):
    """A challenge waits for its answer after the day that was set."""
    found = next(iter(facts.unanswered), None)
    return found and MembersQuestion(
        f"Challenge {found['number']} is “{found['short']}” What is the answer?",
        f"Asked because the answer was due {found['due']} and none is recorded.",
    )


def held_by_nobody(facts):
    """A place is vacant."""
    return (
        MembersQuestion(
            f"Who fills the vacant {counted_places(facts.vacant)}, and by when?",
            "Asked because nobody holds it." if len(facts.vacant) == 1 else "Asked because nobody holds them.",
        )
        if facts.vacant
        else None
    )


def counted_places(places):
    few = listed(list(places[:2]))
    return f"place: {few}" if len(places) == 1 else f"places: {few}{', and others' if len(places) > 2 else ''}"


def nothing_heard(facts):
    """Nobody was asked of a goal, or no audit looked at it."""
    found = next(iter(facts.lacking), None)
    return found and MembersQuestion(
        f"What do audits and people say of {found['of']}?",
        f"Asked because evidence is {'only planned' if found['planned'] else 'recorded as none'}, {found['period']}.",
    )


RULES: tuple[Callable[[KnownFacts], MembersQuestion | None], ...] = (
    went_against,
    led_by_nobody,
    unheard_of,
    never_considered,
    unanswered,
    owed_for_long,
    not_agreed,
    held_by_nobody,
    nothing_heard,
)


def questions(facts: KnownFacts, most: int = MOST) -> list[MembersQuestion]:
    """At most so many questions, in the order of the rules."""
    return [found for rule in RULES if (found := rule(facts))][:most]
