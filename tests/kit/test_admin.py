"""The admin: plain pages, saved through versions and signed by whoever is signed in."""

import html
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kit.admin import RowAdmin, RowParts
from kit.forms import RowForm, RowFormSet
from kit.rows import Row
from membership.models import Board, Body, Organisation, Party, Seat, User
from publications.models import EarlierDocument
from tests import factories as make

pytestmark = pytest.mark.django_db
OWN_APPS = ("membership", "priorities", "finance", "forwardplan", "publications", "editions")
OURS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in OWN_APPS), key=lambda model: model._meta.label
)
CHAIR_TAKEN = "This body has a chair already. End that seat first, or make this a vice chair."


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
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and field.name != "DELETE":
                fields[field.html_name] = "on" if value is True else value
    return fields


def make_one(model):
    return getattr(make, f"{model.__name__}Factory").create()


def words(response):
    """The page as a person reads it."""
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def history(row):
    return list(row.history.order_by("history_id").values_list("version", "history_user__name"))


# What there is


def test_every_row_has_a_page_or_is_on_its_parents():
    inlined = {inline.model for model_admin in admin.site._registry.values() for inline in model_admin.inlines}
    assert {model for model in apps.get_models() if issubclass(model, Row)} == {
        model for model in {*OURS, *inlined} if issubclass(model, Row)
    }
    assert Party not in admin.site._registry


def test_rows_are_saved_by_one_base():
    for model, model_admin in admin.site._registry.items():
        if issubclass(model, Row):
            assert isinstance(model_admin, RowAdmin)
            assert issubclass(model_admin.form, RowForm)
        for inline in model_admin.inlines:
            if issubclass(inline.model, Row):
                assert issubclass(inline, RowParts)
                assert issubclass(inline.form, RowForm)
                assert issubclass(inline.formset, RowFormSet)


def test_the_admin_is_for_superusers(client):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(address(Body, "changelist")).status_code == 403
    client.force_login(make.UserFactory())
    assert client.get(address(Body, "changelist")).status_code == 302


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_a_list_makes_as_many_queries_for_twenty_rows_as_for_two(office, model):
    search = "?q=a" if admin.site._registry[model].search_fields else ""
    assert office.get(address(model, "changelist") + search).status_code == 200
    counts = []
    for wanted in (2, 20):
        while model.objects.count() < wanted and model is not Board:
            make_one(model)
        with CaptureQueriesContext(connection) as queries:
            response = office.get(address(model, "changelist"))
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_pages_open(office, model):
    row = make_one(model)
    response = office.get(address(model, "change", row.pk))
    assert response.status_code == 200
    assert "LSCB" in words(response)
    assert office.get(address(model, "history", row.pk)).status_code == 200
    assert office.get(address(model, "add")).status_code == (200 if row_may_be_added(model) else 403)


def row_may_be_added(model):
    return model not in (Board, EarlierDocument) and (issubclass(model, Row) or model._meta.app_label != "editions")


def test_the_version_travels_with_the_page(office):
    seat = make.SeatFactory()
    series = make.SeriesFactory()
    for row, prefix in ((seat.body, "seat_set"), (series.indicator, "series_set")):
        text = office.get(address(type(row), "change", row.pk)).content.decode()
        for name in ("version", f"{prefix}-0-version"):
            assert len(re.findall(rf'<input type="hidden" name="{name}" value="1"', text)) == 1


def test_a_board_is_added_only_where_there_is_none(office):
    assert office.get(address(Board, "add")).status_code == 200


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, Row)], ids=by_label)
def test_a_page_sent_back_as_it_was_writes_nothing(office, model):
    row = make_one(model)
    response = office.post(address(model, "change", row.pk), sent(office.get(address(model, "change", row.pk))))
    assert response.status_code == 302
    assert history(row) == [(1, None)]


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, Row)], ids=by_label)
def test_the_history_of_a_row_is_shown_and_leads_to_each_line(office, model):
    row = make_one(model)
    line = row.history.get()
    response = office.get(address(model, "simple_history", row.pk, line.pk))
    assert response.status_code == 200
    assert "Revert" not in words(response)


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


def with_rows(response, prefix, *rows):
    """What is sent with new rows typed in under the saved ones."""
    fields = sent(response)
    saved = int(fields[f"{prefix}-TOTAL_FORMS"])
    for number, typed in enumerate(rows, start=saved):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in typed.items()}
    return fields | {f"{prefix}-TOTAL_FORMS": saved + len(rows)}


def seat(**typed):
    return {"role": "", "office": "none", "capacity": "member", "position": "0"} | typed


def test_two_new_chairs_that_clash_are_refused_at_the_second_row(office):
    body = make.BodyFactory()
    link = address(Body, "change", body.pk)
    rows = [seat(role="A", office="chair"), seat(role="B", office="chair")]
    response = office.post(link, with_rows(office.get(link), "seat_set", *rows))
    assert response.status_code == 200
    assert CHAIR_TAKEN in words(response)
    [inline] = response.context["inline_admin_formsets"]
    assert [form.errors for form in inline.formset.forms] == [{}, {"office": [CHAIR_TAKEN]}]
    assert not Seat.objects.exists()


def test_two_new_chairs_of_a_new_body_are_refused_too(office):
    link = address(Body, "add")
    rows = [seat(role="A", office="chair"), seat(role="B", office="chair")]
    response = office.post(link, with_rows(office.get(link), "seat_set", *rows) | {"name": "New"})
    assert response.status_code == 200
    assert CHAIR_TAKEN in words(response)
    assert not Body.objects.exists()


def test_a_new_body_comes_with_its_seats(office):
    link = address(Body, "add")
    fields = with_rows(office.get(link), "seat_set", seat(role="A", office="chair"), seat(role="B")) | {"name": "New"}
    assert office.post(link, fields).status_code == 302
    body = Body.objects.get()
    assert sorted(body.seat_set.values_list("key", "office")) == [("a", "chair"), ("b", "none")]
    assert history(body) == [(1, "Ann")]
    for row in body.seat_set.all():
        assert history(row) == [(1, "Ann")]


def test_the_chair_passes_from_one_row_to_another_in_one_save(office):
    old = make.SeatFactory(role="Old", office="chair", position=2)
    new = make.SeatFactory(role="New", body=old.body, position=1)
    link = address(Body, "change", old.body_id)
    fields = sent(office.get(link)) | {"seat_set-0-office": "chair", "seat_set-1-office": "vice-chair"}
    assert office.post(link, fields).status_code == 302
    assert dict(Seat.objects.values_list("role", "office")) == {"Old": "vice-chair", "New": "chair"}
    assert history(new) == [(1, None), (2, "Ann")]
    assert history(old.body) == [(1, None)], "the body itself was not changed"


def test_a_row_is_deleted_and_the_line_is_signed(office):
    row = make.SeatFactory(role="Old")
    link = address(Body, "change", row.body_id)
    assert office.post(link, sent(office.get(link)) | {"seat_set-0-DELETE": "on"}).status_code == 302
    assert not Seat.objects.exists()
    assert Seat.history.get(history_type="-").history_user.name == "Ann"


def test_a_row_on_which_something_hangs_stays(office):
    row = make.SeatFactory(role="Head")
    make.PartyFactory(words="", seat=row)
    link = address(Body, "change", row.body_id)
    response = office.post(link, sent(office.get(link)) | {"seat_set-0-DELETE": "on"})
    assert response.status_code == 200
    assert "“Head” can't be deleted, because this hangs on it: party “Head”." in words(response)
    response = office.post(address(Seat, "delete", row.pk), {"post": "yes"})
    assert Seat.objects.exists()


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
