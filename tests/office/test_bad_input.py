"""Whatever is sent to a form is answered: with a message, never with a fault of the program."""

from urllib.parse import quote

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some

from kit.models import Draft
from membership.models import Policy, User
from membership.roles import Role
from publications.files import pdf
from tests import factories as make
from tests import states
from tests.office.conftest import KINDS, address, fields, made

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    " ",
    "\0",
    "a\0b",
    "\u202eright to left\u202c",
    "\ud83d",
    "x" * 300,
    "£" * 3_000,
    "1e400",
    "-1e400",
    "9" * 400,
    "9" * 5_000,
    "NaN",
    "Infinity",
    "£-0",
    "٣",
    "²",
    "0",
    "-1",
    "999999999999",
    "1 January 0",
    "31 June 2016",
    "0000-00-00",
    "1/1/1",
    "99/99/9999",
    "25:61",
    "99pm",
    "true",
    "<script>alert(1)</script>",
    "<p onclick=x><b",
    "javascript:alert(1)",
    "{{ settings.SECRET_KEY }}",
    "[]",
    "../..",
]
A_LONG_ONE = "word " * 200_000
values = some.one_of(some.sampled_from(NASTY), some.text(max_size=40), some.integers(-(10**30), 10**30).map(str))


@pytest.fixture
def rows(board):
    return {name: made(kind) for name, kind in KINDS.items()}


