"""What the checks before approval find, and what they let pass."""

from datetime import date, time
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publications import checks, render
from publications.checks import children, dates, wording
from publications.content.base import BoardName, Period
from publications.content.document import Document
from publications.content.document import Section as SectionOf
from publications.content.figures import Indicator, Observation, Series
from publications.content.glossary import Glossary, Term
from publications.content.goals import Evidence, Findings, Goal, GoalProgress, Progress
from publications.content.meetings import ForwardPlan, Meeting
from publications.content.money import Budget, Contribution, Contributions, Partly
from publications.content.site import Concern, Contact, Site
from publications.files import checker, pdf

pytest_plugins = ["tests.southend"]

DAY = date(2016, 6, 1)
BOARD = BoardName(name="Anytown Safeguarding Children Board", short_name="Anytown LSCB", abbreviation="LSCB")

Section = partial(
    SectionOf,
    key="words",
    place="own-words",
    heading="Words",
    contents_heading="Words",
    label="Section 1",
    before="<p>Some words.</p>",
    records=None,
    after="",
)
JUNE = Period(words="June 2015", ends=date(2015, 6, 30))


def document(*sections, **changes):
    plain = Document(
        kind="business-plan",
        slug="2016",
        board=BOARD,
        title="Plan",
        period=Period(words="2016"),
        cover_note="",
        sections=sections,
    )
    return replace(plain, **changes)


def found(whole, check=""):
    """The findings of one check, as (severity, words, words of the places)."""
    return [each for each in checks.check(whole, today=DAY) if check in ("", each.check)]


def places(whole, check):
    [finding] = found(whole, check)
    return [place.words for place in finding.places]


def narrative(html, **changes):
    return document(Section(before=html, **changes))


def observation(key="o", value=None, **changes):
    amount = None if value is None else Decimal(value)
    return Observation(**{"key": key, "period": JUNE, "timing": "as-at", "value": amount} | changes)


def series(name, *observations):
    return Series(key=name.lower(), name=name, observations=observations)


def indicator(*lines, name="Number of children who were hurt", unit="number", owed_by="Police"):
    return Indicator(key="hurt", name=name, unit=unit, decimals=0, owed_by=owed_by, series=lines)


def progress(*indicators, words="", **changes):
    goal = Goal(key="safety", code="A", title="Keep children safe", aims=())
    row = GoalProgress(
        goal=goal,
        figures_in_words=words,
        commentary="",
        difference_made="They told us that they feel safe.",
        evidence=(Evidence(key="audit", state="found", words="An audit"),),
        indicators=indicators,
    )
    records = Progress(period=Period(words="2015/16"), goals=(replace(row, **changes),))
    return document(Section(key="progress", place="progress", records=records))


def contributions(*rows, total=None, **changes):
    paid = tuple(
        Contribution(key=str(n), payer=f"Partner {n}", share=share, amount=amount, status="")
        for n, (share, amount) in enumerate(rows)
    )
    reckoned = sum(row.amount or 0 for row in paid)
    records = Contributions(
        financial_year="2016/17",
        contributions=paid,
        total_share=sum(row.share or Decimal() for row in paid),
        total=Decimal(reckoned if total is None else total),
    )
    return document(Section(key="money", place="contributions", records=records, **changes))


# The real documents


@pytest.mark.django_db
def test_the_real_plan_passes_with_these_warnings(content):
    told = checks.check(content, today=DAY)
    assert {finding.severity for finding in told} == {checks.WARNING}
    [only, *told] = told
    assert only.check == "told in words only"
    assert [place.words[:50] for place in only.places] == ["Number of adolescents admitted to hospital as a re"]
    assert [finding.words for finding in told] == [
        "At 1 aim the figures went against what was wanted, and the words beside them don’t say so.",
        "1 date reads as if something were wrong with it.",
        "1 meeting lies in the past and is still recorded as planned.",
        "2 goals have no evidence from audits or from what people told.",
        "8 goals have no word on the difference made to children.",
        "For 9 measures nobody is recorded who supplies the figure.",
        "15 abbreviations are not in the glossary of this document: C&YP, CAFCASS, CAIU, CCG, CSE, EFM, FGM, HM, "
        "IYSS, MARAC, MARAT, PI, SAB, SAVS and SET.",
    ]
    assert "“2013/1” seems to have lost a figure" in told[1].places[0].words
    assert [place.words for place in told[2].places] == ["March 16"]
    assert [place.words[:1] for place in told[3].places] == ["C", "E"]


