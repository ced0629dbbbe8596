"""The public site as plain files, written from the live editions and from nothing else.

The tree is a cache of the records: it is written whole beside the old one and takes its place by one rename of a link,
so that forty pages change in one moment. Any web server can serve it; it needs no database and outlives the program.
"""

import fcntl
import gzip
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from kit import clock, periods
from publications.content import codec
from publications.content.base import Control
from publications.content.document import Document
from publications.models import Kind

from . import pages
from .models import Edition, Rendition

CURRENT = "current"
ZIPPED = {".html", ".css", ".json", ".txt", ".csv", ".ics"}


def link(edition):
    """The public address of a live edition."""
    publication = edition.publication
    return pages.Link(text=str(publication), address=f"/{publication.kind}/{publication.slug}/")


def version(edition):
    """Which edition it is, in words: Version 1, published 1 June 2016."""
    return f"Version {edition.number}, published {periods.day(edition.published_on)}"


def notice():
    """The words that stand at the head of every page of the published site."""
    edition = Edition.objects.live().filter(publication__kind=Kind.SITE).first()
    return codec.read(edition.content, edition.schema).notice if edition else ""


def rebuild():
    """Write the public site anew from the live editions and put it in the place of the old one.

    Without a live edition of the site's own words there is nothing to write, and what stands there stays.
    """
    root = settings.PUBLIC_ROOT
    with alone(root):
        site, documents = live()
        if site is not None:
            replace(root, root / "trees", pages.files(site, documents, clock.today()))


@contextmanager
def alone(root):
    """One writer at a time: publishing and the nightly run may meet, and the later one must read the later records."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".writing").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def replace(root, trees, files):
    """Write the files into a new tree, point the link at it, and clear away all but the former one."""
    trees.mkdir(exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="tree-", dir=trees))
    new.chmod(0o755)
    for path, data in files:
        write(new / path, data)
    former = os.readlink(root / CURRENT) if (root / CURRENT).is_symlink() else ""
    swap(root / CURRENT, new.relative_to(root))
    # The former tree stays for the requests that are reading it.
    for old in trees.iterdir():
        if old not in (new, root / former):
            shutil.rmtree(old)


def write(file, data):
    """One file and, where it gains by it, its gzipped sibling."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    if file.suffix in ZIPPED:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(data, mtime=0))


def swap(place, target):
    """Point the link at the new tree in one step: a reader sees the old site or the new one, never half of each."""
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        fresh = Path(folder) / "link"
        fresh.symlink_to(target)
        os.replace(fresh, place)


def live():
    """The site's own words and the documents that the public sees; the words are None before they are published."""
    site, documents = None, []
    for edition in Edition.objects.live().select_related("publication"):
        content = codec.read(edition.content, edition.schema)
        if isinstance(content, Document):
            file = Rendition.objects.get(edition=edition, kind=Rendition.Kind.PDF)
            documents.append(
                pages.Published(
                    content=content,
                    text=edition.content,
                    control=control(edition),
                    pdf=bytes(file.data),
                    pdf_pages=file.pages,
                )
            )
        else:
            site = content
    return site, documents


def control(edition):
    """What is printed of an edition beside its content."""
    return Control(
        number=edition.number,
        published_on=edition.published_on,
        decision=edition.decision,
        check_code=edition.digest,
    )
