"""What was learned and taught: which report tells it, what it shows beside the figures, and how it is pasted."""

from datetime import date

import pytest

from kit.intake.cells import of_rows
from kit.intake.table import arrange
from kit.intake.taking import Intake
from lscb.office.pasted_lists import LISTS
from membership.roles import Role
from priorities.beside import beside
from priorities.models import Learning, Places, Training
from publications import checks
from publications import sections as layout
from publications.checks.sections import empty
from publications.compose import compose, for_checks
from publications.compose.wanted import wanted
from tests import factories as make
from tests.office.conftest import signed_in

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)


@pytest.fixture
def period():
    return make.ReportingPeriodFactory(label="2014/15", starts=date(2014, 10, 1), ends=date(2015, 9, 30))


@pytest.fixture
def report(period):
    make.BoardFactory()
    plan = make.PlanFactory(period_as_printed="2013 – 2016")
    return make.PublicationFactory(
        kind="annual-report", slug="2015", title="Report", past_plan=plan, plan=plan, reporting_period=period
    )


def section(report, place, **more):
    return make.NarrativeFactory(publication=report, place=place, heading=place, **more)


def records(report, place):
    document = compose(report, on=ON)
    return next(each.records for each in document.sections if each.place == place)


def printed(report):
    return repr(layout.pages(compose(report, on=ON)))


# Which report tells it


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({}, True),
        ({"ends": date(2015, 3, 1)}, True),
        ({"ends": date(2014, 9, 30)}, False),
        ({"ends": date(2014, 10, 1)}, True),
        ({"ends": date(2015, 9, 30)}, True),
        ({"ends": date(2015, 10, 1)}, False),
        ({"starts": date(2014, 1, 1), "ends": date(2014, 10, 1)}, True),
        ({"starts": date(2014, 1, 1), "ends": date(2014, 9, 30)}, False),
        ({"starts": date(2015, 9, 30), "ends": date(2016, 3, 1)}, True),
        ({"starts": date(2015, 10, 1), "ends": date(2016, 3, 1)}, False),
        ({"starts": date(2015, 10, 1)}, False),
        ({"starts": date(2012, 1, 1)}, True),
    ],
)
def test_a_period_tells_what_its_days_touch(period, days, told):
    make.LearningFactory(printed=True, **days)
    make.TrainingFactory(**days)
    assert Learning.objects.printed_in(period).exists() == told
    assert Training.objects.told_in(period).exists() == told


def test_what_somebody_says_counts_more_than_the_days(period):
    other = make.ReportingPeriodFactory(label="2015/16", starts=date(2015, 10, 1), ends=date(2016, 9, 30))
    make.LearningFactory(printed=True, ends=date(2015, 9, 1), period=other)
    assert not Learning.objects.printed_in(period).exists()
    assert Learning.objects.printed_in(other).count() == 1


def test_nothing_is_printed_until_somebody_says_so(report):
    section(report, "learning")
    row = make.LearningFactory(title="Not for the public")
    make.RecommendationFactory(learning=row, words="Neither is this")
    assert "Not for the public" not in printed(report)
    Learning.objects.update(printed=True)
    assert "Not for the public" in printed(report)
    assert "Neither is this" in printed(report)


@pytest.mark.parametrize(
    ("starts", "ends", "under_way"),
    [
        (None, date(2015, 5, 1), False),
        (date(2015, 4, 1), None, True),
        (date(2015, 4, 1), date(2015, 5, 1), False),
        (date(2015, 4, 1), date(2015, 12, 1), True),
    ],
)
def test_what_had_not_ended_by_the_end_of_the_period_is_under_way(report, starts, ends, under_way):
    section(report, "learning")
    make.LearningFactory(printed=True, starts=starts, ends=ends)
    [row] = records(report, "learning").learned
    assert row.under_way == under_way
    assert ("Under way" in printed(report)) == under_way


# What is printed


