"""The site's own words: who the board is, how to reach it, where to turn when worried about a child."""

from datetime import date
from typing import Annotated

from kit.called import BOARD, words_for

from .base import BoardName, Fact, Logo
from .codes import other_than_children, yes_or_no
from .says import says, tells


class Concern(Fact, kw_only=True):
    """Where to turn when worried about a child. What is empty is left out; 999 is always said."""

    words: Annotated[str, tells("what is said")]
    daytime: Annotated[str, says("in the daytime")]
    out_of_hours: Annotated[str, says("out of hours")]


class Contact(Fact, kw_only=True):
    """How to reach the board's office. What is empty is left out."""

    email: Annotated[str, says("e-mail", passage=False)]
    telephone: Annotated[str, says("telephone", passage=False)]
    address: Annotated[str, says("postal address")]
    website: Annotated[str, says("website", passage=False)]

    @property
    def is_known(self):
        """Whether there is any way to reach the office."""
        return bool(self.email or self.telephone or self.address or self.website)


class Accessibility(Fact, kw_only=True):
    """What the board says in its accessibility statement. What is empty is said to be not recorded, never made up."""

    other_formats: Annotated[str, says("how to ask for another format")] = ""
    tested_on: Annotated[date | None, says("tested on")] = None
    tested_by: Annotated[str, says("tested by")] = ""
    faults: Annotated[str, says("what is known not to be accessible")] = ""
    prepared_on: Annotated[date | None, says("statement prepared on")] = None

    @property
    def is_tested(self):
        """Whether a test of this very site by people is on record."""
        return bool(self.tested_on or self.tested_by)


class Regime(Fact, kw_only=True):
    """The law that the board works under: what it calls the body and its report, for whom, and whom it requires."""

    body_called: Annotated[str, tells("what the law calls the body")]
    report_called: Annotated[str, says("what the law calls its report")]
    law: Annotated[str, says("law")]
    since: Annotated[date | None, says("since")]
    partners: Annotated[str, says("partners that the law requires")]
    until: Annotated[date | None, says("until")] = None
    for_whom: Annotated[str, says("for whom", show=other_than_children)] = BOARD.for_whom


class Site(Fact, kw_only=True, tag="site"):
    """What every public page needs to know of the board.

    `notice` stands at the head of every page; `search_engines` says whether they may list the site. `key` names the
    board for good, whatever it calls itself. `responsible_body` is who answers for the site in law. `colour` is the
    board's own as #0b5f63; empty for the program's.

    What has a default came later: sites that were published before it are read without it.
    """

    board: Annotated[BoardName, tells()]
    area: Annotated[str, says("area")]
    notice: Annotated[str, tells("notice on every page")]
    search_engines: Annotated[
        bool, says("search engines", show=yes_or_no("May list the site", "Are asked not to list the site"))
    ]
    concern: Annotated[Concern, tells()]
    contact: Annotated[Contact, tells()]
    key: Annotated[str, says("key of the {body}", passage=False)] = ""
    responsible_body: Annotated[str, says("who answers for the site in law")] = ""
    accessibility: Annotated[Accessibility, tells()] = Accessibility()
    logo: Annotated[Logo | None, tells("logo")] = None
    colour: Annotated[str, says("colour", passage=False)] = ""
    regime: Annotated[Regime | None, tells("law the {body} works under")] = None

    @property
    def words(self):
        """What the law decides of the program's own sentences on its pages."""
        law = self.regime
        return words_for(law.body_called, law.report_called, law.for_whom) if law else BOARD

    @property
    def run_by(self):
        """Who answers for the site: who does so in law, or else the board.

        Empty where neither is sure: a notice says what else the site is, such as a demonstration.
        """
        return self.responsible_body or ("" if self.notice else self.board.name)
