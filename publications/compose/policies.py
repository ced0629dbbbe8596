"""The policies that the board looks after."""

from membership.models import Policy
from publications.content import policies as content

from .taken import taken


def policies(publication, section, on):
    """Those that hold on the day for which members are asked, or else on that of the document."""
    rows = Policy.objects.in_force(publication.membership_as_at or on).with_owner()
    return content.Policies(policies=tuple(taken(content.Policy, row) for row in rows))
