"""Sentences that are written down before anybody asks, such as labels, hints and choices.

It stands beside `kit/called.py`, for Django has to know that such a sentence is no plain string yet, and the content of
documents knows nothing of Django.
"""

from django.utils.functional import lazy

from .called import say, sayable

_said_when_read = lazy(say, str)


def say_later(sentence: str, **values):
    """A sentence in the words of the law in force, said anew each time it is read.

    Raises UnknownWord at once if it names something that is neither a word of the law nor given with it.
    """
    return _said_when_read(sayable(sentence, values), **values)
