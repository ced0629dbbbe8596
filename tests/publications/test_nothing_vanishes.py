"""Whatever a document draws on stands somewhere in it, in its place among the others, or its manager is told."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editions import pages
from editions.changes import changes, difference_in_words
from membership.models import Board
from priorities.models import Goal
from publications import checks, render, starting
from publications import sections as layout
from publications.compose import compose, left_out
from publications.content import codec
from publications.content.base import Control
from publications.files import pdf, word
from publications.models import Publication, PublicationKind
from tests import factories as make
from tests.pdf_reading import Reading
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db

ON = date(2016, 6, 1)
PERIOD = date(2015, 4, 1), date(2016, 3, 31)


@pytest.fixture
def plan():
    """A plan of two parts with goals on three levels, entered in no good order."""
    plan = make.PlanFactory(title="Plan")
    safety, services = (make.PartFactory(plan=plan, heading=heading) for heading in ("Safety", "Services"))

    def goal(code, title, part, parent=None, **more):
        return make.GoalFactory(plan=plan, code=code, title=title, part=part, parent=parent, **more)

    home = goal("1", "Children are safe at home", safety, position=9)
    help_ = goal("1.1", "Families are helped early", safety, home, position=3)
    goal("1.1.1", "Every school knows whom to call", safety, help_, position=1)
    goal("1.2", "Violence at home is seen", safety, home, position=2)
    goal("2", "Children are safe outside", safety, position=10)
    goal("2.1", "Police and schools share what they know", services, Goal.objects.get(code="2"))
    make.AimFactory(goal=help_, words="Fewer plans a year later")
    return plan


@pytest.fixture
def document(plan):
    """The board, and a document with a section for each part of the plan."""
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    document = make.PublicationFactory(plan=plan, slug="2016")
    for position, part in enumerate(plan.part_set.all(), start=1):
        make.NarrativeFactory(
            publication=document, key=part.key, place="goals", part=part, heading=part.heading, position=position
        )
    make.NarrativeFactory(publication=document, key="end", heading="The end", before="<p>Words.</p>", position=9)
    return document


def composed(document):
    return compose(Publication.objects.get(pk=document.pk), on=ON)


def headings(content):
    return [section.heading for section in content.sections]


def codes(section):
    return [goal.code for goal in section.records.goals]


def published(content):
    """The public files of a document, by path."""
    site = compose(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), on=ON)
    text = codec.write(content)
    control = Control(number=1, published_on=ON, check_code=codec.digest(text))
    return dict(
        pages.files(
            site, [pages.PublishedVersion(content=content, text=text, control=control, pdf=b"", pdf_pages=0)], ON
        )
    )


def read_aloud(content):
    """The PDF of a document as it is read out."""
    return Reading(pdf.make(render.paper(content, Control())).data)


def rows(document, name):
    """The tables of a document that begin with a name, by their cells, a group's heading as a row of one cell."""
    for page in layout.pages(document):
        for block in page.blocks:
            if getattr(block, "key", "") == name:
                for group in block.groups:
                    yield from [(group.heading,)] if group.heading else []
                    yield from (row.cells for row in group.rows)


def told(document):
    content = composed(document)
    publication = Publication.objects.get(pk=document.pk)
    found = checks.check(content, today=ON, left_out=left_out(publication, content, on=ON))
    return {each.words: [place.words for place in each.places] for each in found if each.check == "left out"}


# Goals outside the parts


def test_goals_outside_the_parts_have_a_section_of_their_own(document, plan):
    assert headings(composed(document)) == ["Safety", "Services", "The end"]
    make.GoalFactory(plan=plan, code="9", title="Runaways are found", kind="duty")
    content = composed(document)
    assert [(section.label, section.heading) for section in content.sections] == [
        ("Section 1", "Safety"),
        ("Section 2", "Services"),
        ("Section 3", "Other goals"),
        ("Section 4", "The end"),
    ]
    assert codes(content.sections[2]) == ["9"]
    assert not told(document)

    files, reading = published(content), read_aloud(content)
    assert "Runaways are found" in files["business-plan/2016/other-goals/index.html"].decode()
    assert "Runaways are found" in files["business-plan/2016/whole/index.html"].decode()
    assert "Runaways are found" in reading.tree.text
    assert "Runaways are found" in files["business-plan/2016/other-goals.csv"].decode()
    stored = json.loads(files["business-plan/2016.json"])["content"]["sections"][2]
    assert stored["records"]["goals"][0]["title"] == "Runaways are found"
    copy = WordFile(word.make(content, layout.pages(content), Control()))
    assert any("Runaways are found" in paragraph.text for paragraph in copy.paragraphs)


