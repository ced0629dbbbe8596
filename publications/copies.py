"""The office's page for Word copies: what is sent to writers, and what came back, taken paragraph by paragraph."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import View

from kit import apart, clock
from kit.access import Permitted
from kit.fields import WordsField
from kit.forms import AskingForm
from kit.incoming.shape import NoTable
from kit.stamps import Conflict
from kit.uploads import UploadField
from kit.wording import counted
from membership.pages import OfficePage
from membership.roles import May
from publications import comments, copies_laid, models, returning
from publications.compose import compose
from publications.files import pdf
from publications.models import ReturnedPassage
from publications.views import without_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_FILES = 12
CHANGED_SINCE = "Nothing was taken: somebody changed this section since the page was opened. Look at it again."


def copies_page(publication):
    return reverse("office-copies", kwargs={"kind": publication.kind, "slug": publication.slug})


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class CopiesField(UploadField):
    """One or several files, each looked at by the scanner where one is set."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"Bring back {MOST_FILES} copies at once at most.")
        return [super(CopiesField, self).clean(each, initial) for each in given or [None]]


class BringForm(AskingForm):
    """The copies that came back, and whose they are."""

    files = CopiesField(
        label="Word copies that came back",
        help_text="DOCX, or ODT. Several copies of one draft stand beside each other.",
    )
    name = WordsField(
        label="Whose copy it is",
        required=False,
        max_length=120,
        help_text="Without it each copy bears the name of its file.",
    )

    def named(self):
        """Each file with whose copy it is."""
        given, name = self.cleaned_data["files"], self.cleaned_data["name"]
        for file in given:
            yield file, (name if name and len(given) == 1 else PurePath(file.name).stem[:120] or "A copy")


class CopiesPage(OfficePage):
    """Beside each paragraph of the record the words of each copy that came back."""

    permission_required = May.EDIT
    template_name = "office/copies.html"

    @cached_property
    def publication(self):
        return get_object_or_404(models.Publication.objects.documents(), **self.kwargs)

    @property
    def heading(self):
        return f"Word copies of the {self.publication}"

    @property
    def back(self):
        return reverse("office-sections", kwargs=self.kwargs), f"Sections of the {self.publication}"

    def listings(self):
        return []

    def post(self, request, *args, **kwargs):
        form = BringForm(request.POST, request.FILES)
        if form.is_valid():
            for file, name in form.named():
                try:
                    brought = returning.bring(self.publication, name, file.read(), by=request.user)
                except NoTable as refusal:
                    form.add_error("files", f"{file.name}: {refusal}")
                else:
                    more = f", with {counted(brought.comments, 'comment')}" if brought.comments else ""
                    messages.success(request, f"Brought back: the copy of {name}{more}. Nothing was changed yet.")
        if form.is_valid():
            return redirect(copies_page(self.publication))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form=None, **kwargs):
        laid = copies_laid.laid(self.publication)
        return super().get_context_data(
            **kwargs,
            publication=self.publication,
            form=form or BringForm(),
            copies=self.publication.copies.select_related("brought_by"),
            laid=laid,
            comments=comments.of(self.publication).filter(source=models.Comment.Source.WORD),
            sections=self.publication.narrative_set.filter(parent__isnull=True, included=True),
        )


class OfCopies(Permitted, View):
    """A deed on that page, and back to it."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    def post(self, request, kind, slug, **at):
        publication = get_object_or_404(models.Publication.objects.documents(), kind=kind, slug=slug)
        try:
            self.do(publication, **at)
        except Conflict:
            messages.error(request, CHANGED_SINCE)
        except returning.Lost:
            messages.error(request, "Nothing was taken: the record has no such paragraph any more. Write it there.")
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect(copies_page(publication))


def version(words):
    """A version that the page named; one that no row has if it named none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else -1


class OnePassage(OfCopies):
    """Takes a paragraph of a copy into the record, puts it aside, or takes it up again."""

    def do(self, publication, pk):
        rows = ReturnedPassage.objects.select_related("copy__publication").filter(copy__publication=publication)
        passage, post, by = get_object_or_404(rows, pk=pk), self.request.POST, self.request.user
        deed = post.get("do")
        if deed in ("aside", "again"):
            returning.put_aside(passage, deed == "aside", by=by)
            messages.success(
                self.request, "Put aside. It stays to be read here." if deed == "aside" else "It waits again."
            )
        elif deed in ("take", "words"):
            words = post.get("words", "") if deed == "words" else None
            section = returning.take(passage, version(post.get("version", "")), words, by=by)
            messages.success(self.request, f"Taken into “{section}”. It can be undone in its history.")
        else:
            raise Http404


class WholeCopy(OfCopies):
    """Takes all of a copy of which no other copy makes something else, or removes the copy."""

    def do(self, publication, pk):
        copy, deed = get_object_or_404(publication.copies, pk=pk), self.request.POST.get("do")
        if deed == "take":
            known = {name[8:]: version(seen) for name, seen in self.request.POST.items() if name[:8] == "version-"}
            many = returning.take_all(
                copy, copies_laid.unlike_others(copies_laid.laid(publication), copy), known, by=self.request.user
            )
            messages.success(self.request, f"Taken: {counted(many, 'paragraph')} of the copy of {copy}.")
        elif deed == "remove":
            returning.remove(copy)
            messages.success(self.request, f"Removed: the copy of {copy}. What was taken from it stays.")
        else:
            raise Http404


class SectionWord(Permitted, View):
    """A section as a Word copy, to send to whoever writes it."""

    permission_required = May.SEE_DRAFTS

    def get(self, request, kind, slug, key):
        publication = get_object_or_404(
            models.Publication.objects.visible_to(request.user).documents(), kind=kind, slug=slug
        )
        content = compose(publication, on=clock.today())
        if not returning.pages_of(content, key):
            raise Http404
        try:
            made = returning.copy_of(content, key)
        except apart.Busy:
            return without_file(
                request, content, pdf.PdfBusy(), reverse("preview", kwargs={"kind": kind, "slug": slug})
            )
        name = f"{kind}-{slug}-{key}.docx"
        return HttpResponse(made, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})


of_publication = "publications/<slug:kind>/<slug:slug>/copies/"
urlpatterns = [
    path(of_publication, CopiesPage.as_view(), name="office-copies"),
    path(f"{of_publication}paragraph/<int:pk>/", OnePassage.as_view(), name="copy-paragraph"),
    path(f"{of_publication}<int:pk>/", WholeCopy.as_view(), name="copy-whole"),
    path("publications/<slug:kind>/<slug:slug>/sections/<slug:key>.docx", SectionWord.as_view(), name="section-word"),
]
