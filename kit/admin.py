"""The admin's pages for rows, all made alike. The admin is plain and for superusers; people work in the office."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from kit.changes import texts
from kit.drafts.keeping import number
from kit.forms import RowForm
from kit.history import CannotChange, remove
from kit.kinds import above, knowing, naming
from kit.rows import Row
from kit.stamps import Conflict
from kit.wording import opening

admin.site.site_title = "LSCB"
admin.site.site_header = "LSCB"
admin.site.index_title = "Records"


class Linked(admin.ModelAdmin):
    """A page that leads to what the record is a part of, and to the lists of its parts."""

    change_form_template = "admin/linked.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, {"links": self.links(row) if row else []})

    def links(self, row):
        """Addresses and words: the records above, then the parts, each kind with a way to add one."""
        for name in within(self.model):
            whole = getattr(row, name)
            yield self.page(type(whole), "change", whole.pk), f"In {whole}"
        for relation in self.model._meta.related_objects:
            part, name = relation.related_model, relation.field.name
            if name in within(part) and self.admin_site.is_registered(part):
                listed = knowing(self.page(part, "changelist"), {f"{name}__id__exact": row})
                yield listed, opening(str(part._meta.verbose_name_plural))
                if issubclass(part, Row):
                    yield knowing(self.page(part, "add"), {name: row}), f"Add {part._meta.verbose_name}"

    def page(self, model, view, *args):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


class RowAdmin(Linked, SimpleHistoryAdmin):
    """A page for one row, saved through its version and signed, with its history.

    Which columns its list has, what it is filtered by and searched in is read off the table.
    """

    form = RowForm
    delete_confirmation_template = "admin/delete_row.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    # Each row is deleted on a page of its own, where its parts are named.
    actions = None

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        columns = model._meta.concrete_fields
        names = {column.name for column in columns}
        choices = [column.name for column in columns if column.choices]
        within = {name: model._meta.get_field(name).related_model for name in model.within}
        self.list_display = ["__str__", *within, *choices, *(name for name in ("starts", "ends") if name in names)]
        self.list_filter = [*(name for name, parent in within.items() if not parent.within), *choices]
        self.list_select_related = sorted({*above(model), *naming(model)})
        self.ordering = [*within, *model._meta.ordering]
        # Words of its own, of what it stands in, and of what names it.
        others = dict.fromkeys([*model.within, *(path.partition("__")[0] for path in model.named_by)])
        tables = {name: model._meta.get_field(name).related_model for name in others}
        self.search_fields = [*texts(model), *(f"{name}__{text}" for name, of in tables.items() for text in texts(of))]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form's class with all fields of the table; the version is the form's own."""
        fields = kwargs["fields"] if "fields" in kwargs else flatten_fieldsets(self.get_fieldsets(request, obj))
        named = fields and [name for name in fields if name != "version"]
        return super().get_form(request, obj, change, **kwargs | {"fields": named})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        # The names of the choices come in one query.
        joins = list(naming(db_field.related_model))
        if joins and "queryset" not in kwargs:
            kwargs["queryset"] = db_field.related_model._default_manager.select_related(*joins)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        form.by = request.user
        form.save()

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except CannotChange as refusal:
            said = str(refusal)
        except Conflict:
            said = "Somebody else saved this since you opened the page. Nothing was deleted. Look at it again."
        messages.error(request, said)
        return HttpResponseRedirect(self.page(self.model, "change", object_id))

    def delete_model(self, request, obj):
        remove(obj, number(request.POST.get("version")) or 0, by=request.user)

    def revert_disabled(self, request, obj=None):
        """History is looked at here. Putting an old row back is an edit like any other, through its version."""
        return True


def within(model):
    """The names of the keys to what a record is a part of."""
    return getattr(model, "within", ())
