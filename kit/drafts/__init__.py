"""What people have typed and not saved: kept for the person who typed it, through crash, time-out and signing out."""

import json

from django.core import signing
from django.db.models import Q
from django.http import QueryDict

from kit import clock
from kit.drafts.models import Draft

# Together what a form can hold, with room to spare. What is longer was not typed.
LONGEST = 400_000
SALT = "kit.drafts"
HIDDEN = {"versions", "sure"}  # what the tables of figures send beside what is typed
# A page may lie open over a holiday.
LASTS = 60 * 60 * 24 * 30


def owner(person, form, key, word):
    """Signed, whose form a page holds and which, so that its text is kept for that person even when signed out."""
    return signing.dumps([person.pk, form, key, word], salt=SALT)


def owner_of(signed, form, key):
    """The number of the person for whom a form was made, and the form's token; None and "" if that can't be told."""
    try:
        person, *what, word = signing.loads(signed, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return (person, word) if what == [form, key] else (None, "")


def typed(data):
    """What a person typed into a posted form: all but what the machinery adds."""
    return {
        name: values
        for name, values in data.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken" and not any("\0" in value for value in values)
    }


def keep(person_id, form, key, word, data):
    """Keep what was typed in place of what the same form kept before. None if it is too long to be kept."""
    fields = json.dumps(typed(data), ensure_ascii=False)
    if len(fields) > LONGEST or len(key) > Draft._meta.get_field("key").max_length:
        return None
    return Draft.objects.update_or_create(
        person_id=person_id, form=form, key=key, word=word, defaults={"fields": fields, "saved": clock.now()}
    )[0]


def left_over(draft, data):
    """The names of the fields in which a draft holds words, and others than a form that was sent."""
    fields = json.loads(draft.fields)
    return {name for name, values in fields.items() if any(values) and values != data.getlist(name)} - HIDDEN


def throw_away_about(person, *, page, under, words):
    """Forget what a person typed, and what others typed about them: at addresses below `page`, and where one of `words`
    is all that a field says at an address below `under`."""
    Draft.objects.filter(Q(person=person) | Q(key__startswith=page)).delete()
    words = {each.casefold() for each in words if each}
    for draft in Draft.objects.filter(key__startswith=under):
        if any(value.strip().casefold() in words for values in json.loads(draft.fields).values() for value in values):
            draft.delete()


def as_posted(draft):
    """The fields as the browser would send them."""
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.fields).items():
        data.setlist(name, values)
    return data
