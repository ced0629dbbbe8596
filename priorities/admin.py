"""The admin's pages for plans, goals, figures and findings."""

from django.contrib import admin

from kit.admin import RowAdmin, RowInline, RowTable
from membership.admin import PARTY

from . import models


class PartInline(RowInline):
    model = models.Part


@admin.register(models.Plan)
class PlanAdmin(RowAdmin):
    list_display = ["title", "period_as_printed", "starts", "ends"]
    search_fields = ["title", "period_as_printed"]
    inlines = [PartInline]


class AimInline(RowInline):
    model = models.Aim
    joins = {"series": ("indicator",)}


class MeasureInline(RowTable):
    model = models.Measure


class LeadInline(RowTable):
    model = models.Lead
    joins = {"party": PARTY}


class RelatedInline(RowTable):
    model = models.Related
    fk_name = "goal"


class AnswerInline(RowTable):
    model = models.Answer


class EvidenceInline(RowInline):
    model = models.Evidence


class ProgressInline(RowInline):
    model = models.Progress


@admin.register(models.Goal)
class GoalAdmin(RowAdmin):
    list_display = ["code", "title", "kind", "plan", "part", "position"]
    list_display_links = ["title"]
    list_filter = ["plan", "kind"]
    list_select_related = ["plan", "part"]
    ordering = ["-plan__starts", "plan", "position", "pk"]
    search_fields = ["code", "title"]
    inlines = [LeadInline, AimInline, MeasureInline, RelatedInline, EvidenceInline, ProgressInline]


class SeriesInline(RowTable):
    model = models.Series


@admin.register(models.Indicator)
class IndicatorAdmin(RowAdmin):
    list_display = ["name", "unit", "frequency", "owed_by", "position"]
    list_filter = ["unit"]
    list_select_related = ["owed_by__organisation__parent__parent", "owed_by__body", "owed_by__seat"]
    search_fields = ["name", "definition"]
    joins = {"owed_by": PARTY}
    inlines = [SeriesInline]


class ObservationInline(RowInline):
    model = models.Observation
    joins = {"supplied_by": PARTY}


@admin.register(models.Series)
class SeriesAdmin(RowAdmin):
    list_display = ["indicator", "name", "position"]
    list_display_links = ["name"]
    list_select_related = ["indicator"]
    ordering = ["indicator__position", "indicator", "position", "pk"]
    search_fields = ["name", "indicator__name"]
    inlines = [ObservationInline]


@admin.register(models.Finding)
class FindingAdmin(RowAdmin):
    list_display = ["words", "kind", "period", "position"]
    list_filter = ["period", "kind"]
    list_select_related = ["period"]
    search_fields = ["words"]
    inlines = [AnswerInline]


@admin.register(models.Lineage)
class LineageAdmin(RowAdmin):
    list_display = ["from_goal", "kind", "to_goal", "plan", "reading"]
    list_display_links = ["kind"]
    list_filter = ["plan", "kind", "reading"]
    list_select_related = ["plan", "from_goal", "to_goal"]
    search_fields = ["from_goal__title", "to_goal__title", "reason"]
