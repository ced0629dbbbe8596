"""The file that the public would get: it can be made, and everybody can read it."""

from publications.files import checker

from .finding import STOPS, CheckFinding


def judged(data):
    """Each fault that keeps somebody from reading the PDF: the chart on page 7 has no description."""
    try:
        faults = checker.check(data)
    except checker.Unreadable as unreadable:
        return (CheckFinding(check="file", severity=STOPS, words=str(unreadable)),)
    return tuple(CheckFinding(check="accessibility", severity=STOPS, words=fault.words) for fault in faults)
