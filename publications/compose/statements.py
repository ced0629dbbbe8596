"""The members' own accounts."""

from kit.written import written_once
from publications.content import statements as content
from publications.models import Statement

from .once import once


def statements(publication, section, on):
    """Every organisation that was asked, with what it sent as far as the office has accepted it."""
    return content.Statements(
        statements=tuple(
            content.Statement(
                key=row.key, organisation=row.organisation.full_name, words=row.words, received=row.received
            )
            # By number: the report that is about to be started has none.
            for row in once(asked_for, publication.pk)
        )
    )


@written_once
def asked_for(number):
    """The statements that were asked for a publication of this number."""
    rows = Statement.objects.filter(publication_id=number)
    return rows.select_related("organisation__parent__parent__parent")
