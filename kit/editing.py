"""Adding, changing, removing and moving the rows of every kind, each on a page of its own and in place.

With htmx the same form comes as a fragment, and a save answers with an event upon which the page fetches itself again.
"""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse, reverse_lazy
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import slugify
from django.views.generic import TemplateView, View

from kit import apart, drafts, history, spreadsheets
from kit.access import Permitted
from kit.drafts import once
from kit.drafts.keeping import DEED, Keeping, number, put_back
from kit.drafts.models import Draft
from kit.fields import said
from kit.forms import save_row
from kit.incoming import clean
from kit.layouts import office_form
from kit.stamps import Conflict, reorder
from kit.wording import cut, ended


def urls(kinds):
    """The addresses of all deeds, for the kinds of row that the house has."""
    named = {kind.name: kind for kind in kinds}
    return [
        path("add/<slug:kind>/", Add.as_view(kinds=named), name="row-add"),
        path("edit/<slug:kind>/<int:pk>/", Edit.as_view(kinds=named), name="row-edit"),
        path("remove/<slug:kind>/<int:pk>/", Remove.as_view(kinds=named), name="row-remove"),
        path("move/<slug:kind>/<int:pk>/", Move.as_view(kinds=named), name="row-move"),
        path("put-back/<slug:kind>/<int:pk>/", PutBack.as_view(kinds=named), name="row-put-back"),
    ]


class ListsPage(Permitted, TemplateView):
    """A page on which rows stand to be read and edited. A page says in `listings` which lists it has."""

    template_name = "kit/place.html"
    heading = ""
    lead = ""
    back = (reverse_lazy("office"), "Office")  # address and words of the page above
    paper = None  # (address, words) of the same for the printer

    def render_to_response(self, context, **kwargs):
        """The page; or, if the address asks for a kind of row, all rows of that kind on the page as a file."""
        wanted = self.request.GET.get("csv")
        if wanted is None:
            return super().render_to_response(context, **kwargs)
        rows = spreadsheets.rows(context["listings"], wanted)
        if rows is None:
            raise Http404
        return spreadsheets.download(f"{slugify(context['heading'])}-{wanted}", rows)

    def get_context_data(self, **kwargs):
        listings = [listing.shown(self.request.user, self.request) for listing in self.listings()]
        return super().get_context_data(
            **({"heading": self.heading, "lead": self.lead, "back": self.back, "paper": self.paper} | kwargs),
            listings=listings,
            lists=spreadsheets.kinds(listings),
            undo=None if "csv" in self.request.GET else self.request.session.pop("undo", None),
        )


class ShelfPage(ListsPage):
    """Things that each have a page of their own: `shelf` gives the address and the words of each."""

    template_name = "kit/shelf.html"

    def listings(self):
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(shelf=self.shelf(), **kwargs)


class RowView(View):
    """What all deeds have in common: the kind they are about, and who may do them."""

    kinds = None

    @cached_property
    def kind(self):
        if self.kwargs["kind"] not in self.kinds:
            raise Http404
        return self.kinds[self.kwargs["kind"]]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.kind.may):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def row(self):
        return get_object_or_404(self.kind.model._base_manager, pk=self.kwargs["pk"])

    def done(self, row, words):
        """Lead to the row on its page. With htmx the page stays and is told to fetch itself again."""
        if self.request.htmx:
            told = {"anchor": self.kind.anchor(row), "words": words, "address": self.kind.address(row)}
            return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"row-saved": told})})
        messages.success(self.request, words)
        return HttpResponseRedirect(self.led_to(row))

    def led_to(self, row):
        """Where a row is looked at after the deed."""
        return self.kind.address(row)


# What a form sends to have the clipboard's HTML made clean, for the editor of a narrative.
CLEAN, CLIPBOARD = "clean", "_clipboard"
# The names of the fields of which the writer chose the other person's text, which is saved now.
THEIRS = "_theirs"


