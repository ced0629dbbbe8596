"""A quarter tracker becomes figures: each sign read, no total stored, what is odd asked about, one undo."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kit.incoming import files
from kit.intake import looking
from kit.intake.table import arrange
from kit.intake.taking import PASTED, Intake
from kit.together import take_back
from lscb.office import brought
from lscb.office.pasted_lists import LISTS
from lscb.office.places import MODELS
from membership.roles import Role
from priorities.models import Indicator, Observation, Series
from tests import factories as make

pytestmark = pytest.mark.django_db
FIGURES = LISTS["figures"]


def tracker():
    """A workbook as data officers keep it: two heading rows, signs, a total, a hidden row and a hidden column."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Performance data set, Department for Education definitions"])
    sheet.append(["Ref", "Indicator", "Source", "2015/16", None, None, None, "Working"])
    sheet.append([None, None, None, "Q1", "Q2", "Q3", "Q4", None])
    sheet.append(["1", "Referrals", "Council", 110, 98, "[c]", "awaited", "x1"])
    sheet.append(["2", "Re-referrals, %", "Council", "21%", "125%", "low", "c", "x2"])
    sheet.append(["3", "Missing episodes", "Police", 11, "<5", ":", 0, "x3"])
    sheet.append(["4", "Hidden away", "Police", 1, 2, 3, 4, "x4"])
    sheet.append([None, "Total", None, 121, None, None, None, None])
    sheet.merge_cells("D2:G2")
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["H"].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells_of(given):
    return brought.single(brought.of(files.read(given))).pieces[0].cells


def table(rows):
    return arrange(
        brought.single(brought.of(files.read("\n".join("\t".join(r) for r in rows)))).pieces[0].cells, FIGURES
    )


def taken(grid, by, *, save=True):
    return Intake(FIGURES, {}, by).run(grid, save=save)


@pytest.fixture
def manager():
    return make.UserFactory(roles=[Role.MANAGER])


def recorded():
    rows = Observation.objects.select_related("series__indicator").order_by("series__indicator__position", "ends")
    return [(seen.series.indicator.name, seen.period, seen.value, seen.state, seen.reason) for seen in rows]


def test_a_quarter_tracker_from_file_to_figures(manager):
    grid = arrange(cells_of(tracker()), FIGURES)
    looked = taken(grid, manager, save=False)
    [(row, problems)] = looked.problems.items()
    [(place, [sentence])] = problems.items()
    assert (grid.cells.rows[row][place], sentence.may_stay) == ("125%", True)
    assert "125% is no share of a whole" in sentence
    assert Observation.objects.count() == 0
    # Somebody says that it is meant, and all is saved.
    grid.sure.add((row, place))
    outcome = taken(grid, manager)
    assert outcome.is_sound, (outcome.problems, outcome.general)
    assert recorded() == [
        ("Referrals", "2015/16 Q1", 110, "", ""),
        ("Referrals", "2015/16 Q2", 98, "", ""),
        ("Referrals", "2015/16 Q3", None, "suppressed", ""),
        ("Referrals", "2015/16 Q4", None, "not-available", "awaited"),
        ("Re-referrals, %", "2015/16 Q1", 21, "", ""),
        ("Re-referrals, %", "2015/16 Q2", 125, "", ""),
        ("Re-referrals, %", "2015/16 Q3", None, "low", ""),
        ("Re-referrals, %", "2015/16 Q4", None, "suppressed", ""),
        ("Missing episodes", "2015/16 Q1", 11, "", ""),
        ("Missing episodes", "2015/16 Q2", None, "suppressed", "fewer than 5"),
        ("Missing episodes", "2015/16 Q3", None, "not-available", ""),
        ("Missing episodes", "2015/16 Q4", 0, "", ""),
    ]
    first = Observation.objects.order_by("ends", "pk").first()
    assert (first.starts, first.ends, first.timing) == (date(2015, 4, 1), date(2015, 6, 30), "during")
    assert dict(Indicator.objects.values_list("name", "unit")) == {
        "Referrals": "number",
        "Re-referrals, %": "per-cent",
        "Missing episodes": "number",
    }
    said = " ".join(outcome.looks)
    assert "“[c]” as not shown: a small number (1)" in said
    assert "3 new indicators: Referrals; Re-referrals, %; Missing episodes" in said
    assert take_back(outcome.moment, MODELS, PASTED, by=manager) == 18
    assert (Indicator.objects.count(), Observation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("above", "sign", "state", "asks"),
    [
        ("", "*", "", True),
        ("Hospital episode statistics", "*", "suppressed", False),
        ("Department for Education", "k", "low", False),
        ("", "k", "", True),
        ("", "..", "not-available", False),
        ("", "n/a", "", True),
    ],
)
def test_a_sign_means_what_its_source_says(manager, above, sign, state, asks):
    rows = [["Measure", "Q1 2015/16", "Q2 2015/16"], ["Admissions", "12", sign], ["Other", "3", "4"]]
    cells = cells_of(("\t".join([above, "", ""]) + "\n" if above else "") + "\n".join("\t".join(row) for row in rows))
    outcome = taken(arrange(cells, FIGURES), manager)
    if asks:
        assert len(outcome.problems) == 1, outcome.problems
        [problems] = outcome.problems.values()
        [[sentence]] = problems.values()
        assert len(sentence.offers) > 1
    else:
        assert (
            Observation.objects.get(period_as_printed="Q2 2015/16", series__indicator__name="Admissions").state == state
        )


