"""What the tests of editing share: somebody who may edit, and what a browser would send of a form."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from lscb.office import places
from membership.models import Board
from membership.roles import Role
from tests import factories as make

KINDS = {kind.name: kind for kind in places.KINDS}
FACTORIES = {
    factory._meta.model: factory for factory in vars(make).values() if hasattr(factory, "_meta") and factory._meta.model
}


class Forms(HTMLParser):
    """The forms of a page, each with what a browser would send of it."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "form":
            self.form = {"action": of.get("action", ""), "class": of.get("class") or "", "fields": {}}
            self.forms.append(self.form)
        elif self.form is None or (not of.get("name") and tag != "option"):
            return
        elif tag == "input":
            if of.get("type") not in ("checkbox", "radio") or "checked" in of:
                value = of.get("value", "on" if of.get("type") == "checkbox" else "") or ""
                self.form["fields"].setdefault(of["name"], []).append(value)
        elif tag == "select":
            self.select = of["name"]
            self.form["fields"][self.select] = [""]
        elif tag == "option" and self.select and "selected" in of:
            self.form["fields"][self.select] = [of.get("value", "")]
        elif tag == "textarea":
            self.area = of["name"]
            self.form["fields"][self.area] = [""]

    def handle_data(self, data):
        if self.area:
            self.form["fields"][self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:  # one outside a form holds words to copy
            # HTML drops one line end after the tag, and a browser does too.
            fields = self.form["fields"]
            fields[self.area][0] = re.sub(r"^\n", "", fields[self.area][0])
            self.area = None


def fields(response, where="editor"):
    """What a browser would send of the page's form if nobody typed a thing."""
    [form] = [form for form in Forms(response.content.decode()).forms if where in form["class"]]
    return dict(form["fields"])


def made(kind):
    """A row of a kind, as plain as can be."""
    if kind.model is Board:
        return Board.objects.first()
    return FACTORIES[kind.model].create()


def address(kind, row):
    return f"/office/edit/{kind.name}/{row.pk}/"


@pytest.fixture
def board(db):
    return make.BoardFactory()


@pytest.fixture
def ann(board):
    return make.UserFactory(name="Ann", roles=[Role.MANAGER])


@pytest.fixture
def ben(board):
    return make.UserFactory(name="Ben", roles=[Role.MANAGER])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(ann):
    return signed_in(ann)


@pytest.fixture
def other(ben):
    return signed_in(ben)
