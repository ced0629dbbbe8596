"""The history of all records for the office: who changed what; one change undone, a deleted record brought back."""

from collections import Counter
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from kit import changes, history, periods, spreadsheets, wording
from kit.access import Permitted
from kit.fields import DayField
from kit.stamps import Conflict
from lscb.office import records
from membership import second_factor
from membership.models import Board, User
from membership.roles import May

ON_A_PAGE = 20
EXPORTED = 20_000  # lines at most in one file


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class Filters(forms.Form):
    """What of the history is asked for. Each may be left empty."""

    use_required_attribute = False

    words = forms.CharField(label="Words in the record", max_length=100, required=False)
    who = forms.ModelChoiceField(User.objects.all(), label="Changed by", required=False, empty_label="Anybody")
    kind = forms.ChoiceField(
        label="Kind of record",
        required=False,
        choices=[
            ("", "Every kind"),
            *sorted(((name, records.KINDS[model].many) for name, model in records.BY_NAME.items()), key=lambda x: x[1]),
        ],
    )
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    @property
    def wanted(self):
        """The lines of history that the filters ask for; None where one of them can't be read."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        return changes.Wanted(
            models=(records.BY_NAME[asked["kind"]],) if asked["kind"] else (),
            who=asked["who"],
            since=midnight(asked["since"]) if asked["since"] else None,
            until=midnight(asked["until"] + timedelta(days=1)) if asked["until"] else None,
            words=tuple(asked["words"].split()),
        )


def shown(entry, user):
    """An entry as the page needs it: with its kind in words, its addresses, and what may be done about it."""
    name = entry.model._meta.model_name
    when = timezone.localtime(entry.when)
    actions = {}
    if records.may_change(user, entry.model):
        if entry.deed == "changed" and entry.changes:
            actions["undo"] = reverse("history-undo", args=[name, entry.pk, entry.number])
        if entry.deed == "deleted":
            actions["restore"] = reverse("history-restore", args=[name, entry.pk])
    return {
        "entry": entry,
        "kind": records.KINDS[entry.model].one,
        "when": f"{periods.day(when.date())} at {when:%H:%M}",
        "record": records.history_address(entry.model, entry.pk),
        "why": entry.why,
        **actions,
    }


class History(Permitted, TemplateView):
    """Every change to every record, newest first."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/history.html"

    def get_context_data(self, **kwargs):
        form = Filters(self.request.GET)
        wanted = form.wanted
        cursor = changes.Cursor.read(self.request.GET.get("after", ""))
        entries = changes.newest(wanted, number=ON_A_PAGE + 1, cursor=cursor) if wanted else []
        asked = self.request.GET.copy()
        asked.pop("after", None)
        older = ""
        if len(entries) > ON_A_PAGE:
            entries = entries[:ON_A_PAGE]
            older = asked.copy()
            older["after"] = str(entries[-1].cursor)
            older = older.urlencode()
        return super().get_context_data(
            form=form,
            entries=[shown(entry, self.request.user) for entry in entries],
            older=older,
            newest=asked.urlencode() if cursor else None,
            asked=asked.urlencode(),
            **kwargs,
        )


class HistoryCsv(Permitted, View):
    """The same history as a file for a spreadsheet: one line for each field that changed."""

    permission_required = May.SEE_DRAFTS
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
        head = (when, entry.who, entry.deed, records.KINDS[entry.model].one, entry.name, entry.within)
        for change in entry.changes or (changes.Change("", "", ""),):
            yield (*head, change.label, change.old, change.new, entry.why)


class RecordMixin:
    """Pages of one record, which may be deleted by now."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.model, self.pk = records.kind_or_404(kwargs["kind"]), kwargs["pk"]

    def entries(self, number=1, before=None):
        """So many of the newest lines of the record's history. A number that no row ever had is no page."""
        is_sane = max(self.pk, before or 0) < 2**63
        entries = changes.of_record(self.model, self.pk, number=number, before=before) if is_sane else []
        if not entries:
            raise Http404
        return entries

    def here(self):
        return records.history_address(self.model, self.pk)


class RecordHistory(Permitted, RecordMixin, TemplateView):
    """The changes of one record, newest first."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/history_record.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("before", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 20 else None
        entries = self.entries(ON_A_PAGE + 1, before)
        is_more = len(entries) > ON_A_PAGE
        entries = entries[:ON_A_PAGE]
        newest = entries[0] if before is None else self.entries()[0]
        current = [shown(entry, self.request.user) for entry in entries]
        for line in current:
            if line["entry"] != newest:
                # Only the last deletion can be taken back.
                line.pop("restore", None)
        return super().get_context_data(
            entries=current,
            name=newest.name,
            within=newest.within,
            kind_words=records.KINDS[self.model].one,
            is_deleted=newest.deed == "deleted",
            older=urlencode({"before": entries[-1].number}) if is_more else "",
            newest="" if before is not None else None,
            **kwargs,
        )


class Deed(Permitted, RecordMixin, View):
    """A page that says what will happen, and a button that does it. For whoever may change such a record."""

    permission_required = May.SEE_DRAFTS

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not records.may_change(request.user, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page(self, entry, /, *, status=200, **context):
        context |= {
            "kind": records.KINDS[self.model].one,
            "name": entry.name,
            "within": entry.within,
            "back": self.here(),
        }
        return render(self.request, self.template_name, context, status=status)

    def refused(self, entry, sentences):
        return self.page(entry, sentences=sentences, status=409)


class Undo(Deed):
    """One change undone."""

    template_name = "office/undo.html"

    def line(self):
        line = self.model.history.filter(id=self.pk, history_id=self.kwargs["number"]) if self.is_sane() else []
        for found in line:
            return found
        raise Http404

    def is_sane(self):
        return max(self.pk, self.kwargs["number"]) < 2**63

    def get(self, request, *args, again=(), **kwargs):
        line, entry = self.line(), self.entries()[0]
        try:
            plan = history.undoing(line)
        except history.Refused as refusal:
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
        except history.Refused as refusal:
            return self.refused(entry, refusal.sentences)
        messages.success(request, f"Undone: {row}")
        return redirect(self.here())


class Restore(Deed):
    """A deleted record brought back with its parts."""

    template_name = "office/restore.html"

    def get(self, request, *args, **kwargs):
        entry = self.entries()[0]
        line = history.deletion(self.model, self.pk)
        if line is None:
            return self.refused(entry, ["This isn't deleted, so there is nothing to restore."])
        counted = Counter(model for model, _ in history.deleted_with(line))
        parts = [
            wording.counted(number, records.KINDS[model].one.lower(), records.KINDS[model].many.lower())
            for model, number in counted.items()
        ]
        return self.page(entry, entry=shown(entry, request.user), parts=wording.listed(parts), can=True)

    def post(self, request, *args, **kwargs):
        entry = self.entries()[0]
        try:
            row = history.restore(self.model, self.pk, by=request.user)
        except history.Refused as refusal:
            return self.refused(entry, refusal.sentences)
        messages.success(request, f"Restored: {row}")
        return redirect(self.here())
