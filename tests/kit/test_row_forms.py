"""Forms of rows: versions, conflicts and constraints."""

import threading

import pytest
from django.db import connection
from django.forms import modelform_factory

from kit.forms import RowForm, save_row
from kit.rows import MEMBERS, OFFICE, PUBLIC
from membership.models import Appointment, Body, Organisation, Seat
from tests import factories as make

pytestmark = pytest.mark.django_db

CHAIR_TAKEN = "This body has a chair already. End that seat first, make both joint chairs, or make this a vice chair."
OrganisationForm = modelform_factory(Organisation, form=RowForm, fields=["name", "short_name", "kind", "parent"])
SeatForm = modelform_factory(Seat, form=RowForm, fields=["role", "office", "number"])


@pytest.fixture
def ann():
    return make.UserFactory(name="Ann")


@pytest.fixture
def ben():
    return make.UserFactory(name="Ben")


def sent(row, **typed):
    """What a page made from a row sends when a person has typed something into it."""
    form = OrganisationForm(instance=row)
    return {name: value for name, value in form.initial.items() if value is not None} | typed


def history(row):
    return list(row.history.order_by("history_id").values_list("version", "history_user__name"))


# One form


def test_a_new_row_is_signed(ann):
    form = OrganisationForm({"name": "Police", "kind": "police"}, by=ann)
    assert save_row(form)
    assert history(form.instance) == [(1, "Ann")]


def test_a_save_raises_the_version_and_is_signed_once(ann, ben):
    row = make.OrganisationFactory(name="Police")
    form = OrganisationForm(sent(row, name="Essex Police"), instance=row, by=ann)
    assert save_row(form)
    assert (row.version, row.name) == (2, "Essex Police")
    row.refresh_from_db()
    assert (row.version, row.name, row.key) == (2, "Essex Police", "police")
    form = OrganisationForm(sent(row, short_name="EP"), instance=row, by=ben)
    assert save_row(form)
    assert history(row) == [(1, None), (2, "Ann"), (3, "Ben")]
    row.save()
    assert history(row)[-1] == (3, None), "the signature of a former save stuck to the row"


def test_without_a_change_nothing_is_written(ann):
    row = make.OrganisationFactory(name="Police")
    assert save_row(OrganisationForm(sent(row, name="  Police "), instance=row, by=ann))
    row.refresh_from_db()
    assert row.version == 1
    assert history(row) == [(1, None)]


def test_a_save_by_nobody_is_a_mistake():
    form = OrganisationForm({"name": "Police", "kind": "police"})
    with pytest.raises(TypeError, match="give the form by="):
        save_row(form)
    assert not Organisation.objects.exists()


def test_a_conflict_loses_nothing_and_tells_who_when_and_what(ann, ben):
    row = make.OrganisationFactory(name="Police", kind="police")
    page = sent(row, name="Essex Constabulary", short_name="EC")
    theirs = Organisation.objects.get()
    assert save_row(OrganisationForm(sent(theirs, name="Essex Police", kind="other"), instance=theirs, by=ben))

    mine = Organisation.objects.get()
    form = OrganisationForm(page, instance=mine, by=ann)
    assert not save_row(form)
    saved = Organisation.objects.get()
    assert (saved.name, saved.version) == ("Essex Police", 2)
    [words] = form.non_field_errors()
    assert words.startswith("Somebody else saved this while you were writing: Ben, ")
    assert "Nothing of yours was lost" in words
    assert form["name"].value() == "Essex Constabulary"
    assert form.errors["name"] == ["Saved now: Essex Police"]
    assert form.errors["kind"] == ["Saved now: Other"]
    assert form.errors["short_name"] == ["Saved now: nothing"]
    assert "parent" not in form.errors

    # Having seen it, she saves again: what the page now sends carries the newer version.
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    form = OrganisationForm(again, instance=Organisation.objects.get(), by=ann)
    assert save_row(form), form.errors
    saved = Organisation.objects.get()
    assert (saved.name, saved.kind, saved.short_name, saved.version) == ("Essex Constabulary", "police", "EC", 3)
    assert history(saved) == [(1, None), (2, "Ben"), (3, "Ann")]


def test_the_same_words_typed_by_two_are_no_conflict(ann, ben):
    row = make.OrganisationFactory(name="Police")
    page = sent(row, name="Essex Police")
    theirs = Organisation.objects.get()
    assert save_row(OrganisationForm(page, instance=theirs, by=ben))
    assert save_row(OrganisationForm(page, instance=Organisation.objects.get(), by=ann))
    assert history(row) == [(1, None), (2, "Ben")]


def test_a_clash_after_the_check_is_a_conflict_too(ann):
    """Without a lock in the check (the form validated outside the transaction) the claim still stands guard."""
    row = make.OrganisationFactory(name="Police")
    form = OrganisationForm(sent(row, name="Essex Police"), instance=row, by=ann)
    assert form.is_valid()
    theirs = Organisation.objects.get()
    assert save_row(OrganisationForm(sent(theirs, name="Kent Police"), instance=theirs, by=ann))
    assert not save_row(form)
    assert form.errors["name"] == ["Saved now: Kent Police"]
    assert Organisation.objects.get().name == "Kent Police"


def test_a_row_deleted_meanwhile(ann):
    row = make.OrganisationFactory(name="Police")
    page = sent(row, name="Essex Police")
    Organisation.objects.get().delete()
    form = OrganisationForm(page, instance=row, by=ann)
    assert not save_row(form)
    assert form.non_field_errors()[0].startswith("Somebody else deleted this while you were writing.")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("version", ["", "two"])
