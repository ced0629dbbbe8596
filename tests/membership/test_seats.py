"""Seats as boards write them: joint chairs, agencies without a role, interests of any length; “N/A” is none."""

from datetime import date

import pytest
from django.test import Client

from kit.needs import Day
from membership.models import Body, Organisation, Party, Seat
from membership.needs import required_partners
from priorities.models import Indicator
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.files import word
from tests import factories as make
from tests.office.conftest import fields
from tests.test_pasting import Fields
from tests.walk import Parts
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)


@pytest.fixture
def body():
    make.BoardFactory()
    return make.BodyFactory(name="Board", kind="board")


@pytest.fixture
def client(body):
    client = Client()
    client.force_login(make.SuperuserFactory(name="Manager"))
    return client


def saved(client, address, **typed):
    return client.post(address, fields(client.get(address)) | typed)


def document(body, place):
    publication = make.PublicationFactory(body=body)
    make.NarrativeFactory(publication=publication, heading="Who sits", place=place)
    return compose(publication, on=ON)


def table(content):
    [page] = layout.pages(content)
    [block] = page.blocks
    return [column.heading for column in block.columns], [row.cells for group in block.groups for row in group.rows]


def test_two_chair_a_body_jointly_and_are_printed_so(client, body):
    group = make.BodyFactory(name="Audit group", parent=body)
    for role in ("Head of Nursing", "Superintendent"):
        answer = saved(client, f"/office/add/seat/?body={group.pk}", role=role, office="joint-chair")
        assert answer.status_code == 302
    content = document(body, "chairs")
    assert [cells[:2] for cells in table(content)[1]] == [
        ("Joint Chair", "Head of Nursing"),
        ("Joint Chair", "Superintendent"),
    ]
    seats = content.sections[0].records.bodies[0].seats
    assert [seat.known_as([content.sections[0].records.bodies[0]]) for seat in seats] == [
        "Head of Nursing",
        "Superintendent",
    ]
    assert "Joint chair" in client.get("/office/members/").content.decode()


def test_a_second_chair_is_told_of_joint_chairs(client, body):
    make.SeatFactory(body=body, office="chair")
    page = saved(client, f"/office/add/seat/?body={body.pk}", role="Second", office="chair").content.decode()
    assert "make both joint chairs" in page
    assert Seat.objects.count() == 1


def test_joint_chairs_are_the_chair_whom_the_law_requires(body):
    regime = make.RegimeFactory()
    make.RequiredPartnerFactory(regime=regime, standing="chair", sure="law", words="An independent chair")
    assert [need.more for need in required_partners(Day(ON, None))] == [("An independent chair",)]
    make.SeatFactory(body=body, office="joint-chair")
    assert list(required_partners(Day(ON, None))) == []


@pytest.mark.parametrize(
    ("printed", "offices"),
    [
        ("Joint chair – Head of Nursing\nJoint chair – Superintendent", ["joint-chair", "joint-chair"]),
        ("Co-chair: Head of Nursing Co-chair: Superintendent", ["joint-chair", "joint-chair"]),
        ("Chair – Head of Nursing\nVicechair – Superintendent", ["chair", "vice-chair"]),
    ],
)
def test_pasted_chairs_are_joint_where_the_table_says_so(client, body, printed, offices):
    rows = "".join(f"<p>{line}</p>" for line in printed.split("\n"))
    pasted = f"<table><tr><td>Group<td>Chairing<tr><td>Audit group<td>{rows}</table>"
    page = client.post("/office/paste/chairs/", {"pasted": pasted, "body": body.pk}).content.decode()
    client.post("/office/paste/chairs/", Fields(page).data | {"do": "save"})
    assert list(Body.objects.get(name="Audit group").seat_set.values_list("office", "role")) == [
        (offices[0], "Head of Nursing"),
        (offices[1], "Superintendent"),
    ]


# Agencies without roles


