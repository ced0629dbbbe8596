"""Charts as SVG: the same drawing on screen, on paper and in a Word copy. Knows no Django; takes a `blocks.Chart`.

A drawing is made 310 units wide with letters of 13: 12 px on a phone of 320 px, 10.5 points at 88 mm. Presentation
attributes say how it looks on paper, where no stylesheet reaches into it; each shape has a class for the screen's
stylesheet, which turns the colours in the dark. No style, no script and no id: nothing that a page may not hold.

Only its title is read out. What colour says is said by shape, dash or letter as well, so that grey paper says it too.
A figure that isn't there is never drawn: a line breaks, and its place says why.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from html import escape

from msgspec import Struct

from kit import colour as colours
from kit.wording import plain
from publications.blocks import BarDrawing, Chart, LineDrawing, ShareDrawing

WIDTH = 310
LETTER = 13
LEADING = 15
FONT = "Source Sans 3, sans-serif"
INK, QUIET, GRID, PAPER, WORRY = "#1b2526", "#4a5a5b", "#c3d1d1", "#ffffff", "#8f3410"
OWN = (11, 95, 99)  # the house's own colour
FEWEST = 4  # figures of a line; fewer are bars
MOST_LINES, MOST_PERIODS, MOST_SHARES = 3, 3, 4
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
NARROW, BROAD = set("fijlrtI.,:;'’|!()[]- "), set("mwMW@%&—")
MEANINGS = {
    "improvement": "improvement",
    "concern": "concern",
    "high": "unusually high",
    "low": "unusually low",
}


class Palette(Struct, frozen=True, kw_only=True):
    """The colours of a drawing on paper: the board's own, and the shades of it for bars and shares."""

    main: str
    pale: str
    tones: tuple[str, ...]

    @property
    def strokes(self):
        return {"grid": GRID, "ink": INK, "quiet": QUIET, "main": self.main, "worry": WORRY, "paper": PAPER}


@cache
def looks(colour):
    """The colours of a board, as a line or a bar can be told from white paper."""
    own = colour or OWN
    main = own if colours.contrast(own, colours.WHITE) >= 3 else colours.toned(own, 0.25)
    tones = [*colours.tones(own).values(), colours.WHITE]
    return Palette(
        main=colours.write(main),
        pale=colours.write(colours.mixed(own, colours.WHITE, 88)),
        tones=tuple(map(colours.write, tones)),
    )


def draw(chart: Chart, colour=None) -> str:
    """The SVG of a chart, in the board's own colour where it has one."""
    height, shapes = DRAWINGS[type(chart.drawing)](chart.drawing, looks(colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {number(height)}" width="{WIDTH}" '
        f'height="{number(height)}" role="img" font-family="{FONT}" font-size="{LETTER}" '
        f'class="chart-{chart.drawing.kind}"><title>{escape(chart.words)}</title>{"".join(shapes)}</svg>'
    )


# Pieces


def number(value):
    return f"{float(value):.1f}".rstrip("0").rstrip(".")


def wide(words):
    """About how wide words are: rather too wide than too narrow."""
    return LETTER * sum(0.33 if sign in NARROW else 0.9 if sign in BROAD else 0.6 for sign in words)


def broken(words, room):
    """Words in lines that find room."""
    lines = [""]
    for word in words.split():
        if lines[-1] and wide(f"{lines[-1]} {word}") > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def text(x, y, words, *, anchor="", bold=False, fill=INK, named="ink"):
    more = (f' text-anchor="{anchor}"' if anchor else "") + (' font-weight="600"' if bold else "")
    return f'<text x="{number(x)}" y="{number(y)}"{more} fill="{fill}" class="c-{named}">{escape(words)}</text>'


def quiet(x, y, words, anchor=""):
    return text(x, y, words, anchor=anchor, fill=QUIET, named="quiet")


def rule(look, x1, y1, x2, y2, tone="grid", width=1, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'stroke="{look.strokes[tone]}" stroke-width="{width}"{dashes} class="l-{tone}"/>'
    )


def box(look, x, y, width, height, fill, named):
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0.6))}" height="{number(height)}" '
        f'fill="{fill}" stroke="{look.main}" stroke-width="1.2" class="f-{named}"/>'
    )


