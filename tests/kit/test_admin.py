"""The admin: plain pages, saved through versions and signed by whoever is signed in."""

import html
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit import history as rows
from kit.admin import RowAdmin
from kit.forms import RowForm
from kit.rows import Row
from membership.models import Appointment, Board, Body, Organisation, Party, Seat, User
from priorities.models import Goal
from publications.models import EarlierDocument, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db
OWN_APPS = ("membership", "priorities", "finance", "forwardplan", "publications", "editions")
OURS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in OWN_APPS), key=lambda model: model._meta.label
)
CHAIR_TAKEN = "This body has a chair already. End that seat first, make both joint chairs, or make this a vice chair."


def by_label(model):
    return model._meta.label


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def ann():
    return make.SuperuserFactory(name="Ann")


@pytest.fixture
def office(client, ann):
    client.force_login(ann)
    return client


def sent(response):
    """What a browser would send back from the page, nothing typed."""
    fields = {}
    for field in response.context["adminform"].form:
        value = field.value()
        if value is not None and value is not False:
            fields[field.html_name] = "on" if value is True else value
        if field.field.show_hidden_initial:
            fields[field.html_initial_name] = value
    return fields


def links(response):
    """The ways on that stand at the head of a record's page: words and addresses."""
    tools = re.search(r'<ul class="help">(.*?)</ul>', response.content.decode(), re.DOTALL)[1]
    return {
        html.unescape(words): html.unescape(link) for link, words in re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', tools)
    }


def make_one(model):
    return getattr(make, f"{model.__name__}Factory").create()


def words(response):
    """The page as a person reads it."""
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def history(row):
    return list(row.history.order_by("history_id").values_list("version", "history_user__name"))


# What there is


def test_every_row_has_a_page_that_is_made_like_the_others():
    rows_of_the_board = {model for model in apps.get_models() if issubclass(model, Row)}
    assert {model for model in OURS if issubclass(model, Row)} == rows_of_the_board
    for model in rows_of_the_board:
        page = admin.site._registry[model]
        assert isinstance(page, RowAdmin)
        assert issubclass(page.form, RowForm)
        assert page.search_fields
    assert not [model for model in OURS if admin.site._registry[model].inlines]
    assert Party not in admin.site._registry


def test_priorities_and_objectives_are_shown_apart_by_a_filter(office):
    make.GoalFactory(title="Reduce neglect", kind="priority")
    make.GoalFactory(title="Keep the register", kind="objective")
    page = words(office.get(address(Goal, "changelist"), {"kind__exact": "objective"}))
    assert "Keep the register" in page
    assert "Reduce neglect" not in page


def test_the_admin_is_for_superusers(client):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(address(Body, "changelist")).status_code == 403
    client.force_login(make.UserFactory())
    assert client.get(address(Body, "changelist")).status_code == 302


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_a_list_makes_as_many_queries_for_seven_rows_as_for_two(office, model):
    search = "?q=a" if admin.site._registry[model].search_fields else ""
    assert office.get(address(model, "changelist") + search).status_code == 200
    counts = []
    for wanted in (2, 7):
        while model.objects.count() < wanted and model is not Board:
            make_one(model)
        with CaptureQueriesContext(connection) as queries:
            response = office.get(address(model, "changelist"))
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_pages_open_and_sent_back_as_they_were_write_nothing(office, model):
    row = make_one(model)
    page = office.get(address(model, "change", row.pk))
    assert page.status_code == 200
    assert "LSCB" in words(page)
    assert office.get(address(model, "history", row.pk)).status_code == 200
    assert office.get(address(model, "add")).status_code == (200 if row_may_be_added(model) else 403)
    if issubclass(model, Row):
        assert office.post(address(model, "change", row.pk), sent(page)).status_code == 302
        assert history(row) == [(1, None)]
        line = office.get(address(model, "simple_history", row.pk, row.history.get().pk))
        assert line.status_code == 200
        assert "Revert" not in words(line)


def row_may_be_added(model):
    return model not in (Board, EarlierDocument) and (issubclass(model, Row) or model._meta.app_label != "editions")


def test_the_version_travels_with_the_page(office):
    text = office.get(address(Seat, "change", make.SeatFactory().pk)).content.decode()
    assert len(re.findall(r'<input type="hidden" name="version" value="1"', text)) == 1


def test_a_board_is_added_only_where_there_is_none(office):
    assert office.get(address(Board, "add")).status_code == 200


