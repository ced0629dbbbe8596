"""How a Word copy looks, and the parts of Word's format that python-docx has no name for.

The styles are Word's own (Title, Heading 1, List Bullet, Caption), so that its navigation pane, its table of contents
and a screen reader know what is what; only their looks are set here. The typeface is one that every office has.
"""

import re
from base64 import b64decode
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

TYPEFACE = "Arial"
LANGUAGE = "en-GB"
INK, BRAND, QUIET = RGBColor(0x1B, 0x25, 0x26), RGBColor(0x0B, 0x5F, 0x63), RGBColor(0x4A, 0x5A, 0x5B)
RULE, TINT = "C3D1D1", "E9F2F2"
MARGIN = Mm(20)
PORTRAIT, LANDSCAPE = (Mm(210), Mm(297)), (Mm(297), Mm(210))
LEVELS = 9
INDENT = 360  # twentieths of a point for each level of a list
# Paragraph styles: size, space before and after in points, colour, bold.
LOOKS = {
    "Normal": (11, 4, 4, INK, False),
    "Title": (30, 60, 6, BRAND, True),
    "Subtitle": (18, 0, 18, INK, False),
    "Heading 1": (22, 0, 10, BRAND, True),
    "Heading 2": (15, 16, 6, BRAND, True),
    "Heading 3": (12, 12, 4, INK, True),
    "Heading 4": (11, 10, 4, INK, True),
    "Caption": (9.5, 12, 4, QUIET, True),
    "Header": (9, 0, 0, QUIET, False),
    "Footer": (9, 0, 0, QUIET, False),
}
OWN_STYLES = {
    "Contents entry": (11, 0, 3, INK, False),
    "Board": (16, 24, 0, INK, False),
    "Quoted": (12, 4, 2, BRAND, False),
    "Below": (9.5, 2, 10, QUIET, False),
    "Notice": (12, 6, 6, INK, True),
    "Table words": (9.5, 2, 2, INK, False),
    "Table heading": (9.5, 3, 3, BRAND, True),
}
LIST_STYLES = {"List Bullet", "List Number"}
# Everything a file of a program carries that is neither words nor looks.
UNWANTED = {"extended-properties", "thumbnail", "customXml", "stylesWithEffects"}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the day that files in a zip begin with


def element(tag, **attributes):
    """A bare element of Word's own vocabulary."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def prepare(document, language=LANGUAGE):
    """Give a fresh document our looks, its language and A4."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    for child in list(defaults):
        if child.tag in (qn("w:rFonts"), qn("w:lang")):
            defaults.remove(child)
    fonts = dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), TYPEFACE)
    defaults.insert(0, element("rFonts", **fonts))
    defaults.append(element("lang", val=language, eastAsia=language))
    for fonts in list(document.styles.element.iter(qn("w:rFonts"))):
        if fonts.getparent() is not defaults:
            fonts.getparent().remove(fonts)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), language)
    _leave_out_unused_styles(document.styles)
    for name in OWN_STYLES:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = BRAND, True
    _of_today(document.settings.element)
    for name, (size, before, after, colour, bold) in {**LOOKS, **OWN_STYLES}.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, colour
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0 if name.startswith("Table") else 1.15
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    lay_out(document.sections[0], PORTRAIT)
    for relations in (document.part.package.rels, document.part.rels):
        for reference, relation in list(relations.items()):
            if any(word in relation.reltype for word in UNWANTED):
                del relations[reference]


def _of_today(settings):
    """Say that the file is of Word's present format: without that Word opens it in compatibility mode."""
    compat = settings.find(qn("w:compat"))
    for said in compat.findall(qn("w:compatSetting")):
        compat.remove(said)
    compat.append(
        element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    )


def _leave_out_unused_styles(styles):
    """Of all the styles that python-docx brings, those that no copy uses: looking through them is slow."""
    for style in list(styles):
        if not style.element.default and style.name not in LOOKS and style.name not in LIST_STYLES:
            style.delete()
    for link in list(styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)


def lay_out(section, size):
    section.page_width, section.page_height = size
    section.orientation = WD_ORIENT.LANDSCAPE if size == LANDSCAPE else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(10)


def measure(section):
    """The width that words have on a page."""
    return section.page_width - section.left_margin - section.right_margin


# How Word calls the ways to count.
COUNTS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class Numberings:
    """The kinds of lists: bullets, and numbers that begin anew with each list."""

    def __init__(self, document):
        self.root = document.part.numbering_part.element
        for made in list(self.root):  # those that python-docx brings name styles that are gone
            self.root.remove(made)
        self.bullets = self.new_list(self._kind(0, "bullet", lambda level: "•–"[level % 2]))
        self.numbers = {
            counts: self._kind(place, numbering, lambda level: f"%{level + 1}.")
            for place, (counts, numbering) in enumerate(COUNTS.items(), start=1)
        }
        for style, number in zip(sorted(LIST_STYLES), (self.bullets, self.new_list(self.numbers["1"])), strict=True):
            document.styles[style].element.find(f".//{qn('w:numId')}").set(qn("w:val"), str(number))

    def _kind(self, number, numbering, sign):
        """Describe a kind of list; Word wants all kinds to stand before all lists."""
        kind = element("abstractNum", abstractNumId=number)
        kind.append(element("multiLevelType", val="hybridMultilevel"))
        for level in range(LEVELS):
            described = element("lvl", ilvl=level)
            described.append(element("start", val=1))
            described.append(element("numFmt", val=numbering))
            described.append(element("lvlText", val=sign(level)))
            described.append(element("lvlJc", val="left"))
            paragraph = element("pPr")
            paragraph.append(element("ind", left=INDENT * (level + 1), hanging=INDENT))
            described.append(paragraph)
            kind.append(described)
        self.root.insert(number, kind)
        return number

    def new_list(self, kind, at=0, begins=1):
        """The number of a new list, which begins with a number of its own on one level, whatever came before."""
        number = len(self.root.findall(qn("w:num"))) + 1
        made = element("num", numId=number)
        made.append(element("abstractNumId", val=kind))
        for level in range(LEVELS):
            restart = element("lvlOverride", ilvl=level)
            restart.append(element("startOverride", val=begins if level == at else 1))
            made.append(restart)
        self.root.append(made)
        return number


