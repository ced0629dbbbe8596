"""Draft previews: what a publication would say if it were published now, and the same to send round for comment."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from kit import apart, long_work
from membership.pages import InOffice

from . import drafting, pictures, render
from . import sections as layout
from .files import pdf, word
from .forms import CommentForm
from .models import PictureFile, Publication

AGAIN_IN = 5  # seconds


def without_file(request, document, failure, address):
    """The page that says why a file was not made, and whether to try again; `address` is where its text can be read."""
    busy = isinstance(failure, pdf.PdfBusy)
    context = {"document": document, "failure": failure, "is_busy": busy, "preview_url": address}
    answer = render_page(request, "office/pdf_failed.html", context, status=503)
    if busy:
        answer["Retry-After"] = AGAIN_IN
    return answer


def office_address(picture):
    """Where the office finds a picture that nobody sees in public yet."""
    return reverse("office-picture", args=[picture.digest])


def kept_picture(digest):
    """The answer that is a picture, for somebody who may see it."""
    found = PictureFile.objects.there().filter(digest=digest)
    data, media = get_object_or_404(found.values_list("data", "media"))
    # What its address says never changes.
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return HttpResponse(bytes(data), content_type=f"image/{media}", headers=headers)


class OfficePicture(InOffice, View):
    """A picture that was put into a document, known by its digest, for whoever may see drafts."""

    def get(self, request, digest):
        return kept_picture(digest)


class DraftMixin(InOffice):
    """Composes the publication named in the address from the records as they stand."""

    standing = None  # given with the address, by who knows what was approved

    @cached_property
    def publication(self):
        drafts = Publication.objects.visible_to(self.request.user).documents().with_records()
        return get_object_or_404(drafts, **self.kwargs)

    def draft(self):
        return drafting.drafted(self.publication)

    def page(self, content, control, form):
        """What the page of a draft needs."""
        addresses = {name: reverse(name, kwargs=self.kwargs) for name in ("preview-pdf", "comment-pdf", "comment-word")}
        return render.on_one_page(content, office_address) | {
            "control": control,
            "form": form,
            "work": drafting.last_asked(self.publication, self.request.user),
            "pdf_url": addresses["preview-pdf"],
            "comment_pdf_url": addresses["comment-pdf"],
            "comment_word_url": addresses["comment-word"],
        }

    def printed(self, content, control, name, **comment):
        """The PDF, or a page that says why there is none. Of a long draft the page that says how far it is."""
        html = drafting.paper(content, control, self.standing, **comment)
        try:
            if drafting.is_long(content):
                work = drafting.asked(self.publication, html, self.request.path, by=self.request.user, **comment)
                if kept := long_work.open_file(work):
                    return FileResponse(kept, content_type="application/pdf", filename=f"{name}.pdf")
                return redirect("long-work", work.pk)
            made = pdf.make(html, patient=False, pictures=pictures.bytes_of(content))
        except pdf.PdfFailed as failure:
            return without_file(self.request, content, failure, reverse("preview", kwargs=self.kwargs))
        return HttpResponse(
            made.data,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
        )


class Preview(DraftMixin, TemplateView):
    """The draft on one web page."""

    template_name = "office/preview.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.page(*self.draft(), CommentForm()))


class PreviewPdf(DraftMixin, View):
    """The draft as a PDF."""

    def get(self, request, kind, slug):
        return self.printed(*self.draft(), f"draft-{kind}-{slug}")


class ForComment(DraftMixin, View):
    """The draft to send round, with the day by which to reply. A day that can't be read is said beside its field."""

    def get(self, request, kind, slug):
        form = CommentForm(request.GET)
        content, control = self.draft()
        if not form.is_valid():
            return render_page(request, "office/preview.html", self.page(content, control, form), status=400)
        name = f"draft-for-comment-{kind}-{slug}"
        return self.copy(content, control, form.cleaned_data["reply_by"], name)


class CommentPdf(ForComment):
    """For those who read and print it."""

    def copy(self, content, control, reply_by, name):
        return self.printed(content, control, name, for_comment=True, reply_by=reply_by)


class CommentWord(ForComment):
    """For those who write into it."""

    def copy(self, content, control, reply_by, name):
        shown = pictures.bytes_of(content)
        try:
            with apart.turn():
                made = word.make(content, layout.numbered(layout.pages(content)), control, reply_by, shown)
        except apart.Busy:
            return without_file(self.request, content, pdf.PdfBusy(), reverse("preview", kwargs=self.kwargs))
        return HttpResponse(
            made,
            content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            headers={"Content-Disposition": f'attachment; filename="{name}.docx"'},
        )
