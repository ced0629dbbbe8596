"""The site's own words: who the board is, how to reach it, where to turn when worried about a child."""

from .base import BoardName, Fact


class Concern(Fact, kw_only=True):
    """Where to turn when worried about a child. What is empty is left out; 999 is always said."""

    words: str
    daytime: str
    out_of_hours: str


class Contact(Fact, kw_only=True):
    """How to reach the board's office. What is empty is left out."""

    email: str
    telephone: str
    address: str
    website: str


class Site(Fact, kw_only=True, tag="site"):
    """What every public page needs to know of the board.

    `notice` stands at the head of every page; `search_engines` says whether they may list the site.
    """

    board: BoardName
    area: str
    notice: str
    search_engines: bool
    concern: Concern
    contact: Contact