def test_they_stand_behind_the_last_part_where_that_is_inside_another_section(document, plan):
    outer = make.NarrativeFactory(publication=document, heading="Objectives", position=0)
    document.narrative_set.filter(place="goals").update(parent=outer)
    make.GoalFactory(plan=plan, title="Runaways are found")
    content = composed(document)
    assert headings(content) == ["Objectives", "The end"]
    assert [section.heading for section in content.sections[0].sections] == ["Safety", "Services", "Other goals"]


def test_the_section_takes_a_key_that_is_free(document, plan):
    make.NarrativeFactory(publication=document, key="other-goals", heading="Mine", position=0)
    make.GoalFactory(plan=plan, title="Runaways are found")
    keys = [section.key for section in composed(document).sections]
    assert keys == ["other-goals", "safety", "services", "other-goals-2", "end"]


def test_a_part_without_a_section_has_its_goals_printed(document, plan):
    document.narrative_set.filter(key="services").delete()
    content = composed(document)
    assert headings(content) == ["Safety", "Other goals", "The end"]
    assert codes(content.sections[1]) == ["2.1"]


def test_the_manager_places_it_herself_and_nothing_is_printed_twice(document, plan):
    make.GoalFactory(plan=plan, code="9", title="Runaways are found")
    own = make.NarrativeFactory(publication=document, key="rest", place="goals", heading="The rest", position=0)
    content = composed(document)
    assert headings(content) == ["The rest", "Safety", "Services", "The end"]
    assert codes(content.sections[0]) == ["9"]
    make.NarrativeFactory(publication=document, key="again", place="goals", heading="Again", position=8)
    assert codec.write(composed(document)).count("Runaways are found") == 1
    own.delete()
    assert codes(composed(document).sections[2]) == ["9"]


def test_without_sections_for_parts_one_section_holds_the_whole_plan(document, plan):
    document.narrative_set.filter(place="goals").delete()
    assert headings(composed(document)) == ["The end"]
    goals = [str(goal) for goal in plan.goal_set.all()]
    assert told(document) == {"6 goals stand in no section of this document.": goals}
    make.NarrativeFactory(publication=document, key="all", place="goals", heading="Goals", position=1)
    assert len(codes(composed(document).sections[0])) == 6
    assert not told(document)


def test_what_is_left_out_on_purpose_stays_out_and_is_named(document, plan):
    make.GoalFactory(plan=plan, code="9", title="Runaways are found")
    document.narrative_set.filter(key="services").update(included=False)
    assert headings(composed(document)) == ["Safety", "Other goals", "The end"]
    make.NarrativeFactory(publication=document, key="rest", place="goals", heading="Rest", included=False)
    assert headings(composed(document)) == ["Safety", "The end"]
    assert told(document) == {
        "2 goals stand in no section of this document.": [
            "2.1 Police and schools share what they know",
            "9 Runaways are found",
        ]
    }


def test_goals_of_several_kinds_say_of_which_each_is(document, plan):
    for code, kind in (("8", "priority"), ("9", "duty")):
        make.GoalFactory(plan=plan, code=code, title=f"Goal {code}", kind=kind)
    content = composed(document)
    assert [cells[:3] for cells in rows(content, "other-goals")] == [
        ("8", "Goal 8", "Priority"),
        ("9", "Goal 9", "Duty"),
    ]
    html = render.page("document/_sections.html", render.on_one_page(content))
    assert "Goals and their projected outcomes" in html
    assert "each row names one goal" in html


def test_the_first_document_of_a_plan_has_a_section_for_them(plan):
    assert [section["heading"] for section in starting.sections(plan)][1:3] == ["Safety", "Services"]
    make.GoalFactory(plan=plan, title="Runaways are found")
    assert [section["heading"] for section in starting.sections(plan)][1:4] == ["Safety", "Services", "Other goals"]


# Levels


