"""The law the board works under, and the words in which the program speaks because of it."""

from functools import cache

from django.db import DatabaseError

from kit import called, clock, spans

from .models import Regime


def in_force(on):
    """The law the board works under on a day; None where none is recorded."""
    found = spans.meant(Regime.objects.all(), on)
    return found.row if found and found.state in ("now", "undated") else None


def words(on) -> called.Words:
    """What the body and its report are called on a day."""
    law = in_force(on)
    return called.words_for(law.body_called, law.report_called) if law else called.BOARD


class Speaks:
    """Answers each request in the words of the law in force today; they are asked for where one is said, and once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with called.using(cache(words_today)):
            return self.get_response(request)


def words_today():
    """What is said on a page; as of a board where the records can't be reached, because that, too, is said in words."""
    try:
        return words(clock.today())
    except DatabaseError:
        return called.BOARD
