"""A plan or a report: sections of words, each with what it draws from the records.

Computed figures (totals, balance, shares) are held here, so that a later release of the program can't change
what was published. Nothing here says when it was composed: the same facts give the same digest on any day.
"""

from datetime import date, time
from decimal import Decimal

from kit.called import BOARD, Words

from .base import BoardName, Called, Fact, Logo, Period


class Observation(Fact, kw_only=True):
    """One figure for one period, or in words why there is none."""

    key: str
    period: Period
    timing: str
    value: Decimal | None = None
    qualifier: str = ""
    state: str = ""
    reason: str = ""
    direction: str = ""
    as_printed: str = ""
    provisional: bool = False


class Series(Fact, kw_only=True):
    """One line of an indicator, such as all children or stage 4 only."""

    key: str
    name: str
    observations: tuple[Observation, ...]


class Indicator(Fact, kw_only=True):
    """Something the board counts: what, in which unit, from whom."""

    key: str
    name: str
    unit: str
    decimals: int
    owed_by: str
    series: tuple[Series, ...]


class Aim(Fact, kw_only=True):
    """What the board wants to come of a goal."""

    key: str
    words: str
    wanted: str = ""


class Evidence(Fact, kw_only=True):
    """What audits and people told the board; or that it is planned; or that there is none."""

    key: str
    state: str
    words: str


class Goal(Fact, kw_only=True, omit_defaults=True):
    """A priority or a core objective with the outcomes wanted and, where the board says so, who leads it.

    Where nobody leads, the text says nothing of it: a goal without a lead reads as it did before there were any.
    """

    key: str
    code: str
    title: str
    aims: tuple[Aim, ...]
    led_by: str = ""


class GoalProgress(Fact, kw_only=True):
    """How one goal went in a reporting period: the board's sentences and the figures beside them."""

    goal: Goal
    figures_in_words: str
    commentary: str
    difference_made: str
    evidence: tuple[Evidence, ...]
    indicators: tuple[Indicator, ...]


class Progress(Fact, kw_only=True, tag="progress"):
    """Progress against every goal of the past plan."""

    period: Period
    goals: tuple[GoalProgress, ...]


class Finding(Fact, kw_only=True):
    """One success or one area for development, in the board's words."""

    key: str
    words: str


class Findings(Fact, kw_only=True, tag="findings"):
    """The board's findings of one kind in a reporting period."""

    kind: str
    findings: tuple[Finding, ...]


class Goals(Fact, kw_only=True, tag="goals"):
    """The goals of one part of a plan; `kind` is priority, objective or duty."""

    kind: str
    goals: tuple[Goal, ...]


class Partly(Fact, kw_only=True):
    """What is known of a sum if some of its amounts are not given.

    `at_least` is what the given ones come to, in pounds; None if one of them is below nought, so that nothing can be
    said of the sum.
    """

    at_least: Decimal | None
    not_given: int


class Contribution(Fact, kw_only=True):
    """What one partner pays; the payer is empty where the board names none."""

    key: str
    payer: str
    share: Decimal | None
    amount: Decimal | None
    status: str


class Contributions(Fact, kw_only=True, tag="contributions"):
    """Who pays what in a financial year, with the totals reckoned from the rows.

    A total is None unless all is given that it is the sum of. If some is given and some is not, `total_partly` and
    `shares_not_given` say so; if nothing is recorded, they are empty.
    """

    financial_year: str
    contributions: tuple[Contribution, ...]
    total_share: Decimal | None
    total: Decimal | None
    shares_not_given: int = 0
    total_partly: Partly | None = None


class BudgetLine(Fact, kw_only=True):
    """One line of income or spending; the estimate is in pounds, the outturn too where it is known.

    `estimate_partly` is there if the line is the sum of the contributions, and some of these have no amount.
    """

    key: str
    description: str
    estimate: Decimal | None
    outturn: Decimal | None
    confirmed: bool
    recurrence: str
    post_share: Decimal | None
    estimate_partly: Partly | None = None


class BudgetHeading(Fact, kw_only=True):
    """Budget lines under one heading; the heading may be empty."""

    heading: str
    lines: tuple[BudgetLine, ...]


class Budget(Fact, kw_only=True, tag="budget"):
    """Income and spending of a financial year, their totals, and what is left, which is known if both totals are.

    Totals are as those of `Contributions`.
    """

    financial_year: str
    income: tuple[BudgetHeading, ...]
    expenditure: tuple[BudgetHeading, ...]
    total_income: Decimal | None
    total_expenditure: Decimal | None
    balance: Decimal | None
    total_income_partly: Partly | None = None
    total_expenditure_partly: Partly | None = None


