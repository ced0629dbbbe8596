"""The members' own accounts."""

from publications.content import statements as content
from publications.models import Statement


def statements(publication, section, on):
    """Every organisation that was asked, with what it sent as far as the office has accepted it."""
    # By number: the report that is about to be started has none.
    rows = Statement.objects.filter(publication_id=publication.pk).select_related(
        "organisation__parent__parent__parent"
    )
    return content.Statements(
        statements=tuple(
            content.Statement(
                key=row.key, organisation=row.organisation.full_name, words=row.words, received=row.received
            )
            for row in rows
        )
    )
