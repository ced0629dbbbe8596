"""What won't be saved, what differs and what is asked is said before a table is saved."""

import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finance.models import BudgetLine, Contribution
from forwardplan.models import Meeting
from kit.intake.taking import Intake, Problems
from lscb.office.pasted_lists import LISTS
from membership.models import Appointment, ReportingPeriod, Seat, User
from priorities.models import Goal, Progress
from tests import factories as make
from tests.test_pasting import Fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    make.BoardFactory()
    client = Client()
    client.force_login(make.SuperuserFactory(name="Manager"))
    return client


@pytest.fixture
def budget(client):
    return make.BudgetFactory(financial_year="2016/17")


def look(client, slug, text, **where):
    where = {name: getattr(row, "pk", row) for name, row in where.items()}
    return client.post(reverse("paste", args=[slug]), {"pasted": text, **where}).content.decode()


def press(client, slug, page, do, **more):
    return client.post(reverse("paste", args=[slug]), Fields(page).data | more | {"do": do})


SIDE_BY_SIDE = "Agency\t2015/16 £\t2016/17 £\tComments\nPolice\t14,200\t14,355\tas before\nCollege\t600\t609\t\n"


def test_a_column_that_is_not_saved_is_struck_through_and_stands_between_the_table_and_its_saving(client, budget):
    page = look(client, "contributions", SIDE_BY_SIDE, budget=budget)
    assert '<del id="c-1-1">14,200</del>' in page
    assert "Column “2015/16 £” isn’t saved: 2 cells, another year." in page
    assert "Column “Comments” isn’t saved: 1 cell." in page
    assert '<button class="button secondary" name="do" value="save">Save 2 rows' in page
    page = press(client, "contributions", page, "save").content.decode()
    assert not Contribution.objects.exists()
    assert "Tick this once you have looked" in page
    ticked = {"looked": page.split('name="looked" id="looked" value="')[1].split('"')[0]}
    assert (
        '<button class="button" name="do" value="save">'
        in press(client, "contributions", page, "look", **ticked).content.decode()
    )
    press(client, "contributions", page, "save", **ticked)
    assert sorted(str(row.amount) for row in Contribution.objects.all()) == ["14355.00", "609.00"]


def test_what_was_looked_at_is_looked_at_anew_if_it_is_other_things(client, budget):
    page = look(client, "contributions", SIDE_BY_SIDE, budget=budget)
    ticked = {"looked": page.split('name="looked" id="looked" value="')[1].split('"')[0], "row-2": "out"}
    press(client, "contributions", page, "save", **ticked, **{"column-0": ""})
    assert not Contribution.objects.exists()


def test_an_ordinary_table_has_nothing_to_look_at(client, budget):
    page = look(
        client,
        "contributions",
        "Agency\tShare\tAmount\nPolice\t60%\t£6\nCollege\t40%\t£4\nTotal\t100%\t£10\n",
        budget=budget,
    )
    assert 'name="looked"' not in page
    assert "to look at first" not in page
    assert '<button class="button" name="do" value="save">Save 2 rows' in page
    assert "these rows come to the same" in page


def test_a_total_that_differs_is_said_with_both_figures(client, budget):
    text = "Item\tEstimate\nStaff\t50,000.00\nRooms\t1,750.00\nTotal\t48,250.00\n"
    page = look(client, "budget-lines", text, budget=budget)
    assert "you typed 48,250.00, these rows come to 51,750.00." in page
    assert press(client, "budget-lines", page, "save").status_code == 200
    assert not BudgetLine.objects.exists()


