"""Meetings, as far as their day is known, and their agendas."""

import re
from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django.core.exceptions import ValidationError

from forwardplan.forms import MeetingForm
from forwardplan.models import Meeting
from forwardplan.office import AGENDA, MEETING, MOST_ITEMS, MOST_MEETINGS
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"year": 2016, "month": 6, "day": 14}, "14 June 2016"),
        ({"year": 2016, "month": 6}, "June 2016"),
        ({"year": 2016}, "2016"),
        # What is still being typed has a name too.
        ({"year": 2016, "month": 6, "day": 31}, "June 2016"),
        ({"year": 2016, "month": 13, "day": 1}, "2016"),
        ({"year": 2016, "day": 14}, "2016"),
    ],
)
def test_a_meeting_is_when_it_is_known_to_be(known, words):
    assert Meeting(**known).when == words
    assert str(Meeting(label="June 16", **known)) == "June 16"


@pytest.mark.parametrize(("year", "month", "day"), [(2016, 6, 31), (2015, 2, 29), (2016, 4, 31)])
def test_a_day_that_is_not_in_the_calendar_is_refused(year, month, day):
    meeting = make.MeetingFactory.build(body=make.BodyFactory(), year=year, month=month, day=day)
    with pytest.raises(ValidationError) as refused:
        meeting.full_clean()
    assert refused.value.message_dict == {"day": ["There is no such day in this month."]}


def test_a_leap_day_is_a_day():
    make.MeetingFactory.build(body=make.BodyFactory(), year=2016, month=2, day=29).full_clean()


@pytest.mark.parametrize("year", [1989, 2101])
def test_a_year_is_one_of_ours(year):
    with pytest.raises(ValidationError):
        make.MeetingFactory.build(body=make.BodyFactory(), year=year).full_clean()


def test_meetings_stand_in_the_order_of_their_days_the_unknown_last():
    body = make.BodyFactory()
    known = [(2017, None, None), (2016, None, None), (2016, 9, None), (2016, 6, 14), (2016, 6, 2), (2015, 12, 1)]
    for year, month, day in known:
        make.MeetingFactory(body=body, year=year, month=month, day=day)
    assert [meeting.when for meeting in body.meeting_set.all()] == [
        "1 December 2015",
        "2 June 2016",
        "14 June 2016",
        "September 2016",
        "2016",
        "2017",
    ]


def test_the_meetings_of_a_body_in_a_span():
    body = make.BodyFactory()
    make.MeetingFactory(year=2016, month=6)
    for year, month in [(2016, 3), (2016, 4), (2016, None), (2017, 3), (2017, 4), (2018, None)]:
        make.MeetingFactory(body=body, year=year, month=month)

    def of(first, last):
        return [(meeting.year, meeting.month) for meeting in Meeting.objects.of(body, first, last)]

    assert of(date(2016, 4, 1), date(2017, 3, 31)) == [(2016, 4), (2016, None), (2017, 3)]
    assert of(date(2017, 4, 1), None) == [(2017, 4), (2018, None)]
    assert of(None, date(2016, 3, 31)) == [(2016, 3), (2016, None)]
    assert len(of(None, None)) == 6


def test_meetings_come_with_their_agendas(django_assert_num_queries):
    for count in (2, 18):
        make.AgendaItemFactory.create_batch(count)
        with django_assert_num_queries(2):
            for meeting in Meeting.objects.with_agenda():
                assert len(meeting.agendaitem_set.all()) == 1


def test_a_key_is_made_of_the_day_and_not_of_the_label():
    meeting = make.MeetingFactory(label="June 16", year=2016, month=6, day=14)
    assert meeting.key == "14-june-2016"


def test_an_item_of_every_meeting_names_no_months():
    body = make.BodyFactory()
    make.StandingItemFactory.build(body=body, rule="months", months="3").full_clean()
    with pytest.raises(ValidationError):
        make.StandingItemFactory.build(body=body, rule="every-meeting", months="3").full_clean()


# The form


def filled(meeting, **typed):
    """The form of a meeting with what was typed into it."""
    shown = MeetingForm(instance=meeting)
    data = {name: shown[name].value() for name in shown.fields} | typed
    return MeetingForm({name: value for name, value in data.items() if value is not None}, instance=meeting)


@pytest.mark.parametrize(
    ("label", "typed", "better"),
    [
        ("June 16", {"day": "12", "month": "7"}, "July 16"),
        ("June 16", {"year": "2017"}, "June 17"),
        ("June 16", {"day": "12"}, ""),
        ("", {"day": "12", "month": "7"}, ""),
        ("Away day", {"day": "12", "month": "7"}, ""),
    ],
)
def test_a_moved_meeting_does_not_keep_its_old_month_as_its_label(label, typed, better):
    meeting = make.MeetingFactory(year=2016, month=6, label=label)
    form = filled(meeting, **typed)
    sentence = f"Readers see “{label}”, which is another date. Empty it, or write {better}."
    assert form.errors.get("label", []) == ([sentence] if better else [])
    # The sentence stands where it is seen.
    assert ("<details open" in re.sub(' class="rare"', "", render_crispy_form(form))) is bool(label)


