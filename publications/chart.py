"""The structure chart of a board as a drawing for paper: the board above, the groups below it, and theirs below them.

Plain SVG with presentation attributes only, so that it looks the same wherever it is shown, in colour and in grey.
Only its title is read out, so the title names every body. Knows no Django; takes a `blocks.Tree`.

The board's own box stands at the top. Its groups hang from a trunk in rows of four or two; the groups below a group
stand under it, hung from a rail at its left side.
"""

from html import escape

from msgspec import Struct

from kit import colour as colours

WIDTH = 456  # the measure of a portrait page in points
LARGE_WIDTH = 320  # the same for large print: drawn as wide as its page, letters are as large as in its tables
NARROW_WIDTH = 400  # below which two boxes stand side by side and not four
FONT = "Source Sans 3, sans-serif"
SIZE = 10.5
LEADING = 13
PADDING = 8
GAP = 14  # between boxes side by side
DROP = 22  # from a box to the row below it
STEP = 10  # from a group to the group below it
INDENT = 14  # of a group below a group
WORDS, PAPER = "#1d2b2c", "#ffffff"


class Looks(Struct, frozen=True, kw_only=True):
    """The colours of a chart: the board's box and every frame, the lines between them, the ground of a group's box."""

    ink: str
    line: str
    fill: str


HOUSE = Looks(ink="#0b5f63", line="#5c7f82", fill="#e9f2f2")

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# How wide letters are, as parts of the size: rough, and rather too wide than too narrow.
NARROW, WIDE = set("fijlrtI.,:;'’|!()[]- "), set("mwMW@%&—")


class Box(Struct, frozen=True, kw_only=True):
    """A body's box: its place and its words, broken into lines."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    chief: bool = False

    @property
    def middle(self):
        return self.x + self.width / 2

    @property
    def bottom(self):
        return self.y + self.height


def draw(tree, colour=None, width=WIDTH):
    """The SVG of a `blocks.Tree`, in the board's own colour where it has one."""
    lines, boxes = _arrange(tree.root, width)
    looks = _own(colour) if colour else HOUSE
    shapes = "".join([*(_path(line, looks) for line in lines), *(_drawn(box, looks) for box in boxes)])
    height = _number(max(box.bottom for box in boxes) + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" font-family="{FONT}" font-size="{SIZE}">'
        f"<title>{escape(in_words(tree))}</title>{shapes}</svg>"
    )


def _own(colour):
    tokens = colours.on_paper(colour)
    return Looks(ink=tokens["--brand"], line=tokens["--brand"], fill=tokens["--tint"])


def in_words(tree):
    """What the chart shows, with the name of every body: all that somebody hears who can't see it."""
    return " ".join(["Structure:", *_sentences(tree.root)])


def _sentences(node):
    if not node.children:
        return [f"{node.text}."]
    count = len(node.children)
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    names = "; ".join(child.text for child in node.children)
    sentences = [f"{node.text}, with {number} group{'s' if count > 1 else ''} below it: {names}."]
    for child in node.children:
        if child.children:
            sentences.extend(_sentences(child))
    return sentences


def _arrange(root, across):
    """The lines of the whole chart, each as the points it goes through, and its boxes."""
    chief_width = min(across, max(across / 2, 180))
    chief = _box(root.text, (across - chief_width) / 2, 1, chief_width, chief=True)
    lines, boxes = [], [chief]
    top = chief.bottom
    a_row = _row_length(len(root.children), across)
    for start in range(0, len(root.children), a_row):
        nodes = root.children[start : start + a_row]
        width = (across - GAP * (a_row - 1)) / a_row
        left = (across - len(nodes) * width - GAP * (len(nodes) - 1)) / 2
        rail, row_top = top + DROP / 2, top + DROP
        lines.append((across / 2, chief.bottom, across / 2, rail))
        heads = _row([node.text for node in nodes], left, row_top, width)
        for node, head in zip(nodes, heads, strict=True):
            lines.append((across / 2, rail, head.middle, rail, head.middle, head.y))
            below, below_lines = _hang(node.children, head)
            boxes.extend([head, *below])
            lines.extend(below_lines)
            top = max([top, *(box.bottom for box in [head, *below])])
    return lines, boxes


def _row_length(count, across):
    """How many boxes stand side by side. In several rows the number is even, so that the trunk passes between them."""
    if across < NARROW_WIDTH:
        return min(max(count, 1), 2)
    return max(count, 1) if count <= 3 else 4


def _row(texts, left, top, width):
    """Boxes side by side, all as high as the highest."""
    boxes = [_box(text, left + place * (width + GAP), top, width) for place, text in enumerate(texts)]
    height = max(box.height for box in boxes)
    return [Box(x=box.x, y=box.y, width=width, height=height, lines=box.lines) for box in boxes]


def _hang(nodes, head):
    """The boxes of a group's own groups, one under the other, and the lines from the rail that holds them."""
    boxes, lines = [], []
    top = head.bottom
    rail = head.x + INDENT / 2
    for node in nodes:
        box = _box(node.text, head.x + INDENT, top + STEP, head.width - INDENT)
        middle = box.y + box.height / 2
        lines.append((rail, head.bottom, rail, middle, box.x, middle))
        below, below_lines = _hang(node.children, box)
        boxes.extend([box, *below])
        lines.extend(below_lines)
        top = boxes[-1].bottom
    return boxes, lines


def _box(text, x, y, width, *, chief=False):
    lines = tuple(_wrap(text, width - 2 * PADDING))
    return Box(x=x, y=y, width=width, height=len(lines) * LEADING + 2 * PADDING, lines=lines, chief=chief)


def _wrap(text, width):
    lines = []
    for word in text.split():
        if lines and _text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _text_width(text):
    return SIZE * sum(
        0.3 if letter in NARROW else 0.86 if letter in WIDE else 0.62 if letter.isupper() else 0.54 for letter in text
    )


def _path(line, looks):
    x, y, *points = line
    route = "".join(f"L{_number(a)} {_number(b)}" for a, b in zip(points[::2], points[1::2], strict=True))
    return f'<path d="M{_number(x)} {_number(y)}{route}" fill="none" stroke="{looks.line}" stroke-width="1"/>'


def _drawn(box, looks):
    fill, ink, weight = (looks.ink, PAPER, 600) if box.chief else (looks.fill, WORDS, 600)
    first = box.y + box.height / 2 - (len(box.lines) - 1) * LEADING / 2 + SIZE * 0.34
    words = "".join(
        f'<text x="{_number(box.middle)}" y="{_number(first + place * LEADING)}" text-anchor="middle" '
        f'font-weight="{weight}" fill="{ink}">{escape(line)}</text>'
        for place, line in enumerate(box.lines)
    )
    return (
        f'<rect x="{_number(box.x + 0.5)}" y="{_number(box.y)}" width="{_number(box.width - 1)}" '
        f'height="{_number(box.height)}" rx="2" fill="{fill}" stroke="{looks.ink}" stroke-width="1"/>{words}'
    )


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")
