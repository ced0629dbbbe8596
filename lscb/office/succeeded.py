"""An organisation is succeeded: another takes its place from a day on, or several do, or it joins one that is there."""

from datetime import timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, View

from finance.models import Contribution
from forwardplan.models import Challenge, StandingItem
from kit import clock, periods, together
from kit.access import Permitted
from kit.fields import DayField, TextField
from kit.history import CannotChange, remove
from kit.later import say_later
from kit.together import Together, heard, spoken
from kit.wording import counted, listed
from lscb.office.places import MODELS
from membership.models import Organisation, Party, Policy, RequiredPartner, Seat, Succession
from membership.roles import May
from priorities.models import Action, ActionLead, Indicator, Lead
from publications.models import Recipient

SUCCEEDED = "Succession: "  # how the reason begins that the history has for each row


class Handover:
    """One succession while it is carried out: every row that it touches says why in its history."""

    def __init__(self, organisation, successors, on, by):
        self.old, self.new, self.on = organisation, successors, on
        why = f"{SUCCEEDED}{organisation.name} by {listed([each.name for each in successors])}"
        self.together = Together(why[:100], by)

    @property
    def last_day(self):
        return self.on - timedelta(days=1)

    @property
    def heir(self):
        """Who takes over what only one can: the first that was named."""
        return self.new[0]


def seats(change):
    """Each seat ends, and every successor gets one like it. Who sits there, and an office such as the chair, go to the
    first: one person doesn't become two. A seat that begins on the day or later is the first one's from the beginning.
    """
    of_it = Seat.objects.filter(organisation=change.old).order_by("position", "pk")
    later = list(of_it.filter(starts__gte=change.on))
    for seat in later:
        change.together.change(seat, organisation=change.heir)
    ending = list(of_it.existing(change.last_day).exclude(ends=change.last_day))
    for seat in ending:
        # Who came on the day or later never sat for the organisation that was gone by then.
        came = list(seat.appointment_set.filter(starts__gte=change.on))
        held = [row for row in seat.appointment_set.holding(change.on) if row not in came]
        places = [
            copied(seat, organisation=each, organisation_as_printed="", starts=change.on, office=office)
            for each in change.new
            for office in [seat.office if each is change.heir else Seat.Office.NONE]
        ]
        going_on = [copied(row, starts=change.on) for row in held] + [copied(row) for row in came]
        for row in held:
            change.together.change(row, ends=change.last_day)
        for row in came:
            change.together.remove(row)
        change.together.change(seat, ends=change.last_day)
        for row in places:
            change.together.add(row)
        for row in going_on:
            row.seat = places[0]
            change.together.add(row)
    return later + ending


def copied(row, **values):
    """A new row like this one, not saved yet."""
    fields = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    for name in ("id", "key", "version"):
        del fields[name]
    return type(row)(**fields | values)


def handed_over(field, rows, change, beside=""):
    """Rows that name the organisation by a party come to name its successor.

    Of those that stand `beside` one another in a list, which names nobody twice, one is left out if the successor is
    named there already.
    """
    parties = Party.objects.filter(organisation=change.old)
    found = list(rows(change).filter(**{f"{field}__in": parties}))
    heir = Party.objects.of(change.heir)
    for row in found:
        if beside and rows(change).filter(**{beside: getattr(row, beside), field: heir}).exists():
            change.together.remove(row)
        else:
            change.together.change(row, **{field: heir})
    return found


def required(change):
    rows = list(RequiredPartner.objects.filter(organisation=change.old))
    for row in rows:
        change.together.change(row, organisation=change.heir)
    return rows


def leads(change):
    """Who leads the goals of the plans that go on; what was done is told of whoever did it."""
    return Lead.objects.filter(Q(goal__plan__ends__isnull=True) | Q(goal__plan__ends__gte=change.on))


