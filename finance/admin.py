"""The admin's pages for the board's money."""

from django.contrib import admin

from kit.admin import RowAdmin, RowInline
from membership.admin import PARTY

from . import models


class ContributionInline(RowInline):
    model = models.Contribution
    joins = {"payer": PARTY}


class BudgetLineInline(RowInline):
    model = models.BudgetLine


@admin.register(models.Budget)
class BudgetAdmin(RowAdmin):
    list_display = ["financial_year", "starts", "ends", "agreed_on"]
    search_fields = ["financial_year"]
    inlines = [ContributionInline, BudgetLineInline]
