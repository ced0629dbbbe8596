"""The file that the public would get: it can be made, and everybody can read it."""

import importlib.metadata
import importlib.util
import tempfile

from kit.wording import counted
from publications.files import checker

from .finding import NOTE, STOPS, CheckFinding

VALIDATOR = "page-validation"


def cannot_be_made(failure):
    """What is said where there is no PDF."""
    return CheckFinding(check="file", severity=STOPS, words=str(failure))


def judged(data):
    """Each fault that keeps somebody from reading the PDF: the chart on page 7 has no description."""
    try:
        faults = checker.check(data)
    except checker.Unreadable as unreadable:
        return (CheckFinding(check="file", severity=STOPS, words=str(unreadable)),)
    stops = tuple(CheckFinding(check="accessibility", severity=STOPS, words=fault.words) for fault in faults)
    return stops + second_opinion(data)


def second_opinion(data):
    """What an independent validator says of the PDF, where it is installed. It stops nothing."""
    if importlib.util.find_spec("page") is None:
        return ()
    try:
        number = importlib.metadata.version(VALIDATOR)
    except importlib.metadata.PackageNotFoundError:  # some other program of the name
        return ()
    import page

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        failures = page.validate_pdf(file.name, profile="ua1").failures
    found = counted(len(failures), "fault") if failures else "no fault"
    return (
        CheckFinding(
            check="validator", severity=NOTE, words=f"The validator {VALIDATOR} {number} finds {found} in the PDF."
        ),
    )
