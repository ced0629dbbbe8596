"""A table is pasted, looked at row by row, corrected, saved as one and taken back as one."""

import io
from html.parser import HTMLParser

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from finance.models import Budget, BudgetLine, Contribution
from forwardplan.models import Meeting, StandingItem
from kit import history, pasting
from kit.drafts.models import Draft
from kit.incoming import files
from kit.intake.table import arrange
from kit.intake.taking import PASTED, Intake
from kit.stamps import claim
from kit.together import spoken, take_back
from lscb.office import brought, looked_at
from lscb.office.pasted_lists import LISTS
from priorities import models as priorities
from tests import factories as make


class Fields(HTMLParser):
    """The fields of a page's form as a browser would send them."""

    def __init__(self, html):
        super().__init__()
        self.data, self.area, self.select = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        is_sent = attrs.get("type") not in ("file", "checkbox") or "checked" in attrs
        if tag == "input" and attrs.get("name") and is_sent:
            self.data[attrs["name"]] = attrs.get("value") or ""
        elif tag == "textarea":
            self.area = attrs["name"]
            self.data[self.area] = ""
        elif tag == "select":
            self.select = attrs["name"]
            self.data[self.select] = ""
        elif tag == "option" and "selected" in attrs:
            self.data[self.select] = attrs["value"] or ""

    def handle_endtag(self, tag):
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, data):
        if self.area:
            self.data[self.area] += data.removeprefix("\n") if not self.data[self.area] else data


def table_of(given):
    """The cells of the one table, or list, in something that is pasted."""
    return brought.single(brought.of(files.read(given))).pieces[0].cells


def arranged(given, into, years=frozenset()):
    """What is pasted as a list takes it."""
    return arrange(table_of(given), into, years)


@pytest.fixture
def budget(db):
    make.BoardFactory()
    return make.BudgetFactory(financial_year="2016/17")


@pytest.fixture
def manager(db):
    return make.SuperuserFactory(name="Manager")


@pytest.fixture
def client(manager):
    client = Client()
    client.force_login(manager)
    return client


TABLE = "Agency\tShare\tAmount\r\nPolice\t49.5%\t£43,065\r\nHealth\t50.5%\t1000\r\n"
PASTE = "/office/paste/contributions/"


def look(client, text=TABLE, **more):
    return client.post(PASTE, {"pasted": text, **more})


def test_every_row_is_shown_and_nothing_is_saved_before_somebody_says_so(client, budget):
    page = look(client, budget=budget.pk).content.decode()
    assert "2 rows will be saved" in page
    assert "Police" in page
    assert "£43,065" in page
    assert not Contribution.objects.exists()
    assert not Contribution.history.exists()


def test_what_was_shown_is_what_is_saved(client, budget, manager):
    fields = Fields(look(client, budget=budget.pk).content.decode()).data
    client.post(PASTE, fields | {"do": "save"})
    rows = Contribution.objects.values_list("label", "share", "amount", "position", "version")
    assert [tuple(map(str, row)) for row in rows] == [
        ("Police", "49.500", "43065.00", "1", "1"),
        ("Health", "50.500", "1000.00", "2", "1"),
    ]
    line = Contribution.history.first()
    assert (line.history_user, line.history_change_reason) == (manager, "Pasted: Who pays what")


def test_one_wrong_cell_stops_all_and_is_named_beside_the_cell(client, budget):
    wrong = TABLE.replace("50.5%", "half").replace("49.5%", "101")
    fields = Fields(look(client, wrong, budget=budget.pk).content.decode()).data
    page = client.post(PASTE, fields | {"do": "save"})
    words = page.content.decode()
    assert page.status_code == 200
    assert not Contribution.objects.exists()
    assert words.count('aria-invalid="true"') == 2
    assert 'href="#c-1-1">Row 2, Share in per cent: ' in words
    assert 'id="c-2-1_error"' in words
    assert 'aria-describedby="c-2-1_error"' in words
    # Corrected on the spot, both are saved.
    client.post(PASTE, Fields(words).data | {"c-2-1": "50.5", "c-1-1": "49.5", "do": "save"})
    assert Contribution.objects.count() == 2


def test_columns_and_rows_are_corrected_by_hand(client, budget):
    text = "How\tFrom whom\n5\tA\n7\tB"
    fields = Fields(look(client, text, budget=budget.pk).content.decode()).data
    assert fields["column-1"] == ""
    page = client.post(PASTE, fields | {"column-0": "", "do": "save"})
    assert "Say which column holds what" in page.content.decode()
    fields |= {"column-0": "amount", "column-1": "payer", "row-0": "out", "row-2": "out"}
    client.post(PASTE, fields | {"do": "save"})
    assert [(row.label, row.amount) for row in Contribution.objects.all()] == [("A", 5)]


