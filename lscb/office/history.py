"""The history of all records for the office: who changed what; one change undone, a deleted record brought back."""

from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from kit import changes, clock, history, spreadsheets
from kit.fields import DayField
from kit.forms import AskingForm
from kit.stamps import Conflict
from kit.wording import opening
from lscb.office.places import BY_NAME, KIND_OF, KINDS
from membership import second_factor
from membership.models import Board, User
from membership.pages import InOffice

ON_A_PAGE = 20
EXPORTED = 20_000  # lines at most in one file


def every_kind():
    """The kinds of record to choose from; asked for with each form, because their words depend on the law in force."""
    return [
        ("", "Every kind"),
        *sorted(((kind.name, opening(kind.nouns)) for kind in KINDS), key=lambda choice: choice[1]),
    ]


class Filters(AskingForm):
    """What of the history is asked for. Each may be left empty."""

    words = forms.CharField(label="Words in the record", max_length=100, required=False)
    who = forms.ModelChoiceField(User.objects.all(), label="Changed by", required=False, empty_label="Anybody")
    kind = forms.ChoiceField(label="Kind of record", required=False, choices=every_kind)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    @property
    def wanted(self):
        """The lines of history that the filters ask for; None if one of them can't be read."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        return changes.HistoryQuery(
            models=(BY_NAME[asked["kind"]].model,) if asked["kind"] else (),
            who=asked["who"],
            since=clock.beginning(asked["since"]) if asked["since"] else None,
            until=clock.beginning(asked["until"] + timedelta(days=1)) if asked["until"] else None,
            words=tuple(asked["words"].split()),
        )


def standing(entries):
    """The records of some entries that aren't deleted, by kind and number; one query for each kind."""
    numbers = defaultdict(set)
    for entry in entries:
        numbers[entry.model].add(entry.pk)
    return {
        (model, pk)
        for model, some in numbers.items()
        for pk in model._base_manager.filter(pk__in=some).values_list("pk", flat=True)
    }


def entry_row(entry, user, there=()):
    """An entry as the page needs it: with its kind in words, its addresses, and what may be done about it.

    It leads to the form of a record that is `there`, if the person may edit it, and to the record's history.
    """
    kind = KIND_OF[entry.model]
    name = kind.name
    actions = {}
    if user.has_perm(kind.may):
        if (entry.model, entry.pk) in there:
            actions["edit"] = kind.edit_address(entry.pk)
        if entry.deed == "changed" and entry.changes != ():
            actions["undo"] = reverse("history-undo", args=[name, entry.pk, entry.number])
        if entry.deed == "deleted":
            actions["restore"] = reverse("history-restore", args=[name, entry.pk])
    return {
        "entry": entry,
        "kind": opening(kind.noun),
        "when": clock.in_words(entry.when),
        "record": reverse("history-record", args=[name, entry.pk]),
        "why": entry.why,
        **actions,
    }


class History(InOffice, TemplateView):
    """Every change to every record, newest first."""

    template_name = "office/history.html"

    def get_context_data(self, **kwargs):
        form = Filters(self.request.GET)
        wanted = form.wanted
        cursor = changes.Cursor.read(self.request.GET.get("after", ""))
        entries = changes.newest(wanted, number=ON_A_PAGE + 1, cursor=cursor) if wanted else []
        asked = self.request.GET.copy()
        asked.pop("after", None)
        is_more = len(entries) > ON_A_PAGE
        entries = entries[:ON_A_PAGE]
        there = standing(entries)
        return super().get_context_data(
            form=form,
            entries=[entry_row(entry, self.request.user, there) for entry in entries],
            older=urlencode(asked.dict() | {"after": entries[-1].cursor}) if is_more else "",
            newest=asked.urlencode() if cursor else None,
            asked=asked.urlencode(),
            **kwargs,
        )


class HistoryCsv(InOffice, View):
    """The same history as a file for a spreadsheet: one line for each field that changed."""

    HEADINGS = ("When", "Who", "What", "Kind of record", "Record", "Part of", "Field", "Was", "Became", "Why")

    def get(self, request):
        wanted = Filters(request.GET).wanted
        if wanted is None:
            raise Http404
        return spreadsheets.download("history", self.rows(wanted))

    def rows(self, wanted):
        yield self.HEADINGS
        cursor, left = None, EXPORTED
        while left > 0:
            entries = changes.newest(wanted, number=min(left, 500), cursor=cursor)
            for entry in entries:
                yield from self.rows_of(entry)
            if not entries:
                return
            left -= len(entries)
            cursor = entries[-1].cursor

    def rows_of(self, entry):
        when = f"{timezone.localtime(entry.when):%Y-%m-%d %H:%M:%S}"
        head = (when, entry.who, entry.deed, opening(KIND_OF[entry.model].noun), entry.name, entry.within)
        for change in entry.changes or (changes.Change("", "", ""),):
            yield (*head, change.label, change.old, change.new, entry.why)


