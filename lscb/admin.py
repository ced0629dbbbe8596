"""The admin's pages for all rows of the board, made in one loop; what differs from the others stands here."""

from django.contrib import admin
from django.urls import reverse

from editions.models import Edition
from kit.admin import RowAdmin
from kit.changes import tracked
from membership.models import Board
from publications.models import EarlierDocument, Publication


class OnlyOne(RowAdmin):
    """Of the board there is one row, and it stays."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


class BroughtAdmin(RowAdmin):
    """The file of an earlier document is brought in the office; here its words are put right."""

    def has_add_permission(self, request):
        return False


class PublishedAdmin(RowAdmin):
    """A publication leads to its draft and to what the public reads of it."""

    def links(self, row):
        if row.is_document:
            yield reverse("preview", args=[row.kind, row.slug]), "Preview of the draft"
            yield reverse("preview-pdf", args=[row.kind, row.slug]), "PDF of the draft"
        if live := Edition.objects.live().documents().without_content().filter(publication=row).first():
            yield row.address, f"Live version {live.number}"
        yield from super().links(row)


OTHERS = {Board: OnlyOne, EarlierDocument: BroughtAdmin, Publication: PublishedAdmin}

for model in tracked():
    admin.site.register(model, OTHERS.get(model, RowAdmin))
