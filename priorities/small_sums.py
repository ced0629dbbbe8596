"""Which figures come to which: of one time, of a span, of the whole that shares are of. Knows no Django."""

import re
from bisect import bisect_left
from collections import defaultdict
from datetime import timedelta
from itertools import combinations, islice, product
from math import prod

from kit.grouping import grouped
from priorities.disclosure import CellSum, CountCell
from priorities.small_cells import SHARES, TOTAL, is_held, name_of, whole

MOST_SPANS = 400  # figures with a span in one breakdown: of more no sums of spans are looked for
BASE, REST = "base", "rest"  # of a share: of whom it is one, and who is left
MOST_WAYS = 400  # ways in which figures are set together
MOST_PARTED = 12  # breakdowns of which every choice is tried
MOST_REACHED = 100_000
A_DAY = timedelta(days=1)


def rests_of(lines, cells, unit):
    """That a share and all who are not meant by it come to those of whom it is a share, whom everybody knows.

    Of 97 in a hundred three are left. It matters where so few are left that they are small.
    """
    for line in lines if unit in SHARES else ():
        for seen in line.seen:
            name = name_of(line, seen)
            number, limits, base = cells[name].number, cells[name].limits, whole(seen.denominator)
            if None in (number, limits, base) or base < number or limits.hold(number) or not limits.hold(base - number):
                continue
            cells[BASE, name] = CountCell(number=base, is_released=True)
            cells[REST, name] = CountCell(number=base - number, limits=limits, rank=(True,))
            yield CellSum(total=(BASE, name), parts=(name, (REST, name)))


def time_of(seen):
    return time_as(seen.starts, seen.ends, seen.period_as_printed, seen.timing)


def time_as(starts, ends, words, timing):
    """When a figure was counted: first day, last day and words, as far as they are recorded."""
    words = "".join(re.findall(r"[a-z0-9]+", words.casefold()))
    return (None if timing == "as-at" and ends else starts), ends, words


class TimesOf:
    """The times of some figures in their order, looked up by what they share with another time.

    What each finds are places in that order: setting every time beside every other grows with their square.
    """

    def __init__(self, times):
        self.days, self.words, self.months = defaultdict(list), defaultdict(list), defaultdict(list)
        self.starting, self.ending = defaultdict(list), defaultdict(list)
        self.undated = []
        for place, (starts, ends, words) in enumerate(times):
            is_dated = bool(starts or ends)
            self.words[words, is_dated].append(place)
            if ends:
                self.months[ends.year, ends.month].append(place)
            if is_dated:
                self.days[starts, ends].append(place)
                self.starting[starts].append(place)
                self.ending[ends].append(place)
            else:
                self.undated.append(place)

    def that_may_be(self, time):
        """Those that may be of a time: a day that only one of them names is held against neither."""
        starts, ends, words = time
        if not starts and not ends:
            return sorted(self.words[words, False] + (self.words[words, True] if words else []))
        if starts and ends:
            dated = self.days[starts, ends] + self.days[starts, None] + self.days[None, ends]
        elif ends:
            dated = self.ending[ends] + self.ending[None]
        else:
            dated = self.starting[starts] + self.starting[None]
        return sorted(dated + (self.words[words, False] if words else []))

    def fitting(self, time):
        """Those that may be of a time, or else those that end in the same month, or else those without a day."""
        starts, ends, _ = time
        in_month = self.months[ends.year, ends.month] if ends else []
        return self.that_may_be(time) or in_month or (self.undated if starts or ends else [])


def of_one_time(lines, time_of=time_of):
    """The figures that may be of one time, of each breakdown one, in every way that they may be set together.

    Of a breakdown without such a figure those that end in the same month are taken, or else those of which nobody
    recorded a day. Figures of exactly one time come first. Besides, those of which there are too many ways.
    """
    whens = {id(seen): time_of(seen) for line in lines for seen in line.seen}
    known = [(line, TimesOf([whens[id(seen)] for seen in line.seen])) for line in lines]
    found, crowded = {}, []
    for when in dict.fromkeys(whens.values()):
        rows = []
        for line, times in known:
            fitting = [line.seen[place] for place in times.fitting(when)]
            # What tells the same of the same time is one.
            fitting = {(whens[id(seen)], seen.value, seen.qualifier, seen.state): (line, seen) for seen in fitting}
            if fitting:
                rows.append(list(fitting.values()))
        if len(rows) > 1 and prod(map(len, rows)) > MOST_WAYS:
            crowded.append([each for row in rows for each in row])
        for together in islice(product(*rows), MOST_WAYS) if len(rows) > 1 else ():
            found[tuple(id(seen) for _, seen in together)] = together
    return sorted(found.values(), key=lambda together: len({whens[id(seen)] for _, seen in together})), crowded


