"""A kind of row is declared once: what is new on a model and its form is shown, found, pasted and taken over.

Each test fills every text of every kind with a word of its own, and lists what is lost of them. What is left out on
purpose stands here with its reason.
"""

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from kit.intake import cells as tables
from kit.intake.table import arrange
from kit.intake.taking import Intake
from kit.rows import is_text
from lscb.office import finding
from lscb.office.pasted_lists import LISTS
from lscb.office.places import KIND_OF, KINDS
from lscb.office.succession import start_next_plan
from priorities.models import Plan
from priorities.succession import Fate
from publications.models import PublicationKind as Document
from tests import factories as make

pytestmark = pytest.mark.django_db

NOT_EDITED = {
    ("board", "logo_words"): "kept with the logo, on the logo's page",
    ("earlierdocument", "digest"): "made of the file",
}
NOT_COPIED = {
    ("publication", "title"): "the new plan's",
    ("publication", "period_as_printed"): "the new plan's",
    ("publication", "slug"): "made of the new plan's period",
    ("publication", "cover_note"): "said of the old document",
    ("publication", "version_called"): "said of the old document",
    ("goal", "when_in_words"): "the old plan's time, as its days are",
    ("aim", "by_when_in_words"): "the old plan's time, as its days are",
}
NOT_PASTED = {
    ("contribution", "label"): "made of the column of who pays, if that isn't just the payer's name",
    ("seat", "organisation_as_printed"): "made of the column of the organisation, if we don't know it",
    ("agendaitem", "title"): "read from the column of the item",
    ("action", "words"): "read from the column of the action",
    ("action", "due_in_words"): "read from the column of the day, if that names none",
    ("observation", "figure_as_printed"): "the figure itself is read, and is printed as every other",
}
# Kinds of which no list is pasted: rows of which a board has few, or that stand in a list of something else.
NEVER_PASTED = {
    "accessibilityfault",
    "actionupdate",  # beside the action
    "aim",  # as outcomes of the goals
    "appointment",  # as names of the members
    "attendance",  # as letters of a signed sheet
    "board",
    "body",  # as groups of the chairs
    "budget",
    "challengeupdate",  # beside the challenge
    "chase",
    "collection",  # begun in one step
    "costpart",  # made with the cost
    "costsplit",  # so that its parts are
    "decision",
    "earlierdocument",
    "evidence",  # beside the progress
    "helpline",
    "inspectionarea",  # in a row of its inspection
    "highlight",  # chosen from the document
    "indicator",
    "lineage",
    "linkedplan",
    "meeting",  # with what it will consider
    "narrative",
    "narrativechart",
    "owntable",  # a whole table into one form
    "picture",
    "quotation",
    "story",
    "organisation",
    "othernumber",
    "part",
    "plan",
    "publication",
    "recipient",
    "redefinition",  # kept when a definition changes
    "regime",
    "release",
    "reply",
    "reportingperiod",
    "requiredpartner",
    "requirement",
    "series",
    "smallnumbersrule",
    "standingitem",
    "succession",
    "term",
}
# What else a row needs for one of its words to be said.
WITH = {
    ("release", "decided_by"): {"decided_on": date(2016, 6, 1)},
    ("observation", "reason"): {"value": None, "state": "withheld"},
    ("observation", "figure_as_printed"): {"value": 1, "state": ""},
    ("seat", "organisation_as_printed"): {"organisation": None},
    ("budgetline", "revised_because"): {"revised": Decimal(1)},
    ("standingitem", "months"): {"rule": "months"},
}


BEGINNING = "Zq"


