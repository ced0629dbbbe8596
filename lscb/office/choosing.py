"""Choosing what the executive summary shows: every figure and sentence of the document as it stands, a tick each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import View

from kit import clock
from kit.grouping import grouped
from kit.history import CannotChange
from kit.stamps import Conflict
from kit.together import Together
from kit.wording import counted
from membership.pages import InOffice
from membership.roles import May
from priorities.models import Series
from publications import summing
from publications.compose import compose
from publications.content.section_types import BY_PLACE
from publications.models import Highlight, Narrative, Publication

WHY = "Chosen for the summary"


class Choose(InOffice, View):
    """One page of ticks: of the figures, and of the sentences, section by section.

    What is sent says what its page showed as chosen, so that nothing is undone that somebody else chose meanwhile.
    """

    def get_permission_required(self):
        return [May.EDIT if self.request.method == "POST" else May.SEE_DRAFTS]

    def get(self, request, kind, slug):
        return self.page()

    def post(self, request, kind, slug):
        was, ticked = set(request.POST.getlist("was")), request.POST.getlist("chosen")
        try:
            with transaction.atomic():
                added, removed = self.choose(was, ticked)
        except (CannotChange, Conflict, ValidationError) as refusal:
            return self.page(ticked=ticked, sentences=getattr(refusal, "messages", None) or [str(refusal)])
        told = [counted(added, "thing was", "things were") + " added"] if added else []
        told += [f"{removed} taken out"] if removed else []
        messages.success(request, f"Saved: {', '.join(told)}." if told else "Nothing was changed.")
        return redirect("document-overview", kind=kind, slug=slug)

    def choose(self, was, ticked):
        """Add what was ticked and take out what was unticked, of what this person's page showed."""
        publication = self.publication()
        section = summary_of(publication, lock=True)
        figures, sentences = self.offered(publication)
        there = {row.chosen: row for row in rows_of(section)} if section else {}
        together = Together(WHY, self.request.user)
        if section is None:
            section = add_section(publication, together)
        removed = [there[each] for each in was - set(ticked) if each in there]
        for row in removed:
            together.remove(row)
        new = [each for each in ticked if each not in was and each not in there and each in figures | sentences]
        last = section.highlight_set.aggregate(last=Max("position"))["last"] or 0
        for position, each in enumerate(new, start=last + 1):
            together.add(Highlight(narrative=section, position=position, **columns(each, figures)))
        return len(new), len(removed)

    def page(self, ticked=None, sentences=()):
        publication = self.publication()
        section = summary_of(publication)
        figures, found = self.offered(publication)
        rows = list(rows_of(section)) if section else []
        there = [row.chosen for row in rows]
        ticked = there if ticked is None else ticked
        is_told = section is not None and section.included
        context = {
            "publication": publication,
            "section": section,
            "figures": [{"value": key, "figure": figure, "ticked": key in ticked} for key, figure in figures.items()],
            "groups": grouped(
                (each.under, {"value": words, "words": words, "ticked": words in ticked})
                for words, each in found.items()
            ).items(),
            "gone": [
                {"value": row.chosen, "words": str(row)}
                for row in rows
                if is_told and row.chosen not in figures | found
            ],
            "was": there,
            "may": self.request.user.has_perm(May.EDIT),
            "sentences": sentences,
        }
        return render(self.request, "office/choose.html", context, status=409 if sentences else 200)

    def publication(self):
        documents = Publication.objects.documents().with_records()
        return get_object_or_404(documents, kind=self.kwargs["kind"], slug=self.kwargs["slug"])

    def offered(self, publication):
        """The figures and sentences of the document as it stands."""
        content = compose(publication, on=clock.today())
        return summing.figures(content), summing.sentences(content)


def summary_of(publication, *, lock=False):
    """The section that is the summary, None if there is none yet. Locked, two who choose wait for each other."""
    if lock:
        Publication.objects.select_for_update().get(pk=publication.pk)
    return publication.narrative_set.filter(place="summary").first()


def add_section(publication, together):
    """A summary before all other sections."""
    first = publication.narrative_set.filter(parent=None).first()
    heading = BY_PLACE["summary"].words.partition(":")[0]
    return together.add(
        Narrative(
            publication=publication,
            place="summary",
            heading=heading,
            position=max(first.position - 1, 0) if first else 0,
        )
    )


def rows_of(section):
    return section.highlight_set.select_related("series__indicator")


def columns(chosen, figures):
    """The columns that say what is shown, by its name among what there is to choose."""
    what, _, rest = chosen.partition(" ")
    if chosen not in figures:
        return {"sentence": chosen}
    if what == "series":
        indicator, series = rest.split(" ")
        return {"series": Series.objects.get(indicator__key=indicator, key=series)}
    return {"reckoned": rest or what}
