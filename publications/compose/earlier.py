"""The list of documents from before the system."""

from publications.content.earlier import EarlierDocument, EarlierDocuments
from publications.models import EarlierDocument as Row


def earlier(publication, on):
    return EarlierDocuments(documents=tuple(document(row) for row in Row.objects.all()))


def document(row):
    return EarlierDocument(
        key=row.key,
        title=row.title,
        period=row.period_as_printed,
        published=row.published_in_words,
        accessible=row.accessible,
        other_format=row.other_format,
        digest=row.digest,
        size=row.size,
        pages=row.pages,
    )