# What can move: its words, one and several, and what moves it.
MOVES = {
    "seats": ("Seats, with whoever sits there", "seat", "seats", seats),
    "contributions": (
        "Contributions to years that begin on that day or later",
        "contribution",
        "contributions",
        partial(handed_over, "payer", lambda change: Contribution.objects.filter(budget__starts__gte=change.on)),
    ),
    "figures": (
        "Figures that it owes",
        "indicator",
        "indicators",
        partial(handed_over, "owed_by", lambda change: Indicator.objects.all()),
    ),
    "recipients": (
        "Documents that it is given",
        "recipient",
        "recipients",
        partial(handed_over, "party", lambda change: Recipient.objects.all(), beside="kind"),
    ),
    "leads": (
        "Goals that it leads, of plans that end on that day or later",
        "goal that it leads",
        "goals that it leads",
        partial(handed_over, "party", leads, beside="goal"),
    ),
    "actions": (
        "Open actions that it leads",
        "open action that it leads",
        "open actions that it leads",
        partial(
            handed_over,
            "party",
            lambda change: ActionLead.objects.filter(action__state=Action.State.OPEN),
            beside="action",
        ),
    ),
    "answers": (
        "Answers that it owes to challenges",
        "answer to a challenge",
        "answers to challenges",
        partial(handed_over, "to", lambda change: Challenge.objects.awaiting()),
    ),
    "items": (
        "Standing items that it brings",
        "standing item",
        "standing items",
        partial(handed_over, "owner", lambda change: StandingItem.objects.all()),
    ),
    "policies": (
        "Policies that it looks after",
        "policy",
        "policies",
        partial(handed_over, "owner", lambda change: Policy.objects.in_force(change.on)),
    ),
    "required": ("That the law requires it", "requirement of the law", "requirements of the law", required),
}


def called(name):
    """The organisations of this name, in full or by itself; a name in full is one of theirs alone."""
    rows = list(Organisation.objects.select_related("parent__parent__parent"))
    in_full = [row for row in rows if row.full_name.casefold() == name.casefold()]
    return in_full or [row for row in rows if row.name.casefold() == name.casefold()]


@transaction.atomic
def succeed(organisation, names, on, moves, *, by, words=""):
    """End an organisation on the day before `on`, and hand over what `moves` names. Returns the moment, which names the
    deed for good, and in words what moved.

    `names` are the successors' names, those of organisations or new ones; the first takes over what only one can. What
    is frozen stays as it is. Raises ValidationError if a rule forbids it, and then nothing was written.
    """
    successors = [
        next(iter(called(name)), None) or Organisation(name=name, kind=organisation.kind, starts=on) for name in names
    ]
    change = Handover(organisation, successors, on, by)
    for successor in successors:
        if successor.pk is None:
            change.together.add(successor)
    for successor in successors:
        change.together.add(Succession(organisation=organisation, successor=successor, on=on, words=words))
    change.together.change(organisation, ends=change.last_day)
    return change.together.moment, [
        counted(len(moved), one, many)
        for name, (_, one, many, move) in MOVES.items()
        if name in moves and (moved := move(change))
    ]


def put_back(moment, *, by):
    """Undo one succession whole: seats, contributions, figures, documents and the organisations are as they were.

    Returns how many rows. Raises CannotChange, in sentences, if one of them was changed since, or something hangs on an
    organisation that it added; then nothing was written.
    """
    return together.take_back(moment, MODELS, SUCCEEDED, by=by, let_go=partial(without_party, by=by))


def without_party(row, *, by):
    """Take away the party that stands for an organisation: no person made it. Raises CannotChange if rows name it."""
    for party in Party.objects.filter(organisation=row) if isinstance(row, Organisation) else ():
        remove(party, by=by)


def recorded():
    """The successions that stand, the last first: each with its words and the address that undoes it."""
    lines = Succession.history.filter(
        history_type="+", history_change_reason__startswith=SUCCEEDED, id__in=Succession.objects.values("pk")
    ).select_related("history_user")
    deeds = {line.history_date: line for line in lines.order_by("history_id")}
    return [
        {
            "words": line.history_change_reason.removeprefix(SUCCEEDED),
            "on": line.on,
            "by": str(line.history_user or ""),
            "address": reverse("succeeded-undo", args=[spoken(moment)]),
        }
        for moment, line in sorted(deeds.items(), reverse=True)
    ]