def test_where_no_seat_has_a_role_the_agencies_name_the_rows(body):
    for name in ("City Council", "Essex Police"):
        make.SeatFactory(body=body, role="", organisation=make.OrganisationFactory(name=name))
    content = document(body, "members")
    assert table(content) == (["Organisation"], [("City Council",), ("Essex Police",)])
    for text in (
        Parts(render.paper(content, Control())).text,
        WordFile(word.make(content, layout.pages(content), Control())).text,
    ):
        assert "Essex Police" in text
        assert "Not stated" not in text


def test_where_some_seats_have_a_role_the_others_are_those_of_members(body):
    make.SeatFactory(body=body, role="", organisation=make.OrganisationFactory(name="City Council"))
    make.SeatFactory(body=body, role="Nurse", organisation=make.OrganisationFactory(name="City Hospital"))
    make.SeatFactory(body=body, role="", office="chair", organisation_as_printed="Nobody's")
    assert table(document(body, "members")) == (
        ["Role", "Organisation"],
        [("Member", "City Council"), ("Nurse", "City Hospital"), ("Chair", "Nobody's")],
    )


def test_chairs_without_roles_have_no_column_of_roles(body):
    group = make.BodyFactory(name="Audit group", parent=body)
    make.SeatFactory(body=group, role="", office="chair", organisation=make.OrganisationFactory(name="City Council"))
    assert table(document(body, "chairs")) == (["Chair & Vice Chair", "Organisation"], [("Chair", "City Council")])


def test_a_sheet_names_an_agency_without_a_role_once(client, body):
    make.SeatFactory(body=body, role="", organisation=make.OrganisationFactory(name="Essex Police"))
    meeting = make.MeetingFactory(body=body, year=2016, month=6, day=9)
    for page in ("/office/print/members/", f"/office/print/attendance/{meeting.pk}/"):
        assert client.get(page).content.decode().count("Essex Police") == 1, page


# Interests of any length


def test_whom_a_seat_represents_is_of_any_length(client, body):
    words = "the voluntary sector of the whole county, " * 20 + "and its parish councils"
    answer = saved(client, f"/office/add/seat/?body={body.pk}", role="Member", represents=words)
    assert answer.status_code == 302
    assert table(document(body, "members"))[1] == [("Member", words)]
    assert words in codec.write(document(body, "members"))


# “N/A”

NONE = ["N/A", "n/a", "NA", "none", "None.", "Not applicable", "-", "–", "nil"]


@pytest.mark.parametrize("words", NONE)
def test_none_is_no_organisation_of_a_seat_that_somebody_types(client, body, words):
    saved(client, f"/office/add/seat/?body={body.pk}", role="Lay member", organisation_as_printed=words)
    seat = Seat.objects.get()
    assert (seat.organisation, seat.organisation_as_printed) == (None, words)


@pytest.mark.parametrize("words", NONE)
def test_none_is_no_organisation_of_a_seat_that_is_pasted(client, body, words):
    pasted = f"Role\tOrganisation\nLay member\t{words}\nNurse\tCity Hospital\n"
    page = client.post("/office/paste/members/", {"pasted": pasted, "body": body.pk}).content.decode()
    assert "not saved" not in page
    client.post("/office/paste/members/", Fields(page).data | {"do": "save"})
    printed = words if any(map(str.isalnum, words)) else ""
    assert [seat.organisation_name for seat in Seat.objects.all()] == [printed, "City Hospital"]
    assert not Organisation.objects.filter(name=words).exists()


def test_none_is_nobody_who_owes_a_figure(client):
    indicator = make.IndicatorFactory()
    saved(client, f"/office/edit/indicator/{indicator.pk}/", owed_by="N/A")
    assert Indicator.objects.get().owed_by is None
    assert not Party.objects.filter(words="N/A").exists()


def test_none_is_refused_as_the_name_of_an_organisation(client):
    page = saved(client, "/office/add/organisation/", name="N/A").content.decode()
    assert "“N/A” names no organisation." in page
    assert not Organisation.objects.exists()


def test_an_organisation_that_is_called_so_is_one(client, body):
    """Whoever was there before the rule keeps their name."""
    organisation = make.OrganisationFactory(name="NA")
    saved(client, f"/office/edit/indicator/{make.IndicatorFactory().pk}/", owed_by="NA")
    assert Indicator.objects.get().owed_by.organisation == organisation
