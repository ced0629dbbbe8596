"""A small number goes nowhere, neither into content nor into charts, and what goes out all the same is decided."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kit import clock
from membership.models import Board
from membership.roles import Role
from priorities import small
from priorities.models import Aim, Release, SmallNumbersRule
from publications import checks, small_pages
from publications import sections as layout
from publications.compose import compose, for_checks
from publications.compose import small as composing
from publications.compose.small import PublicFigure
from publications.content import codec
from publications.models import OtherNumber, PublicationKind
from tests import factories as make

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)
SPAN = {"timing": "during", "starts": date(2015, 4, 1), "ends": date(2015, 6, 30), "period_as_printed": "Q1"}


def usual_rule():
    return make.SmallNumbersRuleFactory(name="Fewer than six", is_usual=True)


rule = pytest.fixture(usual_rule)


@pytest.fixture
def goal():
    return make.GoalFactory(code="A", title="Fewer children are hurt on the road")


@pytest.fixture
def report(goal):
    return report_on(goal)


def report_on(goal):
    if not Board.objects.exists():
        make.BoardFactory()
    period = make.ReportingPeriodFactory()
    made = make.PublicationFactory(kind=PublicationKind.ANNUAL_REPORT, past_plan=goal.plan, reporting_period=period)
    make.NarrativeFactory(publication=made, place="progress", heading="Progress", charts=True)
    return made


def test_neither_a_small_number_goes_out_nor_what_gives_it_away():
    usual_rule()
    goal = make.GoalFactory()
    report = report_on(goal)
    counted(goal, 50, 3, 40, 7)
    found = values(report)
    assert found["Stage 1"] is None
    assert [found["All"], found["Stage 2"], found["Stage 3"]].count(None) == 1


def counted(goal, *numbers, name="Children hurt on the road", unit="number", **more):
    """An indicator of a goal with a breakdown for each number, the first one being all."""
    indicator = make.IndicatorFactory(name=name, unit=unit)
    make.MeasureFactory(goal=goal, indicator=indicator)
    names = ["All", *(f"Stage {place}" for place in range(1, len(numbers)))]
    return [
        make.ObservationFactory(
            series=make.SeriesFactory(indicator=indicator, name=name, position=place), value=number, **SPAN | more
        )
        for place, (name, number) in enumerate(zip(names, numbers, strict=True))
    ]


def text_of(report):
    return codec.write(compose(report, on=ON))


def figures_of(report):
    """The figures of the document's tables, by measure."""
    rows = {}
    for page in layout.pages(compose(report, on=ON)):
        for block in page.blocks:
            for group in getattr(block, "groups", ()):
                for row in group.rows:
                    rows[row.cells[0]] = row
    return rows


def values(report):
    [section] = compose(report, on=ON).sections
    [goal] = section.records.goals
    return {series.name: series.observations[0].value for of in goal.indicators for series in of.series}


def test_a_small_number_is_said_in_words_and_has_the_code_c(report, goal, rule):
    counted(goal, 3)
    row = figures_of(report)["Children hurt on the road"]
    assert "Not shown: a small number" in row.cells
    assert "c" in (row.code, *row.cells)
    assert all(number is None for number in row.numbers)


def test_with_it_goes_all_that_tells_how_many(report, goal, rule):
    counted(goal, 4, figure_as_printed="four", direction="up", revised=True, first_value=5, numerator=4, denominator=9)
    text = text_of(report)
    assert "four" not in text
    assert "first_value" not in text
    assert '"direction":"up"' not in text


def test_a_number_before_its_revision_is_held_back_by_itself(report, goal, rule):
    counted(goal, 8, revised=True, first_value=5)
    text = text_of(report)
    assert '"value":"8"' in text
    assert "first_value" not in text


def test_nought_is_a_true_nought(report, goal, rule):
    counted(goal, 0)
    assert values(report) == {"All": 0}


def test_without_a_rule_nothing_is_held_back(report, goal):
    counted(goal, 3)
    assert values(report) == {"All": 3}


def test_a_second_figure_protects_the_first(report, goal, rule):
    counted(goal, 50, 3, 40, 7)
    assert values(report) == {"All": 50, "Stage 1": None, "Stage 2": 40, "Stage 3": None}


