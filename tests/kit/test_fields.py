"""What people type into a form, and what is understood."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as some

from kit import prose
from kit.fields import CELL, ClockField, DayField, MoneyField, NumberField, PercentField, ProseField, TextField, said

JUNE = date(2016, 6, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "1 June 2016",
        "01 june 2016",
        "1st June 2016",
        "1st of June, 2016",
        "1 Jun 16",
        "1/6/2016",
        "01.06.2016",
        "1-6-16",
        "2016-06-01",
        "Wednesday 1st June 2016",
        "Wed, 1/6/16",
    ],
)
def test_a_day_is_read_as_people_write_it(typed):
    assert DayField().clean(typed) == JUNE


def our_forms(of=BaseForm):
    for form in of.__subclasses__():
        yield form
        yield from our_forms(form)


def test_every_form_reads_a_day_in_the_same_ways():
    assert get_resolver().url_patterns  # with the addresses come all forms
    found = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in our_forms()
        if not form.__module__.startswith(("django", "allauth", "import_export", "tests"))
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField | forms.DateTimeField)
    }
    assert found == set()


def test_another_weekday_than_that_of_the_day_is_said():
    with pytest.raises(ValidationError, match="1 June 2016 is a Wednesday"):
        DayField().clean("Monday 1 June 2016")


def test_september_has_a_short_name_of_four_letters():
    assert DayField().clean("3 Sept 2016") == date(2016, 9, 3)


@pytest.mark.parametrize(
    "typed",
    ["June 2016", "31 June 2016", "1 Juno 2016", "13/13/2016", "1 June 0", "1 June 1016", "1 x 2016", "x", "0/0/0000"],
)
def test_what_is_no_day_is_said(typed):
    with pytest.raises(ValidationError, match="Write the day as 1 June 2016"):
        DayField().clean(typed)


@given(some.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_comes_back_as_it_is_shown(day):
    field = DayField()
    assert field.clean(field.prepare_value(day)) == day
    assert not field.has_changed(day, field.prepare_value(day))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("£1,000", "1000"), ("1\u00a0000.50", "1000.5"), ("−£20", "-20"), ("(£300)", "-300"), (" £0 ", "0")],
)
def test_an_amount_is_read_with_its_signs(typed, amount):
    assert MoneyField().clean(typed) == Decimal(amount)


@given(some.decimals(min_value=0, max_value=100, places=3))
def test_a_share_comes_back_as_it_is_shown(share):
    field = PercentField(max_digits=6, decimal_places=3)
    assert field.clean(field.prepare_value(share)) == share


@given(some.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_figure_comes_back_as_it_is_shown(figure):
    field = NumberField(max_digits=15, decimal_places=4)
    assert field.clean(field.prepare_value(figure)) == figure


@given(some.times())
def test_a_time_comes_back_as_it_is_shown(at):
    field = ClockField()
    assert field.clean(field.prepare_value(at)) == at.replace(second=0, microsecond=0)


@given(some.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_comes_back_as_it_is_shown(amount):
    field = MoneyField(max_digits=12, decimal_places=2)
    assert field.clean(field.prepare_value(amount)) == amount
    assert not field.has_changed(amount, field.prepare_value(amount))


def test_a_share_is_read_with_and_without_its_sign():
    assert PercentField().clean("49.5%") == PercentField().clean("49.5") == Decimal("49.5")
    assert PercentField().prepare_value(Decimal("49.500")) == "49.5%"


@pytest.mark.parametrize("typed", ["1e400", "NaN", "Infinity", "9" * 400, "one", "--1", "1e3"])
def test_what_is_no_number_is_said(typed):
    with pytest.raises(ValidationError):
        NumberField(max_digits=15, decimal_places=4).clean(typed)


@pytest.mark.parametrize(
    ("typed", "at"),
    [("14:00", time(14)), ("2pm", time(14)), ("2.30 pm", time(14, 30)), ("9.15", time(9, 15))],
)
def test_a_time_is_read_as_people_write_it(typed, at):
    assert ClockField().clean(typed) == at


@pytest.mark.parametrize(
    ("field", "typed", "asked", "offers"),
    [
        (DayField(), "June 2016", "“June 2016” is more than one day.", ["1 June 2016", "30 June 2016"]),
        (DayField(), "by 1 June 2016", "“by” can’t be kept here. Leave it out?", ["1 June 2016"]),
        (MoneyField(), "£5,000 subject to confirmation", "“subject to confirmation” can’t be kept here.", ["£5,000"]),
        (MoneyField(required=False), "TBC", "“TBC” can’t be kept here. Write an amount", [""]),
        (MoneyField(), "TBC", "“TBC” can’t be kept here. Write an amount", []),
        (PercentField(), "0.495", "Is it 49.5%, or 0.495%?", ["49.5%", "0.495%"]),
        (ClockField(), "2-4pm", "“2-4pm” is a start and an end.", ["14:00", "16:00"]),
        (ClockField(), "2.30", "Which time is meant by “2.30”?", ["14:30", "02:30"]),
    ],
)
def test_what_may_mean_several_things_is_asked_and_each_answer_is_taken(field, typed, asked, offers):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages[0].startswith(asked)
    assert refusal.value.params == {"offers": offers}
    for words in offers:
        field.clean(words)


def test_the_words_of_the_button_that_was_pressed_stand_in_place_of_what_was_typed():
    class Asking(forms.Form):
        ends = ClockField()
        end = ClockField()

    form = Asking({"ends": "2.30", "end": "4.30", "_meant": "end 16:30"})
    assert list(form.errors) == ["ends"], "an answer is for the field that it names and for no other"
    assert form.cleaned_data == {"end": time(16, 30)}
    assert [form[name].value() for name in ("ends", "end")] == ["2.30", "16:30"]


def test_how_something_was_read_is_said():
    class Saying(forms.Form):
        amount = MoneyField()

    assert said(Saying({"amount": "£ -"})) == ["“£ -” was read as £0."]
    assert said(Saying({"amount": "£0"})) == []


def test_a_text_that_is_too_long_says_how_long_it_is():
    assert "maxlength" not in TextField().widget.attrs, "the browser would cut what is pasted without a word"
    with pytest.raises(ValidationError, match="5,001 signs long, and 5,000 can be kept"):
        TextField().clean("x" * (CELL + 1))


def test_line_ends_are_no_change():
    assert not TextField().has_changed("One\nTwo", "One\r\nTwo")


def test_a_narrative_keeps_what_it_may_hold_and_nothing_else():
    pasted = (
        "<h1 style='x'>Head</h1><p><b>Bold</b> <i>slant</i> <a href='https://a.example/'>on</a> "
        "<a href='#_ftn1'>1</a></p><script>x</script>"
    )
    kept = '<h3>Head</h3><p><strong>Bold</strong> <em>slant</em> <a href="https://a.example/">on</a></p>'
    assert ProseField().clean(pasted) == kept


def test_a_narrative_typed_without_a_script_is_paragraphs_and_bullets():
    assert prose.narrative("One & two\n\n- three\n- four") == "<p>One &amp; two</p><ul><li>three</li><li>four</li></ul>"


def test_a_bullet_holds_its_words_as_the_documents_have_it():
    assert prose.narrative("<ul><li><p>a <em>b</em></p></li><li><p>x</p><p>y</p></li></ul>") == (
        "<ul><li>a <em>b</em></li><li><p>x</p><p>y</p></li></ul>"
    )
