"""The record of access, for managers: read, filtered, taken along."""

from datetime import timedelta

from django.utils import timezone
from django.views.generic import View
from django_tables2 import SingleTableView

from kit import clock, spreadsheets
from membership.audit import What, record
from membership.models import AccessEvent

from . import tables
from .forms import AccessFilter
from .views import Managing


class Filtered(Managing):
    """The rows that the filter in the address lets through."""

    def get_queryset(self):
        self.form = AccessFilter(self.request.GET or None)
        events = AccessEvent.objects.visible_to(self.request.user).select_related("login", "by")
        given = self.form.cleaned_data if self.form.is_bound and (self.form.is_valid() or True) else {}
        since, until = given.get("since"), given.get("until")
        asked = {
            "login": given.get("person"),
            "what": given.get("what"),
            "when__gte": since and clock.beginning(since),
            "when__lt": until and clock.beginning(until + timedelta(days=1)),
        }
        return events.filter(**{lookup: value for lookup, value in asked.items() if value})


class Access(Filtered, SingleTableView):
    """What happened to people's access."""

    template_name = "people/access.html"
    table_class = tables.AccessTable
    table_pagination = {"per_page": 50}

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, query=self.request.GET.urlencode(), **kwargs)


class Export(Filtered, View):
    """The same rows as a file for a spreadsheet."""

    def get(self, request):
        events = self.get_queryset()
        record(What.EXPORTED, login=request.user, by=request.user)
        return spreadsheets.download(f"access-{clock.today()}", self.rows(events))

    def rows(self, events):
        yield ["When", "What", "Whose login", "By", "Details", "From the address"]
        for event in events:
            yield [
                timezone.localtime(event.when).isoformat(sep=" ", timespec="seconds"),
                event.get_what_display(),
                tables.whose(event),
                tables.by_whom(event),
                event.detail,
                event.address or "",
            ]
