"""The board's logo and colour: what is taken, what is refused and why, and where they are seen."""

import base64
import hashlib
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from editions import pages
from kit import colour as colours
from membership import logos
from membership.models import Board, Logo, Regime
from membership.roles import Role
from publications import checks, render
from publications import logos as pictures
from publications.checks import file
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf
from publications.models import Narrative, PublicationKind
from tests import factories as make
from tests.kept import make_anew
from tests.office.conftest import fields
from tests.pdf_reading import Reading, colours_of

pytestmark = pytest.mark.django_db
PAGE = "/office/settings/logo/"
ON = date(2016, 6, 1)
Place = Narrative.Place


def drawn(kind="PNG", size=(60, 20), **more):
    written = io.BytesIO()
    Image.new("RGB", size, (11, 95, 99)).save(written, kind, **more)
    return written.getvalue()


def upload(data, name="logo.png"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def client():
    make.BoardFactory()
    client = Client()
    client.force_login(make.UserFactory(name="Ann", roles=[Role.MANAGER]))
    return client


@pytest.fixture
def send(client):
    def sent(**typed):
        form = {"version": Board.objects.get().version, "words": "A roof over a child"}
        return client.post(PAGE, form | typed)

    return sent


def test_a_logo_is_written_anew_and_nothing_else_of_the_file_is_kept(send):
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "Ann Smith, at home")
    file = drawn(pnginfo=told) + b"<script>alert(1)</script>"
    assert send(file=upload(file))["Location"] == "/office/settings/"
    logo = Logo.objects.get()
    assert bytes(logo.data).startswith(b"\x89PNG")
    assert b"Ann Smith" not in bytes(logo.data)
    assert b"script" not in bytes(logo.data)
    assert (logo.width, logo.height) == (60, 20)
    assert logo.digest == hashlib.sha256(bytes(logo.data)).hexdigest()
    board = Board.objects.get()
    assert (board.logo, board.logo_words, board.version) == (logo, "A roof over a child", 2)
    assert board.history.first().history_user.name == "Ann"


def test_a_photograph_is_made_small(send):
    send(file=upload(drawn("JPEG", (3000, 3000))))
    logo = Logo.objects.get()
    assert (logo.width, logo.height) == (360, 360)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "sentence"),  # drawn in the test: whoever runs another one would wait for it
    [
        (lambda: SVG, "be read as a picture. Choose a PNG or a JPEG file."),
        (lambda: drawn("GIF"), "be read as a picture."),
        (lambda: drawn()[:60], "be read as a picture."),
        (lambda: b"x" * 2_000_001, "The file is larger than 2 MB."),
        (lambda: drawn(size=(5000, 5000)), "The picture has more than 20 million points."),
    ],
    ids=["svg", "gif", "cut off", "large", "bomb"],
)
def test_what_is_no_logo_is_refused_beside_the_field(data, sentence, send, monkeypatch):
    # WeasyPrint sets this for the whole process: half a picture is drawn then.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    page = send(file=upload(data())).content.decode()
    assert sentence in page
    assert 'id="id_file_error"' in page
    assert "A roof over a child" in page
    assert not Logo.objects.exists()


def test_a_logo_needs_words_and_words_need_a_logo(send):
    assert "Say what the picture shows" in send(file=upload(drawn()), words="").content.decode()
    assert "Choose a picture." in send().content.decode()
    assert not Logo.objects.exists()


def test_the_words_change_without_the_picture_and_a_stale_page_changes_nothing(send):
    send(file=upload(drawn()))
    send(words="A house")
    assert Board.objects.get().logo_words == "A house"
    assert "Somebody else saved the settings meanwhile" in send(words="Mine", version=1).content.decode()
    assert Board.objects.get().logo_words == "A house"


def test_the_logo_is_taken_away_and_its_picture_stays_for_what_was_published(send):
    send(file=upload(drawn()))
    send(without="on")
    board = Board.objects.get()
    assert (board.logo, board.logo_words) == (None, "")
    assert Logo.objects.count() == 1


def test_a_former_version_keeps_its_logo(send):
    publication = make.PublicationFactory()
    without = codec.write(compose(publication, on=ON))
    assert "logo" not in without
    send(file=upload(drawn()))
    before = compose(publication, on=ON)
    frozen = codec.write(before)
    send(file=upload(drawn(size=(40, 40))), words="A square")
    now = compose(publication, on=ON)
    assert codec.read(frozen, codec.SCHEMA) == before
    assert before.logo.digest != now.logo.digest
    for content in (before, now):
        assert hashlib.sha256(pictures.picture(content)).hexdigest() == content.logo.digest
    send(without="on")
    assert codec.write(compose(publication, on=ON)) == without


