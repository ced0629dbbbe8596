"""The meetings as a calendar file: read back by the library, and by the rules that it doesn't check."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from publications.calendar import LONDON, calendar
from publications.compose import compose
from publications.content import codec
from publications.content.base import Control
from publications.content.meetings import AgendaItem, ForwardPlan, Meeting
from tests import factories as make

BOARD = "Anytown Safeguarding Children Board"
ADDRESS = "anytown-lscb/business-plan/2016-2019"
STAMP = date(2016, 6, 1)
CONTROL = Control(number=3, published_on=STAMP, decision="", note="", check_code="")
BUDGET = AgendaItem(key="budget", title="Budget", standing=False)
JUNE = Meeting(key="june", label="", year=2016, month=6, day=None, state="planned", items=(BUDGET,))


def made(*meetings, **how):
    how = {"board_name": BOARD, "address": ADDRESS, "control": CONTROL} | how
    return calendar(ForwardPlan(body="Board", meetings=meetings), **how)


def read(*meetings):
    whole = Calendar.from_ical(made(*meetings))
    assert not whole.errors
    return whole.walk("VEVENT")


def only(**changes):
    [event] = read(replace(JUNE, **changes))
    assert not event.errors
    return event


def words(event):
    return str(event["summary"]), str(event["status"]), str(event["transp"])


def test_a_month_without_a_day_is_a_provisional_entry_above_the_month():
    event = only()
    assert words(event) == ("Board: June 2016 (day not fixed)", "TENTATIVE", "TRANSPARENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2016, 6, 1), date(2016, 7, 1))
    assert event["dtstart"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(
    ("label", "day", "titled"),
    [
        ("June 16", None, "June 2016 (day not fixed)"),
        ("June 16", 14, "14 June 2016"),
        ("June", None, "June 2016 (day not fixed)"),
        ("14 June", 14, "14 June 2016"),
        ("June away day", 14, "June away day"),
        ("Extraordinary meeting", None, "Extraordinary meeting (day not fixed)"),
    ],
)
def test_a_label_that_reads_as_another_day_is_no_title(label, day, titled):
    assert str(only(label=label, day=day)["summary"]) == f"Board: {titled}"


def test_december_ends_in_january():
    event = only(month=12)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2016, 12, 1), date(2017, 1, 1))


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_every_month_lasts_to_the_first_of_the_next(year, month):
    event = only(year=year, month=month)
    first, after = event.decoded("dtstart"), event.decoded("dtend")
    assert (first.year, first.month, first.day, after.day) == (year, month, 1, 1)
    assert 28 <= (after - first).days <= 31


def test_a_day_without_a_time_is_that_whole_day():
    event = only(day=14, label="June meeting")
    assert words(event) == ("Board: June meeting", "CONFIRMED", "TRANSPARENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2016, 6, 14), date(2016, 6, 15))


def test_a_day_that_is_not_in_the_calendar_counts_by_its_month():
    assert only(day=31).decoded("dtend") == date(2016, 7, 1)


def test_an_end_without_a_start_is_no_time():
    assert only(day=14, ends_at=time(16)).decoded("dtstart") == date(2016, 6, 14)


def test_a_meeting_of_which_only_the_year_is_known_is_left_out():
    assert read(replace(JUNE, month=None), replace(JUNE, month=13)) == []


@pytest.mark.parametrize(("day", "hour"), [(26, 14), (27, 13)])
def test_british_summer_time_begins_on_the_last_sunday_of_march(day, hour):
    event = only(month=3, day=day, starts_at=time(14), ends_at=time(16, 30))
    assert words(event)[1:] == ("CONFIRMED", "OPAQUE")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2016, 3, day, hour, tzinfo=UTC)
    assert event.decoded("dtend").astimezone(UTC) == datetime(2016, 3, day, hour + 2, 30, tzinfo=UTC)


def test_the_zone_in_the_file_is_british_time():
    """A program that knows no zones goes by what the file says of them."""
    whole = Calendar.from_ical(made(replace(JUNE, day=14, starts_at=time(14))))
    [zone] = whole.walk("VTIMEZONE")
    own = zone.to_tz()
    for year in (1996, 2016, 2026, 2100):
        for month in range(4, 13):
            for day in (1, 25, 28):
                noon = datetime.combine(date(year, month, day), time(12))
                assert own.utcoffset(noon) == LONDON.utcoffset(noon), noon


def test_only_a_file_with_times_says_what_the_time_is():
    assert b"VTIMEZONE" not in made(JUNE, replace(JUNE, day=14))
    assert made(replace(JUNE, day=14, starts_at=time(14))).count(b"BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize("end", [None, time(14), time(9)])
def test_a_meeting_without_an_end_is_an_hour_long_and_says_that_the_end_is_not_stated(end):
    event = only(day=14, starts_at=time(14), ends_at=end)
    assert event.decoded("dtend") == datetime(2016, 6, 14, 15, tzinfo=LONDON)
    assert "From 14:00, the end isn’t stated" in event["description"]
    assert "stated\nAgenda" not in only(day=14, starts_at=time(14), ends_at=time(16))["description"]


@pytest.mark.parametrize("known", [{}, {"day": 14}, {"day": 14, "starts_at": time(14)}])
def test_a_cancelled_meeting_stays_and_says_so(known):
    event, former = only(state="cancelled", **known), only(**known)
    assert words(event)[1:] == ("CANCELLED", "TRANSPARENT")
    assert "cancelled" in event["description"]
    # A program that imported the file may show nothing of its state but the title.
    assert event["summary"] == f"CANCELLED: {former['summary']}"
    assert event["uid"] == former["uid"]


def test_a_meeting_keeps_its_name_for_good_and_no_two_have_the_same():
    assert only()["uid"] == "june@2016-2019.business-plan.anytown-lscb"
    assert only()["uid"] == only(month=7, day=2, label="Moved", starts_at=time(9))["uid"]
    assert len({event["uid"] for event in read(JUNE, replace(JUNE, key="july"))}) == 2
    assert made(JUNE) != made(JUNE, address="othertown-lscb/business-plan/2016-2019")


def test_the_same_plan_and_stamp_give_the_same_bytes():
    meetings = (JUNE, replace(JUNE, day=14), replace(JUNE, day=15, starts_at=time(14)))
    assert made(*meetings) == made(*meetings)
    assert made(JUNE) != made(JUNE, control=replace(CONTROL, published_on=date(2016, 6, 2)))
    assert only().decoded("dtstamp") == only().decoded("last-modified") == datetime(2016, 6, 1, tzinfo=UTC)


def test_a_later_version_is_known_by_its_number_also_on_one_day():
    [former] = Calendar.from_ical(made(JUNE)).walk("VEVENT")
    [moved] = Calendar.from_ical(made(replace(JUNE, day=21), control=replace(CONTROL, number=4))).walk("VEVENT")
    assert (former["sequence"], moved["sequence"]) == (3, 4)
    assert (former["uid"], former["dtstamp"]) == (moved["uid"], moved["dtstamp"])


def test_the_agenda_stands_in_the_description():
    assert only()["description"] == "June 2016 (day not fixed)\nAgenda:\n- Budget"
    assert only(day=14, items=())["description"] == "14 June 2016\nAgenda: not stated"


def test_the_file_is_named():
    whole = Calendar.from_ical(made(JUNE))
    assert whole["name"] == whole["x-wr-calname"] == f"{BOARD}: meetings of the Board"
    assert whole["version"] == "2.0"
    assert whole["prodid"]


ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(title=ODD, label=ODD)
def test_odd_titles_come_back_and_every_line_is_folded(title, label):
    meeting = replace(JUNE, label=label, items=(replace(BUDGET, title=title), BUDGET))
    data = made(meeting, replace(JUNE, key="next"))
    *lines, last = data.split(b"\r\n")
    assert last == b""
    for line in lines:
        assert len(line) <= 75, line
        line.decode()  # no letter is torn in two
        assert not any(byte < 32 or byte == 127 for byte in line), line
    first, second = Calendar.from_ical(data).walk("VEVENT")
    assert [str(event["uid"]).partition("@")[0] for event in (first, second)] == ["june", "next"]
    agenda = str(first["description"]).split("\n")
    assert agenda[2].split() == ["-", *shown(title)]
    assert agenda[3:] == ["- Budget"]
    assert str(first["summary"]).split() == ["Board:", *(shown(label) if label else ["June", "2016"]), *FIXED]


FIXED = ["(day", "not", "fixed)"]


def shown(words):
    """The words that are left of a text when its control characters count as spaces."""
    return "".join(" " if ord(letter) < 32 or 127 <= ord(letter) < 160 else letter for letter in words).split()


@pytest.mark.parametrize(
    "title", ["a,b;c\\d", "a\\nb", "BEGIN:VEVENT", "one\r\nBEGIN:VALARM\r\nEND:VALARM", ' "q": %2C ']
)
def test_what_has_a_meaning_in_the_file_is_only_words(title):
    event = only(items=(replace(BUDGET, title=title),))
    assert str(event["description"]).split("\n")[2] == f"- {' '.join(title.split())}"
    assert not event.subcomponents


@pytest.mark.django_db
def test_the_times_of_a_meeting_are_public_and_its_place_is_not():
    make.BoardFactory()
    body = make.BodyFactory()
    make.MeetingFactory(
        body=body, month=6, day=14, starts_at=time(14), ends_at=time(16), venue="Canary Hall", year=2016
    )
    plan = make.PublicationFactory(body=body)
    make.NarrativeFactory(publication=plan, place="forward-plan", included=True)
    text = codec.write(compose(plan, on=STAMP))
    assert '"starts_at":"14:00:00"' in text
    assert "Canary" not in text
    [section] = codec.read(text, codec.SCHEMA).sections
    [event] = Calendar.from_ical(calendar(section.records, BOARD, ADDRESS, CONTROL)).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2016, 6, 14, 14, tzinfo=LONDON)