def make_item(paragraph, number, level):
    """Make a paragraph an item of a list, on the level 0 or a lower one."""
    numbering = element("numPr")
    numbering.append(element("ilvl", val=min(level, LEVELS - 1)))
    numbering.append(element("numId", val=number))
    paragraph.paragraph_format.element.get_or_add_pPr()._insert_numPr(numbering)


def bookmark(paragraph, name, number):
    """Make a paragraph something that links can lead to."""
    begin_bookmark(paragraph, name, number)
    end_bookmark(paragraph, number)


def begin_bookmark(paragraph, name, number):
    paragraph._p.append(element("bookmarkStart", id=number, name=name))


def end_bookmark(paragraph, number):
    paragraph._p.append(element("bookmarkEnd", id=number))


PROPERTIES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"\
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">\
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>\
</Properties>"""


def add_property(document, name, words):
    """A property of the file of a name of our own; its words hold no sign that XML would want written otherwise."""
    package = document.part.package
    part = Part(
        PackURI("/docProps/custom.xml"),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        (PROPERTIES % (name, words)).encode(),
        package,
    )
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def link(paragraph, *, address="", name=""):
    """An empty link at the end of a paragraph, to an address or to a bookmark; what it says is put inside."""
    made = element("hyperlink", **({"anchor": name} if name else {}), history=1)
    if address:
        made.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(made)
    return made


def add_field(paragraph, code, shown):
    """Something that Word reckons itself, such as the number of the page; `shown` stands there until it does."""
    for kind in ("begin", None, "separate", "", "end"):
        run = paragraph.add_run()
        if kind is None:
            words = element("instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {code} "
            run._r.append(words)
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            run.text = shown


CHART_WIDTH, PICTURE_WIDTH = Mm(112), Mm(150)
# How Word knows that a picture is for decoration, and no words are missing.
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DECORATES = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
DRAWS_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # how Word names the extension
# A white dot: what a Word that draws no SVG shows in its place. The figures stand in the table below.
NOTHING_DRAWN = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)


def add_drawing(paragraph, svg, words):
    """A drawing in a paragraph of its own, with the words that are read out for it."""
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    shown = paragraph.add_run().add_picture(
        BytesIO(NOTHING_DRAWN), width=CHART_WIDTH, height=int(CHART_WIDTH * height / width)
    )
    paragraph.paragraph_format.keep_with_next = True
    shown._inline.docPr.set("descr", words)
    package = paragraph.part.package
    name = package.next_partname("/word/media/chart%d.svg")
    drawn = paragraph.part.relate_to(Part(name, "image/svg+xml", svg.encode(), package), RELATIONSHIP_TYPE.IMAGE)
    blip = next(shown._inline.iter(qn("a:blip")))
    more = OxmlElement("a:extLst")
    extension = OxmlElement("a:ext")
    extension.set("uri", DRAWS_SVG)
    vector = extension.makeelement(f"{{{SVG}}}svgBlip", {qn("r:embed"): drawn}, nsmap={"asvg": SVG})
    extension.append(vector)
    more.append(extension)
    blip.append(more)


def add_picture(paragraph, data, picture, words):
    """A picture in a paragraph of its own: with the words that are read out for it, or marked as decoration."""
    wide = CHART_WIDTH if picture.tall else PICTURE_WIDTH
    shown = paragraph.add_run().add_picture(
        BytesIO(data), width=wide, height=int(wide * picture.height / picture.width)
    )
    if picture.below:
        paragraph.paragraph_format.keep_with_next = True
    about = shown._inline.docPr
    if words:
        about.set("descr", words)
        return
    more = OxmlElement("a:extLst")
    extension = OxmlElement("a:ext")
    extension.set("uri", DECORATES)
    extension.append(extension.makeelement(f"{{{DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": DECORATIVE}))
    more.append(extension)
    about.append(more)


def in_quotation_marks(paragraphs):
    """Paragraphs of what somebody said, the first with the mark that opens it, the last with the one that closes it."""
    last = len(paragraphs) - 1
    return [f"{'“' * (place == 0)}{words}{'”' * (place == last)}" for place, words in enumerate(paragraphs)]


def dress_table(table, widths, caption, *, row_header):
    """Thin rules, fixed columns as wide as asked, and the caption as what a screen reader says first."""
    properties = table._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    properties.append(element("tblW", w=sum(widths), type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz=4, space=0, color=RULE))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    properties.append(
        element("tblLook", val="0480" if row_header else "0420", firstRow=1, lastRow=0, firstColumn=int(row_header),
                lastColumn=0, noHBand=0, noVBand=1)
    )  # fmt: skip
    properties.append(element("tblCaption", val=caption))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))


def dress_row(row, widths, *, heading=False):
    """A row that stays on one page; a row of headings is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if heading:
        properties.append(element("tblHeader"))
    for cell, width in zip(row._tr.tc_lst, widths, strict=True):
        cell.width = Twips(width)
        if heading:
            cell.tcPr.append(element("shd", val="clear", color="auto", fill=TINT))


def sealed(data, made):
    """The same file without the times at which its parts were put into it."""
    with ZipFile(data) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return made