def test_what_somebody_else_held_back_is_protected_too(report, goal, rule):
    *_, last = counted(goal, 50, 40, 7, None)
    last.state = "suppressed"
    last.save()
    assert values(report) == {"All": 50, "Stage 1": 40, "Stage 2": None, "Stage 3": None}


def test_what_was_read_before_protects_nothing_any_more(report, goal, rule, monkeypatch):
    _, _, _, seven = counted(goal, 50, 3, 40, 7)
    key = seven.series.indicator.key
    read = PublicFigure(key, seven.series.key, seven.key, "", Decimal(7))
    monkeypatch.setattr(composing, "_sources", [lambda: [read]])
    assert values(report) == {"All": 50, "Stage 1": None, "Stage 2": None, "Stage 3": 7}


def test_a_share_of_few_is_held_back_by_the_count_behind_it(report, goal, rule):
    counted(goal, Decimal("12.5"), unit="per-cent", numerator=2, denominator=16)
    assert values(report) == {"All": None}


def test_others_are_rounded_if_the_rule_says_so(report, goal, rule):
    SmallNumbersRule.objects.update(rounds_to=5)
    counted(goal, 13)
    assert values(report) == {"All": 15}


def test_an_indicator_and_a_breakdown_may_have_a_rule_of_their_own(report, goal, rule):
    none = make.SmallNumbersRuleFactory(source="none", least=None, most=None, reason="It counts no people.")
    [seen] = counted(goal, 3)
    seen.series.indicator.small_numbers = none
    seen.series.indicator.save()
    assert values(report) == {"All": 3}
    seen.series.small_numbers = rule
    seen.series.save()
    assert values(report) == {"All": None}


def test_the_test_of_an_aim_and_its_baseline_give_nothing_away(report, goal, rule):
    [seen] = counted(goal, 4)
    make.ObservationFactory(series=seen.series, value=18, period_as_printed="2014/15")
    aim = make.AimFactory(goal=goal, series=seen.series, wanted=Aim.Wanted.DOWN, baseline=5, target=2)
    [section] = compose(report, on=ON).sections
    [row] = section.records.goals
    assert row.goal.aims[0].baseline is None
    [test] = row.tests
    assert "baseline" not in test.words
    assert test.words.startswith("Wanted: down. Target: 2. Recorded: 18 (2014/15).")
    assert aim.baseline == 5


def test_no_chart_holds_its_place(report, goal, rule):
    [seen] = counted(goal, 4)
    for month in (7, 8, 9, 10, 11):
        make.ObservationFactory(
            series=seen.series, value=20 + month, timing="as-at", ends=date(2015, month, 28), period_as_printed=""
        )
    seen.timing, seen.starts, seen.ends = "as-at", None, date(2015, 6, 28)
    seen.save()
    [chart] = [
        block for page in layout.pages(compose(report, on=ON)) for block in page.blocks if "Chart" in str(type(block))
    ]
    [line] = chart.drawing.lines
    assert "value=Decimal('4')" not in repr(line)
    assert "value=Decimal('27')" in repr(line)


@pytest.mark.parametrize(
    ("rounding", "figure", "baseline", "told"),
    [
        pytest.param({"rounds_to": 5}, {"value": 17}, 17, 15, id="a count to the nearest five"),
        pytest.param({"rounds_to": 5}, {"value": 40}, 17, 15, id="of another time"),
        pytest.param(
            {"decimals": 0},
            {"unit": "per-cent", "value": Decimal("43.75"), "numerator": 7, "denominator": 16},
            Decimal("43.75"),
            44,
            id="a share without places",
        ),
        pytest.param(
            {},
            {"unit": "per-cent", "value": Decimal("33.3333"), "numerator": 3, "denominator": 9},
            Decimal("33.3"),
            None,
            id="a share that is held back, with fewer places",
        ),
        pytest.param(
            {},
            {"unit": "per-cent", "value": Decimal("33.3333"), "numerator": 3, "denominator": 9},
            40,
            None,
            id="a share of which nobody knows the count, where some are small",
        ),
        pytest.param({}, {"value": 8, "revised": True, "first_value": 7}, 7, 7, id="what is shown"),
    ],
)
def test_a_baseline_is_told_as_the_figures_are(report, goal, rule, rounding, figure, baseline, told):
    SmallNumbersRule.objects.update(**rounding)
    figure = dict(figure)
    [seen] = counted(goal, figure.pop("value"), **figure)
    make.AimFactory(goal=goal, series=seen.series, wanted=Aim.Wanted.DOWN, baseline=baseline)
    [section] = compose(report, on=ON).sections
    [row] = section.records.goals
    assert row.goal.aims[0].baseline == told
    [test] = row.tests
    assert told == baseline or f"baseline of {baseline}" not in test.words


