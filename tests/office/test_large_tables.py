"""A large pasted table is saved in a process of its own: the same rows, the same undo, and nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from finance.models import Contribution
from kit import long_work
from kit.drafts.models import Draft
from kit.models import LongWork
from lscb.long_work import WORKS
from lscb.office import looked_at, saving
from lscb.office.brought import BroughtPiece
from lscb.office.looked_at import LookedAt
from lscb.office.pasted_lists import LISTS
from membership import logins
from membership.roles import Role
from tests import factories as make
from tests.test_pasting import Fields, table_of

pytestmark = pytest.mark.django_db

PASTE = reverse("paste", args=["contributions"])
ROWS = [(f"Agency {number}", f"{number}.00") for number in range(1, 61)]
TABLE = "\n".join("\t".join(row) for row in [("Agency", "Amount"), *ROWS])


@pytest.fixture
def budget(db):
    make.BoardFactory()
    return make.BudgetFactory(financial_year="2016/17")


@pytest.fixture
def editor(db):
    return make.UserFactory(name="Editor", roles=[Role.EDITOR])


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def large(monkeypatch):
    """The table is large, as if it had a thousand rows."""
    monkeypatch.setattr(looked_at, "LONG", 100)


@pytest.fixture
def waiting(large, asleep):
    """A large table whose saving the test does itself."""
    return asleep


def pressed(client, budget, **more):
    """Look at the table and press Save: the fields of its form, and the answer."""
    page = client.post(PASTE, {"pasted": TABLE, "budget": budget.pk}).content.decode()
    fields = Fields(page).data | {"do": "save"} | more
    return fields, client.post(PASTE, fields)


def done(waiting):
    """Do the work, outside any request, as its own process does, which then lets go of the lock."""
    work = LongWork.objects.get(ended=None)
    long_work.run(work.pk, WORKS)
    for process in waiting:
        process.kill()
        process.wait()
    work.refresh_from_db()
    return work


def told():
    rows = Contribution.objects.order_by("position").values_list("label", "amount", "position", "version")
    lines = Contribution.history.order_by("history_id").values_list(
        "label", "history_type", "history_change_reason", "history_user"
    )
    return list(rows), list(lines)


def test_a_small_table_is_saved_as_ever(client, budget):
    _, answer = pressed(client, budget)
    assert answer["Location"].startswith("/office/paste/done/")
    assert Contribution.objects.count() == 60
    assert not LongWork.objects.exists()


def test_a_large_one_is_answered_at_once_and_saved_afterwards(client, budget, waiting):
    _, answer = pressed(client, budget)
    work = LongWork.objects.get()
    row = reverse("long-work", args=[work.pk])
    assert (answer.status_code, answer["Location"]) == (302, row)
    assert not Contribution.objects.exists()
    for address in (row, PASTE, reverse("office")):
        assert "Saving a pasted table: Who pays what</strong>: being done." in client.get(address).content.decode()
    work = done(waiting)
    assert (work.went_well, work.outcome) == (True, "Saved: 60 records.")
    assert Contribution.objects.count() == 60
    assert not Draft.objects.exists(), "what was kept is deleted"
    for address in (row, PASTE, reverse("office")):
        assert f'href="{work.address}"' in client.get(address).content.decode()
    assert "Added: 60" in client.get(work.address).content.decode()


def test_it_has_the_rows_the_history_and_the_undo_of_one_that_is_saved_directly(client, budget, waiting, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(looked_at, "LONG", 1_500)
        _, answer = pressed(client, budget)
        directly = told()
        client.post(answer["Location"])
    assert not Contribution.objects.exists()
    before = len(Contribution.history.all())
    pressed(client, budget)
    work = done(waiting)
    rows, lines = told()
    assert (rows, lines[before:]) == directly
    assert len(set(Contribution.history.order_by("-history_id").values_list("history_date")[:60])) == 1
    assert client.post(work.address).status_code == 302
    assert not Contribution.objects.exists()


def test_pressed_twice_it_is_one_row_and_afterwards_leads_to_it(client, budget, waiting):
    fields, answer = pressed(client, budget)
    assert client.post(PASTE, fields)["Location"] == answer["Location"]
    assert len(waiting) == LongWork.objects.count() == 1
    assert done(waiting).went_well
    assert client.post(PASTE, fields)["Location"] == answer["Location"]
    assert (len(waiting), Contribution.objects.count()) == (1, 60)


def test_while_it_is_saved_the_text_that_is_kept_leads_to_the_row(client, budget, waiting):
    _, answer = pressed(client, budget)
    kept = Draft.objects.get()
    assert client.get(PASTE, {"draft": kept.pk})["Location"] == answer["Location"]


def test_what_is_refused_while_it_is_saved_leaves_nothing_and_loses_nothing(client, budget, waiting):
    pressed(client, budget, **{"c-2-0": "Agency two"})
    make.ContributionFactory(budget=budget, label="Agency 60")
    work = done(waiting)
    assert not work.went_well
    assert work.outcome == "Nothing is saved. Row 61 needs a look. All that you typed is kept."
    assert [row.label for row in Contribution.objects.all()] == ["Agency 60"]
    kept = Draft.objects.get()
    assert work.address == f"{PASTE}?draft={kept.pk}&page=2"
    page = client.get(work.address).content.decode()
    assert "Row 61, Who pays: This stands in the list already." in page
    assert 'id="c-60-0" rows="1"' in page
    fields = Fields(page).data
    assert fields["c-60-0"].strip() == "Agency 60"
    assert "Agency two" in client.post(PASTE, fields | {"do": "page-1"}).content.decode()
    client.post(PASTE, fields | {"c-60-0": "Agency sixty", "do": "save"})
    assert done(waiting).went_well
    assert Contribution.objects.filter(label__in=["Agency two", "Agency sixty"]).count() == 2
    assert Contribution.objects.count() == 61


def test_a_refusal_that_the_rows_of_one_page_do_not_show_is_said_until_somebody_goes_on(
    client, budget, waiting, monkeypatch
):
    monkeypatch.setattr(looked_at, "MOST_TRIED", 5)
    pressed(client, budget)
    other = make.ContributionFactory(budget=budget, label="Agency 60")
    address = done(waiting).address
    other.delete()
    page = client.get(address).content.decode()
    assert "Row 61, Who pays: This stands in the list already." in page
    assert "will be saved" not in page.split("<form")[0]
    page = client.post(PASTE, Fields(page).data | {"do": "look"}).content.decode()
    assert "This stands in the list already." not in page


@pytest.mark.parametrize(
    "take_away",
    [
        lambda login, by: logins.change(login, login.name, [Role.MEMBER], by=by),
        lambda login, by: logins.end(login, by=by),
    ],
)
def test_without_permission_nothing_is_saved_and_the_text_stays(client, budget, editor, waiting, take_away):
    pressed(client, budget)
    take_away(editor, make.UserFactory(roles=[Role.EDITOR]))
    work = done(waiting)
    assert (work.went_well, work.outcome) == (False, saving.NOT_ALLOWED)
    assert not Contribution.objects.exists()
    assert Draft.objects.exists()


def test_who_may_not_paste_this_list_starts_nothing(budget, waiting):
    member = Client()
    member.force_login(make.UserFactory(roles=[Role.MEMBER]))
    assert member.post(PASTE, {"look": "1", "do": "save"}).status_code == 403
    assert not LongWork.objects.exists()


def test_what_was_changed_after_it_was_asked_for_is_not_saved(client, budget, waiting):
    fields, answer = pressed(client, budget)
    assert client.post(PASTE, fields | {"c-1-0": "Another name"})["Location"] == answer["Location"]
    work = done(waiting)
    assert (work.went_well, work.outcome) == (False, saving.CHANGED)
    assert not Contribution.objects.exists()
    assert "Another name" in client.get(work.address).content.decode()


def test_what_is_changed_while_it_is_saved_stays(client, budget, waiting, monkeypatch):
    fields, _ = pressed(client, budget)

    def far(words):
        client.post(PASTE, fields | {"c-1-0": "Another name"})

    monkeypatch.setattr(long_work, "far", far)
    work = done(waiting)
    assert work.went_well
    assert work.outcome.endswith(saving.KEPT_BESIDE)
    assert not Contribution.objects.filter(label="Another name").exists()
    assert "Another name" in client.get(PASTE, {"draft": Draft.objects.get().pk}).content.decode()


def test_nobody_reads_what_another_pasted(client, budget, waiting):
    pressed(client, budget)
    other = Client()
    other.force_login(make.UserFactory(roles=[Role.EDITOR]))
    assert "Agency 7" not in other.get(PASTE, {"draft": Draft.objects.get().pk}).content.decode()
    assert "being done" not in other.get(PASTE).content.decode()
    assert "Agency 7" not in other.get(reverse("long-work", args=[LongWork.objects.get().pk])).content.decode()


def test_large_is_what_has_many_cells_that_are_saved(editor):
    into = LISTS["contributions"]
    rows = [["Agency", "Amount"], *([f"Agency {number}", "1.00"] for number in range(751))]
    piece = BroughtPiece(cells=table_of("\n".join("\t".join(row) for row in rows)), into=into.slug)
    look = LookedAt(piece, {}, editor)
    assert look.is_large
    look.table.roles[-1] = "out"
    assert not look.is_large