class SucceededForm(forms.Form):
    """Who is succeeded by whom from which day on, and what moves."""

    use_required_attribute = False

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Which organisation")
    on = DayField(label="First day of what follows", help_text="For example 1 April 2026. The day before is its last.")
    successors = TextField(
        label="What follows it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Each on a line of its own. One that isn’t on the list of organisations is added. Of several "
        "the first takes over what only one can: contributions, figures, documents.",
    )
    moves = forms.MultipleChoiceField(
        label="What moves",
        required=False,
        choices=[(name, words) for name, (words, *_) in MOVES.items()],
        initial=list(MOVES),
        widget=forms.CheckboxSelectMultiple,
        help_text=say_later("What the {body} has published stays as it is."),
    )
    words = forms.CharField(
        label="Where it stands", max_length=200, required=False, help_text="Such as: an order, or a minute."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        going_on = Organisation.objects.filter(ends__isnull=True) | Organisation.objects.filter(ends__gte=clock.today())
        self.fields["organisation"].queryset = going_on.select_related("parent__parent__parent")

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError("This day is still to come. Record it on the day, or afterwards.")
        return on

    def clean_successors(self):
        names = [" ".join(line.split()) for line in self.cleaned_data["successors"].splitlines()]
        names = list(dict.fromkeys(filter(None, names)))
        if not names:
            raise forms.ValidationError("Write what follows it.")
        if long := [name for name in names if len(name) > Organisation._meta.get_field("name").max_length]:
            raise forms.ValidationError(f"This name is too long: {long[0][:80]}…")
        for name in names:
            if len(found := called(name)) > 1:
                several = listed([row.full_name for row in found])
                raise forms.ValidationError(f"Several are called {name}: {several}. Write which one, in full.")
        return names

    def clean(self):
        asked = super().clean()
        old, on = asked.get("organisation"), asked.get("on")
        if old and old in [row for name in asked.get("successors", ()) for row in called(name)]:
            self.add_error("successors", f"{old.name} can’t follow itself. If only its name changes, change the name.")
        for row in [row for name in asked.get("successors", ()) for row in called(name)]:
            if on and row.ends and row.ends < on:
                self.add_error("successors", f"{row.full_name} ended on {periods.day(row.ends)}: it can’t follow.")
        if old and on and old.starts and on <= old.starts:
            self.add_error("on", f"{old.name} began on {periods.day(old.starts)}: it can’t end before.")
        return asked


class Succeeded(Permitted, FormView):
    """The form, and what it moved."""

    permission_required = May.EDIT
    template_name = "office/succeeded.html"
    form_class = SucceededForm
    success_url = reverse_lazy("office-members")

    def form_valid(self, form):
        asked = form.cleaned_data
        named = (asked[name] for name in ("organisation", "successors", "on", "moves"))
        try:
            moment, moved = succeed(*named, by=self.request.user, words=asked["words"])
        except ValidationError as refusal:
            for sentence in refusal.messages:
                form.add_error(None, sentence)
            return self.form_invalid(form)
        said = f"Moved: {listed(moved)}." if moved else "Nothing of it had to move."
        words = f"{asked['organisation'].name} is succeeded. {said}"
        if left := list(asked["organisation"].departments.filter(ends__isnull=True)):
            words += f" Departments that stay as they are: {listed([row.name for row in left])}. Record each by itself."
        address = reverse("succeeded-undo", args=[spoken(moment)])
        self.request.session["undo"] = {"words": words, "address": address, "place": str(self.success_url)}
        return redirect(self.success_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(recorded=recorded(), **kwargs)


class UndoSuccession(Permitted, View):
    """Undo of one succession, or why it can't be undone."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    def post(self, request, moment):
        try:
            number = put_back(heard(moment), by=request.user)
        except CannotChange as refusal:
            page = {"form": SucceededForm(), "recorded": recorded(), "refused": refusal.sentences}
            return render(request, Succeeded.template_name, page, status=409)
        messages.success(request, f"The succession was undone: {counted(number, 'record')} as before.")
        return redirect("office-members")
