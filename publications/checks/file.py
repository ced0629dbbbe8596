"""The file that the public would get: it can be made, and everybody can read it."""

from functools import lru_cache

from publications.files import checker

from .finding import STOPS, CheckFinding


@lru_cache(maxsize=4)
def judged(data: bytes):
    """Each fault that keeps somebody from reading the PDF: the chart on page 7 has no description.

    The bytes alone decide, so the last few files are not judged again while somebody mends what they found.
    """
    try:
        faults = checker.check(data)
    except checker.Unreadable as unreadable:
        return (CheckFinding(check="file", severity=STOPS, words=str(unreadable)),)
    return tuple(CheckFinding(check="accessibility", severity=STOPS, words=fault.words) for fault in faults)
