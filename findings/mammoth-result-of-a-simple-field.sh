#!/bin/sh
# mammoth 1.13.0 loses what a simple field shows, and keeps what a complex field shows.
# Guessed: both hold the text that Word reckoned last ("1 June 2016"), so both come out. Only the complex one does: the
# words in w:fldSimple are dropped, in extract_raw_text too. Word writes either form for the same field.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/pip" -q install mammoth==1.13.0 python-docx==1.2.0
"$folder/v/bin/python" - <<'PY'
import io

import docx
import mammoth
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SIMPLE = [f'<w:fldSimple {W} w:instr=" DATE "><w:r><w:t>1 June 2016</w:t></w:r></w:fldSimple>']
COMPLEX = [
    f'<w:r {W}><w:fldChar w:fldCharType="begin"/></w:r>',
    f"<w:r {W}><w:instrText> DATE </w:instrText></w:r>",
    f'<w:r {W}><w:fldChar w:fldCharType="separate"/></w:r>',
    f"<w:r {W}><w:t>1 June 2016</w:t></w:r>",
    f'<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>',
]


def read(pieces, how):
    document = docx.Document()
    paragraph = document.add_paragraph("Agreed on ")
    for piece in pieces:
        paragraph._p.append(parse_xml(piece))
    file = io.BytesIO()
    document.save(file)
    return how(file).value.strip()


print("mammoth 1.13.0")
for how in (mammoth.convert_to_html, mammoth.extract_raw_text):
    simple, whole = read(SIMPLE, how), read(COMPLEX, how)
    print(how.__name__, "simple:", simple, "complex:", whole)
    assert "1 June 2016" in whole and "1 June 2016" not in simple
PY
