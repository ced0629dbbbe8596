"""The office's own pages, which join several apps."""

from django.urls import reverse
from django.views.generic import TemplateView

from editions import tree
from editions.models import Edition
from kit.access import StaffRequired
from publications.models import Publication


class Office(StaffRequired, TemplateView):
    """Each publication with its draft and what the public sees of it."""

    template_name = "office/index.html"

    def get_context_data(self, **kwargs):
        live = {edition.publication_id: edition for edition in Edition.objects.live().documents().without_content()}
        return super().get_context_data(
            publications=[
                row(publication, live.get(publication.pk)) for publication in Publication.objects.documents()
            ],
            **kwargs,
        )


def row(publication, edition):
    address = {"kind": publication.kind, "slug": publication.slug}
    return {
        "title": publication.title,
        "period_words": publication.period_as_printed,
        "edition": tree.version(edition) if edition else "Nothing of it is published yet.",
        "preview_url": reverse("preview", kwargs=address),
        "pdf_url": reverse("preview-pdf", kwargs=address),
        "public_url": tree.link(edition).address if edition else "",
    }
