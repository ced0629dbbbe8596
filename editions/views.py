"""The office's pages about drafts, decisions and versions."""

import msgspec
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import FormView, TemplateView, View

from kit import clock, noted
from kit.drafts import once
from kit.drafts.keeping import Keeping, KeepingForm, put_back
from kit.long_work.models import LongWork
from membership.pages import InOffice
from membership.roles import May
from membership.second_factor import RecentSecondFactor
from publications import checks, logos, pictures, render
from publications.compose import asked_once, for_checks
from publications.content.base import Control
from publications.content.document import Document
from publications.files import covering, pdf
from publications.models import Publication, Recipient, standing_of_a_draft
from publications.views import office_address, without_file

from . import approval, at_work, following, forms, presenting, public_now, steps, withdrawal
from .changes import by_section, changes, facts
from .decisions import confirmation, unconfirmed
from .freezing import composed, content
from .models import Edition, Presented, Rendition
from .status import Deed, NotAllowed, Status, refusal, status

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class OfPublication(InOffice):
    """A page about one publication, named in the address."""

    def get_publication(self):
        return get_object_or_404(Publication.objects.with_records(), kind=self.kwargs["kind"], slug=self.kwargs["slug"])


def live_edition(publication):
    return Edition.objects.with_later().select_related("publication").filter(publication=publication).live().first()


def difference(edition, publication, on):
    """What the records say today that an edition doesn't, in groups, and the check code of the records' text."""
    new, _, code = composed(publication, on)
    found = changes(content(edition), new)
    noted.remember("compared", edition, len(found))
    return by_section(found), code


class StandingPage(OfPublication, TemplateView):
    """Where a publication stands: its records, what waits for a decision, what the public reads."""

    template_name = "office/approval.html"

    def get_context_data(self, **kwargs):
        publication = self.get_publication()
        editions = Edition.objects.with_later().without_content().filter(publication=publication)
        work = at_work.under_way(publication)
        rows = [row(edition, self.request.user, work) for edition in editions.order_by("-pk")[:30]]
        live = live_edition(publication)
        groups, _ = difference(live, publication, clock.today()) if live else ((), "")
        return super().get_context_data(
            publication=publication,
            work=work,
            is_document=publication.is_document,
            rows=rows,
            live=live,
            groups=groups,
            **following.standing(),
            nothing_changed=bool(live) and not groups,
            may_send=self.request.user.has_perm(May.SEND),
            may_publish=self.request.user.has_perm(May.PUBLISH),
            correction=correction(live, self.request.user) if live else {},
            reads=public_now.in_words(publication),
            instead=in_its_place(publication, self.request.user, work),
            **kwargs,
        )


def correction(edition, person):
    """Whether a correction of an edition is permitted, for a person who could make one: the permission, or nothing.

    Empty if it isn't permission that it depends on: a page that needs no approval is updated instead.
    """
    if not edition.needs_approval or not person.has_perm(May.PUBLISH):
        return {}
    return {"permission": edition.standing_permission, "edition": edition}


def in_its_place(publication, person, work):
    """What can be done in place of what was taken down; nothing of it while something is being published."""
    return [] if work and work.is_under_way else steps.after_taking_down(publication, person)


def row(edition, person, work=None):
    """An edition as the lists show it: what it is, where it stands, what may be done next.

    While something of its publication is being published (`work`), that stands in the place of what would publish.
    """
    offered = steps.next_for(edition, person)
    held = [each for each in offered if each[0].deed in at_work.DEEDS] if work and work.is_under_way else []
    offered = [each for each in offered if each not in held]
    return {
        "edition": edition,
        "name": f"Version {edition.number}" if edition.number else f"Draft {edition.pk}",
        "status": status(edition),
        "words": status(edition).value,
        "steps": [step for step, why in offered if not why],
        "waiting_for": [(step, why) for step, why in offered if why],
        "at_work": work if held else None,
    }


