"""The board's goals and figures in the board's words."""

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from kit.rows import RowQuerySet
from priorities import spans
from priorities.reading import STOPPED

PARTY = ("organisation__parent__parent", "body", "seat")


class GoalQuerySet(RowQuerySet):
    def priorities(self):
        """What the board set out to change."""
        return self.filter(kind=self.model.Kind.PRIORITY)

    def objectives(self):
        """The board's core business objectives."""
        return self.filter(kind=self.model.Kind.OBJECTIVE)

    def with_aims(self):
        """Each with what is wanted of it, and by which line of an indicator that is measured."""
        aims = self.model._meta.get_field("aim").related_model
        return self.prefetch_related(Prefetch("aim_set", aims.objects.select_related("series__indicator")))

    def with_figures_of_aims(self):
        """The same with the figures by which each aim is measured."""
        return self.with_aims().prefetch_related(
            "aim_set__series__observation_set", "aim_set__series__indicator__redefinition_set"
        )

    def with_leads(self):
        """Each with who leads it, the name included."""
        leads = self.model._meta.get_field("lead").related_model
        return self.prefetch_related(Prefetch("lead_set", leads.objects.select_related(*leads.NAMES)))

    def with_actions_printed(self):
        """Each with the actions that are printed below it, in `actions_printed`."""
        actions = self.model._meta.get_field("action").related_model
        return self.prefetch_related(
            Prefetch("action_set", actions.objects.filter(printed=True).with_all(), to_attr="actions_printed")
        )

    def with_relations(self):
        """Each with the goal above it, the related ones, and the principles it serves."""
        related = self.model._meta.get_field("related").related_model
        serves = self.model._meta.get_field("serves").related_model
        return self.select_related("parent").prefetch_related(
            Prefetch("related_set", related.objects.select_related("other__plan")),
            Prefetch("serves_set", serves.objects.select_related("principle")),
        )

    def with_progress_in(self, period):
        """Each with what a reporting period brought: progress, evidence, and the indicators with their figures.

        They stand in `progress_made`, `evidence_found` and `measured_by`.
        """
        progress = self.model._meta.get_field("progress").related_model
        evidence = self.model._meta.get_field("evidence").related_model
        measures = self.model._meta.get_field("measure").related_model
        return self.prefetch_related(
            Prefetch("progress_set", progress.objects.filter(period=period), to_attr="progress_made"),
            Prefetch("evidence_set", evidence.objects.filter(period=period), to_attr="evidence_found"),
            Prefetch(
                "measure_set",
                measures.objects.select_related(
                    "indicator__owed_by__organisation__parent__parent",
                    "indicator__owed_by__body",
                    "indicator__owed_by__seat",
                ).prefetch_related(
                    "indicator__redefinition_set",
                    "indicator__series_set__observation_set__supplied_by__organisation__parent__parent",
                    "indicator__series_set__observation_set__supplied_by__body",
                    "indicator__series_set__observation_set__supplied_by__seat",
                ),
                to_attr="measured_by",
            ),
        )


class PrincipleQuerySet(RowQuerySet):
    def with_goals(self):
        """Each with the goals that serve it, in the plan's order."""
        serves = self.model._meta.get_field("served_by").related_model
        return self.prefetch_related(
            Prefetch("served_by", serves.objects.select_related("goal").order_by("goal__position", "goal__pk"))
        )


class ActionQuerySet(RowQuerySet):
    def still_open(self):
        """What was agreed and isn't done, transferred, dropped or overtaken."""
        return self.filter(state=self.model.State.OPEN)

    def overdue(self, on):
        """What is open after the day that was agreed; words in place of a day are never overdue."""
        return self.still_open().filter(due__lt=on)

    def with_all(self):
        """Each with its goal, its finding, who leads it and what was heard of it."""
        leads = self.model._meta.get_field("actionlead").related_model
        return self.select_related("goal__plan", "finding__period", "parent").prefetch_related(
            Prefetch("actionlead_set", leads.objects.select_related(*(f"party__{name}" for name in PARTY))),
            "actionupdate_set",
        )


