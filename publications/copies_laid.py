"""The copies of a draft laid beside its record: by each paragraph what the copies make of it, and what has no place."""

from collections import defaultdict

from msgspec import Struct, field

from kit.differences import Piece, pieces
from kit.prose import unmarked
from publications import editing_words
from publications.comparing import texts
from publications.models import Narrative, ReturnedCopy, ReturnedPassage
from publications.returning import FIELDS, sent_of

OURS = {"changed", "parted", "merged", "gone", "moved"}  # what is done to a paragraph that stands in the record
PARTED = " ¶ "  # where a paragraph ends, in words that are shown in one line
HOW = {
    "changed": "Changed",
    "parted": "Parted into several paragraphs (¶ shows where)",
    "merged": "Put together with the next",
    "moved": "Moved",
    "new": "A new paragraph",
    "gone": "Left out",
}


class Proposal(Struct, kw_only=True):
    """What one or several copies make of a paragraph, all in the same words: the office takes it or puts it aside."""

    passage: ReturnedPassage
    names: list[str]
    told: str
    pieces: tuple[Piece, ...]
    words: str
    record: str = ""
    sent: str = ""  # the words as they were sent, if the record has others by now
    who: str = ""
    only_looks: bool = False


class ParagraphBeside(Struct, kw_only=True):
    """A paragraph of the record with what the copies make of it; `differ` if they make several things of it."""

    words: str
    proposals: list[Proposal]

    @property
    def differ(self):
        return len({each.passage.how + each.passage.came for each in self.proposals if each.passage.how in OURS}) > 1


class LaidWords(Struct, kw_only=True):
    """The words before or after the records of a section, with the paragraphs of which copies make something."""

    section: Narrative
    field: str
    paragraphs: list[ParagraphBeside]
    unchanged: int


class LaidCopies(Struct, kw_only=True):
    """All copies of one draft beside its record. Nothing of what came is left out of it."""

    words: list[LaidWords] = field(default_factory=list)
    unplaced: list = field(default_factory=list)
    aside: list = field(default_factory=list)
    taken: int = 0

    @property
    def waiting(self):
        return sum(len(each.proposals) for place in self.words for each in place.paragraphs)


def laid(publication) -> LaidCopies:
    """The copies of a publication beside its record."""
    rows = defaultdict(lambda: defaultdict(list))
    found = LaidCopies()
    for row in ReturnedPassage.objects.filter(copy__publication=publication).select_related("copy"):
        rows[row.section, row.field][row.copy_id].append(row)
    for section in publication.narrative_set.all():
        for name in FIELDS:
            by_copy = rows.pop((section.key, name), {})
            if any(row.how != "same" for copied in by_copy.values() for row in copied):
                _lay(found, section, name, by_copy)
    left = [row for by_copy in rows.values() for copied in by_copy.values() for row in copied if row.how != "same"]
    for row in sorted(left, key=lambda row: (row.copy_id, row.position)):
        (found.aside if row.aside_at else found.unplaced).append(told(row))
    return found


def _lay(found, section, name, by_copy):
    now = texts(getattr(section, name))
    beside = defaultdict(dict)
    for copied in by_copy.values():
        where = editing_words.standing(sent_of(copied), now)
        for row in copied:
            if row.how == "same":
                continue
            state = editing_words.state(row, now, where)
            if state == "taken":
                found.taken += 1
            elif row.aside_at or state == "lost":
                (found.aside if row.aside_at else found.unplaced).append(told(row, section))
            else:
                _propose(beside, row, now, where)
    paragraphs = [
        ParagraphBeside(words=now[place].words if 0 <= place < len(now) else "", proposals=list(beside[place].values()))
        for place in sorted(beside)
    ]
    if paragraphs:
        unchanged = len(now) - sum(place >= 0 for place in beside)
        found.words.append(LaidWords(section=section, field=name, paragraphs=paragraphs, unchanged=unchanged))


def _propose(beside, row, now, where):
    ours = [where[number] for number in editing_words.numbers(row) if number in where]
    behind = editing_words.behind(row, where)
    place = ours[0] if ours else behind
    like = (row.how, row.came, behind if row.how in ("new", "moved") else "")
    if like in beside[place]:
        beside[place][like].names.append(row.copy.name)
        return
    record = PARTED.join(now[each].words for each in ours)
    came = PARTED.join(text.words for text in texts(row.came))
    sent = PARTED.join(text.words for text in texts(row.sent))
    above = now[behind].words if behind >= 0 else ""
    beside[place][like] = Proposal(
        passage=row,
        names=[row.copy.name],
        told=f"{HOW[row.how]}{_where(above) if row.how in ('new', 'moved') else ''}",
        pieces=_shown(row, record, came),
        words="\n".join(text.words.replace("\n", " ") for text in texts(row.came)),
        record=record,
        sent=sent if sent != record else "",
        who=row.who,
        only_looks=row.how == "changed" and record == came,
    )


def _where(above):
    return f", after “{' '.join(above.split()[:8])} …”" if above else ", at the beginning"


def _shown(row, record, came):
    if row.how == "gone":
        return (Piece("out", record),)
    if row.how == "new":
        return (Piece("in", came),)
    return pieces(record, came) or (Piece("same", record),)


def told(row, section=None):
    """A passage that stands beside no paragraph: in words, with what was sent and what came."""
    sent, came = unmarked(row.sent), unmarked(row.came)
    return {
        "row": row,
        "how": HOW[row.how],
        "name": row.copy.name,
        "section": section,
        "pieces": pieces(sent, came) if sent and came else (Piece("in" if came else "out", came or sent),),
        "who": row.who,
    }


def unlike_others(found: LaidCopies, copy: ReturnedCopy):
    """The passages of a copy that wait and of which no other copy makes something else."""
    return [
        each.passage
        for place in found.words
        for paragraph in place.paragraphs
        if not paragraph.differ
        for each in paragraph.proposals
        if copy.name in each.names and each.passage.copy_id == copy.pk
    ]
