"""One paragraph of a narrative changed, parted, put in, moved or taken out, and all others left as they are. Pure."""

from html import escape

from msgspec.structs import replace

from kit.incoming import clean
from publications.aligning import CopyPart, aligned
from publications.comparing import texts


class Lost(Exception):
    """The paragraph that was sent stands in the record no more, so nothing can take its place."""


def parts(found):
    return tuple(CopyPart(words=" ".join(text.words.split())) for text in found)


def standing(sent, now):
    """By the place of each paragraph that was sent its place in the record now; those that are gone are left out."""
    steps = aligned(parts(sent), parts(now))
    return {step.sent[0]: step.came[0] for step in steps if len(step.sent) == len(step.came) == 1}


def state(passage, now, where):
    """How a passage of a copy stands to the record: taken, lost, or open. `where` is `standing`'s answer."""
    there = [part.words for part in parts(now)]
    came = [part.words for part in parts(texts(passage.came))]
    ours = [where[number] for number in numbers(passage) if number in where]
    if passage.how == "gone":
        return "open" if ours else "taken"
    if passage.how == "moved":
        if not ours:
            return "lost"
        above, own = behind(passage, where), ours[0]
        between = [place for place in where.values() if above < place < own]
        return "taken" if above < own and not between else "open"
    if passage.how == "changed" and ours:
        return "taken" if now[ours[0]].html == texts(passage.came)[0].html else "open"
    if came and all(words in there for words in came) and not (passage.how == "merged" and len(ours) > 1):
        return "taken"
    return "open" if ours or passage.how == "new" else "lost"


def numbers(passage):
    """The places of the paragraphs that were sent and of which a passage tells."""
    return range(passage.number, passage.number + len(texts(passage.sent))) if passage.sent else range(0)


def behind(passage, where):
    """The paragraph of the record behind which something comes: the nearest that still stands; -1 for the beginning."""
    own = set(numbers(passage))
    return next((where[n] for n in range(passage.behind, -1, -1) if n in where and n not in own), -1)


def taken(html, passage, sent, words=None, ahead=()):
    """The narrative with a passage as it came, or in other `words`. Raises Lost if it has no place any more.

    `ahead` are the words of new paragraphs that came above it behind the same one: what was taken of them stays above.
    """
    now = texts(html)
    where = standing(sent, now)
    came = texts(passage.came)
    if words is not None:
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        kind = came[0] if came else None
        came = [replace(kind, html=escape(line, quote=False), words=line) for line in lines] if kind else came
    ours = [where[number] for number in numbers(passage) if number in where]
    if passage.how == "new":
        at = behind(passage, where) + 1
        while at < len(now) and now[at].words in ahead:
            at += 1
        now[at:at] = [_like(now, at, text) for text in came]
        return clean.narrative(recounted(now, at))
    if not ours:
        raise Lost
    first = ours[0]
    if passage.how == "moved":
        at = behind(passage, where) + 1
        moved = _without(now, first)
        at -= at > first
        now.insert(at, _like(now, at, moved))
        return clean.narrative(recounted(recounted(now, first), at))
    for place in reversed(ours[1:] if came else ours):
        _without(now, place)
    if came:
        now[first : first + 1] = [replace(now[first], html=text.html, words=text.words) for text in came]
    return clean.narrative(recounted(now, first))


def _like(now, at, text):
    """What is put beside an item of a list becomes one; what was an item and stands beside none becomes a paragraph."""
    above, below = (now[at - 1] if at else None), (now[at] if at < len(now) else None)
    beside = next((each for each in (above, below) if each is not None and each.kind == "item"), None)
    if text.kind == "item" and beside is not None:
        return replace(text, level=beside.level, label=beside.label)
    if text.kind != "item" and above is not None and below is not None and above.kind == below.kind == "item":
        return replace(text, kind="item", level=above.level, label=above.label)
    return text


def recounted(now, at):
    """The list that stands at a place, its items counted anew from its first number; all else as it is."""
    at = min(at, len(now) - 1)
    if at < 0 or now[at].kind != "item":
        at -= 1
    if at < 0 or now[at].kind != "item":
        return now
    first = last = at
    while first and now[first - 1].kind == "item":
        first -= 1
    while last + 1 < len(now) and now[last + 1].kind == "item":
        last += 1
    begun, found = {}, list(now)
    for place in range(first, last + 1):
        text = found[place]
        begun = {level: last for level, last in begun.items() if level <= text.level}
        counted = clean.numbers(text.label)
        if not counted:
            begun.pop(text.level, None)
            continue
        style, number = begun.get(text.level, (None, 0))
        own = next(iter(counted))
        if style not in counted or (counted[style] == 1 and place > at + 1):
            style, number = own, counted[own] - 1
        found[place] = replace(text, label=clean.numbered(number + 1, style))
        begun[text.level] = (style, number + 1)
    return found


def _without(now, place):
    """Take a paragraph out; the next item of its list takes its number."""
    old = now.pop(place)
    following = now[place] if place < len(now) else None
    if following is not None and (old.kind, old.level) == (following.kind, following.level) == ("item", old.level):
        now[place] = replace(following, label=old.label)
    return old
