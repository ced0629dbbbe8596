"""Which numbers of a table are held back so that no small one can be read or reckoned. Knows no Django.

A table is cells and sums. What is small is held back (primary), and so much beside it that for each cell held back at
least two whole numbers fit all that is public of the table, now and before (secondary). That is shown, not guessed: a
cell counts as protected only if other numbers for some cells held back were found with which every sum still holds and
no number leaves what the reader knows of it. Where the search finds none, one more cell is held back; it may be one
too many.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SHOWN, SMALL, PROTECTS = "shown", "small", "protects"
ANY = (0, None)  # whatever whole number
TRIED = 12  # cells that are tried one by one before the cheapest is simply held back
PATIENCE = 2000  # steps of one search


@dataclass(frozen=True, kw_only=True)
class CountLimits:
    """What is small, from `least` to `most`, and to which `base` every other number is rounded."""

    least: int
    most: int
    base: int = 1

    def hold(self, number: int) -> bool:
        return self.least <= number <= self.most

    def rounded(self, number: int) -> int:
        """A number to the nearest multiple of the base, a half upwards."""
        return int((Decimal(number) / self.base).to_integral_value(ROUND_HALF_UP)) * self.base


@dataclass(frozen=True, kw_only=True)
class CountCell:
    """A whole number of a table; None where nobody has recorded it.

    `is_hidden`: somebody else held it back, so that nothing of it is known but that it may be small. `known` are the
    ways in which it was printed before. What is `released` is shown as it is. Of two that protect alike, what has the
    lower `rank` is held back.
    """

    number: int | None
    limits: CountLimits | None = None
    is_hidden: bool = False
    is_released: bool = False
    known: frozenset[int] = frozenset()
    rank: tuple = ()


@dataclass(frozen=True, kw_only=True)
class CellSum:
    """That some cells come to another one."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @property
    def signs(self):
        return {self.total: -1} | dict.fromkeys(self.parts, 1)


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """By cell, whether it is shown, small or protects another one; and those that must be held back and can't be
    protected any more, because what is public already gives them away.
    """

    verdicts: Mapping[Hashable, str]
    exposed: frozenset[Hashable]


def reckon(cells: Mapping[Hashable, CountCell], sums: Iterable[CellSum], besides: Iterable[Hashable] = ()) -> Reckoned:
    """What is held back of a table. A sum that doesn't hold, such as of people who are counted twice, says nothing.

    `besides` are cells that are held back whatever they are, and so are protected like the small ones.
    """
    return CellTable(cells, sums, besides).reckon()


