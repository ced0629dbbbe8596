"""A board of which every public column of every kind of row holds a value of its own, and all that is published of it.

The kinds and their columns are read off the office's forms, the choices off the columns: a new column, or a new choice,
gets its rows by itself. What a row holds beside them (because a table asks for it, or because one column is told in
the place of another) stands in `HAND`.
"""

import re
from copy import copy
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import cached_property
from msgspec import Struct
from msgspec.structs import replace

from editions import pages
from editions.downloads import PublishedVersion
from editions.earlier import Earlier
from finance.models import Budget, BudgetLine, Contribution
from forwardplan.models import AgendaItem, Challenge, Decision, Meeting, StandingItem
from kit import periods
from kit.rows import PUBLIC
from kit.wording import plain
from lscb.office.places import KINDS
from membership.models import (
    AccessibilityFault,
    Board,
    Body,
    Inspection,
    JointWith,
    Organisation,
    Party,
    ReportingPeriod,
    Seat,
)
from priorities.models import (
    Action,
    ActionUpdate,
    Aim,
    Evidence,
    Finding,
    Goal,
    Indicator,
    Learning,
    Lineage,
    Measure,
    Observation,
    Part,
    Plan,
    Principle,
    Recommendation,
    Related,
    Release,
    Series,
    Training,
)
from publications import render
from publications import sections as layout
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.content.document import Document
from publications.files import pictures as files
from publications.models import (
    ChartLine,
    EarlierDocument,
    Narrative,
    NarrativeChart,
    OwnTable,
    Picture,
    PictureFile,
    Publication,
    Story,
    Term,
)
from publications.pictures import keep
from tests import factories as make
from tests.drawn_pictures import park, saved

ON = date(2016, 6, 1)
CONTROL = Control(number=1, published_on=ON, check_code="0" * 64)
FORMS = {kind.model: kind.form for kind in KINDS}  # what the office edits


def public(model):
    """The columns on the form of a kind of row that everybody is promised to see."""
    columns = {field.name: field for field in model._meta.concrete_fields}
    names = [name for name in FORMS[model].base_fields if name in columns]
    return [columns[name] for name in names if getattr(columns[name], "audience", "") == PUBLIC]


def named(model, name):
    return f"{model.__name__}.{name}"


class Hand(Struct, frozen=True):
    """One row as far as it is made by hand: what it holds, and which columns it leaves for other rows to fill.

    A spare row is drawn on by no document; links can lead to it instead.
    """

    holds: dict = {}
    empty: tuple[str, ...] = ()
    spare: bool = False


def row(model, place=0):
    """The row of a kind that was made so many places after the first, when it is asked for."""
    return lambda: model.objects.order_by("pk")[place]


def one_for_each(model, name):
    """A row for each row of another kind, the spare ones aside."""
    return lambda world: [Hand({name: each}) for each in world.rows if type(each) is model]


AGREED = "Nobody can be recognised."


def picture_file():
    """The bytes of a picture of its own."""
    drawn = files.draw(saved(park(people=1 + PictureFile.objects.count())))
    return keep(drawn, by=make.UserFactory())


