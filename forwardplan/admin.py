"""The admin's pages for meetings and what they consider."""

from django.contrib import admin

from kit.admin import RowAdmin, RowInline
from membership.admin import PARTY

from . import models


class AgendaItemInline(RowInline):
    model = models.AgendaItem
    fk_name = "meeting"
    joins = {"owner": PARTY}


@admin.register(models.Meeting)
class MeetingAdmin(RowAdmin):
    list_display = ["__str__", "when", "body", "state"]
    list_filter = ["body", "state", "year"]
    list_select_related = ["body"]
    search_fields = ["label", "year", "agendaitem__title"]
    inlines = [AgendaItemInline]


@admin.register(models.StandingItem)
class StandingItemAdmin(RowAdmin):
    """What a body considers again and again: a page of its own, for a body's page lies in an app below this one."""

    list_display = ["title", "body", "rule", "months", "position"]
    list_filter = ["body", "rule"]
    list_select_related = ["body"]
    search_fields = ["title"]
    joins = {"owner": PARTY}
