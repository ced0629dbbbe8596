"""One box over the office: every word of a question, in any order, without regard to capitals or accents.

Both databases fold letters in ways of their own, so it is done here: the words of the office are read in a few queries,
folded and ranked in Python. A board has some thousands of rows; more than `READ` of a kind aren't searched, and the
page says so.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from django.views.generic import TemplateView

from finance.models import BudgetLine, Contribution
from forwardplan.models import AgendaItem, Meeting, StandingItem
from kit.access import Permitted
from kit.changes import MARKUP, unmarked
from lscb.office import records
from membership.models import Body, Organisation, Seat
from membership.roles import May
from priorities.models import Aim, Evidence, Finding, Goal, Indicator, Progress
from publications.models import Narrative, Publication, Term

READ = 5_000  # rows of a kind
SHOWN = 20  # results of a kind
WORDS = 8  # words of a question
AROUND = 70  # signs shown on each side of the first word that was found


class Searched(NamedTuple):
    """What is searched of a kind of record: these fields, which may be those of rows it points at."""

    fields: tuple[str, ...]
    joins: tuple[str, ...] = ()


# In the order in which results are shown.
SEARCHED = {
    Goal: Searched(("code", "title", "rationale", "plan.title", "plan.period_as_printed"), ("plan",)),
    Aim: Searched(("words", "goal.code", "goal.title"), ("goal",)),
    Progress: Searched(
        ("figures_in_words", "commentary", "difference_made", "goal.title", "period.label"), ("goal", "period")
    ),
    Evidence: Searched(("words", "source", "method", "goal.title", "period.label"), ("goal", "period")),
    Finding: Searched(("words", "get_kind_display", "period.label"), ("period",)),
    Indicator: Searched(("name", "definition")),
    BudgetLine: Searched(("description", "heading", "note", "budget.financial_year"), ("budget",)),
    Contribution: Searched(
        ("payer_name", "on_behalf_of", "budget.financial_year"),
        ("budget", "payer__organisation__parent__parent", "payer__body", "payer__seat"),
    ),
    Meeting: Searched(("label", "when", "venue", "body.name"), ("body",)),
    AgendaItem: Searched(("title", "meeting.label", "meeting.when"), ("meeting",)),
    StandingItem: Searched(("title", "body.name"), ("body",)),
    Seat: Searched(
        ("role", "get_office_display", "represents", "note", "organisation_name", "body.name"),
        ("body", "organisation__parent__parent"),
    ),
    Body: Searched(("name", "quorum")),
    Organisation: Searched(("full_name", "short_name"), ("parent__parent",)),
    Narrative: Searched(("heading", "contents_heading", "before", "after", "publication.title"), ("publication",)),
    Term: Searched(("term", "meaning")),
    Publication: Searched(("title", "period_as_printed", "cover_note")),
}


def folded(text):
    """Words as they are compared: small letters, no accents, one sort of apostrophe and dash."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).replace("’", "'").replace("–", "-").replace("—", "-")
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def folded_with_places(text):
    """The folded text, and for each of its signs the place in the text that it came from."""
    signs, places = [], []
    for place, sign in enumerate(text):
        for one in folded(sign):
            signs.append(one)
            places.append(place)
    return "".join(signs), places


class Words(NamedTuple):
    """Some words of a result, and whether they were asked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class Result:
    """A record that holds all the words: its name, where it stands, the words in their context, and its address."""

    name: tuple[Words, ...]
    context: tuple[Words, ...]
    within: str
    address: str
    rank: tuple


@dataclass(frozen=True)
class Group:
    """The results of one kind, the best first; `more` weren't shown."""

    kind: str
    results: list[Result]
    more: int = 0


def asked(question):
    """The words of a question, folded; each once, so many at most."""
    return list(dict.fromkeys(re.findall(r"[^\s,;“”\"()]+", folded(question))))[:WORDS]


def find(question):
    """The records that hold every word of a question, grouped by kind."""
    words = asked(question)
    return [group for model in SEARCHED if (group := _group(model, words)).results] if words else []


def _group(model, words):
    searched = SEARCHED[model]
    results = []
    for row in model._base_manager.select_related(*searched.joins).order_by("pk")[:READ]:
        texts = [text for name in searched.fields if (text := _text(row, name))]
        whole = folded("\n".join(texts))
        if all([word in whole for word in words]):
            results.append((row, texts))
    ranked = sorted((_result(row, texts, words) for row, texts in results), key=lambda result: result.rank)
    return Group(records.KINDS[model].many, ranked[:SHOWN], max(0, len(ranked) - SHOWN))


def _text(row, path):
    for name in path.split("."):
        row = getattr(row, name)
    said = row() if callable(row) else row
    return unmarked(said) if MARKUP.search(said) else said


def _result(row, texts, words):
    name = str(row)
    in_name = sum(word in folded(name) for word in words)
    whole_words = set(re.findall(r"\w+", folded("\n".join(texts))))
    # First where the name itself says it, then where a word is a word of its own and not a piece of one.
    rank = (-in_name, -sum(word in whole_words for word in words), len(texts[0]), row.pk)
    best = max(texts, key=lambda text: sum(word in folded(text) for word in words))
    return Result(
        name=tuple(marked(_cut(name, words), words)),
        context=() if best == name or best in name else tuple(marked(_cut(best, words), words)),
        within=", ".join(str(getattr(row, parent)) for parent in row.within),
        address=records.address(row),
        rank=rank,
    )


def _cut(text, words):
    """The part of a long text around the first word that is found in it."""
    if len(text) <= 3 * AROUND:
        return text
    flat, places = folded_with_places(text)
    found = [places[place] for word in words if (place := flat.find(word)) >= 0]
    start, end = max(0, min(found, default=0) - AROUND), min(found, default=0) + 2 * AROUND
    # At a space, so that no word is cut in two.
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = next((place for place in range(end, len(text)) if text[place].isspace()), len(text))
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def marked(text, words):
    """The text in pieces, those that were asked for apart from the others. Escaping is the template's."""
    flat, places = folded_with_places(text)
    end, pattern = 0, re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    for found in pattern.finditer(flat):
        first, last = places[found.start()], places[found.end() - 1] + 1
        if first < end:
            continue
        if first > end:
            yield Words(text[end:first])
        yield Words(text[first:last], found=True)
        end = last
    if end < len(text):
        yield Words(text[end:])


class Find(Permitted, TemplateView):
    """What the office holds about some words."""

    permission_required = May.SEE_DRAFTS
    template_name = "office/find.html"

    def get_context_data(self, **kwargs):
        question = self.request.GET.get("q", "")[:200]
        groups = find(question)
        total = sum(len(group.results) + group.more for group in groups)
        return super().get_context_data(question=question, groups=groups, total=total, **kwargs)
