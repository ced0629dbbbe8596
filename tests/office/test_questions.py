"""A form asks what may mean several things, and each answer is a button."""

import re

import pytest

from finance.models import Contribution
from membership.models import Organisation
from tests import factories as make
from tests.office.conftest import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def contribution():
    return make.ContributionFactory(amount=None, label="")


def asked(page, name):
    """The answers that stand beside a field, as the buttons send them, and their words."""
    return re.findall(rf'<button class="button secondary" name="_meant" value="({name} [^"]*)">([^<]*)<', page)


@pytest.mark.parametrize("by_htmx", [True, False])
def test_an_answer_is_one_press_and_nothing_typed_is_lost(client, contribution, by_htmx):
    headers = {"HX-Request": "true"} if by_htmx else {}
    address = f"/office/edit/contribution/{contribution.pk}/"
    typed = fields(client.get(address)) | {"amount": "10 200", "share": "0.495"}
    page = client.post(address, typed, headers=headers).content.decode()
    assert asked(page, "amount") == [("amount £10,200", "£10,200")]
    assert asked(page, "share") == [("share 49.5%", "49.5%"), ("share 0.495%", "0.495%")]
    assert "Is “10 200” one number, £10,200.00?" not in page
    assert 'value="10 200"' in page

    typed = fields(client.post(address, typed)) | {"_meant": "amount £10,200"}
    page = client.post(address, typed, headers=headers).content.decode()
    assert asked(page, "amount") == []
    assert 'value="£10,200"' in page
    assert 'value="0.495"' in page

    again = fields(client.post(address, typed))
    client.post(address, again | {"_meant": "share 49.5%"}, headers=headers)
    saved = Contribution.objects.get(pk=contribution.pk)
    assert (saved.amount, saved.share) == (10200, 49.5)


def test_the_return_key_answers_no_question(client, contribution):
    """A browser presses the first button of a form: that one names no answer."""
    address = f"/office/edit/contribution/{contribution.pk}/"
    page = client.post(address, fields(client.get(address)) | {"amount": "10 200"}).content.decode()
    form = page[page.index('<form class="editor"') :]
    assert "name=" not in re.search("<button[^>]*>", form)[0]


def test_how_an_amount_was_read_is_said_after_saving(client, contribution):
    address = f"/office/edit/contribution/{contribution.pk}/"
    page = client.post(address, fields(client.get(address)) | {"amount": "£ -"}, follow=True).content.decode()
    assert "“£ -” was read as £0." in page
    assert Contribution.objects.get(pk=contribution.pk).amount == 0


def test_an_answer_about_the_last_day_ends_a_row_and_never_deletes_it(client):
    row = make.OrganisationFactory(ends=None)
    address = f"/office/remove/organisation/{row.pk}/"
    sent = {"_deed": "end", "version": row.version, "ends": "March 2016"}
    page = client.post(address, sent).content.decode()
    assert asked(page, "ends") == [("ends 1 March 2016", "1 March 2016"), ("ends 31 March 2016", "31 March 2016")]
    assert '<input type="hidden" name="_deed" value="end">' in page
    client.post(address, {"version": row.version, "ends": "March 2016", "_meant": "ends 31 March 2016"})
    assert Organisation.objects.filter(pk=row.pk, ends=None).exists(), "what names no deed does nothing"
    client.post(address, sent | {"_meant": "ends 31 March 2016"})
    assert f"{Organisation.objects.get(pk=row.pk).ends}" == "2016-03-31"


def test_a_filter_asks_too(client):
    page = client.get("/office/history/?since=March+2016").content.decode()
    assert asked(page, "since")[0][0] == "since 1 March 2016"
    page = client.get("/office/history/?since=March+2016&_meant=since+1+March+2016").content.decode()
    assert 'value="1 March 2016"' in page
    assert asked(page, "since") == []
