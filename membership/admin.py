"""The admin's pages for the board, its people and its places."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from kit.admin import RowAdmin, RowInline

from . import models, notices, sessions

# What naming a party takes: it is an organisation, a body, a seat, or words.
PARTY = ("organisation__parent__parent", "body", "seat")
ORGANISATION = ("parent__parent",)

# allauth shows its own tables to whoever opens the administration pages. Nobody needs to see, or to change, what proves
# who a colleague is.
admin.site.unregister([EmailAddress, Authenticator])


@admin.register(models.User)
class LoginAdmin(UserAdmin):
    """Logins, known by their e-mail. They are ended on the office's people page, and never deleted."""

    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "is_active"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("When", {"fields": ["last_login"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.settle_address()
        if change and "email" in form.changed_data:
            notices.address_was_changed(obj, by=request.user, before=form.initial["email"])
        if change and {"email", "is_superuser"} & set(form.changed_data):
            sessions.end_all(obj)


class RequiredPartnerInline(RowInline):
    model = models.RequiredPartner
    joins = {"organisation": ORGANISATION}


@admin.register(models.Regime)
class RegimeAdmin(RowAdmin):
    list_display = ["body_called", "report_called", "law", "starts", "ends"]
    inlines = [RequiredPartnerInline]


@admin.register(models.Board)
class BoardAdmin(RowAdmin):
    list_display = ["name", "short_name", "area"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not models.Board.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.ReportingPeriod)
class ReportingPeriodAdmin(RowAdmin):
    list_display = ["label", "starts", "ends"]
    search_fields = ["label"]


@admin.register(models.Organisation)
class OrganisationAdmin(RowAdmin):
    list_display = ["full_name", "short_name", "kind", "starts", "ends"]
    list_filter = ["kind"]
    list_select_related = list(ORGANISATION)
    search_fields = ["name", "short_name", "parent__name"]
    joins = {"parent": ORGANISATION}


class SeatInline(RowInline):
    model = models.Seat
    joins = {"organisation": ORGANISATION}


@admin.register(models.Body)
class BodyAdmin(RowAdmin):
    list_display = ["name", "kind", "parent", "position", "starts", "ends"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    inlines = [SeatInline]


class AppointmentInline(RowInline):
    model = models.Appointment


@admin.register(models.Seat)
class SeatAdmin(RowAdmin):
    list_display = ["__str__", "body", "organisation_name", "office", "capacity", "position", "starts", "ends"]
    list_filter = ["body", "office", "capacity"]
    list_select_related = ["body", "organisation__parent__parent"]
    search_fields = ["role", "represents", "organisation__name", "organisation_as_printed", "body__name"]
    joins = {"organisation": ORGANISATION}
    inlines = [AppointmentInline]


@admin.register(models.Appointment)
class AppointmentAdmin(RowAdmin):
    list_display = ["seat", "__str__", "state", "starts", "ends"]
    list_filter = ["state", "seat__body"]
    list_select_related = ["seat"]
    search_fields = ["name", "seat__role"]
