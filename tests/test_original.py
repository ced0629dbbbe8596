"""The real plan, entire: every word of the original is published, and every published word is accounted for."""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from finance.models import BudgetLine, Contribution
from forwardplan.models import AgendaItem
from membership.models import Seat
from priorities.models import Finding, Goal, Indicator, Observation, Series
from publications.content.goals import Progress
from publications.content.money import Budget, Contributions
from tests.pdf_reading import Reading

from .original import source
from .original.allowances import ALLOWANCES, JSON, PAGE, PDF
from .original.house_words import HOUSE_WORDS
from .original.provenance import Provenance
from .original.reading import page_blocks, pdf_blocks
from .original.walks import Content, Printed, as_printed, words

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

# Goal, indicator and its series; the period, the figure, why there is none, its direction and the reason as printed.
OBSERVATIONS = [
    ("B", "bullying", "All", "", "32%", "", "", ""),
    ("C", "domestic-abuse", "All", "", "", "not-available", "", "due to change in data system"),
    ("D", "level-of-intervention", "Acute/Stage 4", "July 2015", "10.9%", "", "", ""),
    ("D", "level-of-intervention", "Acute/Stage 4", "previous quarter", "8%", "", "", ""),
    ("D", "level-of-intervention", "Complex/Stage 3", "July 2015", "32.8%", "", "", ""),
    ("D", "level-of-intervention", "Complex/Stage 3", "previous quarter", "45.8%", "", "", ""),
    ("D", "level-of-intervention", "Vulnerable/Stage 2", "July 2015", "41.3%", "", "", ""),
    ("D", "level-of-intervention", "Vulnerable/Stage 2", "previous quarter", "35.3%", "", "", ""),
    ("D", "level-of-intervention", "Universal/Stage 1", "July 2015", "15%", "", "", ""),
    ("D", "level-of-intervention", "Universal/Stage 1", "previous quarter", "10.8%", "", "", ""),
    ("D", "child-protection-plans", "All", "end of June 2015", "186", "", "", ""),
    ("D", "child-protection-plans", "All", "end of June 2014", "161", "", "", ""),
    ("E", "road-traffic", "All", "", "6", "", "same", ""),
    ("E", "road-traffic", "All", "since 2011", "", "in-words-only", "down", ""),
    ("F", "cse-information-reports", "All", "", "", "not-available", "", ""),
    ("F", "high-risk-of-cse", "All", "end of September 2015", "45", "", "", ""),
    ("G", "feeling-safe", "All", "", "", "not-available", "", ""),
    ("H", "self-injury", "All", "", "", "in-words-only", "up", ""),
    ("H", "re-offending", "All", "", "", "in-words-only", "down", ""),
]

TOTALS = {
    "share": Decimal("100.0"),
    "contributions": Decimal(87_000),
    "income": Decimal(173_000),
    "expenditure": Decimal(115_850),
    "balance": Decimal(57_150),
}


HEADINGS = {
    "contributions": "Income from Partner Agency Contributions",
    "budget": "Projected Budget Considerations 2016-17",
}


@pytest.fixture(scope="module")
def witness(whole_page, plan_as_json, plan_as_pdf):
    """Makes a witness for a walk by its name; a function may tamper with what it says before it is heard."""
    announced = "\n".join(pdf_blocks(Reading(plan_as_pdf).tree))
    as_json = json.dumps(plan_as_json, ensure_ascii=False)
    make = {
        PAGE: cache(lambda tamper: Printed(PAGE, page_blocks(tamper(whole_page)))),
        JSON: cache(lambda tamper: Content(json.loads(tamper(as_json)))),
        PDF: cache(lambda tamper: Printed(PDF, tamper(announced).split("\n"))),
    }

    def witness(name, tamper=str, allowances=ALLOWANCES):
        return make[name](tamper).afresh(allowances)

    return witness


