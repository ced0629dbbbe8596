"""Tags for the printed document."""

from itertools import chain, zip_longest

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from kit import colour as colours
from kit import prose
from publications import chart, drawing, leading, measures, qr

register = template.Library()

FEW_LINES = 6
LONG_HEADING = 6  # words


@register.simple_tag
def structure_chart(tree, colour="", large=False):
    """The structure chart as a drawing, in the board's own colour where it has one. `chart.draw` escapes every word."""
    return mark_safe(chart.draw(tree, colours.read(colour), chart.LARGE_WIDTH if large else chart.WIDTH))


@register.simple_tag
def numbered_words(paragraph):
    """The words of a `blocks.Paragraph`, cleaned, each bullet with what it is quoted by."""
    reference = get_template("document/_reference.html")
    pieces = prose.before_bullets(paragraph.html)
    marks = (reference.render({"quoted": quoted, "is_there": False}) for quoted in paragraph.bullets)
    return mark_safe("".join(chain.from_iterable(zip_longest(pieces, marks, fillvalue=""))))


class Leading(template.Node):
    """What stands inside it, with links to the terms that its page uses, and to addresses."""

    def __init__(self, nodes, known):
        self.nodes, self.known = nodes, known

    def render(self, context):
        return leading.linked(self.nodes.render(context), self.known.resolve(context))


@register.tag
def leading_on(parser, token):
    """{% leading_on page.terms %}…{% endleading_on %}"""
    _, known = token.split_contents()
    nodes = parser.parse(["endleading_on"])
    parser.delete_first_token()
    return Leading(nodes, parser.compile_filter(known))


@register.simple_tag
def qr_code(address):
    """The drawing of a code that leads to an address. `qr.draw` escapes it."""
    return mark_safe(qr.draw(address))


@register.simple_tag
def drawn(block, colour=""):
    """A chart as a drawing, in the board's own colour where it has one. `drawing.draw` escapes every word."""
    return mark_safe(drawing.draw(block, colours.read(colour or "")))


@register.simple_tag
def sparkline(values, words):
    """A small line through figures in time, with the words that are read out; nothing for a few."""
    return mark_safe(drawing.sparkline(values, words))


@register.filter
def in_eights(code):
    """A check code in groups of eight signs, to be compared by eye."""
    return " ".join(code[place : place + 8] for place in range(0, len(code), 8))


@register.filter
def not_ending_alone(heading):
    """A long heading whose last word doesn't go over to a line of its own."""
    words = heading.split(" ")
    return heading if len(words) < LONG_HEADING else f"{' '.join(words[:-1])}\N{NO-BREAK SPACE}{words[-1]}"


@register.filter
def is_soon_listed(pages):
    """Whether the contents have so few lines that the document begins below them."""
    return sum(1 + len(page.listed) for page in pages) <= FEW_LINES


@register.filter
def is_short(page, large=False):
    """`large` is true where the page is printed in large letters."""
    return measures.is_short(page, measures.LARGE if large else measures.PRINT)