REVISED = ("revised", "first_value")
JOINT = ("joint_whole", "joint_part", "joint_with")
NO_FIGURE = ("value", "qualifier", "figure_as_printed", "provisional", "direction", *REVISED)
HEIRS = "Heirs https://heirs.example/"
SPARE = Hand(spare=True)
# In the order in which the rows are made. Rows for further choices are made like the first.
HAND = {
    Board: [Hand({"colour": "#7a1f5c", "continued_at": HEIRS})],
    # What is put right by a day isn't listed, so each is still to be.
    AccessibilityFault: [Hand({"criterion": "1.4.3"}, ("ends",))],
    ReportingPeriod: [Hand(), SPARE],
    Organisation: [Hand(), Hand({"parent": row(Organisation)})],
    Body: [Hand({"kind": "board"}), Hand({"parent": row(Body)}), SPARE, SPARE],
    JointWith: [Hand({"body": row(Body, 1), "other": row(Body, 2)})],
    Seat: [
        # An organisation is told in the board's words where it has some.
        Hand({"organisation": row(Organisation, 1)}, ("organisation_as_printed",)),
        Hand({"number_unknown": True}, ("number",)),
        Hand({"office": "chair", "body": row(Body, 1)}, ("organisation_as_printed",)),
    ],
    Plan: [Hand(), SPARE],
    Part: [Hand(), SPARE],
    Principle: [Hand(), Hand()],
    # Where something has its time in words, these stand in the place of its days.
    Goal: [Hand({}, ("when_in_words",)), Hand({"parent": row(Goal)}, ("starts", "ends"))],
    Aim: [Hand({}, ("by_when_in_words",)), Hand({}, ("by_when",))],
    Related: [Hand({"other": row(Goal, 1)})],
    Indicator: [Hand({"decimals": 1, "unit": "per-cent"}), SPARE],
    Measure: one_for_each(Indicator, "indicator"),
    Series: one_for_each(Indicator, "indicator"),
    Observation: [
        # The board's words for a period stand in the place of its dates, and a figure as printed in that of its number.
        Hand({"revised": True}, ("starts", "ends", "reason", "figure_as_printed")),
        Hand({"value": Decimal(8)}, ("starts", "ends", "reason", *REVISED)),
        Hand({"timing": "during"}, ("period_as_printed", "reason", "figure_as_printed", *REVISED)),
        Hand({"timing": "as-at"}, ("period_as_printed", "starts", "reason", "figure_as_printed", *REVISED)),
        Hand({"state": "withheld"}, ("starts", "ends", *NO_FIGURE)),
    ],
    Release: [Hand({"observation": row(Observation), "value": lambda: row(Observation)().value})],
    Evidence: [Hand(), Hand({"state": "none"}, ("words",))],
    Finding: [
        Hand({"kind": "key-success"}, ("due_in_words",)),
        Hand({"kind": "key-success"}, ("due",)),
    ],
    # Its time in words stands in the place of its days.
    Learning: [Hand({"printed": True}, ("when_in_words",)), Hand({"printed": True}, ("starts", "ends"))],
    Recommendation: [Hand({"learning": row(Learning)})],
    Inspection: [Hand({"on": date(2016, 5, 20)})],
    Training: [Hand({}, ("when_in_words",)), Hand({}, ("starts", "ends"))],
    Action: [
        Hand({"printed": True}, ("due_in_words",)),
        Hand({"printed": True}, ("due",)),
    ],
    Lineage: [
        Hand({"kind": "kept", "from_goal": row(Goal), "to_goal": row(Goal, 1)}),
        Hand({"kind": "reworded", "from_goal": row(Goal), "to_goal": row(Goal, 2), "reading": "ours"}),
        Hand({"kind": "merged", "from_goal": row(Goal, 1), "to_goal": row(Goal, 2)}),
        Hand({"kind": "split", "from_goal": row(Goal, 1), "to_goal": row(Goal, 3)}),
        Hand({"kind": "closed", "from_goal": row(Goal, 1), "to_goal": None}),
        Hand({"kind": "new", "from_goal": None, "to_goal": row(Goal)}),
    ],
    Budget: [
        Hand({"starts": date(2016, 4, 1), "ends": date(2017, 3, 31)}),
        Hand({"starts": date(2015, 4, 1), "ends": date(2016, 3, 31)}, spare=True),
    ],
    Contribution: [
        Hand({}, ("label", *JOINT)),
        Hand({"payer": None}, JOINT),
        Hand({"basis": "joint"}, ("label",)),
    ],
    BudgetLine: [
        Hand({"side": "expenditure", "post_share": Decimal("0.37")}),
        Hand({"side": "income", "from_contributions": True}, ("estimate", "post_share")),
        Hand({"side": "in-kind"}, ("post_share", "revised", "revised_because", "outturn")),
    ],
    Meeting: [
        # A label stands in the place of the date.
        Hand({"year": 2016, "month": 6, "day": 14}, ("label",)),
        Hand({"year": 2016, "month": 7}, ("day",)),
        Hand({"year": 2017}, ("label", "month", "day", "starts_at", "ends_at")),
    ],
    # Of several the last is told.
    ActionUpdate: [Hand({"on": date(2016, 5, 2), "rating": "at-risk"})],
    Challenge: [Hand({"year": 2016, "printed": True, "raised_on": date(2016, 5, 2)})],
    StandingItem: [Hand({}, ("months",)), Hand({"rule": "months", "months": "3, 9"})],
    AgendaItem: [Hand()],
    Decision: [Hand({"printed": True})],
    Publication: [
        # Its own span is told once it is over; the others choose meetings and seats.
        Hand(
            {
                "kind": "business-plan",
                "starts": date(2016, 4, 1),
                "ends": ON,
                "meetings_from": date(2016, 1, 1),
                "meetings_to": date(2017, 12, 31),
                "membership_as_at": ON,
            }
        ),
        Hand({"kind": "annual-report"}, spare=True),
    ],
    Term: [Hand({"term": "Zterm"})],
    Narrative: [
        Hand({"place": "own-words", "before": "<p>Words that use Zterm.</p>"}, ("part", "body")),
        Hand({"place": "goals", "part": row(Part)}, ("heading", "contents_heading", "body")),
        Hand({"place": "own-words", "parent": row(Narrative)}, ("part", "body", "contents_heading")),
        Hand({"place": "chairs", "body": row(Body)}, ("part",)),
    ],
    # Whether a table ends with its total shows where it has more than one line.
    OwnTable: [Hand(), Hand({"cells": "Area\tCalls\nNorth\t12\nBoth\t12"})],
    NarrativeChart: [Hand({"narrative": row(Narrative)})],
    Picture: [
        Hand({"file": picture_file, "consent": AGREED}),
        Hand({"file": picture_file, "consent": AGREED, "decorative": True}, ("shows",)),
    ],
    Story: [Hand({"case_free": True})],
    ChartLine: [Hand({"series": row(Series)})],
    EarlierDocument: [Hand({"digest": "a" * 64, "size": 2048, "pages": 3})],
}
# Choices that need another document, or that `HAND` has made all rows for.
BY_HAND = {
    "Board.licence",
    "Publication.kind",
    "Publication.language",
    "Publication.made_for",
    "Regime.for_whom",
    "Regime.nation",
    "BudgetLine.side",
    "StandingItem.rule",
    "Lineage.kind",
    "Seat.office",
    "ActionUpdate.rating",
    "BearsOn.shows",
}


