"""Documents from before the system: their files, kept by check code, and what the public site shows of them."""

from msgspec import Struct

from publications.content.earlier import EarlierDocuments
from publications.models import EarlierDocument as Row
from publications.models import PublicationKind

from .downloads import File, PdfLink, sha256, size
from .freezing import content
from .models import Edition, KeptFile

ADDRESS = f"/{PublicationKind.EARLIER}/"
READS = {
    "yes": "A screen reader can read this file.",
    "no": "A screen reader can’t read this file well.",
    "unknown": "Nobody has checked yet whether a screen reader can read this file.",
}
FOUND = {
    "scan": "It is a scan: pictures of pages, without text that could be read out or searched.",
    "no-tags": "It has no tags, so a screen reader can’t tell a heading from a table.",
}
RULED = {
    "before": "It was published before 23 September 2018, so the accessibility regulations don’t apply to it unless "
    "somebody needs it to use a service.",
    "since": "It was published on or after 23 September 2018, so the accessibility regulations apply to it.",
}


def reads(document):
    """What is said of a document: whether a screen reader can read it, what its file shows, and what the rules say.

    A scan is never called readable, whatever somebody answered.
    """
    answered = "no" if document.found == "scan" else document.accessible
    said = READS[answered], FOUND.get(document.found, ""), RULED.get(document.ruled, "")
    return " ".join(filter(None, said))


class Earlier(Struct, frozen=True, kw_only=True):
    """The list as it is published, and the bytes of its files by their check codes."""

    content: EarlierDocuments
    files: dict[str, bytes]


def there():
    """The files that may be listed. An extract of minutes with the same bytes is another file."""
    return KeptFile.objects.filter(approval=None, erased_at__isnull=True)


def keep(data, *, name, by):
    """The PDF with these bytes, kept from now on; one that is kept already is not kept twice."""
    found = there().filter(digest=sha256(data)).first()
    return found or KeptFile.objects.keep(data, name=name, media_type="application/pdf", by=by)


def kept(listed):
    """The files that a list names, as far as they are kept: check code and bytes."""
    rows = there().filter(digest__in={document.digest for document in listed.documents})
    return {row.digest: bytes(row.data) for row in rows}


def gone(listed):
    """The documents of a list whose files were erased."""
    digests = set(there().values_list("digest", flat=True))
    return [document for document in listed.documents if document.digest not in digests]


def unused():
    """Files that were brought and that nothing rests on: no decision, no document on the list, no version of it."""
    versions = Edition.objects.filter(publication__kind=PublicationKind.EARLIER, erased_at__isnull=True)
    named = {document.digest for version in versions for document in content(version).documents}
    named |= set(Row.objects.values_list("digest", flat=True))
    return there().exclude(digest__in=named).defer("data")


def path(document):
    return f"{PublicationKind.EARLIER}/{document.key}.pdf"


def files(earlier):
    """The PDFs of the list; without bytes for one that the records lack."""
    for document in earlier.content.documents:
        yield File(path=path(document), data=earlier.files.get(document.digest, b""))


def earlier_documents(earlier):
    """What the public page says of each document."""
    return [
        {
            "document": document,
            "reads": reads(document),
            "pdf": PdfLink(address=f"/{path(document)}", size=size(data), pages=document.pages) if data else None,
        }
        for document in earlier.content.documents
        for data in [earlier.files.get(document.digest, b"")]
    ]
