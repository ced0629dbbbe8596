"""How the board looks: the page for its logo, and the stylesheet of its colour."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from kit import colour
from kit.access import Permitted
from kit.forms import AskingForm
from kit.stamps import Conflict
from kit.uploads import UploadField
from membership import logos
from membership.models import Board, Logo
from membership.roles import May


class LogoForm(AskingForm):
    """A picture and what it shows. Neither is asked for without the other."""

    file = UploadField(
        label="Picture",
        required=False,
        max_length=200,
        help_text="A PNG or JPEG file of at most 2 MB. A drawing (SVG) is not taken.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    words = forms.CharField(
        label="What it shows",
        max_length=200,
        required=False,
        help_text="Read out to those who can’t see it: the words on it, or what it shows.",
    )
    without = forms.BooleanField(label="Take the logo away", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.board = board
        if board.logo_id is None:
            del self.fields["without"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > logos.MOST_BYTES:
            raise ValidationError("The file is larger than 2 MB. Save it smaller.")
        data = file.read()
        logos.picture(data)
        return data

    def clean(self):
        asked = super().clean()
        if asked.get("without"):
            if asked.get("file"):
                self.add_error("without", "You chose a new picture, too. Untick this, or take the file away.")
        elif not asked.get("file") and self.board.logo_id is None and "file" not in self.errors:
            self.add_error("file", "Choose a picture.")
        elif not asked.get("words"):
            self.add_error("words", "Say what the picture shows: some people have it read to them.")
        return asked

    def save(self, by):
        asked = self.cleaned_data
        logo = None if asked.get("without") else asked["file"] or self.board.logo
        return logos.change(logo, asked["words"], asked["version"], by=by)


class LogoPage(Permitted, FormView):
    """The logo as it is, and the form that changes it."""

    permission_required = May.CHANGE_SETTINGS
    template_name = "office/logo.html"
    form_class = LogoForm

    @cached_property
    def board(self):
        return get_object_or_404(Board.objects.select_related("logo"))

    def get_form_kwargs(self):
        saved = {"words": self.board.logo_words, "version": self.board.version}
        return super().get_form_kwargs() | {"board": self.board, "initial": saved}

    def get_context_data(self, **kwargs):
        return super().get_context_data(logo=self.board.logo, words=self.board.logo_words, **kwargs)

    def form_valid(self, form):
        try:
            form.save(by=self.request.user)
        except Conflict:
            form.add_error(None, "Somebody else saved the settings meanwhile. Open this page again.")
            return self.form_invalid(form)
        messages.success(self.request, "Saved. The public sees it when the site’s own words are published again.")
        return HttpResponseRedirect(reverse("office-settings"))


class LogoPicture(View):
    """A logo's picture, known by its digest, for everybody who has signed in: it stands at the head of their pages."""

    def get(self, request, digest):
        logo = get_object_or_404(Logo, digest=digest)
        # What its address says never changes, and it is asked for with each page.
        return HttpResponse(
            bytes(logo.data),
            content_type="image/png",
            headers={"Cache-Control": "private, max-age=31536000, immutable"},
        )


@method_decorator(login_not_required, name="dispatch")
class ColourSheet(View):
    """The stylesheet of a colour, for the pages that aren't files. It says nothing that its address doesn't."""

    def get(self, request, digits):
        read = colour.read(digits)
        if read is None or colour.contrast(read, colour.WHITE) < colour.LEAST:
            raise Http404
        return HttpResponse(
            colour.stylesheet(read),
            content_type="text/css; charset=utf-8",
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )


urlpatterns = [
    path("settings/logo/", LogoPage.as_view(), name="logo"),
    path("settings/logo/<slug:digest>.png", LogoPicture.as_view(), name="logo-picture"),
]
