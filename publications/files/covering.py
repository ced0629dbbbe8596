"""A covering paper: a page or two in front of a report for one who is given it, as a Word file or as plain text.

Both are made of the same headings and paragraphs. The Word file names no person and no moment: the same words give the
same bytes. Knows no Django.
"""

from io import BytesIO

import docx

from . import word_looks as looks
from .word import printable

WIDTH = 78  # signs of the line below a heading, at most


def text(title, parts):
    """The paper as plain text, to be put into a mail or into a council's own form."""
    lines = [title, "=" * min(len(title), WIDTH)]
    for heading, words in parts:
        lines += ["", heading, "-" * min(len(heading), WIDTH)]
        for paragraph in words:
            lines += [paragraph, ""]
        lines.pop()
    return "\n".join(lines) + "\n"


def word(title, board, parts, language=looks.LANGUAGE):
    """The bytes of the paper as a Word file: headings are Word's own, and an address is a link."""
    file = docx.Document()
    looks.prepare(file, language)
    file.add_paragraph(printable(board), style="Board")
    file.add_paragraph(printable(title), style="Heading 1")
    for heading, words in parts:
        file.add_paragraph(printable(heading), style="Heading 2")
        for paragraph in words:
            add(file.add_paragraph(), paragraph)
    core = file.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title, core.author, core.language = printable(title)[:255], printable(board)[:255], language
    plain = BytesIO()
    file.save(plain)
    plain.seek(0)
    return looks.sealed(plain, BytesIO()).getvalue()


def add(paragraph, words):
    """The words of a paragraph; what stands behind its last colon is a link if it is an address."""
    before, colon, address = words.rpartition(": ")
    if not address.startswith(("https://", "http://")) or " " in address:
        paragraph.add_run(printable(words))
        return
    paragraph.add_run(printable(before + colon))
    link = looks.link(paragraph, address=address)
    link.append(paragraph.add_run(printable(address), style="Hyperlink")._r)