@pytest.fixture(scope="module")
def provenance(check_code):
    """What explains published words that are no statement in its place."""
    statements = [words(as_printed(statement, PAGE)) for statement in source.statements()]
    known = {
        f"£{reckoned()['balance']:,}",
        "-£13,850",
        "-£23,850",
        words(certain()),
        check_code,
        f"{check_code[:4]}-{check_code[4:8]}",
    }
    known.add(" ".join(check_code[start : start + 8] for start in range(0, 64, 8)))
    # Captions without their numbers, in the links to the tables' files.
    known.update(["Estimated Income", "Estimated Expenditure"])
    # On the agendas of these months it stands.
    known.update(["March, June and September", "Southend LSCB"])
    known.update(told for row in OBSERVATIONS for told in (row[2], row[3], row[4], row[7]) if told)
    return Provenance(words, " ".join(statements), statements, known)


def in_full(walk):
    """How many statements stand in their place; if not all do, the number and the list are said."""
    print(walk)
    if walk.missing or walk.displaced:
        pytest.fail(str(walk), pytrace=False)
    return walk.found


def certain():
    """What is said of the income, of which the original brings £71,000 forward and has £10,000 to be confirmed."""
    totals = reckoned()
    own = totals["income"] - 71_000
    return (
        f"Of the income, £71,000 is brought forward from earlier, £{totals['contributions']:,.0f} is not recorded as "
        f"agreed and £10,000 is subject to confirmation. The income of the year itself is £{own:,.0f}, "
        f"£{totals['expenditure'] - own:,.0f} less than its spending; without what is subject to confirmation, "
        f"£{totals['expenditure'] - own + 10_000:,.0f} less than its spending."
    )


def reckoned():
    """The totals, added up from the rows of the original."""
    figures = {kind: [] for kind in ("share", "contributions", "income", "expenditure")}
    side = ""
    for unit in source.units():
        cells = [part[0].words for part in unit.parts]
        side = {"Estimated Income": "income", "Estimated Expenditure": "expenditure"}.get(cells[0], side)
        if unit.kind != "row" or "Total" in cells[0] or not re.fullmatch(r"£?[\d.]+", cells[-1]):
            continue
        amount = Decimal(cells[-1].lstrip("£"))
        if unit.heading == HEADINGS["contributions"]:
            figures["contributions"].append(amount)
            figures["share"].append(Decimal(cells[-2].rstrip("%")))
        elif unit.heading == HEADINGS["budget"]:
            figures[side].append(amount)
    totals = {kind: sum(amounts) for kind, amounts in figures.items()}
    return totals | {"balance": int(totals["income"] - totals["expenditure"])}


def swap(old, new):
    """Tampers: puts something else in the place of the first such words."""

    def tamper(text):
        assert old in text, f"{old!r} is not there, so this test tests nothing"
        return text.replace(old, new, 1)

    return tamper


# From the original to what we publish


def test_the_transcription_is_read_whole():
    """No word of the transcription is lost in reading it, but for what is printed again on each page of a table."""
    marks = re.compile(r"</?p>|[*]|^- |^[-\t ]+$", re.MULTILINE)
    there = Counter(words(marks.sub(" ", source.TRANSCRIPTION.read_text())).split())
    read = Counter(words(marks.sub(" ", " ".join(s.words for s in source.statements()))).split())
    again = (
        "Priority Projected Outcome/Impact Measurement Quantitative Data Qualitative Data " * 2
        + "Role Organisation " * 2
    )
    assert there - read == Counter(words(again).split())
    assert not read - there


def test_every_word_of_the_original_is_on_the_web_page(witness):
    """380 statements; 7 are let go: the numbers of the original's pages."""
    assert in_full(witness(PAGE).walk()) == 373


def test_every_word_of_the_original_is_in_the_pdf_as_it_is_read_out(witness):
    """1 more is let go: the period on the cover, which is read out with the title."""
    assert in_full(witness(PDF).walk()) == 372


def test_every_word_of_the_original_is_in_the_json(witness):
    """22 more are let go: the words above columns and beside totals, for which JSON has its fields' names."""
    assert in_full(witness(JSON).walk()) == 351