class AgendaItem(Fact, kw_only=True):
    """One thing the meeting will consider."""

    key: str
    title: str
    standing: bool


class Meeting(Fact, kw_only=True):
    """A meeting as the forward plan prints it; the day may be unknown, and so may the times, which are London's."""

    key: str
    label: str
    year: int
    month: int | None
    day: int | None
    state: str
    items: tuple[AgendaItem, ...]
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def on(self):
        """The day, where it is fixed and in the calendar."""
        try:
            return date(self.year, self.month, self.day)
        except (TypeError, ValueError):
            return None


class ForwardPlan(Fact, kw_only=True, tag="forward-plan"):
    """The meetings ahead and what each will consider."""

    body: str
    meetings: tuple[Meeting, ...]


class Body(Fact, kw_only=True):
    """A body in the structure with those below it."""

    key: str
    name: str
    bodies: tuple["Body", ...] = ()


class Structure(Fact, kw_only=True, tag="structure"):
    """The board and its sub-groups."""

    root: Body


class Seat(Fact, kw_only=True):
    """One place at a table: the role that holds it and whom it represents; never a person's name."""

    key: str
    role: str
    note: str
    organisation: str
    office: str
    capacity: str
    vacant: bool


class Members(Fact, kw_only=True, tag="members"):
    """Who sits on a body, as at a date where one is stated."""

    body: str
    as_at: date | None
    seats: tuple[Seat, ...]


class ChairedBody(Fact, kw_only=True):
    """A sub-group with its chair and vice chair."""

    key: str
    name: str
    seats: tuple[Seat, ...]


class Chairs(Fact, kw_only=True, tag="chairs"):
    """Who chairs the sub-groups."""

    bodies: tuple[ChairedBody, ...]


class GoalName(Fact, kw_only=True):
    """A goal as another plan refers to it."""

    key: str
    kind: str
    code: str
    title: str


class LineageStep(Fact, kw_only=True):
    """What became of a goal, or where a goal came from. `reading` is board or ours."""

    key: str
    kind: str
    from_goal: GoalName | None
    to_goal: GoalName | None
    reason: str
    decided: str
    reading: str


class Lineage(Fact, kw_only=True, tag="lineage"):
    """How the goals of one plan became those of the next, with the number of goals of each kind in both."""

    past_plan: str
    plan: str
    past_goals: dict[str, int]
    goals: dict[str, int]
    steps: tuple[LineageStep, ...]


class Gap(Fact, kw_only=True):
    """Something that the board did not record. `kind` says what sort of thing, `about` which one, in words."""

    kind: str
    about: str
    reason: str = ""


class NotRecorded(Fact, kw_only=True, tag="not-recorded"):
    """What the board has not recorded of a reporting period."""

    period: Period
    gaps: tuple[Gap, ...]


class Term(Fact, kw_only=True):
    """A word or an abbreviation of the field, and what it means."""

    key: str
    term: str
    meaning: str


class Glossary(Fact, kw_only=True, tag="glossary"):
    """The terms that this document uses and that the board explains."""

    terms: tuple[Term, ...]


Records = (
    Progress
    | Findings
    | Goals
    | Contributions
    | Budget
    | ForwardPlan
    | Structure
    | Members
    | Chairs
    | Lineage
    | NotRecorded
    | Glossary
)


class Section(Fact, kw_only=True):
    """A section: its heading, words before, what it draws from the records, words after, sections inside it.

    `place` says what the section is for; where it draws on records and there are none, `records` is None.
    """

    key: str
    place: str
    heading: str
    contents_heading: str
    label: str
    before: str
    records: Records | None
    after: str
    sections: tuple["Section", ...] = ()


class Document(Fact, kw_only=True, tag="document", omit_defaults=True):
    """A whole plan or report.

    Without a logo or a colour of the board's own, and where the law makes it a board, its text says nothing of them, as
    it did before there were any.
    """

    kind: str
    slug: str
    board: BoardName
    title: str
    period: Period
    cover_note: str
    sections: tuple[Section, ...]
    logo: Logo | None = None
    colour: str = ""
    called: Called | None = None

    @property
    def words(self):
        """The words for the body and its report that the program's own sentences in it are said in."""
        return Words(body=self.called.body, report=self.called.report) if self.called else BOARD
