"""Lines of the log for whoever watches over security: what was done, by whom, to which record, in numbers."""

import logging
from functools import partial

from django.db import transaction
from msgspec import Struct

log = logging.getLogger(__name__)


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a line says beside its words. Each field is a word of the program or the number of a record.

    docs/watching.md lists fields and events for those who read the log.
    """

    event: str
    by: int | None = None
    login: int | None = None
    role: str = ""
    edition: int | None = None


def tell(what, *, role="", **records):
    """Write the line once what was done is sure: at the end of the transaction, if there is one.

    `what` is a word of the program. Of the records (`by`, `login`, `edition`) only the numbers are written.
    """
    numbers = {name: record.pk for name, record in records.items() if record is not None}
    event = Event(event=what, role=role, **numbers)
    transaction.on_commit(partial(log.info, "%s", what.replace("-", " ").capitalize(), extra={"event": event}))
