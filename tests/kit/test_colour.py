"""Colours that can be read: the ratio by the book, and the nearest colour that passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import colour

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#ffffff", "#000", "21.00 to 1"),
        ("#767676", "#fff", "4.54 to 1"),
        ("#777777", "#fff", "4.47 to 1"),
        ("0B5F63", "#0b5f63", "1.00 to 1"),
    ],
)
def test_ratios_that_are_known(one, other, ratio):
    assert colour.ratio(colour.read(one), colour.read(other)) == ratio


@pytest.mark.parametrize("text", ["", "red", "#12345", "#0b5f6g", "#0b5f63; } body {", "rgb(1,2,3)", "#0b5f63\n#"])
def test_what_is_no_colour(text):
    assert colour.read(text) is None


@given(COLOURS)
def test_the_nearest_that_can_be_read_is_read(any_colour):
    nearest = colour.readable(any_colour, colour.WHITE, colour.BLACK)
    assert colour.contrast(nearest, colour.WHITE) >= colour.LEAST
    if colour.contrast(any_colour, colour.WHITE) >= colour.LEAST:
        assert nearest == any_colour
    assert colour.read(colour.write(any_colour)) == any_colour


@given(COLOURS)
def test_every_ink_of_the_stylesheet_can_be_read_on_its_ground(any_colour):
    chosen = colour.readable(any_colour, colour.WHITE, colour.BLACK)
    light, dark = colour.stylesheet(chosen).split("@media")

    def token(sheet, name):
        return colour.read(sheet.split(f"{name}: ")[1][:7])

    for sheet in (light, dark):
        for name in ("--brand", "--brand-2"):
            assert colour.contrast(token(sheet, name), colour.WHITE) >= colour.LEAST
    assert colour.contrast(token(light, "--brand-ink"), colour.PALE) >= colour.LEAST
    for name in ("--brand-ink", "--rule"):
        assert colour.contrast(token(dark, name), colour.DARK) >= colour.LEAST
