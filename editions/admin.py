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


class ApprovalInline(ReadOnly, admin.TabularInline):
    model = models.Approval
    fields = ["how", "decided_by", "decided_on", "reference", "changes", "recorded_at", "recorded_by"]
    extra = 0


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
        "sent_at",
        "sent_by",
        "returned_at",
        "returned_by",
        "returned_because",
        "approved_at",
        "approved_by",
        "published_at",
        "published_by",
        "superseded_at",
        "superseded_by",
        "taken_down_at",
        "taken_down_by",
        "taken_down_because",
        "settled_at",
        "settled_by",
        "settled_because",
        "repeats",
        "erased_at",
        "erased_by",
        "erased_because",
        "erasure_instruction",
    ]
    inlines = [ApprovalInline, RenditionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).without_content()


@admin.register(models.Rendition)
class RenditionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["edition", "kind", "pages", "digest", "made_at"]
    list_filter = ["kind"]
    list_select_related = ["edition__publication"]
    search_fields = ["digest", "edition__publication__title"]
    fields = ["edition", "kind", "digest", "pages", "versions", "made_at", "made_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("data", "edition__content")


@admin.register(models.Approval)
class ApprovalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["edition", "how", "decided_by", "decided_on", "reference", "recorded_at"]
    list_filter = ["how"]
    list_select_related = ["edition__publication"]
    search_fields = ["decided_by", "reference", "edition__publication__title"]
    fields = [
        "edition",
        "how",
        "decided_by",
        "decided_on",
        "reference",
        "ratified",
        "changes",
        "confirmed_by",
        "confirmer",
        "confirmed_on",
        "confirmed_how",
        "confirmed_reference",
        "confirmation_at",
        "confirmation_by",
        "extract",
        "recorded_as",
        "recorded_at",
        "recorded_by",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("edition__content")


@admin.register(models.KeptFile)
class KeptFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "media_type", "size", "digest", "kept_at"]
    search_fields = ["name", "digest"]
    fields = ["name", "media_type", "size", "digest", "kept_at", "kept_by", "erased_at", "erased_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("data")


@admin.register(models.Presented)
class PresentedAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["edition", "recipient", "due", "sent_on", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["edition__publication", "recipient__party"]
    search_fields = ["edition__publication__title", "reference"]
    fields = ["edition", "recipient", "due", "sent_on", "outcome", "comments", "reference"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("edition__content")
