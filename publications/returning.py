"""Word copies that come back: brought in, laid beside the record as it is now, and taken from, paragraph by paragraph.

Bringing a copy changes nothing in the document. Taking a paragraph is an ordinary edit of its section: its version is
checked, it stands in the history, and is undone there. Whether a paragraph was taken is never noted: it was if the
record has its words, so that what is undone waits again.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from msgspec import Struct

from kit import apart, clearing, clock, periods, prose
from kit.incoming import clean
from kit.incoming.shape import NoTable
from kit.together import Together
from kit.wording import cut
from publications import comments, comparing, editing_words, pictures, pieces
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import marks, returned, word
from publications.models import ReturnedCopy, ReturnedPassage
from publications.render import on_one_page

LONDON = ZoneInfo("Europe/London")
FIELDS = ("before", "after")
Lost = editing_words.Lost


def pages_of(content, section=""):
    """The pages of a document, numbered; of one section alone, if its key is given. Empty if there is none."""
    pages = layout.numbered(layout.pages(content))
    return tuple(page for page in pages if section in ("", page.key))


def copy_of(content, section="", reply_by=None):
    """The bytes of the Word copy of a document, or of one of its sections. Raises `apart.Busy`."""
    control = Control(check_code=codec.digest(codec.write(content)))
    with apart.turn():
        return word.make(
            content, pages_of(content, section), control, reply_by, pictures.bytes_of(content), section=section
        )


class BroughtCopy(Struct):
    """A copy that was brought: its row, and how many comments stood in it."""

    copy: ReturnedCopy
    comments: int


def bring(publication, name, data, *, by):
    """Keep a copy that came back, with its comments. Raises NoTable if it can't be read or is of another document.

    Reading takes a while and is done apart; only what was read is written, all at once.
    """
    came = returned.take(data)
    made_from = next(filter(None, map(marks.sent, came.said)), None)
    if made_from and (made_from.kind, made_from.slug) != (publication.kind, publication.slug):
        raise NoTable(f"This is a copy of another document: {made_from.kind}/{made_from.slug}. Bring it back there.")
    section = made_from.section if made_from else ""
    content = compose(publication, on=clock.today())
    if section and not pages_of(content, section):
        raise NoTable("This is a copy of a section that the document no longer has. Put the section back first.")
    try:
        fresh = returned.take(copy_of(content, section))
    except apart.Busy as busy:
        raise NoTable("Two documents are being worked on just now. Try again in a moment.") from busy
    ours, unknown = _words_sent(publication, came, fresh)
    theirs = comparing.came_units(came)
    if len(theirs) > comparing.MOST:
        raise NoTable(f"This copy has more than {comparing.MOST:,} paragraphs. Bring it in parts.")
    found = comparing.compared(comparing.sent_units(fresh, ours), theirs)
    told = [*_told_of_file(made_from, content, unknown), *_left_out(came, fresh)]
    draft = [piece for section in pieces.laid(on_one_page(content)["pages"]) for piece in section.pieces]
    places = [_stands(each, came, found, draft) for each in came.comments]
    with transaction.atomic():
        copy = ReturnedCopy(
            publication=publication,
            name=name,
            section=section,
            told="\n".join(told),
            brought_at=clock.now(),
            brought_by=by,
        )
        copy.full_clean()
        copy.save()
        for position, each in enumerate(found):
            ReturnedPassage(
                copy=copy,
                position=position,
                section=each.section,
                field=each.field,
                how=each.how,
                number=each.number,
                behind=each.behind,
                sent=each.sent,
                came=each.came,
                who=_who(came, each.blocks),
            ).save(force_insert=True)
        for each, (place, quoted) in zip(came.comments, places, strict=True):
            said = each.words or "(A comment without words)"
            words = f"On “{cut(each.at, 120)}”: {said}" if _is_of_few(each, came) else said
            comments.note(publication, place, quoted, words, who=each.who or name, said=_moment(each.when))
    return BroughtCopy(copy, len(came.comments))


def _words_sent(publication, came, fresh):
    """By each place the words as they were sent, and the headings of the sections of which they aren't known."""
    wanted, there = comparing.marked(came), comparing.marked(fresh)
    found, unknown = {}, []
    for row in publication.narrative_set.all():
        for field in FIELDS:
            place, html = marks.place(row.key, field), getattr(row, field)
            if place not in wanted and place not in there:
                continue
            if place in wanted and marks.short(html) != wanted[place]:
                lines = row.history.values_list(field, flat=True).order_by("-history_id")
                then = next((words for words in lines if marks.short(words) == wanted[place]), None)
                unknown += [str(row)] if then is None else []
                html = html if then is None else then
            if html:
                found[place] = (row.key, field, html)
    return found, unknown


