"""All that was brought at once: saved once by whoever presses twice, and without a heading."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from membership.models import Body, Seat
from publications.models import Narrative
from tests import factories as make
from tests.test_pasting import Fields

HTML = """<table><tr><th>Role</th><th>Organisation</th></tr>
<tr><td>Head of service</td><td>Essex Police</td></tr></table>
<p>And who else</p>
<table><tr><th>Role</th><th>Organisation</th></tr>
<tr><td>Chief nurse</td><td>Southend Hospital</td></tr></table>"""


def brought(client):
    """The address of the page on two tables that no heading stands above, and what its form sends to save them."""
    answer = client.post("/office/paste/", {"pasted": "two tables", "html": HTML}, follow=True)
    [(address, _)] = answer.redirect_chain
    fields = Fields(answer.content.decode().partition("<main")[2]).data
    return address, fields | {"do": "save", "new-body": "The board"}


@pytest.mark.django_db(transaction=True)
def test_all_that_was_brought_is_saved_once():
    make.BoardFactory()
    client = Client()
    client.force_login(make.SuperuserFactory())
    address, fields = brought(client)
    start = threading.Barrier(2)

    def press(_):
        start.wait(timeout=30)
        try:
            own = Client()
            own.cookies = client.cookies
            return own.post(address, fields, follow=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(press, range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert sorted(Seat.objects.values_list("role", flat=True)) == ["Chief nurse", "Head of service"]
    assert Body.objects.count() == 1


@pytest.mark.django_db
def test_tables_that_no_heading_stands_above_make_a_section_each():
    make.BoardFactory()
    client = Client()
    client.force_login(make.SuperuserFactory())
    address, fields = brought(client)
    page = client.post(address, fields | {"title": "Who sits where"}, follow=True).content.decode()
    assert "2 seats" in page
    first, last = Narrative.objects.filter(place="members")
    assert (first.heading, last.heading) == ("", "")
    assert "And who else" in last.before
