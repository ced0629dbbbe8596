"""What the office edits of publications: what they draw on, the words between the records, who is given them."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy

from kit.grouping import grouped
from kit.kinds import Kind, Listing, RowColumn, joined, naming, page
from membership.models import the_board
from membership.pages import OfficePage, Shelf
from membership.roles import May
from publications import asking, copies, former, forms, models, putting_in, readers, small_pages
from publications.putting_in import sections_page


def named(name):
    return lambda row: str(getattr(row, name) or "")


def left_out(section):
    return "" if section.included else "Left out of the document"


def words_of_last_time(section):
    """The words of the like section in the document before, as long as this one has none of its own."""
    if section.before or section.after:
        return None
    like = former.words_before(section.publication).get(section.pk)
    return like and (f"Words of {like.publication}", like.before + like.after)


def in_the_draft(section):
    """The section in the preview of its document."""
    publication = section.publication
    return f"{reverse('preview', args=[publication.kind, publication.slug])}#{section.key}"


def boards(publication):
    """The page on which all its sections stand with how far each is."""
    if publication.is_document:
        yield (
            reverse("document-overview", kwargs={"kind": publication.kind, "slug": publication.slug}),
            "State of the sections",
        )


PUBLICATION = Kind(
    form=forms.PublicationForm,
    place=page("office-publications"),
    may=May.EDIT,
    leads=boards,
    copied=True,
    # What the old one drew on for its own time is left for the office to choose, and so is what its cover said.
    left=(
        "cover_note",
        "version_called",
        "reporting_period",
        "budget",
        "meetings_from",
        "meetings_to",
        "membership_as_at",
        "belongs_to",
    ),
    columns=(
        RowColumn("Title", str, tells=("title", "period_as_printed")),
        RowColumn("Kind", "kind"),
        RowColumn("Words on the cover", "cover_note"),
        RowColumn("Plan", named("plan")),
        RowColumn("Former plan", named("past_plan")),
        RowColumn("Reporting period", named("reporting_period")),
        RowColumn("Budget", named("budget")),
        RowColumn("Members as at", "membership_as_at"),
    ),
)
NARRATIVE = Kind(
    form=forms.NarrativeForm,
    place=sections_page,
    may=May.EDIT,
    beside=words_of_last_time,
    then={"preview": in_the_draft},
    group=("parent",),
    copied=True,
    columns=(
        RowColumn("Section", str, tells=("heading",)),
        RowColumn("", left_out),
        RowColumn("Words before", "before", "prose"),
        RowColumn("Shows from the records", lambda row: "" if row.place == "own-words" else row.get_place_display()),
        RowColumn("Words after", "after", "prose"),
    ),
)
HIGHLIGHT = Kind(
    form=forms.HighlightForm,
    place=lambda row: sections_page(row.narrative),
    may=May.EDIT,
    columns=(RowColumn("Shown in the summary", str, tells=("sentence",)),),
)
LINKED = Kind(
    form=forms.LinkedPlanForm,
    place=sections_page,
    may=May.EDIT,
    copied=True,
    columns=(
        RowColumn("Plan", "title"),
        RowColumn("Owner", named("owner")),
        RowColumn("How it is linked", "how"),
        RowColumn("Address", "address"),
    ),
)
RECIPIENT = Kind(
    form=forms.RecipientForm,
    place=page("office-publications"),
    may=May.EDIT,
    owner=the_board,
    group=("kind",),
    as_table=True,
    columns=(
        RowColumn("Who is given it", str),
        RowColumn("When", "due", sortable=False),
        RowColumn("The public may read it", lambda row: "Yes" if row.told else "", sortable=False),
    ),
)
TERM = Kind(
    form=forms.TermForm,
    place=page("office-publications"),
    may=May.EDIT,
    as_table=True,
)
KINDS = (
    PUBLICATION,
    NARRATIVE,
    *putting_in.KINDS,
    HIGHLIGHT,
    LINKED,
    RECIPIENT,
    TERM,
    *asking.KINDS,
    *small_pages.KINDS,
)


class Publications(Shelf):
    """The publications, what each draws on, and who is given them."""

    heading = "Publications"

    def listings(self):
        drawn = ("plan", "past_plan", "reporting_period", "budget", "body")
        yield Listing(PUBLICATION, self.publications().select_related(*drawn), "What each draws on")
        recipients = list(models.Recipient.objects.select_related(*RECIPIENT.joins))
        for kind in sorted(models.NEEDS_APPROVAL):
            rows = [row for row in recipients if row.kind == kind]
            label = str(models.PublicationKind(kind).label)
            known = {"kind": kind.value}
            yield Listing(RECIPIENT, rows, f"Who is given the {label.lower()}", known, to=f"the {label.lower()}")

        yield Listing(TERM, models.Term.objects.all(), "Glossary", to="the glossary")

    def publications(self):
        return models.Publication.objects.documents()

    def shelf(self):
        return [(sections_page(row), f"Sections and words of the {row}") for row in self.publications()]


class Sections(OfficePage):
    """The sections of a publication in their order, with the words between the records."""

    template_name = "office/sections.html"
    back = (reverse_lazy("office-publications"), "Publications")

    def get(self, request, *args, **kwargs):
        self.publication = get_object_or_404(models.Publication.objects.documents(), **kwargs)
        self.heading = f"Sections of the {self.publication}"
        return super().get(request, *args, **kwargs)

    def listings(self):
        chosen = models.Highlight.objects.select_related(*naming(models.Highlight))
        sections = self.publication.narrative_set.prefetch_related(
            Prefetch("highlight_set", chosen), *putting_in.prefetches()
        )
        below = grouped((section.parent_id, section) for section in sections)

        def inside(section):
            known = {"publication": self.publication, "parent": section}
            chosen = section.highlight_set.all()
            summary = [Listing(HIGHLIGHT, chosen, "", {"narrative": section}, level=3, to=str(section))]
            return [
                *(summary if section.place == "summary" else ()),
                *putting_in.listings(section),
                Listing(NARRATIVE, below.get(section.pk, []), "", known, inside, 3, to=str(section)),
            ]

        known = {"publication": self.publication}
        yield Listing(NARRATIVE, below.get(None, []), "", known, inside, to="the document")
        linked = self.publication.linkedplan_set.select_related(*joined(models.LinkedPlan, ["owner"]))
        yield Listing(LINKED, linked, "Plans it ties in with", known)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            has_prose=True,
            statements_address=asking.statements_page(self.publication),
            copies_address=copies.copies_page(self.publication) if self.request.user.has_perm(May.EDIT) else "",
            **kwargs,
        )


urlpatterns = [
    *small_pages.urlpatterns,
    *asking.urlpatterns,
    *copies.urlpatterns,
    *readers.urlpatterns,
    path("publications/", Publications.as_view(), name="office-publications"),
    path("publications/<slug:kind>/<slug:slug>/sections/", Sections.as_view(), name="office-sections"),
]
