"""What a link may be for: one table. A new purpose is a line here, and a page that asks `membership.links` for it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One thing that a link lets somebody do: what it is called, how long it may live, and how often it may be used."""

    words: str
    days: int  # that it may live at most
    uses: int  # how often something may be sent by it


PURPOSES = {
    "figures": Purpose(words="Sending the figures of one request", days=120, uses=50),
    "statement": Purpose(words="Sending the statement of one member", days=120, uses=50),
    "comments": Purpose(words="Commenting on the draft of one publication", days=120, uses=500),
}
CHOICES = [(name, purpose.words) for name, purpose in PURPOSES.items()]
