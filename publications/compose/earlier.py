"""The list of documents from before the system."""

from datetime import date

from kit.reading import days
from kit.reading.answers import Value
from publications.content.earlier import EarlierDocument, EarlierDocuments
from publications.models import EarlierDocument as Row

from .taken import taken

# From this day on the accessibility regulations are about every document that is published.
RULES_BEGIN = date(2018, 9, 23)


def earlier(publication, on):
    return EarlierDocuments(
        documents=tuple(
            taken(
                EarlierDocument,
                row,
                period=row.period_as_printed,
                published=row.published_in_words,
                found=found(row),
                ruled=ruled(row.published_in_words),
            )
            for row in Row.objects.all()
        )
    )


def found(row):
    """What was found in the file; empty where nobody looked."""
    if row.has_text is None:
        return ""
    return "scan" if not row.has_text else "tags" if row.tagged else "no-tags"


def ruled(published: str) -> str:
    """Whether it was published before the accessibility regulations or since; empty where that can't be told."""
    answer = days.read(published) if published else None
    if not isinstance(answer, Value):
        return ""
    starts, ends = (getattr(answer.value, name, answer.value) for name in ("starts", "ends"))
    return "before" if ends < RULES_BEGIN else "since" if starts >= RULES_BEGIN else ""
