"""A phrase that should never have been typed: found wherever it stands, then gone from all that isn't frozen."""

import json
import re
from functools import cache
from html import escape
from io import StringIO
from unittest.mock import patch
from urllib.parse import unquote, urlencode

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from editions.models import Edition
from kit import clock, stamps
from kit.models import Draft
from lscb.custody import phrases, removal, searching
from membership.roles import Role
from membership.session_store import SessionStore
from priorities.models import Evidence, Goal
from tests import factories as make
from tests.editions.drafts import freeze

pytestmark = pytest.mark.django_db

NAME = "Canary O'Birdsong"


@pytest.fixture
def manager(db):
    make.BoardFactory()
    return make.UserFactory(email="manager@example.org", roles=[Role.MANAGER])


@pytest.fixture
def board(manager):
    """The name in a goal with two lines of history, in evidence, in a narrative, in the log and in a sign-in."""
    goal = make.GoalFactory(title=f"Keep {NAME} safe")
    stamps.claim(goal, goal.version, by=manager)
    goal.title = f"Keep {NAME.upper()} quite safe"
    goal.save()
    make.EvidenceFactory(goal=goal, words=f"An audit spoke of\n{NAME}’s home")
    make.NarrativeFactory(before="<p>As <strong>Canary</strong> O&#x27;Birdsong said</p>")
    LogEntry.objects.create(
        user=manager, object_repr=NAME, action_flag=1, change_message=json.dumps([{"added": {"name": NAME}}])
    )
    session = SessionStore()
    session["message"] = f"{NAME} was saved"
    session.save()
    return goal


