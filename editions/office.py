"""What the office edits of documents from before the system: the list, and the file of each."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.generic import View

from kit.access import Permitted
from kit.kinds import Kind, Listing, RowColumn, page
from kit.layouts import Beside, office_form
from kit.rows import PUBLIC
from kit.uploads import UploadField
from kit.wording import counted
from membership.models import the_board
from membership.pages import OfficePage
from membership.roles import May
from membership.second_factor import RecentSecondFactor
from publications import models
from publications.compose.earlier import found
from publications.content.codes import FOUND
from publications.files import brought

from . import earlier, public_now, withdrawal
from .downloads import size_in_words
from .models import Edition


class EarlierDocumentForm(
    office_form(
        models.EarlierDocument,
        "title",
        Beside("period_as_printed", "published_in_words"),
        "file",
        "accessible",
        "other_format",
    )
):
    """A document from before the system. Its file is looked into before it is taken."""

    file = UploadField(
        label="The PDF",
        help_text=(
            "At most 20 MB. It is published as it is, but for its properties, which name people: only its title and "
            "language stay. A PDF with comments in it isn’t taken. "
            f"{PUBLIC}"
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": "Choose the PDF."},
    )

    taken = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.digest:
            self.fields["file"].required = False
            self.fields["file"].label = "Another PDF in its place"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            self.taken = brought.take(file.read(brought.LARGEST + 1))
        except brought.NotTaken as why:
            raise forms.ValidationError(str(why)) from why
        return file

    def clean(self):
        cleaned = super().clean()
        known = self.taken or self.instance
        if cleaned.get("accessible") == "yes" and known.has_text is False:
            self.add_error(
                "accessible",
                "This PDF is a scan: pictures of pages, without text. No screen reader can read it. Choose “No”.",
            )
        elif cleaned.get("accessible") == "yes" and known.tagged is False:
            self.add_error(
                "accessible",
                "This PDF has no tags, so a screen reader can’t tell a heading from a table. Choose another answer.",
            )
        if self.taken and self.errors:
            self.add_error("file", "Choose the file again: a browser doesn’t keep it.")
        return cleaned

    def save(self, commit=True):
        if self.taken:
            file = earlier.keep(self.taken.data, name=self.cleaned_data["file"].name, by=self.by)
            self.instance.digest, self.instance.size, self.instance.pages = file.digest, file.size, self.taken.pages
            self.instance.tagged, self.instance.has_text = self.taken.tagged, self.taken.has_text
        models.Publication.objects.list_of_earlier_documents(by=self.by)
        return super().save(commit)


EARLIER = Kind(
    form=EarlierDocumentForm,
    place=page("office-earlier"),
    may=May.EDIT,
    owner=the_board,
    as_table=True,
    columns=(
        RowColumn("Document", str, tells=("title", "period_as_printed")),
        RowColumn("Published", "published_in_words"),
        RowColumn("Can a screen reader read it?", "accessible"),
        RowColumn("Found in the file", lambda row: FOUND.get(found(row), "Not looked into"), sortable=False),
        RowColumn("Another format", "other_format"),
        RowColumn("File", lambda row: f"{size_in_words(row.size)}, {counted(row.pages, 'page')}", sortable=False),
    ),
)
KINDS = (EARLIER,)


class EarlierPage(OfficePage):
    """The documents from before the system, and what the public sees of them."""

    heading = "Earlier documents"
    lead = (
        "PDFs from before this system, so that the old web page can be switched off. They are shown as they are, and "
        "nothing is claimed of who approved them."
    )
    template_name = "office/earlier.html"

    def listings(self):
        yield Listing(EARLIER, models.EarlierDocument.objects.all(), to="the list")

    def get_context_data(self, **kwargs):
        publication = models.Publication.objects.filter(kind=models.PublicationKind.EARLIER).first()
        live = Edition.objects.live().filter(publication=publication).without_content().first()
        return super().get_context_data(
            publication=publication,
            live=live,
            reads=public_now.in_words(publication) if publication else "Nothing of this list is published yet.",
            unused=(
                [(file, size_in_words(file.size)) for file in earlier.unused()]
                if self.request.user.has_perm(May.PUBLISH)
                else ()
            ),
            **kwargs,
        )


class EraseFile(Permitted, RecentSecondFactor, View):
    """Erases a file that was brought by mistake. What any version or the list names is out of its reach."""

    permission_required = May.PUBLISH

    def post(self, request, pk):
        withdrawal.erase_unused(get_object_or_404(earlier.unused(), pk=pk), by=request.user)
        messages.success(request, "The file is erased. Its check code and who brought it stay.")
        return HttpResponseRedirect(reverse("office-earlier"))


urlpatterns = [
    path("earlier-documents/", EarlierPage.as_view(), name="office-earlier"),
    path("earlier-documents/files/<int:pk>/erase/", EraseFile.as_view(), name="earlier-file-erase"),
]