def test_the_public_pages_show_it_from_their_own_folder(send):
    site = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    send(file=upload(drawn()), words="A roof & a child")
    content = compose(site, on=ON)
    found = dict(pages.files(content, [], ON, logo=pictures.picture(content)))
    [name] = [name for name in found if name.startswith("assets/logo.")]
    assert found[name] == bytes(Logo.objects.get().data)
    for page in (found["index.html"], found["404.html"]):
        assert f'<img src="/{name}" alt="A roof &amp; a child" width="60" height="20">'.encode() in page


def test_the_paper_shows_it_and_reads_its_words_out(send):
    send(file=upload(drawn()))
    publication = make.PublicationFactory()
    make.NarrativeFactory(publication=publication, before="<p>Words</p>")
    content = compose(publication, on=ON)
    html = render.paper(content, Control(number=1), logo=pictures.picture(content))
    reading = Reading(pdf.make(html).data)
    assert [figure.alternative for figure in reading.every("Figure")] == ["A roof over a child"]


def test_what_is_checked_and_what_is_previewed_has_the_logo_that_is_published(send, client, monkeypatch):
    send(file=upload(drawn()))
    publication = make.PublicationFactory()
    make.NarrativeFactory(publication=publication, before="<p>Words</p>")
    drawn_from, draw = [], pdf.make
    monkeypatch.setattr(pdf, "make", lambda html, **how: drawn_from.append(html) or draw(html))
    checks.run(compose(publication, on=ON), today=ON)
    client.get(reverse("preview-pdf", kwargs={"kind": publication.kind, "slug": publication.slug}))
    picture = base64.b64encode(bytes(Logo.objects.get().data)).decode()
    assert [picture in html for html in drawn_from] == [True, True]


def test_everybody_who_signed_in_sees_it_at_the_head_of_their_pages_and_nobody_else(send):
    send(file=upload(drawn()), words="A roof & a child")
    address = f"/office/settings/logo/{Logo.objects.get().digest}.png"
    head = f'<img src="{address}" alt="A roof &amp; a child" width="60" height="20">'
    member = Client()
    member.force_login(make.UserFactory(roles=[Role.MEMBER]))
    assert head in member.get("/members/").content.decode()
    picture = member.get(address)
    assert picture.content == bytes(Logo.objects.get().data)
    assert "private" in picture["Cache-Control"]
    assert address not in Client().get("/accounts/sign-in/").content.decode()
    assert Client().get(address).status_code == 302
    send(without="on")
    assert "<img" not in member.get("/members/").content.decode()


def test_a_picture_that_is_not_in_the_page_is_still_refused():
    html = '<html lang="en"><title>x</title><img alt="" src="data:image/svg+xml;base64,PHN2Zy8+"><p>x</p>'
    with pytest.raises(pdf.PdfFailed, match="outside"):
        pdf.make(html)


# Colour


def settings(client, **typed):
    where = f"/office/edit/board/{Board.objects.get().pk}/"
    return client.post(where, fields(client.get(where)) | typed)


def test_a_colour_on_which_white_cannot_be_read_is_refused_with_the_nearest(client):
    page = settings(client, colour="#ffcc00").content.decode()
    assert "the contrast is 1.51 to 1, and 4.5 to 1 is needed. The nearest that passes is #" in page
    nearest = page.split("The nearest that passes is ")[1][:7]
    assert settings(client, colour=nearest).status_code == 302
    assert Board.objects.get().colour == nearest
    assert "six signs" in settings(client, colour="teal").content.decode()


def test_the_colour_goes_into_the_stylesheet_of_the_public_pages_and_of_the_office(client):
    settings(client, colour="7A1F5C")
    content = compose(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), on=ON)
    found = dict(pages.files(content, [], ON))
    # The one sheet, under the name of what it holds and under the name that stays.
    [css] = {data for name, data in found.items() if name.endswith(".css")}
    assert b"--brand: #7a1f5c" in css
    page = client.get("/office/").content.decode()
    assert '<link rel="stylesheet" href="/colour/7a1f5c.css">' in page
    sheet = Client().get("/colour/7a1f5c.css")
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css; charset=utf-8")
    for bad in ("ffcc00", "teal", "7a1f5", "7a1f5c0"):
        assert Client().get(f"/colour/{bad}.css").status_code == 404


def the_plan(board_colour=""):
    """A document with a table and a chart of the structure, composed in a board's colour."""
    Board.objects.update(colour=board_colour)
    root = make.BodyFactory(name="The board itself")
    make.BodyFactory(name="Training group", parent=root)
    publication = make.PublicationFactory(body=root)
    make.NarrativeFactory(publication=publication, heading="Words", before="<h3>Heads</h3><p>Words</p>")
    make.NarrativeFactory(publication=publication, heading="Structure", place=Place.STRUCTURE)
    make.NarrativeFactory(publication=publication, heading="Members", place=Place.MEMBERS)
    return compose(publication, on=ON)


