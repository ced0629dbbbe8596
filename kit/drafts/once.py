"""A form that arrives twice is saved once: a person who presses Add twice has added one row.

Each form that adds carries a word of its own. The word is written down in the transaction of the save, and only once:
of two requests that arrive together the database makes the second wait, and then sends it to what the first has saved.
"""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction

from kit import clock, drafts
from kit.drafts.models import Sent

FIELD = "_once"
# A page is sent a second time within moments, or from a tab that was brought back the next morning.
LASTS = timedelta(days=2)


def word():
    """A new word for a form."""
    return secrets.token_urlsafe(16)


def take(data, by, files=()):
    """Take a posted form for saving, in the transaction that saves. Returns it, to be told what was saved.

    Raises AlreadySent if the same form was saved before with the same words in it: what somebody changed after going
    back to it is another row. A form without a word is saved each time.
    """
    Sent.objects.filter(at__lt=clock.now() - LASTS).delete()
    own = data.get(FIELD) or word()
    told = json.dumps([by.pk, own, drafts.typed(data), [[file.name, file.size] for file in files]], sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()
    try:
        with transaction.atomic():
            return Sent.objects.create(word=digest, at=clock.now())
    except IntegrityError:
        raise AlreadySent(Sent.objects.get(word=digest).row) from None


class AlreadySent(Exception):
    """This form was saved before; `row` is the number of what it added."""

    def __init__(self, row):
        self.row = row
        super().__init__("This form was sent twice and saved once.")