class IndicatorQuerySet(RowQuerySet):
    def of_no_goal(self):
        """What is counted and measures no goal of any plan."""
        return self.filter(measure__isnull=True)

    def with_figures_in(self, period):
        """Each with who owes it and its figures of a reporting period, or all where that is None or has no dates."""
        series = self.model._meta.get_field("series").related_model
        seen = series._meta.get_field("observation").related_model.objects.in_period(period)
        seen = seen.select_related(*(f"supplied_by__{name}" for name in PARTY))
        lines = series.objects.prefetch_related(Prefetch("observation_set", seen))
        owed_by = (f"owed_by__{name}" for name in PARTY)
        return self.select_related(*owed_by).prefetch_related(Prefetch("series_set", lines), "redefinition_set")

    def lines(self):
        """Each indicator once for each of its breakdowns, or once if it has none: in `line` the breakdown's number.

        `last` is the number of its latest observation, `last_state` and `last_ends` what that says; None if there is
        none. The latest is that of `priorities.reading.in_order`.
        """
        seen = self.model._meta.get_field("series").related_model._meta.get_field("observation").related_model
        of_line = seen.objects.filter(series=OuterRef("series__pk"))
        dated = of_line.filter(ends__isnull=False).order_by("-ends", "-position", "-pk")
        others = of_line.filter(ends__isnull=True).order_by("-position", "-pk")
        return self.annotate(
            line=F("series__pk"),
            breakdown=F("series__name"),
            compares=F("series__compares"),
            last=Coalesce(Subquery(dated.values("pk")[:1]), Subquery(others.values("pk")[:1])),
            last_state=Coalesce(Subquery(dated.values("state")[:1]), Subquery(others.values("state")[:1])),
            last_ends=Subquery(dated.values("ends")[:1]),
        ).order_by("position", "pk", "series__position", "series__pk")

    def measuring(self, goal):
        """What tells something of a goal."""
        measures = self.model._meta.get_field("measure").related_model
        return self.filter(Exists(measures.objects.filter(goal=goal, indicator=OuterRef("pk"))))

    def saying(self, word):
        """What has a word in its name, its definition or the name of a breakdown."""
        return self.filter(Q(name__icontains=word) | Q(definition__icontains=word) | Q(breakdown__icontains=word))


def is_owed(today):
    """The condition, for `IndicatorQuerySet.lines`, that a figure of our own is owed on a day.

    None was recorded, the last stayed away, or the period after the last one is over. What doesn't apply isn't owed.
    """
    late = [Q(every=every, last_ends__lt=spans.owed_before(today, every)) for every in spans.MONTHS]
    ours = Q(line__isnull=True) | Q(compares="")
    return ours & (Q(last__isnull=True) | Q(last_state__in=STOPPED) | (any_of(late) & ~Q(last_state="not-applicable")))


def is_stale(today):
    """The condition that the last figure is older than the next period of its frequency and 90 days."""
    late = [Q(every=every, last_ends__lt=spans.stale_before(today, every)) for every in spans.MONTHS]
    return any_of(late) & Q(last_state="")


def any_of(conditions):
    found = Q()
    for condition in conditions:
        found |= condition
    return found


class FindingQuerySet(RowQuerySet):
    def of(self, period, kind):
        """The findings of one kind in a reporting period."""
        return self.filter(period=period, kind=kind)

    def overdue(self, on):
        """Those that were to be seen to by a day that is over, and of which nobody has said what came of it."""
        return self.filter(due__lt=on, outcome="")

    def with_answers(self):
        """Each with the goals that answer it."""
        return self.prefetch_related("answer_set__goal__plan")


class ObservationQuerySet(RowQuerySet):
    def in_period(self, period):
        """Figures of a reporting period by the day on which theirs ends; those without a date, too."""
        found = self.annotate(day=Coalesce("ends", "starts"))
        if period and period.starts:
            found = found.filter(Q(day__isnull=True) | Q(day__gte=period.starts))
        if period and period.ends:
            found = found.filter(Q(day__isnull=True) | Q(day__lte=period.ends))
        return found

    def figures(self):
        """Observations that hold a number."""
        return self.filter(value__isnull=False)

    def bare(self):
        """With what places a figure in time and nothing else, in the order in which they were recorded."""
        places = ("series_id", "position", "starts", "ends", "period_as_printed", "value", "qualifier", "state")
        places += ("new_start", "baseline")
        return self.only(*places).order_by("series", "position", "pk")

    def last_figures(self, series):
        """The last figure of each of some series, by the day on which its period ends."""
        newest = (
            self.figures().filter(series=OuterRef("pk")).order_by(F("ends").desc(nulls_last=True), "-position", "-pk")
        )
        lines = self.model._meta.get_field("series").related_model.objects.filter(pk__in=series)
        return self.filter(pk__in=lines.order_by().values_list(Subquery(newest.values("pk")[:1]), flat=True))

    def latest(self, number):
        """The last figures of each series, so many, and the last observations that say why there is none, as many.

        In the order of `priorities.reading.in_order`: what has no date counts as older. How many figures the series
        has in all stands in `points`.
        """
        kind = [F("series"), ExpressionWrapper(Q(value__isnull=True), output_field=BooleanField())]
        newest = [F("ends").desc(nulls_last=True), F("position").desc(), F("pk").desc()]
        # Only the numbers of the rows are sorted: a tenth of the time that whole rows take.
        numbered = self.annotate(nth=Window(RowNumber(), partition_by=kind, order_by=newest))
        figures = self.model.objects.figures().filter(series=OuterRef("series")).order_by().values("series")
        return self.model.objects.filter(pk__in=numbered.filter(nth__lte=number).values("pk")).annotate(
            points=Coalesce(Subquery(figures.annotate(number=Count("pk")).values("number")), 0)
        )