def test_a_recommendation_is_printed_with_its_answer_its_action_and_what_came_of_it(report):
    section(report, "learning")
    row = make.LearningFactory(printed=True, title="Strategy discussions", ends=date(2015, 3, 1))
    goal = make.GoalFactory(plan=report.plan)
    refused = make.RecommendationFactory(learning=row, words="One record", answer="not-accepted", reason="Not by law")
    done = make.RecommendationFactory(learning=row, words="A rota", answer="accepted", outcome="Since May.")
    shown = make.ActionFactory(recommendation=done, goal=goal, printed=True, words="Write the rota", state="done")
    make.ActionUpdateFactory(action=shown, words="It hangs on the wall", on=date(2015, 5, 1))
    make.ActionFactory(recommendation=done, goal=goal, words="For members only")
    make.RecommendationFactory(words="Of nobody’s audit")
    html = printed(report)
    for words in ("One record", "Not accepted", "Not by law", "A rota", "Since May.", "Write the rota", "Done"):
        assert words in html
    assert "1 May 2015: It hangs on the wall" in html
    assert "For members only" not in html
    assert "Of nobody’s audit" not in html
    assert [each.words for each in records(report, "learning").learned[0].recommendations] == [
        refused.words,
        done.words,
    ]


def test_what_nobody_says_has_changed_is_not_yet_shown(report):
    section(report, "learning")
    section(report, "training")
    make.LearningFactory(printed=True)
    make.TrainingFactory(title="A day for new colleagues")
    assert printed(report).count("Not yet shown") == 2


def test_places_are_summed_and_none_is_not_nought(report):
    section(report, "training")
    first = make.TrainingFactory(title="First", offered=120, ends=date(2015, 3, 2))
    for number in (38, 31):
        make.PlacesFactory(training=first, number=number)
    make.TrainingFactory(title="Second", ends=date(2015, 3, 1))
    make.TrainingFactory(title="Third", offered=20, ends=date(2015, 2, 1))
    given = records(report, "training").given
    assert [(each.title, each.taken) for each in given] == [("First", 69), ("Second", None), ("Third", None)]
    html = printed(report)
    assert "69 of 120" in html
    assert "Not counted; 20 there were" in html


def test_a_year_without_a_record_says_so_in_every_section(report):
    for place in ("learning", "training", "statements", "inspections", "policies"):
        section(report, place)
    html = printed(report)
    assert html.count("Nothing is recorded here.") == 4
    assert "No statement is recorded here." in html
    [found] = empty(compose(report, on=ON), ON)
    assert found.words == "5 sections are empty."


def test_what_stands_in_no_section_is_named(report):
    make.LearningFactory(printed=True, title="An audit")
    make.TrainingFactory(title="A course")
    make.InspectionFactory(framework="Inspectorate")
    make.StatementFactory(publication=report, words="Ours.")
    document = compose(report, on=ON)
    told = [each.words for each in checks.check(document, today=ON, **for_checks(report, document, on=ON))]
    for words in ("1 piece of learning", "1 training or campaign", "1 inspection", "1 statement"):
        assert f"{words} stands in no section of this document." in told
    for place in ("learning", "training", "statements", "inspections"):
        section(report, place)
    document = compose(report, on=ON)
    told = [each.words for each in checks.check(document, today=ON, **for_checks(report, document, on=ON))]
    assert not [words for words in told if "stands in no section" in words]


# Evidence beside figures


@pytest.mark.parametrize(
    ("verdicts", "shown", "any_figure", "words"),
    [
        ([], [], False, "none"),
        ([], [], True, "figures"),
        (["as-wanted"], [], True, "figures"),
        ([], ["better"], False, "evidence"),
        ([], [""], False, "evidence"),
        (["as-wanted"], ["better"], True, "agree"),
        (["against"], ["worse", ""], True, "agree"),
        (["the-same"], ["same"], True, "agree"),
        (["as-wanted"], ["worse"], True, "disagree"),
        (["as-wanted", "against"], ["better"], True, "disagree"),
        (["as-wanted"], ["better", "better", "worse"], True, "disagree"),
        (["as-wanted"], [""], True, ""),
        ([""], ["better"], True, ""),
        ([], ["better"], True, ""),
    ],
)
def test_figures_and_evidence_agree_if_all_point_one_way(verdicts, shown, any_figure, words):
    assert beside(verdicts, shown, any_figure=any_figure) == words


