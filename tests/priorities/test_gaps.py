"""The register of missing figures: in the office by day, on paper, for one party, and in a report by its period."""

from datetime import date

import pytest
from django.urls import reverse

from lscb.office import owing
from priorities import gaps, progress
from priorities.models import Asking, Chase
from publications import sections
from publications.compose import compose
from publications.content.gaps import Gaps
from tests import factories as make
from tests.priorities.test_collecting import MARCH, TODAY, asked_of, begin, officer, police, today, words  # noqa: F401  fixtures

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
pytestmark = pytest.mark.django_db
JUNE = {"starts": date(2016, 4, 1), "ends": date(2016, 6, 30), "timing": "during", "period_as_printed": "Q1 2016/17"}


@pytest.fixture
def missing(today, police):
    """A figure that is in, and one of each sort that isn't; with what doesn't apply."""
    names = ("In", "Not available", "Small", "Applies not", "Late", "Never")
    lines = dict(zip(names, asked_of(police, *names), strict=True))
    for name in ("In", "Not available", "Late"):
        make.ObservationFactory(series=lines[name], value=7, period_as_printed="Q4 2015/16", **MARCH)
    make.ObservationFactory(series=lines["In"], value=8, **JUNE)
    make.ObservationFactory(series=lines["Not available"], state="not-available", reason="no system", **JUNE)
    make.ObservationFactory(series=lines["Small"], state="suppressed", **JUNE)
    make.ObservationFactory(series=lines["Applies not"], state="not-applicable", **JUNE)
    return lines


def told(found):
    return [(gap.name, gap.why, gap.reason, gap.period, gap.since, gap.last) for gap in found]


APRIL = date(2016, 4, 1)
MISSING = [
    ("Not available", "Not available", "no system", "Q1 2016/17", APRIL, "7 (Q4 2015/16)"),
    ("Small", "Not shown: a small number", "", "Q1 2016/17", None, ""),
    ("Late", "Has not come", "", "", APRIL, "7 (Q4 2015/16)"),
    ("Never", "No figure was ever recorded", "", "", None, ""),
]


def test_what_is_missing_why_and_since_when(missing):
    assert told(gaps.register()) == MISSING


def test_what_one_party_owes_is_told_to_whoever_asks(missing, police):
    asked_of(make.PartyFactory(words="Health"), "Admissions")
    assert told(gaps.of(police)) == MISSING
    assert [gap.owed_by for gap in gaps.register()].count("Health") == 1


def test_each_breakdown_is_missing_once(today, police):
    [line] = asked_of(police, "By stage")
    for name in ("Stage 1", "Stage 2"):
        make.SeriesFactory(indicator=line.indicator, name=name)
    assert [gap.name for gap in gaps.register()] == ["By stage", "By stage: Stage 1", "By stage: Stage 2"]


def test_what_is_owed_without_a_frequency_is_missing_once_a_round_asks_for_it(today, police, officer):
    [line] = asked_of(police, "Now and then", every="")
    make.ObservationFactory(series=line, value=3, **MARCH)
    assert gaps.register() == []
    asked = make.AskedFigureFactory(series=line)
    asked.asking.collection.due = TODAY
    asked.asking.collection.save()
    assert [(gap.why, gap.asked[0][1]) for gap in gaps.register()] == [("Has not come", TODAY)]
    make.ObservationFactory(
        series=line, value=4, starts=asked.asking.collection.starts, ends=asked.asking.collection.ends
    )
    assert gaps.register() == []


def test_a_promise_and_reminders_stand_beside_what_is_missing(missing, officer):
    begin(officer)
    asking = Asking.objects.get()
    make.ChaseFactory(asking=asking)
    make.ChaseFactory(asking=asking, what=Chase.What.PROMISED, until=date(2016, 8, 1))
    assert {(gap.name, gap.asked) for gap in gaps.register()} == {
        ("Not available", ()),  # there is an answer
        ("Small", ()),
        ("Late", (("April 2016 to June 2016", date(2016, 7, 15)),)),
        ("Never", (("April 2016 to June 2016", date(2016, 7, 15)),)),
    }
    assert {gap.chased for gap in gaps.register()} == {"Promised for 1 August 2016, reminded 1 time"}
    page = words(officer.get(reverse("figure-gaps")))
    assert "4 figures missing" in page
    assert "Late Has not come 7 (Q4 2015/16) 1 April 2016 Essex Police Promised for 1 August 2016" in page
    sheet = words(officer.get(reverse("print-gaps")))
    assert "Late Has not come 7 (Q4 2015/16) 1 April 2016 Promised for 1 August 2016, reminded 1 time" in sheet


