"""Which PDFs from elsewhere are taken for the public site, and what is said of the others."""

import io

import pikepdf
import pytest

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