def counted(goal, *figures):
    measure = make.MeasureFactory(goal=goal)
    series = make.SeriesFactory(indicator=measure.indicator)
    for year, value in enumerate(figures, start=2014):
        make.ObservationFactory(series=series, value=value, ends=date(year, 12, 31), timing="as-at")
    make.AimFactory(goal=goal, series=series, wanted="down")


def figures_beside(report):
    return [goal.figures_beside for goal in records(report, "progress").goals]


def test_the_report_says_whether_evidence_agrees_with_the_figures(report, period):
    section(report, "progress")
    goal = make.GoalFactory(plan=report.past_plan)
    assert figures_beside(report) == ["none"]
    counted(goal, 9, 4)
    assert figures_beside(report) == ["figures"]
    evidence = make.EvidenceFactory(goal=goal, period=period, words="Fewer of them", shows="better")
    assert figures_beside(report) == ["agree"]
    assert "Figures and evidence: they agree" in printed(report)
    assert "Shows: It gets better" in printed(report)
    row = make.LearningFactory(printed=True, ends=date(2015, 3, 1))
    make.BearsOnFactory(learning=row, goal=goal, shows="worse")
    assert figures_beside(report) == ["disagree"], "what an audit shows counts, too"
    Learning.objects.update(printed=False)
    assert figures_beside(report) == ["agree"], "but not if the public doesn’t read of it"
    evidence.state = "planned"
    evidence.save()
    assert figures_beside(report) == ["figures"], "what is planned tells nothing yet"


def test_a_plan_says_nothing_of_it(report, period):
    section(report, "progress")
    make.GoalFactory(plan=report.past_plan)
    report.kind = "business-plan"
    assert figures_beside(report) == [""]


# What the law wants


def asked(report, fed_by):
    regime = make.RegimeFactory(starts=date(2010, 1, 1))
    make.RequirementFactory(regime=regime, about="report-holds", number="1", fed_by=fed_by)
    [found] = wanted(report, compose(report, on=ON), on=ON)
    return not found.is_missing


@pytest.mark.parametrize(
    ("fed_by", "holds"),
    [
        ("learning", {"kind": "audit", "ends": date(2015, 3, 1)}),
        ("reviews", {"kind": "review", "ends": date(2015, 3, 1)}),
        ("under-way", {"kind": "review", "starts": date(2015, 3, 1)}),
        ("voice", {"kind": "voice", "ends": date(2015, 3, 1)}),
        ("voice", {"kind": "survey", "ends": date(2015, 3, 1)}),
    ],
)
def test_the_law_is_answered_by_what_it_asks_for_and_by_nothing_else(report, fed_by, holds):
    section(report, "learning")
    make.LearningFactory(printed=True, kind="observation" if fed_by != "learning" else "audit")
    if fed_by != "learning":
        assert not asked(report, fed_by)
        make.LearningFactory(printed=True, **holds)
    assert asked(report, fed_by)


@pytest.mark.parametrize(
    ("fed_by", "answer", "answered"),
    [
        ("followed", {"answer": "accepted"}, False),
        ("followed", {"answer": "accepted", "outcome": "Done."}, True),
        ("refused", {"answer": "accepted"}, False),
        ("refused", {"answer": "not-accepted", "reason": "Not by law."}, True),
    ],
)
def test_a_finding_that_is_not_carried_out_is_told_with_its_reason(report, fed_by, answer, answered):
    section(report, "learning")
    review = make.LearningFactory(printed=True, kind="review", ends=date(2015, 3, 1))
    make.RecommendationFactory(learning=review, **answer)
    audit = make.LearningFactory(printed=True, kind="audit", ends=date(2015, 3, 1))
    make.RecommendationFactory(learning=audit, answer="in-part", reason="Later.", outcome="Done.")
    assert asked(report, fed_by) == answered


