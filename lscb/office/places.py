"""The places of the office, joined from the apps: what is edited there, and where."""

import re
from contextlib import suppress

from django import forms
from django.urls import Resolver404, resolve, reverse

from editions import office as editions
from finance import office as finance
from forwardplan import goal, log
from forwardplan import office as forwardplan
from forwardplan import pages as meetings
from kit import clock, drafts, editing, wording
from kit.models import Draft
from membership import office as membership
from membership.roles import May
from priorities import office as priorities
from publications import office as publications

APPS = (priorities, finance, forwardplan, log, goal, membership, publications, editions)
# Every kind of row that people edit, in the order in which what is found is shown. A test holds that none is forgotten.
KINDS = tuple(kind for app in APPS for kind in app.KINDS)
urlpatterns = [pattern for app in (*APPS, meetings) for pattern in app.urlpatterns] + editing.urls(KINDS)
BY_NAME = {kind.name: kind for kind in KINDS}
KIND_OF = {kind.model: kind for kind in KINDS}
MODELS = tuple(KIND_OF)

# What stands above every page of the office: an address, its word, and who may go there beside those who see drafts.
BAR = (
    ("office", "Today", ""),
    ("office-plans", "Plan", ""),
    ("office-periods", "Progress", ""),
    ("office-figures", "Figures", ""),
    ("office-budgets", "Budget", ""),
    ("office-meetings", "Meetings", ""),
    ("office-actions", "Actions", ""),
    ("office-members", "Members", ""),
    ("office-publications", "Publications", ""),
    ("paste-lists", "Paste", May.EDIT),
    ("history", "History", ""),
    ("people", "People", May.MANAGE_PEOPLE),
    ("office-settings", "Settings", ""),
)

# Pages whose address stands beside that of the place which they belong to.
STANDS_IN = {
    "office-learning": "office-periods",
    "office-training": "office-periods",
    "office-inspections": "office-periods",
    "office-policies": "office-members",
}


def bar(request):
    """The places above a page of the office; the one that the page is, or stands in, is the current one."""
    if not (request.path.startswith(reverse("office")) and hasattr(request, "user")):
        return {}
    places = [
        {"address": reverse(name), "name": words, "current": ""}
        for name, words, may in BAR
        if not may or request.user.has_perm(may)
    ]
    above = {reverse(name): reverse(place) for name, place in STANDS_IN.items()}.get(request.path)
    for place in places:
        if request.path == place["address"]:
            place["current"] = "page"
        elif place["address"] == above or (place is not places[0] and request.path.startswith(place["address"])):
            place["current"] = "true"
    return {"bar": places}


def unsaved(person):
    """Who has text that isn't saved: one's own with the way to it; others' a manager may read."""
    found = list(visible_to(person))
    names = names_of(found)
    return [draft_row(draft, draft.person_id == person.pk, names.get(draft.pk, "")) for draft in found]


def visible_to(person):
    """One's own drafts; a manager's eyes see all of them, so that a colleague's text isn't lost with the colleague."""
    every = Draft.objects.select_related("person")
    return every if person.has_perm(May.MANAGE_PEOPLE) else every.filter(person=person)


def draft_row(draft, own, name=""):
    kind, deed = kind_of(draft)
    return {
        "person": "You" if own else str(draft.person),
        "what": f"a new {kind.noun}" if kind and deed == "add" else kind.noun if kind else draft.form,
        "name": name,
        "when": clock.in_words(draft.saved),
        "address": address(draft) if own else "",
        "read": "" if own else reverse("unsaved", args=[draft.pk]),
    }


def kind_of(draft):
    """The kind of row that is typed, if there is still such a kind, and whether it is added or edited."""
    deed, _, name = draft.form.partition(" ")
    return (BY_NAME.get(name) if deed in ("add", "edit") else None), deed


def names_of(found):
    """The rows that are being edited, as they are saved, by the drafts' numbers: one question for each kind of row."""
    wanted = {}
    for draft in found:
        kind, deed = kind_of(draft)
        number = editing.number(draft.key)
        if kind and deed == "edit" and number:
            wanted.setdefault(kind.name, {}).setdefault(number, []).append(draft.pk)
    names = {}
    for name, by_row in wanted.items():
        model = BY_NAME[name].model
        # Without names it would fetch every row that this one points at.
        rows = model._base_manager.filter(pk__in=by_row).select_related(*model.named_by or [None])
        names |= {pk: wording.cut(row) for row in rows for pk in by_row[row.pk]}
    return names


def typed(draft):
    """The fields of a draft as its form calls them, each with what was typed; empty ones are left out."""
    fields = fields_of(draft)
    data = drafts.as_posted(draft)
    for name in data:
        field = fields.get(name)
        words = "\n".join(said(field, word) for word in data.getlist(name) if word.strip())
        if field and words and not field.widget.is_hidden:
            yield {
                "label": field.label or field_name_in_words(name),
                "words": words,
                "is_prose": getattr(field, "is_prose", False),
            }


def fields_of(draft):
    """The fields of the form of a draft, by name. Of a page whose forms are made from rows each text is one."""
    kind, _ = kind_of(draft)
    if kind:
        return kind.form.base_fields
    with suppress(Resolver404, AttributeError):
        page = resolve(draft.key).func
        return page.view_class(**page.view_initkwargs).get_form_class().base_fields
    return {name: forms.CharField(label=field_name_in_words(name)) for name in drafts.as_posted(draft)}


def field_name_in_words(name):
    """The name of a field whose form is gone: goal-12-reason is “Goal 12 reason”."""
    return re.sub(r"[-_]+", " ", name).strip().capitalize()


def said(field, word):
    """What was chosen from a list, by its name there; anything else as it was typed."""
    chosen = dict(getattr(field, "flatchoices", ())) or {
        str(value): label for value, label in getattr(field, "choices", ()) if not isinstance(label, list | tuple)
    }
    return str(chosen.get(word, word))


def address(draft):
    """Where a form is gone on with, the kept text in it; empty if there is no such form any more."""
    kind, deed = kind_of(draft)
    if not kind:
        return f"{draft.key}?draft={draft.pk}" if draft.key.startswith("/") else ""
    if deed == "add":
        return f"{reverse('row-add', kwargs={'kind': kind.name})}?{draft.key}&draft={draft.pk}".replace("?&", "?")
    return f"{reverse('row-edit', kwargs={'kind': kind.name, 'pk': draft.key})}?draft={draft.pk}"
