"""Who pays what, and income and spending."""

from kit.wording import left, opening, per_cent, plain, pounds, summed_shares
from publications.blocks import Column, Group, Row, Table
from publications.content.codes import NOT_STATED, STATUSES
from publications.content.money import in_words

from .words import anchor


def contributions(section, records):
    """Who pays what. Whether it is proposed or agreed stands in the headings, or at each row if they aren't alike."""
    statuses = {row.status for row in records.contributions}
    status = STATUSES.get(*statuses, "") if len(statuses) == 1 and "" not in statuses else ""
    # The last column is there if one status doesn't hold for all.
    kept = slice(3 if len(statuses) < 2 else 4)
    rows = tuple(
        Row(
            key=row.key,
            anchor=anchor(section, row.key),
            cells=(
                row.payer or "No payer named",
                NOT_STATED if row.share is None else per_cent(row.share),
                NOT_STATED if row.amount is None else pounds(row.amount),
                STATUSES.get(row.status, row.status),
            )[kept],
            numbers=(None, row.share, row.amount, None)[kept],
        )
        for row in records.contributions
    )
    yield Table(
        key=section.key,
        caption=f"Who pays what in {records.financial_year}",
        columns=(
            Column(heading="Agency", width=50 if len(statuses) < 2 else 35),
            Column(heading=f"{status} %age".strip(), holds="figure", width=20),
            Column(heading=f"{status} Contributions for {records.financial_year}".strip(), holds="figure", width=30),
            Column(heading="Status", width=15),
        )[kept],
        groups=(Group(rows=rows),) if rows else (),
        totals=(
            Row(
                cells=(
                    "Total",
                    opening(summed_shares(records.total_share, records.shares_not_given)),
                    in_words(records, "total"),
                    "",
                )[kept],
                numbers=(None, records.total_share, records.total, None)[kept],
            ),
        ),
    )


def budget(section, records):
    """Income and spending, each with its total; what is left stands below the spending."""
    income, spending = (in_words(records, f"total_{side}") for side in ("income", "expenditure"))
    sides = (
        (
            "income",
            "Estimated Income",
            "Income",
            records.income,
            (("Total Estimated Income", income, records.total_income),),
        ),
        (
            "expenditure",
            "Estimated Expenditure",
            "Expenditure",
            records.expenditure,
            (
                ("Total Estimated Expenditure", spending, records.total_expenditure),
                ("Balance: income less expenditure", opening(left(records.balance)), records.balance),
            ),
        ),
    )
    for key, caption, heading, headings, sums in sides:
        yield Table(
            key=f"{section.key}-{key}",
            anchor=f"{section.key}-{key}",
            caption=caption,
            columns=(Column(heading=heading, width=75), Column(heading="Estimate", holds="figure", width=25)),
            groups=tuple(
                Group(
                    heading=under.heading,
                    rows=tuple(
                        Row(
                            key=line.key,
                            anchor=anchor(section, line.key),
                            cells=(line_words(line), estimate(line)),
                            numbers=(None, line.estimate),
                        )
                        for line in under.lines
                    ),
                )
                for under in headings
            ),
            totals=tuple(Row(cells=(name, words), numbers=(None, amount)) for name, words, amount in sums),
        )


def estimate(line):
    """What a line comes to, or that nothing is stated of it."""
    return NOT_STATED if line.estimate is None and line.estimate_partly is None else in_words(line, "estimate")


def line_words(line):
    """A budget line with what qualifies it: a share of a post, that it isn't confirmed yet."""
    notes = []
    if line.post_share is not None:
        notes.append(plain(line.post_share))
    if not line.confirmed:
        notes.append("subject to confirmation")
    return " ".join([line.description, *(f"({note})" for note in notes)])