@cache
def columns(database):
    """Every column of every table, straight from the database's own list."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        described = {table: connection.introspection.get_table_description(cursor, table) for table in tables}
    return {table: [column.name for column in found] for table, found in described.items()}


def everywhere(*words):
    """The tables in which some words stand, asked of the database itself."""
    found = set()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, names in columns(connection.settings_dict["NAME"]).items():
            held = " OR ".join(f"LOWER(CAST({quote(name)} AS TEXT)) LIKE %s" for name in names for _ in words)
            cursor.execute(
                f"SELECT COUNT(*) FROM {quote(table)} WHERE {held}",
                [f"%{word.lower()}%" for word in words] * len(names),
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


# Finding


def test_every_place_is_listed(board):
    found = {(place.label, place.fields): place for place in searching.find(NAME)}
    assert found["priorities.goal", ("end of its address", "title")].audience == "Public when published."
    assert found["priorities.historicalgoal", ("end of its address", "title")].lines == 2
    assert ("priorities.evidence", ("end of its address", "words")) in found
    assert ("publications.narrative", ("words before",)) in found
    assert ("admin.logentry", ("object repr", "change message")) in found
    assert ("sessions.session", ("what it remembers",)) in found
    assert not any(place.frozen for place in found.values())


def test_who_can_see_a_field_is_said(manager):
    make.ObservationFactory(note=NAME)
    [live] = [place for place in searching.find(NAME) if place.kind != searching.HISTORY]
    assert live.audience == "Office only."


def test_finding_changes_nothing(board):
    before = everywhere("canary")
    searching.find(NAME)
    assert everywhere("canary") == before


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("Ann Lee", "said Ann  Lee.", True),
        ("Ann Lee", "ANN\nLEE's home", True),
        ("Ann Lee", "Ann&nbsp;<em>Lee</em>", True),
        ("Ann", "an annual report", False),
        ("Ann Lee", "Joann Leeds", False),
        ("Ann-Lee O'Hara", "Ann–Lee O’Hara", True),
        ("Zoë", '{"words":"Zo\\u00eb"}', True),
        ("Ann Lee", json.dumps("First line\nAnn Lee"), True),
        ("Smith & Sons", "Smith &amp; Sons", True),
    ],
)
def test_how_a_phrase_is_found(phrase, text, there):
    assert phrases.PhraseFinder(phrase).stands_in(text) is there


@given(words=st.lists(st.text(alphabet="abcdeé'&-", min_size=3, max_size=8), min_size=1, max_size=4))
def test_a_phrase_is_found_in_itself_however_it_is_written(words):
    phrase = " ".join(["abc", *words])
    finder = phrases.PhraseFinder(phrase)
    for text in (phrase, phrase.upper().lower(), json.dumps(phrase), f"<p>{escape(phrase)}</p>", f"x, {phrase}. y"):
        assert finder.stands_in(text)
        assert not finder.stands_in(finder.without(text, "[removed]"))


# A name as a reader sees it once and as programs, hands and other forms write it.
ZOE = "Zoë Anne-Marie O'Quill"
WRITTEN = (
    "Zoë Anne-Marie O'Quill",
    "ZOË ANNE-MARIE O'QUILL",
    "Zoë Anne-Marie O'Quills",
    "zoë anne-marie o'quill",
    "Zoë  Anne-Marie   O'Quill",
    "Zoë\u00a0Anne-Marie\u202fO'Quill",
    "Zoë\nAnne-Marie\tO'Quill",
    "Zoë Anne-Marie\n\nO'Quill",
    "Zoe\u0308 Anne-Marie O'Quill",
    "Zoe Anne-Marie O'Quill",
    "Zoé Anne-Marie O'Quill",
    "Zoë Anne-Marie O'Qu\u00adill",
    "Zo\u200bë Anne-Marie O'Quill",
    "Zoë Anne\u200d-Marie O'Quill",
    "Zoë \u2060Anne-Marie\ufeff O'Quill",
    "Z\u034foë Anne-Marie O'Quill",
    "\u202aZoë Anne-Marie O'Quill\u202c",
    "Zoë Anne Marie O'Quill",
    "Zoë AnneMarie O'Quill",
    "Zoë Annemarie OQuill",
    "Zoë Anne–Marie O'Quill",
    "Zoë Anne\u2011Marie O'Quill",
    "Zoë Anne−Marie O'Quill",
    "Zoë Anne-Marie O’Quill",
    "Zoë Anne-Marie O‘Quill’s",
    "Zoë Anne-Marie O Quill",
    "Zoë Anne-Marie Oʼ-Quill",
    "Zoë Anne-Marie O'Qu-\nill",
    "Zoë Anne-\nMarie O'Quill",
    "O'Quill, Zoë Anne-Marie",
    "O’QUILL,\nZoe Anne Marie",
    "Zoë Anne-Marie J. O'Quill",
    "Zoë Anne-Marie J. K. O'Quill",
    "Zoë A. Anne-Marie O'Quill",
    "zoe.anne-marie.oquill",
    "zoe_annemarie_oquill",
    "(Zoë) Anne-Marie “O'Quill”",
    "Zo%C3%AB%20Anne-Marie%20O%27Quill",
    "Ｚｏë Anne-Marie O'Quill",
    "Zoë.Anne-Marie/O'Quill",
    "Zoë, Anne-Marie, O'Quill",
    "Zoë Anne-Marie O'Quill2",
)
MARKED_UP = (
    "Zo&euml; Anne-Marie O&#x27;Quill",
    "Zo&#235; Anne&#45;Marie O&rsquo;Quill",
    "Zoë&nbsp;Anne-Marie O'Qu&shy;ill",
    "Zoë Anne-Marie O'Qu<strong>ill</strong>",
    "<em>Zoë</em> Anne-<strong>Marie O</strong>'Quill",
    "Zoë</p><p>Anne-Marie<br>O'Quill",
    "<ul><li>Zoë Anne-Marie</li><li>O'Quill</li></ul>",
    '<a href="https://a.example/zoe-anne-marie-oquill?x=1">there</a>',
    '<a href="mailto:Zo%C3%AB.Anne-Marie.OQuill@a.example">Zoë <strong>Anne-Marie O\'Quill</strong></a>',
)
OTHERS = (
    "Zoë Anne-Marie",
    "Zoë Anne-Marie O'Quilley",
    "Azoë Anne-Marie O'Quill",
    "Zoë Anne-Maria O'Quill",
    "zoe quill",
)


@pytest.mark.parametrize("written", WRITTEN + MARKED_UP)
def test_a_name_is_found_in_whatever_form_and_only_itself_is_taken_out(written):
    finder = phrases.PhraseFinder(ZOE)
    text = f"<p>Before {written} after</p>" if written in MARKED_UP else f"before {written} after"
    for held in (text, json.dumps({"words": [text]}), json.dumps([text], ensure_ascii=False)):
        left = finder.without(held, "[removed]")
        assert "[removed]" in left
        assert not finder.stands_in(left)
        assert "efore" in left
        assert " after" in left
        assert not re.search("zo|anne|quill", re.sub("%..", "", left.replace("\\u00", "")), re.IGNORECASE)
    for tag in set(re.findall(r"<(\w+)", finder.without(text, "[removed]"))) - {"br"}:
        assert left.count(f"<{tag}") == left.count(f"</{tag}>"), left


@pytest.mark.parametrize("other", OTHERS)
def test_another_name_stays(other):
    assert not phrases.PhraseFinder(ZOE).stands_in(f"before {other} after")


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Asif", "as if"),
        ("Ina", "in a year"),
        ("Ann Lee", "Lee Ann"),
        ("Jane Doe", "Janea Doe"),
        ("case 12", "case 123"),
    ],
)
def test_a_short_name_is_not_found_in_other_words(phrase, text):
    assert not phrases.PhraseFinder(phrase).stands_in(text)


def test_a_phrase_may_be_given_last_name_first():
    finder = phrases.PhraseFinder("Doe, Jane")
    assert all(map(finder.stands_in, ("Jane Doe", "Jane A. Doe", "DOE, Jane", "jane-doe")))


def test_a_text_keeps_everything_else():
    text = '{"a": "1.10", "b": ["say “Ann Lee” \\u00e9", 1.5, null]}'
    assert phrases.PhraseFinder("ann lee").without(text, "x") == '{"a": "1.10", "b": ["say “x” é", 1.5, null]}'
    assert phrases.PhraseFinder("ann lee").without("{not JSON, Ann Lee}", "x") == "{not JSON, x}"


@pytest.mark.parametrize("phrase", ["", " ", "a", "a b"])
def test_a_phrase_of_two_letters_is_refused(phrase):
    with pytest.raises(phrases.TooShort, match="at least 3 letters"):
        searching.find(phrase)


def test_every_kind_of_column_is_known():
    """A column of a new kind, such as JSON, must first be looked at here."""
    known = (*searching.TEXTS, *searching.WITHOUT_WORDS)
    strange = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if not isinstance(field, known)
    ]
    assert strange == []


def test_no_table_is_left_out():
    """What isn't searched holds nothing that anybody typed."""
    left_out = {model._meta.label_lower for model in apps.get_models()} - {
        model._meta.label_lower for model in searching.searched()
    }
    assert left_out == {"contenttypes.contenttype", "auth.permission", "sessions.session"}


