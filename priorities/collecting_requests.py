"""The office's screen for each party that is asked for figures: filled in by hand or file, chased in words."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.views.generic import View

from kit import clock, editing, periods, spreadsheets
from kit.access import Permitted
from kit.called import say
from kit.drafts.keeping import Keeping, put_back
from kit.history import CannotChange
from kit.kinds import Listing
from kit.stamps import Conflict
from kit.wording import counted
from membership import links
from membership.forms import UntilForm
from membership.pages import InOffice
from membership.roles import May
from priorities import rounds, supply, templates_ods, templates_sent
from priorities.collecting import (
    ASKED_FIGURE,
    ASKING,
    CHASE,
    PER_PAGE,
    PURPOSE,
    asking_or_404,
    offer_undo,
    request_page,
    round_page,
    rows_before,
    ways,
)
from priorities.collecting_links import NEAR, waiting_rows
from priorities.models import Chase


class RequestPage(InOffice, Keeping, editing.ListsPage):
    """One party and one round: each figure as a row to fill in, what came by a link, what was heard of them."""

    template_name = "office/request.html"
    kept_as = "figures that were asked for"

    def may_keep(self, person):
        return person.has_perm(May.ENTER_FIGURES)

    @cached_property
    def asking(self):
        return asking_or_404(**self.kwargs)

    @property
    def heading(self):
        return f"{self.asking}: {self.asking.collection.name}"

    @property
    def back(self):
        return round_page(self.asking), self.asking.collection.name

    @cached_property
    def first(self):
        return rows_before(self.request.GET.get("from"))

    @cached_property
    def lines(self):
        return list(rounds.lines_of(self.asking, self.first, PER_PAGE))

    def get(self, request, *args, **kwargs):
        form = supply.SupplyForm(lines=self.lines)
        return self.shown(put_back(form, self.draft) if self.puts_back else form)

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm(May.ENTER_FIGURES):
            raise PermissionDenied
        form = supply.SupplyForm(request.POST, lines=self.lines)
        if not form.is_valid():
            return self.shown(form)
        if not form.answers:
            messages.success(request, "Nothing was changed.")
            return HttpResponseRedirect(self.own_address())
        try:
            moment = rounds.record(self.asking, form.answers, by=request.user, versions=form.was)
        except (Conflict, CannotChange):
            form.add_error(
                None,
                "Somebody else saved figures here in the same moment. Nothing was saved. Look again, and save again.",
            )
            return self.shown(form)
        self.settle({supply.name(part, each.line) for each in form.answers for part in "fsw"})
        offer_undo(request, self.asking, moment, f"Saved: {counted(len(form.answers), 'figure')}.{self.still_kept()}")
        return HttpResponseRedirect(self.own_address())

    def shown(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def listings(self):
        notes = self.asking.chase_set.all()
        yield Listing(CHASE, notes, "Notes on chasing", {"asking": self.asking}, to=str(self.asking))
        asked = [line.asked for line in self.lines]
        yield Listing(ASKED_FIGURE, asked, "What is asked", {"asking": self.asking}, to=str(self.asking), folded=True)
        yield Listing(ASKING, [self.asking], "This request", None)

    def get_context_data(self, form, **kwargs):
        asking, today = self.asking, clock.today()
        beside = list(rounds.askings().filter(collection=asking.collection))
        counts = rounds.how_many([each.pk for each in beside])
        own = counts.get(asking.pk, rounds.Counts())
        ends = max(asking.collection.due or today, today + NEAR)
        return super().get_context_data(
            **kwargs,
            form=form,
            asking=asking,
            rows=list(form.rows()),
            own=own,
            beside=[
                {
                    "words": str(each),
                    "number": counts.get(each.pk, rounds.Counts()).missing,
                    "address": request_page(each),
                    "current": each == asking,
                }
                for each in beside
            ],
            waiting=list(waiting_rows(asking)) if own.waiting else [],
            aside=rounds.put_aside(asking),
            chasing=rounds.chasing(asking.chase_set.all()),
            promise_address=CHASE.adding(asking=asking.pk, what=Chase.What.PROMISED, on=periods.day(today)),
            links=links.given_for(PURPOSE, asking),
            link_form=UntilForm(initial={"ends": ends}, prefix="link"),
            letter=letter(asking, self.lines, today),
            may_enter=self.request.user.has_perm(May.ENTER_FIGURES),
            keeping=self.keeping(),
            ways=ways(self.first, own.asked),
            page_words=f"{self.first + 1} to {self.first + len(self.lines)} of {own.asked}"
            if own.asked > PER_PAGE
            else "",
        )


def letter(asking, lines, today):
    """Words to copy into a mail: what is still owed, and by when."""
    missing = [line for line in lines if line.seen is None]
    due = asking.collection.due
    by = f" by {periods.day(due)}" if due and due >= today else ", which were due by " + periods.day(due) if due else ""
    return "\n".join(
        [
            say(
                "{round}: the {body} still needs these figures from you{by}:",
                round=asking.collection.name,
                by=by,
            ),
            "",
            *(f"- {line.name}" for line in missing),
            "",
            say(
                "If there is no figure, please say why: not available, withheld, or nobody counts it. "
                "Numbers only, please: no names and nothing that tells who {somebody} is."
            ),
        ]
    )


class Chased(Permitted, View):
    """Notes that somebody was asked or reminded today; one button."""

    permission_required = May.ENTER_FIGURES

    def post(self, request, key, pk):
        asking = asking_or_404(key, pk)
        note = Chase(asking=asking, on=clock.today(), what=Chase.What.CHASED)
        data = {"what": request.POST.get("what", ""), "on": periods.day(note.on)}
        form = CHASE.form(data, instance=note, by=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, f"Noted: {form.instance}.")
        else:
            messages.error(request, " ".join(sentence for several in form.errors.values() for sentence in several))
        return redirect(request_page(asking))


WORKBOOKS = {
    "xlsx": (templates_sent.workbook, templates_sent.XLSX),
    "ods": (templates_ods.workbook, templates_ods.ODS),
}


class Template(InOffice, View):
    """The request as a file to be filled in and sent back: a workbook for Excel or LibreOffice, or CSV."""

    def get(self, request, key, pk, ending):
        if ending != "csv" and ending not in WORKBOOKS:
            raise Http404
        asking = asking_or_404(key, pk)
        name = f"{asking.collection.key}-{asking.key}"
        rows = templates_sent.rows(rounds.lines_of(asking))
        if ending == "csv":
            return spreadsheets.download(name, rows)
        workbook, kind = WORKBOOKS[ending]
        return HttpResponse(
            workbook(asking, rows),
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
        )


urlpatterns = [
    path("figures/rounds/<slug:key>/<int:pk>/", RequestPage.as_view(), name="office-request"),
    path("figures/rounds/<slug:key>/<int:pk>/chased/", Chased.as_view(), name="request-chased"),
    path("figures/rounds/<slug:key>/<int:pk>/template.<slug:ending>", Template.as_view(), name="request-template"),
]
