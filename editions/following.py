"""Whether the public pages follow the records, and writing them after a deed that is done whatever comes of it.

The records come first: a version is published once the database has it. Writing the pages can fail after that, for want
of room on the disk or of a permission. Nothing is noted down then: each tree says which records it was written from, so
a later caller sees that it is behind, also after a power cut between the two.
"""

import fcntl
import logging
import os

from django.conf import settings

from kit.wording import going_on
from publications.models import PublicationKind

from . import tree
from .models import Edition

log = logging.getLogger(__name__)


class NotWritten(Exception):
    """The deed is done and the public pages don't show it yet; why, and what will mend it, in words."""


def follow():
    """Write the public pages after a deed; raises NotWritten if that fails, and then the deed is done nevertheless."""
    try:
        tree.rebuild()
    except Exception as failure:
        log.exception("The public pages could not be written")
        why = failure.strerror if isinstance(failure, OSError) and failure.strerror else "the log says why"
        raise NotWritten(
            f"The public pages could not be written: {going_on(why)}. Until they are, the public reads what "
            "it read before. It is tried again every night, by manage.py site, and by the button at the office."
        ) from failure


def is_behind():
    """Whether the records have gone on since the public pages were written, and nobody is writing them just now."""
    if tree.written_from() == tree.records():
        return False
    has_pages = Edition.objects.live().filter(publication__kind=PublicationKind.SITE).exists()
    return has_pages and not is_being_written()


def is_being_written():
    try:
        handle = os.open(settings.PUBLIC_ROOT / tree.LOCK, os.O_RDONLY)
    except OSError:  # nobody has written anything here, or nobody may
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
