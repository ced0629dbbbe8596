"""The first day of a board: what to set up, in which order, each thing ticked by what the records hold."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, QuerySet
from django.urls import reverse
from msgspec import Struct

from editions.models import Edition
from finance.models import Budget, BudgetLine
from forwardplan.models import Meeting
from kit import stamps
from kit.later import say_later
from kit.wording import going_on
from lscb.office.pasted_lists import LISTS
from membership.models import Board, Body, Regime, Seat, User
from membership.roles import May
from priorities.models import Goal, Plan
from publications import starting
from publications.models import Publication, PublicationKind


class SetUpStep(Struct, frozen=True, kw_only=True):
    """One thing to set up: what it is, and where. It is done if each of the `kept` holds a row.

    `pasted` names the lists that can be pasted, once there is a row of `inside` for their rows to stand in; `more`
    stands behind the address: what a form says already, or the part of a page.
    """

    words: str
    why: str
    kept: Callable[[User], tuple[QuerySet, ...]]  # asked of the person who looks at the list
    place: tuple[str, tuple[str, ...]]  # an address by its name and arguments
    deed: str
    more: str = ""
    pasted: tuple[str, ...] = ()
    inside: type | None = None
    may: May = May.EDIT


STEPS = (
    SetUpStep(
        words=say_later("Name the {body}"),
        why="The name stands at the head of every page. The rest of the form can wait.",
        kept=lambda person: (Board.objects.all(),),
        place=("row-add", ("board",)),
        deed="Name it",
        may=May.CHANGE_SETTINGS,
    ),
    SetUpStep(
        words=say_later("The law the {body} works under"),
        why="All words on these pages follow from it, and the list of what plan and report have to hold.",
        kept=lambda person: (Regime.objects.all(),),
        place=("laws", ()),
        deed="Choose it",
        may=May.CHANGE_SETTINGS,
    ),
    SetUpStep(
        words=say_later("The {body} and its groups"),
        why=say_later("The {body} itself first. Its groups come with a pasted list of their chairs, or one by one."),
        kept=lambda person: (Body.objects.all(),),
        place=("row-add", ("body",)),
        more="?kind=board",
        deed=say_later("Add the {body}"),
    ),
    SetUpStep(
        words="Members and organisations",
        why="Paste the list of members. Organisations that pay, or owe figures, are added on the same page.",
        kept=lambda person: (Seat.objects.all(),),
        place=("office-members", ()),
        deed="Add them one by one",
        pasted=("members", "chairs"),
        inside=Body,
    ),
    SetUpStep(
        words="The plan",
        why="First the plan with its dates and, where it has parts, its parts; then paste the goals into it.",
        kept=lambda person: (Goal.objects.all(),),
        place=("row-add", ("plan",)),
        deed="Add a plan",
        pasted=("goals",),
        inside=Plan,
    ),
    SetUpStep(
        words="The budget",
        why="First the year, then paste who pays what and the lines.",
        kept=lambda person: (BudgetLine.objects.all(),),
        place=("row-add", ("budget",)),
        deed="Add a year",
        pasted=("contributions", "budget-lines"),
        inside=Budget,
    ),
    SetUpStep(
        words="The meetings",
        why="A month is enough where the day isn’t fixed yet.",
        kept=lambda person: (Meeting.objects.all(),),
        place=("office-meetings", ()),
        deed="Add them one by one",
        pasted=("meetings",),
        inside=Body,
    ),
    SetUpStep(
        words="Invite a colleague",
        why=say_later("With only one person who can manage the {body}, nobody can when that person is away."),
        kept=lambda person: (User.objects.able().exclude(pk=person.pk),),
        place=("invite", ()),
        deed="Invite somebody",
        may=May.MANAGE_PEOPLE,
    ),
    SetUpStep(
        words="The public pages and the plan as a document",
        why="Made of what you have entered, with the usual sections. You can change, add and leave out sections.",
        kept=lambda person: (Publication.objects.filter(kind=PublicationKind.SITE), Publication.objects.documents()),
        place=("first-day-documents", ()),
        deed="Set them up",
    ),
    SetUpStep(
        words="Publish the public pages, then the plan",
        why="On this page, under Documents: the name of each leads to its approval and publishing.",
        kept=lambda person: (
            Edition.objects.live().filter(publication__kind=PublicationKind.SITE),
            Edition.objects.live().documents(),
        ),
        place=("office", ()),
        more="#documents",
        deed="Go to them",
    ),
)


HIDDEN = "hidden"


def todo(person, held=None):
    """The list for a person who can set up something; None if all is done, or if it is hidden from them.

    `held` is what `there_is` found, if somebody asked already. A person who can hide the list can bring it back.
    """
    if not person.has_perm(May.EDIT):
        return None
    held, may_hide = held or there_is(person), person.has_perm(May.CHANGE_SETTINGS)
    if held[HIDDEN] and not may_hide:
        return None
    steps = [step_row(step, person, held) for step in STEPS]
    following = next((step for step in steps if step["address"]), {})
    following["is_next"] = True
    if all(step["done"] for step in steps):
        return None
    return {
        "steps": steps,
        "done": sum(step["done"] for step in steps),
        "hidden": held[HIDDEN],
        "may_bring": held[STEPS[0].words] and not held[Plan.__name__],
        "can_hide": held[STEPS[0].words] and may_hide,
    }


def there_is(person, **others):
    """Of which steps the records hold all, and of which tables anything, by their words and names; if it is hidden.

    One question to the database, which answers for `others` as well: a queryset each.
    """
    asked = {HIDDEN: (Board.objects.filter(first_day_hidden=True),)}
    asked |= {name: (rows,) for name, rows in others.items()}
    asked |= {step.words: step.kept(person) for step in STEPS}
    asked |= {step.inside.__name__: (step.inside.objects.all(),) for step in STEPS if step.inside}
    names = {f"held_{place}": (words, Exists(rows)) for place, (words, rows) in enumerate(pairs(asked))}
    found = User.objects.filter(pk=person.pk).values(**{name: rows for name, (_, rows) in names.items()}).get()
    return {words: all(found[name] for name, (of, _) in names.items() if of == words) for words in asked}


def pairs(asked):
    return [(words, rows) for words, querysets in asked.items() for rows in querysets]


def step_row(step, person, held):
    """A step as the page has it. Only naming the board can be done before it is named."""
    done = held[step.words]
    ready = not done and person.has_perm(step.may) and (held[STEPS[0].words] or step is STEPS[0])
    name, arguments = step.place
    # What is pasted in parts, such as the goals of each part of a plan, goes on when the first of them stands there.
    can_paste = person.has_perm(step.may) and step.inside and held[step.inside.__name__]
    return {
        "words": step.words,
        "why": step.why,
        "done": done,
        "address": reverse(name, args=arguments) + step.more if ready else "",
        "by_form": ready and name == "first-day-documents",
        "deed": step.deed,
        "pastes": [(reverse("paste", args=[slug]), going_on(LISTS[slug].title)) for slug in step.pasted]
        if can_paste
        else [],
    }


@transaction.atomic
def hide(hidden, *, by):
    """Remember for the whole board that its first day is over, or that it isn't. Nothing before it has a name."""
    board = Board.objects.select_for_update().first()
    if board is not None and board.first_day_hidden != hidden:
        stamps.claim(board, board.version, by=by)
        board.first_day_hidden = hidden
        board.save()


@transaction.atomic
def set_up_documents(*, by):
    """The public and everyday pages and a document for the plan, if there is none yet; says what was made."""
    made = []
    if not Publication.objects.filter(kind=PublicationKind.SITE).exists():
        made.append(starting.public_pages(by=by))
    made += starting.everyday_pages(by=by)
    if not Publication.objects.filter(kind=PublicationKind.BUSINESS_PLAN).exists():
        made += starting.business_plan(by=by)
    return made
