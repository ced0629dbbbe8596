"""What meetings come to, in words: rates with their base, quorum, and what no agenda serves. Pure."""

from collections.abc import Iterable

from kit.grouping import grouped
from kit.wording import counted, going_on, listed

from .reckoning import Quorate, Rate

TITLE = 70  # signs of a title that stands for a code


def rate(of: Rate) -> str:
    """A share with what it is a share of: 67% of 3. Of nothing it says so."""
    return share(of.share, of.base)


def share(per_cent: int | None, base: int) -> str:
    """A share in whole per cent with its base: 67% of 3."""
    return "none counted" if per_cent is None else f"{per_cent}% of {base}"


def quorum(found: Quorate, names: Iterable[str] = ()) -> str:
    """Whether a meeting may decide, in a sentence; `names` are the organisations that it lacks."""
    if not found.ruled:
        return ""
    lacks = list(names)
    if found.no_chair:
        lacks.append("the chair or a vice chair")
    heads = f"{found.here} here, {found.wanted} needed" if found.wanted else f"{found.here} here"
    missing = f"; missing: {listed(lacks)}" if lacks else ""
    unmarked = f"; {counted(found.unmarked, 'place')} not marked" if found.unmarked and not found.is_met else ""
    word = {True: "Quorate", False: "Not quorate", None: "Not known to be quorate"}[found.is_met]
    return f"{word}: {heads}{missing}{unmarked}"


def unserved(goals: Iterable[tuple[str, str, str]]) -> str:
    """Goals as a sentence names them: priorities A, B and E; core objectives 3 and 5 to 11.

    Of each goal what several of its kind are called, its code, and its title for one without a code.
    """
    groups = grouped((kind, (code, title)) for kind, code, title in goals)
    return "; ".join(
        f"{going_on(kind)} {codes([code or f'“{title}”' for code, title in some])}" for kind, some in groups.items()
    )


def unsaid(number: int, items: int) -> str:
    """How many items of the agendas name no goal: what they serve isn't counted anywhere."""
    if not number:
        return ""
    return f"Of {counted(items, 'item')} on these agendas {number} {'names' if number == 1 else 'name'} no goal."


def codes(some: Iterable[str]) -> str:
    """Codes as a sentence lists them; three numbers or more that follow one another as a span: 3 and 5 to 11."""
    runs = []
    for code in some:
        if runs and follows(runs[-1][-1], code):
            runs[-1].append(code)
        else:
            runs.append([code])
    return listed([words for run in runs for words in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)])


def follows(one, other):
    return one.isdecimal() and other.isdecimal() and int(other) == int(one) + 1
