"""Makes the documents of `kinds/`: each shows one thing that a reader can get wrong. README.md says how it is run."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml

KINDS = Path(__file__).parent / "kinds"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENTS = {}


def document(function):
    """A document of python-docx, named after the function that fills it."""
    DOCUMENTS[function.__name__.replace("_", "-")] = function
    return function


def add(paragraph, xml):
    paragraph._p.append(parse_xml(xml))


def run(words, tag="t", look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def table(made, *rows):
    grid = made.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            grid.cell(number, place).text = words
    return grid


@document
def changes_that_were_tracked(made):
    add(
        one := made.add_paragraph("Reduce "),
        f'<w:del {W} w:id="1" w:author="A">{run("the number of ", "delText")}</w:del>',
    )
    add(one, f'<w:ins {W} w:id="2" w:author="A">{run("all ")}</w:ins>')
    one.add_run("repeat plans")
    add(two := made.add_paragraph("Kept "), f'<w:moveFrom {W} w:id="3" w:author="A">{run("moved away ")}</w:moveFrom>')
    add(two, f'<w:moveTo {W} w:id="4" w:author="A">{run("moved here")}</w:moveTo>')
    grid = table(made, ["Line", "Estimate"], ["Rent", ""], ["Post", "£50"])
    amount = grid.cell(1, 1).paragraphs[0]
    add(amount, f'<w:del {W} w:id="5" w:author="A">{run("£40,000", "delText")}</w:del>')
    add(amount, f'<w:ins {W} w:id="6" w:author="A">{run("£43,065")}</w:ins>')
    grid.rows[2]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="7" w:author="A"/>'))


@document
def a_paragraph_mark_that_was_deleted(made):
    first = made.add_paragraph("First half")
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="5" w:author="A"/></w:rPr>'))
    made.add_paragraph(" and second half")
    made.add_paragraph("Another")


@document
def comments_in_the_margin(made):
    paragraph = made.add_paragraph("The plan ")
    made.add_comment(
        paragraph.add_run("was agreed"), text="Check with legal before this goes out", author="JD", initials="JD"
    )
    paragraph.add_run(" in June.")


@document
def headers_and_footers(made):
    made.add_paragraph("What it says.")
    made.sections[0].header.paragraphs[0].text = "Draft 3"
    made.sections[0].footer.paragraphs[0].text = "Official sensitive"


@document
def words_that_are_hidden(made):
    paragraph = made.add_paragraph("Seen ")
    paragraph.add_run("unseen ").font.hidden = True
    paragraph.add_run("seen again")
    style = made.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    made.add_paragraph("Also ").add_run("by a style", style="Secret")


@document
def words_that_are_struck(made):
    paragraph = made.add_paragraph("Rent of ")
    paragraph.add_run("old ").font.strike = True
    paragraph.add_run("older ").font.double_strike = True
    paragraph.add_run("premises")


@document
def figures_that_are_raised(made):
    grid = table(made, ["Line", "Estimate"], ["Rent", "£43,065"], ["Area", "120 m"], ["Day", "14"])
    for row, words in ((1, "1"), (2, "2"), (3, "th")):
        grid.cell(row, 1).paragraphs[0].add_run(words).font.superscript = True
    made.add_paragraph("CO").add_run("2").font.subscript = True


@document
def figures_raised_by_a_style_or_moved_up(made):
    style = made.styles.add_style("Note mark", WD_STYLE_TYPE.CHARACTER)
    style.font.superscript = True
    grid = table(made, ["Line", "Estimate"], ["Rent", "£43,065"], ["Post", "£5,000"])
    grid.cell(1, 1).paragraphs[0].add_run("1", style="Note mark")
    moved = run("2", look='<w:position w:val="6"/><w:sz w:val="14"/>')
    grid.cell(2, 1).paragraphs[0]._p.append(parse_xml(moved.replace("<w:r>", f"<w:r {W}>", 1)))


@document
def a_formula_with_a_half(made):
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    add(made.add_paragraph("A share of "), f"<m:oMath {m}>{half}</m:oMath>")


@document
def a_list_that_a_style_writes_down(made):
    numbering = made.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    for number, inside in ((80, f'<w:styleLink w:val="House"/>{level}'), (81, '<w:numStyleLink w:val="House"/>')):
        numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{inside}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    made.styles.element.append(
        parse_xml(
            f'<w:style {W} w:type="numbering" w:styleId="House"><w:name w:val="House"/>'
            '<w:pPr><w:numPr><w:numId w:val="80"/></w:numPr></w:pPr></w:style>'
        )
    )
    for words in ("first", "second"):
        look = made.add_paragraph(words)._p.get_or_add_pPr()
        look.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="81"/></w:numPr>'))


@document
def lists_of_all_kinds(made):
    for words, style in (
        ("one", "List Number"),
        ("two", "List Number"),
        ("dot", "List Bullet"),
        ("below", "List Bullet 2"),
        ("three", "List Number"),
    ):
        made.add_paragraph(words, style=style)


@document
def a_list_that_counts_in_letters_from_c(made):
    numbering = made.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, start, form, text in (
            (0, 3, "lowerLetter", "%1)"),
            (1, 1, "lowerRoman", "(%2)"),
            (2, 1, "decimal", "%3."),
        )
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for words, level in (
        ("third", 0),
        ("under it", 1),
        ("deeper", 2),
        ("next under it", 1),
        ("fourth", 0),
        ("first under that", 1),
    ):
        paragraph = made.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )


@document
def headings_by_style_outline_and_title(made):
    made.add_heading("The plan", 0)
    made.add_heading("Part one", 1)
    own = made.styles.add_style("House heading", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = made.styles["Heading 2"]
    made.add_paragraph("Of the house", style=own)
    outlined = made.add_paragraph("By outline")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="2"/>'))
    made.add_paragraph("Words.")


@document
def a_table_of_contents(made):
    body = made.element.body
    control = parse_xml(
        f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent><w:p>{run('Part one 3')}</w:p></w:sdtContent></w:sdt>"
    )
    body.insert(0, control)
    style = made.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    made.add_paragraph("Part two 7", style=style)
    made.add_paragraph("Words.")


@document
def content_controls_and_prompts(made):
    body = made.element.body
    for inside in (
        f"<w:sdtPr><w:tag w:val='x'/></w:sdtPr><w:sdtContent><w:p>{run('Agreed words')}</w:p></w:sdtContent>",
        f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>{run('Click here to enter text')}</w:p></w:sdtContent>",
    ):
        body.insert(len(body) - 1, parse_xml(f"<w:sdt {W}>{inside}</w:sdt>"))
    grid = table(made, ["Task", "Done"], ["Audit", ""], ["Review", ""])
    for row, sign in ((1, "☒"), (2, "☐")):
        checked = int(sign == "☒")
        add(
            grid.cell(row, 1).paragraphs[0],
            f'<w:sdt {W} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w14:checkbox>'
            f'<w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>',
        )


@document
def text_boxes(made):
    paragraph = made.add_paragraph("Before the box.")
    inside = f"<w:txbxContent><w:p>{run('In the box')}</w:p><w:p>{run('and more')}</w:p></w:txbxContent>"
    add(
        paragraph,
        f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    made.add_paragraph("After the box.")


@document
def fields_and_links(made):
    paragraph = made.add_paragraph("Page ")
    for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "7"), ("end", "")):
        add(
            paragraph,
            f'<w:r {W}><w:fldChar w:fldCharType="{kind}"/></w:r>' if kind
            else f"<w:r {W}><w:instrText>{words}</w:instrText></w:r>" if "PAGE" in words else f"<w:r {W}><w:t>{words}</w:t></w:r>",
        )  # fmt: skip
    simple = made.add_paragraph("Dated ")
    add(simple, f'<w:fldSimple {W} w:instr=" DATE ">{run("1 June 2016")}</w:fldSimple>')
    link = made.part.relate_to(
        "https://example.org/plan",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    add(
        made.add_paragraph("See "),
        f'<w:hyperlink {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{link}">{run("the plan")}</w:hyperlink>',
    )


@document
def ticks_of_symbol_fonts(made):
    grid = table(made, ["Meeting", "Council", "Police"], ["June", "", ""], ["July", "", ""])
    add(grid.cell(1, 1).paragraphs[0], f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    add(grid.cell(1, 2).paragraphs[0], f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FB"/></w:r>')
    letters = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    for place, letter in ((1, "ü"), (2, "û")):
        grid.cell(2, place).paragraphs[0]._p.append(
            parse_xml(run(letter, look=letters).replace("<w:r>", f"<w:r {W}>", 1))
        )


@document
def cells_merged_both_ways(made):
    grid = table(
        made,
        ["Agency", "2016/17", "", "Note"],
        ["", "Share", "Amount", ""],
        ["Council", "50%", "£100", "firm"],
        ["", "10%", "£20", ""],
        ["All figures are estimates", "", "", ""],
    )
    grid.cell(0, 0).merge(grid.cell(1, 0))
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(0, 3).merge(grid.cell(1, 3))
    grid.cell(2, 0).merge(grid.cell(3, 0))
    grid.cell(4, 0).merge(grid.cell(4, 3))


@document
def bookmarks_between_rows(made):
    """Word puts a bookmark's begin between rows if it was set around them."""
    grid = table(made, ["Group", "Chair"], ["Executive", "First"], ["", "Second"])
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.rows[1]._tr.addprevious(parse_xml(f'<w:bookmarkStart {W} w:id="9" w:name="mark"/>'))
    grid.rows[2]._tr.addnext(parse_xml(f'<w:bookmarkEnd {W} w:id="9"/>'))