def test_the_paper_has_the_colour_on_its_cover_its_heads_and_its_chart(client):
    content = the_plan("#7a1f5c")
    assert codec.read(codec.write(content), codec.SCHEMA).colour == "#7a1f5c"
    html = render.paper(content, Control(number=1))
    made = pdf.make(html)
    assert make_anew(html).data == made.data
    assert not file.checker.check(made.data)
    painted = colours_of(made.data)
    assert colours.read("#7a1f5c") in painted
    # Nothing of the house's own is left: neither its green nor its yellow, nor the pale grounds made of them.
    assert not painted & {colours.read(own) for own in ("0b5f63", "f2b632", "e9f2f2", "c3d1d1", "5c7f82")}


def test_without_a_colour_the_paper_and_the_content_are_as_before(client):
    content = the_plan()
    assert '"colour"' not in codec.write(content)
    painted = colours_of(pdf.make(render.paper(content, Control(number=1))).data)
    assert {colours.read(own) for own in ("0b5f63", "f2b632", "e9f2f2")} <= painted


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_words_in_any_colour_can_be_read_on_paper(colour):
    # What can't have white on it is refused before it gets here.
    colour = colours.readable(colour, colours.WHITE, colours.BLACK)
    tokens = {name: colours.read(shade) for name, shade in colours.on_paper(colour).items()}
    for ground in (colours.WHITE, tokens["--tint"]):
        assert colours.contrast(tokens["--brand-ink"], ground) >= 4.5
        # What is written small beside it (--quiet), and on the mark of a draft.
        assert colours.contrast(colours.read("#4a5a5b"), ground) >= 4.5
    assert colours.contrast(colours.WHITE, tokens["--brand"]) >= 4.5
    assert colours.contrast(colours.read("#1b2526"), tokens["--accent"]) >= 4.5


# What else the settings hold


def test_who_may_decide_is_said_in_the_settings(client):
    settings(client, decisions_needed="3", standing_permission="minute 9 of 16 March 2016", recorded_decisions="")
    board = Board.objects.get()
    assert (board.decisions_needed, board.recorded_decisions) == (3, False)
    page = client.get("/office/settings/").content.decode()
    assert "minute 9 of 16 March 2016" in page
    assert "no more than nine" in settings(client, decisions_needed="10").content.decode()


def test_the_law_of_the_day_stands_on_the_public_home_page(client):
    site = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    assert "What the board is" not in dict(pages.files(compose(site, on=ON), [], ON))["index.html"].decode()
    law = make.RegimeFactory(
        body_called="Local Safeguarding Children Board", law="Children Act 2004", starts=date(2006, 4, 1)
    )
    make.RequiredPartnerFactory(regime=law, words="the chief officer of police")
    make.RegimeFactory(body_called="Safeguarding partners", starts=date(2019, 9, 29))
    home = dict(pages.files(compose(site, on=ON), [], ON))["index.html"].decode()
    assert "Local Safeguarding Children Board, Children Act 2004, since 1 April 2006." in home
    assert "The law requires these partners: the chief officer of police." in home
    assert compose(site, on=date(2020, 1, 1)).regime.body_called == "Safeguarding partners"
    page = client.get("/office/settings/").content.decode()
    assert "the chief officer of police" in page
    assert "nobody yet" in page
    assert Regime.objects.count() == 2


def test_an_editor_reads_the_settings_and_does_not_change_them(client):
    editor = Client()
    editor.force_login(make.UserFactory(roles=[Role.EDITOR]))
    assert PAGE not in editor.get("/office/settings/").content.decode()
    assert PAGE in client.get("/office/settings/").content.decode()
    assert editor.get(PAGE).status_code == 403


def test_a_picture_that_is_drawn_over_and_over_is_refused_before_it_is_drawn():
    written = io.BytesIO()
    Image.new("L", (80, 40), 99).save(written, "JPEG", progressive=True)
    data = written.getvalue()
    assert logos.picture(data)[1:] == (80, 40)
    step = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(ValidationError, match="too many steps"):
        logos.picture(data[:-2] + step * 300 + data[-2:])


def test_the_same_picture_is_kept_once(send):
    first, _, _ = logos.picture(drawn())
    assert logos.picture(drawn())[0] == first
    send(file=upload(drawn()))
    send(without="on")
    send(file=upload(drawn()))
    assert Logo.objects.count() == 1
