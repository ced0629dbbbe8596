"""Word copies out and back: nothing is lost, nothing is taken unasked, and what is taken is an edit like any other.

The copies were made by LibreOffice with tracked changes, three comments by python-docx (`tests/returned/make.py`).
"""

import io
import re
import zipfile
from collections import Counter

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from docx.oxml.ns import qn
from pytest_django.asserts import assertContains, assertNotContains

from kit import clearing
from kit.incoming import returned as reading
from kit.incoming.shape import NoTable
from kit.models import Uncleared
from kit.prose import unmarked
from membership.roles import Role
from publications import comparing, copies_laid, returning
from publications.files import marks
from publications.files import returned as doorway
from publications.models import Comment, Narrative, ReturnedCopy, ReturnedPassage
from tests import factories as make
from tests import returned
from tests.kit.test_hostile_files import READ, REFUSED, packed
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
ALL = ("first", "second", "third", "fourth")
HOSTILE = READ | {name: data for name, (data, _) in REFUSED.items()}


@pytest.fixture
def officer():
    make.BoardFactory(name="A Board of Tests", short_name="Board")
    return signed_in(make.UserFactory(roles=[Role.EDITOR]))


@pytest.fixture
def report():
    mine = make.PublicationFactory(
        kind=returned.KIND, slug=returned.SLUG, title="Annual report", period_as_printed="2015 to 2016"
    )
    for position, (key, heading, words) in enumerate(returned.SECTIONS, start=1):
        make.NarrativeFactory(publication=mine, key=key, heading=heading, before=words, position=position)
    return mine


def bring(officer, report, *files):
    given = [SimpleUploadedFile(f"{name}.docx", data) for name, data in files]
    address = reverse("office-copies", args=[report.kind, report.slug])
    return officer.post(address, {"files": given}, follow=True)


def bring_back(officer, report, *names):
    return bring(officer, report, *((name, returned.came(f"{name}.docx")) for name in names))


def words_of(report):
    return {row.key: row.before for row in report.narrative_set.all()}


SENT = {key: words for key, _, words in returned.SECTIONS}


def do(officer, passage, deed, **more):
    mine = passage.copy.publication
    section = mine.narrative_set.get(key=passage.section)
    address = reverse("copy-paragraph", args=[mine.kind, mine.slug, passage.pk])
    return officer.post(address, {"do": deed, "version": section.version, **more}, follow=True)


def made(name, how, **asked):
    return ReturnedPassage.objects.get(copy__name=name, how=how, **asked)


# Out


