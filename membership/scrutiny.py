"""The office's pages for inspections and policies, and the kinds of row on them."""

from django.db.models import Prefetch
from django.urls import path, reverse_lazy

from kit import clock, periods
from kit.kinds import Kind, Listing, RowColumn, page
from membership import forms, models
from membership.pages import OfficePage
from membership.roles import May


def review(policy):
    """By when it is to be looked at again, and whether that day is over."""
    if policy.review_due is None:
        return ""
    is_over = policy.review_due < clock.today() and policy.ends is None
    return f"{periods.day(policy.review_due)} (overdue)" if is_over else policy.review_due


INSPECTION = Kind(
    form=forms.InspectionForm,
    place=page("office-inspections"),
    may=May.EDIT,
    columns=(
        RowColumn("Framework", "framework"),
        RowColumn("Of whom", lambda row: row.organisation.full_name if row.organisation else ""),
        RowColumn("Date", "on"),
        RowColumn("What it says", "words"),
        RowColumn("Published at", "address"),
    ),
)
AREA = Kind(
    form=forms.InspectionAreaForm,
    place=page("office-inspections"),
    may=May.EDIT,
    columns=(RowColumn("What was judged", "area"), RowColumn("In which word", "word")),
)
POLICY = Kind(
    form=forms.PolicyForm,
    place=page("office-policies"),
    may=May.EDIT,
    lives=True,
    known_by={
        "title": ("policy", "procedure", "document", "title", "name", "policy or procedure", "protocol"),
        "address": ("address", "link", "published at", "url", "web address", "where it is published"),
    },
    columns=(
        RowColumn("Policy", "title"),
        RowColumn("Looked after by", lambda row: str(row.owner or "nobody named")),
        RowColumn("Adopted", "adopted"),
        RowColumn("To be reviewed by", review, sorted_by=lambda row: row.review_due),
        RowColumn("Published at", "address", sortable=False),
        RowColumn("Last day", "ends"),
    ),
)
KINDS = (INSPECTION, AREA, POLICY)


class InspectionsPage(OfficePage):
    """Inspections, each with the areas that were judged."""

    heading = "Inspections"
    lead = "Each area with the word that the inspectors found for it. Nothing is reckoned over all areas."
    back = (reverse_lazy("office-periods"), "Progress and evidence")

    def listings(self):
        areas = models.InspectionArea.objects.all()
        rows = models.Inspection.objects.select_related("organisation__parent__parent__parent")

        def below(row):
            return [Listing(AREA, row.inspectionarea_set.all(), "Areas", {"inspection": row}, level=5, to=str(row))]

        yield Listing(
            INSPECTION,
            rows.prefetch_related(Prefetch("inspectionarea_set", areas)),
            "",
            {},
            below,
            pasted="inspections",
        )


class PoliciesPage(OfficePage):
    """The policies, each with who looks after it and by when it is to be reviewed."""

    heading = "Policies"
    lead = "Who looks after each policy, and by when it is to be looked at again. What is overdue stands under Today."
    back = (reverse_lazy("office-members"), "Members")

    def listings(self):
        yield Listing(POLICY, models.Policy.objects.with_owner(), heading="All policies", pasted="policies")


urlpatterns = [
    path("inspections/", InspectionsPage.as_view(), name="office-inspections"),
    path("policies/", PoliciesPage.as_view(), name="office-policies"),
]
