"""A folder of stored texts: what is in it, how a recorded change is made again, and how it is said on a line."""

import json
from pathlib import Path

from editions.changes import changes, difference_in_words

HERE = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
CONTENT = "content-schema.json"
CONTROL = "control.json"
PUBLISHED = "published.json"
MADE_FROM = "made-from.txt"
EVERY_FIELD = "every-field"


def folders():
    """The folder of each schema, by its number."""
    return {int(folder.name): folder for folder in sorted(HERE.iterdir()) if folder.name.isdecimal()}


def published_schema(schema):
    """Where the description of a schema lies here, under the name that it is published by."""
    return f"document-schema-{schema}.json"


def texts(folder):
    """The stored texts by their names, character for character."""
    return {file.stem: file.read_bytes().decode() for file in sorted((folder / "texts").iterdir())}


def codes(folder):
    """The recorded check codes by the names of the texts."""
    lines = (folder / SUMS).read_text().splitlines()
    return {Path(file).stem: code for code, file in (line.split(maxsplit=1) for line in lines)}


def recorded(folder):
    """The recorded changes, by the name of the text: each with `at`, `to` and `said`."""
    return {
        file.stem: [json.loads(line) for line in file.read_bytes().splitlines()]
        for file in sorted((folder / "changes").iterdir())
    }


def pointer(path):
    """A path as text: /sections/0/heading, which is a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def changed(text, where, value):
    """A text with another value where the pointer leads. It need not be canonical."""
    plain = json.loads(text)
    *way, last = (step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:])
    around = plain
    for step in way:
        # A struct that holds nothing but defaults may not be there.
        around = around[int(step)] if isinstance(around, list) else around.setdefault(step, {})
    around[int(last) if isinstance(around, list) else last] = value
    return json.dumps(plain)


def said(old, new):
    """What differs between two contents, a line for each: section, kind, whether it is a fact, and the sentence."""
    return [
        f"{change.section} | {change.kind}, {'fact' if change.is_fact else 'words'} | {difference_in_words(change)}"
        for change in changes(old, new)
    ]


def unfilled(plains, description):
    """The fields of the structs of a description that hold nothing but their default in all of this plain content."""
    structs = description["$defs"]
    every = {(name, field) for name, struct in structs.items() for field in struct["properties"]}
    return every - {
        (name, field)
        for plain in plains
        for name, field, value in held(plain, description, structs)
        if is_more(value, structs[name]["properties"][field])
    }


def is_more(value, description):
    """Whether a value is more than what the field holds where nothing is recorded."""
    return value != description["default"] if "default" in description else bool(value)


def held(value, description, structs):
    """Each field in plain content: its struct's name, its own, and its value. Found by the JSON Schema."""
    if "$ref" in description:
        name = description["$ref"].rpartition("/")[2]
        for field, inner in structs[name]["properties"].items():
            if field in value:
                yield name, field, value[field]
                yield from held(value[field], inner, structs)
    for option in description.get("anyOf", ()):
        if fits(value, option, structs):
            yield from held(value, option, structs)
    if isinstance(value, list):
        for row in value:
            yield from held(row, description["items"], structs)


def fits(value, option, structs):
    """Whether a plain value is of this of several kinds; structs among which there is a choice have a tag each."""
    if "$ref" not in option:
        return "anyOf" in option or isinstance(value, list) == (option.get("type") == "array")
    properties = structs[option["$ref"].rpartition("/")[2]]["properties"]
    return isinstance(value, dict) and value.get("type") in properties.get("type", {"enum": [None]})["enum"]
