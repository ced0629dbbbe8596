"""The office's own pages, which join several apps."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from editions import following, public_now, tree
from editions.models import Edition
from editions.needs import drafts
from kit import clock
from kit.access import Permitted
from kit.wording import listed
from lscb.office import first_day, mending, needs, places
from membership.audit import What, record
from membership.roles import May
from publications.models import Kind, Publication


class Office(Permitted, TemplateView):
    """What needs doing, then each publication with its draft and what the public sees of it."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/index.html"

    def get_context_data(self, **kwargs):
        person = self.request.user
        live = {edition.publication_id: edition for edition in Edition.objects.live().without_content()}
        gone = set(Edition.objects.taken_down().exclude(publication__in=live).values_list("publication", flat=True))
        visible = list(Publication.objects.visible_to(person))
        checked = mending.last_found(visible)
        publications = sorted(visible, key=lambda publication: publication.kind == Kind.SITE)
        return super().get_context_data(
            first_day=first_day.todo(person),
            under_way=list(drafts(person)),
            unsaved=places.unsaved(person),
            groups=needs.groups(person, clock.today()),
            publications=[
                row(publication, live.get(publication.pk), checked.get(publication.pk, ""), publication.pk in gone)
                for publication in publications
            ],
            behind=following.is_behind(),
            places=places.shelf(),
            **kwargs,
        )


def row(publication, edition, checked, gone):
    read = public_now.in_words(publication) if gone else "Nothing of it is published yet."
    address = {"kind": publication.kind, "slug": publication.slug}
    is_document = publication.is_document
    return {
        "title": publication.title,
        "period_words": publication.period_as_printed,
        "edition": tree.version(edition) if edition else read,
        "checked": checked,
        "checks_url": reverse("checks", kwargs=address) if is_document else "",
        "approval_url": reverse("approval", kwargs=address),
        "preview_url": reverse("preview", kwargs=address) if is_document else "",
        "pdf_url": reverse("preview-pdf", kwargs=address) if is_document else "",
        "public_url": publication.address if edition and publication.kind != Kind.SITE else "",
    }


class Unsaved(Permitted, TemplateView):
    """Text that a colleague has typed and not saved, to be read only."""

    permission_required = May.MANAGE_PEOPLE
    template_name = "office/unsaved.html"

    def get_context_data(self, pk):
        draft = get_object_or_404(places.visible_to(self.request.user), pk=pk)
        name = places.names_of([draft]).get(draft.pk, "")
        told = places.told(draft, draft.person_id == self.request.user.pk, name)
        if draft.person_id != self.request.user.pk:
            record(What.UNSAVED_READ, login=draft.person, by=self.request.user, detail=told["what"])
        return super().get_context_data(
            told=told,
            typed=list(places.typed(draft)),
        )


class HideFirstDay(Permitted, View):
    """The list for the first day is put away, or brought back."""

    permission_required = May.CHANGE_SETTINGS
    http_method_names = ["post"]

    def post(self, request):
        first_day.hide(request.POST.get("hide") != "no", by=request.user)
        return redirect("office")


class FirstDocuments(Permitted, View):
    """The public pages and the plan's document are set up, with the sections that such a plan has."""

    permission_required = May.EDIT
    http_method_names = ["post"]

    def post(self, request):
        made = first_day.set_up_documents(by=request.user)
        words = "Set up: " + listed([str(each) for each in made]) if made else "There was nothing left to set up"
        messages.success(request, f"{words}.")
        return redirect("office")
