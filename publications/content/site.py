"""The site's own words: who the board is, how to reach it, where to turn when worried about a child."""

import re
from datetime import date
from typing import Annotated, NamedTuple

from kit import telephones
from kit.called import BOARD, OF_A_LAW, say, words_for
from kit.wcag import CRITERIA

from .base import BoardName, Fact, Key, Logo
from .codes import LICENCES, NATIONS, STANDS, from_table, other_than_children, other_than_england, yes_or_no
from .says import says, tells

# The first address of the page for people who are worried, whoever they are worried about.
CONCERN = "worried-about-a-child"

SECOND_ADDRESSES = {CONCERN: "concern_address", "business-plan": "plan_address", "annual-report": "report_address"}


HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)


class Watcher(NamedTuple):
    """Who enforces the accessibility regulations, and whom to turn to if a complaint isn't answered well."""

    name: str
    short: str
    turn_to: str
    address: str


GREAT_BRITAIN = Watcher(
    "Equality and Human Rights Commission",
    "EHRC",
    "Equality Advisory and Support Service (EASS)",
    "https://www.equalityadvisoryservice.com/",
)
WATCHED_BY = {
    "northern-ireland": Watcher(
        "Equality Commission for Northern Ireland",
        "ECNI",
        "Equality Commission for Northern Ireland",
        "https://www.equalityni.org/",
    )
}


class LocalNumber(NamedTuple):
    """A local number: when it is answered in general, what stands in its place, and its own hours.

    `dials` is where a link on it leads; empty where its words are more than one number.
    """

    at: str
    words: str
    when: str
    dials: str = ""

    @property
    def apart(self):
        """The same with the number apart from its hours, as far as that can be told."""
        number, beside = telephones.parted(self.words)
        if not number or (beside and self.when):
            return self
        return LocalNumber(self.at, number, self.when or beside, telephones.dialled(number))


class Concern(Fact, kw_only=True):
    """Where to turn when worried about a child. What is empty is left out; 999 is always said.

    Of sites that were published before hours stood apart, `daytime` and `out_of_hours` hold them beside the number.
    """

    words: Annotated[str, tells("what is said")]
    daytime: Annotated[str, says("number in the daytime")]
    out_of_hours: Annotated[str, says("number out of hours")]
    daytime_when: Annotated[str, says("hours of the number in the daytime")] = ""
    out_of_hours_when: Annotated[str, says("hours of the number out of hours")] = ""
    for_oneself: Annotated[str, says("what is said to the {person} concerned")] = ""
    afterwards: Annotated[str, says("what happens after a call")] = ""

    @property
    def numbers(self):
        """The local numbers in their order."""
        both = (
            LocalNumber("During the day", self.daytime, self.daytime_when),
            LocalNumber("Evenings, nights and weekends", self.out_of_hours, self.out_of_hours_when),
        )
        return [each.apart for each in both if each.words]

    @property
    def is_known(self):
        """Whether any local contact is given."""
        return bool(self.words or self.numbers)


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

    @property
    def dials(self):
        """Where a link on the telephone number leads."""
        return telephones.dialled(self.telephone)

    @property
    def website_address(self):
        """Where a link on the website leads: of www.anytown.example to https; empty if it is no address."""
        if self.website.startswith(("https://", "http://")):
            return self.website
        return f"https://{self.website}" if HOST.fullmatch(self.website) else ""


class AccessibilityFault(Fact, kw_only=True):
    """Something that people can't use: the WCAG criterion it fails, since when it is known, what becomes of it."""

    goes_by = "words"

    key: Key
    words: Annotated[str, tells("what isn’t accessible")]
    criterion: Annotated[str, says("WCAG criterion", passage=False)] = ""
    stands: Annotated[str, says("what becomes of it", show=from_table(STANDS))]
    starts: Annotated[date | None, says("known since")] = None
    mend_by: Annotated[date | None, says("to be put right by")] = None

    @property
    def fails(self):
        """The criterion with its name: 1.4.3 Contrast (Minimum)."""
        return f"{self.criterion} {CRITERIA.get(self.criterion, '')}".strip()