@pytest.mark.django_db
def test_the_report_explains_all_its_abbreviations_but_one(report):
    [finding] = [finding for finding in checks.check(report, today=DAY) if finding.check == "acronyms"]
    assert finding.words == "1 abbreviation is not in the glossary of this document: EFM."


@pytest.mark.django_db
def test_the_pdf_of_the_real_plan_stops_nothing(content):
    assert not checks.stopping(checks.run(content, today=DAY))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["content", "report"])
def test_every_place_can_be_found_in_the_draft(request, name, southend):
    whole = request.getfixturevalue(name)
    html = render.page("document/_sections.html", render.on_one_page(whole))
    anchors = {place.anchor for finding in checks.check(whole, today=DAY) for place in finding.places} - {""}
    assert len(anchors) >= 10
    assert {anchor for anchor in anchors if f'id="{anchor}"' not in html} == set()


def test_content_that_is_no_document_has_no_checks():
    site = Site(
        board=BOARD,
        area="",
        notice="",
        search_engines=True,
        concern=Concern(words="", daytime="", out_of_hours=""),
        contact=Contact(email="", telephone="", address="", website=""),
    )
    assert checks.run(site) == ()


def test_words_alone_have_nothing_to_mend():
    assert found(narrative("<p>All is well.</p>")) == []


# What stops


def test_nothing_at_all_stops():
    for empty in (document(), narrative("", heading=""), document(Section(before="<p> </p>", heading=""))):
        assert [finding.check for finding in checks.stopping(found(empty))] == ["nothing"]


def test_a_pdf_that_can_not_be_made_stops(monkeypatch):
    def fail(html, pictures):
        raise pdf.PdfFailed("The PDF could not be made: it took more than 60 seconds of computing.")

    monkeypatch.setattr(pdf, "make", fail)
    [finding] = checks.stopping(checks.run(narrative("<p>Words.</p>")))
    assert finding.words == "The PDF could not be made: it took more than 60 seconds of computing."


def test_a_file_that_is_no_pdf_stops():
    made = pdf.Made(data=b"nothing of the sort", pages=1, versions="")
    [finding] = checks.stopping(checks.run(narrative("<p>Words.</p>"), made=made))
    assert "no PDF" in finding.words


def test_each_fault_of_the_pdf_stops_in_words(monkeypatch):
    fault = checker.Fault("description", 7, "The chart on page 7 has no description.")
    asked = []
    monkeypatch.setattr(checker, "check", lambda data: asked.append(data) or (fault,))
    made = pdf.Made(data=b"%PDF with a fault", pages=1, versions="")
    [finding] = checks.stopping(checks.run(narrative("<p>Words.</p>"), made=made))
    assert finding.words == "The chart on page 7 has no description."
    checks.run(narrative("<p>Other words.</p>"), made=made)
    assert len(asked) == 1  # the bytes decide, and were judged
    checks.run(narrative("<p>Words.</p>"), made=pdf.Made(data=b"%PDF with another", pages=1, versions=""))
    assert len(asked) == 2


HIDDEN = observation(state="suppressed")


@pytest.mark.parametrize("state", ["suppressed", "withheld"])
@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"value": Decimal(3)}, id="the value"),
        pytest.param({"as_printed": "3 children"}, id="as printed"),
        pytest.param({"reason": "only 3 children"}, id="in the reason"),
    ],
)
def test_a_hidden_figure_that_stands_there_stops(state, given):
    [finding] = checks.stopping(found(progress(indicator(series("All", observation(state=state, **given))))))
    assert "not to be shown" in finding.words
    assert "3" not in finding.words  # nobody's figure is told by the finding itself


def test_a_limit_gives_nothing_away():
    for reason in ("fewer than 5 children", "under 10, since 2015", "1 to 5", "None given"):
        hidden = observation(state="suppressed", reason=reason)
        assert not checks.stopping(found(progress(indicator(series("All", hidden)))))


