"""Who was at the meetings of a real board: from the signed sheet to the report, by role and never by name."""

from datetime import date

import pytest

from forwardplan import attending
from forwardplan.models import Attendance, Meeting
from kit.intake import cells as tables
from kit.intake.table import arrange
from kit.intake.taking import Intake
from lscb.office.pasted_lists import LISTS
from membership.models import Body
from priorities.models import Plan
from publications import checks, render
from publications.compose import compose
from publications.compose.meetings import attendance_of
from publications.content import codec
from publications.content.base import Control
from publications.sections.meetings import attendance_blocks
from tests import factories as make

pytestmark = pytest.mark.django_db
pytest_plugins = ["tests.southend"]
Mark = Attendance.Mark

# A year of the real board's seats, as an office keeps it. The marks are made up; the shares were reckoned by hand.
SHEET = """
P = present, T = by telephone, D = deputy, Ap = apologies, N = no contact, V = vacant, - = not a member
Agency | Role | 9 June 2015 | 8 Sept 2015 | 10 Nov 2015 | March 2016
N/A | INDEPENDENT CHAIR | P | P | P | P
Southend Borough Council, Department for People | Corporate Director and Vice Chair | P | D | P | P
Children's Services | Head of Children's Specialist Services | P | P | Ap | D
 | Community Lay Member | P | T | N | Ap
 | Youth Lay Member 1 | - | - | P | P
 | Youth Lay Member 2 | - | - | - | Ap
Southend Borough Council | Lead Member | P | P | Ap | Ap
National Probation Service | Assistant Chief Officer | Ap | D | D | P
Essex Community Rehabilitation Company | Chief Officer | Ap | Ap | N | Ap
Southend CCG | Chief Officer | P | P | P | P
Essex Police | Head of CAIU | D: Detective Inspector | D | P | D
Southend Police | District Commander | P | Ap | P | V
Essex County Fire and Rescue Service | Assistant Chief Fire Officer | N | N | V | V
CAFCASS | Chief Officer | V | V | V | V
"""
# Own share and with deputies.
BY_HAND = {
    "INDEPENDENT CHAIR": ("100% of 4", "100% of 4"),
    "Corporate Director and Vice Chair": ("75% of 4", "100% of 4"),
    "Head of Children's Specialist Services": ("50% of 4", "75% of 4"),
    "Community Lay Member": ("50% of 4", "50% of 4"),
    "Youth Lay Members": ("67% of 3", "67% of 3"),  # two places: two came, one sent apologies
    "Lead Member": ("50% of 4", "50% of 4"),
    "Assistant Chief Officer": ("25% of 4", "75% of 4"),
    "Head of CAIU": ("25% of 4", "100% of 4"),
    "District Commander": ("67% of 3", "67% of 3"),
    "Assistant Chief Fire Officer": ("0% of 2", "0% of 2"),
}
ORGANISATIONS = {
    "Southend Borough Council, Department for People": "100% of 4",
    "National Probation Service": "75% of 4",
    "Essex Community Rehabilitation Company": "0% of 4",
    "Southend CCG": "100% of 4",
    "Essex Police": "100% of 4",
    "Southend Police": "67% of 3",
    "Essex County Fire and Rescue Service": "0% of 2",
}


def pasted(text, body, by=None):
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    cells = tables.of_rows([row + [""] * (width - len(row)) for row in rows])
    table = arrange(cells, LISTS["attendance"])
    return Intake(LISTS["attendance"], {"body": body}, by or make.UserFactory()).run(table, save=True)


@pytest.fixture
def board(southend, settings):
    settings.TODAY = date(2016, 6, 1)
    Meeting.objects.filter(month=3).update(state="held")
    return Body.objects.get(key="overarching-board")


@pytest.fixture
def register(board):
    outcome = pasted(SHEET, board)
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert not outcome.lost
    return attending.register(board, board.meeting_set.all())


def test_the_signed_sheet_comes_to_what_was_reckoned_by_hand(register):
    assert [str(line.meeting.when) for line in register.meetings] == [
        "9 June 2015",
        "8 September 2015",
        "10 November 2015",
        "March 2016",
    ]
    found = attendance_of(register)
    seats = {
        seat.role: (f"{seat.own_share}% of {seat.base}", f"{seat.share}% of {seat.base}")
        for seat in found.seats
        if seat.base and seat.organisation not in ("Southend CCG", "Essex Community Rehabilitation Company")
    }
    assert seats == BY_HAND
    organisations = {line.name: f"{line.share}% of {line.base}" for line in found.organisations if line.base}
    assert organisations.pop("Southend Borough Council, Department for People, Children's Services") == "75% of 4"
    assert organisations == ORGANISATIONS
    assert register.never == ("Essex Community Rehabilitation Company", "Essex County Fire and Rescue Service")
    assert Attendance.objects.get(seat__role="Head of CAIU", meeting__year=2015, meeting__month=6).role == (
        "Detective Inspector"
    )


