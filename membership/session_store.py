"""Where sessions are kept: in the database, so that a copy of it is no bunch of sign-ins.

A row bears a digest of the number that the browser's cookie holds, and what the session remembers is sealed: it may be
the secret of an app that is being set up, or a code that was mailed a minute ago. The keys are made from SECRET_KEY,
with which sessions end in any case; those of SECRET_KEY_FALLBACKS open as well. The program asks for sessions
synchronously only, so only that half is made anew.
"""

import base64
import hashlib
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def digest(session_key):
    """What stands in the place of a session's number; as long as the column. The number is long and random."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def keys():
    made = (
        salted_hmac("membership.session_store", "", secret=key, algorithm="sha256").digest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


class SessionStore(db.SessionStore):
    """Django's own, but for the number and the seal."""

    def _get_session_from_db(self):
        rows = self.model.objects.filter(session_key=digest(self.session_key), expire_date__gt=timezone.now())
        row = rows.first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key):
        return super().exists(digest(session_key))

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = digest(row.session_key)
        return row

    def delete(self, session_key=None):
        if session_key := session_key or self.session_key:
            super().delete(digest(session_key))

    def save(self, must_create=False):
        """A database that is away is said as such: Django would say that the session was ended meanwhile."""
        try:
            super().save(must_create)
        except UpdateError as failure:
            if isinstance(failure.__context__, OperationalError | InterfaceError):
                raise failure.__context__ from None
            raise

    def encode(self, session_dict):
        return keys().encrypt(self.serializer().dumps(session_dict)).decode()

    def decode(self, session_data):
        try:
            return self.serializer().loads(keys().decrypt(session_data))
        except InvalidToken:
            logger.warning("A session was sealed with a key that is not known any more; it is over.")
            return {}
