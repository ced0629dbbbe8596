"""No sentence of the program writes down what the law decides: it names it, and every name can be said.

Looked at are the text and the tags of every template and every string of the program that is no docstring, without
running anything, so a sentence on a page that no test visits is found too.
"""

import ast
import re
from functools import cache

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from kit.called import NAMES, UnknownWord, sayable

DECIDED = re.compile(r"\b(?:child|children|boards?|LSCB|annual reports?)\b", re.IGNORECASE)
APPS = ("editions", "finance", "forwardplan", "kit", "lscb", "membership", "priorities", "publications")

# What is written down all the same, and why. Of a whole file:
FILES = {
    "kit/called.py": "the words themselves",
    "lscb/management/commands/demo.py": "the demonstration is that of a children's board",
    "lscb/founding.py": "asks before there is a law",
    "lscb/management/commands/newboard.py": "the same",
}
# Of a string: in a file, or wherever it stands.
CODES = {
    "board": "a code: the folder of the form templates, a name in templates, a kind of row or body, a reading",
    "partner-board": "a kind of body, as it is stored",
    "Board": "the name of a table or of a style in Word",
    "?kind=board": "part of an address",
    "worried-about-a-child": "an address, which never changes",
    "board-pdf-": "the beginning of a folder's name",
    "board-": "the same",
    "board-arrived": "what the log calls an event",
    "LSCB": "the program's own name",
    "membership.context.board": "where a function is found",
}
STRINGS = {
    ("finance/models.py", "Part of one payment to two boards"): "one of the two is somebody else's",
    ("publications/content/codes.py", "part of one payment to two boards"): "one of the two is somebody else's",
    ("membership/models/board.py", "Another board"): "a kind of body: the board of somebody else",
    ("membership/models/law.py", "Children"): "for whom a law can be, to choose from",
    ("membership/models/law.py", "Children and adults with care and support needs"): "the same",
    ("membership/models/law.py", "children"): "its code",
    ("publications/calendar.py", "-//LSCB//Forward plan//EN"): "the program's own name, in a calendar",
    ("publications/checks/children.py", "children"): "the code of a check",
}
# Words by which a text of the board's is read: language, whatever the law.
LANGUAGE = {
    ("kit/intake/rows.py", "ABOUT"),
    ("kit/intake/types.py", "ORGANISATION"),
    ("publications/checks/children.py", "CHILD"),
    ("publications/checks/children.py", "NO_NAMES"),
    ("publications/checks/figures.py", "COMMON"),
    ("publications/checks/numbers.py", "COUNTED"),
}
# The package, its modules and files, and the file of a database.
OF_THE_PROGRAM = re.compile(r"\blscb\b[\w./]*|\bboard\.sqlite3\b|/board-[\d-]+")
TEMPLATE_TEXT = {
    ("_error.html", "Safeguarding board"): "heads pages that ask the records nothing, not even for the law",
    ("public/accessibility.html", "an example board"): "the program is tested on a board",
}

# Functions of which the first argument is a sentence that may name what the law decides; `heading`, too, is said.
SPEAKERS = {"say", "say_later", "says", "tells", "sayable"}


