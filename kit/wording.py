"""Figures in words fit to print. Knows no Django; the one place in which money and shares become text."""

from datetime import date
from decimal import Decimal

from kit import periods

STATES = {
    "not-available": "Not available",
    "withheld": "Withheld by the supplier",
    "suppressed": "Not shown: a small number",
    "low": "Rounds to nought, and isn’t",
    "unreliable": "Not reliable enough to show",
    "not-applicable": "Not applicable",
    "in-words-only": "In words only",
}
# The code of each state in a column of its own beside an empty number, and the marks of a figure that is there.
CODES = {
    "not-available": "x",
    "withheld": "x",
    "suppressed": "c",
    "not-applicable": "z",
    "low": "low",
    "unreliable": "u",
    "in-words-only": "x",
}
LEGEND = {
    "x": "not available, withheld, or told in words only",
    "c": "not shown: a small number",
    "z": "not applicable",
    "low": "rounds to nought, and isn’t",
    "u": "not reliable enough to show",
    "p": "provisional figure",
    "r": "revised figure",
}
# Whose figures a line is compared with.
COMPARED = {
    "england": "England",
    "region": "The region",
    "neighbours": "Statistical neighbours",
    "other": "Another area",
}
DIRECTIONS = {"up": "up", "down": "down", "same": "the same"}
# A change of a figure beside what was wanted of it.
VERDICTS = {
    "as-wanted": "as was wanted",
    "against": "against what was wanted",
    "the-same": "and a change was wanted",
}
QUALIFIERS = {"": "", "over": "over ", "under": "under ", "about": "about "}


def pounds(amount: Decimal) -> str:
    """An amount: £43,065, or £43,065.50 if there are pennies. A minus stands before the pound sign."""
    sign = "-" if amount < 0 else ""
    pence = amount != amount.to_integral_value()
    return f"{sign}£{abs(amount):,.2f}" if pence else f"{sign}£{abs(amount):,.0f}"


def signed(amount: Decimal) -> str:
    """A difference, its direction always said: +£50, -£50, £0."""
    return f"+{pounds(amount)}" if amount > 0 else pounds(amount)


def per_cent(share: Decimal, at_least: int = 1) -> str:
    """A share of a hundred with at least so many decimals, and more if it has more: 49.5%, 26.0%, 7.25%."""
    decimals = max(at_least, -share.normalize().as_tuple().exponent)
    return f"{share:.{decimals}f}%"


def summed(amount: Decimal | None, at_least: Decimal | None = None, not_given: int = 0) -> str:
    """What amounts come to, as far as they are recorded: £87,000, or at least £500, 2 amounts not given."""
    if amount is not None:
        return pounds(amount)
    missing = f"{counted(not_given, 'amount')} not given"
    if at_least is not None:
        return f"at least {pounds(at_least)}, {missing}"
    return f"not known, {missing}" if not_given else "not recorded"


def summed_shares(share: Decimal | None, not_given: int = 0) -> str:
    """What shares come to; if some are missing, how many: “at least” would say nothing of shares of a whole."""
    if share is not None:
        return per_cent(share)
    return f"{counted(not_given, 'share')} not given" if not_given else "not recorded"


def left(balance: Decimal | None) -> str:
    """What is left of the income, unless income or spending isn't known."""
    return "not known" if balance is None else pounds(balance)


def plain(number: Decimal) -> str:
    """A number without needless noughts, thousands parted: 1,234 or 0.5."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 priority, 6 priorities."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def opening(words: str) -> str:
    """Words as they open a sentence or stand alone: with a capital."""
    return words[:1].upper() + words[1:]


def going_on(words: str) -> str:
    """Words as they go on in a sentence: with a small letter."""
    return words[:1].lower() + words[1:]


def listed(words: list[str]) -> str:
    """Words as a sentence lists them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def cut(words: object, longest: int = 80) -> str:
    """Words on one line, short enough for a sentence; what is left out is marked."""
    line = " ".join(str(words).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def ended(words: str) -> str:
    """Words as a sentence that ends: with a full stop, unless they end with a stop of their own. None stay none."""
    return f"{words}." if words and not words.rstrip('”’")').endswith((".", "?", "!", "…")) else words


def is_share(value: Decimal | None) -> bool:
    """Whether a figure in per cent can be a share of a whole; one that isn't there can be anything."""
    return value is None or 0 <= value <= 100


def in_unit(value: Decimal, unit: str, decimals: int) -> str:
    """A number in the unit of what it counts: 49.5%, £43,065, 12 days, 1,234."""
    if unit == "per-cent":
        return per_cent(value, decimals)
    if unit == "days":
        return f"{plain(value)} {'day' if value == 1 else 'days'}"
    return pounds(value) if unit == "pounds" else plain(value)


def figure(seen, unit: str, decimals: int) -> str:
    """A figure as it is read out, or why there is none: never a blank, never a nought that isn't one."""
    direction = DIRECTIONS.get(seen.direction, "")
    if seen.value is None:
        words = STATES.get(seen.state, "No figure recorded")
        detail = seen.reason or direction
        return f"{words}: {detail}" if detail else words
    number = QUALIFIERS[seen.qualifier] + (seen.as_printed or in_unit(seen.value, unit, decimals))
    marks = (
        "rate" if unit == "rate" else "",
        direction,
        "provisional" if seen.provisional else "",
        revision(seen, unit, decimals),
    )
    notes = [note for note in marks if note]
    return f"{number} ({', '.join(notes)})" if notes else number


def code(state: str, *, provisional: bool = False, revised: bool = False) -> str:
    """The code of a figure or of why there is none; empty for a plain figure."""
    return CODES.get(state, "") or " ".join(["p"] * provisional + ["r"] * revised)


def revision(seen, unit: str, decimals: int) -> str:
    """That a figure was revised, and what it was before; empty if it wasn't."""
    if not seen.revised:
        return ""
    return "revised" if seen.first_value is None else f"revised from {in_unit(seen.first_value, unit, decimals)}"


def period(printed: str, starts: date | None, ends: date | None, timing: str) -> str:
    """The period of a figure as the board prints it, or else its dates as far as they are known; empty if none is."""
    if printed:
        return printed
    if ends and (timing == "as-at" or not starts):
        return f"to {periods.day(ends)}" if timing == "during" else periods.day(ends)
    if ends:
        return periods.span(starts, ends)
    return f"from {periods.day(starts)}" if starts else ""


# How a bare value is read out, by its type; any other as str() has it.
SHOWN = {bool: lambda value: "Yes" if value else "No", Decimal: plain, date: periods.day}
