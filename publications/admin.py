"""The admin's pages for publications, their words, and who is given them."""

from django.contrib import admin

from kit.admin import RowAdmin, RowInline
from membership.admin import PARTY

from . import models


class NarrativeInline(RowInline):
    model = models.Narrative
    joins = {"part": ("plan",)}


class LinkedPlanInline(RowInline):
    model = models.LinkedPlan
    joins = {"owner": PARTY}


@admin.register(models.Publication)
class PublicationAdmin(RowAdmin):
    list_display = ["title", "period_as_printed", "kind", "slug", "starts", "ends"]
    list_filter = ["kind"]
    search_fields = ["title", "slug", "period_as_printed"]
    inlines = [NarrativeInline, LinkedPlanInline]


@admin.register(models.Term)
class TermAdmin(RowAdmin):
    list_display = ["term", "meaning"]
    search_fields = ["term", "meaning"]


@admin.register(models.Recipient)
class RecipientAdmin(RowAdmin):
    list_display = ["party", "kind", "due", "position"]
    list_filter = ["kind"]
    list_select_related = ["party__organisation__parent__parent", "party__body", "party__seat"]
    joins = {"party": PARTY}


@admin.register(models.EarlierDocument)
class EarlierDocumentAdmin(RowAdmin):
    """Its file is brought in the office; here its words are put right."""

    list_display = ["title", "period_as_printed", "published_in_words", "accessible", "position"]
    search_fields = ["title"]

    def has_add_permission(self, request):
        return False
