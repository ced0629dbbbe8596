"""The program's own sentences in a template: {% say "The {body} agreed its {report}." %}; see kit/called.py."""

from django import template

from kit import called

register = template.Library()


@register.simple_tag
def say(sentence, **values):
    """A sentence in the words of the law in force."""
    return called.say(sentence, **values)
