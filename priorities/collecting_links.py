"""What parties send by a link: making and withdrawing links, and accepting or putting aside what came."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.generic import View

from kit import clock
from kit.access import Permitted
from kit.stamps import Conflict
from kit.wording import counted
from membership import links
from membership.forms import UntilForm
from membership.roles import May
from priorities import cells, rounds, supply
from priorities.collecting import PURPOSE, asking_or_404, offer_undo, request_page
from priorities.models import Arrived

NEAR = timedelta(14)  # a link that is made opens so long, unless the figures are due later
Outcome = Arrived.Outcome


def waiting_rows(asking):
    """What waits to be accepted, each beside what is recorded for the same figure."""
    found = {line.asked.pk: line for line in rounds.lines_of(asking) if line.waiting}
    for line in found.values():
        came = line.waiting
        answer = read_again(line, came)
        yield {
            "came": came,
            "name": line.name,
            "shown": supply.in_words(came.figure),
            "words": came.words,
            "when": clock.in_words(came.received),
            "recorded": line.recorded or "nothing yet",
            "doubt": supply.odd(line, answer.cell),
            "version": f"{line.seen.pk}-{line.seen.version}" if line.seen else "",
        }


def read_again(line, came):
    """An answer that came as it is read now: in the same words as it was read when it was sent."""
    answer = cells.read(came.figure, line.indicator.unit, line.indicator.signs)
    return rounds.Supplied(line=line, cell=answer.value, words=came.words or None)


class Came(Permitted, View):
    """Accepts what came by a link, all of it or one answer; puts one aside with a word, or takes it up again."""

    permission_required = May.ENTER_FIGURES

    def post(self, request, key, pk):
        asking = asking_or_404(key, pk)
        with transaction.atomic():
            there = {each.pk: each for each in self.waiting(asking)}
            deed, _, which = request.POST.get("do", "").partition("-")
            if deed == "again":
                there = {each.pk: each for each in rounds.put_aside(asking).select_for_update(of=("self",))}
            chosen = list(there.values()) if which == "all" else [there[int(which)]] if which in map(str, there) else []
            if not chosen:
                messages.error(request, "This doesn’t wait any more: it was settled already, or sent anew.")
            elif deed == "accept":
                self.accept(asking, chosen)
            elif deed == "aside":
                self.put_aside(chosen)
            elif deed == "again":
                for each in chosen:
                    rounds.take_up(each)
                messages.success(request, f"Taken up again: {counted(len(chosen), 'answer')}. It waits to be accepted.")
        return redirect(request_page(asking))

    def waiting(self, asking):
        return Arrived.objects.select_for_update().filter(asked__asking=asking, outcome="")

    def accept(self, asking, chosen):
        versions = supply.versions(self.request.POST.get("versions", ""))
        wanted = {each.pk for each in chosen}
        lines = [line for line in rounds.lines_of(asking) if line.waiting and line.waiting.pk in wanted]
        answers = [read_again(line, line.waiting) for line in lines]
        try:
            with transaction.atomic():
                moment = rounds.record(asking, answers, by=self.request.user, versions=versions, arrived=chosen)
        except Conflict:
            messages.error(self.request, "A figure was saved here since you opened the page. Look again, and accept.")
            return
        offer_undo(self.request, asking, moment, f"Accepted: {counted(len(answers), 'figure')}.")

    def put_aside(self, chosen):
        why = " ".join(self.request.POST.get("why", "").split())
        try:
            with transaction.atomic():
                rounds.settle(chosen, Outcome.ASIDE, at=clock.now(), by=self.request.user, why=why)
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, f"Put aside: {counted(len(chosen), 'answer')}. It stays to be read here.")


class MakeLink(Permitted, View):
    """Makes a link for whoever is asked, and shows it once."""

    permission_required = May.ENTER_FIGURES

    def post(self, request, key, pk):
        asking = asking_or_404(key, pk)
        form = UntilForm(request.POST, prefix="link")
        made = self.make(form, asking) if form.is_valid() else None
        back = request_page(asking), str(asking)
        if made is None:
            return render(request, "office/link_until.html", {"form": form, "back": back})
        link, word = made
        address = request.build_absolute_uri(reverse("given-figures", args=[word]))
        context = {"asking": asking, "link": link, "address": address, "back": back}
        context["lines"] = [line.name for line in rounds.lines_of(asking) if line.seen is None]
        return render(request, "office/link_made.html", context)

    def make(self, form, asking):
        try:
            return links.make(PURPOSE, asking, form.cleaned_data["ends"], by=self.request.user)
        except ValidationError as refusal:
            form.add_error("ends", refusal)
            return None


class RevokeLink(Permitted, View):
    """Withdraws a link: it opens nothing from then on."""

    permission_required = May.ENTER_FIGURES

    def post(self, request, key, pk, number):
        asking = asking_or_404(key, pk)
        link = next((each for each in links.given_for(PURPOSE, asking) if each.pk == number), None)
        if link:
            links.revoke(link, by=request.user)
            messages.success(request, "The link was withdrawn. It opens nothing any more.")
        return redirect(request_page(asking))


urlpatterns = [
    path("figures/rounds/<slug:key>/<int:pk>/came/", Came.as_view(), name="request-came"),
    path("figures/rounds/<slug:key>/<int:pk>/link/", MakeLink.as_view(), name="request-link"),
    path("figures/rounds/<slug:key>/<int:pk>/link/<int:number>/", RevokeLink.as_view(), name="request-link-revoke"),
]
