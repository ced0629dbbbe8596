"""What every page for signed-in people knows of the board."""

from django.utils.functional import SimpleLazyObject

from .models import Board


def board(request):
    """The board, fetched only where a template names it."""
    return {"board": SimpleLazyObject(Board.objects.first)}
