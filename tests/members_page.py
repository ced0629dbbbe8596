"""The page that board members read, as words for a test to compare."""

import html
import re

from django.test import Client
from django.urls import reverse

from membership.roles import Role
from tests import factories as make


class Reader:
    """A board member who reads the page on this day or that."""

    def __init__(self, settings):
        self.settings = settings
        self.client = Client()
        self.client.force_login(make.UserFactory(roles=[Role.MEMBER]))

    def page(self, day):
        self.settings.TODAY = day
        response = self.client.get(reverse("welcome"))
        assert response.status_code == 200
        return response.content.decode()

    def at(self, address):
        """The words of another page of the members'."""
        response = self.client.get(address)
        assert response.status_code == 200
        return words(response.content.decode())

    def __call__(self, day):
        """The words of the page, each element of text on a line of its own."""
        return words(self.page(day))


def words(page):
    """Without the links to the sections, which say their headings once more."""
    main = re.sub(r"<nav.*?</nav>", "", page[page.index("<main") : page.index("</main>")], flags=re.DOTALL)
    block = r"</(?:p|li|div|dt|dd|h\d|summary|section)>|<span class=\"(?:said|time)\">"
    lines = re.sub(block, "\n", main.replace("\n", " ")).splitlines()
    told = (" ".join(html.unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in lines)
    return "\n".join(line for line in told if line)


def part(text, first, last):
    """The lines between two headings."""
    text = f"\n{text}\n"
    return text[text.index(f"\n{first}\n") : text.index(f"\n{last}\n")]


def in_order(text, *lines):
    places = [text.find(line) for line in lines]
    assert -1 not in places, [line for line, place in zip(lines, places, strict=True) if place < 0]
    assert places == sorted(places)
