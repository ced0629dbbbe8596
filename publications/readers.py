"""The office's page of who was given a draft to comment on, and the links that are made for them."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from kit import clock, periods
from kit.called import say
from kit.fields import WordsField
from kit.grouping import grouped
from kit.wording import counted
from membership import links
from membership.forms import UntilForm
from membership.models import SignedLink
from membership.pages import InOffice
from membership.roles import May
from publications.comments import PURPOSE
from publications.models import Comment, Publication, Reader
from publications.statements import members_of

NEAR = timedelta(28)  # a link that is made opens so long, unless another day is given


class ReaderForm(UntilForm):
    """For whom a link is, as the office calls them; their comments bear the name."""

    name = WordsField(
        label="For whom",
        max_length=Reader._meta.get_field("name").max_length,
        help_text="Such as: PC Jones, Police. Their comments bear this name.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "ends")

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if self.publication.readers.filter(name=name).exists():
            raise ValidationError("This reader is on the list already. Give them a new link there.")
        return name


def readers_page(publication):
    return reverse("office-readers", kwargs={"kind": publication.kind, "slug": publication.slug})


class Readers(InOffice, TemplateView):
    """Who was given the draft, with their links; one is added, or each member at once."""

    template_name = "office/readers.html"

    @cached_property
    def publication(self):
        return get_object_or_404(Publication.objects.documents(), **self.kwargs)

    @cached_property
    def readers(self):
        return list(self.publication.readers.select_related("organisation"))

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm(May.EDIT):
            raise PermissionDenied
        deed, _, number = request.POST.get("do", "").partition("-")
        return {"one": self.one, "all": self.everybody, "new": self.new, "withdraw": self.withdraw}.get(deed, self.one)(
            number
        )

    def one(self, _):
        """Put a reader on the list, with a link."""
        form = ReaderForm(self.request.POST, prefix="one", publication=self.publication)
        if form.is_valid():
            reader = Reader(publication=self.publication, name=form.cleaned_data["name"])
            if made := self.make(form, [reader]):
                return self.shown(made)
        return self.render_to_response(self.get_context_data(one=form, form=form))

    def everybody(self, _):
        """A link for each member that has none which opens, all in one step."""
        form = UntilForm(self.request.POST, prefix="all")
        if form.is_valid():
            wanted = self.without_link()
            if not wanted:
                messages.success(self.request, "Each member has a link that opens already.")
                return redirect(readers_page(self.publication))
            if made := self.make(form, wanted):
                return self.shown(made)
        return self.render_to_response(self.get_context_data(every=form, form=form))

    def new(self, number):
        """Another link for somebody who is on the list."""
        is_number = number.isascii() and number.isdigit() and len(number) < 16
        reader = get_object_or_404(self.publication.readers, pk=int(number) if is_number else 0)
        form = UntilForm(self.request.POST, prefix=f"link-{reader.pk}")
        if form.is_valid() and (made := self.make(form, [reader])):
            return self.shown(made)
        back = readers_page(self.publication), f"Readers of the {self.publication}"
        again = {"do": f"new-{reader.pk}", "name": reader.name}
        return render(self.request, "office/reader_until.html", {"form": form, "back": back, **again})

    def withdraw(self, number):
        """Withdraw a link, or all that open."""
        mine = SignedLink.objects.filter(purpose=PURPOSE, row__in=[reader.pk for reader in self.readers])
        chosen = [link for link in mine if not link.is_over and number in ("all", str(link.pk))]
        for link in chosen:
            links.revoke(link, by=self.request.user)
        told = counted(len(chosen), "link was", "links were")
        messages.success(self.request, f"{told} withdrawn. What was sent by it stays." if chosen else "No link opens.")
        return redirect(readers_page(self.publication))

    def make(self, form, readers):
        """Links for these readers, saved with them; None, with the reason in the form, if its day is not to be had."""
        ends, made = form.cleaned_data["ends"], []
        try:
            with transaction.atomic():
                # Held, so that of two who press the button in the same moment each reader is put on the list once.
                Publication.objects.select_for_update().get(pk=self.publication.pk)
                for reader in readers:
                    if reader.pk is None:
                        reader.full_clean()
                        reader.save()
                    made.append((reader, *links.make(PURPOSE, reader, ends, by=self.request.user)))
        except ValidationError as refusal:
            form.add_error("ends", " ".join(refusal.messages))
            return None
        return made

    def without_link(self):
        """Each member as a reader, on the list or not, who has no link that opens."""
        found = []
        there = {reader.organisation_id: reader for reader in self.readers if reader.organisation_id}
        named = {reader.name: reader for reader in self.readers}
        opens = {link.row for link in self.links() if not link.is_over}
        for row in members_of(self.publication, clock.today()):
            name = row.full_name[: Reader._meta.get_field("name").max_length]
            reader = there.get(row.pk) or named.get(name)
            reader = reader or Reader(publication=self.publication, name=name, organisation=row)
            if reader.pk not in opens:
                found.append(reader)
        return found

    def links(self):
        return SignedLink.objects.filter(purpose=PURPOSE, row__in=[reader.pk for reader in self.readers])

    def shown(self, made):
        """The addresses, which are shown this once, each with words for a mail."""
        each = [
            {
                "reader": reader,
                "letter": letter(self.publication, reader, link, self.address(word)),
                "address": self.address(word),
            }
            for reader, link, word in made
        ]
        return render(self.request, "office/reader_links.html", {"publication": self.publication, "each": each})

    def address(self, word):
        return self.request.build_absolute_uri(reverse("given-draft", args=[word]))

    def get_context_data(self, one=None, every=None, form=None, **kwargs):
        until = {"ends": clock.today() + NEAR}
        given = grouped((link.row, link) for link in self.links())
        said = Comment.objects.filter(publication=self.publication, link__in=self.links()).values_list("link__row")
        said = dict(said.annotate(Count("pk")).order_by())
        return super().get_context_data(
            publication=self.publication,
            form=form,
            one=one or ReaderForm(initial=until, prefix="one", publication=self.publication),
            every=every or UntilForm(initial=until, prefix="all"),
            left=len(self.without_link()),
            opens=any(not link.is_over for several in given.values() for link in several),
            may_edit=self.request.user.has_perm(May.EDIT),
            each=[
                {
                    "reader": reader,
                    "links": given.get(reader.pk, ()),
                    "said": said.get(reader.pk, 0),
                    "until": UntilForm(initial=until, prefix=f"link-{reader.pk}"),
                }
                for reader in self.readers
            ],
        )


def letter(publication, reader, link, address):
    """Words to copy into a mail to a reader."""
    return say(
        "Please read the draft of the {what} and tell us what is wrong, missing or not clear. You write beside the "
        "paragraph that you mean; nothing has to be opened in Word. Until {until} it opens here:\n\n{address}\n\n"
        "You need no password. The link is for {name}: your comments bear this name, so please don’t pass it on. No "
        "names of {people}, and nothing that tells who {somebody} is.",
        what=str(publication),
        until=periods.day(link.ends),
        address=address,
        name=reader.name,
    )


urlpatterns = [
    path("publications/<slug:kind>/<slug:slug>/readers/", Readers.as_view(), name="office-readers"),
]
