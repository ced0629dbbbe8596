"""Sentences that name what the law decides: what the body and its report are called, and for whom the body works.

`say("The {body} agreed its {report}.")` says "The board agreed its annual report." for a children's board and "The
partnership agreed its yearly report." where the law speaks of a partnership. `forms` is the list of such names. What
else a sentence needs is given beside it, `say("{who} manages the {body}", who=name)`, and is put in as it is: nothing
that people typed is ever read as a sentence.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import NamedTuple

from kit.wording import opening


class Words(NamedTuple):
    """What the law decides, in running words: the body, its report, whom it works for (a key of `WHOM`), its plan.

    `people`, `somebody` and `services` are there where a law has other words for them than `WHOM`; `name` and `act` are
    then what such a body and its law are called, for examples.
    """

    body: str = "board"
    report: str = "annual report"
    for_whom: str = "children"
    plan: str = "business plan"
    people: str = ""
    somebody: str = ""
    services: str = ""
    name: str = ""
    act: str = ""


class Whom(NamedTuple):
    """Those a body works for: several, one of them, and one for short behind "the" or "any".

    Beside them who helps them, under which act the body works, and how the name of such a body begins.
    """

    people: str
    somebody: str
    person: str
    services: str
    act: str
    name: str


BOARD = Words()
PARTNERSHIP = Words("partnership", "yearly report")
# By the last of these words in what the law calls the body. Without any of them it is a board.
BODIES = {
    "board": BOARD,
    "boards": BOARD,
    "committee": BOARD._replace(body="committee"),
    "partnership": PARTNERSHIP,
    "partners": PARTNERSHIP,
    "arrangements": PARTNERSHIP,
}
WHOM = {
    "children": Whom(
        "children",
        "a child",
        "child",
        "children’s services",
        "Children Act 2004, sections 13 to 16",
        "Safeguarding Children",
    ),
    "adults": Whom(
        "adults with care and support needs",
        "an adult with care and support needs",
        "adult",
        "adult social care services",
        "Care Act 2014, section 43",
        "Safeguarding Adults",
    ),
    "both": Whom(
        "children and adults with care and support needs",
        "a child or an adult with care and support needs",
        "child or adult",
        "children’s and adult social care services",
        "Children Act 2004, sections 13 to 16, and Care Act 2014, section 43",
        "Safeguarding",
    ),
}
# What such a body is in general, where that isn't what those it works for and the body make of it.
IN_FULL = {("board", "children"): "Local Safeguarding Children Board"}

_words: ContextVar[Callable[[], Words]] = ContextVar("words", default=Words)


def _small(report):
    """A report's name as it stands within a sentence; an abbreviation stays one."""
    return report if report[1:2].isupper() else report[:1].lower() + report[1:]


def _article(words):
    """a or an, by the first sound: an annual report, an SAB report, a yearly report."""
    spelt_out = words[1:2].isupper()
    return "an" if words[:1] in ("AEFHILMNORSX" if spelt_out else "aeiou") else "a"


@cache
def forms(words: Words) -> Mapping[str, str]:
    """Every name that a sentence may hold, and what it says.

    A code that only a later program knows is read as that of a children's board.
    """
    whom = WHOM.get(words.for_whom, WHOM[BOARD.for_whom])
    people = words.people or whom.people
    in_full = words.name or IN_FULL.get((words.body, words.for_whom), f"{whom.name} {opening(words.body)}")
    return MappingProxyType(
        {
            "body": words.body,
            "Body": opening(words.body),
            "bodies": f"{words.body}s",
            "in_full": in_full,
            "short": "".join(word[0] for word in in_full.split() if word[0].isupper()),
            "report": words.report,
            "Report": opening(words.report),
            "reports": f"{words.report}s",
            "a_report": f"{_article(words.report)} {words.report}",
            "plan": words.plan,
            "Plan": opening(words.plan),
            "people": people,
            "People": opening(people),
            "somebody": words.somebody or whom.somebody,
            # Whoever words it anew says it with its article: a child or young person.
            "person": words.somebody.partition(" ")[2] or whom.person,
            "services": words.services or whom.services,
            "act": words.act or whom.act,
        }
    )


NAMES = frozenset(forms(BOARD))


# What a law says of the words, by the names that its record and its content have for it.
OF_A_LAW = ("body_called", "report_called", "for_whom", "noun", "plan_called", "people", "somebody", "services", "law")


def words_for(
    body_called: str,
    report_called: str = "",
    for_whom: str = BOARD.for_whom,
    noun: str = "",
    plan_called: str = "",
    law: str = "",
    **own: str,
) -> Words:
    """The words that go with what a law calls body, report and plan, and with whom it makes the body work for.

    `noun` is what the body is in a sentence, where its name doesn't say; `own` are the law's own words for people.
    """
    known = [BODIES[word] for word in re.findall(r"\w+", body_called.lower()) if word in BODIES]
    words = (known[-1] if known else BOARD)._replace(for_whom=for_whom, **own)
    if words.people:
        # It isn't one of those whose names and acts are known here.
        words = words._replace(name=body_called, act=law)
    named = {"body": noun, "report": report_called, "plan": plan_called}
    return words._replace(**{name: _small(said) for name, said in named.items() if said})


@contextmanager
def using(ask: Callable[[], Words]):
    """Speak in these words for a while. They are asked for only if something is said."""
    token = _words.set(ask)
    try:
        yield
    finally:
        _words.reset(token)


def each_using(ask: Callable[[], Words], things: Iterator) -> Iterator:
    """What a generator yields, each made in these words; the caller goes on in its own."""
    # Not by `using`: of a thousand versions there are thousands of things, most of them made of hardly anything.
    while True:
        token = _words.set(ask)
        try:
            made = next(things)
        except StopIteration:
            return
        finally:
            _words.reset(token)
        yield made


def say(sentence: str, **values) -> str:
    """A sentence of the program's in the words in force: of the request being answered, or of the content being shown.

    Raises UnknownWord if it names something that is neither a word of the law nor given with it.
    """
    if "{" not in sentence:
        return sentence
    sayable(sentence, values)
    return sentence.format_map({**forms(_words.get()()), **values})


class UnknownWord(ValueError):
    """A sentence of the program names something that nobody gives it."""


def sayable(sentence: str, values: Iterable[str] = ()) -> str:
    """The sentence itself, once it is sure that all it names can be said."""
    named = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    if unknown := named - NAMES - {*values}:
        raise UnknownWord(
            f"“{sentence}” names {', '.join(sorted(unknown))}: neither given with it nor among the words of the law, "
            f"which are {', '.join(sorted(NAMES))}."
        )
    if taken := NAMES & {*values}:
        raise UnknownWord(f"“{sentence}” is given {', '.join(sorted(taken))}: the law decides what that says.")
    return sentence