def test_a_count_below_a_small_one_is_small(report, goal, rule):
    _, few, _ = counted(goal, 50, 2, 47)
    few.qualifier = "under"
    few.save()
    assert values(report) == {"All": 50, "Stage 1": None, "Stage 2": None}


def test_below_what_the_rule_holds_back_is_what_the_rule_says(report, goal, rule):
    SmallNumbersRule.objects.update(rounds_to=5)
    _, few, _ = counted(goal, 50, 6, 47)
    few.qualifier = "under"
    few.save()
    assert values(report)["Stage 1"] == 6, "as it is: rounded it would be another bound"
    SmallNumbersRule.objects.update(rounds_to=None)
    assert None in values(report).values(), "50 less 47 would tell it"


def test_of_a_share_those_who_are_left_are_small_too(report, goal, rule):
    counted(goal, 97, unit="per-cent", numerator=97, denominator=100)
    assert values(report) == {"All": None}


@pytest.mark.parametrize("numerator", [100, 90])
def test_of_a_share_nobody_or_many_may_be_left(report, goal, rule, numerator):
    counted(goal, numerator, unit="per-cent", numerator=numerator, denominator=100)
    assert values(report) == {"All": numerator}


@pytest.mark.parametrize(
    ("numbers", "rounding"),
    [
        pytest.param((17, 3, 14), 5, id="rounded, so that nobody can reckon"),
        pytest.param((23, 3, 20, 10, 13), None, id="parted in two ways"),
        pytest.param((50, 3, 47), None, id="in one"),
    ],
)
def test_what_is_held_back_well_stops_nothing(report, goal, rule, numbers, rounding):
    SmallNumbersRule.objects.update(rounds_to=rounding)
    counted(goal, *numbers)
    assert None in values(report).values()
    assert stops(report) == ()


def test_the_check_sets_times_together_that_are_told_otherwise(report, goal):
    """Without a rule a figure that somebody else held back is the check's alone."""
    total, few, _ = counted(goal, 50, None, 47)
    total.starts, few.state = None, "suppressed"
    total.save()
    few.save()
    assert [each.check for each in stops(report)] == ["withheld"]


# Shown by decision


def test_what_a_body_decided_is_shown_with_the_reason(report, goal, rule):
    [seen] = counted(goal, 4)
    make.ReleaseFactory(observation=seen, decided_by="The board", decided_on=ON, reason="It counts a county.")
    assert values(report) == {"All": 4}
    told = " ".join(figures_of(report)["Children hurt on the road"].cells)
    assert "Shown by decision of The board, 1 June 2016: It counts a county." in told


def test_what_it_was_before_its_revision_nobody_decided_to_show(report, goal, rule):
    [seen] = counted(goal, 4, revised=True, first_value=2, figure_as_printed="4 (2)")
    make.ReleaseFactory(observation=seen, decided_by="The board", decided_on=ON)
    assert values(report) == {"All": 4}
    text = text_of(report)
    assert "first_value" not in text
    assert "4 (2)" not in text


def test_a_decision_holds_for_the_figure_that_was_decided_on(report, goal, rule):
    [seen] = counted(goal, 4)
    make.ReleaseFactory(observation=seen, decided_by="The board", decided_on=ON)
    seen.value = 3
    seen.save()
    assert values(report) == {"All": None}