def test_a_column_that_the_year_alone_heads_is_the_amount_of_that_year(client, budget):
    page = look(client, "contributions", "Agency\t2015/16\t2016/17\nPolice\t£10\t£20\nCollege\t£1\t£2\n", budget=budget)
    assert (Fields(page).data["column-1"], Fields(page).data["column-2"]) == ("", "amount")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Agency\tAmount £000\nPolice\t14\nCollege\t1\n", "says thousands"),
        ("Contributions 2014/15\t\nAgency\tAmount\nPolice\t£14\nCollege\t£1\n", "speaks of another year"),
        ("<table><tr><td>Agency<td>Amount<tr><td>Police<td rowspan=2>£14<tr><td>College</table>", "shares a figure"),
        ("Agency\tAmount\nPolice\t£14\nCollege\t£1\nAll agencies\t£16\n", "may be a total"),
        ("Role\tOrganisation\nDirector\tCity Council\nNurse\tCity Hospital\n", "looks like another list"),
        (
            "<p>Agreed in May.</p><table><tr><td>Agency<td>Amount<tr><td>Police<td>£14</table>",
            "words beside the table: Agreed",
        ),
    ],
)
def test_what_may_be_wrong_is_never_saved_without_a_look(client, budget, text, said):
    page = look(client, "contributions", text, budget=budget)
    assert said in page
    press(client, "contributions", page, "save")
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("heads", "is_another"),
    [
        ("Agency\t2015/16\t2016/17", False),
        ("Agency\t2015\t2016", False),
        ("Indicator\t2015/16\t2016/17", True),
        ("Agency\tQ1 2015/16\tQ2 2015/16", True),
    ],
)
def test_years_side_by_side_are_no_other_list_where_the_rows_are_of_this_one(client, budget, heads, is_another):
    page = look(client, "contributions", f"{heads}\nPolice\t10\t20\nCollege\t1\t2\n", budget=budget)
    assert ("looks like another list" in page) == is_another


def test_two_columns_are_never_one_figure(client, budget):
    page = look(client, "contributions", "Agency\tAmount\tBudget\nPolice\t£1\t£2\nCollege\t£3\t£4\n", budget=budget)
    page = press(client, "contributions", page, "save", **{"column-2": "amount"}).content.decode()
    assert "Several columns are “Amount”." in page
    assert not Contribution.objects.exists()


def test_a_dash_is_asked_about_once_for_its_column(client, budget):
    page = look(client, "contributions", "Agency\tAmount\nPolice\t£14\nCollege\t-\nFire\t-\n", budget=budget)
    assert "and so in all 2 cells" in page
    every = page.split(", and so in all 2 cells")[0].rsplit('value="', 1)[1].split('"')[0]
    page = press(client, "contributions", page, every).content.decode()
    assert "aria-invalid" not in page
    press(client, "contributions", page, "save")
    assert Contribution.objects.count() == 3


def test_shares_that_make_one_are_asked_about(client, budget):
    page = look(
        client, "contributions", "Agency\tShare\tAmount\nPolice\t0.495\t£5\nCollege\t0.505\t£5\n", budget=budget
    )
    assert 'value="cell-1-1=49.5%"' in page
    assert not Contribution.objects.exists()
    page = press(client, "contributions", page, "all-1-1-0").content.decode()
    press(
        client,
        "contributions",
        page,
        "save",
        looked=page.split('id="looked" value="')[1].split('"')[0] if "looked" in page else "",
    )
    assert sorted(str(row.share) for row in Contribution.objects.all()) == ["49.500", "50.500"]


def test_a_partner_under_a_slightly_different_name_is_asked_about(client, budget):
    police = make.OrganisationFactory(name="Essex Police")
    page = look(client, "contributions", "Agency\tAmount\nEssex Polise\t£14\nCollege\t£1\n", budget=budget)
    assert "Is it “Essex Police”?" in page
    known = press(client, "contributions", page, "cell-1-0=Essex Police").content.decode()
    assert "Is it" not in known
    stays = press(client, "contributions", known, "look", **{"c-1-0": "Essex Polise"}).content.decode()
    page = press(client, "contributions", stays, "sure-1-0=").content.decode()
    press(client, "contributions", page, "save")
    row = Contribution.objects.get(position=1)
    assert (row.label, row.payer) == ("Essex Polise", None)
    assert police.pk


