"""The pages as the demonstration never shows them: of an empty board, with errors, with a conflict.

Each is what the program answered to a real request, kept with its headers, and what was done for it is undone. They
are found by the addresses of tests/roles.py, the kinds of row and the deeds: a new one is looked at the day it appears.
"""

import re
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from html.parser import HTMLParser
from unittest.mock import patch

from django.apps import apps
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, transaction
from django.test import Client
from django.urls import reverse

from editions import steps
from editions.freezing import composed
from editions.status import LAWFUL, Deed, Status
from kit import clock
from lscb.office import places
from membership.models import Board
from membership.roles import Role
from publications.files import pdf
from publications.models import NEEDS_APPROVAL, PublicationKind
from tests import factories as make
from tests import roles, samples
from tests.office.conftest import address, fields, made
from tests.office.test_editing import two_values
from tests.pages import NO_PAGE
from tests.unsealing import unsealed

# Pages that an empty board hasn't, and why.
NOT_EMPTY = {
    "logo": "is about the one board, which is named first",
    "home": "gives way to the public pages, which lie in files",
}
# What an edition bears where it stands, for a deed that is lawful there.
STAMPS = {
    Status.WAITING: ("sent",),
    Status.TO_CHANGE: ("sent", "changes_asked"),
    Status.APPROVED: ("sent", "approved"),
    Status.LIVE: ("sent", "approved", "published"),
    Status.SUPERSEDED: ("published", "superseded"),
    Status.TAKEN_DOWN: ("sent", "approved", "published", "taken_down"),
}
# What fits no field: too long for words, no number, no day, no address, and on no list. Where a browser lets somebody
# choose a day only, one that is far away.
TYPED = {"empty": lambda kind: "", "bad": lambda kind: "9999-12-31" if kind == "date" else "x" * 301}
# Rows that say something with nothing filled in, and what.
FINE_IF_EMPTY = {
    "quorumrule": "that certain organisations have to be there, whom the rows below it name",
    "asking": "that figures are asked for, and nobody is named yet",
}
# Rows whose one field takes whatever words there are, and what they say.
FINE_WHATEVER = {"reply": "what an organisation says, in its own words"}


@dataclass(frozen=True)
class Shown:
    """A page in a state: what was answered at its address, and what the page asks for besides."""

    name: str
    path: str
    answers: dict
    refused: bool = False  # what was sent was not accepted


class Forms(HTMLParser):
    """The forms in a page's main part: what each sends by itself, and of which type what somebody fills in is.

    A form whose buttons stand elsewhere on the page is one for each of them, sent where the button says.
    """

    def __init__(self, page):
        super().__init__()
        self.forms, self.form, self.buttons, self.shared = [], None, [], {}
        self.feed(page[page.index("<main") : page.index("</main>")])
        self.forms += [self.sent_by(button) for button in self.buttons]

    def sent_by(self, button):
        form = self.shared[button["form"]]
        given = form["given"] | {button["name"]: button["value"]}
        return form | {"action": button["formaction"], "given": given}

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "button" and {"form", "formaction"} <= of.keys():
            self.buttons.append(of)
        elif tag == "form":
            self.form = {"action": of.get("action"), "method": of.get("method", "get"), "given": {}, "asked": {}}
            if "id" in of:
                self.shared[of["id"]] = self.form
            else:
                self.forms.append(self.form)
        elif self.form is None or not of.get("name"):
            return
        elif tag in ("select", "textarea") or (tag == "input" and of.get("type") != "hidden"):
            self.form["asked"][of["name"]] = of.get("type", tag)
        elif tag == "input" or (tag == "button" and of["name"] not in self.form["given"]):
            self.form["given"][of["name"]] = of.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


@contextmanager
def undone(*clients):
    """What is done in here never happened: no record of it, and nobody signed out by it."""
    cookies = [copy(client.cookies) for client in clients]
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for client, before in zip(clients, cookies, strict=True):
        client.cookies = before