class Accessibility(Fact, kw_only=True):
    """What the board says in its accessibility statement. What is empty is said to be not recorded, never made up.

    `faults` is the one text in which sites listed them before each was a row.
    """

    other_formats: Annotated[str, says("how to ask for another format")] = ""
    tested_on: Annotated[date | None, says("tested on")] = None
    tested_by: Annotated[str, says("tested by")] = ""
    faults: Annotated[str, says("what is known not to be accessible")] = ""
    prepared_on: Annotated[date | None, says("statement prepared on")] = None
    reviewed_on: Annotated[date | None, says("statement last reviewed on")] = None
    listed: Annotated[tuple[AccessibilityFault, ...], tells()] = ()

    def standing(self, stands):
        """The listed faults of one sort."""
        return [fault for fault in self.listed if fault.stands == stands]

    @property
    def to_mend(self):
        return self.standing("to-mend")

    @property
    def burdens(self):
        return self.standing("burden")

    @property
    def out_of_scope(self):
        return self.standing("scope")

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
    plan_called: Annotated[str, says("what the law calls its plan")] = ""
    noun: Annotated[str, says("what the body is in a sentence")] = ""
    people: Annotated[str, says("those it works for")] = ""
    somebody: Annotated[str, says("one of them")] = ""
    services: Annotated[str, says("who helps them")] = ""
    nation: Annotated[str, says("whose law it is", show=other_than_england)] = "england"
    concern_address: Annotated[str, says("address of the page for people who are worried", passage=False)] = ""
    plan_address: Annotated[str, says("address of the {plan}", passage=False)] = ""
    report_address: Annotated[str, says("address of the {report}", passage=False)] = ""


def concerned(value, thing, parents):
    return say("For the {person} concerned") if value else ""


class Helpline(Fact, kw_only=True):
    """A number for people who are worried, beside the body's own local ones."""

    key: Key
    who: Annotated[str, tells("who answers")]
    number: Annotated[str, tells("number")]
    when: Annotated[str, says("for whom, and when")] = ""
    for_oneself: Annotated[bool, says("for the {person} concerned", show=concerned)] = False

    @property
    def dials(self):
        """Where a link on it leads; empty where it is neither a number nor an address."""
        return telephones.dialled(self.number)

    def known_as(self, parents):
        return self.who


class Successor(Fact, kw_only=True):
    """Who goes on with what the board did."""

    name: Annotated[str, tells("name")]
    address: Annotated[str, says("web address", passage=False)]

    @property
    def identity(self):
        return self.address

    def known_as(self, parents):
        return self.name


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
    ended_on: Annotated[date | None, says("last day of the {body}")] = None
    continued: Annotated[tuple[Successor, ...], tells("continued at")] = ()
    helplines: Annotated[tuple[Helpline, ...], tells("numbers for people who are worried")] = ()
    controller: Annotated[str, says("controller of personal information")] = ""
    data_protection_contact: Annotated[str, says("data protection officer")] = ""
    complaints: Annotated[str, says("how to complain about the use of personal information")] = ""
    log_retention: Annotated[str, says("how long the server keeps its notes of requests")] = ""
    licence: Annotated[str, says("licence", show=from_table(LICENCES))] = ""
    licence_words: Annotated[str, says("licence in words")] = ""

    @property
    def helplines_for_oneself(self):
        """The numbers at which whoever it is about is answered."""
        return [line for line in self.helplines if line.for_oneself]

    @property
    def helplines_for_others(self):
        return [line for line in self.helplines if not line.for_oneself]

    @property
    def words(self):
        """What the law decides of the program's own sentences on its pages."""
        return words_for(**{name: getattr(self.regime, name) for name in OF_A_LAW}) if self.regime else BOARD

    @property
    def second_addresses(self):
        """By the first part of an address, which stays, the one that the law or the board gives it beside that."""
        found = {first: getattr(self.regime, name, "") for first, name in SECOND_ADDRESSES.items()}
        return {first: second for first, second in found.items() if second}

    @property
    def concern_path(self):
        """Where whoever is worried is led to."""
        return f"/{self.second_addresses.get(CONCERN, CONCERN)}/"

    @property
    def nation(self):
        """The nation whose law it works under, in words."""
        return NATIONS.get(self.regime.nation, self.regime.nation) if self.regime else ""

    @property
    def watched_by(self):
        """Who watches over the accessibility of public sites in its nation."""
        return WATCHED_BY.get(self.regime.nation if self.regime else "", GREAT_BRITAIN)

    @property
    def controlled_by(self):
        """Who decides which personal information is kept: the controller, or else who answers for the site."""
        return self.controller or self.run_by

    @property
    def run_by(self):
        """Who answers for the site: who does so in law, or else the board.

        Empty where neither is sure: a notice says what else the site is, such as a demonstration.
        """
        return self.responsible_body or ("" if self.notice else self.board.name)
