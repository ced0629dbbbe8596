"""The admin's page for logins, which have rules of their own."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from . import models, notices, sessions

# allauth shows its own tables to everybody who opens the administration pages. Nobody needs to see, or to change, what
# proves who a colleague is.
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
