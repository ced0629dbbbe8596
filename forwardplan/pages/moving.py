"""The page that moves an item of an agenda to another meeting."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from forwardplan import models, moving
from forwardplan.office import AGENDA
from kit.access import Permitted
from kit.forms import AskingForm
from kit.stamps import Conflict
from membership.roles import May


class ToForm(AskingForm):
    """To which meeting."""

    to = forms.ModelChoiceField(
        models.Meeting.objects.none(), label="To which meeting", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        ahead = models.Meeting.objects.filter(body=item.meeting.body_id, state=models.Meeting.State.PLANNED)
        self.fields["to"].queryset = ahead.exclude(pk=item.meeting_id)
        self.fields["to"].label_from_instance = lambda meeting: meeting.when


class MoveItem(Permitted, View):
    """Moves one item."""

    permission_required = May.EDIT

    @cached_property
    def item(self):
        rows = models.AgendaItem.objects.select_related("meeting__body", "deferred_from")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, pk):
        form = ToForm(item=self.item)
        later = [row for row in form.fields["to"].queryset if moving.in_order(row) > moving.in_order(self.item.meeting)]
        form.initial["to"] = later[0].pk if later else None
        return self.page(form)

    def post(self, request, pk):
        form = ToForm(request.POST, item=self.item)
        if not form.is_valid():
            return self.page(form)
        try:
            moved = moving.move(self.item, form.cleaned_data["to"], by=request.user)
        except ValidationError as refusal:
            form.add_error("to", refusal.messages)
            return self.page(form)
        except Conflict:
            form.add_error(None, "Somebody else changed this item meanwhile. Look at it again.")
            return self.page(form)
        messages.success(request, f"Moved to {moved.meeting.when}: {moved}.")
        return redirect(AGENDA.address(moved))

    def page(self, form):
        held = self.item.meeting.state == models.Meeting.State.HELD
        context = {"item": self.item, "form": form, "held": held, "back": AGENDA.address(self.item)}
        return render(self.request, "office/item_move.html", context)