def further(model, hands):
    """Rows for the choices that none of those made by hand holds."""
    for field in public(model):
        if field.choices and named(model, field.name) not in BY_HAND:
            made = {hand.holds.get(field.name, field.get_default()) for hand in hands}
            yield from (
                with_choice(model, field.name, choice, hands[0])
                for choice, _ in field.flatchoices
                if choice not in made
            )


def with_choice(model, name, choice, hand):
    """A row for one more choice, with what its table asks for beside it."""
    if model is Observation and name == "state" and choice:
        return Hand({name: choice}, ("starts", "ends", *NO_FIGURE))
    if model is Narrative and name == "place":
        return Hand({name: choice}, ("part", "body"))
    if model is Goal and name == "kind":
        return Hand({name: choice, "part": None}, hand.empty)
    if model is Body and name == "kind":
        return Hand({name: choice, "parent": row(Body)})
    return Hand(hand.holds | {name: choice}, hand.empty)


def is_link(field):
    """Whether a column leads to a row of another kind, which then has to be there or be shown."""
    leads = isinstance(field, models.ForeignKey) and field.related_model in FORMS
    return leads and (not field.null or field in public(field.model))


class Told(Struct, frozen=True):
    """One column of one row, with the value of its own that it holds."""

    row: models.Model
    name: str
    value: object