def test_a_figure_that_stands_is_kept_filled_or_revised_and_never_overwritten_in_silence(manager):
    line = make.SeriesFactory(indicator__name="Referrals", indicator__year_type="financial", name="All")
    dated = {"timing": "during", "series": line}
    for number, (value, state) in enumerate([(10, ""), (None, "not-available"), (30, ""), (40, "")], start=1):
        starts = date(2015, 3 * number + 1, 1) if number < 4 else date(2016, 1, 1)
        ends = {1: date(2015, 6, 30), 2: date(2015, 9, 30), 3: date(2015, 12, 31), 4: date(2016, 3, 31)}[number]
        make.ObservationFactory(
            value=value, state=state, starts=starts, ends=ends, period_as_printed=f"Q{number} 2015/16", **dated
        )
    heads = ["Measure", *(f"Q{number} 2015/16" for number in range(1, 5))]
    typed = [heads, ["Referrals", "10", "20", "31", "40"]]
    outcome = taken(table(typed), manager)
    [[sentence]] = next(iter(outcome.problems.values())).values()
    assert sentence.offers == ("31 r",)
    assert line.observation_set.get(ends=date(2015, 9, 30)).value is None
    typed[1][3] = "31 r"
    outcome = taken(table(typed), manager)
    assert outcome.is_sound, outcome.problems
    assert list(line.observation_set.order_by("ends").values_list("value", "first_value", "revised")) == [
        (10, None, False),
        (20, None, False),
        (31, 30, True),
        (40, None, False),
    ]
    take_back(outcome.moment, MODELS, PASTED, by=manager)
    values = line.observation_set.order_by("ends").values_list("value", flat=True)
    assert list(values) == [10, None, 30, 40]


PARTED = [
    ["Indicator", "Breakdown", "Q1 2015/16", "Q2 2015/16"],
    ["Missing episodes", "Boys", "12", "9"],
    ["Missing episodes", "Girls", "8", "c"],
    ["Missing episodes", "Total", "20", "12"],
    ["Reviews in time", "All", "96%", "98%"],
    ["Only a total", "Total", "5", "6"],
    ["Total", "", "31", "15"],
]


