"""Forms for what is put into a section of a document."""

from django import forms

from kit.fields import ProseField, TextField
from kit.layouts import Rare, office_form
from publications import pictures
from publications.models import OwnTable, Picture, Quotation, Story
from publications.models.insets import OF_NO_CASE, WORDS_OR_DECORATION

from .inset_fields import GridField, GridInput, PictureField, pasted_rows

ABOUT_PASTING = (
    "From Word, Excel or a web page; what it holds is put into the cells below, to be looked at before it is saved."
)

LOOK_THROUGH = (
    "This is what you pasted, and nothing is saved yet. Look through it, see that each column has a head, and save."
)


class OwnTableForm(
    office_form(
        OwnTable,
        "caption",
        "pasted",
        "cells",
        "sums_up",
        "source",
        Rare("Where it stands", "spot"),
        field_classes={"cells": GridField},
        widgets={"cells": GridInput},
        labels={"caption": "What it shows", "cells": "Heads and rows"},
    )
):
    """A table that is typed into its cells, or pasted into them and looked at before it is saved."""

    pasted = TextField(
        label="Paste a table",
        required=False,
        max_length=2_000_000,
        help_text=ABOUT_PASTING,
        widget=forms.Textarea(attrs={"rows": 2, "data-paste": "pasted_html"}),
    )
    pasted_html = forms.CharField(required=False, widget=forms.HiddenInput)

    class Media:
        js = ["js/paste.js"]

    def __init__(self, data=None, *args, **kwargs):
        self.refused = None
        # Before the transaction in which a form is judged and saved: what was pasted is read apart.
        given = data and (data.get("pasted_html") or data.get("pasted", "")).strip()
        if given:
            data = data.copy()
            data["pasted"] = data["pasted_html"] = ""
            try:
                data["cells"], found = pasted_rows(given)
                self.to_look_at = [LOOK_THROUGH, *found]
            except forms.ValidationError as refusal:
                self.refused = refusal
        super().__init__(data, *args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if self.refused:
            self.add_error("pasted", self.refused)
        return cleaned


class PictureForm(
    office_form(
        Picture,
        "picture",
        "shows",
        "decorative",
        "caption",
        "credit",
        "consent",
        Rare("Where it stands", "spot"),
        labels={"consent": "Who agreed to its use"},
        error_messages={"shows": {"required": WORDS_OR_DECORATION}},
    )
):
    """A picture, drawn anew by this program, and the words for those who can't see it."""

    picture = PictureField(
        label="Picture",
        help_text="A PNG or JPEG file of at most 12 MB. It is drawn anew: who took it, where and when is not kept.",
    )

    def __init__(self, *args, files=None, **kwargs):
        super().__init__(*args, files=files, **kwargs)
        if self.instance.file_id:
            self.fields["picture"].label = "Another picture"
        else:
            self.fields["picture"].required = True
        # Asked for, and so not called optional, unless it is said to be for decoration.
        self.fields["shows"].required = not self["decorative"].value()
        self.fields["picture"].read_now(files.get(self.add_prefix("picture")) if files else None)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("picture") and not self.instance.file_id and "picture" not in self.errors:
            self.add_error("picture", "Choose a picture.")
        return cleaned

    def save(self, commit=True):
        if self.cleaned_data.get("picture"):
            self.instance.file = pictures.keep(self.cleaned_data["picture"], by=self.by)
        return super().save(commit)


QuotationForm = office_form(
    Quotation,
    "words",
    "whose",
    "consent",
    Rare("Where it stands", "spot"),
    labels={"words": "What was said", "whose": "Whose words they are", "consent": "How they agreed"},
)


class StoryForm(
    office_form(
        Story,
        "heading",
        "words",
        "case_free",
        "made_of",
        Rare("Where it stands", "spot"),
        field_classes={"words": ProseField},
        labels={"words": "Story", "case_free": "It tells of no case", "made_of": "What it is made of"},
        error_messages={"case_free": {"required": OF_NO_CASE}},
    )
):
    """A story, whose writer says that it tells of no case."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case_free"].required = True
