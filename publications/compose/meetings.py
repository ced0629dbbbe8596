"""The forward plan: the meetings of the publication's body and what each will consider."""

from forwardplan.models import WITH_NAMES, Meeting
from publications.content import meetings as content

from .goals import referred_to


def forward_plan(publication, section, on):
    """The meetings in the publication's span; None where it names no body."""
    if publication.body is None:
        return None
    rows = Meeting.objects.of(publication.body, publication.meetings_from, publication.meetings_to)
    meetings = list(rows.with_agenda())
    return content.ForwardPlan(
        body=publication.body.name,
        meetings=tuple(meeting(row, publication.plan_id) for row in meetings),
        standing_items=tuple(
            standing_item(row, meetings, publication.plan_id)
            for row in publication.body.standingitem_set.select_related(*WITH_NAMES)
        ),
    )


def meeting(row, plan):
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
            content.AgendaItem(
                key=item.key, title=item.title, standing=item.standing_item_id is not None, **about(item, plan)
            )
            for item in row.agendaitem_set.all()
        ),
        number=row.number,
    )


def standing_item(row, meetings, plan):
    on = [each for each in meetings if any(item.standing_item_id == row.pk for item in each.agendaitem_set.all())]
    is_as_ruled = on == [each for each in meetings if row.is_on_agenda_of(each)]
    return content.StandingItem(
        key=row.key,
        title=row.title,
        when=row.when,
        meetings="" if is_as_ruled else ", ".join(map(str, on)) or "None yet",
        **about(row, plan),
    )


def about(item, plan):
    """Who brings an item, and which goal it serves."""
    return {
        "owner": str(item.owner) if item.owner else "",
        "serves": referred_to(item.goal, plan) if item.goal else "",
    }
