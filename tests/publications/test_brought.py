"""Which PDFs from elsewhere are taken for the public site, and what is said of the others."""

import io
import tempfile
import zlib

import pikepdf
import pytest
from msgspec.structs import replace

from kit import apart
from publications import brought


def a_pdf(words="Plan", tagged=False, with_pages=True, change=lambda pdf: None, **save):
    """A small PDF, the same bytes each time."""
    with pikepdf.new() as pdf:
        if with_pages:
            pdf.add_blank_page()
        pdf.docinfo["/Title"] = words
        if tagged:
            pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
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


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"wall": 0.01}, "took more than 0.01 seconds"),
        ({"memory": 40 << 20}, "could not be looked into"),
    ],
    ids=["clock", "memory"],
)
def test_looking_for_too_long_ends_in_a_sentence(limits, words, monkeypatch):
    limited(monkeypatch, **limits)
    with pytest.raises(brought.NotTaken, match=rf"{words}.*choose that\.$"):
        brought.take(a_pdf())


def test_no_more_than_two_are_looked_into_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(apart, "WAIT_FOR_A_TURN", 0)
    with apart.turn(), apart.turn(), pytest.raises(brought.NotTaken, match="again in a minute"):
        brought.take(a_pdf())


def test_a_file_is_never_opened_in_the_server(monkeypatch):
    def unwanted(*args, **kwargs):
        raise AssertionError("opened in the server")

    data = a_pdf()
    monkeypatch.setattr(pikepdf, "open", unwanted)
    assert brought.take(data).pages == 1


def test_a_plain_file_is_taken_byte_for_byte():
    data = a_pdf(tagged=True)
    assert brought.take(data) == (data, 1, True)
    assert not brought.take(a_pdf()).tagged


def test_links_and_turning_to_a_page_are_no_reason():
    def link(pdf):
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])

    assert brought.take(a_pdf(change=link)).pages == 1


def test_the_authors_name_goes_and_the_title_stays():
    def signed(pdf):
        pdf.docinfo["/Author"] = "Wilhelmina"
        with pdf.open_metadata() as properties:
            properties["dc:creator"] = ["Wilhelmina"]
            properties["dc:title"] = "Plan"

    data = a_pdf(change=signed)
    assert b"Wilhelmina" in data
    taken = brought.take(data)
    with pikepdf.open(io.BytesIO(taken.data)) as pdf, pdf.open_metadata() as properties:
        assert ("/Author" in pdf.docinfo, "dc:creator" in properties) == (False, False)
        assert (str(pdf.docinfo["/Title"]), properties["dc:title"]) == ("Plan", "Plan")
    assert b"Wilhelmina" not in taken.data
    assert brought.take(data) == taken, "the same file brought twice is the same file"
