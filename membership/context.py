"""What every page for signed-in people knows of the board."""

from django.utils.functional import SimpleLazyObject

from .models import Board


def board(request):
    """The board with its logo, fetched only where a template names it; the picture itself has an address."""
    return {"board": SimpleLazyObject(Board.objects.select_related("logo").defer("logo__data").first)}