@pytest.mark.parametrize(
    ("lines", "stops"),
    [
        pytest.param({"All": "20", "Boys": "17", "Girls": None}, True, id="total less the one that is shown"),
        pytest.param({"All": None, "Boys": "17", "Girls": "3"}, True, id="the total is the sum"),
        pytest.param({"All": "20", "Boys": None, "Girls": None}, False, id="two are hidden"),
        pytest.param({"All": "20", "Boys": None, "Girls": None, "Not said": "20"}, True, id="both are nought"),
        pytest.param({"Boys": "17", "Girls": None, "Not said": "2"}, False, id="no total"),
        pytest.param({"All": "20", "Boys": "17", "Girls": "3"}, False, id="nothing is hidden"),
    ],
)
def test_a_figure_that_can_be_reckoned_stops(lines, stops):
    seen = [series(name, observation(value=value) if value else HIDDEN) for name, value in lines.items()]
    assert bool(checks.stopping(found(progress(indicator(*seen))))) is stops


def test_a_qualified_figure_can_not_be_reckoned_with():
    lines = series("All", observation(value="20", qualifier="about")), series("Boys", observation(value="17"))
    assert not checks.stopping(found(progress(indicator(*lines, series("Girls", HIDDEN)))))


def test_figures_of_another_period_are_not_reckoned_with():
    later = replace(HIDDEN, period=Period(words="June 2016", ends=date(2016, 6, 30)))
    lines = series("All", observation(value="20")), series("Boys", observation(value="17")), series("Girls", later)
    assert not checks.stopping(found(progress(indicator(*lines))))


def test_the_last_share_of_a_hundred_can_be_reckoned():
    lines = [series(f"Stage {n}", observation(value=value)) for n, value in enumerate(("50", "30", "15"), start=1)]
    shares = indicator(*lines, series("Stage 4", HIDDEN), unit="per-cent")
    assert len(checks.stopping(found(progress(shares)))) == 1


@pytest.mark.parametrize(
    ("words", "stops"),
    [
        ("3 children were hurt.", True),
        ("Three children were hurt on roads.", True),
        ("There were 3.", True),
        ("Fewer than 5 children were hurt.", False),
        ("Between 1 and 5 children were hurt.", False),
        ("In the last 2 years children were hurt.", False),
        ("Figures for 2015/16 are too small to show.", False),
        ("Children aged 10 to 17 were hurt.", False),
    ],
)
def test_a_sentence_beside_a_hidden_figure_stops(words, stops):
    told = checks.stopping(found(progress(indicator(series("All", HIDDEN)), words=words)))
    assert bool(told) is stops
    assert not any("3" in finding.words or "hree" in finding.words for finding in told)


def test_a_sentence_on_another_figure_does_not_stop():
    other = replace(indicator(series("All", observation(value="98"))), key="admitted", name="Hospital admissions")
    whole = progress(indicator(series("All", HIDDEN)), other, words="Hospital admissions rose to 98.")
    assert not checks.stopping(found(whole))


def test_a_hidden_figure_told_elsewhere_is_pointed_out():
    hidden = progress(indicator(series("All", HIDDEN), name="Number of admissions after intentional injuries"))
    elsewhere = Section(before="<p>There were 4 admissions after intentional injuries.</p>", key="elsewhere")
    [finding] = found(replace(hidden, sections=(*hidden.sections, elsewhere)), "withheld elsewhere")
    assert finding.severity == checks.WARNING
    assert [place.anchor for place in finding.places] == ["elsewhere"]


# Numbers in sentences


@pytest.mark.parametrize(
    ("words", "differs"),
    [
        ("There were 45 at the end of June 2015.", True),
        ("There were 46 at the end of June 2015.", False),
        ("A fall by 4 from 50 to 46.", False),
        ("There were 46 (Stage 4), aged 10 to 17.", False),
    ],
)
def test_a_number_in_a_sentence_is_held_against_the_figures(words, differs):
    earlier = observation("before", "50", period=Period(words="June 2014", ends=date(2014, 6, 30)))
    whole = progress(indicator(series("All", earlier, observation(value="46"))), words=words)
    assert bool(found(whole, "numbers in sentences")) is differs


