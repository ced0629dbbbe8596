"""The law the board works under, and the words in which the program speaks because of it."""

from django.db import DatabaseError
from django.db.models import Exists, F, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from kit import called, clock
from kit.written import written_once

from .models import AccessibilityFault, Board, Regime


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
    """What the law of a day decides of the words: what body, report and plan are called, and for whom it works."""
    return words_by(of_day(on))


def of_day(on):
    """The law of a day; None if none is recorded."""
    return next(iter(_law_of(on)), None)


@written_once
def _law_of(on):
    return in_force(on)[:1]


def words_by(law) -> called.Words:
    """The words of a law, taken from its columns of the same names; those of a board as ever if there is none."""
    if law is None:
        return called.BOARD
    return called.words_for(**{name: getattr(law, name) for name in called.OF_A_LAW})


def board_of_the_day():
    """The board with its logo, but without the picture, and what the law of today says: all in one question."""
    return next(iter(_board_and_law(clock.today())), None)


@written_once
def _board_and_law(on):
    # What the law says comes as one value: a question for each of its columns took three times as long.
    said = in_force(on).values(said=JSONObject(**{name: name for name in called.OF_A_LAW}))[:1]
    there_are = {"any_law": Exists(Regime.objects.all()), "any_fault": Exists(AccessibilityFault.objects.all())}
    board = Board.objects.select_related("logo").defer("logo__data").order_by("pk")
    return board.annotate(by_law=Subquery(said), **there_are)[:1]


class Speaks(MiddlewareMixin):
    """Answers each request in the words of the law in force today; board and law are asked for if one is needed."""

    def __call__(self, request):
        request.board = SimpleLazyObject(board_of_the_day)
        with called.using(lambda: words_of(request.board)):
            return self.get_response(request)


def words_of(board):
    """What is said on a page; as of a board if the records can't be reached, because that, too, is said in words."""
    try:
        return called.words_for(**board.by_law) if board and board.by_law else called.BOARD
    except DatabaseError:
        return called.BOARD