@pytest.mark.parametrize("words", ["Vacant", "Position vacant", "TBC", "tba", "To be appointed", "VACANCY"])
def test_a_place_that_nobody_holds_comes_in_as_vacant(client, words):
    body = make.BodyFactory(kind="board")
    page = look(
        client,
        "members",
        f"Role\tOrganisation\tName\nDirector\tCity Council\t{words}\nNurse\tCity Hospital\tPat Example\n",
        body=body,
    )
    press(client, "members", page, "save")
    assert [row.seat.role for row in Appointment.objects.filter(state="vacant")] == ["Director"]
    assert [row.name for row in Appointment.objects.exclude(name="")] == ["Pat Example"]


def test_words_beside_vacant_are_named(client):
    body = make.BodyFactory(kind="board")
    page = look(client, "members", "Role\tName\nDirector\tVacant since Easter\nNurse\tPat Example\n", body=body)
    assert "these words are not saved (name (members only see it): since easter)" in page


@pytest.mark.parametrize(
    ("role", "number"), [("Head teachers (x 2)", 2), ("2 x Head teachers", 2), ("Head teachers (three seats)", 3)]
)
def test_several_seats_of_an_agency_are_counted(client, role, number):
    body = make.BodyFactory(kind="board")
    page = look(client, "members", f"Role\tOrganisation\n{role}\tPrimary schools\nNurse\tCity Hospital\n", body=body)
    press(client, "members", page, "save")
    assert next((row.role, row.number) for row in Seat.objects.all()) == ("Head teachers", number)


def test_several_roles_in_a_cell_are_a_seat_each(client):
    body = make.BodyFactory(kind="board")
    table = (
        "<table><tr><td>Role<td>Organisation<tr><td><p>Chief Nurse</p><p>Designated Doctor</p><td>City Hospital"
        "<tr><td>Director<td>City Council</table>"
    )
    page = look(client, "members", table, body=body)
    press(client, "members", page, "save")
    assert [row.role for row in Seat.objects.all()] == ["Chief Nurse", "Designated Doctor", "Director"]


def test_members_without_a_role_are_seats_of_their_organisation(client):
    body = make.BodyFactory(kind="board")
    page = look(
        client, "members", "Agency\tRepresentative\nCity Council\tPat Example\nEssex Police\tVacant\n", body=body
    )
    press(client, "members", page, "save")
    assert [(str(row), row.role) for row in Seat.objects.all()] == [("City Council", ""), ("Essex Police", "")]


def test_a_weekday_that_does_not_fit_is_asked_about(client):
    body = make.BodyFactory(kind="board")
    page = look(
        client, "meetings", "Date\tItem\nMonday 14 June 2016\tReport\nTuesday 20 September 2016\tBudget\n", body=body
    )
    assert "Tuesday" in page
    assert 'aria-invalid="true"' in page
    assert not Meeting.objects.exists()


def test_months_without_a_year_follow_the_ones_before_them(client):
    body = make.BodyFactory(kind="board")
    page = look(client, "meetings", "Sept 2016\tDecember\tMarch\nReport\tBudget\tPlan\n", body=body)
    press(client, "meetings", page, "save")
    assert [(row.year, row.month) for row in Meeting.objects.all()] == [(2016, 9), (2016, 12), (2017, 3)]


def test_progress_makes_the_reporting_period_that_is_not_there_yet(client):
    plan = make.PlanFactory()
    text = (
        "\tPriority\tQuantitative Data\tQualitative Data\n"
        "A\tTalk to one another\tTwo conferences\tAn audit\nB\tListen\tMore\tNone\n"
    )
    page = look(client, "progress", text, plan=plan)
    assert "Or a new one: reporting period" in page
    page = look(client, "progress", text, plan=plan, **{"new-period": "2014/15"})
    done = press(client, "progress", page, "save")
    assert (Progress.objects.count(), ReportingPeriod.objects.get().label) == (2, "2014/15")
    client.post(done["Location"])
    assert not ReportingPeriod.objects.exists()


