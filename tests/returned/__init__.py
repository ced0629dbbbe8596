"""A report of three sections that was sent out as a Word copy, and its copies as they came back.

`make.py` makes the copies: it needs LibreOffice, the tests don't.
"""

from pathlib import Path

from publications import sections as layout
from publications.content import codec
from publications.content.base import BoardName, Control, Period
from publications.content.document import Document, Section
from publications.files import word

FOLDER = Path(__file__).parent
KIND, SLUG = "annual-report", "2015-2016"
YEAR = (
    "<p>The Board met six times in the year.</p>"
    "<p>Attendance rose from 71% to 84%.</p>"
    "<h3>What we heard</h3>"
    "<p>People told us that waiting is the worst part of asking for help.</p>"
    "<p>The three audits found gaps in recording. They will be done again in the spring.</p>"
    "<ul><li>Training reached 812 people</li><li>Two courses were <strong>cancelled</strong></li></ul>"
    "<p>What the Board will do next is in section 3.</p>"
)
MONEY = "<p>The partners paid what they had agreed.</p><p>Nothing was taken from the reserve.</p>"
AHEAD = "<ol><li>Do the audits again</li><li>Ask families what helped</li></ol>"
SECTIONS = (("the-year", "The year", YEAR), ("the-money", "The money", MONEY), ("ahead", "The year ahead", AHEAD))


def document():
    return Document(
        kind=KIND,
        slug=SLUG,
        board=BoardName(name="A Board of Tests", short_name="Board", abbreviation=""),
        title="Annual report",
        period=Period(words="2015 to 2016"),
        cover_note="",
        sections=tuple(
            Section(
                key=key,
                place="own-words",
                heading=heading,
                contents_heading=heading,
                label=f"Section {number}",
                before=words,
                records=None,
                after="",
            )
            for number, (key, heading, words) in enumerate(SECTIONS, start=1)
        ),
    )


def sent():
    """The copy as it goes out."""
    content = document()
    control = Control(check_code=codec.digest(codec.write(content)))
    return word.make(content, layout.numbered(layout.pages(content)), control)


def came(name):
    """A copy that came back."""
    return (FOLDER / name).read_bytes()
