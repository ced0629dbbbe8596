"""A number in a cell of a workbook is shown by its format; what is shown is what the reader saw."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kit.incoming.formats import hides_text, shown

ACCOUNTING = '_-"£"* #,##0_-;\\-"£"* #,##0_-;_-"£"* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        ("0.3333333333333333", "0%", "33%"),
        ("0.495", "0.0%", "49.5%"),
        ("52000", '"£"#,##0.00', "£52,000.00"),
        ("17333.333", "[$£-809]#,##0.00", "£17,333.33"),
        ("0.5", "0", "1"),
        ("2.5", "0", "3"),
        ("0", ACCOUNTING, "£ -"),
        ("-300", '"£"#,##0_);("£"#,##0)', "(£300)"),
        ("-12.5", "0.00;[Red]-0.00", "-12.50"),
        ("-12.5", "0.00", "-12.50"),
        ("-0.001", "0.00", "0.00"),
        # A sign that only stands there is no percent.
        ("45", '0.0"%"', "45.0%"),
        ("45", "0\\%", "45%"),
        ("5", '"a;b"0', "a;b5"),
        ("1.1", "0.00", "1.10"),
        ("7", "000", "007"),
        ("5", "0.##", "5"),
        ("0.25", "#.00", ".25"),
        ("43065", '#,##0,"k"', "43k"),
        ("1702123456", "00000 000000", "01702 123456"),
        ("5", '[<10]"<10";0', "<10"),
        ("15", '[<10]"<10";0', "15"),
        ("0.5", "# ?/?", "0.5"),
        ("123456", "0.00E+00", "123456"),
        ("0.30000000000000004", "General", "0.3"),
        ("3", 'General" visits"', "3 visits"),
        ("5", ";;;", ""),
        # Days in our own words, and no more of them than is seen.
        ("43252", "mmm-yy", "June 2018"),
        ("43265", "dd/mm/yyyy", "14 June 2018"),
        ("43265", "mm-dd-yy", "14 June 2018"),
        ("43265", "ddd d mmm", "Thursday 14 June"),
        ("43265", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Thursday 14 June 2018"),
        ("43265.583333333", "dd/mm/yyyy hh:mm", "14 June 2018 14:00"),
        ("43265", "dd/mm/yyyy hh:mm", "14 June 2018"),
        ("0.98", "h:mm AM/PM", "23:31"),
        ("0.0034", "mm:ss", "04:54"),
        ("1.104166666", "[h]:mm", "26:30"),
        ("59", "d/m/yyyy", "28 February 1900"),
        ("61", "d/m/yyyy", "1 March 1900"),
        ("-1", "d/m/yyyy", "#####"),
    ],
)
def test_a_cell_shows(number, code, words):
    assert shown(Decimal(number), code).words == words


@pytest.mark.parametrize(
    ("number", "code", "is_said"), [("17333.333", "£0", True), ("43065", '#,##0,"k"', True), ("0.495", "0.0%", False)]
)
def test_what_shows_less_than_it_holds_is_said(number, code, is_said):
    said = shown(Decimal(number), code).said
    assert said == (f"The cell shows {shown(Decimal(number), code).words} and holds {number}." if is_said else "")


def test_a_text_may_be_hidden_too():
    assert hides_text(";;;")
    assert not hides_text("General")
    assert not hides_text(ACCOUNTING)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6),
    st.text(alphabet='0#?.,%;"\\_*[]$£-()hmsdy/E+@ <>=1', max_size=20),
)
@example(Decimal(0), '"')
@example(Decimal(1), "[<1.2.3]0")
def test_whatever_the_format_something_is_shown(number, code):
    assert isinstance(shown(number, code).words, str)