# Replacing


def test_the_phrase_is_in_no_table_any_more(board, manager):
    removed = removal.replace(NAME, by=manager)
    assert everywhere("canary", "birdsong") == set()
    assert searching.find(NAME) == []
    assert (removed.records, removed.sessions, removed.editions) == (4, 1, ())
    goal = Goal.objects.get(pk=board.pk)
    assert goal.title == "Keep [removed] quite safe"
    assert goal.key == "keep-removed-quite-safe"
    assert Evidence.objects.get().words == "An audit spoke of\n[removed]’s home"
    assert Session.objects.count() == 0


def test_the_history_says_that_something_was_removed_and_by_whom(board, manager):
    version = board.version
    removal.replace(NAME, by=manager)
    board.refresh_from_db()
    line = board.history.first()
    assert (line.history_change_reason, line.history_user) == ("A phrase was removed everywhere", manager)
    assert board.version == version + 1
    assert [line.title for line in board.history.all()] == [
        "Keep [removed] quite safe",
        "Keep [removed] quite safe",
        "Keep [removed] safe",
    ]
    assert {line.key for line in board.history.all()} == {"keep-removed-quite-safe"}


def test_history_of_what_is_deleted_is_searched_too(manager):
    goal = make.GoalFactory(title=f"Of {NAME}")
    goal.delete()
    removal.replace(NAME, by=manager)
    assert everywhere("canary") == set()


def test_a_key_that_was_cut_in_the_middle_of_the_phrase(manager):
    goal = make.GoalFactory(title="Strengthen every service around Canary Birdsong")
    assert goal.key.endswith("-canary")
    removal.replace("Canary Birdsong", by=manager)
    assert everywhere("canary") == set()


def test_a_key_outlives_the_words_it_was_made_of(manager):
    goal = make.GoalFactory(title="At Canary’Birdsong's home")
    stamps.claim(goal, goal.version, by=manager)
    goal.title = "At home"
    goal.save()
    assert goal.key == "at-canarybirdsongs-home"
    removal.replace("Birdsong", by=manager)
    goal.refresh_from_db()
    assert goal.key == "at-home"
    assert everywhere("birdsong") == set()


def test_a_key_that_is_made_of_another_records_words(manager):
    party = make.PartyFactory(words=NAME, organisation=None)
    make.RecipientFactory(party=party)
    removal.replace(NAME, by=manager)
    assert everywhere("canary") == set()


