"""The law in the office: chosen once, its list answered by records or words, and what is wrong with it is said."""

from datetime import date

import pytest
from django.urls import reverse

from editions import pages
from kit.history import remove
from kit.needs import Day
from lscb.office import needs
from membership.models import Board, Helpline, HowSure, Regime, Requirement
from membership.shipped import laws
from publications.compose import compose, left_out
from publications.models import Narrative, PublicationKind, Recipient
from tests import factories as make
from tests.office.conftest import fields, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def today(settings):
    settings.TODAY = TODAY


@pytest.fixture
def client(ann):
    if not Board.objects.exists():
        make.BoardFactory()
    return signed_in(ann)


def choose(client, slug):
    return client.post(reverse("laws"), {"law": slug}, follow=True)


def report(**drawn):
    return make.PublicationFactory(kind=PublicationKind.ANNUAL_REPORT, title="Report", slug="2025-26", **drawn)


def wanted_page(client, publication):
    return client.get(reverse("wanted", args=[publication.kind, publication.slug])).content.decode()


def test_a_law_is_taken_over_whole_with_who_did_it_and_can_be_changed(client, ann):
    page = client.get(reverse("laws")).content.decode()
    assert all(law.title in page for law in laws().values())
    make.HelplineFactory(number="101")
    assert "taken over. The board may change every word of it." in choose(client, "sab-2014").content.decode()
    regime = Regime.objects.get()
    assert (regime.body_called, regime.plan_called, regime.for_whom) == (
        "Safeguarding Adults Board",
        "Strategic plan",
        "adults",
    )
    assert regime.history.get().history_user == ann
    assert regime.requirement_set.filter(about=Requirement.About.REPORT_HOLDS).count() == 7
    # To whom it goes, by office. A number that is there already isn't there twice.
    assert [str(row) for row in Recipient.objects.filter(kind="annual-report")] == [
        "Chief executive of the local authority that established it",
        "Leader of that authority",
        "Local policing body",
        "Local Healthwatch organisation",
        "Chair of the Health and Wellbeing Board",
    ]
    assert sorted(Helpline.objects.values_list("number", flat=True)) == ["0808 808 8141", "101"]
    edit = reverse("row-edit", args=["regime", regime.pk])
    client.post(edit, fields(client.get(edit)) | {"plan_called": "Three-year strategy"})
    regime.refresh_from_db()
    assert regime.plan_called == "Three-year strategy"


def test_a_law_is_taken_over_once_and_only_one_that_there_is(client):
    choose(client, "sab-2014")
    assert (
        "Safeguarding Adults Board, Care Act 2014 is recorded already." in choose(client, "sab-2014").content.decode()
    )
    assert "Choose one of the laws below." in choose(client, "nowhere-1066").content.decode()
    assert Regime.objects.count() == 1


def test_nobody_is_given_a_report_because_of_a_guess(client):
    choose(client, "partners-2026")
    assert Regime.objects.get().requirement_set.filter(about=Requirement.About.REPORT_GOES_TO).count() == 3
    assert not Recipient.objects.exists()


def test_each_thing_of_the_list_is_answered_by_records_by_words_or_said_to_be_missing(client):
    choose(client, "wales-2014")
    body = make.BodyFactory(kind="board")
    make.SeatFactory(body=body, role="Director")
    publication = report(body=body)
    make.NarrativeFactory(publication=publication, heading="Who we are", place=Narrative.Place.MEMBERS)
    make.NarrativeFactory(
        publication=publication, heading="Requests", before="<p>None in the year.</p>", answers="(e), (k)"
    )
    make.NarrativeFactory(publication=publication, heading="Left empty", answers="(m)")
    page = wanted_page(client, publication)
    assert "3 of 13 answered" in page
    assert "From the records: " in page
    assert page.count("In words: ") == 2
    assert page.count(">Missing</span>") == 10
    # The checks name what is missing, but not what the law wants only of some.
    [found] = [
        each
        for each in left_out(publication, compose(publication, on=TODAY), on=TODAY)
        if each.one == "thing that the law wants"
    ]
    assert [place.words.split()[0] for place in found.places] == [f"({letter})" for letter in "bcdfghijlm"]
    checks = client.get(reverse("checks", args=[publication.kind, publication.slug])).content.decode()
    assert "10 things that the law wants stand in no section of this document." in checks


def test_a_section_answers_only_what_is_on_the_list(client):
    choose(client, "sab-2014")
    publication = report()
    section = make.NarrativeFactory(publication=publication, heading="Words")
    edit = reverse("row-edit", args=["narrative", section.pk])
    page = client.post(edit, fields(client.get(edit)) | {"answers": "4(1)(c), 9"}).content.decode()
    assert "9: not on the law’s list. Its numbers are 4(1)(a), 4(1)(b)," in page
    client.post(edit, fields(client.get(edit)) | {"answers": "4(1)(c); 4(1)(d)"})
    section.refresh_from_db()
    assert section.answers == "4(1)(c); 4(1)(d)"


