"""One walk over the pages: each is asked for once in a state, and everything there is to ask is asked of that answer.

Who would be answered alike is not asked again: while a page is answered it is noted what was asked about the person,
above all which permissions; for anybody of whom the same would be found the answer stands. `OF_ANSWERS` and `OF_PAGES`
are the tables of questions. An answer that fails one is named with its address, who asked, and the question.
"""

import re
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from unittest.mock import patch

from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from membership.models import User
from membership.roles import Role
from tests import factories as make
from tests import observatory
from tests.roles import SIGN_IN

# Of whom nothing can be asked; and who else is asked where words count: besides the manager, who may most, the one of
# the office who may change least, for whom the same page has other words.
STRANGERS = ("anonymous",)
READERS = (*STRANGERS, Role.APPROVER)


def answered(response):
    """The status; for a redirect where it leads."""
    if response.status_code in (301, 302):
        target = response["Location"].partition("?")[0]
        return SIGN_IN if target == reverse("account_login") else f"on to {target}"
    return response.status_code


@dataclass(frozen=True)
class Person:
    """Somebody who asks for pages, by their role."""

    role: str
    user: User | None
    client: Client

    @classmethod
    def of(cls, role):
        """A new person who holds a role and has signed in."""
        user, client = None, Client()
        if role != "anonymous":
            factory = make.SuperuserFactory if role == "administrator" else make.UserFactory
            held = [role] if role in set(Role) else []
            user = factory(email=f"{role.replace(' ', '-').lower()}@example.org", roles=held)
            client.force_login(user)
        return cls(role, user, client)

    def ask(self, method, path):
        """What is answered; whatever a form did is undone, so that the next one meets the same rows and person."""
        cookies = copy(self.client.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(path, secure=True)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return response

    def is_like(self, noted):
        """Whether the same would have been noted of this person."""
        return all(ask(self.user) == found for ask, found in noted.values())


class Attribute:
    """A column of people of which it is noted that it was asked for."""

    def __init__(self, name, note):
        self.name, self.note = name, note

    def __get__(self, user, kind=None):
        return self.note((self.name,), lambda one: vars(one)[self.name], user)

    def __set__(self, user, value):
        vars(user)[self.name] = value


@contextmanager
def noting():
    """What is asked about the person until the page is written, and what was found: how to ask anybody else.

    How a page is written changes no status any more. What an answer rests on is not noted beside it. The names of the
    roles are asked by the middleware of sessions alone, whether they are still those of the sign-in.
    """
    noted, busy = {}, []

    def note(what, ask, user):
        if busy:
            return ask(user)
        with within(busy):
            found = ask(user)
        noted[what] = (ask, found)
        return found

    def quiet(render):
        def rendered(*args, **more):
            with within(busy):
                return render(*args, **more)

        return rendered

    has_perm = User.has_perm
    with (
        patch.object(
            User, "has_perm", lambda user, may, of=None: note((may, of), lambda one: has_perm(one, may, of), user)
        ),
        patch.object(User, "is_writer", property(lambda user, ask=User.is_writer.fget: note(("writes",), ask, user))),
        patch.object(User, "is_superuser", Attribute("is_superuser", note)),
        patch.object(User, "is_staff", Attribute("is_staff", note)),
        patch.object(Template, "render", quiet(Template.render)),
    ):
        yield noted


@contextmanager
def within(busy):
    busy.append(True)
    yield
    busy.pop()


def answers(people, method, path, by_themselves=STRANGERS):
    """What each of these people is answered at an address, by their roles; one response for all who are alike."""
    found, known = {}, []
    for person in people:
        lone = person.role in by_themselves
        response = None if lone else next((given for noted, given in known if person.is_like(noted)), None)
        if response is None:
            with noting() as noted:
                response = person.ask(method, path)
            if not lone:
                known.append((noted, response))
        found[person.role] = response
    return found


def each_once(found, where):
    """The different answers among those to some people, each with the first to whom it was given."""
    first = {}
    for role, response in found.items():
        first.setdefault(id(response), Answer(where, role, response))
    return list(first.values())


# What is asked


class Parts(HTMLParser):
    """What a page consists of, as far as the questions go."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.labelled, self.controls, self.headings, self.words = [], set(), [], [], []
        self.language, self.title, self.inside = "", "", []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        self.words += [of[name] for name in ("alt", "title", "aria-label", "content") if of.get(name)]
        if of.get("id"):
            self.ids.append(of["id"])
        if tag == "html":
            self.language = of.get("lang", "")
        elif tag == "label":
            self.labelled.add(of.get("for"))
            self.inside.append(tag)
        elif tag in ("h1", "title"):
            self.headings += [tag]
            self.inside.append(tag)
        elif tag in ("select", "textarea") or (tag == "input" and of.get("type") not in ("hidden", "submit", "button")):
            of["labelled"] = "label" in self.inside or of.get("aria-label") or of.get("aria-labelledby")
            self.controls.append(of)

    def handle_endtag(self, tag):
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data):
        self.words.append(data)
        if "title" in self.inside:
            self.title += data

    @property
    def text(self):
        """What people read of it, or have read to them: its words, and those that stand in attributes."""
        return " ".join(" ".join(self.words).split())


@dataclass(frozen=True)
class Answer:
    """What somebody was answered at an address."""

    where: str
    role: str
    response: HttpResponse

    @property
    def is_page(self):
        return self.response.get("Content-Type", "").startswith("text/html") and bool(self.response.content)

    @cached_property
    def html(self):
        return self.response.content.decode()

    @cached_property
    def parts(self):
        return Parts(self.html)


# What the content security policy would refuse.
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle\s*=",
    "an inline stylesheet": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\ssrc\s*=| type=\"application/ld\+json\">)",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an address that runs": r"javascript:",
}


def forbidden(text, patterns=FORBIDDEN):
    return [what for what, pattern in patterns.items() if re.search(pattern, text, re.IGNORECASE)]


def guards(answer):
    """Every response, whatever it is, carries its headers."""
    points = observatory.score(answer.response)
    yield from observatory.complaints(answer.response)
    if points < 130:
        yield f"{points} points of the Observatory"


def caches(answer):
    """What is made for somebody is kept by nobody."""
    if answer.role != "anonymous" and "no-store" not in answer.response.get("Cache-Control", ""):
        yield f"may be kept: {answer.response.get('Cache-Control', 'nothing is said')}"


def policy(answer):
    """The page holds nothing that the policy of its headers refuses."""
    return forbidden(answer.html)


def outline(answer):
    """It says its language and its name, and has one heading of the first order."""
    parts = answer.parts
    if "<html" not in answer.html:  # a part of a page, fetched by it
        return
    if not parts.language or not parts.title.strip():
        yield "no language, or no title"
    if parts.headings.count("h1") != 1:
        yield f"{parts.headings.count('h1')} headings of the first order"


def names(answer):
    """No name stands twice, or links and labels lead to the wrong place."""
    return sorted({name for name in answer.parts.ids if answer.parts.ids.count(name) > 1})


def labels(answer):
    """Whatever is filled in says what it is for."""
    parts = answer.parts
    for control in parts.controls:
        if not control["labelled"] and control.get("id") not in parts.labelled - {None}:
            yield control.get("name", "a control without a name")


def no_way_to_the_admin(answer):
    """The administration pages are linked from nowhere."""
    if "/admin/" in answer.html:
        yield "leads to the administration pages"


OF_ANSWERS = {"headers": guards}
OF_PAGES = {
    "kept in no cache": caches,
    "nothing inline": policy,
    "language, title and heading": outline,
    "each name once": names,
    "labels": labels,
    "the admin is not linked": no_way_to_the_admin,
}


def faults(answer, of_pages=OF_PAGES, of_answers=OF_ANSWERS):
    """What is wrong with an answer, each with the address, who asked, and the question."""
    asked = of_answers | (of_pages if answer.is_page else {})
    return [
        f"{answer.where} as {answer.role}: {question}: {found}"
        for question, of in asked.items()
        for found in of(answer)
    ]