def test_the_words_and_the_figures_are_both_said():
    whole = progress(indicator(series("All", observation(value="46"))), words="There were 45.")
    assert places(whole, "numbers in sentences") == [
        "A, Keep children safe: the words say 45; the figures beside them say 46"
    ]


# Money


def test_a_total_that_is_not_the_sum():
    whole = contributions((Decimal(100), Decimal(80)), total=90)
    [finding] = found(whole, "totals")
    assert finding.words == "The total of the contributions is given as £90; by its rows it is £80."
    assert {place.record.model for place in finding.places} == {"finance.contribution"}, "each row has its own form"


@pytest.mark.parametrize(
    ("words", "differs"),
    [
        ("The total is £85,000.", True),
        ("The total is £87,000.", False),
        ("A grant of £500 came in.", False),
    ],
)
def test_a_total_in_words(words, differs):
    whole = contributions((Decimal(100), Decimal(87_000)), before=f"<p>{words}</p>")
    assert bool(found(whole, "totals")) is differs


def test_shares_that_do_not_make_a_hundred():
    [finding] = found(contributions((Decimal("60.5"), Decimal(605)), (None, Decimal(395))), "shares")
    assert finding.words == "The shares make 60.5%, not 100%. 1 partner has no share."
    [place] = finding.places
    assert place.record.model == "finance.contribution", "what lacks a share, and not the page of all"
    assert not found(contributions((Decimal(60), Decimal(60)), (Decimal(40), Decimal(40))), "shares")


def test_shares_that_make_a_hundred_without_one():
    whole = contributions((Decimal(60), Decimal(600)), (Decimal(40), Decimal(400)), (None, Decimal(5)))
    assert not found(whole, "shares")
    [section] = whole.sections
    whole = replace(
        whole, sections=(replace(section, records=replace(section.records, total_share=None, shares_not_given=1)),)
    )
    [finding] = found(whole, "shares")
    assert finding.words == "1 partner has no share."


@pytest.mark.parametrize(
    ("total", "partly", "says"),
    [
        (None, Partly(at_least=Decimal(80), not_given=1), ""),
        (80, None, "£80; by its rows it is at least £80, 1 amount not given."),
        (None, None, "not recorded; by its rows it is at least £80, 1 amount not given."),
        (None, Partly(at_least=Decimal(90), not_given=1), "at least £90, 1 amount not given; by its rows"),
    ],
)
def test_a_total_over_an_amount_that_is_not_given_is_not_exact(total, partly, says):
    whole = contributions((Decimal(60), Decimal(80)), (Decimal(40), None), total=80)
    [section] = whole.sections
    records = replace(section.records, total=total if total is None else Decimal(total), total_partly=partly)
    told = [finding.words for finding in found(replace(whole, sections=(replace(section, records=records),)), "totals")]
    assert (says in told[0]) if says else (told == [])


def test_a_budget_of_which_nothing_is_known_is_no_finding():
    records = Budget(
        financial_year="2016/17",
        income=(),
        expenditure=(),
        total_income=None,
        total_expenditure=None,
        balance=None,
    )
    before = "<p>The total is £85,000.</p>"
    assert not found(document(Section(key="money", place="budget", records=records, before=before)), "totals")


def test_a_share_and_an_amount_that_disagree():
    whole = contributions((Decimal("49.5"), Decimal(43_065)), (Decimal("50.5"), Decimal(50_000)))
    assert places(whole, "shares and amounts") == [
        "Partner 0: 49.5% of £93,065 would be £46,067.18, and £43,065 is given",
        "Partner 1: 50.5% of £93,065 would be £46,997.82, and £50,000 is given",
    ]


def test_a_rounded_share_agrees_with_its_amount():
    thirds = [(Decimal("33.3"), Decimal(1_000)), (Decimal("33.3"), Decimal(1_000)), (Decimal("33.4"), Decimal(1_000))]
    assert not found(contributions(*thirds))


