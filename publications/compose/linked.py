"""The plans that a document ties in with."""

from membership.models import Party
from publications.content import linked as content

from .taken import taken


def linked_plans(publication, section, on):
    rows = publication.linkedplan_set.select_related(*(f"owner__{name}" for name in Party.named_by))
    return content.LinkedPlans(plans=tuple(taken(content.LinkedPlan, row) for row in rows))
