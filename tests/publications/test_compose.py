"""The real plan, composed from the records and laid out."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finance.models import Budget, Contribution
from kit import stamps
from membership.models import Appointment, Seat
from priorities.models import Finding, Goal, Observation
from publications import render
from publications import sections as layout
from publications.blocks import Table
from publications.compose import UnknownPlace, asked_once, compose, for_checks
from publications.content import codec
from publications.content.base import Control
from publications.models import Narrative, Publication
from tests import factories as make

pytest_plugins = ["tests.southend"]
pytestmark = pytest.mark.django_db

ON = date(2016, 4, 1)


def words(content):
    """All that the document says, as one text."""
    return render.page("document/_sections.html", render.on_one_page(content))


def table(content, key):
    return next(
        block
        for page in layout.pages(content)
        for block in page.blocks
        if isinstance(block, Table) and block.key == key
    )


def sum_rows(block):
    return [row.cells for row in block.totals]


def test_the_sums_are_reckoned(content):
    assert sum_rows(table(content, "contributions")) == [("Total", "100.0%", "£87,000")]
    assert sum_rows(table(content, "budget-income")) == [("Total Estimated Income", "£173,000", "")]
    assert sum_rows(table(content, "budget-expenditure")) == [
        ("Total Estimated Expenditure", "£115,850"),
        ("Balance: income less expenditure", "£57,150"),
        ("The year by itself", "-£13,850"),
        ("The year by itself, without what is subject to confirmation", "-£23,850"),
    ]


def test_one_changed_contribution_changes_every_sum_that_rests_on_it(plan):
    ccg = Contribution.objects.get(amount=Decimal(22620))
    ccg.amount = Decimal(21000)
    ccg.save()
    text = words(compose(plan, on=ON))
    for reckoned in ("£21,000", "£85,380", "£171,380", "£55,530"):
        assert reckoned in text
    for former in ("£22,620", "£87,000", "£173,000", "£57,150"):
        assert former not in text
    # as the total of who pays what, as the first line of income, and in the sentence on what of it isn't certain
    assert text.count("£85,380") == 3


def test_two_composings_on_different_days_give_one_digest(plan):
    digests = {codec.digest(codec.write(compose(plan, on=day))) for day in (ON, date(2018, 12, 31), date(2026, 1, 1))}
    assert len(digests) == 1


def test_a_figure_carries_no_noughts_that_a_column_added(content):
    text = codec.write(content)
    assert '"value":"10.9"' in text
    assert '"share":"49.5"' in text
    assert '"amount":"43065.00"' in text


def test_absence_is_said_in_words_and_never_as_nought(content):
    figures = {row.cells for group in table(content, "progress-figures").groups for row in group.rows}
    said = {figure for _, _, figure, *_ in figures}
    assert "Not available: due to change in data system" in said
    assert "Not available" in said
    assert "No figure recorded" in said
    assert not {"0", "0%", ""} & said


def test_a_contribution_without_a_payer_says_so(content):
    rows = table(content, "contributions").groups[0].rows
    assert rows[-1].cells == ("No payer named", "0.1%", "£87")


def test_an_unknown_amount_is_not_nought(plan):
    Contribution.objects.filter(amount=Decimal(87)).delete()
    Contribution.objects.create(budget=Budget.objects.get(), label="Grant", position=9)
    found = table(compose(plan, on=ON), "contributions")
    # The others are proposed; of this one nobody has said that.
    assert found.groups[0].rows[-1].cells == ("Grant", "Not stated", "Not stated", "Not said")
    assert found.totals[0].cells[1:3] == ("1 share not given", "At least £86,913, 1 amount not given")
    assert found.totals[0].numbers[1:3] == (None, None)


def test_a_section_that_is_not_included_is_left_out_with_all_inside_it(plan):
    section = Narrative.objects.get(key="financial-provision")
    section.included = False
    section.save()
    content = compose(plan, on=ON)
    assert "£43,065" not in words(content)
    assert [section.label for section in content.sections] == [
        "Section 1",
        "Section 2",
        "Section 3",
        "Section 4",
        "Appendix 1",
    ]


def test_a_section_of_another_release_is_told_in_a_sentence(plan, client):
    Narrative.objects.filter(key="financial-provision").update(place="star-chart")
    with pytest.raises(UnknownPlace, match=r"is to show “star-chart” from the records, which this version"):
        compose(plan, on=ON)
    client.force_login(make.SuperuserFactory())
    client.raise_request_exception = False
    page = client.get(reverse("preview", args=[plan.kind, plan.slug]))
    assert page.status_code == 500
    assert "This document can’t be shown" in page.content.decode()
    assert "“star-chart”" in page.content.decode()


def test_people_are_never_named(plan):
    seat = Seat.objects.filter(body=plan.body).first()
    Appointment.objects.create(seat=seat, name="Canary Birdsong")
    assert "Canary" not in codec.write(compose(plan, on=ON))


def test_a_seat_that_has_ended_is_not_among_the_members(plan):
    seat = Seat.objects.get(body=plan.body, role="District Commander")
    seat.ends = date(2016, 3, 31)
    seat.save()
    assert "District Commander" in words(compose(plan, on=date(2016, 3, 31)))
    assert "District Commander" not in words(compose(plan, on=ON))


def test_script_in_any_field_is_shown_and_not_run(plan):
    goal = Goal.objects.filter(plan=plan.plan).first()
    stamps.claim(goal, goal.version, by=None)
    goal.title = "<script>alert(1)</script>"
    goal.save()
    Narrative.objects.filter(key="introduction").update(before='<p onclick="x()">Go <script>alert(2)</script></p>')
    content = compose(plan, on=ON)
    for html in (words(content), render.paper(content, Control())):
        assert "<script" not in html
        assert "onclick" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_publication_that_draws_on_nothing_is_composed_all_the_same(plan):
    plan = Publication.objects.get(pk=plan.pk)  # the fixture's own belongs to all tests of the module
    for field in ("plan", "past_plan", "reporting_period", "budget", "body"):
        setattr(plan, field, None)
    plan.save()
    content = compose(plan, on=ON)
    assert [section.heading for section in content.sections][:1] == ["Introduction"]
    assert codec.read(codec.write(content), codec.SCHEMA) == content
    render.paper(content, Control())


def test_every_anchor_is_there_once(content):
    ids = re.findall(r' id="([^"]+)"', words(content))
    assert len(ids) == len(set(ids))
    assert "progress-bullying" in ids


def asked_of(compose_it):
    """Which tables are asked while something is composed, each as often as it is asked first of all in a question."""
    with CaptureQueriesContext(connection) as queries:
        compose_it()
    return Counter(re.search(r'FROM "(\w+)"', query["sql"])[1] for query in queries)


def test_what_several_sections_tell_is_asked_once(plan):
    """Three sections tell of findings, two of how goals went, and three of money."""
    asked = asked_of(lambda: compose(plan, on=ON))
    once = "finding progress evidence measure".split()
    assert {name: asked[f"priorities_{name}"] for name in once} == dict.fromkeys(once, 1)
    assert asked["finance_budgetline"] == asked["finance_contribution"] == 1


def test_what_the_checks_want_is_known_from_composing(plan):
    def apart():
        return for_checks(plan, compose(plan, on=ON), on=ON)

    def together():
        with asked_once():
            return apart()

    plan.plan.goal_set.create(part=None, title="In no section")
    plan.narrative_set.filter(place__in=["key-successes", "contributions", "members"]).update(included=False)
    assert together() == apart()
    assert together()["left_out"], "or nothing was compared"
    # What the sections asked is asked no more.
    more = asked_of(together) - asked_of(lambda: compose(plan, on=ON))
    assert not {"priorities_finding", "priorities_progress", "finance_contribution", "membership_regime"} & set(more)


def test_what_was_asked_is_forgotten_with_the_document(plan):
    """Each document says what the records say when it is composed."""
    found = Finding.objects.filter(period=plan.reporting_period).first()

    def stands():
        return "Said a moment ago" in str(compose(plan, on=ON))

    assert not stands()
    Finding.objects.filter(pk=found.pk).update(words="Said a moment ago")
    assert stands()
    with pytest.raises(UnknownPlace):
        compose(unknown(plan), on=ON)
    Finding.objects.filter(pk=found.pk).update(words="And now something else")
    plan.narrative_set.filter(place="nowhere").update(place="own-words")
    assert not stands()


def unknown(plan):
    plan.narrative_set.create(heading="New", place="nowhere")
    return plan


def test_composing_asks_as_many_questions_for_many_rows_as_for_few(plan):
    plan = Publication.objects.with_records().get(pk=plan.pk)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            compose(plan, on=ON)
        return len(queries)

    few = asked()
    goals = plan.plan.goal_set.all()
    part = goals.first().part
    for number in range(20):
        goal = Goal.objects.create(plan=plan.plan, part=part, title=f"Further goal {number}", position=50 + number)
        goal.aim_set.create(words="An aim")
        Contribution.objects.create(budget=plan.budget, label=f"Payer {number}")
        Seat.objects.create(body=plan.body, role=f"Further member {number}")
    assert asked() == few


def test_findings_with_figures_are_asked_for_together(plan):
    """However many figures they tell, and whoever supplies them."""
    period = plan.reporting_period
    figures = list(Observation.objects.all()[:12])

    def with_figures(some, number):
        finding = Finding.objects.create(period=period, kind="key-success", words=f"Told {number}")
        for seen in some:
            finding.findingfigure_set.create(observation=seen)
        return asked_of(lambda: compose(plan, on=ON))

    few = with_figures(figures[:2], 1)
    assert with_figures(figures[2:], 2) == few
    assert few["priorities_findingfigure"] == 1
