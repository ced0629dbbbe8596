"""Removing a phrase everywhere: a child's name that should never have been typed, say.

`lscb.custody.searching` shows where it stands; `replace` puts "[removed]" in its place. What is frozen isn't changed:
those versions are returned, to be erased by the deed that may.
"""

from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils.text import slugify
from msgspec import Struct

from editions.models import Edition
from kit import clearing, events, stamps
from kit.models import Draft
from kit.rows import KeyField, Row
from lscb.custody.phrases import PhraseFinder
from lscb.custody.searching import SESSION, editions_with, find, in_words, is_frozen, is_history, rows_with, searched

MARK = "[removed]"
WHY = "A phrase was removed everywhere"
EVENT = "phrase-removed"
PASSES, MOST_ALIKE = 5, 100


class Removed(Struct, frozen=True, kw_only=True):
    """How many records, lines of history and sign-ins were changed; what is still to be done by hand: the records that
    could not be changed, in words, and the versions to be erased.
    """

    records: int
    history: int
    sessions: int
    editions: tuple[Edition, ...]
    unchanged: tuple[str, ...] = ()


class StillThere(Exception):
    """The phrase can't be taken out of a record."""


class Moved(Exception):
    """Since the places were shown, others have come or gone. Nothing was replaced."""


@transaction.atomic
def replace(phrase, *, by, expected=None):
    """Put [removed] in the place of the phrase in all that is not frozen, history and keys included.

    Whole or not at all; but a row that can't be changed is named, and the rest is done. `expected` is the number of
    places that the person was shown; if it is another by now, Moved is raised. A record's own save leaves a line in its
    history that says so, without the phrase. The versions that are returned still hold it and are to be erased.
    """
    places = find(phrase)
    if expected is not None and len(places) != expected:
        raise Moved(f"There are {len(places)} places now, not {expected}. Look at them, then replace.")
    wanted = PhraseFinder(phrase)
    changed, unchanged = {False: set(), True: set()}, {}

    def tried(row, fields, deed, *given):
        """Whether a row could be changed; one that couldn't is as it was, and named."""
        try:
            with transaction.atomic():
                deed(row, *given)
        except (StillThere, stamps.Conflict, DatabaseError):
            unchanged.setdefault((type(row), row.pk), in_words_of(row, fields))
            return False
        return True

    # Records before their history, to which each save adds a line. A key may be made of another record's words, so it
    # can hold the phrase once more until that one is mended.
    for _ in range(PASSES):
        mended = 0
        for row, hits in changeable(wanted):
            key = getattr(row, "key", "")
            if (type(row), row.pk) in unchanged or not tried(row, hits, mend, hits, by, wanted):
                continue
            changed[is_history(type(row))].add((type(row), row.pk))
            mended += 1
            for live in named_by(row, hits, key):
                tried(live, [live._meta.get_field("key")], rename, by)
        if not mended:
            break
    else:
        unchanged |= {(type(row), row.pk): in_words_of(row, hits) for row, hits in changeable(wanted)}
    signed_in = [place.pk for place in places if place.kind == SESSION]
    Session.objects.filter(pk__in=signed_in).delete()
    # A record that was put right long ago held it all the same, and so did what was typed and not saved yet.
    changed = {kind: rows - unchanged.keys() for kind, rows in changed.items()}
    held = {model for model, _ in changed[False] | changed[True]}
    clearing.left_in(Draft, Session, *held | {getattr(model, "instance_type", model) for model in held})
    transaction.on_commit(clearing.clear)
    events.tell(EVENT, by=by)
    return Removed(
        records=len(changed[False]),
        history=len(changed[True]),
        sessions=len(signed_in),
        editions=editions_with(phrase),
        unchanged=tuple(unchanged.values()),
    )


def changeable(wanted):
    """Every row to be mended, table by table, history last; a table is looked at when its turn comes."""
    for model in sorted((model for model in searched() if not is_frozen(model)), key=is_history):
        yield from list(rows_with(model, wanted))


def in_words_of(row, fields):
    """Which row holds the phrase, and where, without saying it."""
    return f"{row._meta.verbose_name} number {row.pk} ({', '.join(map(in_words, fields))})"


def mend(row, hits, by, wanted):
    """One row without the phrase. If two rows become alike that may not be, the mark gets a number."""
    before = {field: getattr(row, field.attname) for field in hits}
    for number in range(1, MOST_ALIKE):
        for field, value in before.items():
            setattr(row, field.attname, without(row, field, value, hits[field], number))
        try:
            with transaction.atomic():
                save_tracked(row, by)
        except IntegrityError:
            if isinstance(row, Row):
                row.refresh_from_db(fields=["version"])
        else:
            break
    else:
        raise StillThere(f"{row._meta.label} {row.pk} can't be kept without the phrase.")
    # A key comes back until the words are mended that it is made of.
    texts = [field for field in hits if not isinstance(field, KeyField)]
    if wanted.hits(texts, [getattr(row, field.attname) for field in texts]):
        raise StillThere(f"{row._meta.label} {row.pk} holds the phrase again.")


def named_by(row, hits, key):
    """What names the record today was made of the same words as in its history, which it may hold no longer."""
    if not (is_history(type(row)) and any(isinstance(field, KeyField) for field in hits)):
        return []
    return list(row.instance_type._base_manager.filter(pk=row.id, key=key))


def rename(row, by):
    """A record's key made anew of its words."""
    row.key = ""
    save_tracked(row, by)


def save_tracked(row, by):
    """Save a row; a record through its version, and its history then names it by the key it has now."""
    if isinstance(row, Row):
        stamps.claim(row, row.version, by=by)
        row._change_reason = WHY
    row.save()
    if isinstance(row, Row):
        for line in row.history.exclude(key=row.key):
            line.key = row.key
            line.save()


def without(row, field, value, taken_out, number):
    """A value without the phrase, no longer than its column. A record's key is made anew, of what is left."""
    if isinstance(field, models.EmailField):
        return f"removed-{number}@invalid"
    if isinstance(field, KeyField) and isinstance(row, Row):
        return ""
    if isinstance(field, models.SlugField):
        mark = "removed" if number == 1 else f"removed-{number}"
        return slugify(taken_out(value, mark))[: field.max_length].strip("-") or mark
    mark = MARK if number == 1 else f"[removed {number}]"
    return taken_out(value, mark)[: field.max_length or None]
