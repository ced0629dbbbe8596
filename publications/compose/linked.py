"""The plans that a document ties in with."""

from membership.models import Party
from publications.content import linked as content
from publications.models import LinkedPlan

from .taken import taken


def linked_plans(publication, section, on):
    # By number: the report that is about to be started has none.
    rows = LinkedPlan.objects.filter(publication_id=publication.pk).select_related(
        *(f"owner__{name}" for name in Party.named_by)
    )
    return content.LinkedPlans(plans=tuple(taken(content.LinkedPlan, row) for row in rows))
