"""The history in words: what changed, from which words to which, and what things were called then."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kit import changes, history
from kit.changes import Change, Cursor, HistoryQuery
from kit.differences import EXACT, Piece, pieces
from kit.sheets import csv_lines, harmless
from kit.stamps import claim
from membership.models import Organisation, Party
from tests import factories as make

# Words


def test_of_a_long_text_only_the_changed_words_are_shown():
    old = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    new = old.replace("eight", "8").replace("fifteen", "fifteen sixteen")
    assert pieces(old, new) == (
        Piece("gap", "…"),
        Piece("same", "two three four five six seven "),
        Piece("out", "eight "),
        Piece("in", "8 "),
        Piece("same", "nine ten eleven twelve thirteen fourteen "),
        Piece("out", "fifteen"),
        Piece("in", "fifteen sixteen"),
    )
    assert pieces(old, old) == ()


@given(st.text(alphabet="ab \n", max_size=80), st.text(alphabet="ab \n", max_size=80))
def test_nothing_that_changed_is_left_out(old, new):
    """What went and what came, with what stayed between, are both texts; only what stayed may be shortened."""
    found = pieces(old, new)
    assert bool(found) == (old != new)
    for text, other in ((old, "in"), (new, "out")):
        rest = text
        for piece in found:
            if piece.kind == "gap" or piece.kind == other:
                continue
            place = rest.find(piece.words)
            assert place >= 0
            rest = rest[place + len(piece.words) :]


def test_a_very_long_text_is_compared_in_one_go():
    words = [f"word{number} " for number in range(EXACT * 2)]
    other = [*words[:EXACT], "new ", *words[EXACT + 1 :]]
    found = pieces("".join(words), "".join(other))
    assert [piece for piece in found if piece.kind in ("in", "out")] == [
        Piece("out", f"word{EXACT} "),
        Piece("in", "new "),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+44 1702", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＠x"])
def test_a_spreadsheet_runs_nothing_of_what_people_typed(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["12.50", "1 + 1", "", "Bullying, and “more”"])
def test_other_words_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_a_file_for_a_spreadsheet_keeps_lines_and_commas_in_their_cells():
    assert "".join(csv_lines([["a,b", 'say "c"'], ["two\nlines", 3]])) == (
        '\ufeff"a,b","say ""c"""\r\n"two\nlines",3\r\n'
    )


# History


@pytest.fixture
def ann(db):
    return make.UserFactory(name="Ann")


def save(row, by, why=None, **values):
    claim(row, row.version, by=by)
    for name, value in values.items():
        setattr(row, name, value)
    row._change_reason = why
    row.save()
    del row._change_reason


def newest(**wanted):
    return changes.newest(HistoryQuery(**wanted), number=50)


def test_a_change_in_words(ann):
    body = make.BodyFactory(name="Case Review")
    seat = make.SeatFactory(body=body, role="Vice", office="none", position=1)
    save(seat, ann, "As agreed in June", office="vice-chair", number=2, number_unknown=False)
    [entry, *_] = newest()
    assert (entry.deed, entry.name, entry.within, entry.who, entry.why) == (
        "changed", "Vice", "Case Review", "Ann", "As agreed in June",
    )  # fmt: skip
    assert entry.changes == (Change("Number", "nothing", "2"), Change("Office", "No office", "Vice chair"))


def test_what_was_added_deleted_and_restored_is_said_so(ann):
    organisation = make.OrganisationFactory(name="Police")
    pk = organisation.pk
    history.remove(organisation, by=ann)
    history.restore(Organisation, pk, by=ann)
    restored, deleted, added = newest(models=(Organisation,))
    assert [entry.deed for entry in (added, deleted, restored)] == ["added", "deleted", "restored"]
    assert added.changes[0] == Change("Name", "nothing", "Police")
    assert deleted.changes[0] == Change("Name", "Police", "nothing")
    assert (added.who, deleted.who, restored.changes) == ("No name recorded", "Ann", ())