@pytest.mark.parametrize("shape", ["below", "above", "named once"])
def test_a_total_of_breakdowns_is_stored_nowhere_and_counts_are_added_to_no_share(manager, shape):
    rows = [list(row) for row in PARTED]
    if shape == "above":
        rows.insert(1, rows.pop(3))
    if shape == "named once":
        rows[2][0] = rows[3][0] = ""
    grid = table(rows)
    look = taken(grid, manager, save=False)
    left_out = {row for row, role in enumerate(grid.roles) if role == "out"}
    assert left_out >= {1 if shape == "above" else 3, 6}
    said = " ".join(each.words for each in looking.looks(grid, look))
    name = "Total" if shape == "named once" else "Missing episodes: Total"
    assert f"Q1 2015/16, “{name}”: you typed 20, and these rows come to the same." in said
    assert "Q1 2015/16, “Total”: you typed 31, these rows come to 25." in said
    taken(grid, manager)
    assert {str(series) for series in Series.objects.all()} == {
        "Missing episodes: Boys",
        "Missing episodes: Girls",
        "Reviews in time: All",
        "Only a total: Total",
    }


def test_a_row_for_each_figure_with_counts(manager):
    rows = [
        ["Indicator", "Breakdown", "Period", "Numerator", "Denominator", "Figure", "Notes"],
        ["Attendance, %", "Police", "2015/16", "30", "40", "75%", "Late"],
        ["Attendance, %", "Health", "2015/16", "30", "40", "80%", ""],
        ["Attendance, %", "Schools", "2015/16", "50", "40", "125%", ""],
    ]
    outcome = taken(table(rows), manager)
    assert [sorted(problems) for problems in outcome.problems.values()] == [["figure"], ["figure"]]
    said = [str(each) for problems in outcome.problems.values() for each in problems["figure"]]
    assert "30 out of 40 is 75%" in said[0]
    assert any("50 out of 40: the part is larger than the whole." in each for each in said[1:])
    outcome = taken(table(rows[:2]), manager)
    assert outcome.is_sound, outcome.problems
    seen = Observation.objects.get()
    assert (seen.value, seen.numerator, seen.denominator, seen.note) == (75, 30, 40, "Late")
    assert (seen.series.name, seen.starts) == ("Police", date(2015, 4, 1))


def test_numbers_and_shares_of_one_period_are_two_indicators_and_a_target_is_no_figure(manager):
    rows = [
        ["Measure", "Target", "2015/16 Number", "2015/16 %", "2016/17 Number", "2016/17 %"],
        ["Referrals", "95%", "41", "12%", "43", "13%"],
    ]
    outcome = taken(table(rows), manager)
    assert outcome.is_sound, outcome.problems
    units = Indicator.objects.order_by("name").values_list("name", "unit")
    assert list(units) == [("Referrals", "number"), ("Referrals, per cent", "per-cent")]
    assert Observation.objects.count() == 4
    assert "Column “Target” isn’t saved" in " ".join(outcome.looks)


def test_breakdowns_stand_under_their_indicator_and_a_near_name_is_asked_about(manager):
    of = make.IndicatorFactory(name="Families supported", unit="per-cent")
    make.SeriesFactory(indicator=of, name="Stage 4")
    rows = [["Measure", "July 2015", "October 2015"], ["Families supported: Stage 4", "10.9%", "9%"]]
    assert taken(table(rows), manager).is_sound
    assert Series.objects.count() == 1
    rows[1][0] = "Family supported"
    [[sentence]] = next(iter(taken(table(rows), manager).problems.values())).values()
    assert sentence.offers == ("Families supported",)
    assert sentence.may_stay
    officer = make.UserFactory(roles=[Role.DATA_OFFICER])
    rows[1][0] = "Something new"
    [[sentence]] = next(iter(taken(table(rows), officer).problems.values())).values()
    assert "Who edits the plan can add it" in sentence


def test_the_page_takes_a_tracker_from_paste_to_undo(manager):
    client = Client()
    client.force_login(manager)
    text = "Measure\tQ1 2015/16\tQ2 2015/16\nPlans\t160\t[x]\nVisits\t7\t9\n"
    page = client.post(reverse("paste", args=["figures"]), {"pasted": text, "html": ""})
    assert "“[x]” as not available (1)" in page.content.decode()
    assert Decimal(160) not in Observation.objects.values_list("value", flat=True)
