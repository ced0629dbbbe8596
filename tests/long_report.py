"""A made-up report of any length, for what only shows on many pages: the checks, and how long a PDF takes to make.

A part of it is about seventeen pages and holds one of each thing that a real report holds: narratives with headings,
lists and links, a wide table with long cells, tables with groups and totals over several pages, a structure chart. The
words are put together by counting, so that the same length is the same report on any day.
"""

from decimal import Decimal

from publications.content.base import BoardName, Period
from publications.content.document import Document, Section
from publications.content.figures import Indicator, Observation, Series
from publications.content.goals import Aim, Evidence, Finding, Findings, Goal, GoalProgress, Goals, Progress
from publications.content.money import Budget, BudgetHeading, BudgetLine, Contribution, Contributions
from publications.content.people import Body, ChairedBody, Chairs, Members, Seat, Structure

PAGES_A_PART = 17  # measured; the cover and the contents aside
WORDS = (
    "children and young people across the area are safer when agencies share what they know early with each other "
    "so the board asked every partner to show how training supervision audits and the voice of the child have changed "
    "what happens to families this year"
).split()


def sentence(number, length=18):
    """One sentence, another for each number."""
    words = [WORDS[(number * 7 + place * (1 + number % 5)) % len(WORDS)] for place in range(length)]
    return f"{' '.join(words).capitalize()} ({number})."


def long_report(pages):
    """A report of about so many pages."""
    parts = max(1, round(pages / PAGES_A_PART))
    return Document(
        kind="annual-report",
        slug="long",
        board=BoardName(name="Anytown Safeguarding Children Board", short_name="Anytown Board", abbreviation="ASCB"),
        title="Annual Report",
        period=Period(words="October 2014 to September 2015"),
        cover_note="Made up, to be long.",
        sections=tuple(
            section for part in range(parts) for section in labelled(part, (words, progress, goals, money, board))
        ),
    )


def labelled(part, makers):
    for place, make in enumerate(makers, 1):
        yield make(part, f"Section {part * len(makers) + place}")


def section(key, heading, *, place="own-words", label="", records=None, before="", sections=()):
    return Section(
        key=key,
        place=place,
        heading=heading,
        contents_heading=heading,
        label=label,
        before=before,
        records=records,
        after="",
        sections=tuple(sections),
    )


def words(part, label):
    paragraphs = "".join(f"<p>{sentence(part + n, 40)} {sentence(part + n + 1, 25)}</p>" for n in range(7))
    lists = "".join(f"<li>{sentence(n, 12)}</li>" for n in range(5))
    narrative = (
        f"{paragraphs}<h3>What we <em>heard</em></h3><p>See <a href='https://example.org/{part}'>the audit {part}</a>, "
        f"which is <strong>public</strong>:</p><ul>{lists}</ul><ol>{lists}</ol>"
    )
    found = Findings(
        kind="success", findings=tuple(Finding(key=f"f{n}", words=sentence(part + n, 20)) for n in range(14))
    )
    inside = section(f"findings-{part}", f"Successes of year {part}", place="key-successes", records=found)
    return section(f"words-{part}", f"What happened in year {part}", label=label, before=narrative, sections=[inside])


def aims(number):
    return tuple(Aim(key=f"aim-{n}", words=sentence(number + n, 16)) for n in range(1 + number % 3))


def goal(number):
    return Goal(key=f"goal-{number}", code=str(number), title=sentence(number, 14), aims=aims(number))


def observation(number):
    return Observation(
        key=f"seen-{number}",
        period=Period(words=f"Quarter {1 + number % 4}"),
        timing="not-stated",
        value=Decimal(number * 37 % 4000),
    )


def progress(part, label):
    rows = tuple(
        GoalProgress(
            goal=goal(number),
            figures_in_words=f"{sentence(number, 22)}\n\n- {sentence(number, 8)}\n- {sentence(number + 1, 8)}",
            commentary="",
            difference_made="",
            evidence=(Evidence(key="e", state="found", words=sentence(number, 30)),),
            indicators=(
                Indicator(
                    key=f"i{number}",
                    name=sentence(number, 9),
                    unit="",
                    decimals=0,
                    owed_by="",
                    series=(
                        Series(key="all", name="All", observations=tuple(observation(number + n) for n in range(4))),
                    ),
                ),
            ),
        )
        for number in range(1, 9)
    )
    records = Progress(period=Period(words="2014/15"), goals=rows)
    return section(f"progress-{part}", f"Progress in part {part}", place="progress", label=label, records=records)


def goals(part, label):
    records = Goals(kind="objective", goals=tuple(goal(number) for number in range(1, 15)))
    return section(f"goals-{part}", f"Objectives of part {part}", place="goals", label=label, records=records)


def money(part, label):
    payers = tuple(
        Contribution(key=f"p{n}", payer=f"Agency {n}", share=Decimal(10), amount=Decimal(8_700), status="agreed")
        for n in range(10)
    )
    contributions = Contributions(
        financial_year="2015/16", contributions=payers, total_share=Decimal(100), total=Decimal(87_000)
    )
    headings = tuple(
        BudgetHeading(
            heading=f"Heading {n}",
            lines=tuple(
                BudgetLine(
                    key=f"l{n}-{line}",
                    description=sentence(line, 7),
                    estimate=Decimal(1_000 * line),
                    outturn=None,
                    confirmed=bool(line % 4),
                    recurrence="",
                    post_share=None,
                )
                for line in range(1, 7)
            ),
        )
        for n in range(1, 8)
    )
    budget = Budget(
        financial_year="2015/16",
        income=headings[:2],
        expenditure=headings[2:],
        total_income=Decimal(42_000),
        total_expenditure=Decimal(105_000),
        balance=Decimal(-63_000),
    )
    return section(
        f"money-{part}",
        f"Money in part {part}",
        label=label,
        sections=[
            section(f"who-pays-{part}", "Who pays what", place="contributions", records=contributions),
            section(f"budget-{part}", "Income and spending", place="budget", records=budget),
        ],
    )


def seat(number, office=""):
    return Seat(
        key=f"seat-{number}",
        role=f"Role {number} for safeguarding",
        note="also represents schools" if number % 5 == 0 else "",
        organisation=f"Organisation {number % 17}, Department {number % 3}",
        office=office,
        capacity="member",
        vacant=number % 13 == 0,
    )


def board(part, label):
    groups = [f"Group {n} for part {part}" for n in range(1, 9)]
    structure = Structure(
        root=Body(
            key="board",
            name="Overarching Board",
            bodies=tuple(
                Body(key=f"b{n}", name=name, bodies=(Body(key=f"b{n}-1", name=f"Panel below {n}"),) if n % 3 else ())
                for n, name in enumerate(groups)
            ),
        )
    )
    members = Members(body="Board", as_at=None, seats=tuple(seat(n) for n in range(45)))
    chairs = Chairs(
        bodies=tuple(
            ChairedBody(key=f"c{n}", name=name, seats=(seat(n, "chair"), seat(n + 1, "vice-chair")))
            for n, name in enumerate(groups)
        )
    )
    return section(
        f"board-{part}",
        f"The Board in part {part}",
        label=label,
        sections=[
            section(f"structure-{part}", "Structure", place="structure", records=structure),
            section(f"members-{part}", "Members", place="members", records=members),
            section(f"chairs-{part}", "Chairs", place="chairs", records=chairs),
        ],
    )
