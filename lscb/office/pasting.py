"""Any list of the office filled with a table from Word, Excel or a file: pasted, looked at row by row, saved as one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from kit import changes, drafts, history, long_work, wording
from kit.access import Permitted
from kit.drafts import once
from kit.drafts.keeping import Keeping, put_back
from kit.intake.taking import PASTED
from kit.pasting import MOST_BYTES, NoTable, read
from kit.together import heard, lines, spoken, take_back
from kit.uploads import UploadField
from lscb.office import brought, places
from lscb.office.history import standing
from lscb.office.looked_at import Where, answer_all, corrected, first_row, look_at, look_context, where_of
from lscb.office.pasted_lists import LISTS
from lscb.office.saving import SAVING, ask_for_saving, saving_key, take_in
from membership.roles import May

PER_PAGE = 100  # records of a paste that was saved
EVERYTHING = "tables, pasted or in a file"  # as what all that is brought at once is kept


class Source(forms.Form):
    """A table, pasted or as a file. `html` is what a browser's script kept of the clipboard beside the plain text."""

    use_required_attribute = False

    pasted = forms.CharField(
        label="The table",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-paste": "html"}),
        help_text="Select the whole table in Word or Excel, copy it (Ctrl and C), and paste it here (Ctrl and V).",
    )
    file = UploadField(
        label="Or a file",
        required=False,
        help_text="A workbook (XLSX, XLS or ODS), a Word file (DOCX or ODT) or CSV, at most 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.docx,.odt"}),
    )
    sheet = forms.CharField(
        label="Its sheet",
        required=False,
        max_length=100,
        help_text="The name of a workbook’s sheet, if it isn’t the first with a table.",
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, several=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.several = several

    def clean(self):
        cleaned = super().clean()
        self.brought = None
        if self.errors:
            return cleaned
        try:
            file = cleaned.get("file")
            given = file.read(MOST_BYTES + 1) if file else cleaned["html"] or cleaned["pasted"]
            found = brought.of(read(given, cleaned["sheet"] or None), file.name if file else "")
            self.several = self.several or sum(piece.sort == brought.TABLE for piece in found.pieces) > 1
            self.brought = brought.several(found) if self.several else brought.single(found)
        except NoTable as reason:
            self.add_error("file" if cleaned.get("file") else "pasted", str(reason))
        return cleaned


def list_or_404(slug):
    if slug not in LISTS:
        raise Http404
    return LISTS[slug]


class KeepingBrought(Keeping):
    """A page on what was brought: what it sends back are corrections of what is kept."""

    def keep(self, person):
        """Keep the corrections in what is kept for a person, or, before anything was brought, what they typed."""
        found = self.brought_for(person)
        if found is None:
            return super().keep(person)
        self.correct(found)
        return self.store(found, person)

    def brought_for(self, person):
        if "look" not in self.request.POST:
            return None
        draft = drafts.Draft.objects.of(person, self.draft_form, self.draft_key).filter(word=self.word).first()
        return brought.kept(draft)

    def store(self, found, person):
        return brought.keep(person.pk, self.draft_form, self.draft_key, self.word, found)

    def correct(self, found):
        raise NotImplementedError


class Paste(Permitted, KeepingBrought):
    """One list: paste, look, correct, save. The address may say where its rows go."""

    @cached_property
    def into(self):
        return list_or_404(self.kwargs["slug"])

    def get_permission_required(self):
        return (self.into.permission,)

    @property
    def kept_as(self):
        return f"a pasted table, {self.into.title}"

    def get(self, request, slug):
        if not self.puts_back:
            return self.ask(Where(into=self.into, initial=self.request.GET.dict()), Source())
        if work := self.being_saved():
            return redirect("long-work", work.pk)
        if found := brought.kept(self.draft):
            return self.judge(found)
        return self.ask(put_back(Where(into=self.into), self.draft), put_back(Source(), self.draft))

    def post(self, request, slug):
        if "look" in request.POST:
            found = self.brought_for(request.user)
            if found is None:
                return self.gone()
            self.correct(found)
            found.refused = []
            if work := self.being_saved():
                self.store(found, request.user)
                return redirect("long-work", work.pk)
            return self.judge(found, wants_save=request.POST.get("do") == "save")
        where, source = Where(request.POST, into=self.into), Source(request.POST, request.FILES)
        # Each is asked, so that all errors are shown at once.
        if not all([where.is_valid(), source.is_valid()]):
            return self.ask(where, source)
        found = source.brought
        if source.several:
            found.where = {name: request.POST.get(name, "") for name in where.fields}
            draft = brought.keep(request.user.pk, EVERYTHING, reverse("paste-lists"), once.word()[:20], found)
            return redirect(f"{reverse('paste-all')}?draft={draft.pk}")
        for piece in found.pieces:
            piece.into, piece.where = self.into.slug, {name: request.POST.get(name, "") for name in where.fields}
        return self.judge(found)

    def gone(self):
        """The answer to a form that isn't kept: the row of its saving if it was large, or that it is gone."""
        if work := self.last_saving():
            return redirect("long-work", work.pk)
        messages.error(self.request, "This table isn’t kept any more: it was saved, or thrown away. Paste it again.")
        return redirect(self.own_address())

    def last_saving(self):
        """The row of the saving of this form as a large table, if somebody asked for it within a day."""
        return long_work.latest(SAVING, saving_key(self.request.user, self.into, self.word))

    def being_saved(self):
        """The same while it is under way."""
        work = self.last_saving()
        return work if work and work.is_under_way else None

    def correct(self, found):
        corrected(found.pieces[0], self.request.POST)

    def judge(self, found, *, wants_save=False):
        """Every row as it would be saved, with what is wrong with it; saved if that is wanted and nothing is wrong."""
        look = self.look_at(found)
        look.keep()
        if (deed := self.request.POST.get("do", "")).startswith("all-"):
            answer_all(look, deed)
            look = self.look_at(found)
        if wants_save and look.is_sound and look.is_looked_at:
            own = self.kept.filter(word=self.word)
            if look.is_large and own.exists() and (draft := self.store(found, self.request.user)):
                return redirect("long-work", ask_for_saving(look, draft).pk)
            with transaction.atomic():
                # Of two presses in a moment the second waits here, and finds that the first has saved.
                if own.select_for_update().values_list("pk").first() is None:
                    return self.gone()
                if take_in(look, own):
                    return redirect("pasted", moment=spoken(look.outcome.moment))
        self.store(found, self.request.user)
        return self.look(look, found, wants_save)

    def look_at(self, found):
        asked_for = self.request.POST or self.request.GET
        return look_at(found, self.request.user, first_row(asked_for, found.pieces[0]))

    def ask(self, where, source):
        work = long_work.recent(self.request.user).filter(
            what=SAVING, key__startswith=saving_key(self.request.user, self.into)
        )
        context = {
            "into": self.into,
            "where": where,
            "source": source,
            "keeping": self.keeping(),
            "work": next(map(long_work.notice, work[:1]), None),
        }
        return render(self.request, "office/paste.html", context)

    def look(self, look, found, wants_save):
        context = look_context(look, wants_save, found.refused)
        context |= {"where": where_of(found.pieces[0]), "keeping": self.keeping()}
        return render(self.request, "office/paste_look.html", context)


class Pasted(Permitted, View):
    """What a paste added or changed, and one button that takes all of it back; for whoever pasted it.

    It is also for who may edit all of these kinds. Whoever may paste figures may add breakdowns by it and no others.
    """

    permission_required = May.SEE_DRAFTS

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.moment = heard(kwargs["moment"])

    def may_edit(self, model):
        return self.request.user.has_perm(places.KIND_OF[model].may)

    def get(self, request, moment, sentences=()):
        found = lines(self.moment, places.MODELS, PASTED, "+", "~")
        if not found:
            raise Http404
        if not all(line.history_user_id == request.user.pk or self.may_edit(line.instance_type) for line in found):
            raise PermissionDenied
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        entries = changes.in_order([(line.instance_type, line.history_id) for line in page])
        there = standing(entries)
        context = {
            "what": found[0].history_change_reason,
            "counted": history.in_numbers(line.instance_type for line in found),
            "entries": [self.shown(entry, there) for entry in entries],
            "page": page,
            "place": self.place(entries[0]),
            "sentences": sentences,
        }
        return render(request, "office/pasted.html", context, status=409 if sentences else 200)

    def shown(self, entry, there):
        """An added row with the way to its form or, if that is gone or somebody else's to edit, to its history."""
        kind = places.KIND_OF[entry.model]
        is_open = (entry.model, entry.pk) in there and self.may_edit(entry.model)
        address = kind.edit_address(entry.pk) if is_open else reverse("history-record", args=[kind.name, entry.pk])
        return {"kind": wording.opening(kind.noun), "name": entry.name, "address": address}

    def place(self, entry):
        """The page on which an added row stands; nothing if the row is gone."""
        row = entry.model._base_manager.filter(pk=entry.pk).first()
        return places.KIND_OF[entry.model].place(row) if row else ""

    def post(self, request, moment):
        found = lines(self.moment, places.MODELS, PASTED, "+", "~")
        if not all(line.history_user_id == request.user.pk or self.may_edit(line.instance_type) for line in found):
            raise PermissionDenied
        try:
            number = take_back(self.moment, places.MODELS, PASTED, by=request.user)
        except history.CannotChange as refusal:
            return self.get(request, moment, sentences=refusal.sentences)
        messages.success(request, f"The whole paste was taken back: {wording.counted(number, 'record')}.")
        return redirect("paste-lists")
