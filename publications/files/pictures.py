"""A picture that somebody brought for a document: looked at, and drawn anew. Knows no Django.

Nothing of the file that came is kept but its points: no place or name of whoever took it, no second frame, no markup,
nothing behind its end. A drawing (SVG) may hold scripts and addresses and isn't taken. A small file may unpack to any
size, so it is opened apart (`kit.apart`), and asked for its size before it is drawn.
"""

import io
from typing import NamedTuple

from PIL import Image, ImageFile, ImageOps

from kit import apart

LIMITS = apart.Limits(computing=20, memory=1 << 29, wall=30)
MOST_BYTES = 12_000_000
MOST_PIXELS = 50_000_000  # as large as a telephone takes them
# A JPEG may be drawn over and over in one small file; a camera's is drawn in ten steps.
MOST_SCANS = 50
LEAST = 50  # pixels, the shorter side
# On paper a picture is 150 mm wide at most: so it has 270 dots an inch there.
LONGEST_SIDE = 1600
MOST_WRITTEN = 350_000  # bytes of one picture, so that a page with six of them can be read on a telephone
QUALITIES = (85, 75, 65, 50)
SMALLER = 3 / 4  # of its sides, for a picture that no quality brings below that
WHITE = (255, 255, 255)
KINDS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
WRONG = (
    (b"ftyphei", "This is a HEIC picture, as telephones take them. Save or send it as a JPEG and choose that."),
    (b"<svg", "A drawing (SVG) is not taken: it may hold scripts. Save it as a PNG and choose that."),
    (b"GIF8", "A GIF is not taken. Save it as a PNG and choose that."),
    (b"%PDF", "This is a PDF, not a picture. Save the picture in it as a PNG or JPEG and choose that."),
)


class PictureRefused(Exception):
    """Why a picture is not taken, in a sentence that says what to do."""


class DrawnPicture(NamedTuple):
    """A picture as it is kept: its bytes, how they are written (jpeg or png), its width and height in pixels."""

    data: bytes
    media: str
    width: int
    height: int


def take(data: bytes) -> DrawnPicture:
    """The picture drawn anew, or PictureRefused. Takes a second: never call it in a transaction."""
    if len(data) > MOST_BYTES:
        raise PictureRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Save the picture smaller.")
    kind(data)
    try:
        words, drawn = apart.run("publications.files.pictures", data, LIMITS)
    except apart.Stopped as stopped:
        raise PictureRefused(
            f"This picture could not be opened: {stopped} Save it smaller and choose that."
        ) from stopped
    except apart.Busy as busy:
        raise PictureRefused(
            "Two documents are being worked on just now. Choose the picture again in a moment."
        ) from busy
    if "not taken" in words:
        raise PictureRefused(words["not taken"])
    return DrawnPicture(data=drawn, **words)


def kind(data):
    """What it says it is by its first bytes, or PictureRefused."""
    for begins, name in KINDS.items():
        if data.startswith(begins):
            return name
    begins = data[:1000].lower()
    for sign, sentence in WRONG:
        if sign.lower() in begins:
            raise PictureRefused(sentence)
    raise PictureRefused("This is no picture of a kind that is taken. Choose a PNG or a JPEG file.")


# In the child


def answer(data):
    """How a picture is kept, and its bytes; or why it isn't taken."""
    try:
        drawn = draw(data)
    except PictureRefused as why:
        return {"not taken": str(why)}, b""
    return {"media": drawn.media, "width": drawn.width, "height": drawn.height}, drawn.data


def draw(data: bytes) -> DrawnPicture:
    """The picture drawn anew, or PictureRefused. Takes whatever memory and time the file makes it take."""
    name = kind(data)
    # In the points themselves these two bytes never stand together.
    if name == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS:
        raise PictureRefused("This picture is drawn in too many steps. Save it anew and choose that.")
    # The library's own limit would warn before ours, and refuse in words that nobody knows.
    Image.MAX_IMAGE_PIXELS = None
    # Whoever imports WeasyPrint has told the library to take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=[name]) as came:
            refuse_size(came)
            came.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            came.load()
            # Small before it is turned: there is never a second copy of the whole.
            came.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=3)
            points = on_white(ImageOps.exif_transpose(came))
    except PictureRefused:
        raise
    except MemoryError:
        raise PictureRefused(
            "This picture needs more memory than it may have. Save it smaller and choose that."
        ) from None
    # A damaged file makes the library fail in ways that it doesn't name.
    except Exception as error:
        raise PictureRefused(
            "This can’t be read as a picture: it may be damaged. Save it anew and choose that."
        ) from error
    return written(points, name)


def refuse_size(came):
    """Ask the head of the file, before anything of it is drawn."""
    if came.width * came.height > MOST_PIXELS:
        raise PictureRefused(f"The picture has more than {MOST_PIXELS // 1_000_000} million points. Save it smaller.")
    if min(came.size) < LEAST:
        raise PictureRefused(f"The picture is only {came.width} by {came.height} points. Choose a larger one.")
    if getattr(came, "is_animated", False) and came.format == "PNG":
        raise PictureRefused("This picture moves. Save one moment of it as a PNG or JPEG and choose that.")


def on_white(picture):
    """The points alone on white, in a picture that knows nothing of the file."""
    fresh = Image.new("RGB", picture.size, WHITE)
    layered = picture.convert("RGBA")
    fresh.paste(layered, mask=layered.getchannel("A"))
    return fresh


def written(points, name):
    """A drawing stays sharp as a PNG if that is small enough; a photograph is a JPEG, as good as finds room."""
    if name == "PNG" and len(data := saved(points, "PNG", optimize=True)) <= MOST_WRITTEN:
        return DrawnPicture(data, "png", *points.size)
    while True:
        for quality in QUALITIES:
            data = saved(points, "JPEG", quality=quality, optimize=True, progressive=False)
            if len(data) <= MOST_WRITTEN:
                return DrawnPicture(data, "jpeg", *points.size)
        points = points.resize([max(1, int(side * SMALLER)) for side in points.size])


def saved(points, name, **how):
    made = io.BytesIO()
    points.save(made, name, **how)
    return made.getvalue()


if __name__ == "__main__":
    apart.answer(answer)