def test_rows_that_go_on_are_joined_by_one_button(client):
    plan = make.PlanFactory()
    text = "Ref\tObjective\tOutcome\n1\tKeep up procedures and\tAll know\n\ttell everyone\tthem\n2\tListen\tHeard\n"
    page = look(client, "goals", text, plan=plan)
    assert "may go on with the row above" in page
    page = press(client, "goals", page, "row-2=join").content.decode()
    press(client, "goals", page, "save")
    assert list(Goal.objects.values_list("title", flat=True)) == ["Keep up procedures and tell everyone", "Listen"]


def test_many_rows_are_shown_a_page_at_a_time_and_saved_together(client, budget):
    text = "Item\tEstimate\n" + "".join(f"Line {number} of it\t{number}.00\n" for number in range(1, 121))
    page = look(client, "budget-lines", text, budget=budget)
    assert "120 rows will be saved" in page
    assert page.count("<textarea") == 98
    page = press(client, "budget-lines", page, "page-3", **{"c-5-1": "7.77"}).content.decode()
    assert "rows 101 to 121 of 121" in page
    press(client, "budget-lines", page, "save")
    assert BudgetLine.objects.count() == 120
    assert BudgetLine.objects.filter(estimate="7.77").count() == 1


def test_of_ten_thousand_rows_a_page_is_shown_and_what_is_no_figure_is_named_wherever_it_stands(client, budget):
    lines = "".join(f"Line {number} of it,Staff,{number}.00\n" for number in range(1, 10_000))
    began = time.process_time()
    page = look(client, "budget-lines", f"Item,Heading,Estimate\n{lines}The last,Staff,half\n", budget=budget)
    took = time.process_time() - began
    assert "Row 10001, Estimate: Write an amount" in page
    assert page.count("<textarea") < 200
    assert len(page) < 150_000
    assert not BudgetLine.objects.exists()
    # 5 seconds with ten columns on a quiet machine; this is only to find what grows faster than the table.
    assert took < 15


TWO = (
    "<h2>Who pays 2016/17</h2><table><tr><td>Agency<td>Amount<tr><td>Essex Police<td>£14"
    "<tr><td>City Council<td>£1</table>"
    "<h2>Members of the board</h2><table><tr><td>Role<td>Organisation<tr><td>Nurse<td>City Hospital</table>"
    "<p> </p><table><tr><td>Doctor<td>City Surgery</table>"
)


def test_several_tables_in_one_clipboard_are_all_shown_and_saved_together(client, budget):
    body = make.BodyFactory(kind="board")
    answer = client.post(
        reverse("paste", args=["contributions"]), {"html": TWO, "pasted": "x", "budget": budget.pk}, follow=True
    )
    address, page = answer.redirect_chain[-1][0], answer.content.decode()
    main = page[page.index("<main") :]
    assert "It may go on with the table before it." in main
    assert [Fields(main).data[f"into-{number}"] for number in (1, 3, 4)] == ["contributions", "members", ""]
    page = client.post(
        address, Fields(main).data | {"into-4": "goes-on", "body": body.pk, "title": "", "do": "look"}
    ).content.decode()
    main = page[page.index("<main") :]
    client.post(address, Fields(main).data | {"do": "save"})
    assert Contribution.objects.count() == 2
    assert [row.role for row in Seat.objects.all()] == ["Nurse", "Doctor"]


@pytest.mark.parametrize(
    "last", ["Totl\t£15", "T O T A L\t£15", "Tot.\t£15", "GRAND TOTL\t£14", "\t£15", "In all we have\t£15"]
)
def test_a_row_that_nearly_says_total_or_ends_with_the_sum_is_asked_about(client, budget, last):
    text = f"Agency\tAmount\nPolice\t£14\nCollege\t£1\n{last}\n"
    page = look(client, "contributions", text, budget=budget)
    assert "Row 4 may be a total" in page
    press(client, "contributions", page, "save")
    assert not Contribution.objects.exists()
    page = press(client, "contributions", page, "row-3=out").content.decode()
    press(client, "contributions", page, "save")
    assert sorted(str(row.amount) for row in Contribution.objects.all()) == ["1.00", "14.00"]


def test_names_that_are_only_like_a_total_are_rows(client, budget):
    text = "Agency\tAmount\nHotel and Rental Ltd\t£14\nLocal Dental Group\t£1\nTotem\t£2\n"
    assert "may be a total" not in look(client, "contributions", text, budget=budget)


