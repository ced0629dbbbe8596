"""The board's goals and figures in the board's words."""

from django.db.models import Prefetch, Q

from kit.rows import RowQuerySet


class GoalQuerySet(RowQuerySet):
    def priorities(self):
        """What the board set out to change."""
        return self.filter(kind=self.model.Kind.PRIORITY)

    def objectives(self):
        """The board's core business objectives."""
        return self.filter(kind=self.model.Kind.OBJECTIVE)

    def with_aims(self):
        """Each with what is wanted of it."""
        return self.prefetch_related("aim_set__series")

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
                ).prefetch_related("indicator__series_set__observation_set"),
                to_attr="measured_by",
            ),
        )


class FindingQuerySet(RowQuerySet):
    def of(self, period, kind):
        """The findings of one kind in a reporting period."""
        return self.filter(period=period, kind=kind)


class ObservationQuerySet(RowQuerySet):
    def figures(self):
        """Observations that hold a number."""
        return self.filter(value__isnull=False)

    def missing(self):
        """Observations that say why there is no number."""
        return self.filter(~Q(state=""))