@pytest.mark.parametrize(
    "typed", ["Wednesday 14th December 2016", "14.12.16", "14 December 2016", "Wed, 14 Dec 2016", "14/12/2016"]
)
def test_a_whole_date_in_the_field_of_the_day_is_understood(typed):
    form = filled(make.MeetingFactory(year=2016, month=6), day=typed, month="", year="")
    assert form.is_valid(), form.errors
    assert form.instance.on == date(2016, 12, 14)
    # What the page shows again is set out, too.
    assert [form[name].value() for name in ("day", "month", "year")] == ["14", "12", "2016"]


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"day": "mid June"}, "day", "Write the day’s number, such as 14. Month and year stand beside it."),
        ({"day": "40"}, "day", "Write the day’s number, such as 14. Month and year stand beside it."),
        ({"day": "Monday 14 June 2016"}, "day", "14 June 2016 is a Tuesday. Is it the day that is meant?"),
        ({"day": "31"}, "day", "There is no such day in this month."),
        ({"year": ""}, "year", "Give the year."),
        ({"year": "16"}, "year", "Write the year in four figures, such as 2016."),
        ({"year": "soon"}, "year", "Write the year in four figures, such as 2016."),
    ],
)
def test_what_is_no_date_of_a_meeting_is_said_in_words(typed, field, says):
    form = filled(make.MeetingFactory(year=2016, month=6), **typed)
    assert form.errors == {field: [says]}


def test_of_many_meetings_a_page_shows_a_year_and_the_file_all(client, django_user_model, settings):
    settings.TODAY = date(2016, 6, 1)
    client.force_login(django_user_model.objects.create_superuser("big@example.org"))
    body, other = make.BodyFactory(), make.BodyFactory()
    for number in range(MOST_MEETINGS):
        make.MeetingFactory(body=body, year=2010 + number % 8, label=f"Number {number}")
    whole = client.get("/office/meetings/").content.decode()
    assert "Number 0<" in whole and "Number 6<" in whole and "2016 and later" not in whole
    old = make.MeetingFactory(body=other, year=2012, label="The old one")
    page = client.get("/office/meetings/").content.decode()
    assert "Number 0<" not in page and "Number 6<" in page and "Number 7<" in page
    assert f"Meetings: {other.name}" in page
    address = MEETING.address(old)
    assert address == f"/office/meetings/?year=2012&meeting={old.pk}#meeting-{old.pk}"
    page = client.get(address).content.decode()
    assert f'id="meeting-{old.pk}"' in page and "Number 6<" not in page
    for wrong in ("nonsense", "9" * 5000, "2030"):
        assert "Number 6<" in client.get("/office/meetings/", {"year": wrong}).content.decode()
    file = b"".join(client.get("/office/meetings/?csv=meeting").streaming_content).decode()
    assert all(f'"Number {number}"' in file for number in range(MOST_MEETINGS)) and "The old one" in file


def test_of_long_agendas_the_next_meeting_s_is_open_and_every_other_is_a_link_away(client, django_user_model, settings):
    settings.TODAY = date(2016, 6, 1)
    client.force_login(django_user_model.objects.create_superuser("big@example.org"))
    body = make.BodyFactory(kind="board")
    meetings = [make.MeetingFactory(body=body, year=2016, month=month, day=14) for month in (3, 9, 6, 12)]
    make.MeetingFactory(body=body, year=2016, month=11, day=2)
    of_march, of_september, of_june, _ = (
        [make.AgendaItemFactory(meeting=meeting, title=f"{meeting.when}: {n}") for n in range(MOST_ITEMS // 4 + 1)]
        for meeting in meetings
    )

    def open_on(address):
        page = client.get(address).content.decode()
        assert page.count('class="entry" id="meeting-') == 5
        return page, [int(pk) for pk in re.findall(r'class="entry" id="agendaitem-(\d+)"', page)]

    page, shown = open_on("/office/meetings/")
    assert shown == [item.pk for item in of_june]
    assert f'<a href="{MEETING.address(meetings[0]).replace("&", "&amp;")}">Agenda, {len(of_march)} items<' in page
    assert "Agenda, no item yet<" in page
    for items in (of_march, of_september):
        for address in (AGENDA.address(items[-1]), MEETING.address(items[0].meeting)):
            assert open_on(address)[1] == [item.pk for item in items]
    assert open_on("/office/meetings/?meeting=nonsense")[1] == shown
    file = b"".join(client.get("/office/meetings/?csv=agendaitem").streaming_content).decode()
    assert file.count("agendaitem-") == 4 * len(of_march)
    removed = client.post(f"/office/remove/agendaitem/{of_march[0].pk}/", {"_deed": "delete", "version": "1"})
    assert open_on(removed["Location"])[1] == [item.pk for item in of_march[1:]]


def test_a_short_board_has_every_agenda_open(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("small@example.org"))
    items = [make.AgendaItemFactory() for _ in range(3)]
    page = client.get("/office/meetings/").content.decode()
    assert all(f'id="agendaitem-{item.pk}"' in page for item in items) and "Agenda, " not in page