def test_goals_stand_below_the_goal_that_is_above_them(document):
    content = composed(document)
    assert codes(content.sections[0]) == ["1", "1.2", "1.1", "1.1.1", "2"]
    assert [cells[:2] for cells in rows(content, "safety")] == [
        ("1 Children are safe at home",),
        ("1.2", "Violence at home is seen"),
        ("1.1", "Families are helped early"),
        ("1.1.1", "Every school knows whom to call\n\nUnder 1.1 Families are helped early"),
        ("2", "Children are safe outside"),
    ]
    [services] = rows(content, "services")
    assert services[1] == "Police and schools share what they know\n\nUnder 2 Children are safe outside"


def test_a_goal_that_holds_something_of_its_own_has_a_row_below_its_heading(document):
    make.AimFactory(goal=Goal.objects.get(code="1"), words="No child is hurt at home")
    first, second, *_ = rows(composed(document), "safety")
    assert first == ("1 Children are safe at home",)
    assert second == ("1", "As a whole", "No child is hurt at home"), "the heading has named it"


def test_levels_are_levels_on_every_way_out(document):
    content = composed(document)
    files, reading = published(content), read_aloud(content)
    whole = files["business-plan/2016/whole/index.html"].decode()
    assert whole.count('id="safety-children-are-safe-at-home"') == 1
    [table] = [table for table in reading.tree.find("Table") if "Violence at home" in table.text]
    header = next(cell for cell in table.find("TH") if cell.text == "1 Children are safe at home")
    below = next(cell for cell in table.find("TH") if cell.text == "Families are helped early")
    assert header.identifier in below.headers
    lines = list(csv.reader(io.StringIO(files["business-plan/2016/safety.csv"].decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Group", *["1 Children are safe at home"] * 3, ""]
    copy = WordFile(word.make(content, layout.pages(content), Control()))
    texts = [paragraph.text for paragraph in copy.paragraphs]
    assert texts.index("1 Children are safe at home") < texts.index("Violence at home is seen")
    [safety, *_] = json.loads(files["business-plan/2016.json"])["content"]["sections"]
    stored = {goal["code"]: goal for goal in safety["records"]["goals"]}
    assert stored["1.1.1"]["under"] == stored["1.1"]["key"]
    assert "under" not in stored["1"]


def test_the_first_page_shows_goals_below_goals(document):
    home = published(composed(document))["index.html"].decode()
    listed = home[home.index('<section class="goals">') :]
    listed = listed[: listed.index("</section>")]
    depth, found = 0, []
    for piece in listed.replace("<ul", "\n<ul").replace("</ul", "\n</ul").replace("<span>", "\n<span>").splitlines():
        depth += piece.startswith("<ul") - piece.startswith("</ul")
        if piece.startswith("<span>"):
            found.append((depth, piece[6 : piece.index("</span>")]))
    assert found == [
        (1, "Children are safe at home"),
        (2, "Violence at home is seen"),
        (2, "Families are helped early"),
        (3, "Every school knows whom to call"),
        (1, "Children are safe outside"),
    ]


def test_progress_is_told_by_levels_too(document, plan):
    document.past_plan, document.plan = plan, None
    document.reporting_period = make.ReportingPeriodFactory()
    document.save()
    make.NarrativeFactory(publication=document, key="progress", place="progress", heading="Progress", position=0)
    shown = [cells[:2] for cells in rows(composed(document), "progress")]
    assert shown[:2] == [("1 Children are safe at home",), ("1.2", "Violence at home is seen")]
    assert ("2.1", "Police and schools share what they know") in shown


def test_a_fourth_level_and_a_fifth_say_what_they_stand_under(document):
    above = Goal.objects.get(code="1.1.1")
    for code in ("1.1.1.1", "1.1.1.1.1"):
        above = make.GoalFactory(plan=above.plan, part=above.part, parent=above, code=code, title=f"Goal {code}")
    content = composed(document)
    shown = [cells[1] for cells in rows(content, "safety") if cells[0].startswith("1.1.1.1")]
    assert shown == [
        "Goal 1.1.1.1\n\nUnder 1.1.1 Every school knows whom to call",
        "Goal 1.1.1.1.1\n\nUnder 1.1.1.1 Goal 1.1.1.1",
    ]
    assert "Goal 1.1.1.1.1" in published(content)["index.html"].decode()


def test_a_circle_of_goals_comes_to_an_end_and_all_of_it_is_printed(document):
    first, last = Goal.objects.get(code="1"), Goal.objects.get(code="1.1.1")
    Goal.objects.filter(pk=first.pk).update(parent=last)
    content = composed(document)
    assert sorted(codes(content.sections[0])) == ["1", "1.1", "1.1.1", "1.2", "2"]
    home = published(content)["index.html"].decode()
    assert all(goal.title in home for goal in content.sections[0].records.goals)


def test_a_goal_that_moved_below_another_has_changed(document):
    before = composed(document)
    goal = Goal.objects.get(code="1.1.1")
    goal.parent = Goal.objects.get(code="1.2")
    goal.save()
    assert "Priority 1.1.1, goal above it: Priority 1.1 → Priority 1.2" in [
        difference_in_words(change) for change in changes(before, composed(document))
    ]


def test_the_pages_for_signed_in_people_say_which_goal_is_above(document, plan, client, settings):
    settings.TODAY = ON
    client.force_login(make.SuperuserFactory())
    members = client.get(reverse("welcome")).content.decode()
    titles = ["Children are safe at home", "Violence at home is seen", "Families are helped early"]
    places = [members.index(f"</b> {title}</h3>") for title in titles]
    assert places == sorted(places)
    assert "Under 1 Children are safe at home" in members
    office = client.get(reverse("office-plan", args=[plan.key])).content.decode()
    assert "<dt>Below</dt><dd>1.1 Families are helped early</dd>" in office


def test_levels_read_back_as_they_were_written(document):
    content = composed(document)
    assert codec.read(codec.write(content), codec.SCHEMA) == content


# Figures that belong to no goal


@pytest.fixture
def figures(document):
    """A measure of no goal, with a figure of this period, of the one before, and one whose day nobody knows."""
    document.reporting_period = make.ReportingPeriodFactory(label="2015/16", starts=PERIOD[0], ends=PERIOD[1])
    document.save()
    line = make.SeriesFactory(indicator__name="Children on a plan", name="All")
    for words, ends, value in (("this year", PERIOD[1], 12), ("last year", date(2015, 3, 31), 34), ("once", None, 56)):
        make.ObservationFactory(series=line, period_as_printed=words, ends=ends, value=value)
    return line.indicator


def section_of_figures(document):
    return make.NarrativeFactory(publication=document, key="figures", place="other-figures", heading="Figures")


def test_figures_that_belong_to_no_goal_have_a_section(document, figures):
    make.IndicatorFactory(name="Visits that nobody counted")
    make.MeasureFactory(indicator__name="Of a goal")
    section_of_figures(document)
    content = composed(document)
    assert list(rows(content, "figures")) == [
        ("Children on a plan", "this year", "12"),
        ("Children on a plan", "once", "56"),
        ("Visits that nobody counted", "Not stated", "No figure recorded"),
    ]
    files, reading = published(content), read_aloud(content)
    assert "Figures for 2015/16" in reading.tree.text
    assert '"Children on a plan","this year","12",12,' in files["business-plan/2016/figures.csv"].decode()
    document.reporting_period = None
    document.save()
    assert ("Children on a plan", "last year", "34") in rows(composed(document), "figures")


def test_a_figure_to_be_withheld_stops_a_document_in_which_no_goal_has_it(document, figures):
    section_of_figures(document)
    make.ObservationFactory(series=figures.series_set.get(), state="suppressed", reason="only 3 children")
    [finding] = checks.stopping(checks.check(composed(document), today=ON))
    assert "not to be shown" in finding.words
    assert finding.places[0].anchor.startswith("figures-children-on-a-plan-")


# What stands in no section


def test_everything_that_stands_in_no_section_is_named(document, plan, figures):
    """Of each sort two rows of the document's own, and one that it doesn't draw on."""
    document.past_plan = make.PlanFactory()
    document.budget, document.body = make.BudgetFactory(), make.BodyFactory()
    document.meetings_from, document.meetings_to = date(2016, 1, 1), date(2016, 12, 31)
    document.save()
    document.narrative_set.filter(place="goals").delete()
    period, other = document.reporting_period, make.ReportingPeriodFactory()
    for name in ("One", "Two"):
        make.GoalFactory(plan=document.past_plan, title=f"Former {name}")
        for kind in ("key-success", "area-for-development", "further-priority"):
            make.FindingFactory(period=period, kind=kind, words=f"{kind} {name}")
            make.FindingFactory(period=other, kind=kind)
        make.ContributionFactory(budget=document.budget, label=f"Payer {name}")
        make.BudgetLineFactory(budget=document.budget, description=f"Line {name}")
        make.SeatFactory(body=document.body, role=f"Role {name}")
        make.MeetingFactory(body=document.body, year=2016, label=f"Meeting {name}")
    make.SeatFactory(body=document.body, role="Gone", ends=date(2015, 1, 1))
    make.MeetingFactory(body=document.body, year=2018, label="Later")
    make.ContributionFactory()
    make.BudgetLineFactory()
    assert told(document) == {
        "6 goals stand in no section of this document.": [str(goal) for goal in plan.goal_set.all()],
        "2 goals of the former plan stand in no section of this document.": ["Former One", "Former Two"],
        "2 key successes stand in no section of this document.": ["key-success One", "key-success Two"],
        "2 areas for development stand in no section of this document.": [
            "area-for-development One",
            "area-for-development Two",
        ],
        "2 further areas of priority stand in no section of this document.": [
            "further-priority One",
            "further-priority Two",
        ],
        "1 measure that belongs to no goal stands in no section of this document.": ["Children on a plan"],
        "2 contributions stand in no section of this document.": ["Payer One", "Payer Two"],
        "2 budget lines stand in no section of this document.": ["Line One", "Line Two"],
        "2 seats stand in no section of this document.": ["Role One", "Role Two"],
        "2 meetings stand in no section of this document.": ["Meeting One", "Meeting Two"],
    }
    places = (
        "goals progress key-successes areas-for-development further-priorities other-figures contributions budget "
        "members forward-plan"
    )
    for place in places.split():
        make.NarrativeFactory(publication=document, place=place)
    assert told(document) == {}


def test_a_seat_without_words_and_a_payer_without_a_name_stand_in_their_sections(document):
    document.budget, document.body = make.BudgetFactory(), make.BodyFactory()
    document.save()
    make.ContributionFactory(budget=document.budget, label="")
    make.SeatFactory(body=document.body, role="", office="chair")
    assert len(told(document)) == 2
    for place in ("contributions", "members"):
        make.NarrativeFactory(publication=document, place=place)
    assert told(document) == {}


def test_a_goal_whose_name_alone_is_printed_does_not_stand_in_the_document(document, plan):
    document.narrative_set.filter(place="goals").delete()
    document.past_plan = make.PlanFactory()
    document.save()
    make.NarrativeFactory(publication=document, place="lineage")
    make.LineageFactory(to_goal=plan.goal_set.first(), from_goal=make.GoalFactory(plan=document.past_plan))
    assert "6 goals stand in no section of this document." in told(document)


@pytest.mark.parametrize(
    ("kind", "named"), [("forward-plan", ["1 meeting"]), ("membership", ["1 seat"]), ("annual-report", ["1 seat"])]
)
def test_a_document_is_asked_for_what_one_of_its_kind_holds(kind, named, plan):
    Board.objects.create(name="Anytown Board", short_name="Anytown")
    body = make.BodyFactory()
    document = make.PublicationFactory(kind=kind, plan=plan, body=body)
    make.SeatFactory(body=body)
    make.MeetingFactory(body=body)
    assert [words.partition(" stand")[0] for words in told(document)] == named


def test_the_database_is_asked_as_often_for_seven_as_for_two(document, plan, figures):
    document.past_plan = make.PlanFactory()
    document.budget, document.body = make.BudgetFactory(), make.BodyFactory()
    document.save()
    section_of_figures(document)

    def more(number):
        for each in range(number):
            below = make.GoalFactory(plan=plan, title="Loose", parent=plan.goal_set.last())
            make.LeadFactory(goal=below)
            make.GoalFactory(plan=document.past_plan)
            make.FindingFactory(period=document.reporting_period)
            make.ContributionFactory(budget=document.budget, label="", payer=make.PartyFactory())
            make.SeatFactory(body=document.body, organisation=make.OrganisationFactory())
            make.ObservationFactory(series__indicator__name=f"Measure {each}", ends=PERIOD[1])

    def asked():
        publication = Publication.objects.select_related("plan", "past_plan", "reporting_period", "budget", "body").get(
            pk=document.pk
        )
        with CaptureQueriesContext(connection) as queries:
            found = left_out(publication, compose(publication, on=ON), on=ON)
        return len(queries), sum(len(sort.places) for sort in found)

    more(2)
    few, small = asked()
    more(5)
    many, large = asked()
    assert large >= small + 5 * 4
    assert many == few
