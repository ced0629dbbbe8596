"""What was stored under a schema is read for good, keeps its check code, and is said in the same words."""

import json
from difflib import unified_diff
from typing import NamedTuple

import jsonschema
import msgspec
import pytest

from editions import downloads
from publications import render
from publications.content import codec
from publications.content.base import Control
from publications.content.document import Document
from tests.stored import filling, folder, record


class Difference(NamedTuple):
    """What is said in other words than were recorded: a sentence, or as much of it as tells it from others, and why."""

    old: str
    new: str
    reason: str


# Whoever means to say something in other words says so here. What was recorded stays as it is.
ONE_END = "A figure of which only the start or the end of its period is known goes by that."
UNIT = "Days and rates are printed as what they are."
OWN_WORDS = "A change is said in the words that the document itself has for its body."
HOURS_APART = "A number has its hours beside it, in words of their own."
ALLOWED = (
    Difference(
        "All, end of the period: Not stated → 6 May 2031",
        "All, 6 May 2031, end of the period: Not stated → 6 May 2031",
        ONE_END,
    ),
    Difference(
        "All, start of the period: Not stated → 6 May 2031",
        "All, from 6 May 2031, start of the period: Not stated → 6 May 2031",
        ONE_END,
    ),
    Difference("\n9.5", "\n9.5 (rate)", UNIT),
    Difference("\n10.5", "\n10.5 days", UNIT),
    Difference("figure: 9.5 → 7.25", "figure: 9.5 (rate) → 7.25 (rate)", UNIT),
    Difference("figure: 10.5 → 7.25", "figure: 10.5 days → 7.25 days", UNIT),
    Difference("whose reading: The Board's", "whose reading: The Body of called 1's", OWN_WORDS),
    Difference("of the board: Name", "of the Body of called 1: Name", OWN_WORDS),
    Difference("of the board: Short", "of the Body of called 1: Short", OWN_WORDS),
    Difference("| In the daytime: ", "| Number in the daytime: ", HOURS_APART),
    Difference("| Out of hours: ", "| Number out of hours: ", HOURS_APART),
)

FOLDERS = folder.folders()
TEXTS = [
    pytest.param(schema, text, id=f"{schema}-{name}")
    for schema, place in FOLDERS.items()
    for name, text in folder.texts(place).items()
]


def described(place, file):
    return json.loads((place / file).read_bytes())


# Texts


def test_every_schema_up_to_todays_has_its_folder():
    assert list(FOLDERS) == list(range(1, max(FOLDERS) + 1))
    assert codec.SCHEMA - max(FOLDERS) in (0, 1)


@pytest.mark.parametrize("schema", FOLDERS)
def test_every_stored_text_keeps_its_check_code(schema):
    texts = folder.texts(FOLDERS[schema])
    assert {name: codec.digest(text) for name, text in texts.items()} == folder.codes(FOLDERS[schema])
    kinds = described(FOLDERS[schema], folder.CONTENT)["discriminator"]["mapping"]
    assert {json.loads(text)["type"] for text in texts.values()} == set(kinds)


@pytest.mark.parametrize(("schema", "text"), TEXTS)
def test_a_stored_text_is_read_as_what_it_said(schema, text):
    content = codec.read(text, schema)
    now = codec.write(content)
    assert codec.read(now, codec.SCHEMA) == content
    if schema == codec.SCHEMA:
        assert now == text


@pytest.mark.parametrize(("schema", "text"), TEXTS)
def test_a_stored_document_is_still_shown(schema, text):
    content = codec.read(text, schema)
    if isinstance(content, Document):
        assert render.paper(content, Control()).count("<section") >= len(json.loads(text)["sections"])


@pytest.mark.parametrize("schema", FOLDERS)
def test_every_field_of_every_struct_is_held_by_a_stored_text(schema):
    texts = folder.texts(FOLDERS[schema])
    filled = [json.loads(text) for name, text in texts.items() if name.startswith(folder.EVERY_FIELD)]
    assert folder.unfilled(filled, described(FOLDERS[schema], folder.CONTENT)) == set()
    control = {"$ref": "#/$defs/Control"}
    structs = described(FOLDERS[schema], folder.published_schema(schema))["$defs"]
    around = folder.held(described(FOLDERS[schema], folder.CONTROL), control, structs)
    assert {field for _, field, value in around if value} == set(structs["Control"]["properties"])


def test_a_field_that_holds_nothing_is_found():
    text = folder.texts(FOLDERS[1])["every-field-site"]
    site = json.loads(text) | {"notice": "", "logo": None}
    description = described(FOLDERS[1], folder.CONTENT)
    left = folder.unfilled([site], description) - folder.unfilled([json.loads(text)], description)
    logo = description["$defs"]["Logo"]["properties"]
    assert left == {("Site", "notice"), ("Site", "logo"), *(("Logo", field) for field in logo)}


# Descriptions


@pytest.mark.parametrize("schema", FOLDERS)
def test_the_description_of_a_schema_is_published_as_it_was(schema):
    version = record.version(folder.texts(FOLDERS[schema])["every-field-document"], schema)
    files = {file.path: file.data for file in downloads.data_files([version])}
    name = folder.published_schema(schema)
    assert files[f"data/{name}"] == (FOLDERS[schema] / name).read_bytes()


