"""The document of the next plan: the sections of the one before, for the new plan and its goals to stand in."""

from collections.abc import Mapping

from django.utils.text import slugify

from kit.together import Together
from priorities.models import Part, Plan

from .models import Kind, LinkedPlan, Narrative, Publication


def document_of(plan: Plan) -> Publication | None:
    """The plan's document; of several the latest. None where it has none."""
    return Publication.objects.filter(kind=Kind.BUSINESS_PLAN, plan=plan).first()


def address(period: str) -> str:
    """The end of the web address of a plan for a period: 2019 – 2022 is at 2019-2022."""
    return slugify(period.replace("–", "-"))[:40].strip("-")


def next_document(old: Publication, plan: Plan, parts: Mapping[int, Part], together: Together) -> Publication:
    """Save the draft of the next plan's document: the sections with their words, and the plans that it ties in with.

    What the old one drew on for its own time (reporting period, budget, meetings, members as at a day) is left for the
    office to choose. `parts` are those of the new plan by the number of the old one. Belongs in a transaction.
    """
    document = together.add(
        Publication(
            kind=old.kind,
            title=plan.title,
            slug=address(plan.period_as_printed),
            period_as_printed=plan.period_as_printed,
            starts=plan.starts,
            ends=plan.ends,
            plan=plan,
            past_plan=old.plan,
            body=old.body,
        )
    )
    sections = {}
    waiting = list(old.narrative_set.select_related("part"))
    while waiting:
        # A section after the one that it stands inside of.
        ready = [section for section in waiting if section.parent_id is None or section.parent_id in sections]
        for section in ready:
            sections[section.pk] = together.add(_section(section, document, parts, sections))
        waiting = [section for section in waiting if section.pk not in sections]
    for linked in old.linkedplan_set.select_related("owner"):
        together.add(
            LinkedPlan(
                publication=document,
                key=linked.key,
                position=linked.position,
                title=linked.title,
                owner=linked.owner,
                how=linked.how,
                address=linked.address,
            )
        )
    return document


def _section(section, document, parts, sections):
    return Narrative(
        publication=document,
        key=section.key,
        position=section.position,
        parent=sections.get(section.parent_id),
        place=section.place,
        part=parts.get(section.part_id),
        heading=section.heading,
        contents_heading=section.contents_heading,
        appendix=section.appendix,
        before=section.before,
        after=section.after,
        included=section.included,
    )
