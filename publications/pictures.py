"""The bytes of the pictures that a content names by their digests. They are kept for good and never change."""

import base64
import hashlib

from kit import clock, stamps
from publications.content.document import Document
from publications.content.insets import Picture
from publications.files.pictures import DrawnPicture
from publications.models import PictureFile
from publications.passages import things


def named_in(content) -> set[str]:
    """The digests of all pictures that a content shows."""
    if not isinstance(content, Document):
        return set()
    return {thing.digest for thing, _ in things(content) if isinstance(thing, Picture)}


def bytes_of(content) -> dict[str, bytes]:
    """The pictures of a content by their digests; those that were erased are left out."""
    digests = named_in(content)
    if not digests:
        return {}
    rows = PictureFile.objects.there().filter(digest__in=digests)
    return {digest: bytes(data) for digest, data in rows.values_list("digest", "data")}


def keep(drawn: DrawnPicture, *, by) -> PictureFile:
    """The file of a picture, kept from now on, or the one with the same bytes that is kept already.

    Belongs into the transaction in which what shows it is saved.
    """
    digest = hashlib.sha256(drawn.data).hexdigest()
    # Held until the section that shows it is saved, so that it isn't let go in between.
    there = PictureFile.objects.there().select_for_update().filter(digest=digest).defer("data").first()
    if there:
        return there
    row = PictureFile(digest=digest, kept_at=clock.now(), kept_by=by, **drawn._asdict())
    stamps.save(row)
    return row


def in_the_page(data: bytes) -> str:
    """A picture as an address that holds it, for a page that stands by itself."""
    media = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{media};base64,{base64.b64encode(data).decode()}"