def client_of(person=None):
    client = Client(SERVER_NAME="localhost")
    if person:
        client.force_login(person)
    return client


def is_page(answer):
    return answer["Content-Type"].startswith("text/html") and not answer.headers.get("Location")


def shown(name, path, answer, client, typed=None, *, refused=False):
    """A page, with the pictures and the sums that it fetches from the program by itself."""
    answers, words = {path: answer}, answer.content.decode()
    for source in re.findall(r'<img[^>]* src="(/office/[^"]+)"', words):
        answers[source] = client.get(source)
    for action in re.findall(r'hx-post="([^"]+)" hx-trigger="load', words):
        answers[action] = client.post(action, typed or fields(answer), headers={"HX-Request": "true"})
    return Shown(name, path, answers, refused)


def first_to_see(path, clients):
    """What the least trusted person who sees a page sees, and that person."""
    for client in clients:
        answer = client.get(path)
        if answer.status_code == 200:
            return answer, client
    return None, None


@contextmanager
def emptied():
    """A board without a record, whatever the database holds; afterwards all is back."""
    with undone():
        with unsealed():
            for model in apps.get_models(include_auto_created=True):
                if model._meta.app_label not in ("contenttypes", "auth"):
                    model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
        caches["default"].clear()
        yield
    caches["default"].clear()


def everything(share=0, shares=1):
    """All of them, or every so manieth of the addresses that have them."""
    no_pdf = patch.object(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions="stand-in"))
    with emptied(), no_pdf:
        mine, other = (make.UserFactory(name=name, roles=[Role.MANAGER]) for name in ("First manager", "Ann"))
        member = make.UserFactory(name="Member", roles=[Role.MEMBER])
        clients = [client_of(), client_of(member), client_of(mine)]
        found = list(in_state("empty", [*of_an_empty_board()][share::shares], clients))
        found += in_state("first row", [*of_one_row_each(mine)][share::shares], clients)
        found += in_conflict(places.KINDS[share::shares], clients[-1], client_of(other))
    return found


def in_state(state, addresses, clients):
    """The pages at these addresses as they open, and as they come back when their forms were filled in badly."""
    for name, path, *given in addresses:
        ways = given or ("opened", *TYPED)
        answer, client = first_to_see(path, clients)
        if answer is None:
            raise LookupError(f"{state}: nobody gets to see {path}. If it can't be, say why in tests/states.py.")
        if not is_page(answer):
            continue
        if "opened" in ways:
            yield shown(f"{state}: {name}", path, answer, client)
        for number, form in enumerate(Forms(answer.content.decode()).forms, start=1):
            yield from refusals(f"{state}: {name}, form {number}", path, form, client, ways)


def is_read(name):
    """Whether something is read at an address by somebody who isn't signed in, or by a manager."""
    return roles.YES in {roles.reading(name)["anonymous"], roles.reading(name)[Role.MANAGER]}


def of_an_empty_board():
    """Every page that asks for no row, and every row that stands in no other, while there is no record at all.

    The pages of signing in are as they are elsewhere.
    """
    for name in roles.MATRIX:
        if is_read(name) and name not in {*roles.ARGUMENTS, *NOT_EMPTY}:
            path = reverse(name)
            yield name, path, *(TYPED if path.startswith("/accounts/") else ("opened", *TYPED))
    for kind in places.KINDS:
        if not kind.model.within:
            yield f"row-add {kind.name}", reverse("row-add", args=[kind.name]), "opened", "empty"