@cache
def program():
    """Every file of the program, read."""
    return [
        (path.relative_to(settings.BASE_DIR).as_posix(), ast.parse(path.read_text()))
        for app in APPS
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def strings(tree):
    """Every string that isn't a docstring."""
    left_out = {id(node) for node in docstrings(tree)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out
    ]


def of_language(file, tree):
    """The strings of the lists of words by which texts are read."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and (file, getattr(node.targets[0], "id", "")) in LANGUAGE
        for inner in ast.walk(node)
    }


def written_down(file, tree):
    """A sentence for each string of a file that writes down what the law decides; and what stands on the lists."""
    language = of_language(file, tree)
    for node in strings(tree):
        found = DECIDED.search(OF_THE_PROGRAM.sub("", node.value))
        if not found or id(node) in language:
            continue
        listed = next((key for key in (node.value, (file, node.value)) if key in CODES or key in STRINGS), None)
        yield listed, f"{file}:{node.lineno} writes “{found[0]}” in “{node.value[:80]}”: name what the law decides."


def test_no_string_of_the_program_writes_down_what_the_law_decides():
    found = [each for file, tree in program() if file not in FILES for each in written_down(file, tree)]
    assert not (sentences := [sentence for listed, sentence in found if listed is None]), "\n".join(sentences)
    # What is listed is there.
    assert {*CODES, *STRINGS} - {listed for listed, _ in found} == set()


def templates():
    folder = settings.BASE_DIR / "templates"
    return [
        (path.relative_to(folder).as_posix(), Lexer(path.read_text()).tokenize())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


ATTRIBUTES = re.compile(r'\b(?:href|class|id|for|name|src|data-[a-z-]+)="[^"]*"')
LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
FOLDER = re.compile(r"[\w./-]+\.html")


def words_of(token):
    """What a piece of a template writes: its text, or the literals of its tag."""
    if token.token_type is TokenType.TEXT:
        return [ATTRIBUTES.sub("", token.contents)]
    if token.token_type is TokenType.COMMENT or token.contents.startswith(("url ", "load ")):
        return []
    literals = [one or other for one, other in LITERAL.findall(token.contents)]
    return [literal for literal in literals if not FOLDER.fullmatch(literal)]


def test_no_template_writes_down_what_the_law_decides():
    wrong, met = [], set()
    for name, tokens in templates():
        for token in tokens:
            for words in words_of(token):
                for of, phrase in TEMPLATE_TEXT:
                    if of == name and phrase in words:
                        met.add((of, phrase))
                        words = words.replace(phrase, "")
                wrong += [
                    f"templates/{name}:{token.lineno} writes “{found[0]}” in "
                    f"“{words[max(0, found.start() - 30) : found.end() + 30].strip()}”: say it by name."
                    for found in DECIDED.finditer(words)
                ]
    assert not wrong, "\n".join(wrong)
    assert met == {*TEMPLATE_TEXT}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('label = "What the Board will do"', 1),
        ('label = f"{who} of the board"', 1),
        ('def one():\n    "The board."\n    return "a keyboard, a dashboard, boarding"', 0),
        ('label = "Children’s plan"', 1),
        ('say("The {body} agreed its {report}.")', 0),
    ],
)
def test_what_is_written_down_is_found(source, found):
    assert len([*written_down("kit/new.py", ast.parse(source))]) == found


# Names


def called_as(node):
    """By which name of kit.called a function is called; empty if it is none of these."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="called"), attr=name) if name in SPEAKERS:
            return name
    return ""


def spoken(tree):
    """The sentences given to a function that says them, each with the values given beside it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and called_as(node):
            yield node, node.args[0], [keyword.arg for keyword in node.keywords if keyword.arg]


# Sentences that stand in a table and are said where the table is read.
TABLES = {
    "publications/content/codes.py": ("READINGS", "GAPS"),
    "publications/content/section_types.py": ("TABLE",),
    "publications/sections/goals.py": ("PROGRESS",),
    "publications/sections/meetings.py": ("MEETINGS",),
    "publications/sections/learning.py": ("RECOMMENDED",),
    "publications/sections/lineage.py": ("GAPS_IN_WORDS",),
    "publications/starting.py": ("AFTER_THE_GOALS", "EVERYDAY", "FIRST_WORDS"),
    "publications/checks/sections.py": ("without_difference",),
}
# What says the sentences of those tables. Nothing else says what isn't written where it is said.
READS_A_TABLE = {
    "kit/templatetags/called.py": ["sentence"],
    "publications/checks/sections.py": ["words"],
    "publications/content/codes.py": ["words[code]"],
    "publications/content/says.py": ["self.words", "words", "words"],
    "publications/models/documents.py": ["each.words"],
    "publications/sections/lineage.py": ["heading", "GAPS_IN_WORDS.get(kind, '{about}')"],
    "publications/sections/words.py": ["column.heading", "says.beside"],
    "publications/starting.py": ["FIRST_WORDS", "heading", "heading"],
}


def test_every_sentence_of_the_program_names_only_what_can_be_said():
    """Each is written where it is said, or in one of the tables; so nothing that people typed is ever said."""
    wrong, elsewhere = [], {}
    for file, tree in program():
        if file in ("kit/called.py", "kit/later.py"):
            continue
        for node, sentence, given in spoken(tree):
            if isinstance(sentence, ast.Constant):
                try:
                    # The words of a field are given nothing beside them.
                    sayable(sentence.value, given if called_as(node) in ("say", "say_later") else ())
                except UnknownWord as unknown:
                    wrong.append(f"{file}:{node.lineno} {unknown}")
            else:
                elsewhere.setdefault(file, []).append(ast.unparse(sentence))
    assert not wrong, "\n".join(wrong)
    assert {file: sorted(found) for file, found in elsewhere.items()} == {
        file: sorted(expected) for file, expected in READS_A_TABLE.items()
    }


def test_every_sentence_that_names_something_is_said():
    """Given to a function that says it, or in a table that is read by one: else the page would print the braces."""
    named = re.compile(rf"\{{(?:{'|'.join(NAMES)})\}}")
    wrong = []
    for file, tree in program():
        if file == "kit/called.py":
            continue
        said = {id(inner) for _, sentence, _ in spoken(tree) for inner in ast.walk(sentence)}
        tables = TABLES.get(file, ())
        said |= {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in tables
            for inner in ast.walk(node)
        }
        for node in strings(tree):
            if named.search(node.value) and id(node) not in said:
                wrong.append(f"{file}:{node.lineno} names something in “{node.value[:80]}” and doesn’t say it.")
    assert not wrong, "\n".join(wrong)


def test_every_sentence_of_a_template_names_only_what_can_be_said():
    wrong, count = [], 0
    for name, tokens in templates():
        for token in tokens:
            if token.token_type is not TokenType.BLOCK:
                continue
            bits = token.split_contents()
            if bits[0] == "say":
                count += 1
                given = [bit.partition("=")[0] for bit in bits[2:] if "=" in bit]
                if not LITERAL.fullmatch(bits[1]):
                    wrong.append(f"templates/{name}:{token.lineno} says {bits[1]}, which isn’t written there.")
                    continue
                try:
                    sayable(bits[1][1:-1], given)
                except UnknownWord as unknown:
                    wrong.append(f"templates/{name}:{token.lineno} {unknown}")
            elif any(name in words for words in words_of(token) for name in map("{{{}}}".format, NAMES)):
                wrong.append(f"templates/{name}:{token.lineno} names something in {bits[0]} and doesn’t say it.")
    assert not wrong, "\n".join(wrong)
    assert count > 60