def test_a_page_sent_without_its_version_is_refused(ann, version):
    row = make.OrganisationFactory(name="Police")
    form = OrganisationForm(sent(row, name="Essex Police", version=version), instance=row, by=ann)
    assert not save_row(form)
    assert "The page was sent without part of what it holds. Open it again." in form.non_field_errors()


def test_help_texts_end_with_who_will_see_the_field():
    form = modelform_factory(Appointment, form=RowForm, fields=["name", "login", "state"])()
    assert form.fields["name"].help_text == f"Who sits here. Public pages name roles, not people. {MEMBERS}"
    assert form.fields["login"].help_text == OFFICE
    assert form.fields["state"].help_text == PUBLIC
    assert not form.fields["version"].help_text
    assert "required" not in form["state"].as_widget()


@pytest.mark.parametrize("sign", ["\x0b", "\ud800"])
def test_a_sign_that_no_page_can_show_is_refused_beside_its_field(ann, sign):
    form = OrganisationForm({"name": f"Police{sign}force", "kind": "police"}, by=ann)
    assert not save_row(form)
    assert "can't be shown or printed" in form.errors["name"][0]


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\ufffe"])
def test_a_sign_that_nobody_sees_goes(ann, sign):
    form = OrganisationForm({"name": f"Police {sign}force", "kind": "police"}, by=ann)
    assert save_row(form)
    assert form.instance.name == "Police force"


def test_line_ends_and_letters_of_every_script_are_taken(ann):
    assert save_row(OrganisationForm({"name": "Heddlu Gŵyr ŷ 警察 → ●", "kind": "police"}, by=ann))


def test_blanks_around_words_go_and_nul_is_refused(ann):
    form = OrganisationForm({"name": "  Police\t", "kind": "police"}, by=ann)
    assert save_row(form)
    assert form.instance.name == "Police"
    assert OrganisationForm({"name": "Po\0lice", "kind": "police"}, by=ann).errors["name"]
    assert OrganisationForm({"name": "   ", "kind": "police"}, by=ann).errors["name"]


def test_constraints_are_checked_though_a_column_is_not_on_the_form(ann):
    """The chair's rule looks at `body` and `ends`, which this form leaves out."""
    chair = make.SeatFactory(office="chair")
    other = make.SeatFactory(body=chair.body)
    form = SeatForm({"role": "Head", "office": "chair", "version": 1}, instance=other, by=ann)
    assert not save_row(form)
    assert form.errors == {"office": [CHAIR_TAKEN]}


def test_a_constraint_whose_field_is_not_on_the_form_speaks_at_its_head(ann):
    seat = make.SeatFactory(number_unknown=True)
    form = modelform_factory(Seat, form=RowForm, fields=["number_unknown", "role"])(
        {"number_unknown": "on", "role": "Head", "version": 1}, instance=seat, by=ann
    )
    form.instance.number = 2
    assert not save_row(form)
    assert form.non_field_errors() == ["Give the number of seats, or say that it is unknown, not both."]


def test_messages_stand_beside_the_field_they_name(ann):
    form = SeatForm({"role": "", "office": "none"}, instance=Seat(body=make.BodyFactory()), by=ann)
    assert not save_row(form)
    assert form.errors == {
        "role": ["Give the role that sits here or its organisation, or say that it is the chair or vice chair."]
    }


def test_what_could_not_be_read_is_not_held_against_the_writer(ann):
    form = SeatForm(
        {"role": "Head", "office": "chair", "number": "x"},
        instance=Seat(body=make.BodyFactory(), number_unknown=True),
        by=ann,
    )
    assert not save_row(form)
    assert list(form.errors) == ["number"]
    assert len(form.errors["number"]) == 1


# Two at once


def test_two_who_name_a_chair_in_the_same_moment(ann, ben):
    """The check of both sees no chair; the database then refuses one, and that is a sentence too."""
    body = make.BodyFactory()
    mine, theirs = (
        SeatForm({"role": role, "office": "chair"}, instance=Seat(body=body), by=by)
        for role, by in (("Mine", ann), ("Theirs", ben))
    )
    assert mine.is_valid()
    assert save_row(theirs)
    assert not save_row(mine)
    words = "Somebody else saved something in the same moment that clashes with this. Save again."
    assert mine.non_field_errors() == [words]
    assert list(body.seat_set.filter(office="chair").values_list("role", flat=True)) == ["Theirs"]


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_at_once_each_is_kept_or_told():
    people = [make.UserFactory(name=f"Writer {number}") for number in range(4)]
    body = make.BodyFactory()
    form_class = modelform_factory(Body, form=RowForm, fields=["name", "kind", "quorum", "position"])
    start = threading.Barrier(len(people))
    kept, told, errors = [], [], []

    def write(person):
        try:
            start.wait(timeout=30)
            won = 0
            while won < 3:
                mine = Body.objects.get()
                mark = f"{person.pk}.{won}"
                page = {"name": mine.name, "kind": mine.kind, "position": mine.position, "version": mine.version}
                form = form_class(page | {"quorum": f"{mine.quorum} {mark}"}, instance=mine, by=person)
                if save_row(form):
                    kept.append(mark)
                    won += 1
                else:
                    told.append(form.non_field_errors()[0])
        except BaseException as error:
            errors.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not errors
    body.refresh_from_db()
    assert sorted(body.quorum.split()) == sorted(kept)
    assert (len(kept), body.version) == (12, 13)
    assert [version for version, _ in history(body)] == list(range(1, 14))
    assert all(words.startswith("Somebody else saved this while you were writing: Writer ") for words in told)
