"""How the board's meetings stand in a document."""

from datetime import time

import pytest
from msgspec.structs import replace

from publications.content.meetings import Meeting
from publications.sections.meetings import named

JUNE = Meeting(key="june", label="June 16", year=2016, month=6, day=None, state="planned", items=())
FIXED = replace(JUNE, day=14, starts_at=time(14), ends_at=time(16))


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        (JUNE, "June 16\nJune 2016"),
        (replace(JUNE, label="June meeting"), "June meeting"),
        (replace(JUNE, day=14), "June 16\n14 June 2016"),
        (FIXED, "June 16\n14 June 2016, 14:00 to 16:00"),
        (replace(FIXED, label="14 June 2016"), "14 June 2016\n14:00 to 16:00"),
        (replace(FIXED, ends_at=None, state="cancelled"), "June 16 (cancelled)\n14 June 2016, 14:00"),
        (replace(JUNE, day=31), "June 16\nJune 2016"),
    ],
)
def test_a_meeting_says_its_day_and_times_where_they_are_fixed_and_the_month_that_reads_as_a_day(meeting, words):
    assert named(meeting) == words
