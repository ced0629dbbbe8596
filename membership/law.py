"""The law the board works under, and the words in which the program speaks because of it."""

from django.db import DatabaseError
from django.db.models import Exists, F, Q, Subquery
from django.utils.functional import SimpleLazyObject

from kit import called, clock

from .models import Board, Regime


def in_force(on):
    """The law the board works under on a day, first of those that hold then; none if none is recorded.

    Of several the one that began last. One without dates holds only if none has any.
    """
    undated = Q(starts__isnull=True, ends__isnull=True)
    begun, not_ended = Q(starts__isnull=True) | Q(starts__lte=on), Q(ends__isnull=True) | Q(ends__gte=on)
    holds = ~undated & begun & not_ended
    if_none_is_dated = undated & ~Exists(Regime.objects.exclude(undated))
    return Regime.objects.filter(holds | if_none_is_dated).order_by(F("starts").desc(nulls_last=True), "-pk")


def words(on) -> called.Words:
    """What the body and its report are called on a day."""
    law = in_force(on).first()
    return called.words_for(law.body_called, law.report_called) if law else called.BOARD


def board_of_the_day():
    """The board with its logo, but without the picture, and what the law of today calls it: all in one question."""
    law = in_force(clock.today())
    return (
        Board.objects.select_related("logo")
        .defer("logo__data")
        .annotate(
            called_by_law=Subquery(law.values("body_called")[:1]),
            report_by_law=Subquery(law.values("report_called")[:1]),
        )
        .first()
    )


class Speaks:
    """Answers each request in the words of the law in force today; board and law are asked for if one is needed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.board = SimpleLazyObject(board_of_the_day)
        with called.using(lambda: words_of(request.board)):
            return self.get_response(request)


def words_of(board):
    """What is said on a page; as of a board if the records can't be reached, because that, too, is said in words."""
    try:
        return called.words_for(board.called_by_law or "", board.report_by_law or "") if board else called.BOARD
    except DatabaseError:
        return called.BOARD
