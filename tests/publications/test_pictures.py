"""Pictures that people bring: what is taken is drawn anew, and what would do harm is refused in words.

Bombs stand in here by lowering the limits, so that nothing harmful lies in this folder.
"""

import io
import struct
import zlib
from zipfile import ZipFile

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from publications.files import pictures
from publications.files.pictures import PictureRefused, draw, take
from tests.drawn_pictures import park, saved

SECRET = b"Wilhelmina took this"


def opened(drawn):
    return Image.open(io.BytesIO(drawn.data))


def photograph(**how):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()  # what it is of
    exif[0x0112] = 6  # lying on its side
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (51.0, 32.0, 12.0)
    return saved(park(400, 300), "JPEG", exif=exif, comment=SECRET, **how)


def test_photograph_is_drawn_anew_upright_and_nothing_is_kept_of_who_took_it_and_where():
    brought = photograph()
    assert SECRET in brought and b"Exif" in brought
    drawn = take(brought)
    assert (drawn.media, drawn.width, drawn.height) == ("jpeg", 300, 400)
    assert SECRET not in drawn.data and b"Exif" not in drawn.data
    assert not opened(drawn).getexif() and "comment" not in opened(drawn).info


def test_drawing_stays_sharp_and_loses_what_was_written_beside_it():
    told = PngInfo()
    told.add_text("Author", SECRET.decode())
    drawn = draw(saved(park(), pnginfo=told))
    assert (drawn.media, drawn.width, drawn.height) == ("png", 900, 560)
    assert SECRET not in drawn.data
    assert opened(drawn).convert("RGB").tobytes() == park().tobytes()


def test_what_hangs_behind_a_picture_is_gone():
    """A file that is two things at once: a picture for whoever looks, an archive for whoever unpacks."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("page.html", b"<script>" + SECRET)
    brought = saved(park(), "JPEG") + packed.getvalue()
    assert ZipFile(io.BytesIO(brought)).namelist() == ["page.html"]
    drawn = draw(brought)
    assert b"PK\x03\x04" not in drawn.data and SECRET not in drawn.data


def test_the_same_picture_gives_the_same_bytes():
    assert draw(photograph()) == draw(photograph())


def test_large_picture_is_made_smaller():
    drawn = draw(saved(park(3000, 2000), "JPEG"))
    assert (drawn.width, drawn.height) == (1600, 1067)


def test_no_picture_is_heavier_than_a_telephone_likes():
    """Points without any order are the worst that can be packed."""
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    drawn = draw(saved(noise, "JPEG", quality=95))
    assert drawn.media == "jpeg" and len(drawn.data) <= pictures.MOST_WRITTEN


def test_what_can_be_seen_through_stands_on_white():
    clear = Image.new("RGBA", (100, 100), (200, 0, 0, 0))
    assert opened(draw(saved(clear))).convert("RGB").getpixel((50, 50)) == (255, 255, 255)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def claiming(width, height):
    """A few bytes that say they are a picture of so many points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def moving():
    frames = [park(people=number) for number in (1, 2)]
    return saved(frames[0], save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(
    ("brought", "because"),
    [
        pytest.param(b"", "no picture of a kind", id="nothing"),
        pytest.param(b"<?xml version='1.0'?><svg onload='x'/>", "may hold scripts", id="SVG"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(50), "HEIC", id="HEIC"),
        pytest.param(b"%PDF-1.7", "a PDF, not a picture", id="PDF"),
        pytest.param(saved(park(), "GIF"), "A GIF is not taken", id="GIF"),
        pytest.param(saved(park(), "WEBP"), "no picture of a kind", id="WebP"),
        pytest.param(saved(park(), "TIFF"), "no picture of a kind", id="TIFF"),
        pytest.param(b"<html><img src=x>", "no picture of a kind", id="HTML"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + saved(park(), "GIF"), "may be damaged", id="GIF that says it is a PNG"),
        pytest.param(b"\xff\xd8\xff" + bytes(300), "may be damaged", id="JPEG of nothing"),
        pytest.param(saved(park())[:1000], "may be damaged", id="half a PNG"),
        pytest.param(claiming(100_000, 100_000), "more than 50 million points", id="far too many points"),
        pytest.param(saved(park(40, 40)), "only 40 by 40 points", id="too small"),
        pytest.param(moving(), "This picture moves", id="moving"),
    ],
)
def test_what_is_not_taken_is_refused_in_words(brought, because):
    with pytest.raises(PictureRefused, match=because):
        draw(brought)


def test_half_a_picture_is_refused_where_the_library_was_told_to_take_it(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does on import
    with pytest.raises(PictureRefused, match="may be damaged"):
        draw(saved(park())[:1000])


def test_a_picture_that_is_drawn_over_and_over_is_refused():
    data = saved(park(), "JPEG", progressive=True)
    with pytest.raises(PictureRefused, match="too many steps"):
        draw(data[:-2] + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" * 60 + data[-2:])


def test_the_size_is_asked_before_anything_is_drawn(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("It was drawn."))
    with pytest.raises(PictureRefused, match="million points"):
        draw(claiming(100, 100))


def test_what_is_too_heavy_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    with pytest.raises(PictureRefused, match="larger than"):
        take(saved(park()))


@pytest.mark.parametrize(
    ("limits", "because"),
    [
        pytest.param({"memory": 60 << 20}, "could not be opened|more memory than it may", id="memory"),
        pytest.param({"wall": 0.1}, "could not be opened", id="time"),
    ],
)
def test_what_takes_too_much_is_stopped_in_words(limits, because, monkeypatch):
    """With lower limits any picture is a bomb."""
    monkeypatch.setattr(pictures, "LIMITS", pictures.apart.Limits(**limits))
    with pytest.raises(PictureRefused, match=because):
        take(saved(Image.effect_noise((4000, 3000), 100).convert("RGB"), "JPEG", quality=95, progressive=True))