def test_what_becomes_alike_gets_a_number(manager):
    make.PartyFactory(words="Ann Lee", organisation=None)
    make.PartyFactory(words="ANN LEE", organisation=None)
    removal.replace("Ann Lee", by=manager)
    assert everywhere("ann lee") == set()


def test_a_short_column_stays_within_its_length(manager):
    goal = make.GoalFactory(code="Ann and Ann and Ann and Ann")
    removal.replace("Ann", by=manager)
    goal.refresh_from_db()
    assert goal.code == ("[removed] and " * 4)[: Goal._meta.get_field("code").max_length].rstrip()


def test_an_address_for_mail_stays_one(manager):
    make.UserFactory(email="canary@example.org")
    removal.replace("canary", by=manager)
    assert everywhere("canary") == set()


def test_a_failure_leaves_everything_as_it_was(board, manager, monkeypatch):
    before = everywhere("canary")

    def fail(*args, **kwargs):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(removal, "editions_with", fail)
    with pytest.raises(RuntimeError):
        removal.replace(NAME, by=manager)
    assert everywhere("canary") == before


def test_places_that_came_since_are_shown_first(board, manager):
    shown = len(searching.find(NAME))
    make.GoalFactory(title=NAME)
    with pytest.raises(removal.Moved, match=f"not {shown}"):
        removal.replace(NAME, by=manager, expected=shown)
    assert "canary" in Goal.objects.latest("pk").title.lower()


# What is frozen


def test_versions_are_returned_and_left_alone(manager):
    publication = make.PublicationFactory()
    make.NarrativeFactory(publication=publication, before=f"<p>First</p><p>{NAME}</p>")
    draft = freeze(publication, by=manager, on=clock.today())
    [frozen] = [place for place in searching.find(NAME) if place.frozen]
    assert frozen.audience == "Office only: it was never published."
    removed = removal.replace(NAME, by=manager)
    assert [edition.pk for edition in removed.editions] == [draft.pk]
    assert NAME in Edition.objects.get().content
    assert everywhere("canary") == {Edition._meta.db_table}


def test_a_published_version_says_since_when_it_was_public(manager):
    make.EditionFactory(published=True, decision=f"Approved, with thanks to {NAME}")
    [place] = searching.find(NAME)
    assert place.audience.startswith("Public since ")
    assert place.frozen


# The page


@pytest.fixture
def office(manager):
    client = Client()
    client.force_login(manager)
    return client


def test_the_page_shows_first_and_replaces_then(board, office):
    shown = office.post(reverse("remove"), {"phrase": NAME}).content.decode()
    places = len(searching.find(NAME))
    assert f"It stands in {places} places" in shown
    assert everywhere("canary")
    assert f'name="places" value="{places}"' in shown
    answer = office.post(reverse("remove"), {"phrase": NAME, "places": places}, follow=True)
    said = answer.content.decode()
    assert "The phrase was removed from 4 records" in said
    assert "Canary" not in said
    assert everywhere("canary") == set()


def test_the_page_shows_again_where_something_came_in_between(board, office):
    places = len(searching.find(NAME))
    make.GoalFactory(title=NAME)
    said = office.post(reverse("remove"), {"phrase": NAME, "places": places}).content.decode()
    assert "Look at them, then replace." in said
    assert everywhere("canary")


def test_the_page_says_where_nothing_is_found_and_what_is_too_short(office):
    assert b"It stands nowhere" in office.post(reverse("remove"), {"phrase": "Nobody at all"}).content
    assert b"at least 3 letters" in office.post(reverse("remove"), {"phrase": "a"}).content
    assert b"Give the phrase that has to go" in office.post(reverse("remove"), {"phrase": ""}).content


def test_an_editor_removes_nothing(board):
    client = Client()
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    places = len(searching.find(NAME))
    assert client.post(reverse("remove"), {"phrase": NAME, "places": places}).status_code == 403
    assert everywhere("canary")


# The command


