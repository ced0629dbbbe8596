"""Tables, pictures, quotations and stories in a section: put in by the office, and printed, compared and checked."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from msgspec.structs import replace

from editions import changes
from editions.pictures import let_go
from kit import clock
from kit.prose import unmarked
from membership.roles import Role
from publications import grids, pictures, render
from publications import sections as layout
from publications.blocks import ShownPicture, TableColumn
from publications.checks import check
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.content.insets import TableCell
from publications.files import word
from publications.files.pictures import draw
from publications.inset_fields import GridInput
from publications.models import NarrativeChart, OwnTable, Picture, PictureFile, Quotation, Story
from tests import factories as make
from tests.drawn_pictures import park, saved
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)
CALLS = [["Area", "Calls", "Answered"], ["North", "12", "11"], ["South", "30", "30"], ["Both", "42", "41"]]


@pytest.fixture
def section():
    make.BoardFactory()
    return make.NarrativeFactory(heading="Words", before="<p>Before.</p>", after="<p>After.</p>")


@pytest.fixture
def client(section):
    client = Client()
    client.force_login(make.UserFactory(name="Ann", roles=[Role.EDITOR]))
    return client


@pytest.fixture
def put_in(client, section):
    def post(kind, **typed):
        return client.post(f"/office/add/{kind}/?narrative={section.pk}", typed)

    return post


def composed(section):
    return compose(section.publication, on=ON)


def upload(data=None, name="park.png"):
    return SimpleUploadedFile(name, saved(park()) if data is None else data)


def cells(rows):
    return {f"cells-{row}-{place}": words for row, line in enumerate(rows) for place, words in enumerate(line)}


def said(answer):
    return " ".join(unmarked(answer.content.decode()).split())


# Put in by the office


def test_a_table_is_typed_cell_by_cell(put_in, section):
    put_in("owntable", caption="Calls by area", source="Helpline", sums_up="on", **cells([*CALLS, ["", "", ""]]))
    assert grids.read(OwnTable.objects.get().cells) == CALLS
    [table] = composed(section).sections[0].placed
    assert [head.words for head in table.heads] == CALLS[0]
    assert [(line.name, [cell.words for cell in line.cells]) for line in table.lines] == [
        (name, numbers) for name, *numbers in CALLS[1:]
    ]


@pytest.mark.parametrize(
    ("rows", "because"),
    [
        ([["Area", "Calls"]], "at least one row"),
        ([["Area", ""], ["North", "12"]], "There is none in column 2"),
        ([["Area", "Calls"], ["", "12"]], "There is no name in row 1"),
        ([["Area", "Calls"], ["North", "x" * 1001]], "A cell holds 1,001 signs"),
    ],
)
def test_a_table_without_heads_and_names_is_asked_for_them(put_in, rows, because):
    answer = put_in("owntable", caption="Calls", **cells(rows))
    assert because in said(answer)
    assert not OwnTable.objects.exists()


WORD_TABLE = (
    "<p>Minutes</p><table><tr><td><b>Area</b></td><td>Calls</td></tr><tr><td>North<br>End</td>"
    "<td><del>13</del><ins>12</ins></td></tr><tr><td>South</td><td>30</td></tr></table>"
)


def test_a_cell_of_any_length_is_told_of_and_given_back(put_in):
    answer = put_in("owntable", caption="Calls", **cells([["Area", "Calls"], ["North", "x" * 200_000]]))
    assert "60,000 can be kept. Shorten it; nothing of it was cut." in said(answer)
    assert "x" * 200_000 in answer.content.decode()
    assert not OwnTable.objects.exists()


def test_a_name_of_a_cell_that_nobody_can_reach_is_no_cell():
    typed = cells(CALLS) | {f"cells-{'9' * 5000}-0": "x", "cells-100000-0": "y"}
    assert grids.read(GridInput().value_from_datadict(typed, {}, "cells")) == CALLS


def test_what_is_pasted_stands_in_the_cells_and_is_looked_at_before_it_is_saved(put_in):
    answer = put_in("owntable", caption="Calls", pasted="Area Calls", pasted_html=WORD_TABLE)
    page = answer.content.decode()
    assert not OwnTable.objects.exists()
    assert "This is what you pasted, and nothing is saved yet." in said(answer)
    assert "There is a problem" not in page and "<title>Error" not in page, "nothing is wrong with it"
    assert "Words outside of the table were left out: 1 paragraph" in said(answer)
    assert "Left out: deleted text (“13”)" in said(answer)
    for words in ('value="Area"', 'value="12"', 'value="South"'):
        assert words in page


def test_what_holds_no_table_is_refused_beside_the_field(put_in):
    answer = put_in("owntable", caption="Calls", pasted="Nothing but words.")
    assert "table" in said(answer)
    assert not OwnTable.objects.exists()


def test_a_picture_is_taken_with_its_words(put_in, section):
    put_in("picture", picture=upload(), shows="A park", consent="Nobody can be recognised.", credit="Ann")
    row = Picture.objects.get()
    [picture] = composed(section).sections[0].placed
    assert (picture.shows, picture.credit, picture.digest) == ("A park", "Ann", row.file.digest)
    assert "recognised" not in codec.write(composed(section)), "who agreed is the office's own"


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ({"shows": "A park"}, "Choose a picture."),
        ({"picture": True}, "Say what it shows, or tick"),
        ({"picture": True, "shows": "A park", "decorative": "on"}, "Say what it shows, or tick"),
        ({"picture": True, "shows": "A park", "consent": ""}, "Fill this in."),
        ({"picture": b"<svg onload='x'>", "shows": "A park"}, "may hold scripts"),
        ({"picture": b"GIF89a", "shows": "A park"}, "A GIF is not taken"),
    ],
)
def test_a_picture_without_words_or_consent_or_of_another_kind_is_refused_beside_its_field(put_in, typed, because):
    if data := typed.get("picture"):
        typed = typed | {"picture": upload(None if data is True else data)}
    assert because in said(put_in("picture", **{"consent": "Nobody can be recognised."} | typed))
    assert not Picture.objects.exists() and not PictureFile.objects.exists()


def test_the_words_of_a_picture_change_without_the_picture(client, section):
    row = make.PictureFactory(narrative=section)
    client.post(f"/office/edit/picture/{row.pk}/", {"shows": "A house", "consent": "Ann", "version": 1})
    row.refresh_from_db()
    assert (row.shows, row.version) == ("A house", 2)


def test_what_is_needed_is_not_called_optional(client, section):
    def form(name):
        return said(client.get(f"/office/add/{name}/?narrative={section.pk}"))

    assert "What it shows (optional)" not in form("picture")
    assert "Words below it (optional)" in form("picture")
    assert "It tells of no case (optional)" not in form("story")
    row = make.PictureFactory(narrative=section, shows="", decorative=True)
    assert "What it shows (optional)" in said(client.get(f"/office/edit/picture/{row.pk}/"))


def test_a_story_of_a_case_is_not_taken(put_in):
    answer = put_in("story", heading="Sam", words="<p>He came.</p>")
    assert "A story of a case can’t stand in a document" in said(answer)
    assert not Story.objects.exists()
    put_in("story", heading="A year", words="<p>They came.</p>", case_free="on")
    assert Story.objects.exists()


def test_all_that_is_put_in_stands_in_one_order(client, put_in, section):
    chart = make.NarrativeChartFactory(narrative=section, heading="Help", position=1)
    put_in("quotation", words="They listened.", whose="A parent")
    put_in("owntable", caption="Calls", **cells(CALLS))
    put_in("quotation", words="At last.", whose="A nurse", spot="closing")

    def order():
        found = composed(section).sections[0]
        return [each.key for each in found.placed], [each.key for each in found.closing]

    assert order() == (["help", "they-listened", "calls"], ["at-last"])
    table = OwnTable.objects.get()
    for _ in range(2):
        client.post(f"/office/move/owntable/{table.pk}/", {"to": "up"})
    assert order() == (["calls", "help", "they-listened"], ["at-last"])
    client.post(f"/office/move/narrativechart/{chart.pk}/", {"to": "up"})
    assert order() == (["help", "calls", "they-listened"], ["at-last"])
    publication = section.publication
    page = client.get(f"/office/publications/{publication.kind}/{publication.slug}/sections/").content.decode()
    places = [page.index(f'id="{name}-') for name in ("narrativechart", "owntable", "quotation")]
    assert places == sorted(places)
    assert NarrativeChart.objects.get().version == 1, "who writes in one isn't disturbed"


def test_a_sentence_that_was_saved_has_one_full_stop(client, section):
    typed = {"words": "They listened.", "whose": "A parent"}
    answer = client.post(f"/office/add/quotation/?narrative={section.pk}", typed, follow=True)
    assert "Saved: They listened. " in f"{said(answer)} "
    assert "listened.." not in said(answer)


# In the document


@pytest.fixture
def full(section):
    """A document with one of each."""
    make.OwnTableFactory(narrative=section, caption="Calls by area", cells=grids.write(CALLS), sums_up=True, position=1)
    file = pictures.keep(draw(saved(park())), by=make.UserFactory())
    make.PictureFactory(narrative=section, file=file, shows="A park & a house", caption="Our park", position=2)
    make.PictureFactory(narrative=section, file=file, shows="", decorative=True, position=3)
    make.QuotationFactory(narrative=section, words="They listened.\nAll of them.", whose="A parent", position=4)
    make.StoryFactory(narrative=section, heading="A year", words="<p>Help came.</p>", position=5, spot="closing")
    return composed(section)


def test_all_of_it_is_printed_on_screen_and_paper_and_frozen(full):
    assert codec.read(codec.write(full), codec.SCHEMA) == full
    digest = PictureFile.objects.get().digest
    screen = render.page("document/_sections.html", render.on_one_page(full))
    paper = render.paper(full, Control())
    for html in (screen, paper):
        for words in ("Calls by area", "Answered", "“They listened.", "All of them.”", "A parent", "Help came."):
            assert words in html
        assert 'alt="A park &amp; a house"' in html
        assert "It tells of no one’s own case." in html
    assert f'src="/pictures/{digest[:32]}.png"' in screen
    assert f'src="picture:{digest}"' in paper
    assert 'alt=""' in screen
    assert pictures.bytes_of(full).keys() == {digest}


def test_the_word_copy_has_the_pictures_with_their_words(full):
    pages = layout.numbered(layout.pages(full))
    file = WordFile(word.make(full, pages, Control(), None, pictures.bytes_of(full)))
    for words in ("“They listened.", "A parent", "Help came.", "Our park", "Both"):
        assert words in file.text
    told = [drawn.get("descr") for drawn in file.file.element.body.iter("{*}docPr")]
    assert told == ["A park & a house", None]
    assert len([*file.file.element.body.iter("{*}decorative")]) == 1
    assert "Picture: A park & a house" in WordFile(word.make(full, pages, Control())).text, "one that was erased"


def test_what_is_below_a_picture_is_told_apart(full):
    shown = ShownPicture(name="", digest="", width=1, height=1, credit="Ann")
    assert shown.below == "Picture: Ann"
    assert replace(shown, caption="Our park").below == "Our park. Picture: Ann"
    assert replace(shown, caption="Whose park?").below == "Whose park? Picture: Ann"
    assert replace(shown, caption="Our park", credit="").below == "Our park"


def test_the_first_column_of_a_table_has_room_in_the_word_copy():
    columns = [TableColumn(heading="Area"), *[TableColumn(heading="Calls", holds="figure")] * 2]
    assert word.column_widths(columns, 8000) == [4000, 2000, 2000]
    assert word.column_widths([TableColumn(heading="Code", width=20), *columns[1:]], 8000) == [1600, 3200, 3200]


def test_the_heading_of_a_story_stays_with_it_in_the_word_copy(full):
    file = WordFile(word.make(full, layout.numbered(layout.pages(full)), Control())).file
    [heading] = [each for each in file.paragraphs if each.text == "A year"]
    assert heading.paragraph_format.keep_with_next


def test_a_table_that_came_or_went_is_told_in_one_sentence(full):
    [first] = full.sections
    without = replace(full, sections=(replace(first, placed=first.placed[1:]),))
    for old, new, kind in ((without, full, "added"), (full, without, "left out")):
        [change] = changes.changes(old, new)
        told = changes.difference_in_words(change)
        assert (change.kind, told) == (
            kind,
            "Table, Calls by area: Calls by area: 3 rows with the heads Area, Calls, Answered",
        )


def test_what_changed_names_the_cell_and_the_row(full):
    [first] = full.sections
    table, *others = first.placed
    line = replace(table.lines[0], cells=(TableCell(key="2", words="13"), *table.lines[0].cells[1:]))
    changed = replace(table, lines=(line, *table.lines[1:]))
    new = replace(full, sections=(replace(first, placed=(changed, *others)),))
    [change] = changes.changes(full, new)
    assert change.what == "Table, Calls by area, North, Calls, cell"
    assert change.is_fact
    [gone] = changes.changes(full, replace(full, sections=(replace(first, placed=(table, *others[1:])),)))
    assert (gone.what, gone.kind) == ("Picture “A park & a house”", "left out")


def test_the_checks_read_all_of_it(section):
    make.OwnTableFactory(
        narrative=section, caption="Calls", cells="Area\tCalls\nABCD\t12\nSouth\t30\nBoth\t43", sums_up=True
    )
    make.QuotationFactory(narrative=section, words="My son Peter Smith was safe.", whose="A parent")
    make.StoryFactory(narrative=section, words="<p>The girl Jane Brown, aged 14, came.</p>")
    found = {each.check: each for each in check(composed(section), today=ON)}
    assert "adds up to 42, and 43 stands there" in found["totals"].words
    assert found["totals"].places[0].record.keys == ("words", "calls")
    assert "ABCD" in found["acronyms"].words
    named = [place.record.model for each in found.values() if "name" in each.check for place in each.places]
    assert {"publications.quotation", "publications.story"} <= {*named} or found.keys() & {"children", "names"}


def test_a_small_count_in_a_table_is_pointed_at_and_not_repeated(section):
    make.OwnTableFactory(narrative=section, caption="Injuries", cells="Area\tInjured\nNorth\t3\nSouth\t30")
    rule = make.SmallNumbersRuleFactory(name="Fewer than six", is_usual=True, most=5)
    content = composed(section)
    assert not [each for each in check(content, today=ON) if each.check == "few people"]
    [found] = [each for each in check(content, today=ON, rules={("a", "b"): rule}) if each.check == "few people"]
    assert found.words.startswith("1 table of your own holds a count so small")
    assert "3" not in found.words


@pytest.mark.parametrize(
    ("cell", "is_few"),
    [
        ("3*", True),
        ("3 (8%)", True),
        ("3²", True),
        ("²", False),
        ("٣", False),
        ("0", False),
        ("3%", False),
        ("30", False),
    ],
)
def test_a_small_count_is_known_with_a_mark_or_a_share_behind_it(section, cell, is_few):
    make.OwnTableFactory(narrative=section, caption="Injuries", cells=f"Area\tInjured\nNorth\t{cell}")
    rule = make.SmallNumbersRuleFactory(name="Fewer than six", is_usual=True, most=5)
    found = check(composed(section), today=ON, rules={("a", "b"): rule})
    assert any(each.check == "few people" for each in found) is is_few


def test_without_any_the_text_of_a_document_is_what_it_was(section):
    text = codec.write(composed(section))
    assert "placed" not in text and "closing" not in text


def test_a_picture_of_a_draft_is_for_those_who_may_see_drafts(client, full):
    digest = PictureFile.objects.get().digest
    seen = client.get(f"/office/picture/{digest}/")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/png")
    assert Client().get(f"/office/picture/{digest}/").status_code == 302
    preview = client.get(f"/office/{full.kind}/{full.slug}/").content.decode()
    assert f'src="/office/picture/{digest}/"' in preview


def test_a_picture_whose_bytes_were_let_go_stands_in_no_document(section):
    file = make.PictureFileFactory(let_go=clock.now())
    make.PictureFactory(narrative=section, file=file)
    assert not composed(section).sections[0].placed


def test_a_picture_that_is_shown_again_meanwhile_is_not_let_go(section):
    file = make.PictureFileFactory()
    due = [file]
    make.PictureFactory(narrative=section, file=file)
    let_go(due)
    assert PictureFile.objects.there().get() == file


def test_a_quotation_needs_somebody_whose_words_they_are(put_in):
    assert "Fill this in." in said(put_in("quotation", words="They listened."))
    assert not Quotation.objects.exists()