def test_who_asks_does_not_allow(client, report, goal, rule):
    [seen] = counted(goal, 4)
    first, second = (make.UserFactory(roles=[Role.MANAGER]) for _ in range(2))
    form = small.RELEASE.form({"reason": "It counts a county."}, instance=Release(observation=seen), by=first)
    assert form.is_valid()
    asked = form.save()
    assert values(report) == {"All": None}
    client.force_login(first)
    client.post(reverse("small-numbers-allow", args=[asked.pk]))
    assert values(report) == {"All": None}
    with pytest.raises(ValidationError, match="somebody else allows it"):
        small.allow(Release.objects.get(), by=first)
    client.force_login(second)
    client.post(reverse("small-numbers-allow", args=[asked.pk]))
    assert values(report) == {"All": 4}
    assert "a second person of the office" in text_of(report)


def test_who_changes_what_was_allowed_asks_anew(goal, rule):
    [seen] = counted(goal, 4)
    first, second = (make.UserFactory(roles=[Role.MANAGER]) for _ in range(2))
    now = clock.now()
    made = make.ReleaseFactory(observation=seen, asked_at=now, asked_by=first, allowed_at=now, allowed_by=second)
    form = small.RELEASE.form({"reason": "Another reason.", "version": made.version}, instance=made, by=first)
    assert form.is_valid()
    form.save()
    assert not Release.objects.get().is_allowed


# Sentences


def asked_of(report):
    content = compose(report, on=ON)
    return checks.asked(content, for_checks(report, content, on=ON)["other_numbers"])


def stops(report):
    content = compose(report, on=ON)
    return checks.stopping(checks.check(content, today=ON, **for_checks(report, content, on=ON)))


def test_a_sentence_that_gives_it_away_is_shown_and_asked_about_once(client, report, goal, rule):
    [seen] = counted(goal, 4)
    sentence = "Children hurt on the road were 4."
    make.ProgressFactory(goal=goal, period=report.reporting_period, figures_in_words=sentence)
    [asked] = asked_of(report)
    assert asked.sentence == sentence
    assert len(stops(report)) == 1
    every = checks.check(compose(report, on=ON), today=ON)
    said = [finding.words for finding in every] + [place.words for each in every for place in each.places]
    assert not [words for words in said if "4" in words], "no finding repeats it: whoever approves reads them"
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    address = reverse("checks", args=[report.kind, report.slug])
    assert f"“{sentence}”" in client.get(address).content.decode()
    data = {"indicator": seen.series.indicator.key, "sentence": sentence}
    client.post(reverse("not-this-figure", args=[report.kind, report.slug]), data)
    client.post(reverse("not-this-figure", args=[report.kind, report.slug]), data)
    assert OtherNumber.objects.count() == 1
    assert asked_of(report) == []
    assert stops(report) == ()
    progress = goal.progress_set.get()
    progress.figures_in_words = "Children hurt on the road were 5."
    progress.save()
    assert len(asked_of(report)) == 1


def gaps_of(report):
    make.NarrativeFactory(publication=report, place="gaps", heading="Gaps")


def test_among_the_missing_figures_stands_nothing_that_tells_how_many(report, goal, rule):
    *_, last = counted(goal, 50, 47, None, state="", figure_as_printed="")
    gaps_of(report)
    last.state, last.figure_as_printed, last.direction = "suppressed", "three of them", "up"
    last.save()
    text = text_of(report)
    assert text.count('"suppressed"') > 1, "it stands in both sections"
    assert "three of them" not in text
    assert '"direction":"up"' not in text


def test_a_hidden_figure_that_stands_among_the_missing_ones_stops(report, goal):
    """Without a rule the program takes nothing out, so the check is all there is."""
    gaps_of(report)
    indicator = make.IndicatorFactory(name="Children hurt on the road")
    seen = make.ObservationFactory(series=make.SeriesFactory(indicator=indicator, name="All"), value=None, **SPAN)
    seen.state, seen.figure_as_printed = "suppressed", "3"
    seen.save()
    assert [each.check for each in stops(report)] == ["withheld"]


# Findings


@pytest.fixture
def finding(report):
    make.NarrativeFactory(publication=report, place="key-successes", heading="Successes")
    words = "54 admissions had a diagnosis of intentional self-harm."
    return make.FindingFactory(period=report.reporting_period, words=words)


