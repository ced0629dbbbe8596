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
    pieces, rest = [], ADDRESS.sub(leading, cell(text))
    for number, dialled in telephones.found(text):
        before, found, behind = rest.partition(escape(number))
        if found:
            pieces += [before, f'<a class="number" href="tel:{escape(dialled)}">{found}</a>']
            rest = behind
    return mark_safe("".join([*pieces, rest]))


# In text that is escaped already.
ADDRESS = re.compile(r"https?://[^\s<]*[^\s<.,;:)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


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
