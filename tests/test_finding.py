"""One box over the office: all words, any order, no matter how they are written."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lscb.office import finding
from lscb.office.finding import find, folded, marked
from membership.models import Party
from membership.roles import Role
from priorities.models import Goal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def person():
    return make.UserFactory(roles=[Role.EDITOR])


def found(question):
    return find(question, get_user_model().objects.first())


def names(question):
    return ["".join(piece.text for piece in result.name) for group in found(question) for result in group.results]


@pytest.mark.parametrize(
    "question", ["bullying online", "ONLINE Bullying", "bully onl", "  online,  bullying ", "Bullýing ónline"]
)
def test_case_accents_and_order_of_the_words_don_t_matter(question):
    make.GoalFactory(code="B", title="Reduce Bullying, face to face and online")
    make.GoalFactory(title="Reduce bullying")
    assert names(question) == ["B Reduce Bullying, face to face and online"]


@pytest.mark.parametrize(
    ("written", "asked"), [("Môn", "mon"), ("children’s", "children's"), ("Straße", "STRASSE"), ("Œ", "œ")]
)
def test_letters_are_folded_alike_on_both_databases(written, asked):
    make.OrganisationFactory(name=f"Council {written}")
    assert names(asked) == [f"Council {written}"]


def test_results_are_grouped_and_the_best_comes_first():
    make.AimFactory(words="Children sleep well", goal__title="Other")
    make.GoalFactory(title="Something", rationale="Because sleeplessness is common")
    make.GoalFactory(title="Sleep")
    groups = found("sleep")
    assert [group.kind for group in groups] == ["Goals", "Aims"]
    assert names("sleep")[:2] == ["Sleep", "Something"]


def test_a_record_is_found_by_what_it_belongs_to_and_by_who_is_named():
    police = make.OrganisationFactory(name="Essex Police")
    make.ContributionFactory(label="", payer=Party.objects.of(police), budget__financial_year="2016/17")
    make.SeatFactory(role="Commander", organisation=police, body__name="Executive")
    make.AgendaItemFactory(title="Audit report", meeting__label="June 16")
    assert names("police 2016/17") == ["Essex Police"]
    assert names("executive police") == ["Commander"]
    assert names("june audit") == ["Audit report"]


def test_the_words_are_shown_in_their_context_and_nothing_is_run():
    text = "x " * 200 + "<script>alert(1)</script> & neglect " + "y " * 200
    make.FindingFactory(words="Short", kind="key-success")
    make.EvidenceFactory(words=text)
    [group] = found("neglect")
    context = "".join(piece.text for piece in group.results[0].name)
    assert "neglect" in context
    assert len(context) < 400
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.MANAGER]))
    page = client.get(reverse("find"), {"q": "neglect <script>"}).content.decode()
    assert "<script>alert" not in page
    assert "neglect &lt;script&gt;" in page
    page = client.get(reverse("find"), {"q": "neglect"}).content.decode()
    assert "<mark>neglect</mark>" in page
    assert "<script>alert" not in page


def test_marked_pieces_are_the_text_again():
    text = "Café – CAFÉ ﬁne Straße"
    pieces = list(marked(text, [folded("café"), "fi", "ss"]))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.found] == ["Café", "CAFÉ", "ﬁ", "ß"]


def test_a_narrative_is_found_by_its_words_and_not_by_its_markup():
    make.NarrativeFactory(heading="Introduction", before="<p>Who <strong>we</strong> are</p>")
    assert names("who we are") == ["Introduction"]
    assert names("strong") == []


def test_each_result_leads_somewhere(client):
    publication = make.PublicationFactory(title="Plan for neglect", slug="2016-2019")
    make.GoalFactory(title="Neglect")
    make.BoardFactory()
    goal = Goal.objects.get()
    # To its form who may edit it, to where it is read who may not.
    forms = {reverse("row-edit", args=[row._meta.model_name, row.pk]) for row in (publication, goal)}
    pages = {reverse("office-publications"), reverse("office-plan", args=[goal.plan.key])}
    for role, there in ((Role.EDITOR, forms), (Role.APPROVER, pages)):
        person = make.UserFactory(roles=[role])
        client.force_login(person)
        addresses = [result.address for group in find("neglect", person) for result in group.results]
        assert {address.partition("#")[0] for address in addresses} == there
        assert {client.get(address).status_code for address in addresses} == {200}


def test_much_is_cut_and_said(monkeypatch):
    monkeypatch.setattr(finding, "SHOWN", 3)
    make.OrganisationFactory.create_batch(5)
    [group] = found("organisation")
    assert (len(group.results), group.more) == (3, 2)


@pytest.mark.parametrize("question", ["", " , ", "\x00", "%", "_", "(((", "a" * 5000, "\\", "*", "\u202e"])
def test_whatever_is_asked_is_answered(question, client):
    make.GoalFactory(title="100% of children")
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    assert client.get(reverse("find"), {"q": question}).status_code == 200
    if question == "_":
        assert names(question) == []


def test_more_records_ask_no_more_of_the_database():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            found("role organisation")
        return len(queries)

    for organisation in make.OrganisationFactory.create_batch(2, parent=make.OrganisationFactory()):
        make.SeatFactory(organisation=organisation)
    few = asked()
    for organisation in make.OrganisationFactory.create_batch(10, parent=make.OrganisationFactory()):
        make.SeatFactory(organisation=organisation)
    assert asked() == few
    assert len(names("role organisation")) == 12
