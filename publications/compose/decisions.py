"""The decisions of the body's meetings, as far as they are printed."""

from forwardplan.models import Decision
from publications.content import decisions as content

from .goals import referred_to
from .meetings import span


def decisions(publication, section, on):
    """Those of the publication's span of meetings, or of its reporting period."""
    rows = Decision.objects.printed_of(publication.body, *span(publication))
    return content.DecisionsTaken(
        body=publication.body.name, decisions=tuple(decision(row, publication.plan_id) for row in rows)
    )


def decision(row, plan):
    # A key is its own among those of an item only.
    return content.Decision(
        key=f"{row.item.meeting.key} {row.item.key} {row.key}",
        words=row.words,
        meeting=str(row.item.meeting),
        item=row.item.title,
        minute=row.minute,
        concerns=referred_to(row.goal, plan),
    )
