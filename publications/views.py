"""Draft previews: what a publication would say if it were published now."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_page
from django.urls import reverse
from django.views.generic import TemplateView, View

from kit import clock
from kit.access import StaffRequired

from . import pdf, render
from .compose import compose
from .content import codec
from .content.base import Control
from .models import Publication


class DraftMixin(StaffRequired):
    """Composes the publication named in the address from the records as they stand."""

    def draft(self):
        publication = get_object_or_404(Publication.objects.documents(), **self.kwargs)
        content = compose(publication, on=clock.today())
        return content, Control(check_code=codec.digest(codec.write(content)))


class Preview(DraftMixin, TemplateView):
    """The draft on one web page."""

    template_name = "office/preview.html"

    def get_context_data(self, **kwargs):
        content, control = self.draft()
        return super().get_context_data(
            **render.on_one_page(content), control=control, pdf_url=reverse("preview-pdf", kwargs=kwargs)
        )


class PreviewPdf(DraftMixin, View):
    """The draft as a PDF, made on the spot."""

    def get(self, request, kind, slug):
        content, control = self.draft()
        try:
            made = pdf.make(render.paper(content, control))
        except pdf.PdfFailed as failure:
            context = {"document": content, "failure": failure, "preview_url": reverse("preview", args=[kind, slug])}
            return render_page(request, "office/pdf_failed.html", context, status=503)
        return HttpResponse(
            made.data,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="draft-{kind}-{slug}.pdf"'},
        )
