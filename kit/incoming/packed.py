"""Office files are packed parts of XML: the same file with some of its parts changed. Knows no Django."""

import io
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

# A strict file is an ordinary one under other names.
OURS = "http://schemas.openxmlformats.org/"
STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": f"{OURS}spreadsheetml/2006/main".encode(),
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": f"{OURS}wordprocessingml/2006/main".encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": f"{OURS}officeDocument/2006/relationships".encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": f"{OURS}drawingml/2006/main".encode(),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        f"{OURS}drawingml/2006/wordprocessingDrawing".encode()
    ),
    b"http://purl.oclc.org/ooxml/drawingml/picture": f"{OURS}drawingml/2006/picture".encode(),
}


def parts(data: bytes, first: str = "") -> Iterator[tuple[str, bytes]]:
    """Each part of a file by its name, those of XML with the names that everybody knows; one may come `first`."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        for info in sorted(given.infolist(), key=lambda info: info.filename != first):
            text = given.read(info)
            if info.filename.endswith((".xml", ".rels")):
                for strict, ours in STRICT.items():
                    text = text.replace(strict, ours)
            yield info.filename, text


def changed(data: bytes, change: Callable[[str, bytes], bytes], first: str = "") -> io.BytesIO:
    """The same file with each part as `change` gives it back."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as taken:
        for name, text in parts(data, first):
            taken.writestr(name, change(name, text))
    out.seek(0)
    return out


def tree(text: bytes):
    """A part as a tree, which fetches nothing and resolves nothing."""
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
