"""One user writes: whoever owns the folder of the public pages.

What another user writes there the program can't clear away later, so that what was erased would stay for good.
"""

import os
import pwd

from django.conf import settings


class OtherUser(Exception):
    """Why nothing was written, in a sentence: it is not the owner of the public pages who runs this."""


def refuse_another():
    """Raise OtherUser unless the public pages belong to the user who runs this, or there are none yet."""
    root = settings.PUBLIC_ROOT
    if root.exists() and not is_ours(root):
        owner, here = name(root.stat().st_uid), name(os.geteuid())
        raise OtherUser(
            f"The public pages belong to the user {owner}, and this is run by {here}. Nothing was written. "
            f"Run it as {owner}."
        )


def is_ours(place):
    """Whether a file or folder belongs to the user who runs this."""
    return place.lstat().st_uid == os.geteuid()


def name(number):
    """A user of this machine by name, or by number if it has none here."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