@pytest.mark.parametrize("slug", ["partners-2026", "sbni-2011"])
def test_where_the_list_was_not_read_the_page_says_so_and_calls_nothing_law(client, slug):
    choose(client, slug)
    regime = Regime.objects.get()
    Regime.objects.update(starts=date(2020, 1, 1))
    publication = report()
    page = wanted_page(client, publication)
    assert '<h2 id="list-1">Not read</h2>' in page
    assert "Nobody has read these in the law itself." in page
    assert "What the law wants</h2>" not in page
    assert "answered" not in page
    assert page.count("<tr>") - 1 == regime.requirement_set.filter(about=Requirement.About.REPORT_HOLDS).count()
    found = left_out(publication, compose(publication, on=TODAY), on=TODAY)
    assert "thing that the law wants" not in {each.one for each in found}


def test_the_public_is_told_of_no_partner_that_is_not_required_yet(client):
    choose(client, "partners-2026")
    site = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    content = compose(site, on=TODAY)
    home = dict(pages.files(content, [], TODAY))["index.html"].decode()
    assert "The law requires these partners: the local authority; an integrated care board" in home
    for never in ("designated by regulations", "social worker", "constable", "Schedule"):
        assert never not in home


# What is wrong with the laws, said where it is seen


def told(person):
    return {need.what: need for need in needs.found(person, Day(TODAY, Board.objects.first()))}


def test_an_end_before_the_start_is_refused_beside_the_field(client):
    regime = make.RegimeFactory()
    edit = reverse("row-edit", args=["regime", regime.pk])
    page = client.post(edit, fields(client.get(edit)) | {"starts": "1 April 2026", "ends": "1 April 2025"})
    assert "The end lies before the start." in page.content.decode()


def test_two_laws_in_force_and_none_are_said(client, ann):
    make.RegimeFactory(body_called="Safeguarding partners", starts=date(2018, 6, 29))
    second = make.RegimeFactory(body_called="Partners of 2026", starts=date(2026, 3, 18))
    need = told(ann)["Several laws are in force today: Partners of 2026 and Safeguarding partners"]
    assert need.more == ("Partners of 2026 began last, so its words count. End the others on the day before.",)
    remove(second, by=ann)
    assert "Several" not in " ".join(told(ann))
    Regime.objects.update(ends=date(2025, 1, 1))
    assert "No law that the board works under is in force today" in told(ann)


def test_whom_the_law_requires_and_who_has_no_seat_is_said(client, ann):
    choose(client, "sab-2014")
    body = make.BodyFactory(kind="board")
    council, police = make.OrganisationFactory(name="Council"), make.OrganisationFactory(name="Police")
    first, _, third = Regime.objects.get().requiredpartner_set.by_law(TODAY)
    what = "partners that the law requires have no seat on the board"
    assert f"3 {what}" in told(ann)
    # A department of the council sits for it.
    make.SeatFactory(body=body, organisation=make.OrganisationFactory(parent=council))
    for row, organisation in ((first, council), (third, police)):
        row.organisation = organisation
        row.save()
    need = told(ann)[f"2 {what}"]
    assert need.more[1] == "the chief officer of police of the area (Police)"
    # Chair and lay members are persons.
    for standing in ("chair", "lay-member"):
        make.RequiredPartnerFactory(regime=first.regime, standing=standing)
    assert f"4 {what}" in told(ann)
    make.SeatFactory(body=body, office="chair")
    make.SeatFactory(body=body, capacity="lay-member", organisation=police)
    assert "1 partner that the law requires has no seat on the board" in told(ann)


def test_a_report_falls_due_on_the_day_of_the_law_or_on_the_board_s_own(client, ann):
    choose(client, "wales-2014")
    period = make.ReportingPeriodFactory(label="2025/26", starts=date(2025, 4, 1), ends=date(2026, 3, 31))
    need = told(ann)["Annual report for 2025/26"]
    assert (need.due, need.more) == (date(2026, 7, 30), ("Due before 31 July.",))
    period.report_due = date(2026, 7, 1)
    period.save()
    assert told(ann)["Annual report for 2025/26"].due == date(2026, 7, 1)
    # What nobody has read is called so; words without a day ask for one.
    row = Regime.objects.get().requirement_set.get(about=Requirement.About.REPORT_DUE)
    row.words, row.sure = "as soon as is feasible", HowSure.NOT_READ
    row.save()
    period.report_due = None
    period.save()
    need = told(ann)["Annual report for 2025/26"]
    assert (need.due, need.deed, need.also[1]) == (None, "Start it", "Give it a day")
    assert need.more == ("Due as soon as is feasible (Not read: somebody has to look it up).",)


@pytest.fixture
def plan():
    return make.PlanFactory(
        title="Strategic plan", period_as_printed="2026 - 2027", starts=date(2026, 4, 1), ends=date(2027, 3, 31)
    )