def test_a_thing_is_called_by_its_name_of_that_time(ann):
    council = make.OrganisationFactory(name="Council")
    department = make.OrganisationFactory(name="Children", parent=council)
    seat = make.SeatFactory(role="Director")
    save(seat, ann, organisation=department)
    save(department, ann, name="People")
    save(seat, ann, organisation=None)
    save(seat, ann, organisation=department)
    again, _, _, earlier, *_ = newest()
    assert earlier.changes == (Change("Organisation", "nothing", "Council, Children"),)
    assert again.changes == (Change("Organisation", "nothing", "Council, People"),)


def test_a_party_is_named(ann):
    police = make.OrganisationFactory(name="Police")
    contribution = make.ContributionFactory(label="", payer=None)
    save(contribution, ann, payer=Party.objects.of(police), share="12.50")
    [entry, *_] = newest()
    assert entry.name == "Police"
    assert entry.changes == (Change("Payer", "nothing", "Police"), Change("Share in per cent", "nothing", "12.5"))


def test_what_was_deleted_is_named_as_it_was(ann):
    police = make.OrganisationFactory(name="Police")
    seat = make.SeatFactory(role="Commander", organisation=police)
    save(seat, ann, organisation=None)
    history.remove(police, by=ann)
    _, entry, *_ = newest()
    assert entry.changes == (Change("Organisation", "Police", "nothing"),)


@pytest.mark.parametrize("factory", [make.ReleaseFactory, make.FindingFigureFactory], ids=["release", "finding"])
def test_what_names_itself_by_rows_beyond_is_named_when_all_of_them_are_deleted(factory, ann):
    row = factory(observation__period_as_printed="2014/15", observation__series__indicator__name="Admissions")
    name, indicator = str(row), row.observation.series.indicator
    row.delete()
    indicator.delete()
    assert {entry.name for entry in newest() if entry.model is factory._meta.model} == {name}
    # The short list knows only what there is today.
    [brief] = {line.name for line in changes.lately(50) if line.model is factory._meta.model}
    assert "no longer recorded" in brief


def test_a_narrative_is_compared_by_its_words(ann):
    narrative = make.NarrativeFactory(before="<p>Who we <strong>are</strong> &amp; what we do.</p><p>More.</p>")
    save(narrative, ann, before="<p>Who we are &amp; what we did.</p><p>More.</p>")
    [entry, *_] = newest()
    [change] = entry.changes
    assert (change.old, change.new) == ("Who we are & what we do.\nMore.", "Who we are & what we did.\nMore.")


def test_the_filters_find_their_lines(ann):
    bob = make.UserFactory(name="Bob")
    goal, seat = make.GoalFactory(title="Reduce bullying"), make.SeatFactory(role="Commander")
    save(goal, ann, title="Reduce bullying online")
    save(seat, bob, role="Chief")
    by_bob, by_ann = newest(who=bob), newest(who=ann)
    assert [entry.name for entry in by_bob + by_ann] == ["Chief", "Reduce bullying online"]
    assert [entry.name for entry in newest(words=("ONLINE", "bull"))] == ["Reduce bullying online"]
    assert newest(words=("online", "Chief")) == []
    assert len(newest(models=(type(goal),))) == 2
    moment = by_bob[0].when
    assert moment not in [entry.when for entry in newest(until=moment)]
    assert [entry.when for entry in newest(since=moment)] == [moment]


def test_pages_follow_each_other_without_a_gap_even_in_one_moment(ann):
    """Lines of several kinds bear the same moment; each is on one page and on one only."""
    seats = make.SeatFactory.create_batch(4)
    goals = make.GoalFactory.create_batch(4)
    moment = seats[0].history.first().history_date
    for row in (*seats, *goals):
        for line in row.history.all():
            line.history_date = moment
            line.save()
    everything = [(entry.model, entry.number) for entry in newest()]
    seen, cursor = [], None
    while page := changes.newest(HistoryQuery(), number=3, cursor=cursor):
        seen += [(entry.model, entry.number) for entry in page]
        cursor = Cursor.read(str(page[-1].cursor))
    assert seen == everything
    assert len(set(seen)) == len(seen) == sum(model.history.count() for model in changes.tracked())


@pytest.mark.parametrize(
    "text", ["", "x", "2016-01-01_a_1", "2016-01-01T00:00:00+00:00_a_9" + "9" * 30, "_".join("abcd")]
)
def test_an_address_without_a_place_begins_at_the_newest(text):
    assert Cursor.read(text) is None