def shape(look, x, y, kind=""):
    """A figure's mark. Its shape tells what its colour tells."""
    if kind in MEANINGS:
        tone = {"concern": "worry", "improvement": "main"}.get(kind, "ink")
        outline = {
            "concern": "m0 -6.5 l6.5 6.5 l-6.5 6.5 l-6.5 -6.5 z",
            "improvement": "m-4.5 -4.5 h9 v9 h-9 z",
            "high": "m0 -6.5 l6 10.5 h-12 z",
            "low": "m0 6.5 l6 -10.5 h-12 z",
        }[kind]
        return (
            f'<path d="M{number(x)} {number(y)} {outline}" fill="{look.strokes[tone]}" stroke="{PAPER}" '
            f'stroke-width="1" class="f-{tone}"/>'
        )
    if kind in CROSSES:
        return (
            f'<path d="M{number(x)} {number(y)} {CROSSES[kind]}" fill="none" stroke="{look.strokes["quiet"]}" '
            f'stroke-width="1.6" class="l-quiet"/>'
        )
    fill, stroke, named = (PAPER, look.main, "open") if kind == "open" else (look.main, PAPER, "dot")
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="3.4" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{1.8 if kind == "open" else 0.8}" class="f-{named}"/>'
    )


# LineDrawing, and XmR charts

# How the first, second and third line are told apart: stroke, its width, dashes, mark. Figures of others are never
# taken for the board's own: their lines are thin, and their marks crosses.
KINDS = (("main", 2.4, "", ""), ("quiet", 1.8, "8 4", "open"), ("quiet", 1.6, "2 3", "low"))
OTHERS = (("quiet", 1.2, "9 3 2 3", "cross"), ("quiet", 1.2, "4 4", "plus"), ("quiet", 1.2, "1 3", "bar"))
CROSSES = {"cross": "m-4 -4 l8 8 m0 -8 l-8 8", "plus": "m-5 0 h10 m-5 -5 v10", "bar": "m-5 -2 h10 m-10 4 h10"}
TOP, BOTTOM, MARGIN = 30, 178, 14


def lines(drawing, look):
    levels = [mark.value for line in drawing.lines for mark in line.marks if mark.value is not None]
    levels += [] if drawing.target is None else [drawing.target]
    levels += [level for part in drawing.usual for level in (part.lower, part.upper)]
    # An XmR chart asks how far figures spread, and may begin elsewhere than at nought.
    ticks = scale(min(levels), max(levels), from_nought=not drawing.usual)
    words_at_the_side = max([0, *(wide(words) for part in drawing.usual[-1:] for words in part.words)])
    left = 10 + max(wide(plain(tick)) for tick in ticks)
    right = WIDTH - (words_at_the_side + 8 if drawing.usual else MARGIN)
    marks = drawing.lines[0].marks
    step = (right - left - 16) / max(1, len(marks) - 1)
    xs = [left + 8 + step * place for place in range(len(marks))]

    def y(value):
        return BOTTOM - float((value - ticks[0]) / (ticks[-1] - ticks[0])) * (BOTTOM - TOP)

    shapes = [quiet(0, 12, drawing.unit)] if drawing.unit else []
    for tick in ticks:
        shapes.append(rule(look, left, y(tick), right, y(tick), "quiet" if tick in (ticks[0], 0) else "grid"))
        shapes.append(quiet(left - 6, y(tick) + 4.5, plain(tick).replace("-", "−"), "end"))
    for part in drawing.usual:
        shapes += usual(look, part, xs, step / 2, y, is_last=part.end == len(marks))
    if drawing.target is not None:
        shapes.append(rule(look, left, y(drawing.target), right, y(drawing.target), "ink", 1.4, "2 4"))
        shapes.append(wanted(drawing, left, y))
    shapes += why(look, marks, xs)
    strokes = kinds_of(drawing.lines)
    for line, stroke in zip(drawing.lines, strokes, strict=True):
        shapes += drawn(look, line, xs, y, stroke, with_ends=not drawing.usual and len(drawing.lines) == 1)
    shapes += periods(look, [mark.label for mark in marks], xs, BOTTOM + 17)
    height = BOTTOM + 26
    kinds = [kind for kind in MEANINGS if any(mark.meaning == kind for mark in marks)]
    keys = [(kind, MEANINGS[kind]) for kind in kinds]
    if len(drawing.lines) > 1:
        keys = [(stroke, line.name) for stroke, line in zip(strokes, drawing.lines, strict=True)] + keys
    keys = ([("mean", "mean"), ("usual", "usual range")] if drawing.usual else []) + keys
    at, top = 0, height
    for kind, words in keys:
        if at and at + 28 + wide(words) > WIDTH:
            at, top = 0, top + LEADING + 3
        shapes += [key(look, at, top + 12, kind), text(at + 24, top + 16.5, words)]
        at += 36 + wide(words)
    return (top + 24 if keys else height), shapes


def kinds_of(several):
    """How each line is drawn: ours in one way, those of others in another."""
    ours, others = iter(KINDS), iter(OTHERS)
    return [next(others if line.compares else ours) for line in several]


