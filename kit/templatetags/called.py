"""The program's own words in a template: {% called "The board" %} is "The partnership" where the law says so."""

from django import template

from kit.called import say

register = template.Library()
register.simple_tag(say, name="called")
