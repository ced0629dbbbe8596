"""Colours by how well they can be told apart. Pure. The reckoning is that of WCAG 2.2, success criterion 1.4.3."""

import re
from decimal import ROUND_DOWN, Decimal

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# The grounds of a page, light and dark, and what is laid on them a shade apart: static/css/tokens.css.
PALE, DARK = (243, 246, 246), (26, 36, 35)
LEAST = 4.5
HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)

Colour = tuple[int, int, int]


def read(text: str) -> Colour | None:
    """A colour as people write it: #0b5f63, 0B5F63 or #06f. None if it is none."""
    found = HEX.fullmatch(text.strip())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return tuple(int(digits[place : place + 2], 16) for place in (0, 2, 4))


def write(colour: Colour) -> str:
    """A colour as stylesheets have it: #0b5f63."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """How bright a colour is seen, from 0 (black) to 1 (white)."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of two colours, from 1 (the same) to 21 (black and white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ratio(one: Colour, other: Colour) -> str:
    """The contrast in figures for a sentence, never rounded up to what it isn't: 4.49 to 1."""
    return f"{Decimal(contrast(one, other)).quantize(Decimal('0.01'), rounding=ROUND_DOWN)} to 1"


def mixed(colour: Colour, other: Colour, hundredths: int) -> Colour:
    """A colour with so many hundredths of another one in it."""
    return tuple(
        (part * (100 - hundredths) + more * hundredths) // 100 for part, more in zip(colour, other, strict=True)
    )


def readable(colour: Colour, ground: Colour, towards: Colour) -> Colour:
    """The nearest colour on the way towards black or white that can be read on a ground."""
    shades = (mixed(colour, towards, hundredths) for hundredths in range(101))
    return next(shade for shade in shades if contrast(shade, ground) >= LEAST)


def toned(colour: Colour, brightness: float) -> Colour:
    """The colour with as much black or white in it that it is about so bright, from 0 to 1: how grey paper shows it."""
    towards = BLACK if luminance(colour) > brightness else WHITE
    shades = [mixed(colour, towards, hundredths) for hundredths in range(101)]
    return min(shades, key=lambda shade: abs(luminance(shade) - brightness))


# How bright the shares of a chart are, one beside the other. Two neighbours differ by 2 to 1 at least, so that they can
# be told apart without their colour.
TONES, TONES_IN_THE_DARK = (0.03, 0.175, 0.55), (0.75, 0.3, 0.06)


def tones(colour: Colour, brightnesses=TONES) -> dict[str, Colour]:
    """The tokens of the three shades of a colour that shares of a whole are drawn in; the fourth is the ground."""
    return {f"--tone-{place}": toned(colour, each) for place, each in enumerate(brightnesses)}


def stylesheet(colour: Colour) -> str:
    """The tokens of a board's own colour, for the light and the dark page.

    White words stand on the colour itself, on both pages. As words or a line it is darkened on the light page
    and lightened on the dark one, as far as reading needs.
    """
    ground = {"--brand": colour, "--brand-2": mixed(colour, BLACK, 25)}
    light = ground | {"--brand-ink": readable(mixed(colour, BLACK, 35), PALE, BLACK), "--rule": colour} | tones(colour)
    dark_ink = readable(colour, DARK, WHITE)
    dark = ground | {"--brand-ink": dark_ink, "--rule": dark_ink} | tones(colour, TONES_IN_THE_DARK)
    return (
        f"@layer tokens {{ :root {{ {_declared(light)} }} "
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_declared(dark)} }} }} }}\n"
    )


def on_paper(colour: Colour) -> dict[str, str]:
    """The tokens of a board's own colour on white paper: the only colour there is, so all that has one is made of it.

    White words stand on the colour itself. Its words can be read on white and on the tint. Rules, tint and stripe are
    the colour with white in it, so that on a printer without colours they are as far apart as on a screen.
    """
    tint = mixed(colour, WHITE, 91)
    tokens = {
        "--brand": colour,
        "--brand-ink": readable(colour, tint, BLACK),
        "--accent": mixed(colour, WHITE, 60),
        "--rule": mixed(colour, WHITE, 75),
        "--tint": tint,
    }
    return {name: write(shade) for name, shade in tokens.items()}


def paper_stylesheet(colour: Colour) -> str:
    """The same as a stylesheet for the PDF."""
    return f":root {{ {'; '.join(f'{name}: {shade}' for name, shade in on_paper(colour).items())} }}\n"


def _declared(tokens):
    return "; ".join(f"{name}: {write(colour)}" for name, colour in tokens.items())
