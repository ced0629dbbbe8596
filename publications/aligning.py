"""A copy that came back laid beside what was sent: which paragraph is which, whatever was done to them. Pure.

A hidden name is believed if at least a fifth of the words agree, because a deleted paragraph leaves its name where it
was; else paragraphs are known by likeness. Nothing is dropped: each paragraph that was sent, and each that came, stands
in exactly one step.
"""

from bisect import bisect_left
from collections import Counter

from msgspec import Struct

BELIEVED, ALIKE = 0.2, 0.5  # how much of the words has to agree: with a hidden name, and without
# Pairs of which it is asked how alike they are, some seconds' work; with more it is a copy of something else.
MOST_PAIRS = 600_000


class CopyPart(Struct, frozen=True, kw_only=True):
    """A paragraph, a heading, an item or a row of a table, on either side; `names` are the hidden ones it bears."""

    words: str
    names: tuple[str, ...] = ()


class CopyStep(Struct, frozen=True, kw_only=True):
    """What became of some paragraphs: their places among those that were sent, and among those that came.

    `how` is same, changed, parted (one became several), merged (several became one), moved, new or gone.
    """

    how: str
    sent: tuple[int, ...] = ()
    came: tuple[int, ...] = ()


def aligned(sent: tuple[CopyPart, ...], came: tuple[CopyPart, ...]) -> list[CopyStep]:
    """What became of each paragraph, in the order of what came; what is gone stands behind what it stood behind."""
    bags = [Counter(part.words.split()) for part in sent]
    theirs = [Counter(part.words.split()) for part in came]
    owners = _by_name(sent, came, bags, theirs)
    _by_words(owners, [part.words for part in sent], [part.words for part in came])
    _by_likeness(owners, bags, theirs)
    groups = {j: ([i], [j]) for j, i in owners.items()}  # by each place among what came
    _part(groups, bags, theirs)
    _merge(groups, bags, theirs)
    return _in_order(groups, sent, came)


def likeness(one: Counter, other: Counter) -> float:
    """How much of the words of both agree, 0 to 1, whatever their order."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _by_name(sent, came, bags, theirs):
    known = {name: i for i, part in enumerate(sent) for name in part.names}
    pairs = [
        (likeness(bags[known[name]], theirs[j]), -j, known[name])
        for j, part in enumerate(came)
        for name in part.names
        if name in known
    ]
    # A name that stands twice belongs to the paragraph that is more like it.
    return _taken({}, sorted((pair for pair in pairs if pair[0] >= BELIEVED), reverse=True))


def _taken(owners, pairs):
    used = set(owners.values())
    for _, minus, i in pairs:
        if -minus not in owners and i not in used:
            owners[-minus] = i
            used.add(i)
    return owners


def _by_words(owners, sent, came):
    """The very words are known wherever they stand; the same words that stand twice, in their order."""
    used, free = set(owners.values()), {}
    for i, words in enumerate(sent):
        if i not in used:
            free.setdefault(words, []).append(i)
    for j, words in enumerate(came):
        if j not in owners and free.get(words):
            owners[j] = free[words].pop(0)


def _by_likeness(owners, bags, theirs):
    used, sizes = set(owners.values()), [bag.total() for bag in bags]
    free, pairs = [i for i in range(len(bags)) if i not in used], []
    if len(free) * (len(theirs) - len(owners)) > MOST_PAIRS:
        return
    for j, bag in enumerate(theirs):
        size = bag.total()
        for i in free if j not in owners and size else ():
            # At best all words of the shorter one agree.
            if 2 * min(size, sizes[i]) >= ALIKE * (size + sizes[i]) and (alike := likeness(bags[i], bag)) >= ALIKE:
                pairs.append((alike, -j, i))
    _taken(owners, sorted(pairs, reverse=True))


def _joined(bags, places):
    return sum((bags[each] for each in places), Counter())


def _completes(whole, part, more):
    """Whether a further piece makes a part more like the whole, and is mostly made of what was missing."""
    missing = whole - part
    return (
        more.total() > 0
        and 2 * (missing & more).total() >= more.total()
        and likeness(whole, part + more) > likeness(whole, part)
    )


def _part(groups, bags, theirs):
    """What stands beside a paragraph that became shorter, and holds the words that it lacks, was parted from it."""
    for step in (1, -1):
        for j in range(len(theirs))[::step]:
            group = groups.get(j - step)
            if j in groups or group is None or len(group[0]) != 1:
                continue
            if _completes(bags[group[0][0]], _joined(theirs, group[1]), theirs[j]):
                group[1].append(j)
                group[1].sort()
                groups[j] = group


def _merge(groups, bags, theirs):
    """What is gone, and whose words stand in what came of its neighbour, was put together with it."""
    by_sent = {i: group for group in groups.values() for i in group[0]}
    for step in (1, -1):
        for i in range(len(bags))[::step]:
            group = by_sent.get(i - step)
            if i in by_sent or group is None or len(group[1]) != 1:
                continue
            if _completes(theirs[group[1][0]], _joined(bags, group[0]), bags[i]):
                group[0].append(i)
                group[0].sort()
                by_sent[i] = group


def _in_order(groups, sent, came):
    found, seen = [], set()
    for j in range(len(came)):
        group = groups.get(j)
        if group is None:
            found.append(CopyStep(how="new", came=(j,)))
        elif id(group) not in seen:
            seen.add(id(group))
            found.append(_step(group, sent, came))
    kept = _longest_in_order([step.sent[0] for step in found if step.sent])
    found = [
        CopyStep(how="moved", sent=step.sent, came=step.came)
        if step.how in ("same", "changed") and step.sent[0] not in kept
        else step
        for step in found
    ]
    stands = {i for step in found for i in step.sent}
    for i in range(len(sent)):
        if i not in stands:
            behind = next((place for place, step in enumerate(found) if i - 1 in step.sent), -1)
            found.insert(behind + 1, CopyStep(how="gone", sent=(i,)))
    return found


def _step(group, sent, came):
    theirs, ours = tuple(group[1]), tuple(group[0])
    if len(theirs) > 1:
        return CopyStep(how="parted", sent=ours, came=theirs)
    if len(ours) > 1:
        return CopyStep(how="merged", sent=ours, came=theirs)
    same = sent[ours[0]].words == came[theirs[0]].words
    return CopyStep(how="same" if same else "changed", sent=ours, came=theirs)


def _longest_in_order(places):
    """The most of these places that stand in rising order: whatever isn't among them was moved."""
    tails, at, before = [], [], {}
    for place in places:
        where = bisect_left(tails, place)
        before[place] = at[where - 1] if where else None
        tails[where:], at[where:] = [place, *tails[where + 1 :]], [place, *at[where + 1 :]]
    kept, place = set(), at[-1] if at else None
    while place is not None:
        kept.add(place)
        place = before[place]
    return kept
