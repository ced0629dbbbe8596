"""The pictures that the public sees: those of every version that can be read, each once, under its check code."""

import re
from collections.abc import Callable

from django.db import transaction

from kit import clearing, clock
from publications.blocks import PICTURES
from publications.models import Picture, PictureFile

from .models import Edition

# As the text of a content has a picture.
MARK = '"type":"picture"'
DIGEST = re.compile(r'"digest":"([0-9a-f]{64})"')


def public() -> dict[str, Callable[[], bytes]]:
    """The paths of the pictures that versions name which the public reads, each with how to have its bytes."""
    kept = PictureFile.objects.there()
    media = dict(kept.values_list("digest", "media"))
    if not media:
        return {}
    texts = Edition.objects.public().filter(content__contains=MARK).values_list("content", flat=True)
    named = {digest for text in texts.iterator(chunk_size=10) for digest in DIGEST.findall(text)}
    return {
        f"{PICTURES}/{digest[:32]}.{media[digest]}": lambda digest=digest: data_of(digest)
        for digest in sorted(named & media.keys())
    }


def data_of(digest: str) -> bytes:
    return bytes(PictureFile.objects.there().values_list("data", flat=True).get(digest=digest))


def unused(before):
    """The pictures that were kept before a moment and stand in no section and in no version any more."""
    rows = PictureFile.objects.there().filter(kept_at__lt=before)
    rows = rows.exclude(pk__in=Picture.objects.values("file"))
    digests = set(rows.values_list("digest", flat=True))
    return rows.filter(digest__in=elsewhere(digests, []) if digests else ())


def let_go(rows):
    """Empty the files of some pictures: what nothing shows, nobody is to find."""
    for due in rows:
        with transaction.atomic():
            # Held and asked again: somebody may have put the same picture into a section meanwhile.
            row = PictureFile.objects.there().select_for_update().filter(pk=due.pk).first()
            if row is None or Picture.objects.filter(file=row).exists():
                continue
            row.data, row.let_go = b"", clock.now()
            row.save(update_fields=["data", "let_go"])
    clearing.left_in(PictureFile)


def elsewhere(digests: set[str], editions) -> set[str]:
    """Those of some pictures that no version but these `editions` names."""
    texts = Edition.objects.filter(content__contains=MARK, erased_at__isnull=True).exclude(pk__in=editions)
    for text in texts.values_list("content", flat=True).iterator(chunk_size=10):
        digests = digests - {*DIGEST.findall(text)}
    return digests