def same_again(line, cells):
    """That a breakdown's figures of one value and what may be one time are the same figure."""
    told = {name_of(line, seen): time_of(seen) for seen in line.seen if cells[name_of(line, seen)].number is not None}
    names, times = list(told), TimesOf(told.values())
    for place, one in enumerate(names):
        for later in times.that_may_be(told[one]):
            if later > place and cells[one].number == cells[names[later]].number:
                yield CellSum(total=one, parts=(names[later],))


def levels_of(names, together, cells, unit):
    """That the breakdowns of one time come to their total; of shares, to the whole that they are shares of.

    With it the totals that are held back because nobody can tell what comes to them.
    """
    named = [name for line, name in names if TOTAL.match(line.name)]
    names = [name for _, name in names]
    if unit in SHARES and not named:
        bases = {seen.denominator for _, seen in together if seen.value is not None}
        [base] = bases if len(bases) == 1 else [None]
        if whole(base) is not None:
            # Of what they are shares everybody is taken to know.
            total = BASE, tuple(names)
            cells[total] = CountCell(number=whole(base), is_released=True)
            return parted(total, names, cells)
    sums, doubtful = [], set()
    if len(named) == 1:
        return parted(named[0], [name for name in names if name != named[0]], cells)
    for total in named:
        # Of several totals one may be of some, and another of all.
        more, doubt = parted(total, [name for name in names if name != total], cells)
        unnamed = tuple(name for name in names if name not in named)
        sums += [CellSum(total=total, parts=unnamed), *more] if unnamed else more
        doubtful |= doubt
    numbers = {name: cells[name].number for name in names}
    if None not in numbers.values() and len(names) > 2:
        top = max(names, key=lambda name: numbers[name])
        parts = [name for name in names if name != top]
        if numbers[top] and sum(numbers[name] for name in parts) % numbers[top] == 0:
            sums += parted(top, parts, cells)[0]
        sums += halves(names, cells)
    return sums, doubtful


def parted(total, parts, cells):
    """The sums in which some parts come to a total, and the total itself if it is doubtful.

    All do as a rule. If they come to more, people are counted twice, or parted in more than one way, such as by age
    and by sex: then parts that follow each other, or, if all come to a multiple of it, any that do. If there are others
    with which a small one could be reckoned, nobody can tell, and the total is held back.
    """
    numbers = {name: cells[name].number for name in parts}
    of, known = cells[total].number, [number for number in numbers.values() if number is not None]
    whole_sum = CellSum(total=total, parts=tuple(parts))
    if of is None or len(parts) < 3 or sum(known) <= of:
        return [whole_sum], set()
    telling = [name for name in parts if numbers[name] != 0 or is_held(cells[name])]
    found = [CellSum(total=total, parts=run) for run in runs(parts) if comes_to(run, of, cells)]
    if sum(known) % (of or 1) == 0 and len(telling) <= MOST_PARTED:
        ways = (way for size in range(2, len(telling)) for way in combinations(telling, size))
        found += islice((CellSum(total=total, parts=way) for way in ways if comes_to(way, of, cells)), MOST_WAYS)
    told = {name for each in found for name in each.parts}
    return found, {total} if any(
        is_held(cells[name]) and (name not in told or numbers[name] is None) and is_within(name, telling, of, numbers)
        for name in telling
    ) else set()


def is_within(name, telling, of, numbers):
    """Whether one of some parts may come to a total with others of them."""
    others = [numbers[other] for other in telling if other != name]
    if numbers[name] is None or None in others:
        return True
    return may_come_to(others, of - numbers[name])


def runs(parts):
    """Two or more parts that follow each other, but not all."""
    for first, last in combinations(range(len(parts) + 1), 2):
        if 1 < last - first < len(parts):
            yield tuple(parts[first:last])


def comes_to(parts, of, cells):
    """Whether some parts come to a number; one that nobody recorded may be any small one, or any at all."""
    least, most = 0, 0
    for cell in (cells[name] for name in parts):
        number, limits = cell.number, cell.limits
        least += number if number is not None else limits.least if limits else 0
        most += number if number is not None else limits.most if limits else of
    return least <= of <= most


def may_come_to(numbers, of):
    """Whether some of these numbers come to another one."""
    reached = {0}
    for number in numbers:
        reached |= {other + number for other in reached if other + number <= of}
        if of in reached or len(reached) > MOST_REACHED:
            return True
    return of in reached