def test_an_empty_register_says_so(officer):
    for name in ("figure-gaps", "print-gaps"):
        assert "No figure is missing." in words(officer.get(reverse(name)))


def test_the_register_asks_as_often_for_two_lines_as_for_seven(officer, police, django_assert_max_num_queries):
    counts = []
    for number in (2, 7):
        for each in range(number):
            asked_of(police, f"Number {number} {each}")
        officer.get(reverse("figure-gaps"))
        with django_assert_max_num_queries(25) as asked:
            officer.get(reverse("figure-gaps"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


# In a report


def section_of(**drawn):
    make.BoardFactory()
    publication = make.PublicationFactory(kind="annual-report", **drawn)
    make.NarrativeFactory(publication=publication, key="missing", place="gaps", heading="What is missing")
    content = compose(publication, on=TODAY)
    [section] = [each for each in content.sections if isinstance(each.records, Gaps)]
    [block] = sections.section_blocks(section)
    return block


def rows(block):
    return [row.cells for group in block.groups for row in group.rows]


def test_a_report_tells_what_stayed_away_in_its_period_in_neutral_words(missing):
    period = make.ReportingPeriodFactory(label="2016", starts=date(2016, 4, 1), ends=date(2016, 9, 30))
    block = section_of(reporting_period=period)
    assert rows(block) == [
        ("Not available", "Q1 2016/17", "Not available: no system", "Essex Police"),
        ("Small", "Q1 2016/17", "Not shown: a small number", "Essex Police"),
        ("Late", "", "Not received", "Essex Police"),
        ("Never", "", "Not received", "Essex Police"),
    ]


def test_without_a_period_a_report_tells_what_is_missing_of_late(missing):
    assert [row[0] for row in rows(section_of())] == ["Not available", "Small", "Never"]


def test_a_report_of_which_nothing_is_missing_says_so(today):
    assert "No figure is missing." in section_of().html


# One rule for what is owed


def test_the_same_is_owed_on_today_in_the_list_in_the_register_and_to_whoever_asks(missing, officer, police):
    [told_in_words] = asked_of(police, "In words", every="")
    make.ObservationFactory(series=told_in_words, state="in-words-only")
    owed = ["Not available", "Late", "Never"]
    [rows] = gaps.by_party(TODAY).values()
    assert [row.name for row in rows] == owed
    assert [row["name"] for row in officer.get(reverse("office-figures"), {"state": "owed"}).context["rows"]] == owed
    assert "3 figures are owed" in words(officer.get(reverse("office")))
    assert "5 figures missing, 3 owed." in words(officer.get(reverse("figure-gaps")))
    make.AskedFigureFactory(series=told_in_words)
    [rows] = gaps.by_party(TODAY).values()
    assert [row.name for row in rows] == [*owed, "In words"]


def test_the_members_page_says_that_what_measures_the_plan_is_owed_by_the_same_rule(missing):
    plan = make.PlanFactory(starts=date(2016, 4, 1), ends=date(2019, 3, 31))
    goal = make.GoalFactory(plan=plan)
    for line in missing.values():
        make.MeasureFactory(goal=goal, indicator=line.indicator)
    [group] = progress.progress(TODAY)["owed"]
    assert [row["what"] for row in group["rows"]] == ["Not available", "Late", "Never"]
    [group] = progress.progress(date(2016, 5, 1), past=True)["owed"]
    assert "Late" not in [row["what"] for row in group["rows"]]  # its next period wasn't over


def test_what_a_round_asks_for_is_owed_with_its_period_and_its_day(officer, police):
    [line] = asked_of(police, "Incidents", every="quarter")
    begin(officer)
    debts = {
        str(debt.party): [words for _, several in debt.sections for words in several] for debt in owing.debts(TODAY)
    }
    assert debts == {"Essex Police": ["Incidents, April 2016 to June 2016 (overdue since 15 July 2016)"]}
    sheet = words(officer.get(reverse("print-request", args=[police.pk])))
    assert "Incidents" in sheet
    assert "April 2016 to June 2016, by 15 July 2016" in sheet
    assert "15 July 2016; that day is over" in sheet
    make.ObservationFactory(series=line, value=3, **JUNE)
    assert owing.debts(TODAY) == []
    assert "No figure is owed at present." in words(officer.get(reverse("print-request", args=[police.pk])))