# Dates


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("on 31 June 2016", "there is no “31 June 2016”"),
        ("by the 30th of February", "there is no “30th of February”"),
        ("29 February 2015", "there is no “29 February 2015”"),
        ("on 31/06/2016", "there is no “31/06/2016”"),
        ("Tuesday 1 June 2016", "“Tuesday 1 June 2016”: 1 June 2016 is a Wednesday"),
        ("in Febuary", "“Febuary” looks like February"),
        ("Septmber 2015", "“Septmber” looks like September"),
        ("on 4 Agust", "“Agust” looks like August"),
        ("78 in 2013/1", "“2013/1” seems to have lost a figure"),
        ("in 2016/15", "“2016/15” doesn't end after it starts"),
        ("from April 2016 to March 2016", "“April 2016 to March 2016” ends before it starts"),
    ],
)
def test_a_date_that_reads_broken(words, says):
    assert list(dates.reads_broken(words)) == [says]


@pytest.mark.parametrize(
    "words",
    [
        "29 February 2016, 29 February, 31 March, Wednesday 1 June 2016",
        "2014/15, 2014-2015, 2016 – 2019, 2016 -19, 1999/00",
        "April 2016 to March 2019, April 16 – March 19",
        "on 30/06/2016, £2016/12, 2,015 children",
        "Members of the Board, Marsh Road, Julie, March on",
        "the Augusta centre, September's figures",
    ],
)
def test_a_date_that_reads_well(words):
    assert list(dates.reads_broken(words)) == []


def meeting(**changes):
    plain = Meeting(key="m", label="June 16", year=2016, month=6, day=None, state="planned", items=())
    records = ForwardPlan(body="Board", meetings=(replace(plain, **changes),))
    return document(Section(key="meetings", place="forward-plan", records=records))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"day": 31}, "June 16: there is no 31 June 2016"),
        ({"month": 7}, "June 16: its date is July 2016. Empty its label"),
        ({"month": 7, "day": 12}, "June 16: its date is 12 July 2016. Empty its label"),
        ({"year": 2017}, "June 16: its date is June 2017"),
        ({"starts_at": time(10), "ends_at": time(9)}, "ends before"),
    ],
)  # fmt: skip
def test_a_meeting_at_a_date_that_is_broken(changes, says):
    [told] = places(meeting(**changes), "dates")
    assert says in told


@pytest.mark.parametrize(
    ("changes", "past"),
    [
        ({"month": 5, "label": "May"}, True),
        ({"month": 5, "label": "May", "state": "held"}, False),
        ({"month": 6}, False),
        ({"month": 6, "day": 1}, False),
        ({"year": 2015, "month": None, "label": ""}, True),
        ({"month": 5, "day": 31, "label": "May"}, True),
    ],
)
def test_a_meeting_in_the_past_that_is_still_planned(changes, past):
    assert bool(found(meeting(**changes), "meetings")) is past


# Sections, goals and measures


def test_an_empty_section():
    nothing = Findings(kind="key-success", findings=())
    whole = document(
        Section(),
        Section(key="a", heading="Of its own words", before="<p></p>"),
        Section(key="b", heading="Of records", before="", records=nothing),
        Section(key="c", heading="With something inside", before="", sections=(Section(key="d"),)),
    )
    assert places(whole, "empty") == ["Of its own words", "Of records"]


def test_a_section_without_a_heading():
    assert places(document(Section(heading="")), "headings") == ["Section 1 has no heading"]
    assert not found(document(Section(sections=(Section(key="inner", heading=""),))), "headings")


@pytest.mark.parametrize(
    ("check", "changes"), [("evidence", {"evidence": ()}), ("difference", {"difference_made": ""})]
)
def test_what_was_not_told_of_a_goal(check, changes):
    assert places(progress(**changes), check) == ["A, Keep children safe"]
    assert not found(progress(), check)


def test_evidence_that_is_planned_is_none_yet():
    planned = (Evidence(key="e", state="planned", words="An audit next year"),)
    assert found(progress(evidence=planned), "evidence")


def test_a_measure_that_nobody_owes():
    whole = progress(indicator(series("All", observation(value="4")), owed_by=""))
    assert places(whole, "owners") == ["Number of children who were hurt"]


def test_a_cell_that_fills_half_a_page():
    assert found(progress(words="Many words. " * 120), "cells")
    assert not found(progress(words="Many words. " * 30), "cells")


