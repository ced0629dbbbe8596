"""What the office puts into the sections of a document: charts, tables, pictures, quotations, stories, in one order."""

from itertools import groupby

from django.db.models import Prefetch
from django.urls import reverse

from kit.kinds import Kind, Listing, RowColumn, in_order, naming
from membership.roles import May
from publications import forms, grids, inset_forms, models
from publications.models import insets

MIXED = (models.NarrativeChart, insets.OwnTable, insets.Picture, insets.Quotation, insets.Story)


def sections_page(row):
    publication = row if isinstance(row, models.Publication) else row.publication
    return reverse("office-sections", kwargs={"kind": publication.kind, "slug": publication.slug})


def inset(form, *columns, **more):
    """A kind of thing that is put into a section."""
    return Kind(
        form=form,
        place=lambda row: sections_page(row.narrative),
        may=May.EDIT,
        group=("spot",),
        mixed=MIXED,
        copied=True,
        columns=(*columns, RowColumn("Stands", lambda row: row.spot and row.get_spot_display())),
        **more,
    )


def size(row):
    rows = grids.read(row.cells)
    return f"{max(0, len(rows) - 1)} by {len(rows[0]) if rows else 0}"


def in_a_line(row):
    """The cells as they are read in passing."""
    return "\n".join(" | ".join(cells) for cells in grids.read(row.cells))


def seen(row):
    """Where the picture itself can be looked at."""
    yield reverse("office-picture", args=[row.file.digest]), "Look at the picture"


CHART = inset(forms.ChartForm, RowColumn("Chart", "heading"), RowColumn("Words beside it", "words"))
LINE = Kind(
    form=forms.ChartLineForm,
    place=lambda row: sections_page(row.chart.narrative),
    may=May.EDIT,
    copied=True,
    columns=(RowColumn("Breakdown", str),),
)
OWN_TABLE = inset(
    inset_forms.OwnTableForm,
    RowColumn("Table", "caption"),
    RowColumn("Rows and columns", size),
    RowColumn("Cells", in_a_line, tells=("cells",)),
    RowColumn("Source", "source"),
)
PICTURE = inset(
    inset_forms.PictureForm,
    RowColumn("Picture", str, tells=("shows",)),
    RowColumn("Words below it", "caption"),
    RowColumn("Whose picture it is", "credit"),
    RowColumn("Who agreed to its use", "consent"),
    leads=seen,
)
QUOTATION = inset(
    inset_forms.QuotationForm,
    RowColumn("Quotation", "words"),
    RowColumn("Whose words", "whose"),
    RowColumn("How they agreed", "consent"),
)
STORY = inset(
    inset_forms.StoryForm,
    RowColumn("Story", "heading"),
    RowColumn("Words", "words", "prose"),
    RowColumn("What it is made of", "made_of"),
)
KINDS = (CHART, LINE, OWN_TABLE, PICTURE, QUOTATION, STORY)
OF_MODEL = {kind.model: kind for kind in KINDS}


def prefetches():
    """What is fetched with sections, so that their lists ask the database for nothing more."""
    lines = models.ChartLine.objects.select_related(*naming(models.ChartLine))
    drawn = models.NarrativeChart.objects.prefetch_related(Prefetch("chartline_set", lines))
    files = insets.Picture.objects.select_related("file").defer("file__data")
    yield Prefetch("narrativechart_set", drawn)
    yield Prefetch("picture_set", files)
    yield from ("owntable_set", "quotation_set", "story_set")


def rows_in(section):
    """What was put into a section, in its order."""
    return in_order(row for model in MIXED for row in getattr(section, f"{model._meta.model_name}_set").all())


def listings(section):
    """The lists of what stands in a section: each run of one kind in its place, then where more is added."""
    rows = rows_in(section)
    for _, spot in groupby(sorted(rows, key=lambda row: row.spot), lambda row: row.spot):
        among = [*spot]
        for model, run in groupby(among, type):
            below = of_chart if model is models.NarrativeChart else None
            yield Listing(OF_MODEL[model], [*run], "", None, below, 3, to=str(section), among=among)
    for model in MIXED:
        yield Listing(OF_MODEL[model], [], "", {"narrative": section}, None, 3, to=str(section))


def of_chart(chart):
    return [Listing(LINE, chart.chartline_set.all(), "", {"chart": chart}, level=4, to=chart.heading)]