class CellTable:
    """The cells with their numbers as far as these follow, and what a reader knows of each."""

    def __init__(self, cells, sums, besides=()):
        self.cells = dict(cells)
        self.sums = [
            each for each in sums if each.total in self.cells and all(part in self.cells for part in each.parts)
        ]
        self.numbers = completed(self.cells, self.sums)
        self.sums = [each for each in self.sums if self.comes_to_nought(each)]
        self.within = {}
        for place, each in enumerate(self.sums):
            for cell in each.signs:
                self.within.setdefault(cell, []).append(place)
        self.signs = [each.signs for each in self.sums]
        # Of each sum first what is cheapest to move.
        self.in_order = [sorted(signs.items(), key=lambda each: self.cost(each[0])) for signs in self.signs]
        self.shown_by = {}  # by cell held back, the cells whose other numbers show that it is protected
        self.small = [name for name in self.cells if self.is_small(name)]
        self.must_hide = frozenset([*self.small, *besides])
        self.hidden = set(self.must_hide)
        told = (name for name in self.cells if self.cells[name].number is not None and name in self.hidden)
        self.to_protect = list(dict.fromkeys([*self.small, *told]))

    def comes_to_nought(self, each):
        return sum(sign * self.numbers[cell] for cell, sign in each.signs.items()) == 0

    def is_small(self, name):
        cell = self.cells[name]
        if cell.is_released:
            return False
        return cell.is_hidden or (cell.number is not None and cell.limits is not None and cell.limits.hold(cell.number))

    def reckon(self):
        exposed = {name for name in self.to_protect if self.is_public_already(name)}
        exposed |= {name for name in self.to_protect if name not in exposed and not self.protect(name)}
        self.spare(set(self.to_protect) - exposed)
        verdicts = dict.fromkeys(self.cells, SHOWN)
        verdicts |= dict.fromkeys(self.hidden, PROTECTS) | dict.fromkeys(self.small, SMALL)
        return Reckoned(verdicts=verdicts, exposed=frozenset(exposed))

    def is_public_already(self, name):
        return self.cells[name].number in self.cells[name].known

    def protect(self, name):
        """Hold back what it takes, the cheapest first; False if nothing is left to hold back, and it doesn't do."""
        while not self.is_safe(name):
            beside = self.to_hold_back(name)
            if not beside:
                return self.is_safe(name, often=True)
            self.hidden.add(next((each for each in beside[:TRIED] if self.would_do(each, name)), beside[0]))
        return True

    def would_do(self, other, name):
        self.hidden.add(other)
        is_safe = self.is_safe(name)
        self.hidden.remove(other)
        self.shown_by.pop(name, None)
        return is_safe

    def to_hold_back(self, name):
        """What may be held back to protect a cell, the cheapest first: in its own sums, or else in any sum that holds
        something held back and hangs together with it."""
        reached, ahead = {name}, [name]
        while ahead:
            found = self.free({cell for place in self.within.get(ahead[0], ()) for cell in self.signs[place]})
            if found:
                return sorted(found, key=self.cost)
            near = {cell for place in self.within.get(ahead.pop(0), ()) for cell in self.signs[place]}
            ahead += sorted(near - reached, key=self.cost)
            reached |= near
        return []

    def free(self, cells):
        """Those that are shown, and of which nobody knows the number from elsewhere."""
        return [
            each
            for each in cells
            if each not in self.hidden
            and self.cells[each].number is not None
            and not self.cells[each].is_released
            and not self.is_public_already(each)
        ]

    def cost(self, name):
        return (self.cells[name].rank, self.numbers[name] == 0, self.numbers[name], str(name))

    def spare(self, protected):
        """Show again what needn't be held back, the dearest first: what no cell needs that is protected."""
        for name in sorted(self.hidden - self.must_hide, key=self.cost, reverse=True):
            needing = [each for each in protected if name in self.shown_by.get(each, ())]
            before = {each: self.shown_by[each] for each in needing}
            self.hidden.remove(name)
            if not all(self.is_safe(each) for each in needing):
                self.hidden.add(name)
                self.shown_by |= before

    # What a reader knows

    def known(self, name):
        """The least and the most that a cell can be for whoever reads what is public; None: no end to it."""
        cell, number = self.cells[name], self.numbers[name]
        if cell.number is None:
            return self.limits_of(name) if cell.is_hidden else ANY
        if cell.is_released or number in cell.known:
            return number, number
        bounds = self.limits_of(name) if name in self.small else ANY
        limits = cell.limits
        rounded = limits.rounded(number) if limits and limits.base > 1 else None
        if name not in self.hidden:
            return self.rounding_to(limits, number) if rounded is not None else (number, number)
        return narrowed(bounds, self.rounding_to(limits, number)) if rounded in cell.known else bounds

    def limits_of(self, name):
        """The limits that a small number lies in; any number if what is recorded beside it says that it doesn't."""
        limits = self.cells[name].limits
        return (limits.least, limits.most) if limits and limits.hold(self.numbers[name]) else ANY

    @staticmethod
    def rounding_to(limits, number):
        """The numbers around one that are printed alike."""

        def alike(other):
            return other >= 0 and not limits.hold(other) and limits.rounded(other) == limits.rounded(number)

        least = most = number
        while alike(least - 1):
            least -= 1
        while alike(most + 1):
            most += 1
        return least, most

    def is_safe(self, name, *, often=False):
        """Whether there is another number for a cell with which all that is public still agrees."""
        for step in (1, -1):
            if self.is_allowed(name, step) and (steps := self.balanced({name: step}, often=often)):
                self.shown_by[name] = frozenset(steps)
                return True
        return False

    def is_allowed(self, name, step):
        least, most = self.known(name)
        other = self.numbers[name] + step
        return other >= least and (most is None or other <= most)

    def balanced(self, steps, *, often=False):
        """These steps and further ones with which every sum holds again; None if none are found.

        Each cell moves by one, which finds most; or as often as it takes, but always the same way.
        """
        ahead = [iter([steps])]
        for _ in range(PATIENCE):
            while (steps := next(ahead[-1], None)) is None:
                ahead.pop()
                if not ahead:
                    return None
            off, place = self.unbalanced(steps)
            if place is None:
                return steps
            ahead.append(self.towards(steps, off, place, often=often))
        return None

    def towards(self, steps, off, place, *, often):
        """The same steps with one more that brings a sum nearer to where it holds."""
        for name, sign in self.in_order[place]:
            step, moved = -sign if off > 0 else sign, steps.get(name, 0)
            if (not moved or (often and moved * step > 0)) and self.is_allowed(name, moved + step):
                yield steps | {name: moved + step}

    def unbalanced(self, steps):
        for place in dict.fromkeys(place for name in steps for place in self.within.get(name, ())):
            off = sum(sign * steps.get(name, 0) for name, sign in self.signs[place].items())
            if off:
                return off, place
        return 0, None


def narrowed(one, other):
    """What lies in both of two spans."""
    most = [each for each in (one[1], other[1]) if each is not None]
    return max(one[0], other[0]), min(most) if most else None


def completed(cells, sums):
    """The number of each cell; one that nobody recorded is what remains of its sums, or as small as they allow."""
    numbers = {name: cell.number for name, cell in cells.items() if cell.number is not None}

    def span(name):
        cell = cells[name]
        return (cell.limits.least, cell.limits.most) if cell.is_hidden and cell.limits else ANY

    while missing := [name for name in cells if name not in numbers]:
        ask = [(each, [name for name in each.signs if name not in numbers]) for each in sums]
        told = next(((each, left) for each, left in ask if len(left) == 1), None)
        told = told or next(((each, left) for each, left in ask if left and each.total not in left), None)
        if told is None:
            numbers[missing[0]] = span(missing[0])[0]
            continue
        each, left = told
        name, others = left[0], left[1:]
        known = sum(sign * numbers[cell] for cell, sign in each.signs.items() if cell in numbers)
        rest = known if name == each.total else -known
        least, _ = span(name)
        most_of_others = [span(other)[1] for other in others]
        if not others:
            numbers[name] = max(rest, 0)
        elif None in most_of_others:
            numbers[name] = min(least, max(rest, 0))
        else:
            numbers[name] = max(least, rest - sum(most_of_others))
    return numbers
