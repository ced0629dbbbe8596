"""Who pays what, and income and spending."""

from itertools import compress

from kit import periods, prose
from kit.wording import left, listed, opening, per_cent, plain, pounds, summed_shares
from publications.blocks import Prose, Table, TableColumn, TableGroup, TableRow
from publications.content.codes import BASES, CERTAINTIES, NOT_STATED, RECURRENCES, STATUSES
from publications.content.money import sum_in_words

from . import charts
from .words import anchor, beside, said


def contributions(section, records):
    """Who pays what. Whether it is proposed or agreed stands in the headings, or at each row if they aren't alike."""
    statuses = {row.status for row in records.contributions}
    status = STATUSES.get(*statuses, "") if len(statuses) == 1 and "" not in statuses else ""
    # The last column is there if one status doesn't hold for all.
    kept = slice(3 if len(statuses) < 2 else 4)
    rows = tuple(
        TableRow(
            key=row.key,
            anchor=anchor(section, row.key),
            cells=(
                said(row.payer or "No payer named", terms_of(row), *beside(row)),
                NOT_STATED if row.share is None else per_cent(row.share),
                NOT_STATED if row.amount is None else pounds(row.amount),
                STATUSES.get(row.status, row.status),
            )[kept],
            numbers=(None, row.share, row.amount, None)[kept],
        )
        for row in records.contributions
    )
    if section.charts:
        things = [(row.payer or "No payer named", (row.amount,)) for row in records.contributions]
        yield from charts.of_amounts(section.key, f"Contributions for {records.financial_year}", things, pounds)
    yield Table(
        key=section.key,
        of="contribution",
        caption=f"Who pays what in {records.financial_year}",
        columns=(
            TableColumn(heading="Agency", width=50 if len(statuses) < 2 else 35),
            TableColumn(heading=f"{status} %age".strip(), holds="figure", width=20),
            TableColumn(
                heading=f"{status} Contributions for {records.financial_year}".strip(), holds="figure", width=30
            ),
            TableColumn(heading="Status", width=15),
        )[kept],
        groups=(TableGroup(rows=rows),) if rows else (),
        totals=(
            TableRow(
                cells=(
                    "Total",
                    opening(summed_shares(records.total_share, records.shares_not_given)),
                    sum_in_words(records, "total"),
                    "",
                )[kept],
                numbers=(None, records.total_share, records.total, None)[kept],
            ),
        ),
    )


def terms_of(row):
    """On whose behalf somebody pays, what the amount is if no share, and since when it is proposed or agreed."""
    status = STATUSES.get(row.status, "").lower()
    words = "; ".join(
        filter(
            None,
            (
                f"on behalf of {row.on_behalf_of}" if row.on_behalf_of else "",
                BASES.get(row.basis, ""),
                f"{status} since {periods.day(row.since)}".strip() if row.since else "",
            ),
        )
    )
    return opening(words)


def budget(section, records):
    """Income and spending, each with its total; what is left stands below the spending.

    What was really received and spent has a column of its own once some of it is recorded.
    """
    agreed = ", ".join(filter(None, (records.agreed_on and periods.day(records.agreed_on), records.agreed_in_words)))
    if agreed:
        yield Prose(html=prose.in_elements(f"Agreed: {agreed}"))
    if words := certainty(records):
        yield Prose(html=prose.in_elements(words))
    left_over = ("Balance: income less expenditure", opening(left(records.balance)), records.balance)
    yield side(section, records, "income", "Income", records.income)
    if section.charts:
        yield from spending(section, records)
    yield side(section, records, "expenditure", "Expenditure", records.expenditure, left_over)


def spending(section, records):
    """The lines of spending as bars; what was really spent beside the estimate once some of it is recorded."""
    lines = [line for under in records.expenditure for line in under.lines]
    names = ("Estimate", "Outturn") if any(line.outturn is not None for line in lines) else ("",)
    things = [(line.description, (line.estimate, line.outturn)[: len(names)]) for line in lines]
    caption = f"Spending in {records.financial_year}"
    yield from charts.of_amounts(f"{section.key}-expenditure", caption, things, pounds, names)


