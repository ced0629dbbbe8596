"""The forward plan: the meetings of the publication's body and what each will consider."""

from forwardplan.models import WITH_NAMES, Meeting
from publications.content import meetings as content

from .goals import referred_to
from .taken import taken


def forward_plan(publication, section, on):
    """The meetings in the publication's span."""
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
    return taken(
        content.Meeting,
        row,
        label=str(row),
        items=tuple(
            taken(
                content.AgendaItem,
                item,
                standing=item.standing_item_id is not None,
                serves=referred_to(item.goal, plan),
            )
            for item in row.agendaitem_set.all()
        ),
    )


def standing_item(row, meetings, plan):
    on = [each for each in meetings if any(item.standing_item_id == row.pk for item in each.agendaitem_set.all())]
    is_as_ruled = on == [each for each in meetings if row.is_on_agenda_of(each)]
    named = "" if is_as_ruled else ", ".join(map(str, on)) or "None yet"
    return taken(content.StandingItem, row, meetings=named, serves=referred_to(row.goal, plan))