@pytest.mark.parametrize(
    ("name", "tamper"),
    [
        pytest.param(PAGE, swap("Each October the LSCB prepares its annual report", ""), id="part of a sentence"),
        pytest.param(PAGE, swap("has remained static at 6", "has remained at 6"), id="a word"),
        pytest.param(PAGE, swap("£6,264", "£6,246"), id="a figure"),
        pytest.param(PAGE, swap(">None<", "><"), id="a cell"),
        pytest.param(PAGE, swap("Domestic Abuse Strategy Update", ""), id="one of four that are alike"),
        pytest.param(PAGE, swap("Qualitative Data<", "<"), id="the heading of a column"),
        pytest.param(PAGE, swap("Key Successes in 2014-2015</h3>", "</h3>"), id="a heading"),
        pytest.param(PAGE, swap("£14,355", "£22,620"), id="a figure that another row has too"),
        pytest.param(PAGE, swap("<main", "<div"), id="all of it"),
        pytest.param(PDF, swap("Coroner reports are now", "Coroner reports are not"), id="a word that is read out"),
        pytest.param(PDF, swap("£609", ""), id="a figure that is read out"),
        pytest.param(JSON, swap('"amount": "14355.00"', '"amount": "43065.00"'), id="a figure of another row in JSON"),
        pytest.param(JSON, swap("remained static at 6", "remained static at 7"), id="a figure in JSON"),
        pytest.param(JSON, swap("also represents IYSS", ""), id="a note in JSON"),
        pytest.param(JSON, swap('"vacant": true', '"vacant": false'), id="a vacancy in JSON"),
        pytest.param(JSON, swap('"confirmed": false', '"confirmed": true'), id="a condition in JSON"),
    ],
)
def test_what_is_lost_is_reported(witness, name, tamper):
    whole, cut = witness(name).walk(), witness(name, tamper).walk()
    assert cut.found < whole.found
    assert cut.missing or cut.displaced


def test_what_stands_elsewhere_is_reported(witness):
    """A success that is printed among the areas for development is there, but it is not where it belongs."""
    success = "Increase in number of private fostering arrangements known to the local authority"
    development = "The provision of reports for Child Protection Conferences in advance of meetings"

    def tamper(html):
        return swap(development, f"{success}</li><li>{development}")(swap(success, "")(html))

    walk = witness(PAGE, tamper).walk()
    assert [statement.words for statement in walk.displaced] == [success]
    assert not walk.missing


# From what we publish to the original


@pytest.mark.parametrize("name", [PAGE, PDF])
def test_every_published_word_is_accounted_for(witness, provenance, name):
    printed = witness(name)
    printed.walk()
    strange, _ = printed.leftovers(provenance)
    if strange:
        pytest.fail(f"{name}: nobody knows where these words come from\n  " + "\n  ".join(strange), pytrace=False)


@pytest.mark.parametrize(
    ("name", "tamper"),
    [
        pytest.param(PAGE, swap("</main>", "<p>All children in Southend were safe.</p></main>"), id="a sentence"),
        pytest.param(PAGE, swap("what in 2016/17</h", "what in 2016/17 and beyond</h"), id="words in a caption"),
        pytest.param(PAGE, swap("</table>", "<tr><td>47</td></tr></table>"), id="a figure"),
        pytest.param(PAGE, swap("has remained static", "has not remained static"), id="a word"),
        pytest.param(PAGE, swap("£57,150", "£57,510"), id="a balance that isn't reckoned"),
        pytest.param(PDF, swap("Contents", "Contents\nThis plan is the best"), id="a sentence that is read out"),
    ],
)
def test_what_is_invented_is_reported(witness, provenance, name, tamper):
    printed = witness(name, tamper)
    printed.walk()
    strange, _ = printed.leftovers(provenance)
    assert len(strange) == 1


def test_every_house_word_is_used(witness, provenance):
    used = set()
    for name in (PAGE, PDF):
        printed = witness(name)
        printed.walk()
        used |= printed.leftovers(provenance)[1]
    assert [phrase for phrase in HOUSE_WORDS if phrase not in used] == []


# The allowances themselves


def test_allowances_are_few_and_have_reasons():
    assert len(ALLOWANCES) <= 40
    assert len({allowance.name for allowance in ALLOWANCES}) == len(ALLOWANCES)
    assert all(len(allowance.reason.split()) >= 3 for allowance in ALLOWANCES)


@pytest.mark.parametrize("allowance", ALLOWANCES, ids=lambda allowance: allowance.name)
def test_every_allowance_is_needed(witness, allowance):
    """Without it something is not found in any of the forms that it is for."""
    others = [other for other in ALLOWANCES if other is not allowance]
    for name in allowance.where:
        touched = [
            unit
            for unit in source.units()
            if any(as_printed(statement, name) != as_printed(statement, name, others) for statement in unit.statements)
        ]
        walk = witness(name, allowances=others).walk(touched)
        assert walk.missing or walk.displaced, f"{name} holds it all without this allowance"


