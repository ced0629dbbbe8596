"""Which PDFs from elsewhere are taken for the public site, and what is said of the others."""

import io
import tempfile
import zlib

import pikepdf
import pytest
from msgspec.structs import replace

from kit import apart
from publications.files import brought


def a_pdf(words="Plan", tagged=False, with_pages=True, change=lambda pdf: None, written=True, **save):
    """A small PDF, the same bytes each time; a scan is one in which nothing is written."""
    with pikepdf.new() as pdf:
        if with_pages:
            pdf.add_blank_page()
        if with_pages and written:
            pdf.pages[0].Contents = pdf.make_stream(b"BT (" + words.encode("latin-1") + b") Tj ET")
        pdf.docinfo["/Title"] = words
        if tagged:
            tree = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=[pikepdf.Dictionary(S=pikepdf.Name.P)])
            pdf.Root.StructTreeRoot = pdf.make_indirect(tree)
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **({"deterministic_id": True} if "encryption" not in save else {}), **save)
    return out.getvalue()


def a_bomb(unpacked):
    """A PDF whose objects stand in one stream: short as it comes, and as long as is wanted when it is unpacked."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    places = [sum(len(each) + 1 for each in objects[:place]) for place in range(3)]
    head = "".join(f"{number} {place} " for number, place in enumerate(places, 1))
    packer = zlib.compressobj()
    packed = packer.compress((head + " ".join(objects)).encode())
    packed += b"".join(packer.compress(b" " * 1_000_000) for _ in range(unpacked // 1_000_000)) + packer.flush()
    file = b"%PDF-1.5\n"
    where = [len(file)]
    stream = f"4 0 obj<</Type/ObjStm/N 3/First {len(head)}/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    file += stream.encode() + packed + b"\nendstream endobj\n"
    where.append(len(file))
    rows = [(0, 0, 0), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, where[0], 0), (1, where[1], 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(4) + bytes([number]) for kind, place, number in rows)
    stream = f"5 0 obj<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length {len(table)}>>stream\n"
    return file + stream.encode() + table + f"\nendstream endobj\nstartxref\n{where[1]}\n%%EOF".encode()


def script():
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def on_opening(pdf):
    pdf.Root.OpenAction = script()


def deep_inside(pdf):
    pdf.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([script()])))


def starts_a_program(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def attached(pdf):
    pdf.attachments["notes.txt"] = b"Wilhelmina"


def attached_to_a_page(pdf):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def form_that_sends(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm))])
    )


def drawn_by_a_program(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (on_opening, "a script"),
        (deep_inside, "a script"),
        (starts_a_program, "starts a program"),
        (attached, "an attached file"),
        (attached_to_a_page, "an attached file"),
        (form_that_sends, "sends what is typed in"),
        (drawn_by_a_program, "an XFA form"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_would_do_more_than_show_itself_is_refused(change, words):
    for data in (a_pdf(change=change), a_pdf(change=change, object_stream_mode=pikepdf.ObjectStreamMode.generate)):
        with pytest.raises(brought.NotTaken, match=words):
            brought.take(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a PDF"),
        (b"PK\x03\x04", "not a PDF"),
        (b"%PDF-1.7 and nothing after it", "damaged"),
        (a_pdf(with_pages=False), "no pages"),
        (a_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "asks for a password"),
        (b"%PDF-" + b"x" * brought.LARGEST, "larger than 20 MB"),
    ],
    ids=["empty", "Word", "cut off", "no pages", "password", "large"],
)
def test_what_is_no_readable_pdf_is_refused_in_a_sentence(data, words):
    with pytest.raises(brought.NotTaken, match=words):
        brought.take(data)


def limited(monkeypatch, **limits):
    monkeypatch.setattr(brought, "LIMITS", replace(brought.LIMITS, **limits))


def test_what_unpacks_to_more_memory_than_it_may_have_is_refused(monkeypatch):
    bomb = a_bomb(200_000_000)
    assert len(bomb) < 300_000
    assert brought.take(bomb).pages == 1
    limited(monkeypatch, memory=200 << 20)
    with pytest.raises(brought.NotTaken, match="damaged"):
        brought.take(bomb)
    assert brought.take(a_pdf()).pages == 1


def test_looking_for_too_long_ends_in_a_sentence(monkeypatch):
    limited(monkeypatch, wall=0.01)
    with pytest.raises(brought.NotTaken, match=r"took more than 0\.01 seconds.*choose that\.$"):
        brought.take(a_pdf())


def test_no_more_than_two_are_looked_into_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(apart, "WAIT_BRIEFLY", 0)
    with apart.turn(), apart.turn(), pytest.raises(brought.NotTaken, match="again in a moment"):
        brought.take(a_pdf())


def test_a_file_is_never_opened_in_the_server(monkeypatch):
    def unwanted(*args, **kwargs):
        raise AssertionError("opened in the server")

    data = a_pdf()
    monkeypatch.setattr(pikepdf, "open", unwanted)
    assert brought.take(data).pages == 1


def test_a_plain_file_is_taken_byte_for_byte():
    data = a_pdf(tagged=True)
    assert brought.take(data) == (data, 1, True, True)
    assert not brought.take(a_pdf()).tagged


def test_a_scan_is_known_whatever_its_tags_say():
    """A picture of a page has no text; nor has one of which only the cover sheet was typed, or with blanks behind."""
    assert not brought.look(a_pdf(tagged=True, written=False)).has_text
    assert not brought.look(a_pdf("   ", tagged=True)).has_text

    def scanned_behind_its_cover(pdf):
        for _ in range(9):
            pdf.add_blank_page()

    assert not brought.look(a_pdf(change=scanned_behind_its_cover)).has_text

    def drawn(pdf):
        """All that a page shows may stand in a drawing on it."""
        form = pdf.make_stream(b"BT [(Pl) -20 (an)] TJ ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=form))
        pdf.pages[0].Contents = pdf.make_stream(b"/A Do")

    assert brought.look(a_pdf(change=drawn, written=False)).has_text


def test_an_empty_tree_of_tags_is_none():
    def empty(pdf):
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))

    assert not brought.look(a_pdf(change=empty)).tagged


def test_links_and_turning_to_a_page_are_no_reason():
    def link(pdf):
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        field = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note), pdf.make_indirect(field)])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.pages[0].Annots[1]]))

    assert brought.take(a_pdf(change=link)).pages == 1


PEOPLE = ("dc:creator", "dc:contributor", "dc:publisher", "pdf:Producer", "xmp:CreatorTool", "xmpMM:History")


def signed(pdf):
    for key in ("/Author", "/Manager", "/LastModifiedBy", "/Company", "/Creator", "/Keywords"):
        pdf.docinfo[key] = "Wilhelmina"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as properties:
        for name in PEOPLE:
            properties[name] = ["Wilhelmina"] if name.startswith("dc:") else "Wilhelmina"
        properties["dc:title"], properties["dc:language"], properties["pdfuaid:part"] = "Plan", {"en"}, "1"
    pdf.pages[0].Metadata = pdf.make_stream(b"Wilhelmina")
    pdf.pages[0].PieceInfo = pikepdf.Dictionary(Word=pikepdf.String("Wilhelmina"))


def test_the_names_of_people_go_and_title_and_language_stay():
    data = a_pdf(change=signed)
    assert b"Wilhelmina" in data
    taken = brought.take(data)
    with pikepdf.open(io.BytesIO(taken.data)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as properties:
            assert not [name for name in PEOPLE if name in properties]
            assert (properties["dc:title"], properties["dc:language"]) == ("Plan", {"en"})
            assert properties["pdfuaid:part"] == "1", "it still says that it is made to be read aloud"
        assert {str(key) for key in pdf.docinfo} == {"/Title"}
        assert b"Wilhelmina" not in b"".join(
            each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)
        )
    assert b"Wilhelmina" not in taken.data
    assert brought.take(data) == taken, "the same file brought twice is the same file"
    assert brought.take(taken.data) == taken, "and so is the one that was made of it"


def test_an_earlier_state_that_was_left_in_the_file_goes():
    data = a_pdf()
    start, root = data.rindex(b"startxref"), data.index(b"/Root")
    where = int(data[start:].split()[1])
    names = data[root:].split(b">>")[0].decode()
    later = f"\n9 0 obj (Wilhelmina) endobj\nxref\n0 0\ntrailer <</Size 10 /Prev {where} {names}>>\n"
    later += f"startxref\n{len(data) + later.index('xref')}\n%%EOF\n"
    left = data + later.encode()
    assert b"Wilhelmina" not in brought.take(left).data


@pytest.mark.parametrize("kind", ["Text", "FreeText", "Highlight", "Stamp", "Ink", "Popup"])
def test_a_reviewers_comment_is_refused(kind):
    def commented(pdf):
        note = pikepdf.Dictionary(Subtype=pikepdf.Name(f"/{kind}"), Rect=[0, 0, 9, 9], T=pikepdf.String("Wilhelmina"))
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))

    with pytest.raises(brought.NotTaken, match=r"holds comments.*Delete all comments"):
        brought.take(a_pdf(change=commented))


# Damage


def long_pdf(**save):
    """Fifteen pages with something on each."""

    def fifteen(pdf):
        while len(pdf.pages) < 15:
            pdf.add_blank_page()
        for number, page in enumerate(pdf.pages):
            page.Contents = pdf.make_stream(b"BT /F1 12 Tf (%d) Tj ET " % number * 200)

    return a_pdf(change=fifteen, **save)


WHOLE = long_pdf()
FOR_THE_WEB = long_pdf(linearize=True)


def with_a_torn_page(data):
    """The same file with a few bytes changed where a page is packed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packed = pdf.pages[7].Contents.read_raw_bytes()
    return data.replace(packed, packed[:30] + bytes(10) + packed[40:])


@pytest.mark.parametrize("data", [WHOLE, FOR_THE_WEB, long_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)])
def test_a_file_that_is_whole_is_taken(data):
    assert brought.take(data).pages == 15


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (WHOLE[: len(WHOLE) * 9 // 10], r"damaged.*Pages found in it: 15; there may have been more\. Open it"),
        (FOR_THE_WEB[: len(FOR_THE_WEB) * 7 // 10], "damaged and can’t be read"),
        (WHOLE.replace(b"\n", b"\r\n"), "damaged"),
        (b"%PDF-1.7\n" + WHOLE, "damaged"),
        (with_a_torn_page(WHOLE), "damaged"),
    ],
    ids=["cut off, mended", "cut off", "sent as text", "something before it", "a page torn"],
)
def test_a_file_that_had_to_be_mended_to_be_read_is_refused(data, words):
    with pytest.raises(brought.Damaged, match=words):
        brought.take(data)


def test_what_stands_behind_the_end_of_a_file_is_not_published():
    hidden = b"PK\x03\x04 another file"
    taken = brought.take(WHOLE + hidden)
    assert hidden not in taken.data
    assert taken.pages == 15
    assert brought.take(WHOLE + b"\r\n").data == WHOLE + b"\r\n", "an empty line is nothing"
