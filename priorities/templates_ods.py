"""The same file as an OpenDocument workbook, for who has LibreOffice: written as text, since it is four small parts."""

import io
import zipfile
from html import escape

from kit import sheets
from priorities.templates_sent import FIRST_FILLED_IN, PROMPTS, WIDTHS

ODS = "application/vnd.oasis.opendocument.spreadsheet"
CM_A_SIGN = 0.2  # the width of a sign, as `WIDTHS` counts them
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
    }.items()
)
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-{{part}} {NAMES} office:version="1.3">'
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
# Only what is to be filled in can be written, and is seen to be.
LOOKS = """<office:automatic-styles>
{columns}<style:style style:name="head" style:family="table-cell">
<style:table-cell-properties fo:border-bottom="0.5pt solid #808080"/><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="told" style:family="table-cell">
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>
</style:style>
<style:style style:name="ask" style:family="table-cell">
<style:table-cell-properties style:cell-protect="none" fo:background-color="#fff8dc" fo:border="0.5pt solid #808080"
fo:wrap-option="wrap" style:vertical-align="top"/>
</style:style>
</office:automatic-styles>"""
COLUMN = """<style:style style:name="c{number}" style:family="table-column">
<style:table-column-properties style:column-width="{width:.1f}cm"/>
</style:style>
"""
PROMPT = """<table:content-validation table:name="{column}" table:base-cell-address="Figures.{column}2">
<table:help-message table:title="How to fill it in" table:display="true"><text:p>{words}</text:p></table:help-message>
</table:content-validation>
"""
PAGES = """<office:automatic-styles><style:page-layout style:name="wide">
<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"
style:scale-to-X="1" style:scale-to-Y="0"/><style:header-style/>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="wide">
<style:header><text:p>{words}</text:p></style:header>
</style:master-page></office:master-styles>"""


def workbook(asking, lines):
    """A workbook of these rows, the first of them headings. Words stand as words: none is taken for a formula."""
    heads, *rows = ([*line] for line in lines)
    columns = "".join(COLUMN.format(number=place, width=CM_A_SIGN * width) for place, width in enumerate(WIDTHS))
    prompts = "".join(PROMPT.format(column=name, words=escape(str(words))) for name, words in PROMPTS.items())
    content = f"""{HEAD.format(part="content")}
{LOOKS.format(columns=columns)}
<office:body><office:spreadsheet>
<table:content-validations>
{prompts}</table:content-validations>
<table:table table:name="Figures" table:protected="true">
{"".join(f'<table:table-column table:style-name="c{place}"/>' for place in range(len(WIDTHS)))}
<table:table-header-rows>{row(heads, "head", "head")}</table:table-header-rows>
{"".join(row(each, "told", "ask") for each in rows)}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
    name = escape(f"{asking}: {asking.collection.name}")
    styles = f"{HEAD.format(part='styles')}\n{PAGES.format(words=name)}</office:document-styles>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        # First and as it is, so that the kind of the file is known from its first bytes.
        parts.writestr(zipfile.ZipInfo("mimetype"), ODS, zipfile.ZIP_STORED)
        for part, words in (("META-INF/manifest.xml", MANIFEST), ("content.xml", content), ("styles.xml", styles)):
            parts.writestr(zipfile.ZipInfo(part), words, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def row(values, told, ask):
    cells = (cell(value, place, told if place < FIRST_FILLED_IN else ask) for place, value in enumerate(values))
    return f"<table:table-row>{''.join(cells)}</table:table-row>\n"


def cell(value, place, look):
    """A cell: a number as a number, words as words; with what is said beside it while it is filled in."""
    column = "ABCDEFG"[place]
    more = f' table:content-validation-name="{column}"' if look == "ask" and column in PROMPTS else ""
    words = escape(sheets.cell(value))
    kind = f'float" office:value="{words}' if isinstance(value, sheets.NUMBERS) else "string"
    typed = f' office:value-type="{kind}"' if words else ""
    inside = f"<text:p>{words}</text:p>" if words else ""
    return f'<table:table-cell table:style-name="{look}"{more}{typed}>{inside}</table:table-cell>'
