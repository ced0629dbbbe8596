"""The doorway of whatever is pasted or brought: read apart, in a process that can reach nothing. Knows no Django.

A little markup or a small workbook can ask for any amount of work, so the server calls `read`, which has `kit.incoming`
read it in a child with limits (`kit.apart`). What can't be read is refused in a sentence: `NoTable`.
"""

import msgspec

from kit import apart
from kit.incoming import files
from kit.incoming.shape import Incoming, NoTable

MOST_BYTES = files.MOST_BYTES
# The largest workbook that is taken needs three seconds and 150 MB.
LIMITS = apart.Limits(computing=10, memory=1 << 29, wall=30)


class Given(msgspec.Struct):
    """What the child is told to read: a text or a file, and the sheet of a workbook that somebody chose."""

    pasted: str = ""
    file: bytes | None = None
    sheet: str | None = None


def read(given: str | bytes, sheet: str | None = None) -> Incoming:
    """What is in something pasted (text) or in a file (bytes), read apart; of a workbook, the sheet of this name."""
    is_text = isinstance(given, str)
    text = given.encode(errors="replace").decode() if is_text else ""
    source = Given(pasted=text, file=None if is_text else given, sheet=sheet)
    try:
        words, data = apart.run("kit.pasting", msgspec.msgpack.encode(source), LIMITS)
    except apart.Stopped as stopped:
        raise NoTable(f"This could not be read: {stopped} Paste or save the one table that is needed.") from stopped
    except apart.Busy as busy:
        raise NoTable("Two documents are being worked on just now. Try again in a moment.") from busy
    if "no table" in words:
        raise NoTable(words["no table"])
    return msgspec.msgpack.decode(data, type=Incoming)


# In the child


def answer(source):
    """What came, in its one shape, or why there is nothing."""
    source = msgspec.msgpack.decode(source, type=Given)
    try:
        incoming = files.read(source.pasted if source.file is None else source.file, source.sheet)
    except NoTable as reason:
        return {"no table": str(reason)}, b""
    return {}, msgspec.msgpack.encode(incoming)


if __name__ == "__main__":
    apart.answer(answer)
