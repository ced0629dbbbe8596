"""Publishing in tests that are about something else."""

from unittest.mock import patch

from editions import approval
from editions.models import Approval
from editions.publishing import publish_as_decided
from kit import clock
from publications import checks


def publish(publication, *, by, on=None, decision="Minute 7"):
    """Publish what the records say, with a decision; the checks before approval have tests of their own."""
    with patch.object(checks, "run", return_value=()):
        return publish_as_decided(publication, decision, by=by, on=on or clock.today())


def approved(publication, *, by, on=None, decision="Minute 7"):
    """A draft of what the records say, with its decision recorded, ready to be published."""
    with patch.object(checks, "run", return_value=()):
        draft = approval.send(publication, by=by, on=on or clock.today())
    decided = Approval(how=Approval.How.IN_WORDS, decided_by=decision)
    return approval.record(draft, decided, by=by, shown=draft.digest)
