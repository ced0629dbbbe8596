"""The admin's pages for editions and their files: to look at, for what is frozen stays frozen."""

from django.contrib import admin

from . import models


class ReadOnly:
    """Nothing is added, changed or deleted here. What is shown is `fields`."""

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RenditionInline(ReadOnly, admin.TabularInline):
    model = models.Rendition
    fields = ["kind", "digest", "pages", "versions", "made_at", "made_by"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).defer("data")


@admin.register(models.Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["publication", "number", "published_on", "digest", "composed_at", "published_at", "superseded_at"]
    list_filter = ["publication"]
    list_select_related = ["publication"]
    search_fields = ["publication__title", "digest"]
    fields = [
        "publication",
        "number",
        "digest",
        "schema",
        "decision",
        "published_on",
        "composed_at",
        "composed_by",
        "published_at",
        "published_by",
        "superseded_at",
        "superseded_by",
    ]
    inlines = [RenditionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(models.Rendition)
class RenditionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["edition", "kind", "pages", "digest", "made_at"]
    list_filter = ["kind"]
    list_select_related = ["edition__publication"]
    search_fields = ["digest", "edition__publication__title"]
    fields = ["edition", "kind", "digest", "pages", "versions", "made_at", "made_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("data", "edition__content")