# Saving


def test_a_row_is_added_and_signed(office):
    response = office.post(address(Organisation, "add"), {"name": "Police", "kind": "police"})
    assert response.status_code == 302
    assert history(Organisation.objects.get()) == [(1, "Ann")]


def test_a_row_is_changed_through_its_version(office):
    row = make.OrganisationFactory(name="Police")
    link = address(Organisation, "change", row.pk)
    assert office.post(link, sent(office.get(link)) | {"name": "Essex Police"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version) == ("Essex Police", 2)
    assert history(row) == [(1, None), (2, "Ann")]


def test_who_comes_second_is_told_and_loses_nothing(office):
    row = make.OrganisationFactory(name="Police")
    link = address(Organisation, "change", row.pk)
    first, second = sent(office.get(link)), sent(office.get(link))
    office.post(link, first | {"name": "Essex Police"})
    response = office.post(link, second | {"name": "Essex Constabulary"})
    assert response.status_code == 200
    assert "Somebody else saved this while you were writing: Ann, " in words(response)
    assert "Saved now: Essex Police" in words(response)
    assert 'value="Essex Constabulary"' in response.content.decode()
    assert Organisation.objects.get().name == "Essex Police"
    assert office.post(link, sent(response)).status_code == 302
    assert Organisation.objects.get().name == "Essex Constabulary"
    assert history(row) == [(1, None), (2, "Ann"), (3, "Ann")]


def test_a_part_has_a_page_that_its_whole_leads_to(office):
    body = make.BodyFactory(name="Executive")
    mine, other = make.SeatFactory(role="Commander", body=body), make.SeatFactory(role="Head nurse")
    ways = links(office.get(address(Body, "change", body.pk)))
    listed = words(office.get(ways["Seats"]))
    assert "Commander" in listed
    assert "Head nurse" not in listed
    assert links(office.get(address(Seat, "change", mine.pk)))["In Executive"] == address(Body, "change", body.pk)
    adding = office.get(ways["Add seat"])
    assert office.post(ways["Add seat"], sent(adding) | {"role": "Chair of governors"}).status_code == 302
    assert set(body.seat_set.values_list("role", flat=True)) == {"Commander", "Chair of governors"}
    assert history(body.seat_set.get(role="Chair of governors")) == [(1, "Ann")]
    assert other.body_id != body.pk


def test_a_second_chair_is_refused_beside_the_field(office):
    chair = make.SeatFactory(role="Old", office="chair")
    link = address(Seat, "add")
    fields = sent(office.get(link)) | {"body": chair.body_id, "role": "New", "office": "chair"}
    response = office.post(link, fields)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"office": [CHAIR_TAKEN]}


def test_a_row_is_deleted_with_its_parts_and_each_line_is_signed(office):
    seat = make.AppointmentFactory(seat__role="Old").seat
    link = address(Seat, "delete", seat.pk)
    assert '<input type="hidden" name="version" value="1">' in office.get(link).content.decode()
    assert office.post(link, {"post": "yes", "version": "1"}).status_code == 302
    lines = [*Seat.history.filter(history_type="-"), *Appointment.history.filter(history_type="-")]
    assert [line.history_user.name for line in lines] == ["Ann", "Ann"]
    assert len({line.history_date for line in lines}) == 1, "what went together comes back together"
    assert rows.restore(Seat, seat.pk, by=make.UserFactory()).appointment_set.count() == 1


def test_a_row_on_which_something_hangs_stays(office):
    row = make.SeatFactory(role="Head")
    make.PartyFactory(words="", seat=row)
    response = office.post(address(Seat, "delete", row.pk), {"post": "yes"})
    assert "would require deleting the following protected related objects" in words(response)
    assert Seat.objects.exists()


def test_what_came_to_hang_on_a_row_meanwhile_is_said(office, monkeypatch):
    """The page found nothing, and the removal itself did."""
    row = make.SeatFactory(role="Head")
    make.PartyFactory(words="", seat=row)
    monkeypatch.setattr(RowAdmin, "get_deleted_objects", lambda self, objs, request: ([], {}, set(), []))
    response = office.post(address(Seat, "delete", row.pk), {"post": "yes", "version": "1"}, follow=True)
    assert "“Head” can't be deleted, because this hangs on it: party “Head”." in words(response)
    assert Seat.objects.exists()


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_a_row_that_somebody_saved_meanwhile_is_not_deleted(office, version):
    seat = make.SeatFactory(role="Head")
    change = address(Seat, "change", seat.pk)
    office.post(change, sent(office.get(change)) | {"role": "Head of all"})
    response = office.post(address(Seat, "delete", seat.pk), {"post": "yes", "version": version}, follow=True)
    assert "Somebody else saved this since you opened the page. Nothing was deleted." in words(response)
    assert Seat.objects.get().role == "Head of all"