def key(look, x, y, kind):
    """What stands before the words that say what a line or a mark is."""
    if isinstance(kind, tuple):
        tone, width, dash, form = kind
        return rule(look, x, y, x + 19, y, tone, width, dash) + shape(look, x + 9.5, y, form)
    if kind in ("mean", "usual"):
        return rule(look, x, y, x + 19, y, "ink", 1.3, "5 4" if kind == "usual" else "")
    return shape(look, x + 11, y, kind)


def wanted(drawing, left, y):
    """The word at the level that is wanted, on that side of it on which the line isn't."""
    known = [mark.value for line in drawing.lines for mark in line.marks if mark.value is not None]
    is_below = sum(value > drawing.target for value in known) * 2 > len(known)
    return text(left + 4, y(drawing.target) + (LETTER if is_below else -5), "wanted")


def usual(look, part, xs, half, y, is_last):
    """Mean and limits of a part; a new start is a line across, and the words stand at the last part."""
    start, end = xs[part.first] - half, xs[part.end - 1] + half
    yield rule(look, start, y(part.mean), end, y(part.mean), "ink", 1.3)
    for limit in (part.upper, part.lower):
        yield rule(look, start, y(limit), end, y(limit), "ink", 1.2, "5 4")
    if part.first:
        yield rule(look, start, TOP, start, BOTTOM, "ink", 1, "1 3")
    if is_last:
        # Words that would stand on each other are moved apart.
        below = -99
        for level, words in zip((part.upper, part.mean, part.lower), part.words, strict=True):
            below = max(y(level) + 4.5, below + LETTER)
            yield text(end + 4, below, words)


def why(look, marks, xs):
    """Above its place why a figure isn't there, and above a break what changed; said once where there is no room."""
    free = 0
    for place, mark in enumerate(marks):
        if mark.value is None:
            yield rule(look, xs[place], TOP, xs[place], BOTTOM, "quiet", 1, "1 4")
        if mark.breaks and place:
            x = (xs[place - 1] + xs[place]) / 2
            yield rule(look, x, TOP, x, BOTTOM, "ink", 1.2, "5 3")
        words = mark.breaks if place and mark.breaks else mark.why
        half = wide(words) / 2
        x = min(max(xs[place], half), WIDTH - half)
        if words and x - half >= free:
            yield quiet(x, TOP - 6, words, "middle")
            free = x + half + 6


def drawn(look, line, xs, y, kind, *, with_ends):
    """A line through its figures, broken where one is missing or something changed."""
    tone, width, dash, form = kind
    runs, run = [], []
    for place, mark in enumerate(line.marks):
        if mark.breaks or mark.value is None:
            runs, run = [*runs, run], []
        if mark.value is not None:
            run.append((xs[place], y(mark.value)))
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    for piece in [*runs, run]:
        if len(piece) > 1:
            route = " L".join(f"{number(x)} {number(at)}" for x, at in piece)
            yield (
                f'<path d="M{route}" fill="none" stroke="{look.strokes[tone]}" stroke-width="{width}"{dashes} '
                f'stroke-linejoin="round" class="l-{tone}"/>'
            )
    known = [(xs[place], mark) for place, mark in enumerate(line.marks) if mark.value is not None]
    for x, mark in known:
        yield shape(look, x, y(mark.value), mark.meaning or form)
    if with_ends:
        for x, mark in {known[0][0]: known[0], known[-1][0]: known[-1]}.values():
            half = wide(mark.words) / 2
            x = min(max(x, xs[0] - 6 + half), WIDTH - half)  # clear of the axis
            yield text(x, y(mark.value) - 9, mark.words, anchor="middle", bold=True)