class Send(OfPublication, KeepingForm, FormView):
    """Sends what the records say for approval, with what the checks find beside it."""

    kept_as = "a remark on a draft"
    permission_required = May.SEND
    template_name = "office/send.html"
    form_class = forms.SendForm

    def get_context_data(self, **kwargs):
        publication = self.get_publication()
        today = clock.today()
        with asked_once():
            new, _, code = composed(publication, today)
            known = for_checks(publication, new, on=today)
        live = live_edition(publication)
        found = checks.check(new, today=today, **known)
        return super().get_context_data(
            publication=publication,
            stopping=checks.stopping(found),
            warnings=checks.warnings(found),
            code=code,
            live=live,
            groups=by_section(changes(content(live), new)) if live else (),
            **kwargs,
        )

    def form_valid(self, form):
        publication = self.get_publication()
        try:
            edition = approval.send(
                publication, by=self.request.user, on=clock.today(), remark=form.cleaned_data["remark"]
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"Sent for approval: draft {edition.pk}, check code {edition.short_code}.")
        return HttpResponseRedirect(reverse("version", args=[edition.pk]))


class Update(OfPublication, RecentSecondFactor, FormView):
    """Updates an everyday page: no approval, but frozen and listed."""

    permission_required = May.PUBLISH
    template_name = "office/update.html"
    form_class = forms.Plain

    def get_context_data(self, **kwargs):
        publication = self.get_publication()
        live = live_edition(publication)
        groups, _ = difference(live, publication, clock.today()) if live else ((), "")
        return super().get_context_data(
            publication=publication, live=live, groups=groups, unchanged=bool(live) and not groups, **kwargs
        )

    def form_valid(self, form):
        publication = self.get_publication()
        work = at_work.ask_for_update(publication, by=self.request.user)
        return answered(self, form, work, reverse("approval", args=[publication.kind, publication.slug]))


def answered(view, form, work, address):
    """The way to where long work is seen, or what is to be said of it if it has ended by now."""
    if work.ended and not work.went_well and not work.address:
        form.add_error(None, work.outcome)
        return view.form_invalid(form)
    if work.ended:
        messages.add_message(view.request, messages.SUCCESS if work.went_well else messages.ERROR, work.outcome)
    return HttpResponseRedirect(address)


class OfEdition(InOffice):
    """A page about one edition, named in the address."""

    def get_edition(self):
        editions = (
            Edition.objects.visible_to(self.request.user)
            .with_later()
            .select_related("publication", "amends", "repeats")
        )
        return get_object_or_404(editions, pk=self.kwargs["number"])


class Version(OfEdition, TemplateView):
    """One frozen draft or version: its text, its decisions, what the checks found, and what may be done next."""

    template_name = "office/version.html"

    def get_context_data(self, **kwargs):
        edition = self.get_edition()
        work = at_work.under_way(edition.publication)
        instead = in_its_place(edition.publication, self.request.user, work)
        shown = row(edition, self.request.user, work)
        # What stands among the ways on after something was taken down stands there only.
        shown["steps"] = [step for step in shown["steps"] if (edition, step) not in instead]
        about = {
            "edition": edition,
            "work": work,
            **following.standing(),
            "row": shown,
            "decisions": [(decision, confirmation(decision)) for decision in steps.decisions_on(edition)],
            "anew": steps.anew(edition),
            "findings": msgspec.json.decode(edition.findings) if edition.findings else (),
            "reads": public_now.in_words(edition.publication) if edition.taken_down_at else "",
            "instead": instead,
            "presented": Presented.objects.filter(edition=edition).select_related("recipient__party"),
        }
        if not edition.erased_at:
            frozen = content(edition)
            live = live_edition(edition.publication)
            if live and live.pk != edition.pk and not edition.number:
                about["groups"] = by_section(changes(content(live), frozen))
                about["live"] = live
            if live and live.pk == edition.pk and edition.publication.is_document:
                about["public_url"] = edition.publication.address
            if edition.amends and not edition.amends.erased_at:
                about["difference"] = by_section(changes(content(edition.amends), frozen))
            if isinstance(frozen, Document):
                about |= render.on_one_page(frozen, office_address)
        return super().get_context_data(**about, **kwargs)


