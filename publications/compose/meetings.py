"""The forward plan: the meetings of the publication's body and what each will consider."""

from forwardplan.models import Meeting
from publications.content import meetings as content


def forward_plan(publication, section, on):
    """The meetings in the publication's span; None where it names no body."""
    if publication.body is None:
        return None
    meetings = Meeting.objects.of(publication.body, publication.meetings_from, publication.meetings_to)
    return content.ForwardPlan(
        body=publication.body.name, meetings=tuple(meeting(row) for row in meetings.with_agenda())
    )


def meeting(row):
    return content.Meeting(
        key=row.key,
        label=str(row),
        year=row.year,
        month=row.month,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        items=tuple(
            content.AgendaItem(key=item.key, title=item.title, standing=item.standing_item_id is not None)
            for item in row.agendaitem_set.all()
        ),
    )