LINES = "Item\tAmount\nTraining\t\nE-Academy\t6000\nMeeting expenses\t1000\nWebsite\t\nHosting\t350\n"


def test_each_line_names_the_heading_it_is_saved_under_and_one_choice_takes_it_out(client, budget):
    address = reverse("paste", args=["budget-lines"])
    page = client.post(address, {"pasted": LINES, "budget": budget.pk}).content.decode()
    assert page.count('<option value="save" selected>Under “Training”</option>') == 2
    assert page.count('<option value="save" selected>Under “Website”</option>') == 1
    assert page.count('<option value="heading" selected>') == 2
    fields = Fields(page).data | {"row-3": "alone"}
    page = client.post(address, fields).content.decode()
    assert page.count('<option value="save" selected>Under “Training”</option>') == 1
    assert page.count('<option value="alone" selected>Under no heading</option>') == 1
    client.post(address, fields | {"do": "save"})
    assert list(BudgetLine.objects.values_list("heading", "description")) == [
        ("Training", "E-Academy"),
        ("", "Meeting expenses"),
        ("Website", "Hosting"),
    ]


def test_among_many_groups_the_board_is_chosen_already(client, budget):
    board = make.BodyFactory(name="The Board", kind="board")
    make.BodyFactory(name="Audit group", kind="sub-group", parent=board)
    for slug in ("members", "chairs", "meetings"):
        page = client.get(reverse("paste", args=[slug])).content.decode()
        assert f'<option value="{board.pk}" selected>' in page


def test_a_line_that_stands_there_is_named_beside_its_words(client, budget):
    address = reverse("paste", args=["budget-lines"])
    fields = Fields(client.post(address, {"pasted": LINES, "budget": budget.pk}).content.decode()).data
    client.post(address, fields | {"do": "save"})
    page = client.post(address, {"pasted": LINES, "budget": budget.pk}).content.decode()
    assert 'href="#c-2-0">Row 3, Line: This stands in the list already.' in page


def test_what_was_pasted_leads_to_the_page_on_which_it_stands(client, budget):
    fields = Fields(look(client, budget=budget.pk).content.decode()).data
    done = client.post(PASTE, fields | {"do": "save"})
    page = client.get(done["Location"]).content.decode()
    where = reverse("office-budget", kwargs={"key": budget.key})
    assert f'href="{where}"' in page


def test_the_same_table_twice_is_said_and_not_saved_twice(client, budget):
    fields = Fields(look(client, budget=budget.pk).content.decode()).data
    client.post(PASTE, fields | {"do": "save"})
    again = client.post(PASTE, fields | {"do": "save"}, follow=True)
    assert "This table isn’t kept any more" in again.content.decode()
    page = look(client, budget=budget.pk)
    assert page.content.decode().count("This stands in the list already.") == 4  # beside the cell and in the summary
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize("most", [1_500, 1])
def test_who_presses_save_twice_in_a_moment_has_saved_once_and_reads_of_no_fault(client, budget, monkeypatch, most):
    monkeypatch.setattr(looked_at, "LONG", most)
    fields = Fields(look(client, budget=budget.pk).content.decode()).data | {"do": "save"}
    judge = looked_at.LookedAt.is_sound.fget
    presses = [lambda: client.post(PASTE, fields)]

    def in_the_same_moment(look):
        if judge(look) and presses:
            presses.pop()()
        return judge(look)

    monkeypatch.setattr(looked_at.LookedAt, "is_sound", property(in_the_same_moment))
    page = client.post(PASTE, fields, follow=True).content.decode()
    assert "This stands in the list already." not in page
    assert "This table isn’t kept any more" in page or "done. Saved: 2 records." in page
    assert (Contribution.objects.count(), Draft.objects.count()) == (2, 0)


def test_who_pays_already_is_known_by_name_whoever_is_behind_it(client, budget):
    make.ContributionFactory(budget=budget, label="Police", payer=make.PartyFactory())
    page = look(client, budget=budget.pk).content.decode()
    assert 'href="#c-1-0">Row 2, Who pays: This stands in the list already.' in page