# What the paper of a frozen draft says of its approval, if it is more than that there is none.
APPROVAL_OF_A_DRAFT = {
    Status.TO_CHANGE: "Approved with changes, which are not made in it yet.",
    Status.APPROVED: "Approved, and not published yet.",
    Status.OUTDATED: "Approved, and so was a later draft in its place.",
}


class VersionPdf(OfEdition, View):
    """The PDF of an edition: the stored file of a published one, or a draft's, made on the spot."""

    def get(self, request, number):
        edition = self.get_edition()
        if edition.erased_at:
            raise Http404("Erased")
        kept = Rendition.objects.filter(edition=edition, kind=Rendition.Kind.PDF).first()
        if kept:
            data = bytes(kept.data)
        else:
            document = content(edition)
            if not isinstance(document, Document):
                raise Http404("No document")
            try:
                data = pdf.make(
                    render.paper(
                        document,
                        Control(check_code=edition.digest),
                        logo=logos.picture(document),
                        standing=APPROVAL_OF_A_DRAFT.get(status(edition)) or standing_of_a_draft(document.kind),
                    ),
                    patient=False,
                    pictures=pictures.bytes_of(document),
                ).data
            except pdf.PdfFailed as failure:
                return without_file(request, document, failure, reverse("version", args=[edition.pk]))
        name = f"{edition.publication.kind}-{edition.publication.slug}-{edition.number or f'draft-{edition.pk}'}.pdf"
        disposition = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(data, content_type="application/pdf", headers=disposition)


class DoStep(OfEdition, KeepingForm, RecentSecondFactor, FormView):
    """Does one deed to an edition: says what it will do, asks for what it needs, and says why if it can't be done."""

    template_name = "office/step.html"
    step = None  # which one: each has an address of its own

    @property
    def kept_as(self):
        return f"“{self.step.button}”"

    @property
    def asks_again(self):
        return self.step.again

    def get_permission_required(self):
        return [self.step.may]

    def get_form_class(self):
        return self.step.form

    def get_form_kwargs(self):
        self.edition = self.get_edition()
        self.groups, shown = (), self.edition.digest
        if self.step.shows_change and not refusal(self.edition, self.step.deed):
            self.groups, shown = difference(self.edition, self.edition.publication, clock.today())
        self.unchanged = self.step.shows_change and not self.groups
        about = {"edition": self.edition, "person": self.request.user, "shown": shown, "facts": facts(self.groups)}
        return super().get_form_kwargs() | about

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        return super().get_context_data(
            **kwargs | {"form": form},
            edition=self.edition,
            step=self.step,
            anew=steps.anew(self.edition) if self.step.deed in steps.DECIDING else "",
            groups=self.groups,
            unchanged=self.unchanged,
            correction=correction(self.edition, self.request.user) if self.step.deed is Deed.CORRECT else {},
            unconfirmed=unconfirmed(self.edition) if self.step.deed in (Deed.PUBLISH, Deed.CONFIRM) else (),
            once=self.request.POST.get(once.FIELD) or once.word(),
            asked=steps.decisions_on(self.edition).exclude(changes="") if self.step.deed is Deed.FREEZE_CHANGES else (),
            files=withdrawal.files_that_go(self.edition) if self.step.deed is Deed.ERASE else (),
            refusal=refusal(self.edition, self.step.deed)
            or steps.refused_to(self.edition, self.step, self.request.user),
        )

    def form_valid(self, form):
        try:
            edition = self.step.do(self.edition, form, self.request.user)
        except NotAllowed as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
            return self.form_invalid(form)
        except following.Unfinished as failure:
            edition = Edition.objects.select_related("publication").get(pk=self.edition.pk)
            messages.error(self.request, f"{edition} is {self.step.recorded} in the records. {failure}")
        else:
            if isinstance(edition, LongWork):
                return answered(self, form, edition, edition.address or reverse("version", args=[self.edition.pk]))
            done = (not edition.approved_at and self.step.waiting) or self.step.done
            reads = public_now.in_words(edition.publication) if self.step.recorded else ""
            messages.success(self.request, f"{done} {reads}".strip())
        return HttpResponseRedirect(reverse("version", args=[edition.pk]))


