"""Files and folders that appear under their name once all of them is on the disk: whoever finds one finds it whole."""

import os
from contextlib import contextmanager, suppress


@contextmanager
def private():
    """What is written in here only its owner may read. What follows may be the public pages, which others read."""
    usual = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(usual)


@contextmanager
def written_whole(file):
    """A file to write to, which gets its name at the end. What fails or is killed leaves nothing under that name.

    Raises FileExistsError if somebody else has made a file of that name meanwhile.
    """
    beside = unfinished(file)
    try:
        with beside.open("wb") as written:
            yield written
            on_the_disk(written)
        os.link(beside, file)  # unlike a renaming it writes over nothing
        on_the_disk(file.parent)
    except OSError as failure:
        failure.filename = failure.filename or str(file)  # a full disk doesn't say which file it was
        raise
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def unfinished(place):
    """What a file or folder is called until it is whole."""
    return place.with_name(f".{place.name}.unfinished")


def on_the_disk(place):
    """Have the disk keep an open file, a file or a folder, so that a power cut doesn't take it."""
    if hasattr(place, "fileno"):
        place.flush()
        os.fsync(place.fileno())
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
