"""The office's pages of lists: as many questions to the database for seven rows as for two, and not too heavy."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.roles import Role
from publications.models import Publication
from tests import factories as make
from tests.office.conftest import signed_in
from tests.walk import Answer, faults

pytestmark = pytest.mark.django_db


def fill(plan, budget, period, publication, body, number):
    for _ in range(number):
        part = make.PartFactory(plan=plan)
        goal = make.GoalFactory(plan=plan, part=part)
        make.AimFactory(goal=goal, series=make.SeriesFactory())
        make.MeasureFactory(goal=goal)
        make.LineageFactory(to_goal=goal)
        make.EvidenceFactory(goal=goal, period=period)
        make.ProgressFactory(goal=goal, period=period)
        make.FindingFactory(period=period)
        organisation = make.OrganisationFactory(parent=make.OrganisationFactory())
        payer = make.PartyFactory(words="", organisation=organisation)
        make.ContributionFactory(budget=budget, payer=payer, label="")
        make.BudgetLineFactory(budget=budget)
        make.ObservationFactory(series=make.SeriesFactory(indicator=make.IndicatorFactory(owed_by=payer)))
        make.StandingItemFactory(body=body, owner=payer)
        make.AgendaItemFactory(meeting=make.MeetingFactory(body=body), owner=payer, goal=goal)
        seat = make.SeatFactory(body=make.BodyFactory(parent=body, reports_to=body), organisation=organisation)
        make.AppointmentFactory(seat=seat)
        make.NarrativeFactory(publication=publication, parent=make.NarrativeFactory(publication=publication))
        make.LinkedPlanFactory(publication=publication, owner=payer)
        make.RecipientFactory(party=payer)
        make.PublicationFactory(plan=plan, budget=budget, reporting_period=period)
        make.EditionFactory(published=True)


def test_seven_rows_ask_no_more_than_two(client):
    plan, budget, period, body = (
        make.PlanFactory(),
        make.BudgetFactory(),
        make.ReportingPeriodFactory(),
        make.BodyFactory(),
    )
    publication = make.PublicationFactory(slug="sample")
    pages = [
        "/office/",
        "/office/plan/",
        f"/office/plan/{plan.key}/",
        f"/office/evidence/{period.key}/",
        "/office/figures/",
        f"/office/budget/{budget.key}/",
        "/office/meetings/",
        "/office/members/",
        "/office/publications/",
        f"/office/publications/{Publication.objects.get().kind}/sample/sections/",
        "/office/settings/",
    ]

    answers = {}

    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            answers[path] = client.get(path)
        return len(queries)

    fill(plan, budget, period, publication, body, 2)
    client.get("/office/")
    few = {path: asked(path) for path in pages}
    fill(plan, budget, period, publication, body, 5)
    assert {path: asked(path) for path in pages} == few
    assert {answer.status_code for answer in answers.values()} == {200}
    assert answers["/office/"].content.decode().count("/business-plan/") >= 7
    # Filled as they are, they answer what every page is asked.
    assert not [fault for path in pages for fault in faults(Answer(path, Role.MANAGER, answers[path]), of_answers={})]
    # The first page asks every app what it lacks.
    assert few.pop("/office/") <= 39
    assert max(few.values()) <= 20


def test_an_editing_page_weighs_little():
    """Without the editor of narratives, which comes only where narratives are written."""
    ours = ["css/tokens.css", "css/site.css", "css/document.css", "css/forms.css", "css/office.css", "js/office.js"]
    files = [Path(finders.find(name)) for name in [*ours, "django_htmx/htmx-2.min.js"]]
    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    assert 20 * 1024 < weight <= 30 * 1024


def test_totals_are_reckoned_by_the_server(client):
    budget = make.BudgetFactory()
    make.ContributionFactory(budget=budget, share=60, amount=600)
    make.ContributionFactory(budget=budget, share=40, amount=400)
    make.BudgetLineFactory(budget=budget, side="income", from_contributions=True)
    make.BudgetLineFactory(budget=budget, estimate=250)
    page = client.get(f"/office/budget/{budget.key}/").content.decode()
    for words in ("£1,000", "100.0%", "£250", "£750"):
        assert words in page


def test_the_places_stand_above_every_page(client):
    budget = make.BudgetFactory(financial_year="2016/17")
    page = client.get(f"/office/budget/{budget.key}/").content.decode()
    assert '<a href="/office/budget/" aria-current="true">Budget</a>' in page
    assert page.partition("<main")[0].count("aria-current") == 2
    assert 'role="search"' in page
    assert '<a href="/office/budget/" aria-current="page">Budget</a>' in client.get("/office/budget/").content.decode()
    assert '<a href="/office/" aria-current="page">Today</a>' in client.get("/office/").content.decode()
    for where, place in {
        "learning": '<a href="/office/evidence/" aria-current="true">Progress</a>',
        "training": '<a href="/office/evidence/" aria-current="true">Progress</a>',
        "inspections": '<a href="/office/evidence/" aria-current="true">Progress</a>',
        "policies": '<a href="/office/members/" aria-current="true">Members</a>',
    }.items():
        assert place in client.get(f"/office/{where}/").content.decode()


def test_only_places_that_are_open_to_them_are_shown_to_people():
    officer = signed_in(make.UserFactory(roles=[Role.DATA_OFFICER])).get("/office/figures/").content.decode()
    bar = officer.partition('class="bar"')[2].partition("<main")[0]
    assert "/office/figures/" in bar
    assert "/office/paste/" not in bar
    assert "/office/people/" not in bar
    member = signed_in(make.UserFactory(roles=[Role.MEMBER])).get("/members/").content.decode()
    assert 'class="bar"' not in member
