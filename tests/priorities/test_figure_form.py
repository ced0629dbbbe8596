"""The form of a figure: what it asks about, and what it fills in by itself."""

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
