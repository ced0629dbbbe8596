"""The figures of an indicator as a table of whole numbers, and what of each the public may read. Knows no Django.

A breakdown that is called “all” or “total”, or comes to what the others come to, is their total; the figure of a longer
span is the total of the shorter ones that fill it. A share or rate is judged by the counts recorded behind it. Figures
of other areas are taken as they are published there.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from priorities.disclosure import PROTECTS, SHOWN, reckon
from priorities.small_cells import (
    RELEASED,
    SHARES,
    SUPPRESSED,
    UNDER,
    LineOf,
    Verdict,
    cell_of,
    is_held,
    is_small,
    joined,
    name_of,
    period_of,
    places,
    says_the_rule,
    whole,
)
from priorities.small_sums import REST, levels_of, loose_spans_of, of_one_time, rests_of, same_again, spans_of


def judge(unit: str, lines: Iterable[LineOf], *, published=None, released=()) -> dict:
    """The verdict on each figure of an indicator, by its `pk`.

    `published` holds by `pk` the figures that a reader has seen for it, now or before; `released` are the `pk`s of
    those of which somebody decided that they are shown.
    """
    lines, published = list(lines), published or {}
    own = [line for line in lines if line.compares == ""]
    cells, twice, doubtful = {}, defaultdict(set), set()
    for line in lines:
        for seen in line.seen:
            name = name_of(line, seen)
            cells[name] = joined(
                cells.get(name), cell_of(seen, unit, line, published.get(seen.pk, ()), seen.pk in released)
            )
            twice[line.key, period_of(seen)].add(name)
    sums = []
    for line in own if unit != "days" else ():
        sums += spans_of(line)
    ways, crowded = of_one_time(own)
    for together in ways:
        names = [(line, name_of(line, seen)) for line, seen in together]
        found, more = levels_of(names, together, cells, unit)
        sums += found
        doubtful |= more
    for line in own:
        sums += same_again(line, cells)
        sums += loose_spans_of(line, cells) if unit != "days" else ()
    for together in crowded:
        names = {name_of(line, seen) for line, seen in together}
        doubtful |= names if any(is_held(cells[name]) for name in names) else set()
    sums += list(rests_of(lines, cells, unit))
    found = reckon_in_doubt(cells, sums, doubtful, [names for names in twice.values() if len(names) > 1])

    def verdict(seen, line):
        name = name_of(line, seen)
        how = found.verdicts[name]
        is_exposed = name in found.exposed or (REST, name) in found.exposed
        if seen.pk in released and (is_small(cells[name]) or cells[name].is_hidden):
            how = RELEASED
        elif says_the_rule(seen, unit, cells[name].limits):
            how = SHOWN
        elif how == SHOWN and is_exposed:
            how = PROTECTS
        return Verdict(how=how, rule=line.rule, exposed=is_exposed and seen.pk not in released)

    return {seen.pk: verdict(seen, line) for line in lines for seen in line.seen}


def reckon_in_doubt(cells, sums, doubtful, alike):
    """What is held back if the doubtful figures are, and with one of those of one time in a breakdown all others.

    They are protected, too: a total that is held back, because nobody can tell what comes to it, mustn't be what
    remains of the year. What isn't small needs no decision, so none shows it.
    """
    while True:
        for name in doubtful:
            cells[name] = replace(cells[name], is_released=cells[name].is_released and is_held(cells[name]))
        found = reckon(cells, sums, {name for name in doubtful if not cells[name].is_released})
        with_them = {name for names in alike if any(found.verdicts[each] != SHOWN for each in names) for name in names}
        if with_them <= doubtful:
            return found
        doubtful = doubtful | with_them


# What the public reads of a figure


def as_public(seen, verdict, unit):
    """A figure as it goes out: as it is, rounded, or without all that tells how many it is."""
    if verdict is None:
        return seen
    if verdict.how == RELEASED:
        return as_decided(seen, unit, verdict.rule)
    if verdict.is_held_back:
        return altered(
            seen,
            value=None,
            state=seen.state if seen.value is None and seen.state else SUPPRESSED,
            qualifier="",
            reason=seen.reason if seen.value is None else "",
            direction="",
            figure_as_printed="",
            numerator=None,
            denominator=None,
            first_value=None,
            revised=False,
            provisional=False,
        )
    rule = verdict.rule
    if rule is None or seen.value is None:
        return seen
    # “Under 6” rounded to “under 5” would be another thing.
    value = seen.value if seen.qualifier == UNDER else rounded(seen.value, unit, rule)
    first = seen.first_value
    if first is not None:
        first = None if was_small(seen, unit, rule) else rounded(first, unit, rule)
    if value == seen.value and first == seen.first_value:
        return seen
    # As printed it may tell of both, such as “8 (5)”.
    return altered(seen, value=value, first_value=first, figure_as_printed="")


def as_decided(seen, unit, rule):
    """A figure that somebody decided to show: of what it was before its revision nobody decided anything."""
    first = seen.first_value
    if first is None:
        return seen
    first = None if unit in SHARES or was_small(seen, unit, rule) else rounded(first, unit, rule)
    return seen if first == seen.first_value else altered(seen, first_value=first, figure_as_printed="")


def was_small(seen, unit, rule):
    """Whether a figure was small before its revision, or may have been: a share's counts of then nobody recorded."""
    if unit in SHARES:
        return rule.most is not None and seen.numerator is not None
    number = whole(seen.first_value)
    return unit == "number" and number is not None and rule.limits.hold(number)


def rounded(value, unit, rule):
    if unit == "number" and rule.base > 1 and whole(value) is not None:
        return Decimal(rule.limits.rounded(whole(value)))
    if unit in SHARES and rule.decimals is not None and places(value.normalize()) > rule.decimals:
        return value.quantize(Decimal(1).scaleb(-rule.decimals), ROUND_HALF_UP)
    return value


def may_be(number, other):
    """Whether two numbers are the same as far as the one with fewer places tells."""
    fewer = min(places(number.normalize()), places(other.normalize()))
    return abs(number - other) < Decimal(1).scaleb(-fewer)


def altered(seen, **values):
    """A copy of a figure, never saved, with other values."""
    other = copy(seen)
    for name, value in values.items():
        setattr(other, name, value)
    return other
