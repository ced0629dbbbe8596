"""The law as the office meets it: choosing the one the board works under, and what it wants of a document."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from kit import clock, periods
from kit.access import Permitted
from kit.called import say
from kit.together import Together
from membership import due, law
from membership.models import Helpline, HowSure, Party, Regime, Requirement
from membership.pages import InOffice
from membership.roles import May
from membership.shipped import laws
from publications.compose import asked_once, compose, wanted
from publications.models import Publication, PublicationKind, Recipient

About = Requirement.About
TAKEN_OVER = "Taken over: "
# What is told of a document beside the list of what it holds: by when it is due, who is asked, who is given it.
BESIDE = {
    PublicationKind.BUSINESS_PLAN: (About.PLAN_DUE, About.PLAN_ASKS),
    PublicationKind.ANNUAL_REPORT: (About.REPORT_DUE, About.REPORT_GOES_TO),
}


@transaction.atomic
def take_over(shipped, *, by):
    """Fill the records with a law that comes with the program; returns it as it is recorded.

    Numbers for people who are worried, and recipients, are added if they aren't there. A recipient that wasn't read in
    the law isn't added: nobody is sent a report because of a guess.
    """
    together = Together(f"{TAKEN_OVER}{shipped.title}", by)
    regime = together.add(Regime(**shipped.regime))
    for row in shipped.rows(regime):
        together.add(row)
    there = set(Helpline.objects.values_list("number", flat=True))
    for line in shipped.lines():
        if line.number not in there:
            together.add(line)
    of_report = regime.requirement_set.filter(about=About.REPORT_GOES_TO, sure=HowSure.LAW)
    given = set(Recipient.objects.filter(kind=PublicationKind.ANNUAL_REPORT).values_list("party", flat=True))
    for row in of_report:
        party = Party.objects.of(row.words)
        if party.pk not in given:
            together.add(Recipient(kind=PublicationKind.ANNUAL_REPORT, party=party, position=row.position))
    return regime


class Laws(Permitted, TemplateView):
    """The laws that come with the program, each with what it holds; one of them is taken over at a time."""

    permission_required = May.CHANGE_SETTINGS
    template_name = "office/laws.html"

    def get_context_data(self, **kwargs):
        recorded = list(Regime.objects.all())
        known = {(row.body_called, row.law) for row in recorded}
        rows = [
            {
                "slug": slug,
                "law": shipped,
                "since": shipped.regime.get("starts"),
                "note": shipped.regime["note"],
                "there": (shipped.regime["body_called"], shipped.regime["law"]) in known,
                "lists": [(about.label, *shipped.read(about)) for about in About if any(shipped.read(about))],
            }
            for slug, shipped in laws().items()
        ]
        return super().get_context_data(laws=rows, recorded=recorded, **kwargs)

    def post(self, request):
        shipped = laws().get(request.POST.get("law"))
        if shipped is None:
            return self.render_to_response(self.get_context_data(refused="Choose one of the laws below."))
        if Regime.objects.filter(body_called=shipped.regime["body_called"], law=shipped.regime["law"]).exists():
            return self.render_to_response(self.get_context_data(refused=f"{shipped.title} is recorded already."))
        take_over(shipped, by=request.user)
        messages.success(request, say("{law}: taken over. The {body} may change every word of it.", law=shipped.title))
        return redirect("office-settings")


class WhatTheLawWants(InOffice, TemplateView):
    """What the law wants of a document: each thing with the sections that answer it, or that none does."""

    template_name = "office/wanted.html"

    def get_context_data(self, kind, slug):
        documents = Publication.objects.documents().with_records()
        publication = get_object_or_404(documents, kind=kind, slug=slug)
        today = clock.today()
        regime = law.of_day(today)
        with asked_once():
            items = list(wanted(publication, compose(publication, on=today), on=today))
        beside = regime.requirement_set.filter(about__in=BESIDE.get(kind, ())) if regime else ()
        return super().get_context_data(
            publication=publication,
            law=regime,
            told=told(items),
            groups=[
                (heading, rows, lead)
                for heading, lead, sure in GROUPS
                if (rows := [item for item in items if item.requirement.sure == sure])
            ],
            beside=[(row, last_day(row, publication)) for row in beside],
            preview=reverse("preview", args=[kind, slug]),
        )


GROUPS = (
    ("What the law wants", "", HowSure.LAW),
    (
        "Not read",
        "Nobody has read these in the law itself. Look them up before you rely on them, and mend them in the settings.",
        HowSure.NOT_READ,
    ),
    ("Made, and not in force as far as is known", "The law doesn’t want these yet.", HowSure.MADE),
)


def told(items):
    """How much of what the law wants is answered, in words; empty if nothing was read."""
    of_law = [item for item in items if item.requirement.sure == HowSure.LAW]
    answered = sum(not item.is_missing for item in of_law)
    return f"{answered} of {len(of_law)} answered" if of_law else ""


def last_day(row, publication):
    """The last day for a document, with the day of the week; empty where the words of the law name none."""
    if row.about not in (About.PLAN_DUE, About.REPORT_DUE):
        return ""
    period = publication.reporting_period or publication
    spans = {"starts": publication.starts or period.starts, "ends": period.ends}
    day = due.last_day(row.words, **spans)
    return f"{day:%A} {periods.day(day)}" if day else "no day"