class World:
    """The rows. `told` are the columns that hold a value of their own, `rows` those that a document draws on."""

    def __init__(self):
        self.numbers = count(1)
        self.rows, self.told = [], []
        for model in dict.fromkeys([*HAND, *filter(public, FORMS)]):
            hands = HAND.get(model, [Hand()])
            hands = hands(self) if callable(hands) else hands
            for hand in [*hands, *further(model, hands)]:
                self.make(model, hand)

    @cached_property
    def now(self):
        """What is printed of the rows as they are, and what the data say."""
        contents = composed()
        return shown(contents), data(contents)

    def make(self, model, hand):
        holds = {name: held() if callable(held) else held for name, held in hand.holds.items()}
        for field in model._meta.concrete_fields:
            if field.name not in holds and field.name not in hand.empty and is_link(field):
                above = field.related_model is model  # a row that this one stands below; none has to
                holds[field.name] = None if above else field.related_model.objects.order_by("pk").first()
        own = {field.name: self.value(field) for field in public(model) if field.name not in {*holds, *hand.empty}}
        own = {name: value for name, value in own.items() if value is not None}
        made = model(**holds, **own)
        try:
            made.full_clean(exclude=["key"])
        except ValidationError as refusal:
            raise AssertionError(f"HAND makes no {model.__name__} that its table takes: {hand}, {refusal}") from refusal
        made.save()
        if not hand.spare:
            self.rows.append(made)
            self.told += [Told(made, name, value) for name, value in own.items()]

    def value(self, field):
        """A value that stands nowhere else; None for what has none of its own, such as a tick."""
        number = next(self.numbers)
        word = f"Zx{number:04}"
        if field.choices or isinstance(field, models.BooleanField):
            return None
        match field:
            case models.ForeignKey():
                return Party.objects.of(word)
            case models.EmailField():
                return f"{word}@board.example"
            case models.URLField():
                return f"https://{word}.example/"
            case models.CharField() | models.TextField():
                return word.lower() if isinstance(field, models.SlugField) else word
            case models.DateField():
                # Of a span the months are printed: each date has a month of its own, and today lies in every span.
                year = 1700 if field.name in ("starts", "meetings_from") else 2200
                return date(year + number // 12, number % 12 + 1, 17)
            case models.TimeField():
                return time(8 + number // 60 % 12, number % 60)
            case models.DecimalField() if field.decimal_places == 3:
                return 30 + Decimal(number) / 1000
            case models.DecimalField():
                return Decimal(5000 + number) + Decimal("0.5")
            case models.IntegerField():
                return 20_000 + number
        raise AssertionError(f"Say here what value of its own {field} can hold.")


def spelled(value):
    """How a value may be written: a date by its day or its month, a number with or without commas."""
    if isinstance(value, date):
        return [periods.day(value), periods.month(value.year, value.month), value.isoformat()]
    if isinstance(value, time):
        return [f"{value:%H:%M}"]
    if isinstance(value, Decimal | int):
        value = Decimal(value)
        return [plain(value), plain(value).replace(",", ""), f"{value:.2f}", f"{value:,.2f}"]
    return [str(value)]


def stands_in(value, text):
    """Whether a value is written in a text, and not only as a part of something longer."""
    forms = (form for form in spelled(value) if form in text)  # quicker asked than with what stands around it
    return any(re.search(rf"(?<![\w.,]){re.escape(form)}(?!\w|[.,]\d)", text) for form in forms)


# What is published of them


def composed():
    """What the documents of the board say, as frozen values: one with every section, the site, the earlier ones."""
    documents = row(Publication)(), Publication(kind="site"), Publication(kind="earlier-documents")
    return [compose(publication, on=ON) for publication in documents]


def published(contents, pdf=b""):
    """Every file of the public site that is made of these contents, by its path."""
    document, site, earlier = contents
    of_it = PublishedVersion(content=document, text=codec.write(document), control=CONTROL, pdf=pdf, pdf_pages=1)
    listed = Earlier(content=earlier, files={each.digest: b"%PDF" for each in earlier.documents})
    return dict(pages.files(site, [of_it], ON, earlier=listed))


def shown(contents):
    """What is printed of these contents, to be compared: the document's blocks, its cover, and the pages beside it."""
    document, site, earlier = contents
    if not isinstance(document, Document):
        return f"no document, but {type(document)}"
    return repr(layout.pages(document)) + beside(replace(document, sections=()), site, earlier)


@cache
def beside(cover, site, earlier):
    files = published([cover, site, earlier])
    pages_and_sheet = (files[path].decode() for path in sorted(files) if path.endswith((".html", ".css")))
    return "\n".join([render.paper(cover, CONTROL), *pages_and_sheet])


def data(contents):
    return "\n".join(map(codec.write, contents))


# What a change shows


def instead(field, value):
    """Other values that a column might hold in the place of one."""
    if value is None and not isinstance(field, models.ForeignKey):
        return []
    match field:
        case models.ForeignKey():
            others = field.related_model.objects.exclude(pk=value and value.pk).order_by("pk")[:4]
            return [*others, *([None] if value else [])]
        case models.DateField():
            return [value + timedelta(days=1), date(1600, 1, 1), date(2999, 1, 1)]
        case models.IntegerField() | models.DecimalField():
            return [value + 1, value - 1, Decimal("0.5")]
    known = {"#7a1f5c": ["#0b5f63"], "1.4.3": ["1.1.1"], "3, 9": ["4, 5"], HEIRS: [HEIRS.replace("Heirs", "Others")]}
    return known.get(value, [f"{value} Zy"])


def after(world, made, name, value):
    """What is printed, and what the data say, when a column of a row holds another value; None if its table refuses."""
    if value == getattr(made, name):
        return world.now
    changed = copy(made)
    setattr(changed, name, value)
    try:
        with transaction.atomic():
            changed.full_clean()
            changed.save()
            contents = composed()
            transaction.set_rollback(True)
    except (ValidationError, IntegrityError):
        return None
    return shown(contents), data(contents)
