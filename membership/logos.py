"""The board's logo: read from what somebody uploaded, written anew as a plain PNG, kept for good.

Nothing of the file that came is kept but its picture: no metadata, no second frame, no markup. A drawing (SVG) may hold
scripts and addresses and isn't taken.
"""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image

from kit import clock, stamps

from .models import Board, Logo

KINDS = ("PNG", "JPEG")
MOST_BYTES = 2_000_000
# A camera's picture has twelve million; what unpacks to more is no logo.
MOST_PIXELS = 20_000_000
# A JPEG may be drawn over and over in one small file; a camera's is drawn in ten steps.
MOST_SCANS = 50
# As large as a cover shows it, at 300 dots an inch: 60 by 30 mm.
WIDEST, HIGHEST = 720, 360
MOST_WRITTEN = 300_000


def picture(data: bytes) -> tuple[bytes, int, int]:
    """The picture of an upload as a PNG of our own, with its width and height in pixels.

    Raises ValidationError, with a sentence for the page, for what is no PNG or JPEG, or too large.
    """
    if len(data) > MOST_BYTES:
        raise ValidationError("The file is larger than 2 MB. Save it smaller.")
    # In the points themselves these two bytes never stand together.
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MOST_SCANS:
        raise ValidationError("This picture is drawn in too many steps. Save it as a PNG.")
    try:
        # Asked before it is drawn: whether half a picture can be drawn is a setting that other libraries change.
        with Image.open(io.BytesIO(data), formats=KINDS) as came:
            came.verify()
        with Image.open(io.BytesIO(data), formats=KINDS) as came:
            if came.width * came.height > MOST_PIXELS:
                raise ValidationError("The picture has more than 20 million points. Save it smaller.")
            came.load()
            drawn = came.convert("RGBA")
    except ValidationError:
        raise
    # A damaged file makes the library fail in ways that it doesn't name.
    except Exception as error:
        raise ValidationError("This can’t be read as a picture. Choose a PNG or a JPEG file.") from error
    drawn.thumbnail((WIDEST, HIGHEST))
    # Only the points go into the new file.
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    written = io.BytesIO()
    fresh.save(written, "PNG", optimize=True)
    if len(written.getvalue()) > MOST_WRITTEN:
        written = io.BytesIO()
        fresh.quantize(256).save(written, "PNG", optimize=True)
    if len(written.getvalue()) > MOST_WRITTEN:
        raise ValidationError("This picture is too rich in detail for a logo. Choose a simpler one.")
    return written.getvalue(), fresh.width, fresh.height


@transaction.atomic
def change(logo: bytes | Logo | None, words: str, version: int, *, by) -> Board:
    """Put a logo in place of the one before: a file, the one that is kept already, or none; `words` say what it shows.

    Raises ValidationError for a file that can't be used, Conflict if the settings were saved since they were opened.
    What is published keeps the logo that it was published with.
    """
    board = Board.objects.get()
    board.logo = _kept(logo, by) if isinstance(logo, bytes) else logo
    board.logo_words = words if board.logo else ""
    stamps.claim(board, version, by=by)
    board.save()
    return board


def _kept(data, by):
    drawn, width, height = picture(data)
    digest = hashlib.sha256(drawn).hexdigest()
    kept = Logo.objects.filter(digest=digest).first()
    if kept is None:
        kept = Logo(data=drawn, digest=digest, width=width, height=height, kept_at=clock.now(), kept_by=by)
        stamps.save(kept)
    return kept
