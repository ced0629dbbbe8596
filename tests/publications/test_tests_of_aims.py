"""The test of an aim in a document: beside the words, frozen, left out with a reason, and checked against them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.models import ReportingPeriod
from priorities.models import Aim, Goal, Progress
from publications import checks, drawing
from publications import sections as layout
from publications.blocks import Chart, Table
from publications.compose import compose
from publications.content import codec
from publications.content.base import Period
from publications.content.document import Section
from publications.content.figures import Indicator, Measured, Observation, Series
from publications.content.goals import Aim as FrozenAim
from publications.content.goals import Goal as FrozenGoal
from publications.content.goals import GoalProgress, Judged
from publications.content.goals import Progress as FrozenProgress
from publications.models import Publication
from tests import factories as make
from tests.publications.test_checks import document

pytest_plugins = ["tests.southend"]

ON = date(2016, 6, 1)
STAGE_4 = (
    "Wanted: down at Acute/Stage 4. From 8% (previous quarter) to 10.9% (July 2015): up, against what was wanted. "
    "Two points are too few to tell a trend."
)


def tables(content):
    [page] = [page for page in layout.pages(content) if page.key == "progress"]
    return [block for block in page.blocks if isinstance(block, Table)]


def rows(table):
    heads = [column.heading for column in table.columns]
    return [dict(zip(heads, row.cells, strict=True)) for group in table.groups for row in group.rows]


@pytest.mark.django_db
def test_the_report_says_of_each_aim_what_was_wanted_and_what_came(report):
    told, figures = tables(report)
    shown = {row["Ref"]: row["What the figures show"] for row in rows(told)}
    assert shown["D"] == STAGE_4
    assert shown["C"] == "Wanted: down. There is no figure to tell by."
    assert shown["A"] == ""
    [stage_4] = [row for row in rows(figures) if row["Wanted"] and row["Figure"] == "10.9%"]
    assert (stage_4["Wanted"], stage_4["Moved"]) == ("down", "up, against what was wanted")


@pytest.mark.django_db
def test_what_is_left_out_is_said_with_its_reason_and_whoever_approves_is_told(southend):
    report = Publication.objects.get(kind="annual-report")
    goal = Goal.objects.get(plan__key="2014-15", key="early-help")
    made = Progress.objects.get(goal=goal, period=ReportingPeriod.objects.get(key="2014-15"))
    made.untested = "The stages were counted anew in May."
    made.save()
    content = compose(report, on=ON)
    row = next(row for row in rows(tables(content)[0]) if row["Ref"] == "D")
    assert row["What the figures show"] == ""
    assert "Test of the aim left out: The stages were counted anew in May." in row["Qualitative Data"]
    assert "Two points" not in codec.write(content)
    [finding] = [each for each in checks.check(content, today=ON) if each.check == "left out tests"]
    assert finding.words == "At 1 priority it is left out what the figures show of the aim."
    assert finding.places[0].words.endswith("The stages were counted anew in May.")


@pytest.mark.django_db
def test_the_test_is_frozen_with_the_content(report):
    again = codec.read(codec.write(report), codec.SCHEMA)
    [section] = [section for section in again.sections if section.key == "progress"]
    tested = [test for row in section.records.goals for test in row.tests]
    assert [test.words for test in tested if test.verdict] == [STAGE_4]
    assert layout.pages(again) == layout.pages(report)


@pytest.mark.django_db
def test_the_database_is_asked_as_often_for_many_aims_as_for_one(southend):
    def asked(number):
        publication = make.PublicationFactory(
            kind="annual-report", past_plan=make.PlanFactory(), reporting_period=make.ReportingPeriodFactory()
        )
        make.NarrativeFactory(publication=publication, place="progress")
        for _ in range(number):
            aim = make.AimFactory(goal__plan=publication.past_plan, wanted="down", series=make.SeriesFactory())
            make.MeasureFactory(goal=aim.goal, indicator=aim.series.indicator)
            for month in range(1, 5):
                make.ObservationFactory(series=aim.series, value=month, ends=date(2015, month, 28))
        with CaptureQueriesContext(connection) as queries:
            content = compose(publication, on=ON)
        assert sum(len(row.tests) for row in content.sections[0].records.goals) == number
        return len(queries)

    assert asked(2) == asked(20)


@pytest.mark.django_db
def test_an_aim_that_wants_no_direction_has_no_test(southend):
    publication = make.PublicationFactory(
        kind="annual-report", past_plan=make.PlanFactory(), reporting_period=make.ReportingPeriodFactory()
    )
    make.NarrativeFactory(publication=publication, place="progress")
    series = make.SeriesFactory()
    for told in ({"wanted": ""}, {"wanted": "down", "series": None}, {"wanted": "down", "kind": Aim.Kind.DONE}):
        make.AimFactory(goal__plan=publication.past_plan, **{"series": series} | told)
    assert not any(row.tests for row in compose(publication, on=ON).sections[0].records.goals)


@pytest.mark.django_db
def test_what_is_usual_is_frozen_and_a_new_start_of_somebody_s_is_told_with_its_reason(southend):
    publication = make.PublicationFactory(
        kind="annual-report", past_plan=make.PlanFactory(), reporting_period=make.ReportingPeriodFactory()
    )
    make.NarrativeFactory(publication=publication, key="progress", place="progress", charts=True)
    aim = make.AimFactory(goal__plan=publication.past_plan, wanted="down", series=make.SeriesFactory())
    make.MeasureFactory(goal=aim.goal, indicator=aim.series.indicator)
    for place, value in enumerate([9, 11] * 6 + [20, 22] * 6 + [40]):
        year, month = divmod(place, 12)
        told = {"new_start": "A new service.", "baseline": 12} if place == 12 else {}
        make.ObservationFactory(
            series=aim.series, value=value, ends=date(2013 + year, month + 1, 28), position=place, **told
        )
    content = compose(publication, on=ON)
    [row] = content.sections[0].records.goals
    [line] = row.indicators[0].series
    assert [(each.mean, each.lower, each.upper, each.figures) for each in line.usual] == [
        (10, Decimal("4.68"), Decimal("15.32"), 12),
        (21, Decimal("15.68"), Decimal("26.32"), 12),
    ]
    assert [each.marks for each in line.observations if each.marks] == ["outside"]
    assert "Of 13 points the last lies outside the usual range, 15.7 to 26.3" in row.tests[0].words
    [page] = layout.pages(content)
    [chart] = [block for block in page.blocks if isinstance(block, Chart)]
    assert "A new service." in drawing.draw(chart)
    told = [row["About the measure"] for row in rows(tables(content)[1])]
    assert "A new service.. The first" not in "".join(told)
    assert any("reckoned anew from here: A new service. The first 12 figures" in each for each in told)


@pytest.mark.django_db
@pytest.mark.parametrize(("baseline", "reason"), [(11, "Agreed"), (12, "")])
def test_a_baseline_without_a_reason_or_of_too_few_figures_is_refused(baseline, reason, southend):
    seen = make.ObservationFactory.build(series=make.SeriesFactory(), value=1, baseline=baseline, new_start=reason)
    with pytest.raises(ValidationError, match="at least twelve figures, and a reason"):
        seen.full_clean(exclude=["key"])


# Where words and figures disagree


def told(words, *, moved="up", verdict="against", name="All", untested=""):
    measured = Measured(key="i", series="s", name="x", unit="number", decimals=0)
    seen = Observation(key="o", period=Period(words="2015"), timing="", value=Decimal(5))
    indicator = Indicator(
        key="i",
        name="Number of children hurt on the roads",
        unit="number",
        decimals=0,
        owed_by="Police",
        series=(Series(key="s", name=name, observations=(seen,)),)
        + ((Series(key="t", name="Stage 1", observations=()),) if name != "All" else ()),
    )
    goal = FrozenGoal(
        key="g", code="E", title="Roads", aims=(FrozenAim(key="a", words="Fewer", wanted="down", measured=measured),)
    )
    row = GoalProgress(
        goal=goal,
        figures_in_words=words,
        commentary="",
        difference_made="",
        evidence=(),
        indicators=(indicator,),
        tests=() if untested else (Judged(key="a", words="Wanted: down.", moved=moved, verdict=verdict),),
        untested=untested,
    )
    records = FrozenProgress(period=Period(words="2014/15"), goals=(row,))
    whole = document(Section(key="p", place="progress", heading="P", contents_heading="P", label="", before="",
                             after="", records=records))  # fmt: skip
    return [each.words for each in checks.check(whole, today=ON) if each.check == "words and tests"]


CONTRARY = ["The words on progress say that a figure went another way than it did."]
SILENT = ["At 1 aim the figures went against what was wanted, and the words beside them don’t say so."]


@pytest.mark.parametrize(
    ("words", "more", "finding"),
    [
        ("The number of children hurt on the roads fell to 5.", {}, CONTRARY),
        ("The number of children hurt on the roads rose to 5.", {}, []),
        ("5 children were hurt on the roads.", {}, SILENT),
        ("", {}, SILENT),
        ("Referrals of schools fell.", {}, SILENT),
        ("The number of children hurt on the roads fell to 5.", {"moved": "down", "verdict": "as-wanted"}, []),
        ("5 children were hurt on the roads.", {"moved": "down", "verdict": "as-wanted"}, []),
        ("Children hurt on the roads remained static at 5.", {"moved": "down", "verdict": "as-wanted"}, CONTRARY),
        ("Stage 4 fell. Stage 1 rose.", {"name": "Stage 4"}, CONTRARY),
        ("Stage 4 rose. Stage 1 fell.", {"name": "Stage 4"}, []),
        ("Children hurt on the roads fell.", {"moved": "", "verdict": ""}, []),
        ("Children hurt on the roads fell.", {"untested": "Counted anew."}, []),
    ],
)
def test_words_that_tell_another_story_are_named(words, more, finding):
    assert told(words, **more) == finding
