"""The office's pages for what was learned and taught, and the kinds of row on them."""

from dataclasses import replace

from django.db.models import Prefetch
from django.urls import path, reverse_lazy

from kit import periods, wording
from kit.kinds import Kind, Listing, RowColumn, page
from membership.models import Party
from membership.pages import OfficePage
from membership.roles import May
from priorities import learning_forms as forms
from priorities import models
from priorities.actions import ACTION, RECOMMENDATION

on_learning, on_training = page("office-learning"), page("office-training")
WHEN = ("starts", "ends", "when_in_words")


def when(row):
    """When it was, as far as that is known."""
    days = " to ".join(dict.fromkeys(periods.day(on) for on in (row.starts, row.ends) if on))
    begun = "under way since " if row.starts and not row.ends else ""
    return row.when_in_words or f"{begun}{days}"


def places(row):
    """All places that agencies took, of how many there were."""
    numbers = [each.number for each in row.places_taken.all()]
    taken = wording.plain(sum(numbers)) if numbers else "not counted"
    return f"{taken} of {wording.plain(row.offered)}" if row.offered is not None else taken if numbers else ""


LEARNING = Kind(
    form=forms.LearningForm,
    place=on_learning,
    may=May.EDIT,
    group=("kind",),
    found_by=("get_kind_display",),
    known_by={
        "title": ("audit", "what it looked at", "title", "subject", "topic", "audit title", "review", "survey"),
        "code": ("ref", "reference", "code", "no", "number"),
        "review_of": ("kinds of review", "type of review", "criteria"),
        "when_in_words": ("when", "when in words", "period", "quarter"),
        "sample": ("sample", "sample size", "how many", "cases audited", "files"),
        "method": ("method", "methodology", "how"),
        "words": ("what it says", "findings", "key findings", "what we found", "conclusion", "summary", "themes"),
        "changed": ("what changed", "what changed because of it", "impact", "outcome", "difference made"),
        "address": ("address", "link", "published at", "web address", "url", "where it is published"),
    },
    columns=(
        RowColumn("Ref", "code", "code"),
        RowColumn("What it looked at", "title"),
        RowColumn("Kind", "kind"),
        RowColumn("Kinds of review", "review_of"),
        RowColumn("Who did it", lambda row: str(row.done_by or "")),
        RowColumn("When", when, tells=WHEN),
        RowColumn("Told in", lambda row: str(row.period or "")),
        RowColumn("Sample", "sample"),
        RowColumn("Method", "method"),
        RowColumn("What it says", "words"),
        RowColumn("What changed", lambda row: row.changed or "not yet shown", tells=("changed",)),
        RowColumn("Published at", "address"),
        RowColumn("Printed", lambda row: "in the section on learning" if row.printed else ""),
    ),
)
BEARS_ON = Kind(
    form=forms.BearsOnForm,
    place=on_learning,
    may=May.EDIT,
    columns=(RowColumn("Bears on", str), RowColumn("What it shows", "shows")),
)
TRAINING = Kind(
    form=forms.TrainingForm,
    place=on_training,
    may=May.EDIT,
    found_by=("get_kind_display",),
    known_by={
        "title": ("training", "course", "course title", "what it was called", "campaign", "event", "title"),
        "words": ("what it was about", "content", "description", "summary"),
        "when_in_words": ("when", "when in words", "period", "dates", "date"),
        "changed": ("what changed", "what changed afterwards", "impact", "evaluation", "outcome", "difference made"),
    },
    columns=(
        RowColumn("Training or campaign", "title"),
        RowColumn("Kind", "kind"),
        RowColumn("What it was about", "words"),
        RowColumn("Given by", lambda row: str(row.given_by or "")),
        RowColumn("When", when, tells=WHEN),
        RowColumn("Told in", lambda row: str(row.period or "")),
        RowColumn("Places taken", places),
        RowColumn("What changed", lambda row: row.changed or "not yet shown", tells=("changed",)),
    ),
)
PLACES = Kind(
    form=forms.PlacesForm,
    place=on_training,
    may=May.EDIT,
    columns=(RowColumn("Whose people came", str), RowColumn("Places taken", "number", "figure")),
)
KINDS = (LEARNING, BEARS_ON, TRAINING, PLACES)


class LearningPage(OfficePage):
    """What was learned: each with the goals it bears on, and what it recommends with the answers and actions."""

    heading = "Learning"
    lead = (
        "Audits, reviews, surveys, what people said, practice observed, performance reports of agencies. "
        "By a reference and where they are published, never by a case or a name."
    )
    back = (reverse_lazy("office-periods"), "Progress and evidence")

    def listings(self):
        actions = Prefetch("action_set", models.Action.objects.with_all())
        answers = models.Recommendation.objects.select_related("goal__plan").prefetch_related(actions)
        bears = models.BearsOn.objects.select_related("goal__plan")
        rows = models.Learning.objects.select_related("period", *(f"done_by__{name}" for name in Party.named_by))
        rows = list(rows.prefetch_related(Prefetch("bears_on", bears), Prefetch("recommendation_set", answers)))

        def recommends(row):
            known, name = {"recommendation": row}, wording.cut(row, 60)
            return [Listing(ACTION, row.action_set.all(), "Actions", known, level=5, to=name)]

        def below(row):
            known, name, recommended = {"learning": row}, wording.cut(row, 60), row.recommendation_set.all()
            return [
                Listing(BEARS_ON, row.bears_on.all(), "Goals it bears on", known, level=5, to=name),
                Listing(RECOMMENDED_HERE, recommended, "Recommendations", known, recommends, level=5, to=name),
            ]

        yield Listing(LEARNING, rows, "", {}, below, pasted="learning", folded=True)


# Below what made it nobody has to be told where it comes from.
RECOMMENDED_HERE = replace(
    RECOMMENDATION, columns=tuple(column for column in RECOMMENDATION.columns if column.heading != "Made by")
)


class TrainingPage(OfficePage):
    """Training and campaigns, each with the places that agencies took."""

    heading = "Training and campaigns"
    lead = "What was taught, how many places each agency took, and what changed afterwards. Numbers, and no names."
    back = (reverse_lazy("office-periods"), "Progress and evidence")

    def listings(self):
        places = models.Places.objects.select_related(*(f"party__{name}" for name in Party.named_by))
        rows = models.Training.objects.select_related("period", *(f"given_by__{name}" for name in Party.named_by))

        def below(row):
            known, name = {"training": row}, wording.cut(row, 60)
            return [Listing(PLACES, row.places_taken.all(), "Places taken, by agency", known, level=5, to=name)]

        rows = rows.prefetch_related(Prefetch("places_taken", places))
        yield Listing(TRAINING, rows, "", {}, below, pasted="training", folded=True)


urlpatterns = [
    path("learning/", LearningPage.as_view(), name="office-learning"),
    path("training/", TrainingPage.as_view(), name="office-training"),
]
