"""What a member of the real board reads before a meeting."""

from datetime import date

import pytest

from priorities.models import Goal, Lineage
from tests import factories as make
from tests.members_page import Reader, in_order, part

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

DAY = date(2016, 6, 1)


@pytest.fixture
def read(db, settings):
    return Reader(settings)


@pytest.fixture
def lineage(southend):
    """What the two plans of the real board look like to a reader, as far as these tests need it."""
    before, after = (dict_of(plan) for plan in ("2014-15", "2016-19"))
    Lineage.objects.all().delete()
    for kind, old, new, ours in (
        ("kept", "bullying", "bullying", False),
        ("reworded", "early-help", "early-help", True),
        ("split", "domestic-abuse", "violence-and-abuse", True),
        ("split", "domestic-abuse", "violence-and-abuse-strategies", True),
        ("reworded", "sexual-exploitation", "exploitation", True),
        ("kept", "looked-after-children", "looked-after-children", False),
        ("closed", "road-traffic-collisions", None, True),
    ):
        to_goal = after.get(new)
        make.LineageFactory(
            plan=after["bullying"].plan,
            from_goal=before[old],
            to_goal=to_goal,
            kind=kind,
            reading="ours" if ours else "board",
        )


def dict_of(plan):
    return {goal.key: goal for goal in Goal.objects.filter(plan__key=plan).select_related("plan")}


def test_the_sections_stand_in_their_order(lineage, read):
    in_order(
        read(DAY),
        "\nSince the last meeting, March 2016\n",
        "\nQuestions to ask\n",
        "\nActions\n",
        "\nFigures that moved\n",
        "\nNext meeting of the board\n",
        "\nMoney in 2016/17\n",
        "\nVacant places\n",
        "\nPublished documents\n",
        "\nThe plan\n",
        "\nPriorities and their latest figures\n",
        "\nFigures owed\n",
    )


def test_the_next_meeting(southend, read):
    text = part(read(DAY), "Next meeting of the board", "Money in 2016/17")
    in_order(
        text,
        "June 2016, day not fixed",
        "LSCB Overarching Board",
        "Not given yet:\ntime, place, when the papers are due and where they are",
        "Monitor Key PIs (standing item)",
        "C&YP Plan\n",
        "Findings from single agency safeguarding performance reports\n",
        "Attendance Report\n",
        "Domestic Abuse Strategy Update (standing item)",
        "Executive Summary Report (standing item)",
    )


def test_figures_reached_through_what_the_priority_came_from(lineage, read):
    text = read(DAY)
    in_order(
        text,
        "\nA Reduce incidents of self-harm",
        "No measure is recorded for this priority.",
        "\nB Reduce the number",
        "From priority B of 2014/15, kept since\n",
        "Percentage of children reporting they have experienced bullying\n32%\nno date given",
        "\nD Support families",
        "From priority D of 2014/15, reworded since (our reading)",
        "Percentage of children and their families supported at each level of intervention\nJuly 2015, 10 months ago",
        "Acute/Stage 4\n10.9%\nBefore: 8% (previous quarter)",
        "Universal/Stage 1\n15%\nBefore: 10.8% (previous quarter)",
        "Wanted: down at Acute/Stage 4. From 8% (previous quarter) to 10.9% (July 2015): "
        "up, against what was wanted. Two points are too few to tell a trend.",
        "Number of children with a child protection plan\n186\nend of June 2015, 11 months ago\n"
        "Before: 161 (end of June 2014)",
        "\n12 objectives\n",
    )


def test_what_was_split_shows_its_figures_once(lineage, read):
    text = read(DAY)
    assert "The figures of what it came from stand at priority C." in text
    assert part(text, "Priorities and their latest figures", "Figures owed").count("witnessing domestic abuse") == 1


def test_who_owes_what(lineage, read):
    text = part(read(DAY) + "\nEnd", "Figures owed", "End")
    assert "In words only" not in text, "what was told in words is not owed"
    in_order(
        text,
        "Essex Police owes 2 figures\nNumber of children witnessing domestic abuse incidents\n"
        "Not available: due to change in data system\nFor priority C, from priority C of 2014/15",
        "Not available: no reason given\nFor priority E, from priority F of 2014/15",
        "Nobody is named as owing these figures",
        "Voice for All report\nNot available: no reason given\nFor priority F",
        "No figure recorded\nFor priority A of 2014/15; what became of it is not recorded",
        "Evidence: none, or only planned",
        "Planned: The LSCB will be monitoring qualitative data",
        "None\nFor priority E of 2014/15, which this plan doesn't continue (our reading)",
    )


def test_the_money(southend, read):
    text = part(read(DAY), "Money in 2016/17", "Vacant places")
    in_order(
        text,
        "Income\n£173,000\nSpending\n£115,850\nBalance\n£57,150",
        "In force from April 2016 to March 2017. When the board agreed it is not recorded.",
        "£71,000 of the income is brought forward from earlier.",
        "£10,000: Income from Schools Forum, subject to confirmation",
        "£87,000: 6 contributions, proposed and not yet agreed",
    )


def test_the_vacant_place(southend, read):
    text = part(read(DAY), "Vacant places", "Published documents")
    assert text.split("\n")[2:] == ["CSE & Missing Children Group: Vice chair"]


def test_the_day_after_the_plan_ended(lineage, read):
    text = read(date(2019, 4, 1))
    assert "As recorded on 1 April 2019" in text
    assert "No meeting of the board is recorded as planned from this day on." in text
    assert "Revised Business Plan 2016 – 2019\nThis plan ended in March 2019; no later plan is recorded." in text
    assert "This budget ended in March 2017; no later budget is recorded." in text
    assert "July 2015, more than 3 years ago" in text
    assert "In force" not in text
    for line in ("Essex Police owes 2 figures", "CSE & Missing Children Group: Vice chair"):
        assert line in text


def test_the_day_before_the_plan_began(lineage, read):
    text = read(date(2016, 3, 31))
    assert "This plan starts in April 2016; no plan is recorded as in force today." in text
    assert "This budget starts in April 2016; no budget is recorded as in force today." in text
    assert "March 2016, day not fixed" in text


def test_on_the_real_day(lineage, read):
    text = read(None)
    assert "This plan ended in March 2019; no later plan is recorded." in text
    assert "No meeting of the board is recorded as planned" in text
    for word in ("in force today", "In force", "months ago", "day not fixed"):
        assert word not in text


def test_a_member_reads_nothing_of_the_office_and_nothing_personal(lineage, read):
    seat = make.SeatFactory(body__name="Audit Group", role="Lead nurse")
    make.AppointmentFactory(seat=seat, name="Somebody Personal")
    page = read.page(DAY)
    for never in ("/office/", "/admin/", "Edit", "draft", "Draft", "Somebody Personal", "Audit Group"):
        assert never not in page
