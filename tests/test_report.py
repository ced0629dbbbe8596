"""The annual report of the demonstration: section 2 of the plan under its own headings.

What is made up stands in sections that say so.
"""

import pytest
from msgspec.structs import replace

from priorities.models import Lineage
from publications import render
from publications import sections as layout
from publications.blocks import Table
from publications.content import codec
from publications.content.base import Control
from tests.pdf_reading import Reading

from .original import source
from .original.reading import page_blocks, pdf_blocks
from .original.walks import words

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

# Where the statements of section 2 belong: the heading in the original, the section of the report.
SECTIONS = {
    "SECTION 2 – Progress Against the 2014/15 Priorities": "progress",
    "Key Successes in 2014-2015": "key-successes",
    "Key Areas of Challenge and Development to be carried forward into 2016-2019": "areas-for-development",
}
# The progress table's own column heads are said once, and the report's heading for the first section is its own.
COLUMNS = {"Priority", "Projected Outcome/Impact Measurement", "Quantitative Data", "Qualitative Data"}

# What both documents draw from the same records.
SHARED = (
    "progress",
    "key-successes",
    "areas-for-development",
    "further-priorities",
    "contributions",
    "budget",
    "members",
    "chairs",
)


@pytest.fixture(scope="module")
def reading(report_as_pdf):
    return Reading(report_as_pdf.data)


def section_two():
    """Each statement of section 2 with the section of the report where it must stand."""
    for unit in source.units():
        if unit.heading in SECTIONS and unit.kind != "heading":
            for statement in unit.statements:
                yield SECTIONS[unit.heading], statement
    for heading, key in SECTIONS.items():
        if not heading.startswith("SECTION"):
            yield key, next(each for each in source.statements() if each.words == heading)


def text_of(report, key):
    """The words of one section of the report, as its page says them."""
    [page] = [page for page in layout.pages(report) if page.key == key]
    html = render.page("document/_sections.html", {"pages": [layout.deeper(page)]})
    return words(" ".join(page_blocks(f"<main>{html}</main>")))


def test_every_statement_of_section_two_stands_under_its_heading(report):
    sections = {key: text_of(report, key) for key in set(SECTIONS.values())}
    statements = list(section_two())
    assert len(statements) > 90
    missing = [
        str(statement) for key, statement in statements if words(statement.words.replace("*", "")) not in sections[key]
    ]
    assert not missing


def test_a_statement_that_is_left_out_is_noticed(report):
    from_progress = next(section for section in report.sections if section.key == "progress")
    shorter = replace(from_progress.records, goals=from_progress.records.goals[1:])
    tampered = replace(report, sections=(replace(from_progress, records=shorter),))
    text = text_of(tampered, "progress")
    assert any(words(each.words) not in text for key, each in section_two() if key == "progress")


def test_the_records_are_those_of_the_plan(report, content):
    """What the plan says in section 2 is walked both ways; the report says the same, composed by the same functions."""

    def records(document, place):
        [(_, section)] = layout.placed(document, {place})
        return without_comparison(section.records) if place == "progress" else section.records

    for place in SHARED:
        assert records(report, place) == records(content, place), place


def without_comparison(progress):
    """Progress without what a report alone says: whether evidence and figures agree."""
    return replace(progress, goals=tuple(replace(each, figures_beside="") for each in progress.goals))


def test_the_cover_says_what_it_was_made_from(report):
    paper = render.paper(report, Control())
    assert "Put together from section 2 of the business plan" in paper


def test_what_became_of_the_priorities(report):
    [(_, section)] = layout.placed(report, {"lineage"})
    assert section.records.past_goals == {"priority": 8}
    assert section.records.goals == {"priority": 6, "objective": 12}
    text = text_of(report, section.key)
    assert words("8 priorities became 6 priorities and 12 objectives") in text
    assert words("This is a reader's comparison of the two plans, not the Board's own.") in text
    assert {step.reading for step in section.records.steps} == {"ours"}
    steps = {
        (step.from_goal and step.from_goal.code, step.kind, step.to_goal and step.to_goal.code): step
        for step in section.records.steps
    }
    assert ("B", "kept", "B") in steps
    assert ("G", "kept", "F") in steps
    assert ("E", "closed", None) in steps
    assert words("Priority E: Reduce the number of children killed") in text
    assert words("Closed No reason is recorded No goal of its own") in text
    past = {step.from_goal.code for step in section.records.steps if step.from_goal}
    now = {step.to_goal.code for step in section.records.steps if step.to_goal}
    assert past == set("ABCDEFGH")
    assert now == set("ABCDEF") | {str(number) for number in range(1, 13)}


def test_what_was_kept_has_the_same_words_and_what_was_reworded_has_not(report):
    for step in Lineage.objects.exclude(from_goal=None).exclude(to_goal=None):
        same = step.from_goal.title == step.to_goal.title
        assert same == (step.kind == Lineage.Kind.KEPT), step


def test_what_is_not_recorded_is_said(report):
    [(_, section)] = layout.placed(report, {"not-recorded"})
    [table] = [block for block in layout.section_blocks(section) if isinstance(block, Table)]
    said = {group.heading: [row.cells for row in group.rows] for group in table.groups}
    assert [(about[:2], reason) for about, reason in said["Measures without a figure"]] == [
        ("A:", "None given"),
        ("C:", "due to change in data system"),
        ("F:", "None given"),
        ("G:", "None given"),
    ]
    assert [about[:2] for about, _ in said["Measures told in words only"]] == ["H:", "H:"]
    assert [about[:2] for about, _ in said["Priorities without evidence from audits or people"]] == ["E:"]
    assert len(said["Priorities without a word on the difference made to children"]) == 8
    assert "Meetings and attendance" not in said, "those that the report tells of are made up, and it says so"
    assert "Income and spending" in said


def test_a_section_without_records_says_so(report):
    [(_, section)] = layout.placed(report, {"key-successes"})
    for records in (None, replace(section.records, findings=())):
        [block] = layout.section_blocks(replace(section, records=records))
        assert "Nothing is recorded here." in block.html


def test_the_pdf_is_accessible_and_says_what_the_page_says(report_as_pdf, reading):
    import page as validator

    assert not validator.validate_pdf_bytes(report_as_pdf.data, profile="ua1").failures
    announced = words(" ".join(pdf_blocks(reading.tree)))
    for _, statement in section_two():
        assert words(statement.words.replace("*", "")) in announced


def test_it_is_kept_as_it_is(report):
    assert codec.read(codec.write(report), codec.SCHEMA) == report


def test_a_total_does_not_drag_what_follows_to_the_next_page(reading):
    """The lead-in to the money stands with what it leads in to, and a short group isn't parted."""
    [heading] = [each for each in reading.every("H2") if each.text.endswith("Money")]
    [chart] = [each for each in reading.every("Figure") if each.alternative.startswith("Bar chart: Contributions")]
    assert chart.pages == heading.pages
    who_pays, income = reading.table("Table 6: Who pays what in 2016/17"), reading.table("Table 7: Estimated Income")
    assert who_pays.pages == income.pages
    assert min(who_pays.pages) - min(chart.pages) <= 1
    salaries = [row for row in reading.table("Table 8: Estimated Expenditure").find("TR") if row.pages][1:6]
    assert salaries[0].text.startswith("Salaries")
    assert len({frozenset(row.pages) for row in salaries}) == 1