@pytest.mark.parametrize(
    ("slug", "text", "saved"),
    [
        ("goals", "Priority 1: Neglect\nPriority 2: Exploitation\nPriority 3: Early help\n", 3),
        ("key-successes", "<ul><li>Key success: the pledge<li>Neglect strategy<li>Training</ul>", 3),
        ("members", "Director of Public Health\nLay member\nHead teacher\n", 3),
    ],
)
def test_the_first_row_of_a_bare_list_is_no_heading(client, slug, text, saved):
    where = {
        "goals": lambda: {"plan": make.PlanFactory()},
        "members": lambda: {"body": make.BodyFactory(kind="board")},
        "key-successes": lambda: {"period": make.ReportingPeriodFactory()},
    }
    page = look(client, slug, text, **where[slug]())
    assert f"Save {saved} rows" in page


def test_a_row_that_may_be_one_of_the_list_is_asked_about_before_it_is_a_heading(client):
    text = "Priority 1: Neglect\tFewer are harmed\nPriority 2: Exploitation\tMore is known\n"
    page = look(client, "goals", text, plan=make.PlanFactory())
    assert "Row 1 is taken for the headings and isn’t saved" in page
    press(client, "goals", page, "save")
    assert not Goal.objects.exists()
    page = press(client, "goals", page, "row-0=save", **{"column-1": "wanted"}).content.decode()
    assert "Save 2 rows" in page


def test_a_cell_as_wide_as_the_table_heads_rows_and_is_none(client):
    text = (
        "<table><tr><td>Role<td>Organisation<tr><td colspan=2>Statutory partners"
        "<tr><td>Director<td>Southend Council</table>"
    )
    page = look(client, "members", text, body=make.BodyFactory(kind="board"))
    assert "Row 2 isn’t saved: “Statutory partners”." in page
    press(client, "members", page, "save")
    assert not Seat.objects.exists()


def test_spending_in_brackets_is_asked_about(client, budget):
    text = "Item\tEstimate\nExpenditure\t\nStaff\t(100)\nRooms\t(50)\n"
    page = look(client, "budget-lines", text, budget=budget)
    assert "“(100)” is spending below nought. Is £100 spent?" in page
    assert "and so in all 2 cells" in page
    one = press(client, "budget-lines", page, "cell-2-1=£100").content.decode()
    page = press(client, "budget-lines", one, "sure-3-1=").content.decode()
    press(client, "budget-lines", page, "save")
    assert sorted(row.estimate for row in BudgetLine.objects.all()) == [-50, 100]


def test_only_the_heading_of_the_amount_says_what_is_agreed(client, budget):
    text = "Agency\tProposed\tAgreed on\nPolice\t£14\t1 May 2016\nCollege\t£1\t\n"
    page = look(client, "contributions", text, budget=budget)
    page = press(client, "contributions", page, "look", **{"column-1": "amount"}).content.decode()
    press(client, "contributions", page, "save", looked=page.split('id="looked" value="')[1].split('"')[0])
    assert {row.status for row in Contribution.objects.all()} == {"proposed"}


def test_pounds_and_a_dash_are_said_to_be_nought(client, budget):
    page = look(client, "contributions", "Agency\tAmount\nPolice\t£ -\nCollege\tNil\n", budget=budget)
    assert "“£ -” was read as £0." in page
    assert "“Nil” was read as £0." in page


def test_the_marks_of_a_list_in_a_cell_are_no_words_of_its_rows(client):
    text = 'Priority\tOutcomes\nNeglect\t"1. Help comes early\n2) It helps\na) 12.5% fewer wait\nc. 40 are seen"\n'
    page = look(client, "goals", text, plan=make.PlanFactory())
    assert "not saved" not in page
    press(client, "goals", page, "save")
    assert [aim.words for aim in Goal.objects.get().aim_set.all()] == [
        "Help comes early",
        "It helps",
        "12.5% fewer wait",
        "c. 40 are seen",
    ]


