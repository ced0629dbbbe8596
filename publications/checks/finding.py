"""What a check says: how grave it is, in which words, and where the thing to mend is."""

from msgspec import Struct

from publications.passages import Place

STOPS, WARNING = "stops", "warning"


class CheckFinding(Struct, frozen=True, kw_only=True):
    """One thing that was found, in a sentence for the manager; `check` is the name of the check that found it.

    What `stops` has to be mended, a `warning` can be passed with a reason.
    """

    check: str
    severity: str
    words: str
    places: tuple[Place, ...] = ()


def found(check, places, words):
    """A warning that names some places; nothing if there are none."""
    if places:
        yield CheckFinding(check=check, severity=WARNING, words=words, places=tuple(places))


def stopping(findings):
    """Those that have to be mended before the document goes on."""
    return tuple(finding for finding in findings if finding.severity == STOPS)


def warnings(findings):
    """Those that can be passed together, with a reason."""
    return tuple(finding for finding in findings if finding.severity == WARNING)