@document
def a_heading_row_that_repeats(made):
    grid = table(made, ["Line", "Estimate"], ["Rent", "£100"])
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


@document
def a_table_in_a_cell(made):
    grid = table(made, ["Goal", "Detail"], ["Safe", "before"])
    inner = grid.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Measure", "Twelve"
    grid.cell(1, 1).add_paragraph("after")


@document
def lists_in_cells(made):
    grid = table(made, ["Goal", "Outcomes"], ["Safe", "We will:"])
    for words in ("listen", "act"):
        grid.cell(1, 1).add_paragraph(words, style="List Bullet")
    grid.cell(1, 1).add_paragraph("And report.")


@document
def rows_that_begin_further_in(made):
    grid = table(made, ["Code", "Line", "Estimate"], ["1", "Rent", "£100"], ["", "Post", "£50"])
    row = grid.rows[2]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {W} w:val="1"/>'))


@document
def odd_hyphens_and_breaks(made):
    paragraph = made.add_paragraph("Soft")
    for sign in ("softHyphen", None, "noBreakHyphen", None, "br", None, "cr", None, "tab", None):
        if sign:
            add(paragraph, f"<w:r {W}><w:{sign}/></w:r>")
        else:
            paragraph.add_run("words")
    made.add_paragraph("Zoe\u0308\u00a0Café")


