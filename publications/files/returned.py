"""The doorway of Word copies that come back: read apart, in a process that can reach nothing. Knows no Django."""

import msgspec

from kit import apart
from kit.incoming import returned
from kit.incoming.returned import Returned
from kit.incoming.shape import NoTable

LIMITS = apart.Limits(computing=20, memory=1 << 29, wall=40)


def take(data: bytes) -> Returned:
    """What is in a Word copy that came back. Raises NoTable, in a sentence, if it can't be read."""
    try:
        words, read = apart.run("publications.files.returned", data, LIMITS)
    except apart.Stopped as stopped:
        raise NoTable(f"This copy could not be read: {stopped}") from stopped
    except apart.Busy as busy:
        raise NoTable("Two documents are being worked on just now. Try again in a moment.") from busy
    if "no table" in words:
        raise NoTable(words["no table"])
    return msgspec.msgpack.decode(read, type=Returned)


# In the child


def answer(data):
    try:
        return {}, msgspec.msgpack.encode(returned.read(data))
    except NoTable as reason:
        return {"no table": str(reason)}, b""


if __name__ == "__main__":
    apart.answer(answer)