def test_a_plan_falls_due_on_the_day_of_the_law_until_it_is_public_and_then_the_next(client, ann, plan):
    choose(client, "wales-2014")
    need = told(ann)["Business plan for 2026 - 2027"]
    assert (need.due, need.more) == (date(2026, 3, 31), ("Due before the start of each financial year.",))
    publication = make.PublicationFactory(kind="business-plan", plan=plan)
    edition = make.EditionFactory(publication=publication, published=True)
    need = told(ann)["Business plan from 1 April 2027"]
    assert (need.due, need.deed, need.address) == (date(2027, 3, 31), "Start it", f"/office/plan/{plan.key}/next/")
    assert "Business plan for 2026 - 2027" not in told(ann)
    # It is time half a year before; a plan of three years is not asked for in its second.
    plan.ends = date(2028, 3, 31)
    plan.save()
    assert "plan" not in " ".join(told(ann)).casefold()
    # One without an end has none that follows.
    plan.ends = None
    plan.save()
    assert "plan" not in " ".join(told(ann)).casefold()
    assert edition.publication.plan == plan


def test_who_is_asked_before_a_plan_is_said_with_how_sure_that_is(client, ann, plan):
    choose(client, "sab-2014")
    need = told(ann)["Business plan for 2026 - 2027"]
    asked = "Asked before it: Local Healthwatch organisation; The community of the area."
    assert (need.due, need.more) == (None, ("Due for each financial year.", asked))
    rows = Regime.objects.get().requirement_set.filter(about__in=[Requirement.About.PLAN_DUE])
    for row in (*rows, Requirement.objects.get(words="The community of the area")):
        row.sure = HowSure.NOT_READ
        row.save()
    due, asked = told(ann)["Business plan for 2026 - 2027"].more
    assert due == "Due for each financial year (Not read: somebody has to look it up)."
    assert asked.endswith("The community of the area (Not read: somebody has to look it up).")


def test_a_law_that_names_no_day_of_a_plan_asks_for_none(client, ann, plan):
    choose(client, "lscb-2015")
    assert "plan for" not in " ".join(told(ann)).casefold()


# Addresses


def test_a_page_has_its_second_address_and_keeps_the_first(client):
    choose(client, "sab-2014")
    site = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    files = dict(pages.files(compose(site, on=TODAY), [], TODAY))
    page = files["worried-about-an-adult/index.html"]
    assert page == files["worried-about-a-child/index.html"]
    assert b'<link rel="canonical" href="/worried-about-a-child/">' in page
    assert b'href="/worried-about-a-child/"' not in files["index.html"]
    assert b'href="/worried-about-an-adult/"' in files["index.html"]


@pytest.mark.parametrize("address", ["office", "business-plan", "worried-about-a-child"])
def test_a_second_address_leads_nowhere_else(client, address):
    regime = make.RegimeFactory()
    edit = reverse("row-edit", args=["regime", regime.pk])
    page = client.post(edit, fields(client.get(edit)) | {"plan_address": address}).content.decode()
    assert f"/{address}/ leads somewhere else already. Choose another address." in page
    same = {"plan_address": "our-plan", "report_address": "our-plan"}
    assert "/our-plan/ leads somewhere else" in client.post(edit, fields(client.get(edit)) | same).content.decode()


# Nation


def test_who_watches_over_accessibility_and_who_answers_go_by_the_nation(client):
    choose(client, "sbni-2011")
    site = make.PublicationFactory(kind=PublicationKind.SITE, slug="site")
    files = dict(pages.files(compose(site, on=TODAY), [], TODAY))
    statement = files["accessibility/index.html"].decode()
    assert "The Equality Commission for Northern Ireland (ECNI) is responsible for enforcing" in statement
    assert "EHRC" not in statement
    page = files["worried-about-a-child/index.html"].decode()
    assert "Worried about a child or young person?" in page
    assert "Gateway team, Belfast Health and Social Care Trust" in page
    assert "028 9050 7000" in page
    Regime.objects.update(nation="wales")
    files = dict(pages.files(compose(site, on=TODAY), [], TODAY))
    assert "(EHRC) is responsible for enforcing" in files["accessibility/index.html"].decode()


# The end


def test_when_the_body_ends_every_page_of_its_public_tree_leads_to_its_successors(client):
    board = Board.objects.get()
    edit = reverse("row-edit", args=["board", board.pk])
    typed = fields(client.get(edit)) | {"ended_on": "31 March 2028"}
    page = client.post(edit, typed | {"continued_at": "East Shire Board\nWest Shire https://west.example/"})
    assert "This line has not both: East Shire Board" in page.content.decode()
    client.post(edit, typed | {"continued_at": "East Shire Board: https://east.example/\nWest https://west.example/"})
    site = compose(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), on=TODAY)
    files = {path: data.decode() for path, data in pages.files(site, [], TODAY) if path.endswith(".html")}
    assert len(files) > 4
    for path, html in files.items():
        assert f"{board.name} ended on 31 March 2028. What it published stays here." in html, path
        assert '<a href="https://east.example/">East Shire Board</a>, <a href="https://west.example/">West</a>' in html