def test_many_rows_are_not_deleted_at_once(office):
    row = make.SeatFactory()
    office.post(address(Seat, "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert Seat.objects.exists()


def test_a_publication_leads_to_its_draft_and_to_what_is_published_of_it(office):
    edition = make.EditionFactory(number=2, published=True)
    publication = edition.publication
    ways = links(office.get(address(Publication, "change", publication.pk)))
    assert ways["Preview of the draft"] == reverse("preview", args=[publication.kind, publication.slug])
    assert ways["PDF of the draft"] == reverse("preview-pdf", args=[publication.kind, publication.slug])
    assert ways["Live version 2"] == publication.address
    assert "Check code" in words(office.get(ways["Editions"]))
    draft = make.PublicationFactory()
    assert not [way for way in links(office.get(address(Publication, "change", draft.pk))) if way.startswith("Live")]


def test_a_choice_of_parties_names_them_in_one_query(office):
    row = make.IndicatorFactory(owed_by=Party.objects.of(make.OrganisationFactory()))
    link = address(type(row), "change", row.pk)
    office.get(link)
    counts = []
    for count in (2, 18):
        for _ in range(count):
            Party.objects.of(make.OrganisationFactory(parent=make.OrganisationFactory()))
            Party.objects.of(make.BodyFactory())
        with CaptureQueriesContext(connection) as queries:
            office.get(link)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_meeting_on_an_impossible_day_is_refused_without_a_crash(office):
    row = make.MeetingFactory(year=2016, month=6, day=14)
    link = address(type(row), "change", row.pk)
    for impossible in ({"day": "31"}, {"month": "13"}, {"year": ""}):
        assert office.post(link, sent(office.get(link)) | impossible).status_code == 200
    row.refresh_from_db()
    assert (row.version, row.when) == (1, "14 June 2016")


# Logins


def test_a_login_is_added_by_its_e_mail(office):
    password = "long enough to be a password"
    fields = {"email": "Ben@Board.example", "name": "Ben", "usable_password": "true"}
    response = office.post(address(User, "add"), fields | {"password1": password, "password2": password})
    assert response.status_code == 302
    ben = User.objects.get(name="Ben")
    assert ben.check_password(password)
    assert User.objects.get_by_natural_key("ben@board.example") == ben
    # The same e-mail in other letters is the same person.
    fields["email"] = "BEN@board.example"
    response = office.post(address(User, "add"), fields | {"password1": password, "password2": password})
    assert response.status_code == 200
    assert "This e-mail has a login already." in words(response)


def test_a_login_is_ended_on_the_people_page_and_never_deleted(office):
    ben = make.UserFactory(name="Ben")
    link = address(User, "change", ben.pk)
    assert office.post(link, sent(office.get(link)) | {"name": "Benjamin"}).status_code == 302
    ben.refresh_from_db()
    assert (ben.name, ben.is_active) == ("Benjamin", True)
    assert office.post(address(User, "delete", ben.pk), {"post": "yes"}).status_code == 403


# Editions


def test_editions_and_files_are_only_looked_at(office):
    rendition, decision = make.RenditionFactory(), make.ApprovalFactory(extract=make.KeptFileFactory())
    for row in (rendition, rendition.edition, decision, decision.extract, make.PresentedFactory()):
        assert office.get(address(type(row), "change", row.pk)).status_code == 200
        assert office.post(address(type(row), "change", row.pk), {}).status_code == 403
        assert office.post(address(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403


LONG = ['"editions_edition"."content"', '"editions_rendition"."data"', '"editions_keptfile"."data"']


@pytest.mark.parametrize("name", ["Approval", "Edition", "KeptFile", "Presented", "Rendition"])
def test_lists_of_editions_leave_the_long_columns_in_the_database(office, name):
    row = getattr(make, f"{name}Factory").create()
    with CaptureQueriesContext(connection) as queries:
        office.get(address(type(row), "changelist"))
    for query in queries.captured_queries:
        for column in LONG:
            assert column not in query["sql"]
