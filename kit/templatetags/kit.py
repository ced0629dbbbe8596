"""Filters for words that come from the records."""

import json

from django import template
from django.utils.safestring import mark_safe

from kit import prose as words
from kit import wording

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
