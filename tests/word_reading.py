"""Reads a Word file as somebody does who goes through it from the first line to the last."""

from io import BytesIO
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

# The order in which Word wants the parts of an element; where they stand in another, it calls the file damaged.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
    "jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing kern sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "numbering": "abstractNum num",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr",
}
WORD = qn("w:p")[:-1]


class WordFile:
    """A Word file that was opened: its paragraphs and tables in order, and its parts."""

    def __init__(self, data):
        self.zip = ZipFile(BytesIO(data))
        self.file = docx.Document(BytesIO(data))

    @property
    def paragraphs(self):
        """All paragraphs in reading order, those in tables with the others; a joined cell counts once."""
        for part in self.file.iter_inner_content():
            if isinstance(part, Table):
                yield from (Paragraph(found, part) for found in part._tbl.iter(qn("w:p")))
            else:
                yield part

    @property
    def text(self):
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def styled(self, *styles):
        return [paragraph for paragraph in self.paragraphs if paragraph.style.name in styles]

    def parts(self):
        for name in self.zip.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(self.zip.read(name))


def faults(file):
    """What Word would stumble over: parts in a wrong order, cells without a paragraph, and names that lead nowhere."""
    styles = {style.style_id for style in file.file.styles}
    lists = {number.get(qn("w:numId")) for number in dict(file.parts())["word/numbering.xml"].iter(qn("w:num"))}
    for name, root in file.parts():
        for parent in root.iter():
            tag = etree.QName(parent).localname
            kids = [etree.QName(kid).localname for kid in parent]
            wanted = ORDER.get(tag, "").split()
            if wanted and parent.tag.startswith(WORD):
                unknown = [kid for kid in kids if kid not in wanted]
                places = [wanted.index(kid) for kid in kids if kid in wanted]
                if unknown or places != sorted(places):
                    yield f"{name}: the parts of {tag} are {kids}"
            if tag == "tc" and kids[-1] != "p":
                yield f"{name}: a cell doesn't end with a paragraph"
            if tag in ("pStyle", "rStyle", "basedOn", "next", "link") and parent.get(qn("w:val")) not in styles:
                yield f"{name}: there is no style {parent.get(qn('w:val'))}"
            if tag == "numId" and name == "word/document.xml" and parent.get(qn("w:val")) not in lists:
                yield f"{name}: there is no list {parent.get(qn('w:val'))}"
    parts = dict(file.parts())
    known = {relation.get("Id") for relation in parts["word/_rels/document.xml.rels"]}
    used = {value for part in parts["word/document.xml"].iter() for key, value in part.items() if key == qn("r:id")}
    if used - known:
        yield f"word/document.xml: leads to {used - known}, which there isn't"
    marks = [mark.get(qn("w:name")) for mark in parts["word/document.xml"].iter(qn("w:bookmarkStart"))]
    wanted = {link.get(qn("w:anchor")) for link in parts["word/document.xml"].iter(qn("w:hyperlink"))} - {None}
    if len(marks) != len(set(marks)) or wanted - set(marks):
        yield f"the bookmarks are {marks}, the links lead to {wanted}"
