"""Of what people write, which is the number, and what a telephone dials for it."""

import pytest

from kit import telephones
from kit.templatetags.kit import linked


@pytest.mark.parametrize(
    ("text", "number", "beside", "dialled"),
    [
        ("01702 215007", "01702 215007", "", "+441702215007"),
        ("01702 215007, Monday to Friday 9am to 5pm", "01702 215007", "Monday to Friday 9am to 5pm", "+441702215007"),
        ("9am to 5pm: 01702 215007", "01702 215007", "9am to 5pm", "+441702215007"),
        ("(01702) 215007 (day)", "(01702) 215007", "day", "+441702215007"),
        ("+44 1702 215007", "+44 1702 215007", "", "+441702215007"),
        # Hours that could be read on as digits.
        ("0345 606 1212 24 hours", "0345 606 1212", "24 hours", "+443456061212"),
        ("0345 606 1212 24/7", "0345 606 1212", "24/7", "+443456061212"),
        ("0345 606 1212 9-5", "0345 606 1212", "9-5", "+443456061212"),
        ("0800 1111 24 hours", "0800 1111", "24 hours", "+448001111"),
        ("Mon-Fri 8.45 - 17:30: 01702 215007 Ext. 3", "01702 215007", "Mon-Fri 8.45 - 17:30; Ext. 3", "+441702215007"),
        # Short ones are dialled as they are.
        ("101", "101", "", "101"),
        ("116 123", "116 123", "", "116123"),
        ("0800 1111", "0800 1111", "", "+448001111"),
        # A drama's number, which is given out to nobody.
        ("01632 960001", "01632 960001", "", "+441632960001"),
    ],
)
def test_a_number_is_parted_from_its_hours(text, number, beside, dialled):
    assert telephones.parted(text) == (number, beside)
    assert telephones.found(text)[0][1] == dialled
    assert telephones.dialled(number) == f"tel:{dialled}"


@pytest.mark.parametrize(
    "text",
    ["", "the Gateway team of the trust", "Call the MASH on 01702 215007 or 0345 606 1212", "9 to 5", "16 March 2016"],
)
def test_what_is_no_number_or_several_stays_as_it_is(text):
    assert telephones.parted(text) == ("", text)
    assert telephones.dialled(text) == ""


def test_each_of_several_numbers_is_found():
    found = telephones.found("01702 215007 by day or 0345 606 1212 at night")
    assert found == [("01702 215007", "+441702215007"), ("0345 606 1212", "+443456061212")]


def test_an_address_is_written_to():
    assert telephones.dialled("help@nspcc.org.uk") == "mailto:help@nspcc.org.uk"


def test_a_number_within_an_address_is_a_part_of_it_and_one_beside_it_rings():
    page = linked(
        "See https://a.example/01702215007 or 01702215007@a.example, or call 01702 215007; then 0345 606 1212."
    )
    assert '<a href="https://a.example/01702215007">https://a.example/01702215007</a>' in page
    assert '<a href="mailto:01702215007@a.example">01702215007@a.example</a>' in page
    assert '<a class="number" href="tel:+441702215007">01702 215007</a>' in page
    assert '<a class="number" href="tel:+443456061212">0345 606 1212</a>' in page
    assert page.count("<a ") == 4
    assert "&lt;b&gt;" in linked("<b> 01702 215007")
