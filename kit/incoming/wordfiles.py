"""Word files: DOCX and ODT."""

from kit.incoming.shape import NoTable


def read(data, kind, _sheet=None):
    raise NoTable(f"{kind} can't be read yet.")