def test_a_known_organisation_is_recognised(client, budget):
    police = make.OrganisationFactory(name="Essex Police", short_name="Police")
    fields = Fields(look(client, budget=budget.pk).content.decode()).data
    client.post(PASTE, fields | {"do": "save"})
    row = Contribution.objects.get(position=1)
    assert (row.payer.organisation, row.label, row.payer_name) == (police, "Police", "Police")


def test_the_whole_paste_is_taken_back_at_once(client, budget):
    make.ContributionFactory(budget=budget, label="There before")
    fields = Fields(look(client, budget=budget.pk).content.decode()).data
    done = client.post(PASTE, fields | {"do": "save"})["Location"]
    assert "Added: 2 contributions." in client.get(done).content.decode()
    assert client.post(done).status_code == 302
    assert [row.label for row in Contribution.objects.all()] == ["There before"]
    assert {line.history_type for line in Contribution.history.filter(label="Police")} == {"+", "-"}
    # What was taken back can be restored like anything that was deleted.
    history.restore(Contribution, Contribution.history.filter(label="Police").first().id, by=make.UserFactory())


def test_a_paste_that_somebody_worked_on_is_not_taken_back(client, budget, manager):
    fields = Fields(look(client, budget=budget.pk).content.decode()).data
    done = client.post(PASTE, fields | {"do": "save"})["Location"]
    row = Contribution.objects.get(label="Police")
    claim(row, 1, by=manager)
    row.save()
    page = client.post(done)
    assert (page.status_code, Contribution.objects.count()) == (409, 2)
    assert "were changed since: undo or remove them" in page.content.decode()


def test_what_was_added_by_hand_is_not_swept_away_with_a_paste(db, manager):
    into = LISTS["goals"]
    grid = arranged(("Code\tPriority\nA\tTalk"), into)
    intake = Intake(into, {"plan": make.PlanFactory(), "part": None}, manager)
    outcome = intake.run(grid, save=True)
    make.AimFactory(goal=priorities.Goal.objects.get(), words="By hand")
    with pytest.raises(history.CannotChange, match=r"Something was added to “A Talk” since\. Remove it first: By hand"):
        take_back(outcome.moment, [priorities.Goal, priorities.Aim], PASTED, by=manager)
    assert priorities.Aim.objects.exists()


def test_parts_are_taken_back_before_what_they_are_parts_of(db, manager):
    plan = make.PlanFactory()
    into = LISTS["goals"]
    grid = arranged(("Code\tPriority\tOutcome\nA\tTalk\tTalked\nB\tListen\tHeard"), into)
    intake = Intake(into, {"plan": plan, "part": None}, manager)
    outcome = intake.run(grid, save=True)
    assert priorities.Aim.objects.count() == 2
    client = Client()
    client.force_login(manager)
    client.post(reverse("pasted", args=[spoken(outcome.moment)]))
    assert not priorities.Goal.objects.exists()
    assert not priorities.Aim.objects.exists()


def test_what_a_large_paste_added_is_told_by_pages(db, manager, client, monkeypatch):
    monkeypatch.setattr("lscb.office.pasting.PER_PAGE", 2)
    into = LISTS["goals"]
    intake = Intake(into, {"plan": make.PlanFactory(), "part": None}, manager)
    outcome = intake.run(arranged("Code\tPriority\nA\tTalk\nB\tListen\nC\tAsk", into), save=True)
    address = reverse("pasted", args=[spoken(outcome.moment)])
    first, last = (client.get(f"{address}{query}").content.decode() for query in ("", "?page=2"))
    assert "3 goals" in first
    assert [name in first for name in ("Talk", "Listen", "Ask")] == [True, True, False]
    assert [name in last for name in ("Talk", "Listen", "Ask")] == [False, False, True]
    assert 'href="?page=2"' in first
    client.post(address)
    assert not priorities.Goal.objects.exists(), "all of it is taken back, not a page"


def test_a_workbook_is_read_like_a_paste(client, budget):
    book = openpyxl.Workbook()
    book.active.append(["Agency", "Share", "Amount"])
    book.active.append(["Police", 0.495, 43065])
    book.active["B2"].number_format = "0.0%"
    file = io.BytesIO()
    book.save(file)
    page = look(client, "", budget=budget.pk, file=SimpleUploadedFile("who pays.xlsx", file.getvalue()))
    fields = Fields(page.content.decode()).data
    assert [fields[f"c-1-{column}"] for column in range(3)] == ["Police", "49.5%", "43065"]