def words():
    """Words that are short enough for every column, each another."""
    return (f"{BEGINNING}{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in count())


def texts():
    return [(kind, name) for kind in KINDS for name in kind.texts]


def filled():
    """A row for each text of each kind, with a word of its own in it: (kind, field, row, word)."""
    for (kind, name), word in zip(texts(), words(), strict=False):
        # Of the board there is one.
        there = kind.model.objects.filter(only=1).first() if kind.stays else None
        known = {name: word} | WITH.get((kind.name, name), {})
        if there:
            kind.model.objects.update(**dict.fromkeys(kind.texts, "") | known)
            yield kind, name, kind.model.objects.get(), word
        else:
            yield kind, name, getattr(make, f"{kind.model.__name__}Factory").create(**known), word


def test_every_text_of_a_row_is_on_its_form():
    lost = [
        f"{kind.name}.{column.name} is a text that no form has: nobody can edit it, find it or paste it"
        for kind in KINDS
        for column in kind.model._meta.concrete_fields
        if is_text(column) and column.name not in kind.texts and (kind.name, column.name) not in NOT_EDITED
    ]
    assert lost == []


def test_every_field_of_a_form_is_shown_when_it_is_opened():
    """A layout that forgets a field doesn't hide it."""
    make.BoardFactory()
    lost = []
    for kind in KINDS:
        row = kind.model.objects.first() or getattr(make, f"{kind.model.__name__}Factory").create()
        shown = {pointer.name for pointer in kind.form(instance=row).helper.layout.get_field_names()}
        lost += [f"{kind.name}: {name}" for name in kind.form.base_fields if name not in shown]
    assert lost == []


def test_every_text_is_read_on_its_page_and_found(monkeypatch):
    monkeypatch.setattr(finding, "SHOWN", 1000)
    person, lost, wanted = make.SuperuserFactory(), [], set()
    for kind, name, row, word in filled():
        wanted.add(kind.address_for(person, row))
        if not any(word in str(column.of(row)) for column in kind.shown):
            lost.append(f"{kind.name}.{name} is not shown")
        if word not in kind.words_of(row):
            lost.append(f"{kind.name}.{name} is not searched")
    assert lost == []
    assert len(wanted) > 50
    assert wanted == {result.address for group in finding.find(BEGINNING, person) for result in group.results}


def test_every_text_is_taken_over_into_the_next_plan_if_its_kind_is():
    make.BoardFactory()
    part = make.PartFactory()
    principle = make.PrincipleFactory(plan=part.plan)
    goal = make.GoalFactory(plan=part.plan, part=part)
    aim = make.AimFactory(goal=goal)
    document = make.PublicationFactory(kind=Document.BUSINESS_PLAN, plan=part.plan, slug="old")
    section = make.NarrativeFactory(publication=document)
    chart = make.NarrativeChartFactory(narrative=section)
    put_in = [
        make.OwnTableFactory(narrative=section),
        make.PictureFactory(narrative=section),
        make.QuotationFactory(narrative=section),
        make.StoryFactory(narrative=section),
    ]
    linked = make.LinkedPlanFactory(publication=document)
    rows = (part, principle, goal, aim, document, section, chart, *put_in, linked)
    said, given = {}, words()
    for row in rows:
        kind = KIND_OF[type(row)]
        for name in kind.texts:
            word = next(given)
            said[kind.name, name] = word = f"https://{word}.example/" if name == "address" else word
            type(row).objects.filter(pk=row.pk).update(**{name: word})
        row.refresh_from_db()
    part.plan.refresh_from_db()
    assert {KIND_OF[type(row)].name for row in rows} == {kind.name for kind in KINDS if kind.copied and kind.texts}
    new = Plan(title="Next", period_as_printed="2019 – 2022", starts=date(2019, 4, 1))
    fate = Fate(goal=goal, kind="kept")
    start_next_plan(part.plan, new, [fate], by=make.UserFactory(), document=document)
    lost = {
        (kind, name)
        for (kind, name), word in said.items()
        if {getattr(row, name) for row in rows_of(kind, new)} != {word}
    }
    assert lost == set(NOT_COPIED)


PUT_IN = ("narrativechart", "owntable", "picture", "quotation", "story")


def rows_of(name, plan):
    of = {
        "publication": {"plan": plan},
        "narrative": {"publication__plan": plan},
        "linkedplan": {"publication__plan": plan},
        **{each: {"narrative__publication__plan": plan} for each in PUT_IN},
        "aim": {"goal__plan": plan},
    }
    [kind] = [kind for kind in KINDS if kind.name == name]
    return kind.model.objects.filter(**of.get(name, {"plan": plan}))


# What a column is filled with in which no word can stand.
CELLS = {
    "share": "5",
    "amount": "7",
    "estimate": "8",
    "outturn": "9",
    "revised": "10",
    "debit": "",
    "credit": "",
    "side": "Income",
    "meeting": "14 June 2016",
    "time": "14:00",
    "papers": "7 June 2016",
    "goals": "",
    "period_as_printed": "June 2016",
    "figure": "x",
    "register_number": "3",
    "sort": "Risk",
    "kind_of_it": "",
    "learning": "",
    "answer": "",
    "made_on": "14 June 2016",
    "on": "14 June 2016",
    "numerator": "",
    "denominator": "",
    "agency": "Essex Police",
    "organisation": "Essex Police",
    "address": "https://board.example/",
    "places": "12",
    "adopted": "14 June 2016",
    "review_due": "14 June 2018",
}


def test_every_text_can_be_pasted_if_its_kind_can():
    parents = {
        "plan": make.PlanFactory(),
        "part": None,
        "period": make.ReportingPeriodFactory(),
        "budget": make.BudgetFactory(),
        "body": make.BodyFactory(),
        "publication": make.PublicationFactory(),
    }
    make.OrganisationFactory(name="Essex Police")
    pasted, wanted, given = set(), set(), words()
    for into in LISTS.values():
        if into.kind is None:
            continue
        wanted |= {(into.kind.name, name) for name in into.kind.texts}
        columns = [column for column in into.columns if column.name != "agenda"]
        cells = [CELLS.get(column.name, next(given)) for column in columns]
        table = arrange(tables.of_rows([[column.label for column in columns], cells]), into)
        table.columns = [column.name for column in columns]
        chosen = {parent.name: parents[parent.name] for parent in into.parents}
        outcome = Intake(into, chosen, make.SuperuserFactory()).run(table, save=True)
        assert outcome.is_sound, (into.slug, outcome.problems, outcome.general)
        for row in outcome.saved[1]:
            pasted |= {(KIND_OF[type(row)].name, name) for name in into.kind.texts if getattr(row, name, "") in cells}
    assert wanted - pasted <= set(NOT_PASTED)
    assert {kind.name for kind in KINDS if kind.texts} - {kind for kind, _ in wanted} == NEVER_PASTED
