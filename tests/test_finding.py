"""One box over the office: all words, any order, no matter how they are written."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lscb.office import finding, records
from lscb.office.finding import find, folded, marked
from membership.models import Party
from membership.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def names(question):
    return ["".join(piece.text for piece in result.name) for group in find(question) for result in group.results]


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
    groups = find("sleep")
    assert [group.kind for group in groups] == ["Goals", "Outcomes wanted"]
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
    [group] = find("neglect")
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
    client.force_login(make.UserFactory(roles=[Role.APPROVER]))
    make.BoardFactory()
    addresses = [result.address for group in find("neglect") for result in group.results]
    assert len(addresses) == 2
    assert reverse("preview", args=[publication.kind, "2016-2019"]) in addresses
    assert {client.get(address).status_code for address in addresses} == {200}


def test_much_is_cut_and_said(monkeypatch):
    monkeypatch.setattr(finding, "SHOWN", 3)
    make.OrganisationFactory.create_batch(5)
    [group] = find("organisation")
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
            find("role organisation")
        return len(queries)

    for organisation in make.OrganisationFactory.create_batch(2, parent=make.OrganisationFactory()):
        make.SeatFactory(organisation=organisation)
    few = asked()
    for organisation in make.OrganisationFactory.create_batch(10, parent=make.OrganisationFactory()):
        make.SeatFactory(organisation=organisation)
    assert asked() == few
    assert len(names("role organisation")) == 12


def test_everything_that_is_searched_has_its_words():
    assert set(finding.SEARCHED) <= set(records.KINDS)