class Fill(RowView, Keeping):
    """A form that is being filled in."""

    @property
    def draft_form(self):
        return f"{self.deed} {self.kind.name}"

    def may_keep(self, person):
        return person.has_perm(self.kind.may)

    # The form

    def form(self, row, data=None, **kwargs):
        return self.kind.form(data, instance=row, by=self.request.user, **kwargs)

    def get(self, request, **kwargs):
        row = self.row()
        form = self.form(row, initial=self.initial())
        return self.page(row, put_back(form, self.draft) if self.puts_back else form)

    def initial(self):
        return {}

    def page(self, row, form, *, status=200):
        context = {
            "form": form,
            "kind": self.kind,
            "row": row,
            "heading": self.heading(),
            "action": self.own_address(),
            "cancel": self.cancel(row),
            "keeping": self.keeping(),
            "is_conflict": any(getattr(field, "theirs", None) is not None for field in form.fields.values()),
            "has_prose": any(getattr(field, "is_prose", False) for field in form.fields.values()),
            "is_adding": row._state.adding,
            "within": stands_in(row),
            "beside": self.kind.beside(row) if self.kind.beside and not row._state.adding else None,
            "running": self.kind.running(row) if self.kind.running else "",
            "once": self.request.POST.get(once.FIELD) or once.word(),
        }
        template = "kit/_editor.html" if self.request.htmx else "kit/edit.html"
        answer = render(self.request, template, context, status=status)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def clean_clipboard(self):
        """What was pasted into a narrative, clean, and what is said of it; nothing is read or saved for it."""
        try:
            source = self.request.POST.get(CLIPBOARD, "").encode(errors="replace")
            told, _ = apart.run("kit.incoming.clean", source, clean.LIMITS)
        except (apart.Stopped, apart.Busy):
            return JsonResponse({}, status=503)
        return JsonResponse(told | {"paste": reverse("paste-lists")})

    def post(self, request, **kwargs):
        if request.POST.get(DEED) == CLEAN:
            return self.clean_clipboard()
        row = self.row()
        form = self.form(row, self.with_theirs(row, request.POST), files=request.FILES)
        if self.kind.confirms and (led := self.kind.confirms(self, form)):
            return led
        try:
            saved = self.save(form)
        except once.AlreadySent as before:
            return self.sent_twice(before.row)
        if not saved:
            return self.page(self.row_again(row), form)
        self.throw_away()
        changed = form.has_changed() or self.deed == "add"
        words = " ".join([f"Saved: {ended(cut(form.instance))}", *said(form)] if changed else ["Nothing was changed."])
        left_out = [each for field in form.fields.values() for each in getattr(field, "left_out", ())]
        return self.done(form.instance, " ".join([words, *left_out]) + self.still_kept())

    def save(self, form):
        return save_row(form)

    def row_again(self, row):
        return row

    def with_theirs(self, row, data):
        """What was posted, with the text that is saved now wherever she chose that."""
        names = [name for name in data.getlist(THEIRS) if name in self.kind.form.base_fields and name != "version"]
        if not names or row._state.adding:
            return data
        data, saved = data.copy(), self.kind.form(instance=row)
        for name in names:
            value = saved[name].value()
            if value in (None, False):
                data.pop(name, None)
            else:
                data[name] = "on" if value is True else value
        return data


def stands_in(row):
    """What a row is a part of, in words, the whole first: which figure of which indicator."""
    names = []
    while getattr(row, "within", ()) and (row := getattr(row, row.within[0])):
        # Some are called by what they stand in already.
        if not (names and names[-1].startswith(str(row))):
            names.append(str(row))
    return cut(", ".join(reversed(names)), 200)


class Edit(Fill):
    deed = "edit"

    @property
    def draft_key(self):
        return str(self.kwargs["pk"])

    def heading(self):
        return f"Edit {'the ' if self.kind.only_one else ''}{self.kind.noun}"

    def cancel(self, row):
        return self.led_to(row)

    def led_to(self, row):
        return self.kind.then.get(self.request.GET.get("then"), self.kind.address)(row)

    def row_again(self, row):
        # What was typed is on the instance; the page names the row as it is saved.
        return self.kind.model._base_manager.filter(pk=row.pk).first() or row

    def is_there(self):
        return self.kind.model._base_manager.filter(pk=self.kwargs["pk"]).exists()

    def get(self, request, **kwargs):
        if self.puts_back and not self.is_there():
            return self.gone(request, drafts.as_posted(self.draft))
        return super().get(request, **kwargs)

    def post(self, request, **kwargs):
        if not self.is_there():
            return self.gone(request, request.POST)
        return super().post(request, **kwargs)

    def gone(self, request, data):
        """Somebody deleted the row: what was typed is shown, so that it can be copied."""
        form = self.kind.form()
        typed = [
            (form[name].label, text)
            for name, values in drafts.typed(data).items()
            if name in form.fields and name != "version"
            for text in values
            if text
        ]
        template = "kit/_gone.html" if request.htmx else "kit/gone.html"
        return render(request, template, {"kind": self.kind, "typed": typed}, status=200 if request.htmx else 410)