def halves(names, cells):
    """That what stands first comes to what stands after it, such as all by age and all by sex, without their total."""
    numbers = [cells[name].number for name in names]
    for place in range(2, len(names) - 1):
        if sum(numbers[:place]) == sum(numbers[place:]):
            total = BASE, tuple(names), place
            cells[total] = CountCell(number=sum(numbers[:place]), rank=(True,))
            yield CellSum(total=total, parts=tuple(names[:place]))
            yield CellSum(total=total, parts=tuple(names[place:]))


def spans_in(line):
    """Of a breakdown the spans with their cells, its other cells with their last days, and the spans by first day."""
    spans, others = defaultdict(dict), {}
    for seen in line.seen:
        starts, ends, _ = time_of(seen)
        if starts and ends:
            spans[starts, ends][name_of(line, seen)] = True
        else:
            others[name_of(line, seen)] = ends
    return spans, others, by_first_day(spans)


def by_first_day(spans):
    """Some spans by the day on which they begin; none where they are too many to be set together."""
    starting = defaultdict(list)
    for span in sorted(spans) if len(spans) <= MOST_SPANS else ():
        starting[span[0]].append(span)
    return starting


def spans_of(line):
    """That the figures of some spans come to the figure of the span that they fill."""
    spans, _, starting = spans_in(line)
    for span in spans:
        for filled in fillings(span, starting):
            ways = list(islice(product(*(spans[each] for each in filled)), MOST_WAYS))
            yield from (CellSum(total=total, parts=parts) for total in spans[span] for parts in ways)


def loose_spans_of(line, cells):
    """The same of figures without a first day, or without any: as the whole, or as parts of one that is dated.

    As the whole it may be of whatever span ends with it; as a part it may begin where the whole does, or where the one
    before it ends.
    """
    spans, others, _ = spans_in(line)
    widened = with_first_days(spans, others)
    starting = by_first_day(widened)
    rows = list(rows_of(starting)) if others else []
    ending = grouped((row[-1][1], row) for row in rows)
    for total, ends in others.items():
        for row in (ending.get(ends, ()) if ends else rows) if cells[total].number is not None else ():
            yield from sums_that_fit(total, (widened[each] for each in row), cells)
    for span, totals in spans.items() if len(widened) > len(spans) else ():
        for filled in fillings(span, starting):
            for total in totals if not set(filled) <= set(spans) else ():
                if cells[total].number is not None:
                    yield from sums_that_fit(total, (widened[each] for each in filled), cells)


def sums_that_fit(total, parts_at, cells):
    """The sums of one figure of each place that come to a total."""
    for parts in islice(product(*parts_at), MOST_WAYS):
        if total not in parts and comes_to(parts, cells[total].number, cells):
            yield CellSum(total=total, parts=parts)


def with_first_days(spans, others):
    """The spans, and those that figures without a first day may be of."""
    widened = defaultdict(dict, {span: dict(names) for span, names in spans.items()})
    known = sorted({ends for _, ends in spans} | {ends for ends in others.values() if ends})
    first = {starts for starts, _ in spans}
    for name, ends in others.items():
        if ends is None:
            continue
        before = bisect_left(known, ends)
        begins = known[before - 1] + A_DAY if before else ends  # whatever came first begins somewhere
        for starts in (begins, *(day for day in first if day <= ends)):
            widened[starts, ends][name] = True
    return widened


def rows_of(starting):
    """Two and up to twelve spans that follow each other."""
    for first in (span for each in starting.values() for span in each):
        row = [first]
        while len(row) < 12:
            length = (row[-1][1] - row[-1][0]).days
            following = starting.get(row[-1][1] + A_DAY)
            if not following:
                break
            row.append(min(following, key=lambda each, length=length: abs((each[1] - each[0]).days - length)))
            yield tuple(row)


def fillings(span, starting):
    """The rows of shorter spans that fill a span: of each length one, and one of the longest that there are."""
    starts, ends = span
    found = {}
    for first in starting[starts]:
        if first == span:
            continue
        days = (first[1] - first[0]).days
        for choose in (lambda each, days=days: abs((each[1] - each[0]).days - days), lambda each: -each[1].toordinal()):
            row, at = [first], first[1] + A_DAY
            while at <= ends:
                following = [each for each in starting.get(at, ()) if each[1] <= ends and each != span]
                if not following:
                    break
                row.append(min(following, key=choose))
                at = row[-1][1] + A_DAY
            if at == ends + A_DAY and len(row) > 1:
                found[tuple(row)] = True
    return list(found)
