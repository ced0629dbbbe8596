"""What the office types of the board's numbers and of faults in accessibility, and what becomes of it."""

import pytest

from membership.forms import AccessibilityFaultForm, BoardForm
from tests import factories as make


def of_board(board, **typed):
    """The board's form with something typed in it."""
    kept = {name: BoardForm(instance=board)[name].value() for name in BoardForm.base_fields}
    return BoardForm({name: value for name, value in (kept | typed).items() if value is not None}, instance=board)


@pytest.mark.django_db
def test_a_number_typed_with_its_hours_is_parted():
    board = make.BoardFactory()
    form = of_board(board, concern_daytime="01702 215007, 9am to 5pm", concern_out_of_hours="0345 606 1212")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["concern_daytime"] == form.instance.concern_daytime == "01702 215007"
    assert form.instance.concern_daytime_when == "9am to 5pm"
    assert (form.instance.concern_out_of_hours, form.instance.concern_out_of_hours_when) == ("0345 606 1212", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "hours", "said"),
    [
        ("the council", "", "Write one telephone number"),
        ("01702 215007 or 0345 606 1212", "", "Write one telephone number"),
        ("01702 215007, 9am to 5pm", "day and night", "Write the number alone, 01702 215007."),
    ],
)
def test_what_can_not_be_a_button_is_asked_about_and_stays_typed(typed, hours, said):
    form = of_board(make.BoardFactory(), concern_daytime=typed, concern_daytime_when=hours)
    assert said in form.errors["concern_daytime"][0]
    assert form["concern_daytime"].value() == typed


@pytest.mark.django_db
def test_words_from_before_hinder_nobody():
    board = make.BoardFactory(concern_daytime="Ask at the civic centre")
    assert of_board(board, area="Anytown").is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1.4.3", "1.4.3"), ("1.4.3 Contrast (Minimum)", "1.4.3"), ("", ""), ("1.4.99", None), ("4.1.1", None)],
)
def test_a_criterion_is_one_of_wcag_2_2(typed, kept):
    form = AccessibilityFaultForm({"words": "The map.", "criterion": typed, "stands": "to-mend", "version": 1})
    assert form.is_valid() == (kept is not None), form.errors
    if kept is None:
        assert "Write its number, such as 1.4.3." in form.errors["criterion"][0]
    else:
        assert form.instance.criterion == kept
