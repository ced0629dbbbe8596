"""Documents from before the system: brought in the office, listed for the public, erased down to the file."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from editions import earlier, publishing, tree, verification, withdrawal
from editions.models import Edition, KeptFile
from editions.status import NotAllowed
from membership.roles import Role
from publications.models import EarlierDocument, Publication, PublicationKind
from tests import factories as make
from tests.editions.deeds.conftest import board, chair, manager, site  # noqa: F401  fixtures
from tests.editions.drafts import DAY
from tests.kept_rows import do_once, overwrite
from tests.publications.test_brought import a_pdf
from tests.unsealing import unsealed

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db(transaction=True)

ADD, PAGE = "/office/add/earlierdocument/", "/earlier-documents/"


@pytest.fixture
def client(board, manager):
    client = Client()
    client.force_login(manager)
    return client


def bring(client, title="Business plan", data=None, **more):
    file = SimpleUploadedFile("Wilhelmina.pdf", data or a_pdf(title), "application/pdf")
    fields = {"title": title, "period_as_printed": "2013 - 2016", "accessible": "unknown", "file": file, "version": 1}
    return client.post(ADD, fields | more)


def update(manager):
    return publishing.update(Publication.objects.get(kind=PublicationKind.EARLIER), by=manager, on=DAY)


@pytest.fixture
def listed(client, site, manager):
    """Two documents, and both public."""

    def make():
        publishing.update(site, by=manager, on=DAY)
        bring(client, published_in_words="April 2013", other_format="01234 567")
        bring(client, "Annual report", accessible="no")
        update(manager)

    do_once("two earlier documents, published", make)
    return Edition.objects.live().select_related("publication").get(publication__kind=PublicationKind.EARLIER)


def read(client, address):
    response = client.get(address)
    data = b"".join(response) if response.streaming else response.content
    response.close()
    return response.status_code, data


def test_what_the_public_reads_is_what_was_published_and_the_file_is_the_one_that_was_brought(listed, client, manager):
    status, page = read(Client(), PAGE)
    words = page.decode()
    assert status == 200
    for said in (
        "Business plan 2013 - 2016",
        "Published April 2013",
        "Nobody has checked yet whether a screen reader can read this file.",
        "To have it in another format, ask: 01234 567.",
        "A screen reader can’t read this file well.",
        "1 page",
        "whether and when they were approved is not recorded here",
    ):
        assert said in words, said
    assert words.index("Business plan") < words.index("Annual report"), "in the board's order"
    response = Client().get("/earlier-documents/business-plan-2013-2016.pdf")
    data = b"".join(response)
    response.close()
    assert data == a_pdf("Business plan")
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="earlier-documents-business-plan-2013-2016.pdf"' in response["Content-Disposition"].lower()
    assert "immutable" not in response["Cache-Control"], "it may be taken off the list"
    assert b'href="/earlier-documents/"' in read(Client(), "/")[1]
    # A change of the records is nothing to the public until the page is updated, and can be taken back.
    row = EarlierDocument.objects.get(title="Annual report")
    row.title = "Yearly report"
    row.save()
    tree.rebuild()
    assert b"Yearly report" not in read(Client(), PAGE)[1]
    update(manager)
    assert b"Yearly report" in read(Client(), PAGE)[1]
    publishing.restore(listed, by=manager, on=DAY)
    assert b"Yearly report" not in read(Client(), PAGE)[1]
    assert verification.verify().findings == ()


def test_the_office_lists_edits_removes_with_undo_and_updates(listed, client):
    page = client.get("/office/earlier-documents/").content.decode()
    assert "Version 1, published 1 June 2016" in page
    assert "1 KB, 1 page" in page
    row = EarlierDocument.objects.get(title="Business plan")
    edit = f"/office/edit/earlierdocument/{row.pk}/"
    form = client.get(edit).content.decode()
    assert 'enctype="multipart/form-data"' in form
    client.post(edit, {"title": "Old plan", "accessible": "unknown", "version": row.version})
    changed = EarlierDocument.objects.get(pk=row.pk)
    assert (changed.title, changed.digest, changed.key) == ("Old plan", row.digest, row.key), "the file stays"
    client.post(f"/office/remove/earlierdocument/{row.pk}/", {"_deed": "delete", "version": changed.version})
    undo = client.session["undo"]
    assert not EarlierDocument.objects.filter(pk=row.pk).exists()
    assert "left out" in client.get("/office/earlier-documents/list/update/").content.decode().lower()
    client.post(undo["address"])
    assert EarlierDocument.objects.get(pk=row.pk).digest == row.digest
    client.post("/office/earlier-documents/list/update/")
    assert b"Old plan" in read(Client(), PAGE)[1]


def test_what_is_wrong_with_a_file_is_said_beside_it_and_nothing_typed_is_lost(client):
    answer = bring(client, data=b"PK a Word file").content.decode()
    assert "This is not a PDF." in answer
    assert 'value="Business plan"' in answer
    assert "Choose the PDF." in bring(client, file="").content.decode()
    answer = bring(client, accessible="yes").content.decode()
    assert "This PDF has no tags" in answer
    assert "Choose the file again" in answer
    assert not EarlierDocument.objects.exists()
    assert not KeptFile.objects.exists()


def test_a_scan_is_never_readable_and_what_a_file_lacks_is_said(client, site, manager):
    publishing.update(site, by=manager, on=DAY)
    scan = a_pdf("Scan", tagged=True, written=False)
    assert "This PDF is a scan" in bring(client, "Scan", scan, accessible="yes").content.decode()
    bring(client, "Scan", scan, published_in_words="24 September 2018")
    bring(client, "Text", a_pdf("Text"), published_in_words="2018")
    bring(client, "Tags", a_pdf("Tags", tagged=True), accessible="yes", published_in_words="April 2013")
    row = EarlierDocument.objects.get(title="Scan")
    fields = {"title": "Scan", "accessible": "yes", "version": row.version}
    assert "is a scan" in client.post(f"/office/edit/earlierdocument/{row.pk}/", fields).content.decode()
    update(manager)
    page = " ".join(read(Client(), PAGE)[1].decode().split())
    said = {name: page.partition(f">{name} 2013")[2].partition("</section>")[0] for name in ("Scan", "Text", "Tags")}
    for name, words in (
        ("Scan", "A screen reader can’t read this file well. It is a scan:"),
        ("Scan", "so the accessibility regulations apply to it."),
        ("Text", "Nobody has checked yet whether a screen reader can read this file. It has no tags"),
        ("Tags", "A screen reader can read this file. It was published before 23 September 2018"),
    ):
        assert words in said[name], (name, words)
    assert "23 September" not in said["Text"], "which part of 2018 isn't known"


def test_only_who_may_edit_brings_and_only_who_may_publish_updates(listed):
    for role, brings, updates in ((Role.EDITOR, 200, 403), (Role.APPROVER, 403, 403), (Role.MANAGER, 200, 200)):
        client = Client()
        client.force_login(make.UserFactory(roles=[role]))
        assert client.get(ADD).status_code == brings, role
        assert client.get("/office/earlier-documents/list/update/").status_code == updates, role


def test_erasing_reaches_the_file_that_nothing_names_any_more(listed, client, manager, chair, public_root):
    file = KeptFile.objects.get(digest=EarlierDocument.objects.get(title="Business plan").digest)
    withdrawal.ask_erasure(listed, by=manager, reason="It names a child.")
    with pytest.raises(NotAllowed, match="update the public page first"):
        withdrawal.erase(listed, by=chair)
    EarlierDocument.objects.get(title="Business plan").delete()
    update(manager)
    assert read(Client(), "/earlier-documents/business-plan-2013-2016.pdf")[0] == 404
    assert list(withdrawal.files_that_go(listed)) == [file]
    page = client.get(f"/office/versions/{listed.pk}/erase/").content.decode()
    assert "Wilhelmina.pdf" in page.partition("destroyed along")[2]
    withdrawal.erase(listed, by=chair)
    file.refresh_from_db()
    assert (bytes(file.data), file.name, file.erased_by) == (b"", "", chair)
    assert KeptFile.objects.filter(erased_at__isnull=True).count() == 1, "what is still offered stays"
    assert read(Client(), "/earlier-documents/annual-report-2013-2016.pdf")[0] == 200
    assert not [each for each in public_root.rglob("*.pdf") if a_pdf("Business plan") == each.read_bytes()]
    assert verification.verify().findings == ()


def test_a_file_that_nothing_rests_on_is_erased_and_no_other_can_be(listed, client):
    make.ApprovalFactory(extract=make.KeptFileFactory(data=b"%PDF extract", name="minutes.pdf"))
    assert not earlier.unused().exists()
    bring(client, "Slip", data=a_pdf("Slip"))
    slip = KeptFile.objects.latest("pk")
    for file in KeptFile.objects.all():
        assert client.post(f"/office/earlier-documents/files/{file.pk}/erase/").status_code == 404, file
    EarlierDocument.objects.get(title="Slip").delete()
    page = client.get("/office/earlier-documents/").content.decode()
    assert "Files that are on no list and in no version" in page
    client.post(f"/office/earlier-documents/files/{slip.pk}/erase/")
    slip.refresh_from_db()
    assert (bytes(slip.data), slip.name) == (b"", "")
    assert len(slip.digest) == 64
    assert KeptFile.objects.exclude(data=b"").count() == 3


def test_a_list_whose_file_was_erased_is_not_published_again(listed, manager, chair):
    row = EarlierDocument.objects.get(title="Business plan")
    with unsealed():
        KeptFile.objects.filter(digest=row.digest).update(data=b"", name="", erased_at=row_time(), erased_by=chair)
    with pytest.raises(NotAllowed, match="The file of “Business plan 2013 - 2016” was erased"):
        publishing.restore(publish_without(row, manager), by=manager, on=DAY)


def row_time():
    return Edition.objects.first().composed_at


def publish_without(row, manager):
    row.delete()
    former = Edition.objects.live().get(publication__kind=PublicationKind.EARLIER)
    update(manager)
    return Edition.objects.get(pk=former.pk)


def test_a_list_that_is_taken_down_leaves_a_notice_with_its_files(listed, manager):
    withdrawal.take_down(listed, by=manager, reason="It names a child.")
    for address in (PAGE, "/earlier-documents/business-plan-2013-2016.pdf"):
        status, page = read(Client(), address)
        assert (status, b"It names a child." in page) == (410, True), address
    update(manager)
    assert read(Client(), PAGE)[0] == 200


def test_verification_finds_a_file_that_was_changed(listed, public_root):
    place = public_root / "current/earlier-documents/business-plan-2013-2016.pdf"
    overwrite(place, b"%PDF other")
    (place.parent / "stray.pdf").write_bytes(b"%PDF")
    file = KeptFile.objects.first()
    assert verification.verify().findings == (
        "earlier-documents/business-plan-2013-2016.pdf on the public site differs from the records.",
        "earlier-documents/stray.pdf on the public site belongs to no published version.",
    )
    tree.rebuild()
    with unsealed():
        KeptFile.objects.filter(pk=file.pk).update(data=b"%PDF other")
    assert f"Kept file {file.pk}: it is not the one that was brought." in verification.verify().findings


def test_a_file_is_kept_once_and_without_its_author(client):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf("Plan"))) as pdf:
        pdf.docinfo["/Author"] = "Wilhelmina"
        pdf.save(out, deterministic_id=True)
    for title in ("One", "Two"):
        bring(client, title, data=out.getvalue())
    assert EarlierDocument.objects.count() == 2
    assert b"Wilhelmina" not in bytes(KeptFile.objects.get().data)
