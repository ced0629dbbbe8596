"""What somebody's look at a row found, noted for pages on which it takes too long to look again."""

from django.core.cache import cache

from kit import clock

KEPT = 60 * 60 * 24 * 30


def place(what, row):
    """Where it is noted, in the cache."""
    return f"{what}-{row.pk}"


def remember(what, row, found):
    """Note what was found of a row, and when."""
    cache.set(place(what, row), (found, clock.now()), KEPT)