def admissions(value, **more):
    indicator = make.IndicatorFactory(name="Admissions for intentional self-harm")
    series = make.SeriesFactory(indicator=indicator, name="All")
    return make.ObservationFactory(series=series, value=value, **SPAN | more)


def test_a_figure_is_printed_beside_the_finding_that_tells_it(report, finding):
    make.FindingFigureFactory(finding=finding, observation=admissions(54))
    [items] = [
        block.items for page in layout.pages(compose(report, on=ON)) for block in page.blocks if hasattr(block, "items")
    ]
    assert "Admissions for intentional self-harm, Q1: 54." in items[0].cells[0]


def test_a_figure_that_the_finding_does_not_tell_is_named(report, finding):
    make.FindingFigureFactory(finding=finding, observation=admissions(45))
    found = [each for each in checks.check(compose(report, on=ON), today=ON) if each.check == "numbers in findings"]
    assert len(found) == 1


def test_a_small_figure_beside_a_finding_is_held_back_and_its_sentence_stops(report, finding, rule):
    finding.words = "3 admissions had a diagnosis of intentional self-harm."
    finding.save()
    make.FindingFigureFactory(finding=finding, observation=admissions(3))
    assert [each.check for each in stops(report)] == ["withheld"]


def test_what_is_printed_elsewhere_is_not_told_in_words_only(report, goal, finding):
    [seen] = counted(goal, None, name="Admissions for intentional self-harm", state="in-words-only", direction="up")
    checked = {each.check for each in checks.check(compose(report, on=ON), today=ON)}
    assert "told in words only" in checked
    seen.state, seen.value = "", 54
    seen.save()
    checked = {each.check for each in checks.check(compose(report, on=ON), today=ON)}
    assert "told in words only" not in checked


# The office's page


def test_the_page_says_what_is_held_back_and_why(client, goal, report, rule):
    counted(goal, 50, 3, 40, 7)
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    page = client.get(reverse("office-small-numbers")).content.decode()
    assert "Small: 1 to 5 (Fewer than six)" in page
    assert "To protect another one" in page
    assert "Show it all the same" in page


def test_the_rules_that_come_with_the_program_are_added_once(client):
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    for _ in range(2):
        client.post(reverse("small-numbers-rules"))
    assert SmallNumbersRule.objects.count() == len(small_pages.shipped())


def test_a_rule_says_when_its_source_was_read_and_not_when_it_was_added(client, settings):
    """What was read nowhere, or on a day that nobody noted, bears none."""
    settings.TODAY = date(2027, 3, 1)
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    client.post(reverse("small-numbers-rules"))
    read = {row.source: row.read_on for row in SmallNumbersRule.objects.all()}
    assert read == {"dfe": date(2026, 11, 28), "nhs": None, "own": None, "none": None}
    assert all(row.read_in for row in SmallNumbersRule.objects.all())
    page = client.get(reverse("office-small-numbers")).content.decode()
    assert "releases of 2020 and 2021, 28 November 2026" in page
    assert "1 March 2027" not in page


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"least": "5", "most": "1"}, "most", "from a smaller count up to a larger one"),
        ({"least": "3", "most": "3"}, "most", "from a smaller count up to a larger one"),
        ({"rounds_to": "0"}, "rounds_to", "Nothing can be rounded to the nearest 0"),
        ({"source": "none", "least": "", "most": ""}, "source", "say why"),
        ({"least": "", "most": ""}, "source", "A rule gives its limits"),
    ],
)
def test_a_rule_that_can_not_be_is_refused_beside_its_field(typed, field, sentence):
    data = {"name": "Rule", "source": "own", "least": "1", "most": "5"} | typed
    form = small.RULE.form(data, by=make.UserFactory())
    assert not form.is_valid()
    assert sentence in str(form.errors[field])


def test_as_many_questions_for_two_figures_as_for_twenty(django_assert_max_num_queries, goal, report, rule):
    counted(goal, 50, 3, 40, 7)
    with django_assert_max_num_queries(200) as two:
        compose(report, on=ON)
    number = len(two)
    counted(goal, *([100] + [5] * 20), name="More of them")
    with django_assert_max_num_queries(number):
        compose(report, on=ON)
