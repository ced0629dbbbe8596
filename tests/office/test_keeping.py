"""What is typed on a page of its own is kept as in a row's form: through the end of a session."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from editions.freezing import composed
from kit import clock
from kit.drafts.keeping import Keeping
from kit.models import Draft
from lscb.office import places
from membership.models import Board
from membership.roles import Role
from publications.models import Publication
from tests import factories as make
from tests.office.conftest import Forms
from tests.pages import patterns

pytestmark = pytest.mark.django_db

# The pages that keep what is typed, each with words for one of its fields. Those of rows are in test_editing.py.
TYPED = {
    "plan-next": ("title", "The plan after"),
    "report-start": ("title", "Our year"),
    "paste-lists": ("pasted", "Goal\tWanted\nNeglect\tLess of it"),
    "paste": ("pasted", "Goal\tWanted\nNeglect\tLess of it"),
    "attendance": ("v0-role", "Housing manager"),
    "next-year": ("meetings", "14 March 2017"),
    "office-indicator": ("period", "Q1 2015/16"),
    "figures-new-start": ("new_start", "A new recording system"),
    "office-rounds": ("period", "Q1 2015/16"),
    "office-request": ("1000000000", "31"),  # the figure of the row with this number
    "organisation-reply": ("words", "Our figures are on their way"),
    "presented": ("comments", "They were glad of it"),
    "send": ("remark", "The budget follows in June"),
    "retention": ("reason", "Inquiry, letter of 3 May"),
    "invite": ("name", "Petra Police"),
    "person-roles": ("name", "Petra Police"),
    "person-cover": ("ends", "2999-01-01"),
    "version-take-down": ("reason", "A child’s name"),
    "version-ask-to-erase": ("reason", "A child’s name"),
    "version-correct": ("note", "It is £1,100"),
    "version-give-back": ("reason", "The budget is last year’s"),
    "version-record": ("reference", "minute 7"),
    "version-leave-unpublished": ("reason", "The plan is over"),
    "version-bring-back": ("reason", "She agreed to be named"),
}
# These ask for a tick, or for nothing; or one of the pages above stands for them.
NOTHING_TO_TYPE = {
    "row-add",
    "row-edit",
    "paste-all",
    "paste-piece",
    "version-approve",
    "version-confirm-changes",
    "version-confirm",
    "version-record-confirmation",
    "version-publish",
    "version-erase",
    "person-seats",
    "person-end",
    "person-bring-back",
    "person-remove-details",
    "person-second-factor",
    "invitation",
    "cover-end",
}


@pytest.fixture
def manager():
    make.BoardFactory()
    return make.UserFactory(name="Mary Manager", roles=[Role.MANAGER, Role.APPROVER])


@pytest.fixture
def client(manager):
    client = Client()
    client.force_login(manager)
    return client


@pytest.fixture
def place(manager, request):
    """The address of the page, with what must be there for it to show its form."""
    name = request.param
    if name == "report-start":
        return reverse(name, args=[make.ReportingPeriodFactory().key])
    if name in ("plan-next", "paste-lists", "paste", "retention", "invite"):
        given = {"plan-next": {"key": make.PlanFactory().key}, "paste": {"slug": "goals"}}
        return reverse(name, kwargs=given.get(name))
    if name in ("attendance", "next-year"):
        meeting = make.MeetingFactory()
        make.SeatFactory(body=meeting.body)
        return reverse(name, args=[meeting.pk if name == "attendance" else meeting.body.key])
    if name in ("office-indicator", "figures-new-start"):
        return reverse(name, args=[make.ObservationFactory(ends=date(2016, 3, 31)).series.indicator.key])
    if name == "office-rounds":
        return reverse(name)
    if name == "office-request":
        asking = make.AskedFigureFactory(pk=1_000_000_000).asking
        return reverse(name, args=[asking.collection.key, asking.pk])
    if name == "organisation-reply":
        return reverse(name, args=[make.OrganisationFactory().key])
    if name.startswith("person"):
        return reverse(name, args=[make.UserFactory(name="Edith Editor", roles=[Role.EDITOR]).pk])
    plan = make.PublicationFactory(kind="business-plan", slug="2016", title="Plan")
    if name == "send":
        return reverse(name, args=[plan.kind, plan.slug])
    Board.objects.update(standing_permission="Minute 4")
    text = composed(plan, date(2016, 6, 1))[1]
    colleague = make.UserFactory(roles=[Role.MANAGER])
    stamps = {"composed_by": colleague, "sent_by": colleague, "sent_at": clock.now(), "needs_approval": True}
    if name not in ("version-give-back", "version-record"):
        stamps |= {"published": True, "approved_by": manager, "approved_at": clock.now(), "by_recorded_decision": False}
    if name in ("version-leave-unpublished", "version-bring-back"):
        stamps |= {"taken_down_by": manager, "taken_down_at": clock.now()}
    version = make.EditionFactory(publication=plan, content=text, **stamps)
    if name == "version-correct":  # it asks nothing while nothing differs
        plan.cover_note = "Something differs"
        plan.save()
    make.RecipientFactory(kind="business-plan")
    return reverse(name, args=[version.pk])


def names_of_pages_that_keep():
    for name, pattern in patterns():
        if issubclass(getattr(pattern.callback, "view_class", object), Keeping):
            yield name


def test_no_page_that_keeps_what_is_typed_is_forgotten():
    assert set(names_of_pages_that_keep()) == set(TYPED) | NOTHING_TO_TYPE


def form_of(response, field):
    """The form with this field: its name there, with a prefix where there are several alike, and all it would send."""
    for form in Forms(response.content.decode()).forms:
        for name in form["fields"]:
            if name == field or name.endswith(f"-{field}"):
                return name, form["fields"]
    raise LookupError(field)


@pytest.mark.parametrize(("place", "field", "words"), [(n, *typed) for n, typed in TYPED.items()], indirect=["place"])
def test_what_was_typed_is_there_after_signing_in_again(place, field, words, client, manager):
    name, typed = form_of(client.get(place), field)
    client.logout()
    answer = client.post(place, typed | {name: words})
    draft = Draft.objects.get()
    assert unquote(answer["Location"]) == f"/accounts/sign-in/?next={place}?draft={draft.pk}"
    client.force_login(manager)
    # The office's first page leads there; a colleague who manages reads it.
    [line] = places.unsaved(manager)
    assert line["address"] == f"{place}?draft={draft.pk}"
    page = client.get(line["address"])
    assert form_of(page, field)[1][name] == [words]
    assert "is back in the form" in page.content.decode()
    assert "There is a problem" not in page.content.decode()
    [read] = [each["words"] for each in places.typed(draft) if words in each["words"]]
    assert read == words
    # Thrown away, it is gone.
    assert client.post(place, {"_unwanted": draft.pk})["Location"] == place
    assert not Draft.objects.exists()


@pytest.mark.parametrize("place", ["retention"], indirect=True)
def test_what_was_sent_is_not_also_offered_as_unsaved(place, client):
    assert client.post(place, {"reason": "Inquiry", "_deed": "keep"}).json()["kept"]
    assert "You have unsaved text" in client.get(place).content.decode()
    assert client.post(place, {"reason": ""}).status_code == 200
    assert Draft.objects.exists()
    assert client.post(place, {"reason": "Inquiry"}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("place", ["version-take-down"], indirect=True)
def test_the_check_code_put_back_is_that_of_the_page(place, client):
    """Words are put back; what they are about is what stands on the page now."""
    place = place.replace("take-down", "correct")
    Publication.objects.update(cover_note="Something differs")
    _, typed = form_of(client.get(place), "shown")
    client.post(place, typed | {"note": "It is £1,100", "shown": "0" * 64, "_deed": "keep"})
    assert form_of(client.get(f"{place}?draft={Draft.objects.get().pk}"), "shown")[1]["shown"] == typed["shown"]
    assert typed["shown"] != ["0" * 64]


@pytest.mark.parametrize("place", ["invite"], indirect=True)
def test_nothing_is_kept_for_who_could_not_send_it(place, client, manager):
    typed = form_of(client.get(place), "name")[1] | {"name": "Petra"}
    client.logout()
    manager.duty_set.all().delete()
    client.post(place, typed)
    assert not Draft.objects.exists()
