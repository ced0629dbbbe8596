"""The list of documents from before the system."""

from publications.content.earlier import EarlierDocument, EarlierDocuments
from publications.models import EarlierDocument as Row

from .taken import taken


def earlier(publication, on):
    return EarlierDocuments(
        documents=tuple(
            taken(EarlierDocument, row, period=row.period_as_printed, published=row.published_in_words)
            for row in Row.objects.all()
        )
    )
