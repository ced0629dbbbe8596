"""Single changes of content: every value in turn, each with another value that is lawful there."""

import msgspec

from publications.content import Content

OTHERS = [
    lambda value: f"{value}x" if isinstance(value, str) else value,
    lambda value: not value if isinstance(value, bool) else value,
    lambda value: value + 1 if isinstance(value, int) else value,
    lambda value: "2031-05-06",
    lambda value: "10:07:00",
    lambda value: "7.25",
    lambda value: 7,
    lambda value: {"key": "k", "kind": "priority", "code": "K", "title": "Another"},
    lambda value: {"type": "members", "body": "Another", "as_at": None, "seats": []},
    lambda value: [{"key": "k", "title": "Another", "standing": False}],
    lambda value: [{"key": "k", "words": "Another"}],
    lambda value: [{"key": "k", "name": "Another", "bodies": []}],
    lambda value: [{"key": "k", "state": "none", "words": "Another"}],
    lambda value: {"at_least": "5.00", "not_given": 1},
]
# What a list, a dictionary or a struct is left as that has nothing in it any more.
NOTHING = [lambda value: None, lambda value: [], lambda value: {}]


def leaves(plain, rows=None):
    """The path of every value in plain content that isn't the tag of a struct; of so many rows of each list."""
    found = []

    def look(around, path):
        for step, value in around.items() if isinstance(around, dict) else enumerate(around[:rows]):
            if value and isinstance(value, dict | list):
                look(value, (*path, step))
            elif step != "type":
                found.append((*path, step))

    look(plain, ())
    return found


def wholes(plain, path=()):
    """The path of every list, dictionary and struct in plain content that holds something."""
    for step, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
        if isinstance(value, dict | list) and value:
            yield (*path, step)
            yield from wholes(value, (*path, step))


def at(plain, path):
    for step in path:
        plain = plain[step]
    return plain


def changed(plain, path, others=OTHERS):
    """The first of the other values that is lawful at this path, and the content with it; None twice if none is."""
    *way, last = path
    around = at(plain, way)
    value = around[last]
    try:
        for other in others:
            if (new := other(value)) != value:
                around[last] = new
                try:
                    return new, msgspec.convert(plain, Content)
                except msgspec.ValidationError:
                    continue
    finally:
        around[last] = value
    return None, None


def mutated(plain, path):
    """The content with another lawful value at this path, or None where none of ours is lawful there."""
    return changed(plain, path)[1]
