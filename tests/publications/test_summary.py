"""The executive summary and the state of a section: what there is to choose, how far a section is, what is printed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from msgspec.structs import replace

from publications import checks, readiness, summing
from publications import sections as layout
from publications.blocks import List, Table
from publications.compose import compose
from publications.content import goals as content_of_goals
from publications.content import learning as of_learning
from publications.content import training as of_training
from publications.content.base import BoardName, Period
from publications.content.document import Document, Section
from publications.content.learning import Learned, Learning
from publications.content.meetings import Attendance, MeetingAttendance
from publications.content.money import Budget, BudgetHeading, BudgetLine, Contribution, Contributions
from publications.content.policies import Policies, Policy
from publications.content.statements import Statement, Statements
from publications.content.summary import Summary, SummaryFigure, SummarySentence
from publications.models import Highlight, Narrative, PublicationKind
from publications.readiness import State
from tests import factories as make

ON = date(2016, 6, 1)
YEAR = Period(words="2015/16")


def section(records, place="progress", **more):
    told = {"key": "it", "heading": "It", "contents_heading": "It", "label": "", "before": "", "after": ""}
    return Section(place=place, records=records, **told | more)


def goal(**told):
    about = content_of_goals.Goal(key="a", code="A", title="Neglect", aims=())
    nothing = {"figures_in_words": "", "commentary": "", "difference_made": "", "evidence": (), "indicators": ()}
    return content_of_goals.GoalProgress(goal=about, **nothing | told)


def progress(*rows):
    return content_of_goals.Progress(period=YEAR, goals=rows)


def findings(**told):
    found = content_of_goals.Finding(key="f", words="Too slow", **told)
    return content_of_goals.Findings(kind="area-for-development", findings=(found,))


def learned(**told):
    one = of_learning.Learned(key="l", kind="review", title="A review", **told)
    return of_learning.Learning(period=YEAR, learned=(one,))


FOUND = content_of_goals.Evidence(key="e", state="found", words="An audit says so")
WHOLE = goal(figures_in_words="45", difference_made="Not yet shown.", evidence=(FOUND,))
MONEY = {"financial_year": "2015/16", "total_income": None, "balance": None}
PAID = Contribution(key="p", payer="Police", share=None, amount=None, status="agreed")
HELD = MeetingAttendance(key="m", label="May", own=8, deputies=1, base=12)
STATES = {
    "goals of which nothing is told": (section(progress(goal())), State.NOTHING, 0),
    "one of which something is": (section(progress(WHOLE)), State.READY, 0),
    "one that lacks figure, evidence and difference": (section(progress(goal(commentary="Well"))), State.PARTLY, 3),
    "two of which one lacks evidence": (
        section(progress(WHOLE, goal(figures_in_words="3", difference_made="Fewer"))),
        State.PARTLY,
        1,
    ),
    "an area that nothing answers": (section(findings()), State.PARTLY, 1),
    "an area that a goal answers": (section(findings(answered_by="B")), State.READY, 0),
    "no records": (section(None), State.NOTHING, 0),
    "words in place of records": (section(None, before="<p>None in the year.</p>"), State.PARTLY, 0),
    "own words that nobody wrote": (section(None, "own-words"), State.NO_WORDS, 0),
    "own words": (section(None, "own-words", before="<p>We met.</p>"), State.READY, 0),
    "a meeting without attendance": (
        section(Attendance(body="Board", meetings=(HELD,), unrecorded=("June",)), "attendance"),
        State.PARTLY,
        1,
    ),
    "a contribution without an amount": (
        section(Contributions(financial_year="2015/16", contributions=(PAID,), total_share=None, total=None)),
        State.PARTLY,
        1,
    ),
    "a review that ended without a word, and a recommendation without an answer": (
        section(learned(recommendations=(of_learning.Recommendation(key="r", words="Ring back"),)), "learning"),
        State.PARTLY,
        2,
    ),
    "a review under way": (section(learned(under_way=True), "learning"), State.READY, 0),
    "training that changed nobody knows what": (
        section(
            of_training.Training(
                period=YEAR, given=(of_training.TrainingGiven(key="t", kind="training", title="A day"),)
            ),
            "training",
        ),
        State.PARTLY,
        1,
    ),
    "a summary of figures only": (
        section(Summary(figures=(SummaryFigure(key="f", figure="45", name="Children"),)), "summary"),
        State.PARTLY,
        1,
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_how_far_a_section_is_and_what_it_lacks(case):
    made, state, lacks = STATES[case]
    found = readiness.readiness(made)
    assert (found.state, len(found.lacks)) == (state, lacks), found


def test_a_budget_without_outturn_lacks_it():
    line = make_budget(None)
    assert readiness.readiness(section(line, "budget")).lacks == ("no outturn",)
    assert readiness.readiness(section(make_budget(Decimal(9000)), "budget")).lacks == ()


def make_budget(outturn):
    line = BudgetLine(
        key="l",
        description="Salaries",
        estimate=Decimal(9000),
        outturn=outturn,
        confirmed=True,
        recurrence="recurrent",
        post_share=None,
    )
    told = {
        "income": (),
        "expenditure": (BudgetHeading(heading="", lines=(line,)),),
        "total_expenditure": Decimal(9000),
    }
    return Budget(**MONEY | told, outturn_expenditure=outturn)


def test_a_summary_is_longer_than_a_page_from_some_letters_on():
    def found(number):
        sentences = tuple(SummarySentence(key=str(each), words="A sentence. " * 10) for each in range(number))
        document = compose_with(section(Summary(sentences=sentences), "summary"))
        return [each.words for each in checks.sections.summaries(document, ON)]

    assert found(5) == []
    assert found(40) == ["The executive summary is longer than a page. Choose fewer figures or sentences."]


def compose_with(only):
    name = BoardName(name="Board", short_name="Board", abbreviation="B")
    about = {"kind": "annual-report", "slug": "2016", "title": "Report", "cover_note": ""}
    return Document(board=name, period=Period(words=""), sections=(only,), **about)


def test_its_figures_are_set_large_and_its_sentences_are_quoted_by_number():
    figure = SummaryFigure(key="f", figure="45", name="Children", when="July 2015", before="40, May 2015")
    sentence = SummarySentence(key="s", words="We were heard.")
    document = compose_with(section(Summary(figures=(figure,), sentences=(sentence,)), "summary", heading="In short"))
    [page] = layout.numbered(layout.pages(document))
    large, usual = (block for block in page.blocks if isinstance(block, List))
    assert (large.large, usual.large) == (True, False)
    assert large.items[0].cells == ("45\n\nChildren, July 2015\n\nBefore: 40, May 2015.",)
    assert (large.items[0].quoted, usual.items[0].quoted.number) == (None, "1.1")


@pytest.fixture
def report(db):
    make.BoardFactory()
    body = make.BodyFactory(kind="board", name="Board")
    return make.PublicationFactory(
        kind=PublicationKind.ANNUAL_REPORT,
        slug="2016",
        body=body,
        meetings_from=date(2016, 1, 1),
        meetings_to=date(2016, 12, 31),
    )


def test_decisions_are_printed_by_their_own_tick_in_the_order_of_the_meetings(report):
    make.NarrativeFactory(publication=report, key="decided", place=Narrative.Place.DECISIONS)
    for month, words, printed in ((6, "Second", True), (3, "First", True), (4, "Not for all", False)):
        meeting = make.MeetingFactory(body=report.body, year=2016, month=month, label="")
        item = make.AgendaItemFactory(meeting=meeting, title="Neglect")
        make.DecisionFactory(item=item, words=words, minute=f"{month}.1", printed=printed)
    elsewhere = make.MeetingFactory(body=report.body, year=2015, month=3)
    make.DecisionFactory(item=make.AgendaItemFactory(meeting=elsewhere), words="Last year", printed=True)
    [page] = layout.pages(compose(report, on=ON))
    [table] = [block for block in page.blocks if isinstance(block, Table)]
    rows = [row.cells for group in table.groups for row in group.rows]
    assert [row[1] for row in rows] == ["First", "Second"]
    assert rows[0] == ("March 2016", "First", "Neglect", "3.1")


def test_what_is_held_back_in_the_report_can_t_be_chosen(report):
    make.NarrativeFactory(publication=report, key="figures", place=Narrative.Place.OTHER_FIGURES)
    report.reporting_period = make.ReportingPeriodFactory(starts=date(2016, 1, 1), ends=date(2016, 12, 31))
    shown = make.ObservationFactory(
        value=40, ends=date(2016, 3, 31), series__name="All", series__indicator__name="Plans"
    )
    make.ObservationFactory(value=3, ends=date(2016, 3, 31), series__indicator__name="Deaths")
    make.SmallNumbersRuleFactory(is_usual=True)
    content = compose(report, on=ON)
    assert [each.name for each in summing.figures(content).values()] == ["Plans"]
    assert summing.figures(content)[f"series {shown.series.indicator.key} {shown.series.key}"].figure == "40"


def test_one_thing_is_chosen_at_a_time_and_for_a_summary_only(report):
    summary = make.NarrativeFactory(publication=report, key="short", place=Narrative.Place.SUMMARY)
    words = make.NarrativeFactory(publication=report, key="words")
    for wrong, told in (
        ({"narrative": summary}, "one of the three"),
        ({"narrative": summary, "sentence": "We met.", "reckoned": "total"}, "one of the three"),
        ({"narrative": words, "sentence": "We met."}, "Only an executive summary"),
    ):
        with pytest.raises(ValidationError, match=told):
            Highlight(**wrong).full_clean()
    Highlight(narrative=summary, sentence="We met.").full_clean()


def test_names_and_facts_are_no_sentences_to_choose():
    audit = Learned(
        key="a",
        kind="audit",
        title="Neglect and how early it was seen",
        review_of="practice review and domestic homicide review",
        done_by="Southend Borough Council, Department for People",
        words="In 12 of 20 records it was named.",
    )
    owner = "Southend University Hospital NHS Trust"
    policy = Policy(key="p", title="How professionals resolve a disagreement", owner=owner)
    learned = section(Learning(period=Period(words="2015/16"), learned=(audit,)), "learning")
    assert list(summing.sentences(compose_with(learned))) == ["In 12 of 20 records it was named."]
    assert summing.sentences(compose_with(section(Policies(policies=(policy,)), "policies"))) == {}


def test_statements_are_ready_once_all_are_in():
    asked = [Statement(key=name, organisation=name, words="") for name in ("police", "council", "trust")]
    said = [replace(each, words="We did.") for each in asked]
    part = readiness.readiness(section(Statements(statements=(said[0], *asked[1:])), "statements"))
    assert (part.state, part.lacks) == (State.PARTLY, ("2 statements not in",))
    assert readiness.readiness(section(Statements(statements=tuple(said)), "statements")).state == State.READY
