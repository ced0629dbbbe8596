"""The office's own pages, which join several apps."""

from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from editions import following, public_now, tree
from editions.needs import drafts, editions
from forwardplan.needs import next_meeting
from kit import changes, clock, noted
from kit.access import Permitted
from kit.needs import Day
from kit.wording import counted, listed
from lscb.office import first_day, history, mending, needs, places
from membership.audit import What, record
from membership.pages import InOffice
from membership.roles import May
from publications.models import Publication, PublicationKind

LATELY = 5  # changes


class Office(InOffice, TemplateView):
    """Today: what needs doing, by when and whose turn it is; each publication with its draft; what was changed last."""

    template_name = "office/index.html"

    def get_context_data(self, **kwargs):
        person, day = self.request.user, Day(clock.today(), self.request.board)
        meeting = next_meeting(day)
        out = [edition for edition in day.ask(editions) if edition.published_at]
        live = {edition.publication_id: edition for edition in out if not edition.taken_down_at}
        gone = {edition.publication_id for edition in out} - live.keys()
        waiting = [*under_way(day, person), *needs.groups(needs.found(person, day), day.today, meeting)]
        lately = changes.lately(LATELY)
        visible = list(Publication.objects.visible_to(person))
        publications = sorted(visible, key=lambda publication: publication.kind == PublicationKind.SITE)
        looks = [*(("checked", row) for row in visible), *(("compared", row) for row in live.values())]
        found = cache.get_many([noted.place(*look) for look in looks])
        turn = self.request.GET.get("turn")
        return super().get_context_data(
            first_day=first_day.todo(person),
            views=views(waiting, turn),
            groups=of_turn(waiting, turn),
            is_late=any(row["overdue"] for group in waiting for row in group["rows"]),
            meeting=meeting,
            publications=[
                row(
                    publication,
                    live.get(publication.pk),
                    found,
                    lately[0].when if lately else None,
                    publication.pk in gone,
                )
                for publication in publications
            ],
            lately=[history.entry_row(entry, person) for entry in lately],
            **following.standing(lambda: any(each.publication.kind == PublicationKind.SITE for each in live.values())),
            **kwargs,
        )


# Ways to look at the list: what the address says, and the words.
TURNS = {None: "Everything", "yours": "Yours", "others": "Waiting for others"}


def is_of(row, turn):
    return turn not in TURNS or turn is None or bool(row["turn"]) == (turn == "others")


def of_turn(groups, turn):
    """The groups with only the lines that are this person's turn, or only those that wait for others."""
    some = [group | {"rows": [row for row in group["rows"] if is_of(row, turn)]} for group in groups]
    return [group for group in some if group["rows"]]


def views(groups, turn):
    """The ways to look at the list, each with the number of its lines; none if they would show the same."""
    rows = [row for group in groups for row in group["rows"]]
    found = [
        {
            "address": f"?turn={name}" if name else reverse("office"),
            "words": words,
            "number": sum(is_of(row, name) for row in rows),
            "current": name == (turn if turn in TURNS else None),
        }
        for name, words in TURNS.items()
    ]
    return found if all(view["number"] for view in found) else []


def under_way(day, person):
    """Drafts on their way to the public, and text that isn't saved: one group, or none."""
    rows = [line(**draft) for draft in drafts(day, person)]
    for text in places.unsaved(person):
        name = f" “{text['name']}”" if text["name"] else ""
        way = (text["address"], "Go on with it") if text["address"] else (text["read"], "Read it")
        turn = "" if text["person"] == "You" else text["person"]
        what = f"Text not saved yet: {text['what']}{name}"
        rows.append(line(what, "", turn, [way] if way[0] else [], when=text["when"]))
    return [{"heading": "Under way", "rows": rows}] if rows else []


def line(what, who, turn, ways, *, when="", address="", more=()):
    """A line of the page that no need stands behind; see `needs.need_row`."""
    told = {"what": what, "who": who, "turn": turn, "ways": ways, "when": when, "address": address, "more": more}
    return told | {"overdue": False, "far": ""}


def row(publication, edition, found, changed, gone):
    """A publication as the page shows it, with what was noted of it.

    `changed` is when a record was changed last; `gone` says that it was taken down and nothing has taken its place.
    """
    address = {"kind": publication.kind, "slug": publication.slug}
    is_document = publication.is_document
    return {
        "title": publication.title,
        "period_words": publication.period_as_printed,
        "edition": tree.version(edition) if edition else "",
        "gone": public_now.in_words(publication) if gone else "",
        "differs": differs(edition, found.get(noted.place("compared", edition)), changed) if edition else "",
        "checked": mending.check_in_words(found.get(noted.place("checked", publication))),
        "checks_url": reverse("checks", kwargs=address) if is_document else "",
        "approval_url": reverse("approval", kwargs=address),
        "preview_url": reverse("preview", kwargs=address) if is_document else "",
        "pdf_url": reverse("preview-pdf", kwargs=address) if is_document else "",
        "public_url": publication.address if edition and publication.kind != PublicationKind.SITE else "",
    }


def differs(edition, found, changed):
    """Whether the records say what an edition says, as far as that is known without composing the document anew."""
    if changed is None or changed <= edition.composed_at:
        return "no record changed since"
    number, at = found or (0, edition.composed_at)
    if at >= changed:
        return f"{counted(number, 'change')} in the draft" if number else "the draft says the same"
    return "records changed since"


class Unsaved(Permitted, TemplateView):
    """Text that a colleague has typed and not saved, to be read only."""

    permission_required = May.MANAGE_PEOPLE
    template_name = "office/unsaved.html"

    def get_context_data(self, pk):
        draft = get_object_or_404(places.visible_to(self.request.user), pk=pk)
        name = places.names_of([draft]).get(draft.pk, "")
        told = places.draft_row(draft, draft.person_id == self.request.user.pk, name)
        if draft.person_id != self.request.user.pk:
            record(What.UNSAVED_READ, login=draft.person, by=self.request.user, detail=told["what"])
        return super().get_context_data(
            told=told,
            typed=list(places.typed(draft)),
        )


class HideFirstDay(Permitted, View):
    """The list for the first day is put away, or brought back."""

    permission_required = May.CHANGE_SETTINGS

    def post(self, request):
        first_day.hide(request.POST.get("hide") != "no", by=request.user)
        return redirect("office")


class FirstDocuments(Permitted, View):
    """The public pages and the plan's document are set up, with the sections that such a plan has."""

    permission_required = May.EDIT

    def post(self, request):
        made = first_day.set_up_documents(by=request.user)
        words = "Set up: " + listed([str(each) for each in made]) if made else "There was nothing left to set up"
        messages.success(request, f"{words}.")
        return redirect("office")
