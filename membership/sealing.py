"""What second factors rest on, the secrets of apps and printed sheets, sealed with keys that lie outside the database.

A copy of the database then yields no code. The first of SECRETS_KEYS seals; each of them opens, so that a new one can
take over while people sign in. What was kept in clear before there was a key is read until `manage.py seal_secrets` has
sealed it.
"""

from collections import Counter

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from kit import clearing

MARK = "sealed:"
# Where allauth keeps them in `Authenticator.data`. Of a passkey it has the public half only.
FIELDS = ("secret", "seed")
CLEAR, FORMER, NEWEST, UNREADABLE = "clear", "former", "newest", "unreadable"


class KeyMissing(Exception):
    """There is no key to seal a secret with, or none of those that are set opens it."""


def seal(text):
    """A secret as the database may hold it."""
    if not settings.SECRETS_KEYS:
        raise KeyMissing("SECRETS_KEYS is not set, so no secret can be kept.")
    return MARK + Fernet(settings.SECRETS_KEYS[0]).encrypt(text.encode()).decode()


def unseal(text):
    """The secret itself."""
    if not text.startswith(MARK):
        return text
    try:
        return MultiFernet([Fernet(key) for key in settings.SECRETS_KEYS]).decrypt(text.removeprefix(MARK)).decode()
    except (InvalidToken, ValueError):  # the second where there is no key at all
        raise KeyMissing("None of SECRETS_KEYS opens this secret.") from None


def state(text):
    """How a secret lies in the database: in clear, sealed with the newest key or a former one, or unreadable."""
    if not text.startswith(MARK):
        return CLEAR
    for number, key in enumerate(settings.SECRETS_KEYS):
        try:
            Fernet(key).decrypt(text.removeprefix(MARK))
        except InvalidToken:
            continue
        return FORMER if number else NEWEST
    return UNREADABLE


def standing():
    """How many secrets lie in the database in which state."""
    return Counter(state(row.data[name]) for row, name in secrets(Authenticator.objects.all()))


TO_BE_DONE = {
    CLEAR: "Secrets of second factors in clear: {number}. manage.py seal_secrets seals them.",
    FORMER: "Secrets of second factors under a former key: {number}. manage.py seal_secrets seals them anew.",
    UNREADABLE: "Secrets of second factors that no key opens: {number}. Add the key to SECRETS_KEYS that did.",
}


def remains():
    """What is still to be done about the secrets in the database, each in a sentence."""
    found = standing()
    return [words.format(number=found[state]) for state, words in TO_BE_DONE.items() if found[state]]


@transaction.atomic
def seal_all():
    """Seal with the newest key whatever isn't yet, and leave alone what no key opens; how many there were of each.

    The rows are locked meanwhile: a code that somebody enters waits, so that it is not good for a second time. What lay
    in clear is cleared out of the database's files, too.
    """
    found = Counter()
    for row, name in secrets(Authenticator.objects.select_for_update()):
        before = state(row.data[name])
        found[before] += 1
        if before in (CLEAR, FORMER):
            row.data[name] = seal(unseal(row.data[name]))
            row.save(update_fields=["data"])
    if found[CLEAR]:
        clearing.left_in(Authenticator)
        transaction.on_commit(clearing.clear)
    return found


def secrets(authenticators):
    for row in authenticators.order_by("pk"):
        for name in FIELDS:
            if name in row.data:
                yield row, name