def run(*arguments):
    out = StringIO()
    call_command("remove_phrase", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_shows_and_changes_nothing(board):
    said = run(NAME)
    assert "goal: " in said
    assert "Replace it with --replace" in said
    assert everywhere("canary")


def test_the_command_needs_a_person_to_replace(board, manager):
    with pytest.raises(CommandError, match="whose deed"):
        run(NAME, "--replace")
    assert "The phrase was removed from" in run(NAME, "--replace", "--by", manager.email)
    assert everywhere("canary") == set()
    assert "nowhere" in run(NAME)


@pytest.mark.django_db(transaction=True)
def test_every_form_of_a_name_goes_from_every_kind_of_field_and_from_the_file(manager, public_root):
    """In words, cells, narratives, keys, addresses, what isn't saved yet, sign-ins, and the history of each."""
    section = make.NarrativeFactory(before="<p>x</p>")
    for number, written in enumerate(WRITTEN):
        goal = make.GoalFactory(title=f"Of {written}", code=str(number), rationale=f"As {written} said")
        stamps.claim(goal, goal.version, by=manager)
        goal.title = f"Of others {number}"
        goal.save()
        make.EvidenceFactory(goal=goal, words=f"- {written}\n- {number}")
        draft = {"title": [written], "html": [f"<p>{written}</p>"]}
        Draft.objects.create(
            person=manager,
            form="a form",
            key=f"/x/?{urlencode({'title': unquote(written), 'x': number})}",
            fields=json.dumps(draft),
            saved=clock.now(),
        )
        session = SessionStore()
        session["message"] = {"said": [f"{written} was saved"]}
        session.save()
    for written in WRITTEN + MARKED_UP:
        section.before = f"<p>{written}</p>"
        section.save()
    make.UserFactory(email="Zoe.Anne-Marie.OQuill@example.org", name="O'Quill, Zoë Anne-Marie")
    assert len(searching.find(ZOE)) > 5 * len(WRITTEN)
    removed = removal.replace(ZOE, by=manager)
    assert searching.find(ZOE) == []
    assert removed.unchanged == ()
    assert removed.sessions == len(WRITTEN)
    assert everywhere("quill", "qu\u00adill", "anne-marie", "anne marie", "annemarie") == set()
    if connection.vendor == "sqlite":
        for file in (connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}-wal"):
            with open(file, "rb") as stored:
                held = stored.read()
            assert not re.search(rb"quill|anne.{0,3}marie", held, re.IGNORECASE)
            assert [written for written in WRITTEN if written.encode() in held] == []


@pytest.fixture
def stubborn(manager):
    """A row that the database refuses to keep without the name, between two others."""
    rows = [make.GoalFactory(title=f"{number} of Ann Lee") for number in range(3)]

    def refuse(row, by, save=removal.save_tracked):
        if type(row) is Goal and row.pk == rows[1].pk:
            raise IntegrityError("CHECK constraint failed")
        save(row, by)

    with patch.object(removal, "save_tracked", refuse):
        yield rows


def test_a_row_that_can_not_be_changed_is_named_and_the_rest_is_done(stubborn, manager):
    removed = removal.replace("Ann Lee", by=manager)
    assert removed.records == 2
    assert removed.unchanged == (f"goal number {stubborn[1].pk} (end of its address, title)",)
    titles = list(Goal.objects.order_by("pk").values_list("title", flat=True))
    assert titles == ["0 of [removed]", "1 of Ann Lee", "2 of [removed]"]


def test_page_and_command_name_it_too(stubborn, manager, office):
    found = len(searching.find("Ann Lee"))
    answer = office.post(reverse("remove"), {"phrase": "Ann Lee", "places": found}, follow=True)
    assert answer.status_code == 200
    named = f"It still stands in goal number {stubborn[1].pk}"
    assert named in answer.content.decode()
    assert "Ann Lee" not in answer.content.decode()
    assert named in run("Ann Lee", "--replace", "--by", manager.email)


def test_the_mark_itself_can_not_be_removed_and_that_is_said(manager):
    goal = make.GoalFactory(title="It was removed")
    removed = removal.replace("removed", by=manager)
    assert removed.unchanged[0].startswith(f"goal number {goal.pk} ")
    assert Goal.objects.get().title == "It was removed"


@pytest.mark.django_db(transaction=True)
def test_the_file_of_the_database_forgets_it(board, manager, public_root):
    """On SQLite what was overwritten lies in its log until that is cleared; `test_clearing` has more."""
    removal.replace(NAME, by=manager)
    assert everywhere("canary", "birdsong") == set()
    if connection.vendor == "sqlite":
        path = connection.settings_dict["NAME"]
        for file in (path, f"{path}-wal"):
            with open(file, "rb") as stored:
                assert b"birdsong" not in stored.read().lower()
    kept = [file for file in public_root.rglob("*") if file.is_file()] if public_root.exists() else []
    assert not any(b"birdsong" in file.read_bytes().lower() for file in kept)