def _told_of_file(made_from, content, unknown):
    if made_from is None:
        yield "The file doesn’t say which draft it is a copy of, so its paragraphs were known by their words alone."
    elif made_from.check_code != codec.digest(codec.write(content)):
        yield (
            "The document was changed since this copy was sent. What stands below as other than in the records may be "
            "a change of the records, and not of whoever sent the copy."
        )
    for heading in unknown:
        yield f"The words of “{heading}” as they were sent are no longer in the history: compared with those of today."


def _left_out(came, fresh):
    """What stood in the file and in no paragraph, but for the head and foot that the program writes."""

    def key(each):
        return each.what, "".join(sign for sign in each.words if not (sign.isspace() or sign.isdigit()))

    usual = {key(each) for each in fresh.left_out}
    for each in came.left_out:
        if key(each) not in usual:
            yield f"Left out: {each.what}{f': “{each.words}”' if each.words else ''}."


def _who(came, blocks):
    """Who changed some paragraphs, and when, as the tracked changes say."""
    found = {(each.who, each.when[:10]) for each in came.changes if each.block in blocks and each.who}
    said = "; ".join(f"{who}, {_day(when)}" if when else who for who, when in sorted(found))
    return said[:200]


def _day(words):
    try:
        return periods.day(date.fromisoformat(words))
    except ValueError:
        return words


def _moment(words):
    """When a comment was said: the file has the time of the clock on the wall."""
    try:
        return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
    except ValueError:
        return None


def _is_of_few(comment, came):
    """Whether a comment stands at some words of a paragraph, and not at all of it, whatever number is before it."""
    block = came.blocks[comment.block] if comment.block >= 0 else None
    return bool(comment.at) and block is not None and len(comment.at) + 12 < len(getattr(block, "words", ""))


def _stands(comment, came, found, draft):
    """The place of a comment in the draft, and the words there; those of the copy where the draft has no such words."""
    row = next((row for row in found if comment.block in row.blocks), None)
    block = came.blocks[comment.block] if comment.block >= 0 else None
    theirs = (getattr(block, "words", "") or block.in_a_line) if block else ""
    lines = prose.unmarked(row.sent or row.came).splitlines() if row else [theirs]
    within = [piece for piece in draft if not (row and row.section) or piece.section == row.section]
    own = next((piece for piece in within if lines and lines[0] in piece.words.splitlines()), None)
    if own is not None:
        return own.key, own.words
    return f"{row.section}/section" if row and row.section else "", "\n".join(lines)


@transaction.atomic
def take(passage, version, words=None, *, by):
    """Take a paragraph into its section, as it came or in other `words`. Returns the section.

    Raises Conflict if somebody saved the section since `version`, and Lost if the record has no place for it now.
    """
    section = passage.copy.publication.narrative_set.get(key=passage.section)
    html = _taken(getattr(section, passage.field), passage, words)
    why = cut(f"Taken from the Word copy of {passage.copy.name}", 100)
    return Together(why, by).change(section, version, **{passage.field: html})


@transaction.atomic
def put_aside(passage, aside, *, by):
    """Put a paragraph of a copy aside, or take it up again."""
    passage.aside_at, passage.aside_by = (clock.now(), by) if aside else (None, None)
    passage.full_clean()
    passage.save()


def _taken(html, passage, words=None):
    rows = list(passage.copy.passages.filter(section=passage.section, field=passage.field))
    alike = (
        row for row in rows if (row.how, row.behind) == ("new", passage.behind) and row.position < passage.position
    )
    ahead = {text.words for row in alike for text in clean.read(row.came).blocks}
    return editing_words.taken(html, passage, sent_of(rows), words, ahead)


@transaction.atomic
def remove(copy):
    """Forget a copy. What was taken from it stays in the record, and its comments stay on the draft."""
    copy.passages.all().delete()
    copy.delete()
    clearing.left_in(ReturnedCopy, ReturnedPassage)
    transaction.on_commit(clearing.clear)


def sent_of(rows):
    """The paragraphs that were sent, of all rows of a copy that stand in the same words."""
    return [
        text for row in sorted(rows, key=lambda row: row.number) if row.sent for text in clean.read(row.sent).blocks
    ]


@transaction.atomic
def take_all(copy, passages, versions, *, by):
    """Take some passages of a copy, all in one moment, each section saved once. Returns how many had a place.

    `versions` are those of the sections that the page showed, by their keys; Conflict if one was saved since.
    """
    together = Together(cut(f"Taken from the Word copy of {copy.name}", 100), by)
    places = {}
    for passage in passages:
        places.setdefault(passage.section, []).append(passage)
    for key, here in places.items():
        section = copy.publication.narrative_set.get(key=key)
        words = {}
        # What is new finds its place by its neighbours, before these are written anew.
        for passage in sorted(here, key=lambda row: (row.how != "new", row.position)):
            html = words.get(passage.field, getattr(section, passage.field))
            words[passage.field] = _taken(html, passage)
        together.change(section, versions.get(key, -1), **words)
    return len(passages)
