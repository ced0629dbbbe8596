"""Who pays what, and income and spending."""

from kit.wording import per_cent, plain, pounds
from publications.blocks import Column, Group, Row, Table
from publications.content.codes import NOT_STATED, STATUSES

from .words import anchor


def contributions(section, records):
    statuses = {row.status for row in records.contributions}
    status = STATUSES.get(statuses.pop(), "") if len(statuses) == 1 else ""
    yield Table(
        key=section.key,
        caption=f"Who pays what in {records.financial_year}",
        columns=(
            Column(heading="Agency", width=50),
            Column(heading=f"{status} %age".strip(), holds="figure", width=20),
            Column(heading=f"{status} Contributions for {records.financial_year}".strip(), holds="figure", width=30),
        ),
        groups=(
            Group(
                rows=tuple(
                    Row(
                        key=row.key,
                        anchor=anchor(section, row.key),
                        cells=(
                            row.payer or "No payer named",
                            NOT_STATED if row.share is None else per_cent(row.share),
                            NOT_STATED if row.amount is None else pounds(row.amount),
                        ),
                        numbers=(None, row.share, row.amount),
                    )
                    for row in records.contributions
                )
            ),
        ),
        totals=(
            Row(
                cells=("Total", per_cent(records.total_share), pounds(records.total)),
                numbers=(None, records.total_share, records.total),
            ),
        ),
    )


def budget(section, records):
    """Income and spending, each with its total; what is left stands below the spending."""
    sides = (
        ("income", "Estimated Income", "Income", records.income, (("Total Estimated Income", records.total_income),)),
        (
            "expenditure",
            "Estimated Expenditure",
            "Expenditure",
            records.expenditure,
            (
                ("Total Estimated Expenditure", records.total_expenditure),
                ("Balance: income less expenditure", records.balance),
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
                            cells=(
                                line_words(line),
                                NOT_STATED if line.estimate is None else pounds(line.estimate),
                            ),
                            numbers=(None, line.estimate),
                        )
                        for line in under.lines
                    ),
                )
                for under in headings
            ),
            totals=tuple(Row(cells=(words, pounds(amount)), numbers=(None, amount)) for words, amount in sums),
        )


def line_words(line):
    """A budget line with what qualifies it: a share of a post, that it isn't confirmed yet."""
    notes = []
    if line.post_share is not None:
        notes.append(plain(line.post_share))
    if not line.confirmed:
        notes.append("subject to confirmation")
    return " ".join([line.description, *(f"({note})" for note in notes)])