# What the database holds


def test_the_records_are_as_many_as_the_document_names(plan):
    goals = Counter(Goal.objects.values_list("plan__key", "kind"))
    findings = Counter(Finding.objects.values_list("kind", flat=True))
    assert goals == {
        (plan.past_plan.key, "priority"): 8,
        (plan.plan.key, "priority"): 6,
        (plan.plan.key, "objective"): 12,
    }
    assert findings == {"key-success": 12, "area-for-development": 7, "further-priority": 7}
    assert AgendaItem.objects.count() == 23
    assert (Contribution.objects.count(), BudgetLine.objects.count()) == (6, 17)
    assert Seat.objects.filter(body=plan.body).count() == 25
    assert Seat.objects.exclude(body=plan.body).exclude(office="").count() == Seat.objects.count() - 25 == 14
    assert (Indicator.objects.count(), Series.objects.count(), Observation.objects.count()) == (11, 14, 19)


def test_every_observation_is_as_the_document_has_it(content):
    """The figures in their order, each with its period, or why there is none."""
    held = [
        (
            row.goal.code,
            indicator.key,
            series.name,
            seen.period.words,
            seen.value,
            seen.state,
            seen.direction,
            seen.reason,
        )
        for row in records_of(content, Progress).goals
        for indicator in row.indicators
        for series in indicator.series
        for seen in series.observations
    ]
    assert held == [(*told[:4], Decimal(told[4].rstrip("%")) if told[4] else None, *told[5:]) for told in OBSERVATIONS]


def test_the_figures_of_the_table_stand_in_the_original():
    """What `OBSERVATIONS` calls printed is printed there, beside the goal it is told of."""
    rows = {unit.parts[0][0].words: unit for unit in source.units() if unit.parts[0][0].line in range(41, 55)}
    for code, _, series, period, figure, _, _, reason in OBSERVATIONS:
        told = words(" ".join(statement.words for statement in rows[code].statements))
        for text in (series.replace("All", ""), period, figure, reason):
            assert words(text) in told


def test_only_dates_that_the_document_gives_are_held():
    dated = Observation.objects.exclude(starts=None, ends=None)
    assert set(dated.values_list("timing", "starts", "ends", "value")) == {
        ("as-at", None, date(2015, 6, 30), 186),
        ("as-at", None, date(2014, 6, 30), 161),
        ("as-at", None, date(2015, 9, 30), 45),
        # "July 2015" ends with July; of "previous quarter" the document gives no date.
        *(("not-stated", None, date(2015, 7, 31), Decimal(figure)) for figure in ("10.9", "32.8", "41.3", "15")),
    }


def test_essex_police_owe_the_figure_that_is_not_available(southend):
    (missing,) = Observation.objects.exclude(reason="")
    assert str(missing.supplied_by) == "Essex Police"


# Money


def test_the_totals_add_up_in_the_original():
    assert reckoned() == TOTALS


def test_the_totals_are_the_same_on_page_json_and_pdf(witness, content):
    contributions, budget = records_of(content, Contributions), records_of(content, Budget)
    assert {
        "share": contributions.total_share,
        "contributions": contributions.total,
        "income": budget.total_income,
        "expenditure": budget.total_expenditure,
        "balance": budget.balance,
    } == TOTALS
    for name in (PAGE, PDF):
        for row in (
            "Total ¶ 100.0% ¶ £87,000",
            "Proposed funding by partners ¶ £87,000",
            "Total Estimated Income ¶ £173,000",
            "Total Estimated Expenditure ¶ £115,850",
            "Balance: income less expenditure ¶ £57,150",
        ):
            assert f" ¶ {words(row)} ¶ " in witness(name).text


def records_of(content, kind):
    """The records of one kind in the document, wherever their section stands."""

    def inside(sections):
        for section in sections:
            yield section
            yield from inside(section.sections)

    (found,) = (section.records for section in inside(content.sections) if isinstance(section.records, kind))
    return found
