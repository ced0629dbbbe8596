"""Which meetings a page is about: those of a reporting period, or of a calendar year."""

from datetime import date
from typing import NamedTuple

from membership.models import ReportingPeriod

from .models import Meeting


class Span(NamedTuple):
    """Some meetings' time: what the address calls it, its words, its first and last day."""

    name: str
    words: str
    first: date
    last: date

    def holds(self, meeting):
        """Whether a meeting is in it; one whose day isn't fixed, if its month is; of a year only if all of it is."""
        if not meeting.month:
            return self.first <= date(meeting.year, 1, 1) and meeting.at_latest <= self.last
        first = meeting.on or date(meeting.year, meeting.month, 1)
        return self.first <= meeting.at_latest and first <= self.last


def spans_of(meetings) -> list[Span]:
    """The calendar years in which a body meets, and the reporting periods that hold a meeting; the latest first."""
    meetings = list(meetings)
    years = [
        Span(str(year), str(year), date(year, 1, 1), date(year, 12, 31))
        for year in sorted({meeting.year for meeting in meetings}, reverse=True)
    ]
    periods = [
        Span(period.key, period.label, period.starts, period.ends)
        for period in ReportingPeriod.objects.filter(starts__isnull=False, ends__isnull=False)
    ]
    some = [span for span in reversed(periods) if any(span.holds(meeting) for meeting in meetings)]
    # A year and a period of the same name are one choice.
    named = {span.name for span in years}
    return years + [span for span in some if span.name not in named]


def chosen(spans, name, today) -> Span | None:
    """The span that the address names; else the year of today, or the latest before it; None if there is none."""
    found = next((span for span in spans if span.name == name), None)
    begun = [span for span in spans if span.name.isdecimal() and span.first <= today]
    return found or next(iter(begun), None) or (spans[-1] if spans else None)


def meetings_in(span, meetings) -> list[Meeting]:
    return [meeting for meeting in meetings if span and span.holds(meeting)]