@document
def bold_italics_and_both(made):
    paragraph = made.add_paragraph("Plain ")
    paragraph.add_run("bold ").bold = True
    both = paragraph.add_run("both ")
    both.bold = both.italic = True
    paragraph.add_run("italic").italic = True


@document
def right_to_left_and_formulas(made):
    paragraph = made.add_paragraph("Around ")
    add(paragraph, f'<w:bdo {W} w:val="rtl">{run("turned")}</w:bdo>')
    add(
        paragraph,
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=1</m:t></m:r></m:oMath>',
    )
    add(paragraph, f'<w:smartTag {W} w:element="place">{run(" Southend")}</w:smartTag>')


@document
def bookmarks_of_ours(made):
    for name, words in (("_lscb_intro", "The first."), ("other", "The second.")):
        paragraph = made.add_paragraph()
        add(paragraph, f'<w:bookmarkStart {W} w:id="1" w:name="{name}"/>')
        paragraph.add_run(words)
        add(paragraph, f'<w:bookmarkEnd {W} w:id="1"/>')


@document
def two_tables_and_words_between(made):
    made.add_heading("Money", 1)
    made.add_paragraph("What each pays.")
    table(made, ["Agency", "Amount"], ["Council", "£100"])
    made.add_paragraph("And when we meet.")
    table(made, ["Meeting", "Day"], ["Board", "1 June 2016"])


# LibreOffice opens the first ones and writes them anew; what it writes differs in more than the names.
TO_ODT = (
    "changes-that-were-tracked comments-in-the-margin headers-and-footers words-that-are-hidden words-that-are-struck "
    "figures-that-are-raised lists-of-all-kinds a-list-that-counts-in-letters-from-c headings-by-style-outline-and-title "
    "content-controls-and-prompts cells-merged-both-ways a-table-in-a-cell a-heading-row-that-repeats "
    "bold-italics-and-both bookmarks-of-ours ticks-of-symbol-fonts odd-hyphens-and-breaks"
).split()
TO_DOCX = (
    "changes-that-were-tracked comments-in-the-margin a-list-that-counts-in-letters-from-c "
    "cells-merged-both-ways content-controls-and-prompts words-that-are-hidden bookmarks-of-ours"
).split()
TO_HTML = (
    "cells-merged-both-ways figures-that-are-raised lists-of-all-kinds a-table-in-a-cell changes-that-were-tracked "
    "comments-in-the-margin words-that-are-struck a-list-that-counts-in-letters-from-c lists-in-cells ticks-of-symbol-fonts"
).split()
# Its ODT of merged cells isn't well-formed: what is refused in words.
BY_ABIWORD = {
    "odt": ["cells-merged-both-ways", "bold-italics-and-both"],
    "docx": ["bold-italics-and-both"],
    "html": ["cells-merged-both-ways"],
}
MARKDOWN = """
# The plan

We will[^1]:

3. listen
4. act

    a) soon
    b) well

- [x] done
- [ ] to do

| Line | Estimate |
|------|---------:|
| Rent | £100 |
| Area | 120 m^2^ |

H~2~O is ~~struck~~ water, see [the plan](https://example.org/plan).

[^1]: As agreed in June.
"""