def test_each_paragraph_goes_out_in_a_bookmark_and_the_file_says_what_it_is_a_copy_of():
    data = returned.sent()
    file = zipfile.ZipFile(io.BytesIO(data))
    text = file.read("word/document.xml").decode()
    names = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(_lscb_[^"]+)"', text)
    assert len(names) == len(set(names)) == 12
    assert all(len(name) <= 40 for name in names)  # Word's limit
    said = docx.Document(io.BytesIO(data)).core_properties.identifier
    assert marks.sent(said).kind == returned.KIND
    assert said.encode() in file.read("docProps/custom.xml")
    [mode] = docx.Document(io.BytesIO(data)).settings.element.iter(qn("w:compatSetting"))
    assert (mode.get(qn("w:name")), mode.get(qn("w:val"))) == ("compatibilityMode", "15")
    assert returned.sent() == data


def test_section_goes_out_by_itself(officer, report):
    answer = officer.get(reverse("section-word", args=[report.kind, report.slug, "the-money"]))
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "The partners paid" in text
    assert "six times" not in text
    assert "Contents" not in text
    page = bring(officer, report, ("Treasurer", answer.content))
    assertContains(page, "Nothing is left to decide")
    assert ReturnedCopy.objects.get().section == "the-money"
    assert officer.get(reverse("section-word", args=[report.kind, report.slug, "no-such"])).status_code == 404


# Read


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_what_libreoffice_made_of_it_is_read(ending):
    came = reading.read(returned.came(f"first.{ending}"))
    assert [(each.who, each.words) for each in came.comments] == [
        ("Anna Smith", "Was it not seven?"),
        ("Anna Smith", "Say how long people waited."),
        ("Ben Jones", "True on 31 March only."),
    ]
    assert [came.blocks[each.block].words[4:20] for each in came.comments] == [
        "The Board met se",
        "People told us t",
        "Nothing was take",
    ]
    assert "six times" not in " ".join(block.words for block in came.blocks)
    if ending == "docx":
        assert Counter(each.how for each in came.changes) == {"went": 5, "came": 3}
        assert ("went", "six times") in [(each.how, each.words) for each in came.changes]
    else:
        assert "six times" in [each.words for each in came.left_out]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_words_or_read_within_limits(name):
    try:
        assert isinstance(doorway.take(HOSTILE[name]), reading.Returned)
    except NoTable as refused:
        assert str(refused).endswith((".", "…"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "no Word copy"),
        (b"<html><p>a</p></html>", "no Word copy"),
        (b"PK\x03\x04cut short", "damaged or cut short"),
        (packed(**{"word__document.xml": "<a>" + " " * 61_000_000 + "</a>"}), "holds too much"),
        (packed(**{"word__document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "isn't opened"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "no Word copy"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "an old Word"),
    ],
    ids=["empty", "PDF", "web page", "cut short", "bomb", "entities", "sheet", "old Word"],
)
def test_other_files_are_refused_in_words(data, words):
    with pytest.raises(NoTable, match=words):
        doorway.take(data)


def test_nothing_that_a_copy_points_at_is_opened(tmp_path):
    (secret := tmp_path / "secret").write_text("a secret of the server")
    data, out = returned.came("first.docx"), io.BytesIO()
    linked = (
        f'<Relationship Id="rIdX" TargetMode="External" Target="{secret.as_uri()}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for info in given.infolist():
            text = given.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", linked.encode())
            if info.filename == "word/document.xml":
                chunk = b'<w:altChunk r:id="rIdX"/><w:sectPr'
                text = chunk.join(text.rsplit(b"<w:sectPr", 1))
            made.writestr(info.filename, text)
    came = doorway.take(out.getvalue())
    assert "secret" not in repr(came)
    assert "a file that was inserted" in [each.what for each in came.left_out]


# Back


def test_an_unchanged_copy_asks_nothing(officer, report):
    assertContains(bring(officer, report, ("Anna", returned.sent())), "Nothing is left to decide")
    assert set(ReturnedPassage.objects.values_list("how", flat=True)) == {"same"}


@pytest.mark.parametrize("names", [("first",), ALL], ids=["one copy", "four copies"])
def test_nothing_is_lost_and_nothing_taken_unasked(officer, report, names):
    page = bring_back(officer, report, *names)
    assert words_of(report) == SENT
    assert Narrative.history.filter(history_type="~").count() == 0
    content = " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())
    for name in names:
        came = comparing.came_units(reading.read(returned.came(f"{name}.docx")))
        fresh = reading.read(returned.sent())
        around = {unit.words for unit in comparing.came_units(fresh) if not unit.names}
        rows = ReturnedPassage.objects.filter(copy__name=name)
        told = Counter(line for row in rows for line in unmarked(row.came).splitlines())
        # Each paragraph that came, but for the headings that are the program's own, stands in one row.
        assert told == Counter(unit.words for unit in came if unit.words not in around)
        # And each that was sent.
        sent = Counter(line for row in rows for line in unmarked(row.sent).splitlines())
        assert sent == Counter(line for words in SENT.values() for line in unmarked(words).splitlines())
        for row in rows.exclude(how="same"):
            assert all(line in content or row.how in ("changed", "parted") for line in unmarked(row.came).splitlines())
    if "first" in names:
        for who, words in (("Anna Smith", "Was it not seven?"), ("Ben Jones", "True on 31 March only.")):
            assert who in content
            assert words in content
        assert Comment.objects.count() == 3
        assert set(Comment.objects.values_list("place", flat=True)) == {
            "the-year/paragraph-1",
            "the-year/paragraph-3",
            "the-money/paragraph-2",
        }
        beside = officer.get(reverse("office-comments", args=[report.kind, report.slug]))
        assertContains(beside, "The words it is about", count=3)
    # A copy that is brought again brings its comments once.
    bring_back(officer, report, *names)
    assert Comment.objects.count() == 3


def test_nobody_waits_with_their_writing_while_a_copy_is_compared(officer, report, monkeypatch):
    seen, find = [], returning.pieces.laid

    def laid(pages):
        seen.append(len(connection.savepoint_ids))
        return find(pages)

    monkeypatch.setattr(returning.pieces, "laid", laid)
    around = len(connection.savepoint_ids)
    bring_back(officer, report, "first")
    assert seen == [around]


def test_comment_at_some_words_of_a_paragraph_says_which(officer, report):
    file = docx.Document(io.BytesIO(returned.sent()))
    item = next(each for each in file.paragraphs if "cancelled" in each.text)
    file.add_comment(item.runs[-1], text="Why?", author="Ben Jones", initials="BJ")
    out = io.BytesIO()
    file.save(out)
    bring(officer, report, ("Ben", out.getvalue()))
    comment = Comment.objects.get()
    assert (comment.who, comment.words) == ("Ben Jones", "On “cancelled”: Why?")
    assert "Two courses were cancelled" in comment.quoted


def test_what_is_taken_is_an_ordinary_edit_with_one_undo(officer, report):
    bring_back(officer, report, "first")
    changed = made("first", "changed", number=0)
    page = do(officer, changed, "take")
    assertContains(page, "Taken into “The year”")
    section = report.narrative_set.get(key="the-year")
    assert section.before == SENT["the-year"].replace("six times", "seven times")
    line = section.history.first()
    assert line.history_user.email
    assert line.history_change_reason == "Taken from the Word copy of first"
    assert [
        row.passage.pk for place in copies_laid.laid(report).words for p in place.paragraphs for row in p.proposals
    ].count(changed.pk) == 0
    officer.post(reverse("history-undo", args=["narrative", section.pk, line.history_id]), {"version": section.version})
    section.refresh_from_db()
    assert section.before == SENT["the-year"]
    assert copies_laid.laid(report).taken == 0


def test_all_of_a_copy_comes_to_what_its_writer_wrote(officer, report):
    bring_back(officer, report, "first")
    copy = ReturnedCopy.objects.get()
    versions = {f"version-{row.key}": row.version for row in report.narrative_set.all()}
    officer.post(reverse("copy-whole", args=[report.kind, report.slug, copy.pk]), {"do": "take", **versions})
    now = words_of(report)
    assert unmarked(now["the-year"]).splitlines() == [
        "The Board met seven times in the year.",
        "What we heard",
        "People told us that waiting is the worst part of asking for help.",
        "The three audits found gaps in recording.",
        "They will be done again in the spring.",
        "Training reached 812 people",
        "Two courses were cancelled",
        "A new sentence was put in here. What the Board will do next is in section 3.",
    ]
    assert unmarked(now["the-money"]).splitlines()[::-1] == unmarked(SENT["the-money"]).splitlines()
    assert "<strong>cancelled</strong>" in now["the-year"]
    assert copies_laid.laid(report).waiting == 0


def test_new_paragraphs_stand_in_the_order_in_which_they_came(officer, report):
    file = docx.Document(io.BytesIO(returned.sent()))
    last = next(each for each in file.paragraphs if "Nothing was taken" in each.text)
    for words in ("Third, the reserve.", "Second, the staff.", "First, the rent."):
        new = file.add_paragraph(words)
        last._p.addnext(new._p)
    out = io.BytesIO()
    file.save(out)
    bring(officer, report, ("Anna", out.getvalue()))
    for row in ReturnedPassage.objects.filter(how="new"):
        do(officer, row, "take")
    money = unmarked(report.narrative_set.get(key="the-money").before).splitlines()
    assert money[2:] == ["First, the rent.", "Second, the staff.", "Third, the reserve."]


def test_two_copies_that_differ_are_shown_and_neither_is_taken_with_all(officer, report):
    page = bring_back(officer, report, *ALL)
    assertContains(page, "The copies differ here")
    laid = copies_laid.laid(report)
    [place] = [place for place in laid.words if place.section.key == "the-year"]
    assert [paragraph.words for paragraph in place.paragraphs if paragraph.differ] == [
        "The Board met six times in the year."
    ]
    # Two who leave out the same are told as one.
    assert [each.names for p in place.paragraphs for each in p.proposals if each.passage.how == "gone"] == [
        ["first", "fourth"]
    ]
    first, third = made("first", "changed", number=0), made("third", "changed", number=0, section="the-year")
    assert first not in copies_laid.unlike_others(laid, first.copy)
    do(officer, third, "words", words="The Board met six times & once more.")
    assert "<p>The Board met six times &amp; once more.</p>" in words_of(report)["the-year"]
    # What the first says stays to be decided, beside what was sent and what is there now.
    page = officer.get(reverse("office-copies", args=[report.kind, report.slug]))
    assertContains(page, "<dt>As it was sent</dt><dd>The Board met six times in the year.</dd>")
    assertContains(page, "<dt>The record now</dt><dd>The Board met six times &amp; once more.</dd>")


def test_page_that_is_out_of_date_takes_nothing(officer, report):
    bring_back(officer, report, "first")
    changed = made("first", "changed", number=0)
    assertContains(do(officer, changed, "take", version="99"), "somebody changed this section")
    assertContains(do(officer, changed, "take", version="x"), "somebody changed this section")
    assert words_of(report) == SENT


def test_record_that_changed_since_is_not_put_back_by_an_old_copy(officer, report):
    section = report.narrative_set.get(key="the-year")
    section.before = section.before.replace("six times", "nine times").replace(
        "<p>Attendance", "<p>New.</p><p>Attendance"
    )
    section.save()
    page = bring_back(officer, report, "second")
    assertContains(page, "The document was changed since this copy was sent")
    # The second copy left that section as it was: it asks for nothing there.
    assert [place.section.key for place in copies_laid.laid(report).words] == ["ahead"]
    page = bring_back(officer, report, "third")
    assertContains(page, "<dt>The record now</dt><dd>The Board met nine times in the year.</dd>")
    do(officer, made("third", "changed", number=0, section="the-year"), "take")
    assert "six times and once more" in words_of(report)["the-year"]
    assert "<p>New.</p>" in words_of(report)["the-year"]


def test_paragraph_that_the_record_lost_is_told_and_not_forced_in(officer, report):
    bring_back(officer, report, "third")
    section = report.narrative_set.get(key="the-year")
    section.before = "<p>All of it is other now.</p>"
    section.save()
    third = made("third", "changed", section="the-year")
    [told] = [one for one in copies_laid.laid(report).unplaced if one["row"] == third]
    assert told["section"] == section
    page = do(officer, third, "take")
    assertContains(page, "the record has no such paragraph any more")
    assertContains(page, "once more")
    do(officer, third, "aside")
    assert [one["row"] for one in copies_laid.laid(report).aside] == [third]
    do(officer, third, "again")
    assert copies_laid.laid(report).aside == []


def test_heading_that_was_changed_is_told_with_what_stands_in_the_records(officer, report):
    file = docx.Document(io.BytesIO(returned.sent()))
    heading = next(each for each in file.paragraphs if each.style.name == "Heading 1" and "money" in each.text)
    heading.runs[-1].text = "The money of the Board"
    out = io.BytesIO()
    file.save(out)
    page = bring(officer, report, ("Anna", out.getvalue()))
    assertContains(page, "What has no place in your own words")
    assertContains(page, "of the Board")


def test_copy_without_any_mark_is_known_by_its_words(officer, report):
    """As Google Docs may give it back: no bookmark, no property; the numbers before the words are words then."""
    file = docx.Document(io.BytesIO(returned.came("third.docx")))
    for mark in [*file.element.iter(qn("w:bookmarkStart")), *file.element.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    file.core_properties.identifier = ""
    out = io.BytesIO()
    file.save(out)
    data = out.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(bare := io.BytesIO(), "w") as kept:
        for info in given.infolist():
            text = given.read(info)
            kept.writestr(info.filename, text.replace(b"lscb:", b"other:") if "custom" in info.filename else text)
    page = bring(officer, report, ("Anna", bare.getvalue()))
    assertContains(page, "doesn’t say which draft")
    assert {(row.how, row.section) for row in ReturnedPassage.objects.exclude(how="same")} == {
        ("changed", "the-year"),
        ("new", "the-money"),
    }


def test_copy_of_another_document_is_refused(officer, report):
    other = make.PublicationFactory(kind=returned.KIND, slug="2014")
    page = bring_back(officer, other, "first")
    assertContains(page, "This is a copy of another document: annual-report/2015-2016")
    assert not ReturnedCopy.objects.exists()
    assertContains(bring(officer, report, ("Anna", b"%PDF-1.7")), "no Word copy")


def test_who_may_not_edit_sees_no_names(report, officer):
    bring_back(officer, report, "first")
    for role in (Role.APPROVER, Role.DATA_OFFICER, Role.MEMBER):
        reader = signed_in(make.UserFactory(roles=[role]))
        page = reader.get(reverse("office-copies", args=[report.kind, report.slug]))
        assertNotContains(page, "Anna Smith", status_code=403)


def test_removing_a_copy_leaves_what_was_taken(officer, report, monkeypatch, django_capture_on_commit_callbacks):
    bring_back(officer, report, "first")
    do(officer, made("first", "gone", section="the-year"), "take")
    copy = ReturnedCopy.objects.get()
    cleared = []
    monkeypatch.setattr(clearing, "clear", lambda: cleared.extend(row.table for row in Uncleared.objects.all()))
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(reverse("copy-whole", args=[report.kind, report.slug, copy.pk]), {"do": "remove"})
    assert cleared == ["publications_returnedcopy", "publications_returnedpassage"], "it lies in no file any more"
    assert not ReturnedPassage.objects.exists()
    assert "Attendance" not in words_of(report)["the-year"]
