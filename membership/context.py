"""What every page for signed-in people knows of the board."""

from django.utils.functional import SimpleLazyObject

from .law import board_of_the_day


def board(request):
    """The board, fetched only if a template names it; a mail may be written for a request that nobody sent."""
    return {"board": request.board if hasattr(request, "board") else SimpleLazyObject(board_of_the_day)}
