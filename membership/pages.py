"""Pages of the office: for whoever may see drafts, unless a page says otherwise."""

from kit import editing
from kit.access import Permitted
from membership.roles import May


class InOffice(Permitted):
    """For whoever may see drafts."""

    permission_required = May.SEE_DRAFTS


class OfficePage(InOffice, editing.ListsPage):
    """A page of lists."""


class Shelf(InOffice, editing.ShelfPage):
    """A page that leads to pages of lists."""