def by_python_docx():
    for name, fill in DOCUMENTS.items():
        made = docx.Document()
        for style in [each for each in made.styles if each.type == WD_STYLE_TYPE.TABLE]:
            if style.name not in ("Table Grid", "Normal Table"):
                style.delete()
        fill(made)
        path = KINDS / f"python-docx-{name}.docx"
        made.save(path)
        slimmed(path)


def slimmed(path):
    """Without the thumbnail and what else python-docx's template brings that no reader asks for; it is small then."""
    with zipfile.ZipFile(path) as given:
        parts = {info.filename: given.read(info) for info in given.infolist()}
    for name in ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "word/theme/theme1.xml"):
        parts.pop(name, None)
    for rels in ("_rels/.rels", "word/_rels/document.xml.rels"):
        parts[rels] = b"".join(
            piece for piece in parts[rels].replace(b"/><", b"/>\n<").splitlines(keepends=True)
            if not any(name in piece for name in (b"thumbnail", b"stylesWithEffects", b"theme1"))
        )  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, text in parts.items():
            made.writestr(name, text)


def by_others():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for ending, names in (("odt", TO_ODT), ("docx", TO_DOCX), ("html", TO_HTML)):
            files = [str(KINDS / f"python-docx-{name}.docx") for name in names]
            call(
                "soffice",
                "--headless",
                f"-env:UserInstallation={folder.as_uri()}/p",
                "--convert-to",
                ending,
                "--outdir",
                str(folder),
                *files,
            )
            for name in names:
                (folder / f"python-docx-{name}.{ending}").rename(KINDS / f"libreoffice-{name}.{ending}")
        for ending, names in BY_ABIWORD.items():
            for name in names:
                call(
                    "abiword",
                    f"--to={ending}",
                    "-o",
                    str(KINDS / f"abiword-{name}.{ending}"),
                    str(KINDS / f"python-docx-{name}.docx"),
                )
        (folder / "plan.md").write_text(MARKDOWN, encoding="utf-8")
        for ending in ("docx", "odt", "html"):
            call(
                "pandoc",
                "-s",
                "-f",
                "markdown+task_lists+fancy_lists",
                str(folder / "plan.md"),
                "-o",
                str(KINDS / f"pandoc-a-plan.{ending}"),
                "--metadata",
                "title=Plan",
            )


def by_odfpy():
    from odf.draw import Frame, TextBox
    from odf.opendocument import OpenDocumentText
    from odf.text import H, Note, NoteBody, NoteCitation, P, Section, Span

    made = OpenDocumentText()
    made.text.addElement(H(outlinelevel=2, text="Around the words"))
    paragraph = P(text="Before the box.")
    frame, box = Frame(width="5cm", height="2cm"), TextBox()
    box.addElement(P(text="In the box"))
    box.addElement(P(text="and more"))
    frame.addElement(box)
    paragraph.addElement(frame)
    made.text.addElement(paragraph)
    noted = P(text="£43,065")
    note, body = Note(noteclass="footnote"), NoteBody()
    note.addElement(NoteCitation(text="1"))
    body.addElement(P(text="Before the cut."))
    note.addElement(body)
    noted.addElement(note)
    noted.addElement(Span(text=" a year"))
    made.text.addElement(noted)
    section = Section(name="hidden", display="none")
    section.addElement(P(text="For the office alone."))
    made.text.addElement(section)
    made.save(KINDS / "odfpy-a-box-a-note-and-a-hidden-part.odt")


def call(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


if __name__ == "__main__":
    for made_by in (by_python_docx, by_others, by_odfpy):
        if sys.argv[1:] in ([], [made_by.__name__]):
            made_by()
