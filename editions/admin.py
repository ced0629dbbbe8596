"""The admin's pages for editions and their files: to look at, for what is frozen stays frozen."""

from django.contrib import admin
from django.db.models import BinaryField

from kit.admin import Linked
from kit.kinds import above, joined

from . import models

LONG = ("content", "difference", "findings")


def is_long(column):
    return isinstance(column, BinaryField) or column.name in LONG


class Frozen(Linked):
    """Nothing is added, changed or deleted here. The long texts and the bytes stay in the database."""

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        columns = model._meta.concrete_fields
        self.fields = self.readonly_fields = [each.name for each in columns if each.name != "id" and not is_long(each)]
        self.long = [each.name for each in columns if is_long(each)]
        self.long += [f"edition__{name}" for name in LONG if "edition" in self.fields]
        keys = [each.name for each in columns if each.remote_field and each.name in self.list_display]
        self.list_select_related = [*joined(model, keys), *above(model)]

    def get_queryset(self, request):
        return super().get_queryset(request).defer(*self.long)

    def never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = never


# For each table: the columns of its list, what it is filtered by, and what it is searched in.
TABLES = {
    models.Edition: (
        ("publication", "number", "published_on", "digest", "composed_at", "published_at", "superseded_at"),
        ("publication",),
        ("publication__title", "digest"),
    ),
    models.Rendition: (
        ("edition", "kind", "pages", "digest", "made_at"),
        ("kind",),
        ("digest", "edition__publication__title"),
    ),
    models.Approval: (
        ("edition", "how", "decided_by", "decided_on", "reference", "recorded_at"),
        ("how",),
        ("decided_by", "reference", "edition__publication__title"),
    ),
    models.KeptFile: (("name", "media_type", "size", "digest", "kept_at"), (), ("name", "digest")),
    models.Presented: (
        ("edition", "recipient", "due", "sent_on", "outcome"),
        ("outcome",),
        ("edition__publication__title", "reference"),
    ),
}

for model, (listed, filtered, searched) in TABLES.items():
    admin.site.register(model, Frozen, list_display=listed, list_filter=filtered, search_fields=searched)
