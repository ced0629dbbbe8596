"""The bytes of the logo that a frozen content names by its digest. They are kept for good and never change."""

from membership.models import Logo


def picture(content) -> bytes:
    """The PNG of the logo that a content was composed with; empty where it had none."""
    # A list of earlier documents has none.
    logo = getattr(content, "logo", None)
    return bytes(Logo.objects.get(digest=logo.digest).data) if logo else b""
