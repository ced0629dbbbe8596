"""A made-up report of any length, for what only shows on many pages: the checks, and how long a PDF takes to make.

A part of it is about seventeen pages and holds one of each thing that a real report holds: narratives with headings,
lists and links, a wide table with long cells, tables with groups and totals over several pages, a structure chart. The
words are put together by counting, so that the same length is the same report on any day.
"""

import hashlib
from datetime import date
from decimal import Decimal
from functools import cache, partial

from publications.content.base import BoardName, Period
from publications.content.document import Document, Section
from publications.content.figures import Indicator, Observation, PlacedChart, Series
from publications.content.goals import Aim, Evidence, Finding, Findings, Goal, GoalProgress, Goals, Progress
from publications.content.insets import OwnTable, Picture, Quotation, Story, TableCell, TableHead, TableLine
from publications.content.money import Budget, BudgetHeading, BudgetLine, Contribution, Contributions
from publications.content.people import Body, ChairedBody, Chairs, Members, Seat, Structure
from publications.files import pictures
from publications.passages import things
from tests.drawn_pictures import park, saved

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


def long_report(pages, *, put_in=False):
    """A report of about so many pages; with what an office may `put_in` to each of its parts, of more."""
    parts = max(1, round(pages / PAGES_A_PART))
    makers = (partial(words, put_in=put_in), progress, goals, money, board)
    return Document(
        kind="annual-report",
        slug="long",
        board=BoardName(name="Anytown Safeguarding Children Board", short_name="Anytown Board", abbreviation="ASCB"),
        title="Annual Report",
        period=Period(words="October 2014 to September 2015"),
        cover_note="Made up, to be long.",
        sections=tuple(section for part in range(parts) for section in labelled(part, makers)),
    )


def labelled(part, makers):
    for place, make in enumerate(makers, 1):
        yield make(part, f"Section {part * len(makers) + place}")


def section(key, heading, *, place="own-words", label="", records=None, before="", sections=(), placed=(), closing=()):
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
        placed=tuple(placed),
        closing=tuple(closing),
    )


@cache
def drawn(number):
    """A picture of its own for each number, as it is kept: every fourth is tall, and every third a photograph."""
    size = (560, 900) if number % 4 == 3 else (900, 560)
    picture = park(*size, people=1 + number % 3)
    return pictures.draw(saved(picture, "JPEG" if number % 3 == 2 else "PNG"))


def of_pictures(document):
    """The bytes of the pictures of such a report, by their digests."""
    every = {hashlib.sha256(each.data).hexdigest(): each.data for each in map(drawn, range(6))}
    return {thing.digest: every[thing.digest] for thing, _ in things(document) if isinstance(thing, Picture)}


def own_charts(part):
    """Three charts: of one line, of two, of three."""
    for lines in range(1, 4):
        of = tuple(
            Series(key=f"line-{line}", name=f"Line {line}", observations=tuple(years(part * 10 + lines + line)))
            for line in range(lines)
        )
        one = Indicator(
            key=f"drawn-{lines}", name=sentence(part + lines, 5), unit="number", decimals=0, owed_by="", series=of
        )
        yield PlacedChart(
            key=f"chart-{lines}",
            heading=f"Help of sort {lines} in part {part}",
            indicators=(one,),
            words=sentence(lines, 9),
        )


def years(number):
    for year in range(2010, 2016):
        yield Observation(
            key=f"k{year}",
            period=Period(words="", ends=date(year, 3, 31)),
            timing="as-at",
            value=Decimal(number * year * 37 % 400 + 20),
        )


def own_tables(part):
    """Five tables, of one column of figures to five; each second adds up, and one is of words."""
    for wide in range(1, 6):
        of_words = wide == 3
        heads = ("Where", *(f"Year {place}" for place in range(1, wide + 1)))
        rows = 5 + wide
        counted = [[f"{place * number + part:,}" for place in range(1, wide + 1)] for number in range(1, rows)]
        told = [[sentence(place * number, 9) for place in range(1, wide + 1)] for number in range(1, rows)]
        lines = [
            TableLine(
                key=f"line-{number}",
                name=f"Area {number}",
                cells=tuple(TableCell(key=str(place), words=cell) for place, cell in enumerate(cells, start=2)),
            )
            for number, cells in enumerate(told if of_words else counted, start=1)
        ]
        sums = [f"{sum(int(row[place].replace(',', '')) for row in counted):,}" for place in range(wide)]
        total = TableLine(
            key="total",
            name="All areas",
            cells=tuple(TableCell(key=str(place), words=cell) for place, cell in enumerate(sums, start=2)),
        )
        adds = wide % 2 == 0
        yield OwnTable(
            key=f"own-{wide}",
            caption=f"Calls from {wide + part + 1} areas",
            heads=tuple(TableHead(key=str(place), words=head) for place, head in enumerate(heads, start=1)),
            lines=(*lines, total) if adds else tuple(lines),
            sums_up=adds,
            source="" if of_words else "Police, June 2016",
        )


def own_pictures(part):
    """Two pictures in the first two parts, one in each other: six in four parts, of which one is for decoration."""
    for number in (part, 5 - part) if part < 2 else (part,):
        made = drawn(number)
        yield Picture(
            key=f"picture-{number}",
            digest=hashlib.sha256(made.data).hexdigest(),
            media=made.media,
            width=made.width,
            height=made.height,
            shows="" if number == 4 else f"{number + 1} of the people who use the centre stand before it.",
            caption="" if number == 4 else sentence(number, 8),
            credit=f"Young people of group {number}",
        )


def words(part, label, *, put_in=False):
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
    placed, closing = (), ()
    if put_in:
        said = Quotation(
            key="said", words=f"{sentence(part, 12)}\n{sentence(part + 1, 9)}", whose=f"A parent in area {part}"
        )
        told = Story(
            key="told", heading=f"A year at centre {part}", words=f"<p>{sentence(part, 30)}</p><p>{sentence(part)}</p>"
        )
        placed = (*own_pictures(part), said, *own_charts(part))
        closing = (told, *own_tables(part))
    return section(
        f"words-{part}",
        f"What happened in year {part}",
        label=label,
        before=narrative,
        sections=[inside],
        placed=placed,
        closing=closing,
    )


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
