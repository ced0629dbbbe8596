"""What the office put into the sections of a publication, in its order."""

from django.db.models import Exists, OuterRef

from kit.grouping import grouped
from kit.kinds import in_order
from kit.rows import shorten
from publications import grids
from publications.content import insets as content
from publications.models import NarrativeChart, insets

from . import figures
from .taken import taken


def with_sorts(narratives):
    """Sections each with a mark for every sort of thing that is put into it: no other sort is asked for."""
    sorts = (NarrativeChart, *TOLD)
    return narratives.annotate(**{mark(each): Exists(each.objects.filter(narrative=OuterRef("pk"))) for each in sorts})


def mark(model):
    return f"has_{model._meta.model_name}"


def put_in(publication, narratives):
    """By the number of a section and a spot in it: what was put in there, charts among it, in one order."""

    def is_there(model):
        return any(getattr(row, mark(model)) for row in narratives)

    told = dict(figures.placed_charts(publication)) if is_there(NarrativeChart) else {}
    for model, tell in filter(lambda each: is_there(each[0]), TOLD.items()):
        rows = model.objects.filter(narrative__publication=publication)
        if model is insets.Picture:
            rows = rows.filter(file__in=insets.PictureFile.objects.there()).select_related("file").defer("file__data")
        told |= {row: tell(row) for row in rows}
    return grouped(((row.narrative_id, row.spot), told[row]) for row in in_order(told))


def own_table(row):
    heads, *lines = grids.read(row.cells) or [[]]
    return taken(
        content.OwnTable,
        row,
        heads=tuple(content.TableHead(key=str(place), words=words) for place, words in enumerate(heads, start=1)),
        lines=tuple(
            content.TableLine(
                key=shorten(name) or "row",
                name=name,
                cells=tuple(
                    content.TableCell(key=str(place), words=words)
                    for place, words in enumerate(cells, start=2)
                    if words
                ),
            )
            for name, *cells in lines
        ),
    )


def picture(row):
    file = row.file
    return taken(content.Picture, row, digest=file.digest, media=file.media, width=file.width, height=file.height)


TOLD = {
    insets.OwnTable: own_table,
    insets.Picture: picture,
    insets.Quotation: lambda row: taken(content.Quotation, row),
    insets.Story: lambda row: taken(content.Story, row),
}