@how(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=some.data())
def test_bad_input_is_answered_with_a_message(data, client, rows):
    name = data.draw(some.sampled_from(sorted(KINDS)), label="kind")
    kind, row = KINDS[name], rows[name]
    names = [*kind.form.base_fields, "_theirs", "_deed", "_owner", "id", "csrfmiddlewaretoken"]
    typed = data.draw(some.dictionaries(some.sampled_from(names), values, min_size=1, max_size=6), label="typed")
    # A lone half of a pair can't be sent at all: what a browser makes of it can.
    typed = {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
    typed.setdefault("version", str(row.version))
    answer = client.post(address(kind, row), typed, headers={"HX-Request": "true"})
    assert answer.status_code in (200, 204, 302, 413)
    if answer.status_code == 200 and typed.get("_deed") in (None, "save"):
        assert "There is a problem" in answer.content.decode()
    rows[name] = kind.model.objects.get(pk=row.pk)


@pytest.fixture
def every_form(monkeypatch):
    """Every form of every page with the least trusted person who sees it: of an empty board, and of one row each."""
    monkeypatch.setattr(pdf, "make", lambda html, **how: pdf.Made(data=b"%PDF", pages=1, versions="stand-in"))
    manager = make.UserFactory(roles=[Role.MANAGER])
    clients = [states.client_of(), states.client_of(manager)]
    found = [*forms_of(states.of_an_empty_board(), clients), *forms_of(states.of_one_row_each(manager), clients)]
    assert len({name for name, *_ in found}) > 100
    return found


def forms_of(pages, clients):
    for name, path, *_ in pages:
        answer, client = states.first_to_see(path, clients)
        if answer is not None and states.is_page(answer):
            for form in states.Forms(answer.content.decode()).forms:
                yield name, form["action"] or path, form, client


@how(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=some.data())
def test_bad_input_to_any_form_at_all_is_answered(data, every_form):
    """Signing in, finding, pasting, people, the steps of an approval: whatever has a form."""
    _, path, form, client = data.draw(some.sampled_from(every_form), label="form")
    names = [*form["asked"], *form["given"], "_deed", "_owner", "_once", "draft"]
    typed = data.draw(some.dictionaries(some.sampled_from(names), values, max_size=6), label="typed")
    typed = form["given"] | {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
    with states.undone(client):
        answer = getattr(client, form["method"])(path, typed)
    assert answer.status_code in (200, 204, 302, 400, 403, 404, 409, 413, 429), path


@pytest.mark.parametrize("name", ["goal", "narrative", "contribution", "observation"])
def test_a_megabyte_is_refused_and_still_there(name, client):
    kind, row = KINDS[name], made(KINDS[name])
    where = address(kind, row)
    field = {"goal": "title", "narrative": "before", "contribution": "amount", "observation": "note"}[name]
    answer = client.post(where, fields(client.get(where)) | {field: A_LONG_ONE}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert fields(answer)[field] == [A_LONG_ONE]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"title=x", "multipart/form-data"),
        (
            b"&".join(b"a=1" for _ in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
            "application/x-www-form-urlencoded",
        ),
        (b"title=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "application/x-www-form-urlencoded"),
    ],
    ids=["no boundary", "too many fields", "too much"],
)
def test_a_broken_form_is_a_bad_request(body, content_type, client):
    row = made(KINDS["goal"])
    answer = client.post(address(KINDS["goal"], row), body, content_type=content_type)
    assert answer.status_code == 400


def test_a_form_that_was_cut_off_on_its_way_says_what_is_missing(client):
    row = made(KINDS["goal"])
    body, content_type = b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"
    answer = client.post(address(KINDS["goal"], row), body, content_type=content_type)
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["edit/goal/999/", "edit/nothing/1/", "add/nothing/", "remove/user/1/", "edit/goal/" + "9" * 5000 + "/"]
)
def test_what_is_not_there_is_not_there(path, client):
    assert client.get(f"/office/{path}").status_code == 404


def test_the_row_of_another_parent_is_not_to_be_chosen(client):
    goal, other = made(KINDS["goal"]), made(KINDS["part"])
    where = address(KINDS["goal"], goal)
    answer = client.post(where, fields(client.get(where)) | {"part": str(other.pk)})
    assert "Select a valid choice" in answer.content.decode()


def test_nobody_becomes_more_by_a_form(client, ann):
    row = made(KINDS["appointment"])
    where = address(KINDS["appointment"], row)
    client.post(where, fields(client.get(where)) | {"is_superuser": "on", "login": str(ann.pk), "person": "1"})
    assert not User.objects.filter(is_superuser=True).exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("value", ["\0", "x" * 5_000, "9" * 400, "’\u202e", "-1"])
@pytest.mark.parametrize(
    "path",
    [
        "find/?q=",
        "history/?words=",
        "history/?who=",
        "history/?since=",
        "history/?after=",
        "people/access/?who=",
        "people/access/?what=",
        "people/access/?until=",
        "add/aim/?goal=",
        "add/goal/?plan=",
        "plan/?csv=",
        "paste/goals/?plan=",
    ],
)
def test_whatever_stands_in_an_address_is_answered(path, value, client):
    answer = client.get(f"/office/{path}{quote(value)}")
    assert answer.status_code in (200, 302, 400, 404)


@pytest.mark.parametrize("name", KINDS)
def test_a_nul_in_any_field_is_answered(name, client):
    """PostgreSQL takes none, not even in a question. In all fields at once; where a field says nothing of it, in that
    one alone, so that it comes as far as it can."""
    kind, row = KINDS[name], made(KINDS[name])
    where, in_place = address(kind, row), {"HX-Request": "true"}
    typed = fields(client.get(where, headers=in_place))
    answer = client.post(where, typed | dict.fromkeys(kind.form.base_fields, "a\0b"), headers=in_place)
    assert answer.status_code == 200
    for field in kind.form.base_fields.keys() - answer.context["form"].errors.keys():
        assert client.post(where, typed | {field: "a\0b"}, headers=in_place).status_code in (200, 204), field


def test_a_line_that_is_too_long_is_told_and_stays_whole(client):
    long = "x" * 201
    page = client.get("/office/add/policy/").content.decode()
    assert "maxlength" not in page.partition("<main")[2], "the browser would cut what is pasted without a word"
    answer = client.post("/office/add/policy/", {"title": long})
    words = answer.content.decode()
    assert "This is 201 signs long, and 200 can be kept. Shorten it; nothing of it was cut." in words
    assert long in words
    assert not Policy.objects.exists()
