"""A Word copy of a document, for people who comment in Word: made from the same blocks as the web page and the PDF.

It is a copy for comment and says so on each page with the check code of what it was made from; the document itself is
the PDF. Headings, lists, tables and links are Word's own. It names no person and no moment: the same content gives the
same bytes. Knows no Django.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from kit import colour, periods, prose
from publications import blocks, drawing, narrative
from publications.content.base import Control
from publications.content.document import Document

from . import marks
from . import word_looks as looks

# What a document of a kind is called in passing.
CALLED = {"business-plan": "plan", "annual-report": "report"}
TWENTIETHS = 635  # Word's measure of a table, a twentieth of a point, in the units of python-docx
UNPRINTABLE = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\U00010000-\U0010ffff]")  # what XML can't hold
NUMBER_WIDTH = Mm(13)  # the room for a paragraph's number in front of it


def make(
    document: Document,
    pages: tuple[blocks.Page, ...],
    control: Control,
    reply_by: date | None = None,
    pictures: Mapping[str, bytes] | None = None,
    *,
    section: str = "",
) -> bytes:
    """The bytes of the Word copy. `pages` are the document's, numbered or not (`layout.numbered`).

    `pictures` are the bytes of those in it, by their digests; `section` is the key of a section that the copy is of
    alone, to send to whoever writes it.
    """
    copy = Copy(document, control, reply_by, section)
    copy.pictures = pictures or {}
    copy.opening(pages)
    for page in pages:
        copy.section(page)
    copy.closing()
    return copy.saved()


def notice(document):
    """What stands on each page of a copy: that it is one."""
    return f"Copy for comment, not the {CALLED.get(document.kind, 'document')}"


class Copy:
    """A Word file while it is being written, from the first line to the last."""

    def __init__(self, document, control, reply_by, section=""):
        self.document, self.control, self.reply_by = document, control, reply_by
        self.made_from = marks.MadeFrom(document.kind, document.slug, section, control.check_code)
        self.file = docx.Document()
        looks.prepare(self.file, document.language or looks.LANGUAGE)
        self.style_ids = {style.name: style.style_id for style in self.file.styles}
        self.lists = looks.Numberings(self.file)
        self.pictures = {}
        self.colour = colour.read(document.colour)
        self.size = looks.PORTRAIT
        self.bookmarks = 0
        self.numbered = {}  # the list of numbers that is open on each level
        self.below_heading = False
        self.write = {
            blocks.Heading: self.heading,
            blocks.Prose: self.prose,
            blocks.Table: self.table,
            blocks.List: self.list,
            blocks.Tree: self.tree,
            blocks.Chart: self.chart,
            blocks.ShownPicture: self.picture,
            blocks.QuotedWords: self.quotation,
            blocks.StoryBox: self.story,
        }
        self.head_and_foot()

    # Around the words

    def head_and_foot(self):
        section = self.file.sections[0]
        head = section.header.paragraphs[0]
        head.text = ". ".join(filter(None, [notice(self.document), self.version(), self.check_code()]))
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{self.document.board.short_name}: {self.title()}. {self.asked()}Page ")
        looks.add_field(foot, "PAGE", "1")
        foot.add_run(" of ")
        looks.add_field(foot, "NUMPAGES", "1")

    def asked(self):
        return f"Comments by {periods.day(self.reply_by)}. " if self.reply_by else ""

    def title(self):
        return f"{self.document.title} {self.document.period.words}".strip()

    def version(self):
        return "Draft" if self.control.is_draft else f"Version {self.control.number}"

    def check_code(self):
        return f"Check code {self.control.short_code}" if self.control.check_code else ""

    def opening(self, pages):
        """What a cover says, and the contents."""
        document = self.document
        for words, style in (
            (document.board.name, "Board"),
            (document.title, "Title"),
            (document.period.words, "Subtitle"),
            (document.cover_note, "Normal"),
            (f"{notice(document)}.", "Notice"),
            (f"Please send your comments by {periods.day(self.reply_by)}." if self.reply_by else "", "Notice"),
            (f"{self.version()}. {self.check_code()}".strip(". ") + ".", "Normal"),
            (self.control.decision, "Normal"),
        ):
            self.words(words, style)
        if self.made_from.section:
            return
        self.words("Contents", "Heading 1").paragraph_format.page_break_before = True
        for page in pages:
            entry = self.file.add_paragraph(style="Contents entry")
            link = looks.link(entry, name=bookmark_name(page))
            words = f"{page.label} {page.contents_heading}".strip()
            link.append(self.run(entry, words, style="Hyperlink")._r)

    def words(self, words, style="Normal"):
        return self.file.add_paragraph(printable(words), style=style) if words else None

    def closing(self):
        """What the copy was made from, in full. A paragraph also has to stand below a table at the end of a file."""
        self.turn(looks.PORTRAIT)
        self.words(f"{notice(self.document)}. {self.version()}.", "Notice")
        self.words(f"Check code of what it was made from: {self.control.check_code}" if self.control.check_code else "")

    # Sections and their blocks

    def section(self, page):
        wide = in_landscape(page)
        self.turn(looks.LANDSCAPE if 0 in wide and page.wide else looks.PORTRAIT)
        heading = self.file.add_paragraph(style="Heading 1")
        if not self.just_turned:
            heading.paragraph_format.page_break_before = True
        if page.label:
            heading.add_run(f"{printable(page.label)}\n")
        heading.add_run(printable(page.heading))
        self.mark(heading, bookmark_name(page))
        self.below_heading = False
        for place, block in enumerate(page.blocks):
            self.turn(looks.LANDSCAPE if place in wide else looks.PORTRAIT)
            self.write[type(block)](block)

    def turn(self, size):
        """Begin a new page of the other shape, where it is another."""
        self.just_turned = size != self.size
        if self.just_turned:
            self.size = size
            looks.lay_out(self.file.add_section(WD_SECTION.NEW_PAGE), size)

    def mark(self, paragraph, name):
        self.bookmarks += 1
        looks.bookmark(paragraph, name, self.bookmarks)

    def heading(self, block):
        self.below_heading = True
        self.words(block.text, f"Heading {min(block.level, 4)}")

    def prose(self, block):
        told = -1  # the number of the passage in all of the words
        for part in block.paragraphs or [blocks.Paragraph(html=block.html)]:
            number = part.quoted.number if part.quoted else ""
            bullets = iter(part.bullets)
            for passage in narrative.narrative_blocks(part.html):
                if passage.kind == "bullet" and passage.depth == 1 and not passage.goes_on:
                    number = " ".join(filter(None, (number, getattr(next(bullets, None), "number", ""))))
                told += not passage.goes_on
                name = marks.write(block.key, block.html, max(told, 0), goes_on=passage.goes_on) if block.key else ""
                self.passage(passage, number, name)
                number = ""

    def passage(self, passage, number, name=""):
        """One paragraph of running words, with its number before it where it has one, and the words in a bookmark."""
        if passage.kind == "heading":
            paragraph = self.file.add_paragraph(style=f"Heading {3 if self.below_heading else 2}")
        elif passage.depth and passage.goes_on:
            paragraph = self.file.add_paragraph()
            paragraph.paragraph_format.left_indent = Pt(looks.INDENT / 20 * passage.depth)
        elif passage.depth:
            paragraph = self.file.add_paragraph(style="List Number" if passage.kind == "number" else "List Bullet")
            looks.make_item(paragraph, self.list_number(passage), passage.depth - 1)
        else:
            paragraph = self.file.add_paragraph()
        if number:
            self.run(paragraph, f"{number}\t" if not passage.depth else f"{number} ").font.color.rgb = looks.QUIET
            if not passage.depth:
                paragraph.paragraph_format.left_indent = NUMBER_WIDTH
                paragraph.paragraph_format.first_line_indent = -NUMBER_WIDTH
                paragraph.paragraph_format.tab_stops.add_tab_stop(NUMBER_WIDTH)
        if name:
            self.bookmarks += 1
            looks.begin_bookmark(paragraph, name, self.bookmarks)
        for piece in passage.pieces:
            self.piece(paragraph, piece)
        if name:
            looks.end_bookmark(paragraph, self.bookmarks)

    def list_number(self, passage):
        """Which list an item belongs to: bullets are all alike, and a list of numbers begins where it says."""
        if passage.kind == "bullet":
            return self.lists.bullets
        if passage.opens:
            kind = self.lists.numbers[passage.counts]
            self.numbered[passage.depth] = self.lists.new_list(kind, passage.depth - 1, passage.begins)
        return self.numbered[passage.depth]

    def piece(self, paragraph, piece):
        if not piece.address:
            self.run(paragraph, piece.words, piece.bold, piece.italic)
            return
        link = looks.link(paragraph, address=piece.address)
        link.append(self.run(paragraph, piece.words, piece.bold, piece.italic, style="Hyperlink")._r)

    def run(self, paragraph, words, bold=False, italic=False, style=None):
        run = paragraph.add_run(printable(words), style=style)
        run.bold, run.italic = bold or None, italic or None
        return run

    def list(self, block):
        number = self.lists.new_list(self.lists.numbers["1"]) if block.ordered else self.lists.bullets
        style = "List Number" if block.ordered else "List Bullet"
        for item in block.items:
            quoted = item.quoted
            for part in prose.paragraphs(item.cells[0]):
                for words in part if isinstance(part, list) else [part]:
                    paragraph = self.file.add_paragraph(style=style)
                    if quoted:
                        self.run(paragraph, f"{quoted.number} ").font.color.rgb = looks.QUIET
                    self.run(paragraph, words)
                    looks.make_item(paragraph, number, int(isinstance(part, list)))
                    quoted = None

    def tree(self, block):
        """The structure as a list in which a group stands below the one it belongs to."""
        self.words(block.caption, "Caption")
        self.node(block.root, 0)

    def node(self, node, level):
        looks.make_item(self.words(node.text, "List Bullet"), self.lists.bullets, level)
        for below in node.children:
            self.node(below, level + 1)

    def chart(self, block):
        """The drawing, with its words for whoever can't see it, and its figures below."""
        self.words(block.caption, "Caption")
        looks.add_drawing(self.file.add_paragraph(), drawing.draw(block, self.colour), printable(block.words))
        for note in block.notes:
            self.words(note)
        if block.table:
            self.table(block.table)

    def picture(self, block):
        """The picture with its words for whoever can't see it, or marked as decoration; what is said of it below."""
        data = self.pictures.get(block.digest)
        if data:
            looks.add_picture(self.file.add_paragraph(), data, block, printable(block.shows))
        else:  # of a version whose picture was erased
            self.words(f"Picture: {block.shows}" if block.shows else "", "Quoted")
        self.words(block.below, "Below")

    def quotation(self, block):
        for words in looks.in_quotation_marks(block.words):
            self.words(words, "Quoted")
        self.words(block.whose, "Below")

    def story(self, block):
        """A heading would take in what follows the story, so its first words are bold."""
        heading = self.file.add_paragraph(style="Quoted")
        heading.paragraph_format.keep_with_next = True
        self.run(heading, block.heading, bold=True)
        self.prose(blocks.Prose(html=block.html))
        self.words(block.note, "Below")

    # Tables

    def table(self, block):
        self.words(block.called, "Caption")
        widths = column_widths(block.columns, looks.measure(self.file.sections[-1]) // TWENTIETHS)
        table = self.file.add_table(rows=0, cols=len(widths))
        looks.dress_table(table, widths, printable(block.caption), row_header=block.row_header == 0)
        self.row(table, block, [column.heading for column in block.columns], widths, "Table heading", heading=True)
        for group in block.groups:
            if group.heading:
                row = self.row(table, block, [group.heading] + [""] * (len(widths) - 1), widths, "Table heading")
                _Cell(row._tr.tc_lst[0], table).merge(_Cell(row._tr.tc_lst[-1], table))
                keep_with_next(row)
            for row in group.rows:
                self.row(table, block, row.cells, widths)
        for row in block.totals:
            self.row(table, block, row.cells, widths, bold=True)
        self.words(block.source, "Below")

    def row(self, table, block, cells, widths, style="Table words", *, heading=False, bold=False):
        row = table.add_row()
        looks.dress_row(row, widths, heading=heading)
        for place, (words, column, tc) in enumerate(zip(cells, block.columns, row._tr.tc_lst, strict=True)):
            strong = bold or column.holds == "code" or (place == block.row_header and block.row_header > 0)
            self.cell(_Cell(tc, table), words, style, bold=strong, figure=column.holds == "figure")
        return row

    def cell(self, cell, words, style, *, bold, figure):
        """A cell's paragraphs and bullets; the first takes the empty paragraph that every cell comes with."""
        paragraph = cell.paragraphs[0]
        style_id = self.style_ids[style]  # looked up once: python-docx would look through all styles for each cell
        paragraph._p.style = style_id
        free = True
        for part in prose.paragraphs(words):
            for line in part if isinstance(part, list) else [part]:
                paragraph, free = (paragraph if free else cell.add_paragraph()), False
                paragraph._p.style = style_id
                self.run(paragraph, line, bold)
                if isinstance(part, list):
                    looks.make_item(paragraph, self.lists.bullets, 0)
                if figure:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    # The file

    def saved(self):
        self.describe()
        plain = BytesIO()
        self.file.save(plain)
        plain.seek(0)
        return looks.sealed(plain, BytesIO()).getvalue()

    def describe(self):
        """Title and language, and nothing about who pressed the button or when."""
        core = self.file.core_properties
        for child in list(core._element):
            core._element.remove(child)
        core.title = printable(f"{self.title()}, {self.document.board.name}")[:255]
        core.subject = notice(self.document)
        core.author = printable(self.document.board.name)[:255]
        core.language = self.document.language or looks.LANGUAGE
        core.identifier = marks.said(self.made_from)
        looks.add_property(self.file, marks.PROPERTY, marks.said(self.made_from))
        if self.control.published_on:
            core.created = core.modified = datetime.combine(self.control.published_on, time())


def printable(words):
    """Words without the signs that the format can't hold, such as control characters."""
    return UNPRINTABLE.sub("", words)


def bookmark_name(page):
    """Word wants letters, digits and lines below, and forty of them at most."""
    return "section_" + page.key.replace("-", "_")[:32]


def in_landscape(page):
    """The places of the blocks that belong on landscape pages: wide tables, with what leads in to them."""
    wide = set()
    for place, block in enumerate(page.blocks):
        if isinstance(block, blocks.Table) and block.wide:
            first = place
            while first and isinstance(page.blocks[first - 1], blocks.Heading | blocks.Prose):
                first -= 1
            wide.update(range(first, place + 1))
    return wide


def column_widths(columns, measure):
    """The widths of the columns. Those that ask for none share what is left, words twice as much as figures."""
    parts = [0 if column.width else 1 if column.holds == "figure" else 2 for column in columns]
    rest = max(0, 100 - sum(column.width for column in columns)) / max(1, sum(parts))
    shares = [column.width or rest * part for column, part in zip(columns, parts, strict=True)]
    return [int(measure * share / sum(shares)) for share in shares]


def keep_with_next(row):
    for paragraph in row._tr.iter(qn("w:p")):
        paragraph.get_or_add_pPr()._insert_keepNext(looks.element("keepNext"))