class WriteAgain(InOffice, View):
    """Writes the public pages again, after they couldn't be written. It publishes nothing."""

    permission_required = May.PUBLISH

    def post(self, request):
        try:
            following.follow(anew=True)
        except following.NotWritten as failure:
            messages.error(request, str(failure))
        else:
            messages.success(request, "The public pages are written. They show what is published in the records.")
        return HttpResponseRedirect(reverse("office"))


class PresentedTo(OfEdition, Keeping, TemplateView):
    """To whom a published version was presented; all recipients on one page, saved together."""

    template_name = "office/presented.html"
    kept_as = "what recipients said"

    def get_permission_required(self):
        return [May.EDIT if self.request.method == "POST" else May.SEE_DRAFTS]

    def rows(self, data=None):
        self.edition = self.get_edition()
        if not self.edition.published_at:
            raise Http404("Not published")
        rows = [
            (recipient, forms.PresentedForm(data, instance=line, prefix=f"recipient-{recipient.pk}"))
            for recipient, line in presenting.lines(self.edition)
        ]
        return [(recipient, put_back(form, self.draft)) for recipient, form in rows] if self.puts_back else rows

    def get_context_data(self, **kwargs):
        rows = kwargs.pop("rows", None) or self.rows()
        return super().get_context_data(
            edition=self.edition,
            rows=rows,
            covering=list(presenting.covering(self.edition, site_of(self.request)))
            if presenting.may_be_given(self.edition)
            else [],
            errors=[
                (recipient, field, sentence)
                for recipient, form in rows
                if form.is_bound
                for field in form
                for sentence in field.errors
            ],
            keeping=self.keeping(),
            **kwargs,
        )

    def post(self, request, number):
        rows = self.rows(request.POST)
        # Each is asked, so that all errors are shown at once.
        if not all([form.is_valid() for _, form in rows]):
            return self.render_to_response(self.get_context_data(rows=rows))
        with transaction.atomic():
            for _, form in rows:
                if form.instance.pk or form.has_changed():
                    form.save()
        self.throw_away()
        messages.success(request, "Saved.")
        if any(recipient.told for recipient, _ in rows):
            try:
                following.follow()
            except following.NotWritten as failure:
                messages.warning(request, str(failure))
        return HttpResponseRedirect(reverse("presented", args=[number]))


def site_of(request):
    """The address of the public site, without a slash at its end."""
    return settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")


class CoveringPaper(OfEdition, View):
    """The covering paper for one recipient of a version that is public, as a Word file or as plain text."""

    ending = "docx"

    def get(self, request, number, recipient):
        edition = self.get_edition()
        recipients = Recipient.objects.filter(kind=edition.publication.kind)
        recipient = get_object_or_404(recipients, pk=recipient)
        if not presenting.may_be_given(edition):
            raise Http404("Not public")
        title = f"{edition.publication}: covering paper for {recipient}"
        parts = list(presenting.covering(edition, site_of(request), recipient))
        name = slugify(f"covering-paper {edition.publication.slug} {recipient}")[:80].strip("-")
        if self.ending == "txt":
            made, media = covering.text(title, parts), "text/plain; charset=utf-8"
        else:
            made, media = covering.word(title, request.board.name if request.board else "", parts), WORD
        disposition = f'attachment; filename="{name}.{self.ending}"'
        return HttpResponse(made, content_type=media, headers={"Content-Disposition": disposition})


class Extract(OfEdition, View):
    """The extract of the minutes that was kept with a decision, as a download."""

    def get(self, request, number, decision):
        decisions = steps.decisions_on(self.get_edition())
        file = get_object_or_404(decisions, pk=decision, extract__isnull=False).extract
        if file.erased_at:
            raise Http404("Erased")
        return HttpResponse(
            bytes(file.data),
            content_type=file.media_type,
            headers={"Content-Disposition": f'attachment; filename="extract-{file.pk}"'},
        )
