"""What is pasted into a section: made clean at the form's own address, for whoever may change it, and said."""

from unittest.mock import patch

import pytest
from django.urls import reverse

from kit import apart
from publications.models import Narrative
from tests import factories as make

pytestmark = pytest.mark.django_db

CLIPBOARD = {"_deed": "clean", "_clipboard": "<p>a <s>b</s></p><table><tr><td>c<td>d</table>"}


@pytest.fixture
def section(db):
    return make.NarrativeFactory(before="<p>As it was</p>")


@pytest.fixture
def address(section):
    return reverse("row-edit", kwargs={"kind": "narrative", "pk": section.pk})


def signed_in(client, role):
    client.force_login(make.UserFactory(roles=[role]))
    return client


def test_the_editor_is_given_the_narrative_and_what_was_left_out(client, address, section):
    told = signed_in(client, "editor").post(address, CLIPBOARD).json()
    assert told == {
        "html": "<p>a</p>",
        "said": ["Left out: struck-out text (“b”).", "Left out: a table (1 row, c | d)."],
        "tables": 1,
        "paste": reverse("paste-lists"),
    }
    assert Narrative.objects.get().before == "<p>As it was</p>"


def test_whoever_may_not_change_a_section_is_given_nothing(client, address):
    assert signed_in(client, "data-officer").post(address, CLIPBOARD).status_code == 403


@pytest.mark.parametrize("reason", [apart.Busy(), apart.Stopped("it took too long.")])
def test_the_editor_is_told_if_nothing_could_be_read(client, address, reason):
    with patch.object(apart, "run", side_effect=reason):
        assert signed_in(client, "editor").post(address, CLIPBOARD).status_code == 503


def test_without_the_script_it_is_said_after_saving(client, address, section):
    typed = {"before": "<p>New <del>old</del></p>", "version": section.version, "included": "on"}
    typed |= {"heading": section.heading, "place": section.place}
    answer = signed_in(client, "editor").post(address, typed, follow=True)
    assert "Left out: deleted text (“old”)." in answer.content.decode()
    assert Narrative.objects.get().before == "<p>New</p>"
