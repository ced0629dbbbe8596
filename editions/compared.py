"""What a comparison of the records with a published version found, noted for pages on which none can be made."""

from django.core.cache import cache

from kit import clock

KEPT = 60 * 60 * 24 * 30


def noted(edition):
    """Where it is noted, in the cache."""
    return f"compared-{edition.pk}"


def remember(edition, number):
    """Note how many changes the records hold against a published version, and when."""
    cache.set(noted(edition), (number, clock.now()), KEPT)