# Words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("CSE, C&YP and the PIs of SAB", ("CSE", "C&YP", "PI", "SAB")),
        ("INDEPENDENT CHAIR", ()),
        ("It was OK, said the NHS in Part II", ()),
        ("LSCB & SAB Data", ("LSCB", "SAB")),
        ("A to B, I and a", ()),
    ],
)
def test_abbreviations_are_found(words, told):
    assert wording.acronyms_in(words) == told


@given(st.text())
def test_abbreviations_are_capitals_that_stand_in_the_text(words):
    for name in wording.acronyms_in(words):
        assert name in words
        assert name.isupper()


def test_what_the_glossary_holds_is_no_abbreviation_to_mend():
    whole = narrative("<p>The LSCB looked at CSE and MARAC.</p>")
    explained = Glossary(terms=(Term(key="cse", term="CSE", meaning="Child sexual exploitation"),))
    glossary = Section(key="glossary", place="glossary", records=explained)
    [finding] = found(replace(whole, sections=(*whole.sections, glossary)), "acronyms")
    assert finding.words.endswith(": MARAC.")
    [finding] = found(whole, "acronyms")
    assert finding.words.endswith(": CSE and MARAC.")


@pytest.mark.parametrize(
    ("html", "found_words"),
    [
        ('<a href="https://a.example/">here</a>', ["doesn’t say in words"]),
        ('<a href="https://a.example/"></a>', ["doesn’t say in words"]),
        ('<a href="http://a.example/">the strategy</a>', ["not safe"]),
        ('<a href="https://a.example/">the strategy</a>', []),
    ],
)
def test_links(html, found_words):
    told = [finding.words for finding in found(narrative(f"<p>Look {html}</p>"), "links")]
    assert len(told) == len(found_words)
    assert all(words in finding for words, finding in zip(found_words, told, strict=True))


# Children


@pytest.mark.parametrize(
    "words",
    [
        "a girl named Ella",
        "The boy, who was called Sam Brown",
        "Ella Brown, aged 9, told us",
        "Ella Brown (9) told us",
        "Ella Brown, 9 years old",
        "Ella Brown, DOB 1 June 2007",
        "NHS number 943 476 5919",
        "at 12 Station Road, Anytown SS1 2AB",
    ],
)
def test_what_may_tell_who_a_child_is(words):
    [finding] = found(narrative(f"<p>{words}</p>"), "children")
    assert finding.severity == checks.WARNING
    assert "guess" in finding.words
    told = finding.words + "".join(place.words for place in finding.places)
    assert not any(secret in told for secret in ("Ella", "Sam", "Brown", "943", "Station"))


@pytest.mark.parametrize(
    "words",
    [
        "child A, aged 9, and child B",
        "Young People aged 10 to 17",
        "Looked After Children aged 16",
        "a play called the Prince Charming Project",
        "a programme for girls called Safe Steps",
        "Child Protection Plan",
        "telephone 01702 215 007",
        "Southend Borough Council, SS2 6ER",
        "Anytown has 4300000 visitors",
    ],
)
def test_what_tells_nobody(words):
    assert not list(children.tells_of_a_child(words))


@pytest.mark.parametrize(
    ("unit", "value", "says"),
    [
        ("per-cent", "1250", ["Children who were seen: 1250%"]),
        ("per-cent", "-3", ["Children who were seen: -3%"]),
        ("per-cent", "100", []),
        ("per-cent", "0", []),
        ("per-cent", None, []),
        ("number", "1250", []),
    ],
)
def test_a_share_that_no_whole_has(unit, value, says):
    measure = indicator(series("All", observation(value=value)), name="Children who were seen", unit=unit)
    told = found(progress(measure), "shares of a whole")
    assert [place.words for finding in told for place in finding.places] == says
    assert [finding.severity for finding in told] == [checks.WARNING] * len(told)


def test_a_share_that_is_not_to_be_shown_is_not_repeated():
    hidden = observation(value="1250", state="suppressed")
    measure = indicator(series("All", hidden), name="Children who were seen", unit="per-cent")
    assert not found(progress(measure), "shares of a whole")
