"""What the public has read of figures: later documents reckon with it, and the office is told of small ones."""

import pytest

from editions import public_figures
from editions.needs import small_figures
from kit import clock
from kit.needs import Day
from publications.compose import compose
from publications.content import codec
from tests import factories as make
from tests.publications.test_small_numbers import ON, counted, report_on, usual_rule, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal():
    return make.GoalFactory(code="A")


@pytest.fixture
def report(goal):
    return report_on(goal)


def published(report):
    text = codec.write(compose(report, on=ON))
    return make.EditionFactory(
        publication=report, published=True, needs_approval=False, content=text, schema=codec.SCHEMA
    )


def test_a_figure_that_was_published_protects_nothing_any_more(goal, report):
    *_, seven = counted(goal, 50, 3, 40, 7)
    three = seven.series.indicator.series_set.get(name="Stage 1").observation_set.get()
    three.value = None
    three.save()
    published(report)
    three.value = 3
    three.save()
    usual_rule()
    assert values(report)["Stage 1"] is None, "it was never published itself, and everything beside it was"
    assert [each.value for each in public_figures.published()] == [50, 40, 7]


def test_the_office_is_told_what_the_public_reads_of_small_figures(goal, report):
    [seen] = counted(goal, 4)
    edition = published(report)
    assert list(small_figures(Day(clock.today()))) == []
    usual_rule()
    [need] = small_figures(Day(clock.today()))
    assert "1 small figure that the rules hold back" in need.what
    assert "4" not in need.what.replace(str(edition), "")
    make.ReleaseFactory(observation=seen, decided_by="The board", decided_on=ON)
    assert list(small_figures(Day(clock.today()))) == []
