"""What a PDF from elsewhere may hold before the board puts it on its public site. Knows no Django.

Taken is what only shows itself. A file that would run, send, open or carry something is refused: taking such a thing
out would make another document of it, and whoever looks after it can save it anew in a minute. So is one that holds
reviewers' comments, and one that is damaged: whatever reads it mends it in silence, and a file that was cut off on its
way then has nine pages of its fifteen. What is taken out is the file's properties but for title and language: nobody
reads them there, and they name whoever wrote, changed and managed it. Earlier states that a program left in the file,
and whatever stands behind its end, go with them.

A small file may unpack to any size, so it is looked into apart (`kit.apart`) and never in the server's own process.
"""

import io
from typing import NamedTuple

import pikepdf

from kit import apart

# Old plans full of photographs take a tenth of that.
LIMITS = apart.Limits(computing=20, memory=1 << 29, wall=30)
LARGEST = 20_000_000
# Actions that do more than turn to a page or follow a link, and annotations that carry or play something.
ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/ImportData": "a command that reads other files",
    "/SubmitForm": "a form that sends what is typed in",
    "/GoToE": "a link into an embedded file",
    "/Rendition": "a film or a sound",
    "/Movie": "a film",
    "/Sound": "a sound",
    "/RichMediaExecute": "a film or a sound",
}
ANNOTATIONS = {
    "/FileAttachment": "an attached file",
    "/RichMedia": "a film or a sound",
    "/Movie": "a film",
    "/Sound": "a sound",
    "/Screen": "a film or a sound",
    "/3D": "a three-dimensional model",
}
# What belongs to the page itself. Every other annotation is somebody's comment or mark, with their name.
OF_THE_PAGE = {"/Link", "/Widget", *ANNOTATIONS}
KEPT_PROPERTIES = ("dc:title", "dc:language", "pdfuaid:part", "pdfuaid:amd", "pdfuaid:rev")
KEYS = {"/JS": "a script", "/EmbeddedFiles": "an attached file", "/EF": "an attached file", "/XFA": "an XFA form"}


# What qpdf warns of that can't mean that something is missing.
HARMLESS = ("; repairing", "; overriding", "duplicated key", "reported number of objects")


class NotTaken(Exception):
    """Why a file is not taken, in a sentence that says what to do."""


class Damaged(NotTaken):
    """Part of the file may be missing, whatever it is to be used for."""


class BroughtFile(NamedTuple):
    """A file that is taken: its bytes as they will be public, its pages, and whether it has tags for reading aloud.

    `has_text` is false for a scan: a picture of each page, which nothing can read out, whatever its tags say.
    """

    data: bytes
    pages: int
    tagged: bool
    has_text: bool


def take(data: bytes) -> BroughtFile:
    """The PDF as it may be published, or NotTaken. Bytes that need no change stay as they were brought."""
    if len(data) > LARGEST:
        raise NotTaken(f"This file is larger than {LARGEST // 1_000_000} MB. Save it with smaller pictures.")
    if not data.startswith(b"%PDF-"):
        raise NotTaken("This is not a PDF. Save the document as a PDF and choose that.")
    try:
        words, public = apart.run("publications.files.brought", data, LIMITS)
    except apart.Stopped as stopped:
        raise NotTaken(
            f"This PDF could not be looked into: {stopped} Print it to a new PDF, which is simpler, and choose that."
        ) from stopped
    except apart.Busy as busy:
        raise NotTaken("Two documents are being worked on just now. Choose the file again in a moment.") from busy
    if "not taken" in words:
        raise (Damaged if words["damaged"] else NotTaken)(words["not taken"])
    return BroughtFile(data=public or data, pages=words["pages"], tagged=words["tagged"], has_text=words["has_text"])


# In the child


def answer(data):
    """What is known of a file and its bytes where they had to change; or why it isn't taken."""
    try:
        brought = look(data)
    except NotTaken as why:
        return {"not taken": str(why), "damaged": isinstance(why, Damaged)}, b""
    changed = brought.data if brought.data != data else b""
    return {"pages": brought.pages, "tagged": brought.tagged, "has_text": brought.has_text}, changed


