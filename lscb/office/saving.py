"""Saving the rows of a table, all or none: at once, or in a process of its own if it is large. See `kit.long_work`."""

import hashlib

from django.db import transaction
from django.urls import reverse

from kit import drafts, long_work, wording
from kit.together import spoken
from lscb.office import brought
from lscb.office.looked_at import MOST_WRONG, SHOWN, in_words, look_at, wrong_with
from lscb.office.pasted_lists import LISTS

SAVING = "pasting"
CHANGED = "Nothing is saved: the table was changed, or thrown away, after you asked for it to be saved."
NOT_ALLOWED = "Nothing is saved: your role doesn’t let you save rows of this list any more."
KEPT = "All that you typed is kept."
KEPT_BESIDE = " What you changed in the table meanwhile is not saved; it is still kept."


def take_in(look, kept):
    """Save the rows of a table, all or none, and forget with that what was `kept` of it. Whether they were saved."""
    if look.parents is None:
        return False
    with transaction.atomic():
        look.outcome = look.run(save=True)
        if look.is_sound:
            kept.delete()
    return look.is_sound


def ask_for_saving(look, draft):
    """The row of the saving of a large table, which is read off the draft in a process of its own."""
    told = {"draft": draft.pk, "mark": mark_of(draft), "slug": look.into.slug}
    key = saving_key(look.person, look.into, draft.word)
    return long_work.start(SAVING, key, f"Saving a pasted table: {look.into.title}", by=look.person, told=told)


def saving_key(person, into, word=""):
    return f"{person.pk} {into.slug} {word}"


def mark_of(draft):
    return hashlib.sha256(draft.fields.encode()).hexdigest()


def save_large(work, told):
    """Save a large table as it was when somebody asked for it: what is said of that, and where its rows are seen."""
    back = reverse("paste", args=[told["slug"]])
    if not work.by.has_perm(LISTS[told["slug"]].permission):
        raise long_work.WorkFailed(NOT_ALLOWED)
    draft = drafts.Draft.objects.filter(pk=told["draft"], person=work.by).first()
    if draft is None or mark_of(draft) != told["mark"]:
        raise long_work.WorkFailed(CHANGED, f"{back}?draft={draft.pk}" if draft else back)
    found = brought.kept(draft)
    look = look_at(found, work.by)
    long_work.far(f"Saving {wording.counted(look.will_be, 'row')}.")
    as_it_was = drafts.Draft.objects.filter(pk=draft.pk, fields=draft.fields)
    if not take_in(look, as_it_was):
        wrong = wrong_with(look)
        found.refused = [*look.outcome.general, *(in_words(row, *said) for row, _, *said in wrong)][:MOST_WRONG]
        with transaction.atomic():
            if there := as_it_was.select_for_update().first():
                brought.keep(work.by_id, there.form, there.key, there.word, found)
        rows_wrong = sorted({row for row, *_ in wrong}) or [0]
        words = f"Nothing is saved. {need_a_look(rows_wrong) if wrong else 'The table needs a look.'} {KEPT}"
        raise long_work.WorkFailed(words, f"{back}?draft={draft.pk}&page={rows_wrong[0] // SHOWN + 1}")
    words = f"Saved: {wording.counted(sum(map(len, look.outcome.saved.values())), 'record')}."
    is_kept = drafts.Draft.objects.filter(pk=draft.pk).exists()
    return words + (KEPT_BESIDE if is_kept else ""), reverse("pasted", args=[spoken(look.outcome.moment)])


def need_a_look(numbers):
    """That rows need a look, without their words: whoever works in the office may read this sentence."""
    first = numbers[0] + 1
    return (
        f"{len(numbers)} rows need a look, the first is row {first}." if numbers[1:] else f"Row {first} needs a look."
    )
