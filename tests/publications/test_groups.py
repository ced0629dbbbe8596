"""Groups as boards print them: what each is for, how often it meets, and another board that is none of theirs."""

from datetime import date

import pytest

from publications import sections as layout
from publications.blocks import Table, Tree
from publications.compose import compose
from publications.starting import sections
from tests import factories as make

pytestmark = pytest.mark.django_db
ON = date(2016, 6, 1)


def test_a_group_says_what_it_is_for_and_another_s_board_is_not_counted():
    make.BoardFactory()
    root = make.BodyFactory(name="Board", kind="board")
    group = make.BodyFactory(name="Audit group", parent=root)
    make.BodyFactory(name="Health and Wellbeing Board", kind="partner-board", parent=root)
    publication = make.PublicationFactory(body=root)
    make.NarrativeFactory(publication=publication, heading="Structure", place="structure")

    def blocks():
        [page] = layout.pages(compose(publication, on=ON))
        return page.blocks

    [tree] = blocks()
    assert isinstance(tree, Tree)
    assert tree.caption == "The Board and the 1 group that stand below it"
    group.purpose, group.meets, group.reports_to_in_words = "It looks at files.", "quarterly", "the Executive"
    group.save()
    _, table = blocks()
    assert isinstance(table, Table)
    assert [column.heading for column in table.columns] == ["Group", "What it is for", "Reports to", "Meets"]
    assert [row.cells for row in table.groups[0].rows] == [
        ("Board", "Not stated", "", "Not stated"),
        ("Audit group", "It looks at files.", "the Executive", "quarterly"),
    ]


def test_a_section_for_which_nothing_is_recorded_is_left_out_at_first():
    plan = make.PlanFactory()
    included = {section["heading"]: section.get("included", True) for section in sections(plan)}
    assert [heading for heading, stands in included.items() if not stands] == [
        "Who pays what",
        "Income and spending",
        "Forward plan",
        "Members of the board",
    ]
    make.MeetingFactory()
    assert {section["heading"]: section.get("included") for section in sections(plan)}["Forward plan"] is True