def of_one_row_each(person):
    """Every page that asks for a row, where the board has just one: each kind of row is added, edited and removed.

    A row is added with the form by which it is edited: the one is sent empty, the other with what fits no field. What
    the demonstration shows, tests/pages.py has filled in already.
    """
    samples.rows(samples.publication())
    elsewhere = {"row-add", "row-edit", "row-remove", *(step.name for step in steps.STEPS)}
    for name in roles.MATRIX:
        if is_read(name) and name in roles.ARGUMENTS and name not in elsewhere:
            yield name, reverse(name, kwargs=roles.ARGUMENTS[name]), *(["opened"] if name in NO_PAGE else []), *TYPED
    for step in steps.STEPS:
        yield step.name, reverse(step.name, args=[edition_for(step, person).pk])
    for kind in places.KINDS:
        row = made(kind)
        if kind.model.within:
            # Of a kind of which each parent has one, another parent has none yet.
            of = made(kind) if kind.only_one else row
            parents = {name: getattr(of, name) for name in kind.model.within}
            if kind.only_one:
                of.delete()
            filled_in = "bad" if kind.name in FINE_IF_EMPTY else "empty"
            yield f"row-add {kind.name}", kind.adding(**parents), "opened", filled_in
        filled_in = "empty" if kind.name in FINE_WHATEVER else "bad"
        yield f"row-edit {kind.name}", reverse("row-edit", args=[kind.name, row.pk]), filled_in
        if not kind.stays:
            yield f"row-remove {kind.name}", reverse("row-remove", args=[kind.name, row.pk])


def edition_for(step, person):
    """An edition to which a deed is lawful."""
    Board.objects.update(standing_permission="Minute 9")
    kind = PublicationKind.BUSINESS_PLAN
    publication = make.PublicationFactory(kind=kind, slug=step.address)
    # What was taken down comes back with a reason, and the other asks for nothing.
    lawful = {Status.TAKEN_DOWN} if step.deed is Deed.RESTORE else LAWFUL[step.deed]
    stood = next(status for status in STAMPS if status in lawful)
    stamps = (*STAMPS[stood], *(("erasure_asked",) if step.deed is Deed.ERASE else ()))
    stamped = {f"{stamp}_{what}": value for stamp in stamps for what, value in (("at", clock.now()), ("by", person))}
    if "published" in stamps:
        stamped |= {"number": 1, "published_on": clock.today()}
    if "approved" in stamps:
        stamped["by_recorded_decision"] = True
    text = composed(publication, clock.today())[1]
    made = {"publication": publication, "content": text, "needs_approval": kind in NEEDS_APPROVAL}
    if step.shows_change:
        publication.cover_note = "Something differs"
        publication.save()
    if step.deed is Deed.CONFIRM:
        stamped["amends"] = make.EditionFactory(**made)
    edition = make.EditionFactory(**made, **stamped)
    for decided in filter(None, (edition.amends, edition)):
        make.ApprovalFactory(edition=decided, changes="Page 3", confirmed_by="the chair")
    return edition


def refusals(name, path, form, client, ways):
    """What is answered to a form whose fields are left empty, or filled in with what fits none of them."""
    found = []
    for way in sorted(TYPED.keys() & ways):
        typed = form["given"] | {field: TYPED[way](kind) for field, kind in form["asked"].items()}
        with undone(client):
            answer = getattr(client, form["method"])(form["action"] or path, typed)
            if is_page(answer):
                refused = form["method"] == "post" or b'aria-invalid="true"' in answer.content
                found.append(shown(f"{name} {way}", path, answer, client, typed, refused=refused))
    if form["asked"] and form["method"] == "post" and not found:
        raise LookupError(f"{name}: whatever is sent is accepted. If that is well, say why in tests/states.py.")
    return found


def in_conflict(kinds, mine, other):
    """What is answered to whoever saves a row of a kind second, with other words than who saved first."""
    for kind in kinds:
        row = made(kind)
        path = address(kind, row)
        name, [first, second] = two_values(kind, row)
        with undone(mine, other):
            typed = fields(mine.get(path))
            other.post(path, typed | {name: first})
            typed |= {name: second}
            yield shown(f"conflict: {kind.name}", path, mine.post(path, typed), mine, typed, refused=True)
