"""Keys: made once from the first wording, unique in the parent, and what a row is known by everywhere."""

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction

from kit.rows import LONGEST_KEY, Row, shorten
from membership.models import Organisation, Party, Seat
from priorities.models import Aim, Goal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Bullying", "bullying"),
        ("Domestic abuse & neglect", "domestic-abuse-neglect"),
        ("Caffè Ŵyneb", "caffe-wyneb"),
        # Forty characters and no more, cut between words.
        ("Children are protected from sexual exploitation", "children-are-protected-from-sexual"),
        ("a" * 40, "a" * 40),
        ("a" * 41, "a" * 40),
        ("a" * 38 + " b c", "a" * 38 + "-b"),
        ("£ % !", ""),
        # A year is one word, however it is written.
        ("2017/18", "2017-18"),
        ("Budget of 2017–18", "budget-of-2017-18"),
        ("2016 / 17", "2016-17"),
    ],
)
def test_a_slug_is_cut_between_words(words, slug):
    assert shorten(words) == slug
    assert len(slug) <= LONGEST_KEY


def test_a_key_is_made_once_and_never_changes():
    goal = make.GoalFactory(title="Bullying")
    assert goal.key == "bullying"
    goal.title = "Bullying, online and off"
    goal.save()
    goal.refresh_from_db()
    assert goal.key == "bullying"


def test_a_key_is_unique_in_its_parent_only():
    plan = make.PlanFactory()
    keys = [make.GoalFactory(plan=plan, title="Neglect").key for _ in range(3)]
    assert keys == ["neglect", "neglect-2", "neglect-3"]
    assert make.GoalFactory(title="Neglect").key == "neglect"


def test_a_number_finds_room_in_a_long_key():
    plan = make.PlanFactory()
    words = "Children are protected from all abusers"
    keys = [make.GoalFactory(plan=plan, title=words).key for _ in range(11)]
    assert keys[0] == "children-are-protected-from-all-abusers"
    assert keys[1] == "children-are-protected-from-all-2"
    assert len(set(keys)) == 11
    assert max(map(len, keys)) <= LONGEST_KEY


def test_a_row_without_words_is_named_for_what_it_is():
    assert make.GoalFactory(title="!").key == "goal"


def test_a_key_that_is_given_is_kept():
    assert make.GoalFactory(title="Neglect", key="given").key == "given"


def factory_of(model):
    return getattr(make, f"{model.__name__}Factory")


def row_models():
    found = [Row]
    for model in found:
        found += [child for child in model.__subclasses__() if child not in found]
    return sorted((model for model in found if not model._meta.abstract), key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", row_models(), ids=lambda model: model._meta.label)
def test_every_row_is_found_by_its_natural_key(model):
    row = factory_of(model).create()
    if model is not make.Board:
        factory_of(model).create()
    assert model.objects.get_by_natural_key(*row.natural_key()) == row
    [loaded] = serializers.deserialize(
        "json", serializers.serialize("json", [row], use_natural_foreign_keys=True, use_natural_primary_keys=True)
    )
    assert loaded.object == row
    assert "pk" not in serializers.serialize("json", [row], use_natural_primary_keys=True)


@pytest.mark.parametrize("model", row_models(), ids=lambda model: model._meta.label)
def test_the_database_refuses_a_key_twice(model):
    row = factory_of(model).create()
    twin = model.objects.get(pk=row.pk)
    twin.pk = None
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_natural_keys_name_the_parents_first():
    aim = make.AimFactory(words="Fewer", goal__title="Bullying", goal__plan__title="Plan")
    assert aim.natural_key() == ("plan", "bullying", "fewer")
    assert Aim.natural_lookups() == ["goal__plan__key", "goal__key", "key"]
    assert Aim.objects.get_by_natural_key("plan", "bullying", "fewer") == aim
    with pytest.raises(Goal.DoesNotExist):
        Goal.objects.get_by_natural_key("plan", "bulling")


@pytest.mark.parametrize("make_thing", [make.OrganisationFactory, make.BodyFactory, make.SeatFactory, lambda: "Ofsted"])
def test_a_party_is_found_by_what_it_stands_for(make_thing):
    thing = make_thing()
    party = Party.objects.of(thing)
    assert Party.objects.of(thing) == party, "one for each thing"
    assert Party.objects.get_by_natural_key(*party.natural_key()) == party
    assert str(party) == str(thing)


def test_a_fixture_keeps_key_and_version():
    seat = make.SeatFactory(role="Head")
    text = serializers.serialize("json", [seat], use_natural_foreign_keys=True, use_natural_primary_keys=True)
    body = seat.body
    seat.delete()
    for loaded in serializers.deserialize("json", text):
        loaded.save()
    seat = Seat.objects.get()
    assert (seat.key, seat.version, seat.body) == ("head", 1, body)


def test_a_key_is_never_on_a_form():
    assert not Organisation._meta.get_field("key").editable
    assert not Organisation._meta.get_field("version").editable
