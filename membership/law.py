"""The law the board works under, and the words in which the program speaks because of it."""

from datetime import date

from django.db import DatabaseError
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from kit import called, clock

from .models import Board, Regime


def in_force(on):
    """The laws the board works under on a day, the one that holds first; none where none is recorded.

    Of several the one that began last. One without dates holds only where none has any. A board has few, and every page
    asks: they are chosen among here, which takes a third of the time that so long a question takes.
    """
    laws = list(Regime.objects.all())
    if dated := [law for law in laws if law.starts or law.ends]:
        laws = [law for law in dated if (law.starts or date.min) <= on <= (law.ends or date.max)]
    return sorted(laws, key=lambda law: (law.starts or date.min, law.pk), reverse=True)


def words(on) -> called.Words:
    """What the body and its report are called on a day."""
    laws = in_force(on)
    return called.words_for(laws[0].body_called, laws[0].report_called) if laws else called.BOARD


def board_of_the_day():
    """The board with its logo, but without the picture, and the `words` of today; None before there is one."""
    board = Board.objects.select_related("logo").defer("logo__data").first()
    if board:
        board.words = words(clock.today())
    return board


class Speaks(MiddlewareMixin):
    """Answers each request in the words of the law in force today; board and law are asked for where one is needed."""

    def __call__(self, request):
        request.board = SimpleLazyObject(board_of_the_day)
        with called.using(lambda: words_of(request.board)):
            return self.get_response(request)


def words_of(board):
    """What is said on a page; as of a board where the records can't be reached, because that, too, is said in words."""
    try:
        return board.words if board else called.BOARD
    except DatabaseError:
        return called.BOARD