def certainty(records):
    """What of the income isn't certain, and whether the year lives on what it has from earlier, in sentences."""
    parts = (
        (records.brought_forward, "is brought forward from earlier"),
        (records.not_agreed, "is not recorded as agreed"),
        (records.unconfirmed, "is subject to confirmation"),
    )
    said = [f"{pounds(amount)} {words}" for amount, words in parts if amount]
    return " ".join(filter(None, (f"Of the income, {listed(said)}." if said else "", of_the_year(records))))


def of_the_year(records):
    """How the year's own income stands to its spending, where something is brought forward from earlier."""
    if records.own_income is None or records.own_balance is None:
        return ""
    own, more = f"The income of the year itself is {pounds(records.own_income)}", records.own_balance
    if not more:
        return f"{own}, as much as its spending."
    return f"{own}, {pounds(abs(more))} {'more' if more > 0 else 'less'} than its spending."


def side(section, records, key, name, headings, *more):
    """The table of income or of spending; `more` are lines below its total: their name, words and amount."""
    lines = [line for under in headings for line in under.lines]
    shown = (True, True, any(line.outturn is not None for line in lines), any(map(how_certain, lines)))

    def kept(*of_columns):
        return tuple(compress(of_columns, shown))

    figures = sum(shown[1:3])
    total, spent = getattr(records, f"total_{key}"), getattr(records, f"outturn_{key}")
    in_words = (sum_in_words(records, f"{of}_{key}") for of in ("total", "outturn"))
    sums = [
        ((f"Total Estimated {name}", *in_words), total, spent),
        *(((words, amount_in_words, ""), amount, None) for words, amount_in_words, amount in more),
    ]
    return Table(
        key=f"{section.key}-{key}",
        of="line",
        anchor=f"{section.key}-{key}",
        caption=f"Estimated {name}",
        columns=kept(
            TableColumn(heading=name, width=(75 if figures == 1 else 60) - (20 if shown[3] else 0)),
            TableColumn(heading="Estimate", holds="figure", width=25 if figures == 1 else 20),
            TableColumn(heading="Outturn", holds="figure", width=20),
            TableColumn(heading="Not certain yet", width=20),
        ),
        groups=tuple(
            TableGroup(
                heading=under.heading,
                rows=tuple(
                    TableRow(
                        key=line.key,
                        anchor=anchor(section, line.key),
                        cells=kept(line_words(line), estimate(line), outturn(line), how_certain(line)),
                        numbers=kept(None, line.estimate, line.outturn, None),
                    )
                    for line in under.lines
                ),
            )
            for under in headings
        ),
        totals=tuple(TableRow(cells=kept(*cells, ""), numbers=kept(None, *amounts, None)) for cells, *amounts in sums),
    )


def how_certain(line):
    """Why a line isn't certain yet; empty for one that is, or of which nobody said otherwise."""
    status = CERTAINTIES.get(line.status, line.status) if line.status != "agreed" else ""
    return opening("; ".join(filter(None, (status, "" if line.confirmed else "subject to confirmation"))))


def estimate(line):
    """What a line comes to, or that nothing is stated of it."""
    return NOT_STATED if line.estimate is None and line.estimate_partly is None else sum_in_words(line, "estimate")


def outturn(line):
    """What was really received or spent of a line."""
    return NOT_STATED if line.outturn is None else pounds(line.outturn)


def line_words(line):
    """A budget line with what qualifies it: a share of a post, that it isn't confirmed yet, how often it recurs."""
    notes = []
    if line.post_share is not None:
        notes.append(plain(line.post_share))
    if not line.confirmed:
        notes.append("subject to confirmation")
    return said(
        " ".join([line.description, *(f"({note})" for note in notes)]),
        RECURRENCES.get(line.recurrence, ""),
        *beside(line),
    )