def test_the_report_names_who_never_came_and_no_person(register, board):
    make.AppointmentFactory(seat=board.seat_set.get(role="District Commander"), name="Simon Secret")
    blocks = list(attendance_blocks("attendance", attendance_of(register)))
    words = repr(blocks)
    assert (
        "Never represented at these meetings: Essex Community Rehabilitation Company; "
        "Essex County Fire and Rescue Service." in words
    )
    # A seat that nobody held all year has no share, and no nought.
    assert "none counted" in words
    for private in ("Simon Secret", "Detective Inspector"):
        assert private not in words


def test_the_same_sheet_pasted_again_with_one_more_meeting_adds_only_that(register, board):
    number = Attendance.objects.count()
    more = SHEET.replace("March 2016", "March 2016 | April 2016").replace("| V\n", "| V | P\n")
    outcome = pasted(more, board)
    assert outcome.is_sound, outcome.problems
    assert Attendance.objects.count() == number + 3
    assert board.meeting_set.get(month=4).state == Meeting.State.HELD


def test_a_mark_that_stands_otherwise_is_not_overwritten(register, board):
    outcome = pasted("Seat | March 2016 | 8 Sept 2015\nDistrict Commander | P | P", board)
    [sentences] = outcome.problems[1].values()
    assert sentences[0].startswith("March 2016 has another mark already: nobody in post.")


@pytest.mark.parametrize(
    ("rows", "about", "says"),
    [
        ("Chief Officer | P | P", "who", "“Chief Officer” may be several seats. Which is it?"),
        ("Head of Nothing | P | P", "who", "“Head of Nothing” is no seat of LSCB Overarching Board."),
        ("District Commander | A | N", "mark", "“A” may mean apologies or attended or absent. Which is it?"),
        ("District Commander | X | Ap", "mark", "“X” may mean attended or absent. Which is it?"),
        ("District Commander | ?! | P", "mark", "“?!” is no mark. Choose one."),
        ("District Commander | D - Jane Smith | P", "mark", "“Jane Smith” looks like a name."),
        ("District Commander | P | P\nDistrict Commander | P | P", "who", "A row above is about this seat already."),
    ],
)
def test_what_may_mean_several_things_is_asked(board, rows, about, says):
    outcome = pasted(f"Seat | June 2015 | Sept 2015\n{rows}", board)
    [problems] = outcome.problems.values()
    assert problems[about][0].startswith(says)


@pytest.mark.parametrize(
    ("cells", "letter", "mark"),
    [
        ("✓ | Ap | A", "A", Mark.NO_APOLOGIES),
        ("✓ | P | A", "A", Mark.APOLOGIES),
        ("✓ | P | x", "x", Mark.NO_APOLOGIES),
        ("Teams | P | NC", "NC", Mark.NO_APOLOGIES),
        ("P | P | Deputy attended", "", Mark.DEPUTY),
        ("P | P | apologies not received", "", Mark.NO_APOLOGIES),
        ("P | P | –", "", Mark.NOT_YET),
        ("P | P | Vacancy", "", Mark.NOT_IN_POST),
    ],
)
def test_a_letter_is_read_by_what_else_the_table_holds(board, cells, letter, mark):
    outcome = pasted(f"Seat | June 2015 | Sept 2015 | Nov 2015\nDistrict Commander | {cells}", board)
    assert outcome.is_sound, outcome.problems
    assert Attendance.objects.get(meeting__month=11).mark == mark


def test_the_tables_own_key_goes_before_what_a_letter_usually_means(board):
    text = "A = Attended, X = Absent\nSeat | June 2015 | Sept 2015\nDistrict Commander | A | X"
    assert pasted(text, board).is_sound
    assert list(Attendance.objects.order_by("meeting__month").values_list("mark", flat=True)) == [
        Mark.PRESENT,
        Mark.NO_APOLOGIES,
    ]


def test_a_document_prints_attendance_and_coverage_and_draws_them_from_its_own_year(register, board):
    page = make.PublicationFactory(
        kind="annual-report",
        slug="attendance",
        body=board,
        plan=Plan.objects.get(key="2016-19"),
        meetings_from=date(2015, 9, 1),
        meetings_to=date(2015, 12, 31),
    )
    for place in ("attendance", "coverage"):
        make.NarrativeFactory(publication=page, key=place, place=place, heading=place.title())
    document = compose(page, on=date(2016, 6, 1))
    attendance, coverage = (section.records for section in document.sections)
    assert [meeting.label for meeting in attendance.meetings] == ["8 September 2015", "10 November 2015"]
    assert coverage.meetings == ("8 September 2015", "10 November 2015")
    assert codec.read(codec.write(document), codec.SCHEMA) == document
    html = render.paper(document, Control())
    for words in ("How often each organisation was represented", "50% of 2", "On no agenda of these meetings"):
        assert words in html
    assert "Detective Inspector" not in html
    assert not [each for each in checks.check(document, today=date(2016, 6, 1)) if "attendance" in repr(each.place)]