def periods(look, labels, xs, y):
    """The names of periods below a chart: as many as find room, the first and the last always."""
    step = xs[1] - xs[0] if len(xs) > 1 else WIDTH
    every = max(1, -(-(max(wide(label) for label in labels) + 8) // step))
    last = len(labels) - 1
    shown = [place for place in range(0, last + 1, int(every)) if place == last or last - place >= every]
    for place in dict.fromkeys([*shown, last]):
        half = wide(labels[place]) / 2
        yield rule(look, xs[place], y - 14, xs[place], y - 10, "quiet")
        yield quiet(min(max(xs[place], half), WIDTH - half), y + 3, labels[place], "middle")


def scale(low, high, *, from_nought):
    """The levels of an axis: three to six round numbers that hold all there is."""
    low, high = (Decimal(low), Decimal(high))
    if from_nought:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high += 1
    rough = (high - low) / 4
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(step * power for step in STEPS if step * power >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * place for place in range(int(first), int(last) + 1)]


# Bars

THICK, THIN = 13, 6  # our bars, and those of others


def bars(drawing, look):
    """Each thing with a bar, or with one for each period: the latest weighs most."""
    fills = ((look.pale, "pale"), (look.tones[2], "middle"), (look.main, "main"))
    fills = {1: fills[2:], 2: (fills[0], fills[2]), 3: fills}[max(1, len(drawing.names))]
    shapes, y, at = [], 0, 0
    for place, name in enumerate(drawing.names):
        if at and at + 24 + wide(name) > WIDTH:
            at, y = 0, y + 19
        shapes += [box(look, at + 0.6, y + 1, 14, 11, *fills[place]), text(at + 21, y + 11.5, name)]
        at += 40 + wide(name)
    y += 22 if drawing.names else 0
    room = WIDTH - 8 - max(wide(words) for bar in drawing.bars for words in bar.words)
    most = max([Decimal(1), *(abs(value) for bar in drawing.bars for value in bar.values if value is not None)])
    for bar in drawing.bars:
        for words in filter(None, broken(bar.name, WIDTH)):
            y += LEADING
            shapes.append(text(0, y - 3, words, bold=bool(drawing.names)))
        y += 2
        for value, words, fill in zip(bar.values, bar.words, fills, strict=True):
            if value is None or value < 0:
                shapes.append(quiet(4, y + 11, words))
            else:
                long = float(value / most) * room
                high = THIN if bar.compares else THICK
                shapes += [box(look, 0.6, y + (THICK - high) / 2, long, high, *fill), text(long + 6, y + 11, words)]
            y += THICK + 2
        y += 4
    return y, shapes


# Shares of a whole


def shares(drawing, look):
    """Each whole a bar, its shares from dark to light, keyed by letters. A whole that isn't one stays open."""
    shapes, y = [], 0
    inks = [(PAPER if colours.contrast(colours.read(tone), colours.WHITE) >= 4.5 else INK) for tone in look.tones]
    for place, name in enumerate(drawing.names):
        shapes.append(box(look, 0.6, y + 1.6, 17, 15, look.tones[place], f"tone-{place}"))
        letter = chr(ord("a") + place)
        shapes.append(text(9, y + 13.4, letter, anchor="middle", bold=True, fill=inks[place], named=f"tone-{place}"))
        for line in broken(name, WIDTH - 25):
            shapes.append(text(25, y + 13, line))
            y += LEADING
        y += 5
    for bar in drawing.bars:
        y += 18
        shapes += [text(0, y - 2, bar.name, bold=True), quiet(WIDTH, y - 2, "per cent", "end")]
        y += 4
        whole = max([Decimal(100), sum(value for value in bar.values if value is not None)])
        x = 0.6
        for place, value in enumerate(bar.values):
            if value is None:
                continue
            words = plain(value)
            long = float(value / whole) * (WIDTH - 1.2)
            shapes.append(box(look, x, y, long, 28, look.tones[place], f"tone-{place}"))
            if long > wide(words) + 3:
                inside = {"anchor": "middle", "bold": True, "fill": inks[place], "named": f"tone-{place}"}
                shapes.append(text(x + long / 2, y + 18.5, words, **inside))
            x += long
        y += 32
    return y, shapes


DRAWINGS = {LineDrawing: lines, BarDrawing: bars, ShareDrawing: shares}


# A line without words, for a cell

SPARK_WIDTH, SPARK_HEIGHT = 96, 26


def sparkline(values, words, colour=None) -> str:
    """A small line, its last figure marked; empty if there are too few figures. None is a gap."""
    known = [value for value in values if value is not None]
    if len(known) < FEWEST:
        return ""
    look, low, high = looks(colour), min(known), max(known)
    step = (SPARK_WIDTH - 12) / (len(values) - 1)
    room = SPARK_HEIGHT - 12

    def at(place, value):
        return 5 + place * step, SPARK_HEIGHT - 6 - float((value - low) / ((high - low) or 1)) * room

    runs, run = [], []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append(at(place, value))
        elif run:
            runs, run = [*runs, run], []
    shapes = []
    for run in runs:
        route = " L".join(f"{number(x)} {number(y)}" for x, y in run)
        # A figure between two gaps is a dot and no line.
        shapes.append(
            f'<path d="M{route}" fill="none" stroke="{QUIET}" stroke-width="1.5" class="l-quiet"/>'
            if len(run) > 1
            else shape(look, *run[0], "open")
        )
    shapes.append(shape(look, *runs[-1][-1]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" width="{SPARK_WIDTH}" '
        f'height="{SPARK_HEIGHT}" role="img" class="spark"><title>{escape(words)}</title>{"".join(shapes)}</svg>'
    )