def test_more_lines_ask_no_more_of_the_database(ann):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            changes.newest(HistoryQuery(), number=200)
        return len(queries)

    def some(number):
        for row in (*make.ContributionFactory.create_batch(number), *make.LineageFactory.create_batch(number)):
            save(row, ann, position=7)
        for row in make.ObservationFactory.create_batch(number):
            save(row, ann, note="Told by telephone")
        for row in make.ReleaseFactory.create_batch(number):
            save(row, ann, reason="It counts a county.")

    some(1)
    few = asked()
    some(9)
    assert asked() == few


@pytest.mark.parametrize("model", changes.tracked(), ids=lambda model: model._meta.label)
def test_a_record_says_what_it_needs_to_be_named(model, db):
    """`named_by` is all that `str()` asks of other rows."""
    factory = getattr(make, f"{model.__name__}Factory")
    if model._meta.model_name == "contribution":
        factory(label="", payer=make.PartyFactory())
    elif model._meta.model_name == "organisation":
        factory(parent=make.OrganisationFactory())
    else:
        factory()
    row = model.objects.select_related(*model.named_by).last()
    with CaptureQueriesContext(connection) as queries:
        str(row)
    assert len(queries) == 0


# Undoing


def last(row):
    return row.history.first()


def test_a_change_is_undone_and_later_work_on_other_fields_stays(ann):
    seat = make.SeatFactory(role="Commander", note="")
    save(seat, ann, role="Comander")
    wrong = last(seat)
    save(seat, ann, note="Also represents IYSS")
    row = history.undo(wrong, 3, by=ann)
    assert (row.role, row.note, row.version) == ("Commander", "Also represents IYSS", 4)
    assert (last(row).history_user, last(row).history_change_reason) == (ann, "Undone")


def test_later_work_on_the_same_field_is_kept_unless_somebody_says_so(ann):
    seat = make.SeatFactory(role="One")
    save(seat, ann, role="Two")
    line = last(seat)
    save(seat, ann, role="Three")
    with pytest.raises(history.Overtaken, match="A later change touched the same: role"):
        history.undo(line, 3, by=ann)
    seat.refresh_from_db()
    assert (seat.role, seat.version) == ("Three", 3)
    assert history.undo(line, 3, by=ann, confirmed=True).role == "One"


def test_what_somebody_saved_meanwhile_is_not_overwritten(ann):
    from kit.stamps import Conflict

    seat = make.SeatFactory(role="One")
    save(seat, ann, role="Two")
    line = last(seat)
    save(seat, ann, note="New")
    with pytest.raises(Conflict):
        history.undo(line, 2, by=ann)
    seat.refresh_from_db()
    assert (seat.role, seat.note) == ("Two", "New")


def test_what_can_not_be_undone_says_why(ann):
    body = make.BodyFactory()
    seat = make.SeatFactory(body=body, office="chair", role="")
    with pytest.raises(history.CannotChange, match="Only a change can be undone"):
        history.undo(last(seat), 1, by=ann)
    save(seat, ann, office="vice-chair")
    line = last(seat)
    make.SeatFactory(body=body, office="chair", role="Somebody else")
    with pytest.raises(history.CannotChange, match="has a chair already"):
        history.undo(line, 2, by=ann)
    save(seat, ann, office="chair", ends="2016-01-01")
    with pytest.raises(history.CannotChange, match="already as it was"):
        history.undo(line, 3, by=ann)
    history.remove(seat, by=ann)
    with pytest.raises(history.CannotChange, match="deleted since"):
        history.undo(line, 3, by=ann)


def test_what_was_changed_lately_is_named_as_in_the_history(db):
    for model in changes.tracked():
        getattr(make, f"{model.__name__}Factory")()
    newest = changes.newest(changes.HistoryQuery(), number=500)
    brief = changes.lately(500)
    told = [(entry.model, entry.pk, entry.number, entry.deed, entry.name, entry.who, entry.when) for entry in newest]
    assert [(line.model, line.pk, line.number, line.deed, line.name, line.who, line.when) for line in brief] == told
    assert {entry.model for entry in brief} == set(changes.tracked())
