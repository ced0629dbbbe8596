"""The document of the next plan: the sections of the one before, for the new plan and its goals to stand in."""

from collections.abc import Mapping

from django.utils.text import slugify

from kit.together import Together
from priorities.models import Part, Plan

from .models import NarrativeChart, Publication, PublicationKind
from .office import LINKED, NARRATIVE, PUBLICATION
from .putting_in import LINE, MIXED, OF_MODEL


def document_of(plan: Plan) -> Publication | None:
    """The plan's document; of several the latest. None where it has none."""
    return Publication.objects.filter(kind=PublicationKind.BUSINESS_PLAN, plan=plan).first()


def address(period: str) -> str:
    """The end of the web address of a document for a period: 2019 – 2022 is at 2019-2022, and 2014/15 at 2014-15."""
    return slugify(period.replace("–", "-").replace("/", "-"))[:40].strip("-")


def next_document(old: Publication, plan: Plan, parts: Mapping[int, Part], together: Together) -> Publication:
    """Save the draft of the next plan's document: sections with their words and charts, and plans that it ties in with.

    `parts` are those of the new plan by the number of the old one. Belongs in a transaction.
    """
    document = together.add(
        PUBLICATION.successor(
            old,
            key="",
            title=plan.title,
            slug=address(plan.period_as_printed),
            period_as_printed=plan.period_as_printed,
            starts=plan.starts,
            ends=plan.ends,
            plan=plan,
            past_plan=old.plan,
        )
    )
    sections = {}
    waiting = list(old.narrative_set.all())
    while waiting:
        # A section after the one that it stands inside of.
        ready = [section for section in waiting if section.parent_id is None or section.parent_id in sections]
        for section in ready:
            sections[section.pk] = together.add(
                NARRATIVE.successor(
                    section,
                    publication=document,
                    parent=sections.get(section.parent_id),
                    part=parts.get(section.part_id),
                )
            )
        waiting = [section for section in waiting if section.pk not in sections]
    for model in MIXED:
        for row in model.objects.filter(narrative__publication=old):
            put_in = together.add(OF_MODEL[model].successor(row, narrative=sections[row.narrative_id]))
            for line in row.chartline_set.all() if model is NarrativeChart else ():
                together.add(LINE.successor(line, chart=put_in))
    for linked in old.linkedplan_set.all():
        together.add(LINKED.successor(linked, publication=document))
    return document
