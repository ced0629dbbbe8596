"""The form of a figure: what it asks about, and what it fills in by itself."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form

from priorities.forms import ObservationForm
from tests import factories as make

pytestmark = pytest.mark.django_db


def filled(row, **typed):
    return ObservationForm({"period_as_printed": "Quarter 1", "timing": "not-stated"} | typed, instance=row)


def new(unit="per-cent"):
    series = make.SeriesFactory(indicator__unit=unit)
    return make.ObservationFactory.build(series=series)


@pytest.mark.parametrize(("unit", "typed", "asks"), [
    ("per-cent", "1250%", True),
    ("per-cent", "-3", True),
    ("per-cent", "100", False),
    ("per-cent", "", False),
    ("number", "1250", False),
])  # fmt: skip
def test_a_share_that_no_whole_has_is_asked_about(unit, typed, asks):
    form = filled(new(unit), value=typed)
    assert ("value" in form.errors) is asks
    assert ('name="meant"' in render_crispy_form(form)) is asks


def test_what_is_meant_is_saved_and_not_asked_about_again():
    form = filled(new(), value="1250%", meant="on")
    assert form.is_valid(), form.errors
    form.instance.save()
    again = filled(form.instance, value="1250%", note="It rose", version="1")
    assert again.is_valid(), again.errors
    assert "1250% is no share of a whole" in filled(new(), value="1250%").errors["value"][0]


@pytest.mark.parametrize(
    ("typed", "timing"),
    [
        ({"starts": "1/4/2015", "ends": "31/3/2016"}, "during"),
        ({"starts": "1/4/2015", "ends": "31/3/2016", "timing": "as-at"}, "as-at"),
        ({"ends": "31/3/2016"}, "not-stated"),
    ],
)
def test_a_figure_with_both_ends_of_its_period_is_one_during_it(typed, timing):
    form = filled(new(), value="12", **typed)
    assert form.is_valid(), form.errors
    assert form.instance.timing == timing


def test_who_says_that_the_timing_is_not_stated_is_believed():
    row = make.ObservationFactory(starts=date(2015, 4, 1), ends=date(2016, 3, 31), timing="during", value=12)
    dates = {"starts": "1/4/2015", "ends": "31/3/2016", "value": "12", "version": "1"}
    form = filled(row, **dates)
    assert form.is_valid(), form.errors
    assert form.instance.timing == "not-stated"
    # Nor is it put right behind the back of who changes something else.
    row.save()
    form = filled(row, **dates | {"note": "Late"})
    assert form.is_valid(), form.errors
    assert form.instance.timing == "not-stated"
