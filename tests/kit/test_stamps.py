"""Who and when: claims, conflicts, history, and the order of rows."""

import threading

import pytest
from django.db import connection, transaction

from kit.stamps import Conflict, claim, reorder
from membership.models import Body, Organisation, Seat, User
from tests import factories as make


@pytest.fixture
def ann(db):
    return make.UserFactory(name="Ann")


def history(row):
    return list(row.history.order_by("history_id").values_list("version", "history_user__name"))


def test_a_claim_raises_the_version_on_the_very_row(ann):
    row = make.OrganisationFactory(name="Police")
    row.name = "Essex Police"
    with transaction.atomic():
        claim(row, 1, by=ann)
        assert row.version == 2
        row.save()
    assert row.name == "Essex Police"
    saved = Organisation.objects.get()
    assert (saved.version, saved.name) == (2, "Essex Police")
    assert history(row) == [(1, None), (2, "Ann")]


def test_a_claim_on_an_older_version_is_a_conflict_and_writes_nothing(ann):
    row = make.OrganisationFactory(name="Police")
    mine = Organisation.objects.get()
    with transaction.atomic():
        claim(row, 1, by=ann)
        row.save()
    with pytest.raises(Conflict) as conflict, transaction.atomic():
        claim(mine, 1, by=ann)
    assert conflict.value.row is mine
    assert str(conflict.value) == "Police was changed by somebody else since it was opened."
    assert mine.version == 1
    assert history(row) == [(1, None), (2, "Ann")]


def test_a_claim_on_a_row_that_is_gone_is_a_conflict(ann):
    row = make.OrganisationFactory()
    Organisation.objects.get().delete()
    with pytest.raises(Conflict), transaction.atomic():
        claim(row, 1, by=ann)


def test_a_claim_goes_back_with_its_transaction(ann):
    row = make.OrganisationFactory()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        claim(row, 1, by=ann)
        raise ZeroDivisionError
    assert Organisation.objects.get().version == 1


@pytest.mark.django_db(transaction=True)
def test_four_writers_lose_no_update():
    """Each adds its mark to what it read, again and again; what is there in the end is every mark that was kept."""
    people = [make.UserFactory(name=f"Writer {number}") for number in range(4)]
    row = make.BodyFactory()
    start = threading.Barrier(len(people))
    kept, errors = [], []

    def write(person):
        try:
            start.wait(timeout=30)
            won = 0
            while won < 5:
                mine = Body.objects.get(pk=row.pk)
                mark = f"{person.pk}.{won}"
                mine.quorum = f"{mine.quorum} {mark}".strip()
                try:
                    with transaction.atomic():
                        claim(mine, mine.version, by=person)
                        mine.save()
                except Conflict:
                    continue
                kept.append(mark)
                won += 1
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
    row.refresh_from_db()
    assert sorted(row.quorum.split()) == sorted(kept)
    assert len(kept) == 20
    assert row.version == 21
    lines = list(row.history.order_by("version").values_list("version", "history_user_id", "quorum"))
    assert [version for version, _, _ in lines] == list(range(1, 22))
    for _, person, marks in lines[1:]:
        assert marks.split()[-1].startswith(f"{person}."), "the line is signed by whoever wrote it"
    assert User.objects.count() == 4


# Order


@pytest.fixture
def body(ann):
    body = make.BodyFactory()
    for position, role in enumerate(("First", "Second", "Third"), start=1):
        make.SeatFactory(body=body, role=role, position=position)
    return body


def seats(body, keys):
    """The seats in the order of their keys; a key of none is a seat of another body."""
    known = {seat.key: seat for seat in body.seat_set.all()}
    return [known.get(key) or make.SeatFactory(role=key) for key in keys]


def order(body):
    return list(body.seat_set.values_list("key", "position"))


def test_rows_are_put_in_order_without_disturbing_whoever_writes_in_one(body, ann):
    reorder(body, [*body.seat_set.all()], seats(body, ["third", "first", "second"]), by=ann)
    assert order(body) == [("third", 1), ("first", 2), ("second", 3)]
    for seat in body.seat_set.all():
        assert seat.version == 1
        assert seat.history.count() == 1
    last = body.history.first()
    assert (last.history_user, last.history_change_reason) == (ann, "Order changed")
    assert body.history.count() == 2


def test_two_rows_swap(body, ann):
    reorder(body, [*body.seat_set.all()], seats(body, ["second", "first", "third"]), by=ann)
    assert order(body) == [("second", 1), ("first", 2), ("third", 3)]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["first", "second"], id="one is missing"),
        pytest.param(["first", "second", "third", "fourth"], id="one too many"),
        pytest.param(["first", "second", "second"], id="one twice"),
        pytest.param(["first", "second", "third", "third"], id="all, and one twice"),
        pytest.param([], id="none"),
    ],
)
def test_an_order_that_does_not_name_each_row_once_is_refused(body, ann, keys):
    before = order(body)
    with pytest.raises(ValueError, match="must name each row once"):
        reorder(body, [*body.seat_set.all()], seats(body, keys), by=ann)
    assert order(body) == before
    assert body.history.count() == 1


def test_the_rows_of_another_parent_stay_where_they_are(body, ann):
    other = make.SeatFactory(role="First", position=7)
    reorder(body, [*body.seat_set.all()], seats(body, ["third", "second", "first"]), by=ann)
    assert Seat.objects.get(pk=other.pk).position == 7


def test_the_signature_of_an_order_does_not_sign_the_next_save(body, ann):
    reorder(body, [*body.seat_set.all()], seats(body, ["third", "second", "first"]), by=ann)
    body.save()
    last = body.history.first()
    assert (last.history_user, last.history_change_reason) == (None, None)


def test_an_order_does_not_put_back_an_older_parent(body, ann):
    """The page may hold the parent as it was before somebody renamed it."""
    theirs = type(body).objects.get(pk=body.pk)
    with transaction.atomic():
        claim(theirs, 1, by=ann)
        theirs.name = "Renamed"
        theirs.save()
    reorder(body, [*body.seat_set.all()], seats(body, ["third", "second", "first"]), by=ann)
    body.refresh_from_db()
    assert (body.name, body.version) == ("Renamed", 2)
