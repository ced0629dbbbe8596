"""The page that starts the report on a period: one form, and the sections that it will have."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render

from kit import clock
from kit.access import Permitted
from kit.called import say
from kit.drafts import once
from kit.drafts.keeping import Keeping, put_back
from kit.fields import WordsField
from kit.forms import AskingForm
from kit.later import say_later
from membership import law
from membership.models import ReportingPeriod
from membership.roles import May
from publications import reports
from publications.content.section_types import OWN_WORDS
from publications.models import Publication
from publications.succession import address


class ReportForm(AskingForm):
    """What the report is called. All else follows from the period, and can be changed later."""

    title = WordsField(max_length=200)
    period = WordsField(
        label="Period as on the cover", max_length=60, help_text=say_later("As the {body} writes it: 2014/15.")
    )

    def clean_period(self):
        """The web address is made of it, so that it must make one, and one that is free."""
        period = self.cleaned_data["period"]
        end = address(period)
        if not end:
            raise forms.ValidationError("The document’s web address is made of this. Write it with a year.")
        if Publication.objects.filter(kind="annual-report", slug=end).exists():
            raise forms.ValidationError(say("There is {a_report} at the address {end} already.", end=end))
        return period


class StartReport(Permitted, Keeping):
    """Starts the report on a period in one step; shows before which sections it will have."""

    permission_required = May.EDIT
    kept_as = "the report on a period"

    def get(self, request, key):
        report = self.report()
        if there := begun(report.reporting_period):
            return redirect("document-overview", kind=there.kind, slug=there.slug)
        form = ReportForm(initial={"title": report.title, "period": report.period_as_printed})
        return self.page(report, put_back(form, self.draft) if self.puts_back else form)

    def post(self, request, key):
        report, form = self.report(), ReportForm(request.POST)
        if there := begun(report.reporting_period):
            messages.info(request, f"It was started already: {there}.")
            return redirect("document-overview", kind=there.kind, slug=there.slug)
        if not form.is_valid():
            return self.page(report, form)
        report.title, report.period_as_printed = form.cleaned_data["title"], form.cleaned_data["period"]
        report.slug = address(report.period_as_printed)
        try:
            self.start(report)
        except once.AlreadySent as before:
            report = get_object_or_404(Publication, pk=before.row)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                form.add_error(None, sentence)
            return self.page(self.report(), form)
        self.throw_away()
        messages.success(request, f"Started: {report}.")
        return redirect("document-overview", kind=report.kind, slug=report.slug)

    def report(self):
        return reports.to_start(get_object_or_404(ReportingPeriod, key=self.kwargs["key"]))

    @transaction.atomic
    def start(self, report):
        """Start it once, however often the form arrives, and whoever else presses at the same time."""
        sent = once.take(self.request.POST, self.request.user)
        ReportingPeriod.objects.select_for_update().get(pk=report.reporting_period_id)
        if there := begun(report.reporting_period):
            raise ValidationError(f"Somebody else started it in the meantime: {there}.")
        reports.start(report, by=self.request.user, on=clock.today())
        sent.row = report.pk
        sent.save()

    def page(self, report, form):
        sections = list(reports.sections(report, clock.today()))
        context = {
            "form": form,
            "report": report,
            "law": law.in_force(clock.today()).first(),
            "sections": [shown(each, report) for each in sections if each.get("included", True)],
            "waiting": [each["heading"] for each in sections if not each.get("included", True)],
            "draws": [
                (words, row)
                for words, row in (
                    ("Goals whose progress it tells", report.past_plan),
                    ("Plan that follows", report.plan if report.plan != report.past_plan else None),
                    ("Budget", report.budget),
                    ("Body", report.body),
                )
                if row
            ],
            "once": self.request.POST.get(once.FIELD) or once.word(),
            "keeping": self.keeping(),
        }
        return render(self.request, "office/report_start.html", context)


def begun(period):
    """The report on a period that there is already, of those that say it first; None if there is none."""
    return Publication.objects.filter(kind="annual-report", reporting_period=period, translates=None).first()


def shown(section, report):
    """A section as the page names it: its heading, what feeds it, and whether anything is recorded of that."""
    place = section["place"]
    if place == OWN_WORDS:
        feeds = "words of your own"
    elif place == "summary":
        feeds = "what you choose of the report"
    else:
        feeds = "from the records" if reports.holds(report, place, clock.today()) else "nothing recorded yet"
    return {"heading": section["heading"], "feeds": feeds, "answers": section.get("answers", "")}