def look(data: bytes) -> BroughtFile:
    """The file as it may be published, or NotTaken. Takes whatever memory and time the file makes it take."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            found = next(active(pdf), None) if pages else None
            commented = any(comments(pdf))
            tagged = is_tagged(pdf)
            written = has_text(pdf)
            mended = is_mended(pdf)
            public = without_properties(pdf, data) if pages and not found and not commented else data
    except pikepdf.PasswordError:
        raise NotTaken("This PDF asks for a password. Save it without one.") from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise Damaged("This PDF is damaged and can’t be read. Save it anew and choose that.") from None
    if mended:
        raise Damaged(
            f"This PDF is damaged and had to be mended to be read. Pages found in it: {pages}; there may have been "
            "more. Open it, see whether all of it is there, save it anew and choose that."
        )
    if not pages:
        raise NotTaken("This PDF has no pages.")
    if found:
        raise NotTaken(f"This PDF holds {found}. Print it to a new PDF, which leaves that out, and choose that.")
    if commented:
        raise NotTaken(
            "This PDF holds comments or marks of people who read it, with their names. Delete all comments in it, "
            "save it anew and choose that."
        )
    if len(public) > LARGEST:
        raise NotTaken("This PDF unpacks to more than it seems. Print it to a new PDF and choose that.")
    return BroughtFile(data=public, pages=pages, tagged=tagged, has_text=written)


def is_tagged(pdf):
    """Whether the file has tags: a tree with something in it. Printing to a PDF leaves an empty one at times."""
    tree = pdf.Root.get("/StructTreeRoot")
    return isinstance(tree, pikepdf.Dictionary) and bool(tree.get("/K", []))


def has_text(pdf):
    """Whether at least half of the pages show words: of a scan perhaps the cover sheet does, and no other page."""
    written = sum(shows_text(page.obj) for page in pdf.pages)
    return bool(written) and written * 2 >= len(pdf.pages)


TEXT = "Tj TJ ' \""
DEEPEST = 5  # drawings in drawings


def shows_text(drawn, depth=0):
    """Whether a page, or a drawing on it, shows a letter."""
    try:
        shown = pikepdf.parse_content_stream(drawn, TEXT)
    except (pikepdf.PdfError, TypeError):
        return False  # what no reader can take apart, none can read out
    if any(any(map(is_written, each.operands)) for each in shown):
        return True
    resources = drawn.get("/Resources") or inherited(drawn)
    inner = resources.get("/XObject", {}) if isinstance(resources, pikepdf.Dictionary) else {}
    forms = (each for each in dict(inner.items()).values() if isinstance(each, pikepdf.Stream))
    return depth < DEEPEST and any(shows_text(each, depth + 1) for each in forms if each.get("/Subtype") == "/Form")


def is_written(operand):
    """Whether what is shown holds letters and not only spaces."""
    if isinstance(operand, pikepdf.Array):
        return any(map(is_written, operand))
    return isinstance(operand, pikepdf.String) and bool(bytes(operand).strip())


def inherited(page):
    """The resources that a page has from the node it hangs on."""
    above, left = page.get("/Parent"), DEEPEST * 4
    while isinstance(above, pikepdf.Dictionary) and left:
        if "/Resources" in above:
            return above["/Resources"]
        above, left = above.get("/Parent"), left - 1
    return None


def is_mended(pdf):
    """Whether something in the file had to be guessed to read it. Asked after every object of it was looked at."""
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for each in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(each, pikepdf.Stream):
                each.read_bytes()  # what was cut short in it is noticed only now
    return any(not any(words in str(said) for words in HARMLESS) for said in pdf.get_warnings())


def active(pdf):
    """What in a PDF would do more than show itself, in words."""
    for top in [pdf.trailer, *pdf.objects]:
        waiting = [top]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Array):
                waiting += [part for part in each if is_direct(part)]
            if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                continue
            words = dict(each.items())
            yield from (KEYS[key] for key in words if key in KEYS)
            for key, known in (("/S", ACTIONS), ("/Subtype", ANNOTATIONS)):
                if (name := str(words.get(key, ""))) in known:
                    yield known[name]
            waiting += [part for part in words.values() if is_direct(part)]


def is_direct(part):
    """Whether a part stands in its parent itself; what is only pointed at comes by itself."""
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary) and not part.is_indirect


def comments(pdf):
    """The kinds of what somebody put onto a page to say something about it."""
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            kind = str(note.get("/Subtype", "")) if isinstance(note, pikepdf.Dictionary) else ""
            if kind and kind not in OF_THE_PAGE:
                yield kind


def without_properties(pdf, data):
    """The file without what its properties say of people; the very bytes where it has none."""
    changed = data.count(b"startxref") > (2 if pdf.is_linearized else 1)  # an earlier state is left in it
    changed = changed or not data.rstrip().endswith(b"%%EOF")  # or something else behind it
    if "/Info" in pdf.trailer:
        for key in {*pdf.docinfo.keys()} - {"/Title"}:
            del pdf.docinfo[key]
            changed = True
    kept = {}
    if "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as properties:
            kept = {name: properties[name] for name in KEPT_PROPERTIES if name in properties}
    for each in pdf.objects:
        # A page or a picture may have properties of its own, and notes of the program that made it.
        for key in ("/Metadata", "/PieceInfo"):
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) and key in each:
                del each[key]
                changed = True
    if not changed:
        return data
    if kept:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as properties:
            properties.update(kept)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


if __name__ == "__main__":
    apart.answer(answer)