def test_a_statement_that_nobody_sent_answers_nothing(report):
    section(report, "statements")
    row = make.StatementFactory(publication=report)
    assert not asked(report, "statements")
    row.words = "Ours."
    row.save()
    assert asked(report, "statements")


# Pasting


def pasted(slug, rows):
    into = LISTS[slug]
    return Intake(into, {}, make.UserFactory()).run(arrange(of_rows(rows), into), save=True)


def test_a_programme_of_audits_is_pasted():
    outcome = pasted(
        "learning",
        [
            ["Ref", "Audit", "Type", "Carried out by", "Date", "Sample size", "Key findings"],
            ["A1", "Strategy discussions", "Multi-agency audit", "Anytown Police", "13 March 2015", "24 files", "Late"],
            ["A2", "What they say", "Survey", "", "Summer term", "31", "They wait"],
        ],
    )
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert outcome.lost == {}
    first, second = Learning.objects.order_by("pk")
    assert (first.code, first.title, first.kind, first.ends) == (
        "A1",
        "Strategy discussions",
        "audit",
        ON.replace(2015, 3, 13),
    )
    assert (str(first.done_by), first.sample, first.words) == ("Anytown Police", "24 files", "Late")
    assert (second.kind, second.ends, second.when_in_words) == ("survey", None, "Summer term")
    assert not (first.printed or second.printed)


def test_a_kind_that_is_none_is_asked_about():
    outcome = pasted("learning", [["Audit", "Type", "Sample size"], ["Strategy discussions", "Thing", "24"]])
    assert "“Thing” is no kind that is known." in str(outcome.problems)
    assert not Learning.objects.exists()


def test_places_by_agency_are_pasted_below_their_training():
    outcome = pasted(
        "training",
        [
            ["Course", "Date", "Agency", "Places taken", "Impact"],
            ["Working together", "4 November 2014", "Anytown Police", "38", "Better referrals"],
            ["", "", "NHS", "1,031", ""],
            ["Working together", "", "Schools", "22", ""],
            ["Neglect", "Spring", "NHS", "5", ""],
        ],
    )
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert list(Training.objects.order_by("pk").values_list("title", "ends", "when_in_words", "changed")) == [
        ("Working together", date(2014, 11, 4), "", "Better referrals"),
        ("Neglect", None, "Spring", ""),
    ]
    told = [(each.training.title, str(each.party), each.number) for each in Places.objects.order_by("pk")]
    assert told == [
        ("Working together", "Anytown Police", 38),
        ("Working together", "NHS", 1031),
        ("Working together", "Schools", 22),
        ("Neglect", "NHS", 5),
    ]


@pytest.mark.parametrize(
    ("agency", "places", "words"),
    [
        ("NHS", "", "How many places did NHS take?"),
        ("", "12", "Say which agency took these places."),
        ("NHS", "some", "“some” is no number of places."),
        ("NHS", "1.5", "“1.5” is no number of places."),
    ],
)
def test_places_without_an_agency_or_a_number_are_asked_about(agency, places, words):
    outcome = pasted("training", [["Course", "Agency", "Places taken"], ["Neglect", agency, places]])
    assert words in str(outcome.problems)
    assert not Training.objects.exists()


# The office


def test_the_page_shows_goals_recommendations_and_actions_below_what_made_them():
    client = signed_in(make.UserFactory(roles=[Role.EDITOR]))
    assert "Nothing here yet" in client.get("/office/learning/").content.decode()
    row = make.LearningFactory(title="Strategy discussions")
    make.BearsOnFactory(learning=row, goal__title="Be quick", shows="better")
    recommended = make.RecommendationFactory(learning=row, words="A rota")
    make.ActionFactory(recommendation=recommended, words="Write it")
    page = client.get("/office/learning/").content.decode()
    for words in ("Strategy discussions", "Be quick", "It gets better", "A rota", "Write it", "not yet shown"):
        assert words in page
    assert "Strategy discussions" in client.get("/office/actions/recommendations/").content.decode()
