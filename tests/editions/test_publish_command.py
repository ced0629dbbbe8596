"""manage.py publish: how a board without office pages publishes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from editions import publishing
from editions.models import Edition
from publications import checks
from publications.files import pdf
from publications.models import PublicationKind
from tests import factories
from tests.editions.drafts import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def board(monkeypatch):
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions=""))
    monkeypatch.setattr(checks, "run", lambda content, **more: ())
    factories.UserFactory(email="manager@example.org")
    factories.PublicationFactory(slug="2016-2019", title="Plan")
    return factories.BoardFactory()


class Killed(BaseException):
    """The process ends here."""


def killed(html, **how):
    raise Killed


def publish(*words, **how):
    out = StringIO()
    call_command("publish", *words, **{"by": "Manager@example.org"} | how, stdout=out)
    return out.getvalue()


def test_a_plan_with_its_decision():
    assert "Plan, version 1 is what the public reads now." in publish("business-plan", "2016-2019", decision="Minute 7")
    edition = Edition.objects.get()
    assert (edition.decision, edition.published_by.email) == ("Minute 7", "manager@example.org")


def test_what_the_board_approves_needs_a_decision():
    with pytest.raises(CommandError, match="Say who decided it"):
        publish("business-plan", "2016-2019")
    assert not Edition.objects.exists()


def test_a_run_that_was_killed_while_it_made_the_pdf_leaves_one_draft_and_the_next_goes_on_with_it(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "make", killed)
        with pytest.raises(Killed):
            publish("business-plan", "2016-2019", decision="Minute 7")
    publish("business-plan", "2016-2019", decision="Minute 7")
    assert [edition.number for edition in Edition.objects.all()] == [1]


@pytest.mark.parametrize("again", [False, True], ids=["everyday page", "brought back"])
def test_publishing_that_is_killed_leaves_no_draft(again, monkeypatch):
    """An everyday page that is updated, and a version that is brought back: nothing is kept before it is published."""
    by = factories.UserFactory()
    plan = factories.PublicationFactory(kind=PublicationKind.FORWARD_PLAN, slug="2016", title="Forward plan")
    for _ in range(2):
        first, live = Edition.objects.first(), publishing.update(plan, by=by, on=DAY)
    monkeypatch.setattr(pdf, "make", killed)
    with pytest.raises(Killed):
        if again:
            publishing.restore(first, by=by, on=DAY)
        else:
            publishing.update(plan, by=by, on=DAY)
    assert set(Edition.objects.all()) == {first, live}


def test_the_sites_own_words_need_none():
    factories.PublicationFactory(kind=PublicationKind.SITE, slug="site", title="Public pages")
    assert "Public pages, version 1" in publish("site", "site")


@pytest.mark.parametrize(
    ("words", "how", "said"),
    [
        (("business-plan", "2099"), {}, "There is no business-plan at the address 2099."),
        (("business-plan", "2016-2019"), {"by": "stranger@example.org"}, "Nobody signs in as stranger@example.org."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(words, how, said):
    with pytest.raises(CommandError, match=said):
        publish(*words, decision="Minute 7", **how)
