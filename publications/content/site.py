"""The site's own words: who the board is, how to reach it, where to turn when worried about a child."""

from datetime import date

from kit.called import BOARD, words_for

from .base import BoardName, Fact, Logo


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

    @property
    def is_known(self):
        """Whether there is any way to reach the office."""
        return bool(self.email or self.telephone or self.address or self.website)


class Accessibility(Fact, kw_only=True):
    """What the board says in its accessibility statement. What is empty is said to be not recorded, never made up."""

    other_formats: str = ""
    tested_on: date | None = None
    tested_by: str = ""
    faults: str = ""
    prepared_on: date | None = None

    @property
    def is_tested(self):
        """Whether a test of this very site by people is on record."""
        return bool(self.tested_on or self.tested_by)


class Regime(Fact, kw_only=True):
    """The law that the board works under: what it calls the body and its report, and whom it requires there."""

    body_called: str
    report_called: str
    law: str
    since: date | None
    partners: str


class Site(Fact, kw_only=True, tag="site"):
    """What every public page needs to know of the board.

    `notice` stands at the head of every page; `search_engines` says whether they may list the site. `key` names the
    board for good, whatever it calls itself. `responsible_body` is who answers for the site in law. `colour` is the
    board's own as #0b5f63; empty for the program's.

    What has a default came later: sites that were published before it are read without it.
    """

    board: BoardName
    area: str
    notice: str
    search_engines: bool
    concern: Concern
    contact: Contact
    key: str = ""
    responsible_body: str = ""
    accessibility: Accessibility = Accessibility()
    logo: Logo | None = None
    colour: str = ""
    regime: Regime | None = None

    @property
    def words(self):
        """The words for the body and its report that the program's own sentences on its pages are said in."""
        return words_for(self.regime.body_called, self.regime.report_called) if self.regime else BOARD

    @property
    def run_by(self):
        """Who answers for the site: who does so in law, or else the board.

        Empty where neither is sure: a notice says what else the site is, such as a demonstration.
        """
        return self.responsible_body or ("" if self.notice else self.board.name)
