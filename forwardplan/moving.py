"""An item of an agenda goes to another meeting, and keeps where it came from and how often it was put off."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from kit import stamps

from .models import AgendaItem, Meeting

# Of an item, what goes along to the meeting that considers it next.
CARRIED = ("title", "standing_item", "owner", "goal")


@transaction.atomic
def move(item, to, *, by):
    """Move an item to another meeting of the same body. Gives back the item as it stands there.

    From a meeting that is still planned the item itself moves; it counts as put off if the other meeting is later. What
    a meeting that was held had before it stays there, as deferred, and a new item stands on the other agenda. Raises
    ValidationError, in a sentence.
    """
    item = AgendaItem.objects.select_for_update().select_related("meeting").get(pk=item.pk)
    was = item.meeting
    if to.pk == was.pk or to.body_id != was.body_id:
        raise ValidationError("Choose another meeting of the same body.")
    if to.state != Meeting.State.PLANNED:
        raise ValidationError("An item can only be moved to a meeting that is still planned.")
    later = in_order(to) > in_order(was)
    last = to.agendaitem_set.aggregate(last=Max("position"))["last"] or 0
    if was.state == Meeting.State.HELD:
        stamps.claim(item, item.version, by=by)
        item.outcome = AgendaItem.Outcome.DEFERRED
        stamps.save(item)
        moved = AgendaItem(**{name: getattr(item, name) for name in CARRIED}, times_deferred=item.times_deferred)
        moved._history_user = by
    else:
        moved = item
        stamps.claim(moved, moved.version, by=by)
        if to.agendaitem_set.filter(key=moved.key).exists():
            moved.key = ""  # made anew among those of the other meeting
    moved.meeting, moved.position = to, last + 1
    if later:
        moved.deferred_from, moved.times_deferred = was, moved.times_deferred + 1
    elif moved.deferred_from_id == to.pk:
        # Back where it came from: it was not put off after all.
        moved.deferred_from, moved.times_deferred = None, max(moved.times_deferred - 1, 0)
    stamps.save(moved)
    return moved


def in_order(meeting):
    """Meetings by their time; one whose day or month isn't fixed stands after those that are."""
    return meeting.year, meeting.month or 13, meeting.day or 32