def test_an_amount_of_nobody_is_asked_about_unless_a_total_has_it(client, budget):
    text = "Agency\tAmount\nPolice\t£14\n\t£20\n"
    page = look(client, "contributions", text, budget=budget)
    assert "Row 3 may be a total" in page
    page = press(client, "contributions", page, "row-2=out").content.decode()
    press(client, "contributions", page, "save")
    assert [row.amount for row in Contribution.objects.all()] == [14]
    assert "may be a total" not in look(client, "contributions", f"{text}Total\t£34\n", budget=budget)
    assert "Row 3 may be a total" in look(client, "contributions", f"{text}Total\t£14\n", budget=budget)


def test_bare_numbers_without_a_heading_are_looked_at_before_they_are_pounds(client, budget):
    page = look(client, "contributions", "Police\t60\nCollege\t40\n", budget=budget)
    assert "is saved as amount, and its figures say neither £ nor %." in page
    press(client, "contributions", page, "save")
    assert not Contribution.objects.exists()


def test_a_heading_without_rows_is_asked_about(client, budget):
    text = "Item\tEstimate\nIncome\t\nStaffing\t\nPolice\t£14\nTravel\t\nRooms\t\nHall\t£2\nWebsite\t\n"
    page = look(client, "budget-lines", text, budget=budget)
    for number, words in ((5, "Travel"), (8, "Website")):
        assert f"Row {number} heads no row: “{words}”." in page
    assert page.count("heads no row") == 2
    page = press(client, "budget-lines", page, "row-4=save").content.decode()
    page = press(client, "budget-lines", page, "row-7=save").content.decode()
    assert "heads no row" not in page
    press(client, "budget-lines", page, "save")
    assert {row.description for row in BudgetLine.objects.all()} == {"Police", "Travel", "Hall", "Website"}


def test_a_heading_in_the_last_column_is_no_line(client, budget):
    text = "Estimate\tOutturn\tItem\n\t\tIncome\n£14\t£13\tPolice\n\t\tStaffing\n£2\t£1\tTravel\n"
    page = look(client, "budget-lines", text, budget=budget)
    press(client, "budget-lines", page, "save")
    assert {(row.heading, row.description) for row in BudgetLine.objects.all()} == {
        ("", "Police"),
        ("Staffing", "Travel"),
    }


def test_a_figure_that_is_not_read_yet_is_no_nought_in_a_sum(client, budget):
    page = look(client, "contributions", "Agency\tAmount\nPolice\t£1OO\nProbation\t£40\nTotal\t£140\n", budget=budget)
    assert "these rows come to £40, 1 figure above not read yet." in page
    page = look(client, "contributions", "Agency\tAmount\nPolice\t£1OO\nProbation\t£4O\nTotal\t£140\n", budget=budget)
    assert "The rows can’t be added up: 2 figures above not read yet." in page
    assert "come to £0" not in page


def test_what_only_the_database_refuses_is_said_in_its_sentence_beside_its_cell(client, budget):
    intake = Intake(LISTS["budget-lines"], {"budget": budget}, User.objects.get())
    broken = {"description": "Training", "side": "expenditure", "revised": "", "revised_because": "It costs less."}
    with pytest.raises(Problems) as refused, transaction.atomic():
        intake.keep(BudgetLine, broken, budget=budget)
    assert refused.value.by_column == {"revised": ["Write what it was revised to, or leave out the reason."]}
    assert not BudgetLine.objects.exists()


def test_no_row_asks_for_its_constraints_before_it_is_saved(client, budget):
    def asked(rows):
        text = "Item\tEstimate\n" + "".join(f"Line {number} of {rows}\t{number}.00\n" for number in range(1, rows + 1))
        page = look(client, "budget-lines", text, budget=budget)
        with CaptureQueriesContext(connection) as seen:
            press(client, "budget-lines", page, "save")
        return len(seen)

    # Looked at and saved, each with two savepoints, the key, the row and its line of history: no more for a constraint.
    assert (asked(22) - asked(2)) / 20 <= 14
    assert BudgetLine.objects.count() == 24
