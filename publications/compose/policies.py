"""The policies that the board looks after."""

from kit.written import written_once
from membership.models import Policy
from publications.content import policies as content

from .taken import taken


def policies(publication, section, on):
    """Those that hold on the day for which members are asked, or else on that of the document."""
    rows = in_force(publication.membership_as_at or on)
    return content.Policies(policies=tuple(taken(content.Policy, row) for row in rows))


@written_once
def in_force(day):
    return Policy.objects.in_force(day).with_owner()
