"""The plans that a document ties in with."""

from membership.models import Party
from publications.content import linked as content


def linked_plans(publication, section, on):
    rows = publication.linkedplan_set.select_related(*(f"owner__{name}" for name in Party.named_by))
    return content.LinkedPlans(plans=tuple(plan(row) for row in rows))


def plan(row):
    return content.LinkedPlan(
        key=row.key,
        title=row.title,
        owner=str(row.owner) if row.owner else "",
        how=row.how,
        address=row.address,
    )
