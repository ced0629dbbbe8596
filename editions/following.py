"""Whether the public pages follow the records, and writing them after a deed that is done whatever comes of it.

The records come first: a version is published once the database has it. Writing the pages can fail after that, for want
of room on the disk or of a permission. Nothing is noted down then: each tree says which records it was written from, so
a later caller sees that it is behind, also after a power cut between the two.

What was erased is then cleared out of former trees and the database's files; `remains` says where it was not.
"""

import fcntl
import logging
import os
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from kit import clearing, long_work, owner
from kit.wording import counted, going_on, listed
from publications.models import PublicationKind

from . import tree
from .models import Edition

log = logging.getLogger(__name__)

PUBLISH = "publish"  # what it is called as long work
_put_off = ContextVar("put_off", default=False)


class Unfinished(Exception):
    """The deed is done and something that follows from it isn't; what, why, and what will mend it, in words."""


class NotWritten(Unfinished):
    """The deed is done and the public pages don't show it yet; why, and what will mend it, in words."""


@contextmanager
def at_the_end():
    """Of several deeds done together the public pages follow once, at the end of them all."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)
        follow()


def follow(*, anew=False):
    """Write the public pages after a deed, and clear the database of what it erased; all of them, if `anew`.

    NotWritten if the pages can't be written; the deed is done all the same.
    """
    if _put_off.get():
        return
    try:
        tree.rebuild(anew=anew)
    except Exception as failure:
        log.exception("The public pages could not be written")
        why = failure.strerror if isinstance(failure, OSError) and failure.strerror else "the log says why"
        if isinstance(failure, owner.OtherUser):
            why = str(failure).rstrip(".")
        raise NotWritten(
            f"The public pages could not be written: {going_on(why)}. Until they are, the public reads what "
            "it read before. It is tried again every night, by manage.py site, and by the button at the office."
        ) from failure
    finally:
        clearing.clear()


def is_site_public():
    return Edition.objects.live().filter(publication__kind=PublicationKind.SITE).exists()


def standing(is_site_public=is_site_public, *, is_uncleared=True, is_publishing=True):
    """What the office's pages say of it: whether the public pages are behind, and where what was erased still lies.

    A page that has asked for what is public says by `is_site_public` whether the site's own words are; one that knows
    that nothing is left to be cleared in the database, or that nobody is publishing, says so.
    """
    return {
        "behind": is_behind(is_site_public, is_publishing=is_publishing),
        "remains": list(remains(is_uncleared=is_uncleared)),
    }


def remains(*, is_uncleared=True):
    """Where that which was erased still lies, a sentence each. `follow` clears it, unless what keeps it goes on."""
    if trees := [] if is_being_written() else tree.leftovers():
        names = listed([f"{place.parent.name}/{place.name}" for place in trees])
        yield (
            f"{counted(len(trees), 'former copy', 'former copies')} of the public pages may still hold what was "
            f"erased ({names}). Nobody can read it on the site. What belongs to another user is given back by chown."
        )
    if is_uncleared:
        yield from clearing.remains()


def is_behind(is_site_public=is_site_public, *, is_publishing=True):
    """Whether the records have gone on since the public pages were written, and nobody is about to write them."""
    written = tree.written_from()
    if is_being_written() or (written and written == tree.records()):
        return False
    if is_publishing and long_work.is_under_way(PUBLISH):
        return False
    return is_site_public()


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
