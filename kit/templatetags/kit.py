"""Filters for words that come from the records."""

import json
import re

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from kit import prose as words
from kit import telephones, wording

register = template.Library()

ENDS_NO_BLOCK = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@register.filter
def value_in_words(value):
    """A value of a row as text, read out as people say it; nothing if there is none."""
    return "" if value is None else wording.SHOWN.get(type(value), str)(value)


@register.filter
def cell(text):
    """A cell's plain text as paragraphs and bullets. `kit.prose.cell` escapes every word."""
    return mark_safe(words.cell(text))


@register.filter
def linked(text):
    """A cell's plain text in which telephone numbers, e-mail and web addresses are links."""
    numbers = telephones.found(ADDRESS.sub(" ; ", text))
    pieces = LINK.split(ADDRESS.sub(leading, cell(text)))
    for place in range(0, len(pieces), 2):  # between two links; a number within an address is a part of it
        pieces[place] = rung(pieces[place], numbers)
    return mark_safe("".join(pieces))


def rung(words, numbers):
    """Escaped words in which those of the numbers that stand in them ring; the others are left for what follows."""
    rest, made = words, ""
    for each in list(numbers):
        before, number, behind = rest.partition(escape(each[0]))
        if number:
            numbers.remove(each)
            made, rest = f'{made}{before}<a class="number" href="tel:{escape(each[1])}">{number}</a>', behind
    return made + rest


# In text that is escaped already.
ADDRESS = re.compile(r"https?://[^\s<]*[^\s<.,;:)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile("(<a .*?</a>)", re.DOTALL)


def leading(match):
    scheme = "mailto:" if "@" in match[0] and "//" not in match[0] else ""
    return f'<a href="{scheme}{match[0]}">{match[0]}</a>'


@register.filter
def prose(html, level=3):
    """A narrative as safe HTML. `kit.prose.clean` lets a handful of elements through; sub-headings get this level."""
    return mark_safe(words.levelled(words.clean(html), level))


@register.filter
def data_block(data):
    """Plain data as JSON for a block that programs read; no word in it can end the block."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ENDS_NO_BLOCK))


@register.filter
def across(row, table):
    """The cells of a row, each with the column it stands in."""
    return zip(table.columns, row.cells, strict=True)