class Add(Fill):
    deed = "add"

    @property
    def draft_key(self):
        return urlencode(sorted((name, value) for name, value in self.request.GET.items() if name != "draft"))

    def heading(self):
        return f"Add the {self.kind.noun}" if self.kind.only_one else f"Add {self.kind.a_noun}"

    def dispatch(self, request, *args, **kwargs):
        if self.kind.only_one and self.beside().exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def beside(self):
        """The rows that stand in the parents which the address names."""
        given = {name: number(self.request.GET.get(name)) for name in self.kind.model.within}
        return self.kind.model._base_manager.filter(**given)

    def row(self):
        """A row that isn't saved yet, in the parents that the address names, last in its list."""
        row = self.kind.model()
        for name in self.kind.model.within:
            model = self.kind.model._meta.get_field(name).related_model
            setattr(row, name, get_object_or_404(model._base_manager, pk=number(self.request.GET.get(name))))
        if self.kind.is_ordered:
            row.position = 1 + max(
                each.aggregate(last=Max("position"))["last"] or 0 for each in self.kind.siblings(row)
            )
        for name, value in self.initial().items():
            field = self.kind.model._meta.get_field(name)
            if not field.remote_field:
                setattr(row, name, value)
        return row

    def initial(self):
        """What the address says of the row's fields, as far as that can be so."""
        found = {}
        for name, text in self.request.GET.items():
            if name in self.kind.model.within or name not in self.kind.form.base_fields:
                continue
            field = self.kind.form.base_fields[name]
            try:
                field.clean(text)
            except ValidationError:
                continue
            found[name] = text
        return found

    def cancel(self, row):
        return self.kind.around(row)

    @transaction.atomic
    def save(self, form):
        """Save the row once, however often its form arrives."""
        sent = once.take(self.request.POST, self.request.user, self.request.FILES.values())
        saved = save_row(form)
        if saved:
            sent.row = form.instance.pk
            sent.save()
        else:
            transaction.set_rollback(True)
        return saved

    def sent_twice(self, pk):
        row = self.kind.model._base_manager.filter(pk=pk).first()
        if row is None:
            return HttpResponseRedirect(self.cancel(self.row()))
        return self.done(row, f"Saved: {ended(cut(row))} The form came twice and was saved once.")


class Remove(RowView):
    """A row that has a life is ended; a row that was a mistake is deleted, if nothing hangs on it."""

    def get(self, request, **kwargs):
        return self.page(self.row())

    def ending(self, row, data=None):
        """The form for a row's last day; None for what has no life."""
        if not self.kind.lives:
            return None
        return office_form(self.kind.model, "ends")(data, instance=row, by=self.request.user)

    def page(self, row, form=None, problem="", status=200):
        try:
            parts, hanging = history.in_numbers(map(type, history.goes_along(row))), ""
        except history.CannotChange as refusal:
            parts, hanging = "", str(refusal)
        context = {
            "kind": self.kind,
            "row": row,
            "name": cut(row),
            "form": form or self.ending(row),
            "hanging": hanging,
            "going_along": parts,
            "problem": problem,
            "cancel": self.kind.address(row),
        }
        return render(self.request, "kit/remove.html", context, status=status)

    def post(self, request, **kwargs):
        row = self.row()
        if self.kind.stays:
            raise PermissionDenied
        if request.POST.get(DEED) == "end" and self.kind.lives:
            form = self.ending(row, request.POST)
            return self.done(row, f"Saved: {ended(cut(row))}") if save_row(form) else self.page(self.row(), form)
        if request.POST.get(DEED) != "delete":
            return self.page(row, problem="Nothing was deleted.")
        name, place = cut(row), self.kind.around(row)
        try:
            history.remove(row, number(request.POST.get("version")) or 0, by=request.user)
        except Conflict:
            problem = f"Somebody else saved “{name}” since you opened this page. Nothing was deleted. Look at it again."
            return self.page(self.row(), problem=problem)
        except history.CannotChange:
            return self.page(self.row(), problem="Nothing was deleted.")
        Draft.objects.filter(person=request.user, form=f"edit {self.kind.name}", key=str(kwargs["pk"])).delete()
        address = reverse("row-put-back", kwargs={"kind": self.kind.name, "pk": kwargs["pk"]})
        request.session["undo"] = {"words": f"Deleted: {name}.", "address": address, "place": place}
        return HttpResponseRedirect(place)


class PutBack(RowView):
    """Undo of a removal."""

    def post(self, request, **kwargs):
        try:
            row = history.restore(self.kind.model, kwargs["pk"], by=request.user)
        except history.CannotChange as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("office"))
        return self.done(row, f"Put back: {cut(row)}.")


class Move(RowView):
    """One place up or down in its list."""

    def post(self, request, **kwargs):
        row = self.row()
        if not self.kind.is_ordered:
            raise Http404
        step = {"up": -1, "down": 1}.get(request.POST.get("to"))
        owner = self.kind.parent(row)
        if step is None or owner is None:
            return self.done(row, "Nothing was moved.")
        with transaction.atomic():
            all_rows = self.kind.in_one_order(row)
            ordered = [*all_rows]
            beside = [each for each in all_rows if self.kind.is_beside(row, each)]
            there = beside.index(row) + step
            if there not in range(len(beside)):
                return self.done(row, f"“{cut(row)}” is {'first' if step < 0 else 'last'} already.")
            target = all_rows.index(beside[there])
            ordered.remove(row)
            ordered.insert(target, row)
            reorder(owner, all_rows, ordered, by=request.user)
        return self.done(row, f"“{cut(row)}” is now number {there + 1} of {len(beside)}.")
