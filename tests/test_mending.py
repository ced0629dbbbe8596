"""The page of checks before approval: what it says, and where its links lead."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lscb.office import mending
from membership.roles import Role
from publications import checks
from publications.compose import compose, left_out
from publications.files import pdf
from publications.models import Publication
from publications.passages import passages
from tests import factories as make
from tests.kept_rows import load_once

pytestmark = pytest.mark.django_db
pytest_plugins = ["tests.southend"]
ON = date(2016, 6, 1)


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings):
    """Without the PDF, which other tests make and judge; on a day of the plan."""
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions=""))
    monkeypatch.setattr(checks.file, "judged", lambda data: ())
    settings.TODAY = ON


@pytest.fixture
def plan(southend, db):
    return Publication.objects.get(kind="business-plan")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def shown(publication, user):
    address = reverse("checks", args=[publication.kind, publication.slug])
    return client_of(user).get(address).content.decode()


def test_everything_is_said_with_a_link_to_the_draft(plan):
    page = shown(plan, make.UserFactory(roles=[Role.EDITOR]))
    preview = reverse("preview", args=[plan.kind, plan.slug])
    assert "Nothing stops it, 8 warnings" in page
    assert "At 1 aim the figures went against what was wanted, and the words beside them don’t say so." in page
    assert "with the records as they stand" in page
    assert "This stops it" not in page
    assert f'href="{preview}#progress-bullying"' in page
    assert "/admin/" not in page


def test_every_record_leads_to_where_it_is_mended(plan):
    editor = make.UserFactory(roles=[Role.EDITOR])
    links = set(re.findall(r'href="([^"]+)">Mend it', shown(plan, editor)))
    assert len(links) > 15
    client = client_of(editor)
    assert {client.get(link).status_code for link in links} == {200}
    assert reverse("office-publications") in links


def test_who_can_not_change_a_record_gets_no_link_to_mend_it(plan):
    assert "Mend it" not in shown(plan, make.UserFactory(roles=[Role.APPROVER]))


def test_every_kind_of_record_has_an_address(plan):
    """Each record that any passage of the real documents comes from is found again."""
    load_once("illustration")
    for publication in Publication.objects.documents():
        places = tuple(passage.place for passage in passages(compose(publication, on=ON)))
        finding = checks.CheckFinding(check="all", severity=checks.WARNING, words="All", places=places)
        found = mending.addresses(publication, [finding], make.SuperuserFactory())
        assert {place.record for place in places} == set(found)


def test_what_stands_in_no_section_is_named_with_the_way_to_the_sections(plan):
    plan.narrative_set.filter(place="members").update(included=False)
    page = shown(plan, make.UserFactory(roles=[Role.EDITOR]))
    assert "seats stand in no section of this document." in page
    sections = reverse("office-sections", args=[plan.kind, plan.slug])
    assert f'District Commander <a href="{sections}">Mend it' in page
    assert f'href="{sections}"' not in shown(plan, make.UserFactory(roles=[Role.APPROVER]))


def test_the_documents_of_the_demonstration_hold_all_they_draw_on(plan):
    load_once("illustration")
    for publication in Publication.objects.all():
        assert left_out(publication, compose(publication, on=ON), on=ON) == (), publication


def test_a_record_that_is_gone_has_no_address(plan):
    gone = checks.Place(record=checks.Record("priorities.goal", ("no-such-goal",), "plan"))
    finding = checks.CheckFinding(check="x", severity=checks.WARNING, words="X", places=(gone,))
    assert mending.addresses(plan, [finding], make.SuperuserFactory()) == {}


def test_nothing_to_mend(southend):
    publication = make.PublicationFactory(slug="another")
    make.NarrativeFactory(publication=publication, heading="Words", before="<p>All is well.</p>")
    assert "Nothing to mend" in shown(publication, make.UserFactory(roles=[Role.MANAGER]))


def test_what_stops_is_said_first(southend):
    page = shown(make.PublicationFactory(slug="another"), make.UserFactory(roles=[Role.MANAGER]))
    assert "1 thing stops it" in page
    assert "There is nothing in this document yet." in page


def test_the_site_has_no_page_of_checks(southend):
    site = Publication.objects.get(kind="site")
    client = client_of(make.UserFactory(roles=[Role.MANAGER]))
    assert client.get(reverse("checks", args=["site", site.slug])).status_code == 404


def test_many_findings_ask_as_often_as_few(plan):
    person = make.UserFactory(roles=[Role.EDITOR])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = shown(plan, person)
        return len(queries), page.count("Mend it")

    few, small = asked()
    for number in range(20):
        make.NarrativeFactory(publication=plan, heading=f"Empty {number}", before="", position=50 + number)
        goal = make.GoalFactory(plan=plan.past_plan, title=f"Further goal {number}")
        make.MeasureFactory(goal=goal)
        make.ContributionFactory(budget=plan.budget, label=f"Payer XYZ{number}A", share=1, amount=7)
    many, large = asked()
    assert large > small + 40
    # One more kind of record is named now: sections.
    assert many <= few + 1


# That each leads to a form with the field

# Of what is missing, and of what a row says by other means than words: the field that each check wants to be mended.
FIELDS = {
    "difference": "difference_made",
    "evidence": "words",
    "numbers in sentences": "figures_in_words",
    "owners": "owed_by",
    "meetings": "state",
    "shares and amounts": "share",
}


def fields_of(page):
    """The names of the fields of a page's forms."""
    return set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page))


def test_what_a_check_asks_for_stands_on_the_form_that_it_leads_to(plan):
    editor = make.UserFactory(roles=[Role.EDITOR])
    plan.past_plan.goal_set.first().progress_set.all().delete()
    client = client_of(editor)
    found = [
        finding for finding in checks.check(compose(plan, on=ON), today=date(2016, 12, 1)) if finding.check in FIELDS
    ]
    plan = Publication.objects.with_records().get(pk=plan.pk)
    assert {finding.check for finding in found} >= {"difference", "evidence", "owners", "meetings"}
    for finding in found:
        leads = mending.addresses(plan, [finding], editor)
        for place in finding.places:
            names = fields_of(client.get(leads[place.record]).content.decode())
            assert FIELDS[finding.check] in names, f"{finding.check}: {place.words} leads to {leads[place.record]}"


def test_progress_that_nobody_wrote_yet_is_begun_for_its_goal_and_period(plan):
    goal = plan.past_plan.goal_set.first()
    goal.progress_set.all().delete()
    editor = make.UserFactory(roles=[Role.EDITOR])
    record = checks.Record("priorities.progress", (goal.key,), "past_plan")
    finding = checks.CheckFinding(
        check="difference", severity=checks.WARNING, words="X", places=(checks.Place(record=record),)
    )
    [address] = mending.addresses(plan, [finding], editor).values()
    client = client_of(editor)
    page = client.get(address).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    client.post(address, fields | {"difference_made": "They were heard sooner.", "period": plan.reporting_period_id})
    [made] = goal.progress_set.all()
    assert (made.difference_made, made.period) == ("They were heard sooner.", plan.reporting_period)
