"""Makes the copies that came back, with python-docx and LibreOffice: `python -m tests.returned.make`, as LibreOffice's
own Python (Debian: python3-uno) has to find both. Debian 12, LibreOffice 7.4.7, python-docx 1.2.

first.docx, first.odt: changed with tracked changes (words, a paragraph gone, one parted in two, one moved, a new one
and a sentence put in), with three comments. second, third, fourth: other people's copies of the same draft; the third
changes the same paragraph as the first in another way, the fourth was changed without tracking.
"""

import os
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent
PORT = 2098


def commented(data):
    """The copy with three comments of two people, as python-docx writes them."""
    import docx

    file = docx.Document(BytesIO(data))
    wanted = (
        ("six times", "Was it not seven?", "Anna Smith"),
        ("waiting is the worst", "Say how long people waited.", "Anna Smith"),
        ("Nothing was taken", "True on 31 March only.", "Ben Jones"),
    )
    for words, said, who in wanted:
        paragraph = next(each for each in file.paragraphs if words in each.text)
        file.add_comment(paragraph.runs[-1], text=said, author=who, initials=who[0])
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def edit(text, doc, name):
    """What each of the four changes."""

    def find(words):
        search = doc.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        return doc.findFirst(search)

    def paragraph_away(words):
        found = find(words)
        cursor = text.createTextCursorByRange(found.getStart())
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        cursor.setString("")

    doc.RecordChanges = name != "fourth"
    if name == "first":
        find("six times").setString("seven times")
        paragraph_away("Attendance rose from")
        text.insertControlCharacter(find("gaps in recording.").getEnd(), 0, False)  # one parted in two
        end = find("cancelled").getEnd()
        text.insertControlCharacter(end, 0, False)
        new = find("What the Board will do")
        text.insertString(new.getStart(), "A new sentence was put in here. ", False)
        paragraph_away("The partners paid")
        end = find("Nothing was taken from the reserve.").getEnd()
        text.insertControlCharacter(end, 0, False)
        text.insertString(text.createTextCursorByRange(find("Nothing was taken from the reserve.")).getEnd(), "", False)
        cursor = text.createTextCursorByRange(find("Nothing was taken from the reserve.").getEnd())
        cursor.gotoNextParagraph(False)
        text.insertString(cursor, "The partners paid what they had agreed.", False)
    elif name == "second":
        find("Ask families what helped").setString("Ask families and staff what helped")
    elif name == "third":
        find("six times").setString("six times and once more")
        end = find("Nothing was taken from the reserve.").getEnd()
        text.insertControlCharacter(end, 0, False)
        cursor = text.createTextCursorByRange(find("Nothing was taken from the reserve.").getEnd())
        cursor.gotoNextParagraph(False)
        text.insertString(cursor, "The reserve stands at nine thousand pounds.", False)
    else:
        find("812 people").setString("812 people in eight agencies")
        paragraph_away("Attendance rose from")


def in_libreoffice(folder, names):
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.connection import NoConnectException

    def said(name, value):
        return PropertyValue(Name=name, Value=value)

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={PORT};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.5)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for name in names:
        doc = desktop.loadComponentFromURL(f"file://{folder}/{name}-out.docx", "_blank", 0, (said("Hidden", True),))
        edit(doc.Text, doc, name)
        doc.storeToURL(f"file://{folder}/{name}.docx", (said("FilterName", "MS Word 2007 XML"),))
        if name == "first":
            doc.storeToURL(f"file://{folder}/{name}.odt", (said("FilterName", "writer8"),))
        doc.close(True)
    desktop.terminate()


if __name__ == "__main__":
    if sys.argv[1:2] == ["edit"]:
        in_libreoffice(sys.argv[2], sys.argv[3:])
        sys.exit()
    from tests.returned import sent

    with tempfile.TemporaryDirectory() as folder:
        names = ["first", "second", "third", "fourth"]
        for name in names:
            out = commented(sent()) if name == "first" else sent()
            Path(folder, f"{name}-out.docx").write_bytes(out)
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
             f"--accept=socket,host=127.0.0.1,port={PORT};urp;"]
        )  # fmt: skip
        environment = {"PATH": os.environ["PATH"], "HOME": folder}
        subprocess.run(["/usr/bin/python3", __file__, "edit", folder, *names], check=True, env=environment)
        office.wait(60)
        for made in [*Path(folder).glob("*.odt"), *(Path(folder, f"{name}.docx") for name in names)]:
            (FOLDER / made.name).write_bytes(made.read_bytes())
