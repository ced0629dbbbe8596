"""The board's goals and figures in the board's words."""

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from kit.rows import RowQuerySet

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
        return self.with_aims().prefetch_related("aim_set__series__observation_set")

    def with_leads(self):
        """Each with who leads it, the name included."""
        leads = self.model._meta.get_field("lead").related_model
        return self.prefetch_related(Prefetch("lead_set", leads.objects.select_related(*leads.NAMES)))

    def with_relations(self):
        """Each with the goal above it and the related ones."""
        related = self.model._meta.get_field("related").related_model
        return self.select_related("parent").prefetch_related(
            Prefetch("related_set", related.objects.select_related("other__plan"))
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
                    "indicator__series_set__observation_set__supplied_by__organisation__parent__parent",
                    "indicator__series_set__observation_set__supplied_by__body",
                    "indicator__series_set__observation_set__supplied_by__seat",
                ),
                to_attr="measured_by",
            ),
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
        return self.select_related(*owed_by).prefetch_related(Prefetch("series_set", lines))


class FindingQuerySet(RowQuerySet):
    def of(self, period, kind):
        """The findings of one kind in a reporting period."""
        return self.filter(period=period, kind=kind)

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
