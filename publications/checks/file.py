"""The file that the public would get: it can be made, and everybody can read it."""

import hashlib
from collections import OrderedDict

from publications.files import checker

from .finding import STOPS, CheckFinding

KEPT = 4  # files of which is known what is wrong
_judged = OrderedDict()  # by the digest of a file, which itself is not kept


def judged(data: bytes):
    """Each fault that keeps somebody from reading the PDF: the chart on page 7 has no description.

    The bytes alone decide, so the last few files are not judged again while somebody mends what was found.
    """
    digest = hashlib.sha256(data).hexdigest()
    if digest not in _judged:
        _judged[digest] = _faults(data)
        while len(_judged) > KEPT:
            _judged.popitem(last=False)
    return _judged[digest]


def _faults(data):
    try:
        faults = checker.check(data)
    except checker.Unreadable as unreadable:
        return (CheckFinding(check="file", severity=STOPS, words=str(unreadable)),)
    return tuple(CheckFinding(check="accessibility", severity=STOPS, words=fault.words) for fault in faults)
