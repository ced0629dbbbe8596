"""Every component of the forms and tables on one page, in all its states, to be looked at and tested."""

from datetime import date

import django_tables2
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from kit.access import Permitted
from kit.fields import ClockField, DayField, MoneyField, PercentField, ProseField, TextField
from kit.layouts import Beside, OfficeForm, Rare
from kit.needs import Need
from lscb.office import needs
from membership.models import Organisation
from membership.roles import May

LEVELS = [("", "Choose one"), ("one", "One"), ("two", "Two")]


class Sample(forms.Form):
    """One field of each kind."""

    use_required_attribute = False
    layout = (
        "line",
        "lines",
        "prose",
        Beside("money", "share"),
        Beside("day", "time"),
        "choice",
        "radios",
        "ticks",
        "tick",
        Rare("Seldom needed", "rare"),
    )
    helper = OfficeForm.helper
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    line = forms.CharField(label="A line", help_text="A hint stands before the field.")
    lines = TextField(
        label="Some lines", required=False, help_text="An empty line parts paragraphs, a dash opens a bullet."
    )
    prose = ProseField(label="A narrative", required=False)
    money = MoneyField(label="Money", required=False)
    share = PercentField(label="A share", required=False)
    day = DayField(label="A day", required=False)
    time = ClockField(label="A time", required=False)
    choice = forms.ChoiceField(label="A choice", choices=LEVELS, required=False)
    radios = forms.ChoiceField(label="One of few", choices=LEVELS[1:], widget=forms.RadioSelect)
    ticks = forms.MultipleChoiceField(
        label="Some of few", choices=LEVELS[1:], widget=forms.CheckboxSelectMultiple, required=False
    )
    tick = forms.BooleanField(label="Yes or no", required=False, help_text="What the tick means.")
    rare = forms.CharField(label="A rare field", required=False)


def wrong():
    """The form with something wrong in every field that can be."""
    form = Sample(
        {"money": "much", "share": "half", "day": "31 June", "time": "noon", "choice": "three", "ticks": ["three"]},
        auto_id="wrong_%s",
    )
    form.add_error(None, "Something is wrong with all of it together.")
    form.add_error("tick", "This has to be ticked.")
    return form


def conflicting():
    """The form when somebody else saved other words meanwhile."""
    form = Sample({"line": "My words", "lines": "My lines", "radios": "one"}, auto_id="conflict_%s")
    for name, theirs, take in (("line", "Their words", False), ("lines", "Their lines,\nall of them", True)):
        form.add_error(name, ValidationError(f"Saved now: {theirs}", code="saved-now"))
        form.fields[name].theirs, form.fields[name].take_theirs = theirs, take
    return form


class ExampleTable(django_tables2.Table):
    """A table that people sort."""

    caption = "A table that can be sorted"

    name = django_tables2.Column(verbose_name="Organisation")
    kind = django_tables2.Column()
    starts = django_tables2.Column(verbose_name="Since", orderable=False)

    class Meta:
        model = Organisation
        fields = ["name", "kind", "starts"]


# What needs doing: overdue, waiting for somebody else, and without a day.
NEEDS = (
    Need(what="Budget is not agreed", due=date(2016, 4, 1), address="#todo", deed="Say when", may=""),
    Need(what="Papers are due", due=date(2016, 6, 13), address="#todo", deed="See the agenda", may=""),
    Need(
        what="2 figures are owed",
        turn="Essex Police",
        more=("Incidents", "Conferences"),
        soon=True,
        address="#todo",
        deed="Enter",
        may="",
        also=("#todo", "Print the request"),
    ),
    Need(what="Vice chair is vacant", who="one of two", address="#todo", deed="Say who", may=""),
)


class StyleGuide(Permitted, TemplateView):
    permission_required = May.SEE_DRAFTS
    template_name = "office/styleguide.html"
    back = (reverse_lazy("office"), "Office")

    def get_context_data(self, **kwargs):
        table = ExampleTable(Organisation.objects.all(), request=self.request)
        django_tables2.RequestConfig(self.request, paginate={"per_page": 5}).configure(table)
        return super().get_context_data(
            groups=needs.groups(NEEDS, date(2016, 6, 1), None),
            plain=Sample(auto_id="plain_%s"),
            wrong=wrong(),
            conflict=conflicting(),
            table=table,
            **kwargs,
        )
