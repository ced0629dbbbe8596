"""Links that let somebody without a sign-in do one thing with one row: made, opened, used, withdrawn.

The secret is shown once, when the link is made; the records hold its digest. Opening a link changes nothing, because
mail scanners open every link. Each deed is in the record of access.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.core.internal.ratelimit import consume
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare

from kit import clock
from membership.audit import What, record, record_sparingly
from membership.models import SignedLink
from membership.purposes import PURPOSES

BYTES = 32  # of chance in a secret
LONGEST = 100  # signs of a word in an address that is looked at


class Refused(Exception):
    """Why a link opens nothing. Whoever holds it isn't told which of the reasons it is; the record of access is."""


class TooMany(Exception):
    """More visits from one address than anybody makes who fills in a form."""


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(purpose, row, ends, *, by):
    """A new link for a row until a day, and the word for its address, which is known to nobody from then on.

    Raises ValidationError, in a sentence, if the day is over or too far away.
    """
    today, last = clock.today(), clock.today() + timedelta(PURPOSES[purpose].days)
    if ends < today:
        raise ValidationError("This day is over. Say until when the link opens.", code="ends")
    if ends > last:
        raise ValidationError(f"A link lives {PURPOSES[purpose].days} days at most.", code="ends")
    secret = secrets.token_urlsafe(BYTES)
    link = SignedLink(
        purpose=purpose,
        row=row.pk,
        version=row.version,
        digest=digest(secret),
        ends=ends,
        made_at=clock.now(),
        made_by=by,
    )
    link.full_clean()
    link.save(force_insert=True)
    record(What.LINK_MADE, by=by, detail=f"{link}: {row}")
    return link, f"{link.pk}-{secret}"


@transaction.atomic
def revoke(link, *, by):
    """Withdraw a link: from now on it opens nothing. Doing it twice changes nothing."""
    link = SignedLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = clock.now(), by
        link.save(update_fields=["revoked_at", "revoked_by"])
        record(What.LINK_REVOKED, by=by, detail=str(link))


def given_for(purpose, row):
    """The links that were given out for a row, the latest first."""
    return list(SignedLink.objects.filter(purpose=purpose, row=row.pk))


def opened(request, purpose, word, find):
    """The link that a word of an address is the secret of, and its row, which `find` gives for its number, or None.

    Raises Refused if there is no such link, or it is over, withdrawn, worn out, for something else, or its row was
    changed since it was made; TooMany if one address comes too often.
    """
    if not consume(request, app="allauth.account", action="link", limit_get=True):
        raise TooMany
    link, row, why = looked_at(purpose, word, find)
    if why:
        record_sparingly(What.LINK_REFUSED, detail=f"{link}: {why}" if link else why)
        raise Refused(why)
    return link, row


def looked_at(purpose, word, find):
    """The link of a word, its row, and why it opens nothing (empty if it opens); neither counted nor recorded."""
    link = known(word)
    row = find(link.row) if link and link.purpose == purpose else None
    return link, row, reason(link, purpose, row)


def known(word):
    """The link whose secret a word is; None if it is none. Every link is compared in the same time."""
    number, _, secret = word.partition("-")
    if len(word) > LONGEST or not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    link = SignedLink.objects.filter(pk=int(number)).first()
    is_right = constant_time_compare(link.digest if link else digest(""), digest(secret))
    return link if link and is_right else None


# Why a link that is known opens nothing, in words for the record of access; each asks the link, what it is wanted for,
# and its row, or None.
REASONS = (
    ("made for something else", lambda link, purpose, row: link.purpose != purpose),
    ("withdrawn", lambda link, purpose, row: link.revoked_at is not None),
    ("its last day is over", lambda link, purpose, row: link.ends < clock.today()),
    ("used too often", lambda link, purpose, row: link.uses >= PURPOSES[link.purpose].uses),
    ("what it was made for is gone", lambda link, purpose, row: row is None),
    ("what it was made for was changed", lambda link, purpose, row: row and row.version != link.version),
)


def reason(link, purpose, row):
    """Why a link opens nothing; empty if it opens."""
    if link is None:
        return "no such link"
    return next((words for words, holds in REASONS if holds(link, purpose, row)), "")


def told_opened(link, how=""):
    """Note that a link was opened, by a person or by a scanner of mail: of these nobody knows which it was."""
    record_sparingly(What.LINK_OPENED, detail=f"{link}: {how}" if how else str(link))


def used(link, find, detail):
    """Count one use. Raises Refused if the link, or its row, which `find` gives, came to open nothing in this moment.

    Belongs into the transaction of what is done by it.
    """
    link = SignedLink.objects.select_for_update().get(pk=link.pk)
    if why := reason(link, link.purpose, find(link.row)):
        raise Refused(why)
    link.uses += 1
    link.save(update_fields=["uses"])
    record(What.LINK_USED, detail=f"{link}: {detail}")
