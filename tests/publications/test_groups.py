"""Groups as boards print them: what each is for, how often it meets, and another board that is none of theirs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.models import JointWith
from membership.roles import Role
from publications import sections as layout
from publications.blocks import Table, Tree
from publications.compose import compose
from publications.content import codec
from publications.models import Publication
from publications.passages import Record, passages
from publications.starting import sections
from tests import factories as make
from tests.office.conftest import fields

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


@pytest.fixture
def two_boards():
    """A board and, beside it, another one, with a group that is joint, and each with a group of its own."""
    make.BoardFactory()
    ours = make.BodyFactory(name="Our Board", kind="board", position=1)
    theirs = make.BodyFactory(name="Adults Board", kind="partner-board", parent=ours, position=2)
    joint = make.BodyFactory(name="Capacity group", parent=ours, position=3)
    make.JointWithFactory(body=joint, other=theirs)
    make.BodyFactory(name="Audit group", parent=ours, position=4)
    make.BodyFactory(name="Homes group", parent=theirs, position=5)
    make.SeatFactory(body=ours, role="Head of schools")
    make.SeatFactory(body=theirs, role="Head of homes")
    make.SeatFactory(body=joint, role="Head of law", office="chair")
    return ours, theirs


def printed(body, place, own=None):
    publication = make.PublicationFactory(body=body, slug=f"document-{Publication.objects.count()}")
    make.NarrativeFactory(publication=publication, heading=place, place=place, body=own)
    content = compose(publication, on=ON)
    [page] = layout.pages(content)
    return content, page.blocks[0]


def tree(node):
    return {node.text: [tree(below) for below in node.children]} if node.children else node.text


def test_a_joint_group_says_so_in_the_tree_of_either_board(two_boards):
    ours, theirs = two_boards
    _, block = printed(ours, "structure")
    assert block.caption == "The Our Board and the 2 groups that stand below it"
    assert tree(block.root) == {
        "Our Board": [{"Adults Board": ["Homes group"]}, "Capacity group (joint with Adults Board)", "Audit group"]
    }
    # The same from the other side, in a document of ours whose section names their board, and in one of theirs.
    for body, own in ((ours, theirs), (theirs, None)):
        _, block = printed(body, "structure", own)
        assert block.caption == "The Adults Board and the 2 groups that stand below it"
        assert tree(block.root) == {"Adults Board": ["Capacity group (joint with Our Board)", "Homes group"]}


def test_a_document_of_two_boards_has_the_members_and_chairs_of_both(two_boards):
    ours, theirs = two_boards
    own, block = printed(ours, "members")
    assert [row.cells[0] for group in block.groups for row in group.rows] == ["Head of schools"]
    content, block = printed(ours, "members", theirs)
    assert (block.caption, [row.cells[0] for group in block.groups for row in group.rows]) == (
        "Members of the Adults Board",
        ["Head of homes"],
    )
    # What is to be mended there is found among the seats of that board; the document's own are told by the document.
    seat = theirs.seat_set.get()
    [at] = [passage.place.record for passage in passages(content) if passage.words == "Head of homes"]
    assert at == Record("membership.seat", seat.natural_key())
    assert '"key":""' not in codec.write(own)
    for body in (ours, theirs):
        _, block = printed(ours, "chairs", body)
        assert "Capacity group" in [group.heading for group in block.groups]


def test_a_second_board_s_section_stands_in_a_document_without_a_body(two_boards):
    _, theirs = two_boards
    content, _ = printed(theirs, "members")
    publication = make.PublicationFactory(body=None, slug="none")
    make.NarrativeFactory(publication=publication, place="members", body=theirs)
    [section] = compose(publication, on=ON).sections
    assert section.records.seats == content.sections[0].records.seats


def test_a_group_that_reports_to_a_body_and_to_somebody_in_words_says_both():
    make.BoardFactory()
    root = make.BodyFactory(name="Board", kind="board")
    executive = make.BodyFactory(name="Executive", kind="executive", parent=root)
    make.BodyFactory(name="Audit", parent=root, reports_to=executive, reports_to_in_words="the council's cabinet")
    _, block = printed(root, "structure")
    assert "Audit (reports to Executive and the council's cabinet)" in tree(block.root)["Board"]


def test_what_a_group_stands_below_is_no_second_board(two_boards):
    ours, _ = two_boards
    with pytest.raises(ValidationError, match="It stands below Our Board already"):
        JointWith(body=ours.below.get(name="Audit group"), other=ours).full_clean()


def test_the_members_page_asks_of_a_group_with_which_it_is_joint_and_of_no_board(two_boards, client):
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    page = client.get("/office/members/").content.decode()
    ours, theirs = two_boards
    assert f"/office/add/jointwith/?body={ours.pk}" not in page
    add = f"/office/add/jointwith/?body={ours.below.get(name='Audit group').pk}"
    assert add in page
    assert client.post(add, fields(client.get(add)) | {"other": theirs.pk}).status_code == 302
    assert JointWith.objects.filter(other=theirs).count() == 2


def test_two_joint_groups_cost_as_many_queries_as_twenty(two_boards, client):
    ours, theirs = two_boards
    client.force_login(make.UserFactory(roles=[Role.EDITOR]))
    publication = make.PublicationFactory(body=ours)
    make.NarrativeFactory(publication=publication, place="structure")

    def asked(deed):
        with CaptureQueriesContext(connection) as queries:
            deed()
        return len(queries)

    deeds = (lambda: client.get("/office/members/"), lambda: compose(publication, on=ON))
    counts = []
    for number in (1, 18):
        for group in make.BodyFactory.create_batch(number, parent=ours):
            make.JointWithFactory(body=group, other=theirs)
        counts.append([asked(deed) for deed in deeds])
    assert counts[0] == counts[1]
