"""Whatever is pasted or brought, given to the reader of its kind; what can't be read is refused by its name.

Knows no Django. A file is known by what it is, never by the ending of its name.
"""

import io
import re
import zipfile
from importlib import import_module
from zlib import error as ZlibError

from kit.incoming import clean, plain
from kit.incoming.shape import Incoming, NoTable

MOST_BYTES, MOST_SIGNS = 10_000_000, 2_000_000
MOST_PARTS, MOST_UNPACKED = 2_000, 60_000_000  # of what is packed: files in it, bytes of its markup
SAVE_AS = "Save it as XLSX, ODS, DOCX, ODT or CSV."
# What a file begins with, and by what it is called.
BEGINNINGS = {
    b"%PDF-": "This is a PDF. Copy the table out of it and paste it, or bring the file that it was made of.",
    b"{\\rtf": "This is an RTF file. Open it in Word and save it as DOCX.",
    b"\x89PNG": "This is a picture. Bring the file that it was taken from.",
    b"\xff\xd8\xff": "This is a picture. Bring the file that it was taken from.",
    b"MIME-Version:": f"This is a saved web page or mail. Open it and copy what is needed. {SAVE_AS}",
}
# What a packed file holds: the reader of it, loaded when there is such a file, and the kind; or why it isn't read.
PACKED = {
    "xl/workbook.xml": ("workbooks", "xlsx"),
    "application/vnd.oasis.opendocument.spreadsheet": ("workbooks", "ods"),
    "word/document.xml": ("wordfiles", "docx"),
    "application/vnd.oasis.opendocument.text": ("wordfiles", "odt"),
    "xl/workbook.bin": "This is a binary workbook (XLSB). Open it in Excel and save it as XLSX.",
    "ppt/presentation.xml": "This is a presentation. Copy the table out of it and paste it.",
    "application/vnd.oasis.opendocument.presentation": "This is a presentation. Copy the table out of it and paste it.",
    "Index/Document.iwa": f"This is a file of Pages or Numbers. Export it as a Word or Excel file. {SAVE_AS}",
}
# What an old file of Office holds, by the name of a part of it.
OLD = {
    "EncryptedPackage": "This file has a password. Take it off and save the file anew.",
    "WordDocument": "This is a file of an old Word. Open it in Word and save it as DOCX.",
    "PowerPoint Document": "This is a presentation. Copy the table out of it and paste it.",
    "Workbook": ("workbooks", "xls"),
    "Book": ("workbooks", "xls"),
}
# An old ODT names the type of its documents; entities of its own are for none of them.
ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[")
# Plain text may well hold a "<", but it begins with no element, and holds none of these.
MARKUP = re.compile(
    r"\A\s*(?:Version:[^<]*)?<(?:!--|!doctype|[a-z][a-z0-9]*[\s/>])|<(?:table|html|ul|ol|p|li|meta|body|tr|div)\b",
    re.IGNORECASE,
)


def read(given: str | bytes, sheet: str | None = None) -> Incoming:
    """What is in something pasted (text) or in a file (bytes); of a workbook, the sheet of this name."""
    if isinstance(given, str):
        return read_text(given)
    if not given:
        raise NoTable("The file is empty.")
    if len(given) > MOST_BYTES:
        raise NoTable(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Save the part that is needed as a file of its own."
        )
    if reader := of_office(given):
        module, kind = reader
        return import_module(f"kit.incoming.{module}").read(given, kind, sheet)
    start = given[:300].lstrip()
    for beginning, sentence in BEGINNINGS.items():
        if start.startswith(beginning):
            raise NoTable(sentence)
    text, said = plain.decode(given)
    if text.lstrip().startswith("<?xml"):
        raise NoTable(f"This file is XML. {SAVE_AS}")
    return read_text(text, said)


def of_office(given: bytes) -> tuple[str, str] | None:
    """The reader of a file of an office program, and its kind; None if it is of no such program."""
    if given.startswith(b"PK"):
        return _by_name(PACKED, _packed(given))
    if given.startswith(b"\xd0\xcf\x11\xe0"):
        return _by_name(OLD, (name for name in OLD if name.encode("utf-16-le") in given))
    return None


def read_text(text: str, said: str = "") -> Incoming:
    """What is in HTML of the clipboard, or in plain text."""
    # LibreOffice Writer ends its HTML on the clipboard with a zero.
    text = text.rstrip("\x00")
    if len(text) > MOST_SIGNS:
        raise NoTable("This is too much to paste at once. Paste one table at a time, or bring the file.")
    if not MARKUP.search(text):
        return plain.read(text, said)
    try:
        return clean.read(text)
    except clean.TooMuch as reason:
        raise NoTable(str(reason)) from reason


def _by_name(readers, names):
    reader = next((readers[name] for name in names), f"This is no file that can be read here. {SAVE_AS}")
    if isinstance(reader, str):
        raise NoTable(reader)
    return reader


def _packed(data):
    """Which of our kinds a packed file is; refused if it has a password or would unpack to more than anybody needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise NoTable("This file has a password. Take it off and save the file anew.")
            if len(infos) > MOST_PARTS:
                raise NoTable("This file holds too much. Save the part that is needed as a file of its own.")
            _refuse_bombs(parts, infos)
            names = {info.filename for info in infos}
            if "mimetype" in names:
                names.add(parts.read("mimetype")[:100].decode("ascii", errors="replace").strip())
            return [name for name in PACKED if name in names]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ZlibError, EOFError, OSError, ValueError) as error:
        raise NoTable("This file can't be unpacked: it is damaged or cut short. Save it anew.") from error


def _refuse_bombs(parts, infos):
    """Refuse markup that unpacks to too much, names entities, or is encrypted."""
    left = MOST_UNPACKED
    for info in infos:
        if not info.filename.endswith((".xml", ".rels")) and info.filename != "mimetype":
            continue
        with parts.open(info) as part:
            text = part.read(left + 1)
        left -= len(text)
        if left < 0:
            raise NoTable("This file holds too much. Save the part that is needed as a file of its own.")
        if ENTITIES.search(text) or b"\x00" in text[:200]:
            raise NoTable("This file holds what no table needs, and isn't opened.")
        if info.filename == "META-INF/manifest.xml" and b"encryption-data" in text:
            raise NoTable("This file has a password. Take it off and save the file anew.")