class RecordMixin:
    """Pages of one record, which may be deleted by now."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in BY_NAME:
            raise Http404
        self.kind, self.pk = BY_NAME[kwargs["kind"]], kwargs["pk"]
        self.model = self.kind.model

    def entries(self, number=1, before=None):
        """So many of the newest lines of the record's history. A number that no row ever had is no page."""
        entries = changes.of_record(self.model, self.pk, number=number, before=before)
        if not entries:
            raise Http404
        return entries

    def here(self):
        return reverse("history-record", args=[self.kind.name, self.pk])


class RecordHistory(InOffice, RecordMixin, TemplateView):
    """The changes of one record, newest first."""

    template_name = "office/history_record.html"

    def edit(self, newest):
        """The way to the record's form or, for who may not edit it, to where it is read."""
        if newest.deed == "deleted":
            return ""
        row = self.model._base_manager.select_related(*self.kind.joins or [None]).get(pk=self.pk)
        return self.kind.address_for(self.request.user, row)

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("before", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 20 else None
        entries = self.entries(ON_A_PAGE + 1, before)
        is_more = len(entries) > ON_A_PAGE
        entries = entries[:ON_A_PAGE]
        newest = entries[0] if before is None else self.entries()[0]
        current = [entry_row(entry, self.request.user) for entry in entries]
        for line in current:
            if line["entry"] != newest:
                # Only the last deletion can be taken back.
                line.pop("restore", None)
        return super().get_context_data(
            entries=current,
            name=newest.name,
            within=newest.within,
            edit=self.edit(newest),
            is_deleted=newest.deed == "deleted",
            older=urlencode({"before": entries[-1].number}) if is_more else "",
            newest="" if before is not None else None,
            **kwargs | {"kind": self.kind},
        )


class RecordView(InOffice, RecordMixin, View):
    """A page that says what will happen, and a button that does it. For people who may change such a record."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.has_perm(self.kind.may):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page(self, entry, /, *, status=200, **context):
        context |= {
            "kind": self.kind.noun,
            "name": entry.name,
            "within": entry.within,
            "back": self.here(),
        }
        return render(self.request, self.template_name, context, status=status)

    def refused(self, entry, sentences):
        return self.page(entry, sentences=sentences, status=409)


class Undo(RecordView):
    """One change undone."""

    template_name = "office/undo.html"

    def line(self):
        return get_object_or_404(self.model.history, id=self.pk, history_id=self.kwargs["number"])

    def get(self, request, *args, again=(), **kwargs):
        line, entry = self.line(), self.entries()[0]
        try:
            plan = history.undoing(line)
        except history.CannotChange as refusal:
            return self.refused(entry, refusal.sentences)
        return self.page(
            entry,
            sentences=again,
            changes=changes.putting_back(plan),
            touched=[str(field.verbose_name) for field in plan.touched],
            version=plan.row.version,
            status=409 if again else 200,
        )

    def post(self, request, *args, **kwargs):
        line, entry = self.line(), self.entries()[0]
        if self.model is Board and second_factor.must_confirm(request):
            raise ReauthenticationRequired
        version = request.POST.get("version", "")
        confirmed = request.POST.get("confirmed") == "yes"
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            return self.get(request, again=["The page was sent without part of what it holds. Look at it again."])
        try:
            row = history.undo(line, int(version), by=request.user, confirmed=confirmed)
        except Conflict:
            again = "Somebody saved this while you were looking. Nothing was undone; this is how it would be now."
            return self.get(request, again=[again])
        except history.Overtaken as refusal:
            return self.get(request, again=[*refusal.sentences, "Tick the box below to undo it all the same."])
        except history.CannotChange as refusal:
            return self.refused(entry, refusal.sentences)
        messages.success(request, f"Undone: {row}")
        return redirect(self.here())


class Restore(RecordView):
    """A deleted record brought back with its parts."""

    template_name = "office/restore.html"

    def get(self, request, *args, **kwargs):
        entry = self.entries()[0]
        line = history.deletion(self.model, self.pk)
        if line is None:
            return self.refused(entry, ["This isn't deleted, so there is nothing to restore."])
        parts = history.in_numbers(model for model, _ in history.deleted_with(line))
        return self.page(entry, entry=entry_row(entry, request.user), parts=parts, can=True)

    def post(self, request, *args, **kwargs):
        entry = self.entries()[0]
        try:
            row = history.restore(self.model, self.pk, by=request.user)
        except history.CannotChange as refusal:
            return self.refused(entry, refusal.sentences)
        messages.success(request, f"Restored: {row}")
        return redirect(self.here())
