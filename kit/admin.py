"""The one base of the admin's pages for rows. The admin is plain and for superusers; people work in the office."""

from typing import ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from simple_history.admin import SimpleHistoryAdmin

from kit.forms import RowForm, RowFormSet

admin.site.site_title = "LSCB"
admin.site.site_header = "LSCB"
admin.site.index_title = "Records"


class Pages:
    """What pages of rows and of their parts have in common.

    `joins` says for a field which other tables the names of its choices need, so that they come in one query.
    """

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    joins: ClassVar[dict[str, tuple[str, ...]]] = {}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.joins and "queryset" not in kwargs:
            kwargs["queryset"] = db_field.related_model._default_manager.select_related(*self.joins[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def for_form(self, request, row, kwargs):
        """The arguments of a form class, with the fields it is to be made of; the version is the form's own."""
        fields = kwargs["fields"] if "fields" in kwargs else flatten_fieldsets(self.get_fieldsets(request, row))
        return kwargs | {"fields": fields and [name for name in fields if name != "version"]}


class RowAdmin(Pages, SimpleHistoryAdmin):
    """A page for one row and its parts, saved through the versions of both, with its history."""

    form = RowForm

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **self.for_form(request, obj, kwargs))

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.formset, RowFormSet):
            kwargs["form_kwargs"] = {"by": request.user}
        return kwargs

    def save_model(self, request, obj, form, change):
        form.by = request.user
        form.save()

    def revert_disabled(self, request, obj=None):
        """History is looked at here. Putting an old row back is an edit like any other, through its version."""
        return True


class RowParts(Pages):
    """Parts of a row on its page, one level deep."""

    form = RowForm
    formset = RowFormSet
    extra = 0
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **self.for_form(request, obj, kwargs))


class RowInline(RowParts, admin.StackedInline):
    """Parts with many fields, one below the other."""


class RowTable(RowParts, admin.TabularInline):
    """Parts with few fields, as a table."""
