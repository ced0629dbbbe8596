"""The lists of an office page as files for a spreadsheet: what stands on the page, and nothing that reckons."""

import csv
import io
import re

import pytest

from membership.roles import Role
from tests import factories as make
from tests.office.conftest import Forms, signed_in

pytestmark = pytest.mark.django_db


def forms(answer):
    return Forms(answer.content.decode()).forms


def lines(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_figures_stand_as_words_and_as_numbers(client):
    budget = make.BudgetFactory(key="2016-17")
    make.ContributionFactory(budget=budget, label="Police", share="49.5", amount="14355.50", status="agreed")
    make.BudgetLineFactory(budget=budget, side="income", description="Partners", from_contributions=True)
    make.BudgetLineFactory(budget=budget, side="expenditure", description="Chair", estimate=None)
    found = lines(client, "/office/budget/2016-17/?csv=contribution")
    assert found[0] == [
        "List",
        "Who pays",
        "Share",
        "Share (number)",
        "Amount",
        "Amount (number)",
        "Reckoned",
        "Status",
        "What it is",
        "On behalf of",
        "Why it changed",
        "Key",
    ]
    told = ["Who pays what", "Police", "49.5%", "49.500", "£14,355.50", "14355.50", "", "Agreed", "", "", ""]
    assert found[1] == [*told, "contribution-police"]
    found = lines(client, "/office/budget/2016-17/?csv=budgetline")
    assert [row[:5] for row in found[1:]] == [
        ["Income", "Partners", "", "£14,355.50", "14355.50"],
        ["Spending", "Chair", "", "", ""],
    ]


def test_a_row_stands_with_the_rows_above_it(client):
    plan = make.PlanFactory(key="plan")
    part = make.PartFactory(plan=plan, heading="Priorities")
    make.AimFactory(goal=make.GoalFactory(plan=plan, part=part, code="A", title="Neglect"), words="Fewer")
    make.AimFactory(goal=make.GoalFactory(plan=plan, code="1", title="Listen"), words="More")
    found = lines(client, "/office/plan/plan/?csv=aim")
    assert found[0][:4] == ["Part", "Goal", "List", "Aim"]
    assert [row[:4] for row in found[1:]] == [
        ["Priorities", "Neglect", "Aims", "Fewer"],
        ["", "Listen", "Aims", "More"],
    ]
    assert lines(client, "/office/plan/plan/?csv=goal")[1][:4] == ["Priorities", "", "A", "Neglect"]


def test_nothing_is_taken_for_a_formula(client):
    make.MeetingFactory(body=make.BodyFactory(kind="board"), venue='=HYPERLINK("http://x","y")', label="@SUM(1)")
    [head, row] = lines(client, "/office/meetings/?csv=meeting")
    assert row[head.index("Venue")].startswith("'=")
    assert row[head.index("Label")].startswith("'@")


def test_prose_is_words_without_markup(client):
    section = make.NarrativeFactory(before="<p>One</p><p>Two &amp; three</p>")
    publication = section.publication
    [head, row] = lines(client, f"/office/publications/{publication.kind}/{publication.slug}/sections/?csv=narrative")
    assert row[head.index("Words before")] == "One\nTwo & three"


def test_every_list_of_a_page_is_offered_where_something_stands_in_it(client):
    meeting = make.MeetingFactory(body=make.BodyFactory(kind="board"))
    page = client.get("/office/meetings/").content.decode()
    assert '<a href="?csv=meeting"><span class="hidden">As CSV: </span>meetings</a>' in page
    assert "csv=agendaitem" not in page
    make.AgendaItemFactory(meeting=meeting)
    assert '<a href="?csv=agendaitem">' in client.get("/office/meetings/").content.decode()


@pytest.mark.parametrize("wanted", ["", "user", "budget", "x" * 3_000, "meeting%00"])
def test_a_list_that_the_page_does_not_have(wanted, client):
    assert client.get(f"/office/meetings/?csv={wanted}").status_code == 404


def test_names_of_people_are_for_those_who_see_the_page(client):
    make.AppointmentFactory(name="Pat Smith")
    assert "Pat Smith" in lines(client, "/office/members/?csv=appointment")[1]
    member = signed_in(make.UserFactory(roles=[Role.MEMBER]))
    assert member.get("/office/members/?csv=appointment").status_code == 403


def test_a_file_does_not_use_up_the_undo_of_a_removal(client):
    goal = make.GoalFactory(plan=make.PlanFactory(key="plan"))
    make.GoalFactory(plan=goal.plan)
    client.post(f"/office/remove/goal/{goal.pk}/", {"_deed": "delete", "version": goal.version})
    lines(client, "/office/plan/plan/?csv=goal")
    assert "Undo" in client.get("/office/plan/plan/").content.decode()


def test_a_table_is_pasted_from_the_list_it_belongs_to(client):
    """The way there stands beside Add, and the place is chosen already."""
    plan, budget, body = make.PlanFactory(key="plan"), make.BudgetFactory(key="budget"), make.BodyFactory(kind="board")
    part, period = make.PartFactory(plan=plan), make.ReportingPeriodFactory(key="period")
    make.PlanFactory(), make.BudgetFactory(), make.BodyFactory(kind="board"), make.ReportingPeriodFactory()
    expected = {
        "/office/plan/plan/": {"goals": {"plan": plan, "part": part}, "principles": {"plan": plan}},
        "/office/budget/budget/": {"contributions": {"budget": budget}, "budget-lines": {"budget": budget}},
        "/office/members/": {"members": {"body": body}},
        "/office/meetings/": {"meetings": {"body": body}},
        "/office/evidence/period/": {
            slug: {"period": period} for slug in ("key-successes", "areas-for-development", "further-priorities")
        },
    }
    for page, lists in expected.items():
        ways = re.findall(r'href="(/office/paste/([a-z-]+)/[^"]*)"', client.get(page).content.decode())
        first = {slug: address.replace("&amp;", "&") for address, slug in reversed(ways)}
        assert first.keys() == lists.keys()
        for slug, parents in lists.items():
            [chosen] = [form["fields"] for form in forms(client.get(first[slug])) if "pasted" in form["fields"]]
            assert {name: chosen[name] for name in parents} == {name: [str(row.pk)] for name, row in parents.items()}
    reader = signed_in(make.UserFactory(roles=[Role.DATA_OFFICER]))
    assert "/office/paste/" not in reader.get("/office/plan/plan/").content.decode()
