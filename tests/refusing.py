"""What the process that makes PDFs says to one page after another. One is asked for all, because it starts slowly.

Knows no Django, like all that is run so.
"""

import json

import msgspec

from kit import apart
from publications.files import pdf


def problems(pages):
    """Why no PDF is made of each of these pages of HTML, in words; empty for a page of which one is."""
    source = json.dumps(list(pages)).encode()
    words, _ = apart.run("tests.refusing", source, apart.Limits(), environment=pdf._environment(), patient=True)
    return words["problems"]


def _answer(source):
    answers = [
        pdf._answer(msgspec.msgpack.encode(pdf.PdfSource(html=page, pictures={})))[0] for page in json.loads(source)
    ]
    return {"problems": [words.get("problem", "") for words in answers]}, b""


if __name__ == "__main__":
    apart.answer(_answer)
