"""What the pages for collecting figures share: the kinds of row, where each stands, a request by its address."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from kit import periods
from kit.kinds import Kind, RowColumn
from kit.layouts import Beside, office_form
from kit.together import spoken
from membership.fields import PartyField
from membership.roles import May
from priorities import rounds
from priorities.models import AskedFigure, Asking, Chase, Collection, Series

PER_PAGE = 25
PURPOSE = "figures"


# The kinds of row


def round_page(row):
    return reverse("office-round", args=[(row if isinstance(row, Collection) else row.collection).key])


def request_page(row):
    """The screen of a request, of which a row is a part."""
    asking = row if isinstance(row, Asking) else row.asking
    return reverse("office-request", args=[asking.collection.key, asking.pk])


class AskedFigureForm(office_form(AskedFigure, "series")):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = Series.objects.filter(compares="").select_related("indicator")


def due_too_early(due, ends):
    """What is wrong with a day by which figures are due; empty if nothing is."""
    if due and ends and due < ends:
        return f"The period isn’t over before {periods.day(ends)}. Give a day from then on."
    return ""


class CollectionForm(office_form(Collection, "name", Beside("starts", "ends"), "every", Beside("due", "closed"))):
    def clean(self):
        cleaned = super().clean()
        if "due" in self.changed_data and (wrong := due_too_early(cleaned.get("due"), cleaned.get("ends"))):
            self.add_error("due", wrong)
        return cleaned


COLLECTION = Kind(
    form=CollectionForm,
    place=round_page,
    shelf="office-rounds",
    may=May.ENTER_FIGURES,
    mended_in_form=True,
    owner=lambda row: row,
    columns=(
        RowColumn("Round", "name"),
        RowColumn("Period", "period"),
        RowColumn("Due", lambda row: periods.day(row.due) if row.due else ""),
        RowColumn("Closed", lambda row: periods.day(row.closed) if row.closed else ""),
    ),
)
ASKING = Kind(
    form=office_form(Asking, "party", field_classes={"party": PartyField}, labels={"party": "Who is asked"}),
    place=request_page,
    shelf="office-rounds",
    mended_in_form=True,
    may=May.ENTER_FIGURES,
    columns=(RowColumn("Who is asked", str, tells=("party",)),),
)
ASKED_FIGURE = Kind(
    form=AskedFigureForm,
    place=request_page,
    may=May.ENTER_FIGURES,
    columns=(RowColumn("Figure asked for", lambda row: str(row.series), tells=("series",)),),
)
CHASE = Kind(
    form=office_form(Chase, Beside("what", "on"), "until", "words"),
    place=request_page,
    may=May.ENTER_FIGURES,
    columns=(
        RowColumn("What", str, tells=("what", "on", "until")),
        RowColumn("In a sentence", "words"),
    ),
)
KINDS = (COLLECTION, ASKING, ASKED_FIGURE, CHASE)


# A request


def asking_or_404(key, pk, **_):
    return get_object_or_404(rounds.askings(), collection__key=key, pk=pk)


def rows_before(words):
    """Where a page of rows begins that an address asks for; at the first for anything else."""
    number = int(words) if words and words.isascii() and words.isdigit() and len(words) < 7 else 0
    return number // PER_PAGE * PER_PAGE


def ways(first, total):
    """Where the rows before and after those of a page begin; None if there are none."""
    return {
        "before": first - PER_PAGE if first else None,
        "after": first + PER_PAGE if first + PER_PAGE < total else None,
    }


def offer_undo(request, asking, moment, words):
    request.session["undo"] = {
        "words": words,
        "address": f"{reverse('round-back', args=[asking.collection.key, spoken(moment)])}?asking={asking.pk}",
        "place": request_page(asking),
    }