def test_nothing_pasted_is_asked_for_in_words_and_nothing_chosen_too(client, budget):
    Budget.objects.get()
    make.BudgetFactory()
    page = look(client, "").content.decode()
    assert "There is no table in this." in page
    assert page.count("aria-invalid") == 2


def test_what_takes_too_long_to_read_is_refused_beside_its_field(client, budget, monkeypatch):
    with monkeypatch.context() as hurried:
        hurried.setattr(pasting, "LIMITS", replace(pasting.LIMITS, wall=0))
        page = look(client, "<table>" + "<a " * 300_000)
    assert page.status_code == 200
    assert "more than 0 seconds" in page.content.decode()
    assert "At most 10,500 rows" in look(client, "<table>" + "<tr><td>a" * 12_000).content.decode()


@pytest.mark.parametrize(
    "broken",
    [
        {"look": ""},
        {"page": "9" * 30},
        {"do": "row-99999-1=save"},
        {"do": "cell-1-99=1"},
        {"do": "all-1-x-9"},
        {"c-1-0": "\x00"},
        {"column-0": "version", "row-0": "is_staff"},
        {"budget": "999999999999999999999"},
    ],
)
def test_a_page_sent_back_broken_is_answered_with_a_message(client, budget, broken):
    fields = Fields(look(client, budget=budget.pk).content.decode()).data | {"do": "save"} | broken
    page = client.post(PASTE, fields)
    assert page.status_code in (200, 302)
    assert not Contribution.objects.exclude(version=1, label__in=["Police", "Health"]).exists()


def test_meetings_that_stand_there_get_their_items(db, manager):
    meeting = make.MeetingFactory(year=2016, month=6)
    StandingItem.objects.create(body=meeting.body, title="Monitor Key PIs")
    into = LISTS["meetings"]
    text = "Date\tItem\nJune 2016\tMonitor key PIs\n\tAttendance report\n14 September 2016\tAnnual report"
    grid = arranged((text), into)
    outcome = Intake(into, {"body": meeting.body}, manager).run(grid, save=True)
    assert outcome.is_sound, outcome
    assert [str(each) for each in Meeting.objects.all()] == ["June 2016", "14 September 2016"]
    assert [(each.title, bool(each.standing_item)) for each in meeting.agendaitem_set.all()] == [
        ("Monitor key PIs", True),
        ("Attendance report", False),
    ]


def test_a_title_above_the_headings_and_headings_repeated_are_left_out_by_themselves(budget, manager):
    into = LISTS["contributions"]
    text = (
        "Contributions 2016/17\t\t\n\t\t\nPartner\tShare\tAmount\nPolice\t40%\t£400\n"
        "Partner\tShare\tAmount\nProbation\t60%\t(£600)"
    )
    grid = arranged((text), into)
    assert grid.columns == ["payer", "share", "amount"]
    outcome = Intake(into, {"budget": budget}, manager).run(grid, save=True)
    assert outcome.is_sound, outcome
    assert [(str(row.share), str(row.amount)) for row in Contribution.objects.all()] == [
        ("40.000", "400.00"),
        ("60.000", "-600.00"),
    ]


@pytest.mark.parametrize(
    ("headings", "status", "basis"),
    [
        ("Agency\tProposed %age\tProposed contributions", "proposed", "share"),
        ("Agency\tAgreed %\tAmount", "agreed", "share"),
        ("Agency\tShare\tAmount", "", "share"),
        ("Agency\tAmount agreed", "agreed", "fixed"),
    ],
)
def test_pasted_contributions_are_proposed_or_agreed_if_their_headings_say_so(headings, status, basis, budget, manager):
    into = LISTS["contributions"]
    row = "\t".join(["Police", *[""] * (headings.count("\t") - 1), "£400"])
    grid = arranged((f"{headings}\n{row}"), into)
    outcome = Intake(into, {"budget": budget}, manager).run(grid, save=True)
    assert outcome.is_sound, outcome
    paid = Contribution.objects.get()
    # A share that is left out of a column of shares is missing; without such a column nobody owes one.
    assert (paid.status, paid.basis, paid.share, paid.amount) == (status, basis, None, 400)


def test_what_is_no_number_is_said_as_in_every_form(budget, manager):
    into = LISTS["contributions"]
    grid = arranged(("Partner\tShare\tAmount\nPolice\tmost\t£400"), into)
    outcome = Intake(into, {"budget": budget}, manager).run(grid, save=False)
    assert outcome.problems == {1: {"share": ["Write a share, such as 49.5%."]}}
