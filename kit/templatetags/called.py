"""The program's own words in a template: {% called "The board" %} is "The partnership" if the law says so."""

from django import template

from kit.called import say

register = template.Library()


@register.simple_tag
def called(text):
    """A word or sentence of the program's in the words of the law in force."""
    return say(text)