@pytest.mark.parametrize(("schema", "text"), TEXTS)
def test_a_stored_text_is_as_its_schema_describes_it(schema, text):
    place = FOLDERS[schema]
    valid(json.loads(text), described(place, folder.CONTENT))
    if isinstance(codec.read(text, schema), Document):
        control = described(place, folder.CONTROL) | {"published_on": record.DAY}
        file = json.loads(downloads.for_machines(record.version(text, schema, **control)))
        assert set(file["control"]) == set(control)
        valid(file, described(place, folder.published_schema(schema)))


@pytest.mark.parametrize("schema", FOLDERS)
def test_what_was_published_for_machines_stays_byte_for_byte(schema):
    kept = (FOLDERS[schema] / folder.PUBLISHED).read_bytes()
    version = record.version(folder.texts(FOLDERS[schema])["forward-plan-2016"], schema)
    assert downloads.for_machines(version) == kept


def valid(plain, description):
    jsonschema.Draft202012Validator.check_schema(description)
    jsonschema.Draft202012Validator(description).validate(plain)


# Sentences


def differences(text, schema, changes):
    """Where one change of a stored text is said in other words than were recorded: pointer, before, now."""
    content = codec.read(text, schema)
    for change in changes:
        new = codec.read(folder.changed(text, change["at"], change["to"]), schema)
        old, now = "\n".join(change["said"]), "\n".join(folder.said(content, new))
        if old != now:
            yield change["at"], old, now


def unexplained(found, allowed):
    """Those of the differences that are more than is allowed, as the lines that were said before and are said now."""
    return [
        "\n".join([where, *(line for line in compared(old, now) if not line.startswith("@@"))])
        for where, old, now in found
        if reworded(old, allowed) != now
    ]


def compared(old, now):
    """The lines that only one of two texts has, without the heading of two lines."""
    return list(unified_diff(old.split("\n"), now.split("\n"), n=0, lineterm=""))[2:]


def reworded(old, allowed):
    for difference in allowed:
        old = old.replace(difference.old, difference.new)
    return old


def test_every_single_change_that_the_tests_knew_is_recorded():
    recorded = folder.recorded(FOLDERS[1])
    assert sum(len(recorded[name]) for name in record.ROWS) == 1414
    assert set(recorded) == {*record.ROWS, *(name for name in folder.texts(FOLDERS[1]) if name.startswith("every"))}
    assert all(change["said"] for changes in recorded.values() for change in changes)


@pytest.fixture(scope="module")
def found():
    """Every difference from what was recorded, of all texts of all schemas."""
    return [
        (f"{schema}/{name}{where}", old, now)
        for schema, place in FOLDERS.items()
        for name, changes in folder.recorded(place).items()
        for where, old, now in differences(folder.texts(place)[name], schema, changes)
    ]


def test_every_change_is_said_in_the_words_that_were_recorded(found):
    left = unexplained(found, ALLOWED)
    assert not left, f"{len(left)} changes are said in other words:\n" + "\n".join(left[:20])


def test_a_difference_that_is_allowed_has_a_reason_and_is_there(found):
    for difference in ALLOWED:
        assert difference.old and difference.reason
        assert any(difference.old in old and difference.new in now for _, old, now in found), difference


def test_other_words_are_found_until_they_are_allowed():
    text = folder.texts(FOLDERS[1])["every-field-site"]
    [change] = [change for change in folder.recorded(FOLDERS[1])["every-field-site"] if change["at"] == "/regime"]
    assert list(differences(text, 1, [change])) == []
    [line] = change["said"]
    found = list(differences(text, 1, [change | {"said": [line.replace("law: Law", "act: Law")]}]))
    assert unexplained(found, ()) == ["/regime\n-act: Law of regime 1\n+law: Law of regime 1"]
    assert unexplained(found, [Difference("act:", "bill:", "A wrong word")]) != []
    assert unexplained(found, [Difference("act:", "law:", "A better word")]) == []
    longer = list(differences(text, 1, [change | {"said": [line, "One more"]}]))
    assert unexplained(longer, ()) == ["/regime\n-One more"]
    assert unexplained(longer, [Difference("\nOne more", "", "Said twice")]) == []
    other = list(differences(text, 1, [change | {"said": [line.replace("left out, fact", "left out, words")]}]))
    assert len(unexplained(other, ())) == 1


# Recording


def test_what_is_recorded_is_never_written_again(monkeypatch):
    monkeypatch.setattr(codec, "SCHEMA", 1)
    before = {file: file.stat().st_mtime_ns for file in FOLDERS[1].rglob("*")}
    with pytest.raises(SystemExit, match="1 is recorded already"):
        record.main()
    assert {file: file.stat().st_mtime_ns for file in FOLDERS[1].rglob("*")} == before


def test_a_program_that_is_not_as_committed_is_not_recorded(monkeypatch):
    monkeypatch.setattr(record, "git", lambda *command: " M editions/changes/walk.py")
    with pytest.raises(SystemExit, match=r"committed:\n M editions/changes/walk\.py"):
        record.committed()


def test_todays_content_can_be_filled_with_every_field():
    description = msgspec.json.schema(codec.Content)
    filled = filling.filled(description)
    assert folder.unfilled(filled, description) == set()
    for plain in filled:
        assert codec.read(record.as_text(plain), codec.SCHEMA) == msgspec.convert(plain, codec.Content)
