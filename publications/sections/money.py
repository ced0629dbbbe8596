"""Who pays what, and income and spending."""

from itertools import compress

from kit import periods, prose
from kit.wording import counted, left, listed, opening, per_cent, plain, pounds, signed, summed_shares
from publications.blocks import Prose, Table, TableColumn, TableGroup, TableRow
from publications.content.codes import BASES, CERTAINTIES, FIGURES, NOT_STATED, RECURRENCES, STATUSES
from publications.content.money import sum_in_words

from . import money_charts
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
                share_of(row),
                amount_of(row),
                STATUSES.get(row.status, row.status),
            )[kept],
            numbers=(None, row.share, amount(row), None)[kept],
        )
        for row in records.contributions
    )
    if records.shared_out is not None:
        yield Prose(html=prose.in_elements(f"Each share is a share of {pounds(records.shared_out)}."))
    if section.charts:
        things = [(row.payer or "No payer named", (amount(row),)) for row in records.contributions]
        yield from money_charts.of_amounts(section.key, f"Contributions for {records.financial_year}", things, pounds)
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


def amount(row):
    """What a partner pays: as typed or, if nobody typed it, as its share says."""
    return row.by_share if row.amount is None else row.amount


def amount_of(row):
    """What a partner pays, in words; what its share says stands beside an amount that is typed otherwise."""
    if row.by_share is None:
        return NOT_STATED if row.amount is None else pounds(row.amount)
    by_share = f"{pounds(row.by_share)} by its {'part' if row.basis == 'joint' else 'share'}"
    return by_share if row.amount is None else f"{pounds(row.amount)} ({by_share})"


def share_of(row):
    """A share, in words; of an amount without one, what part it is of all contributions."""
    if row.share is None:
        return NOT_STATED if row.of_all is None else f"{per_cent(row.of_all)} of all"
    return per_cent(row.share)


def basis_of(row):
    """What an amount is if it is no share: a fixed sum, or a part of one payment to two boards."""
    if row.joint_whole is None and row.joint_part is None:
        words = BASES.get(row.basis, "")
    else:
        part = "part" if row.joint_part is None else per_cent(row.joint_part)
        whole = "" if row.joint_whole is None else f" of {pounds(row.joint_whole)}"
        words = f"{part} of one joint payment{whole}"
    return f"{words}, shared with {row.joint_with}" if row.joint_with else words


def terms_of(row):
    """On whose behalf somebody pays, what the amount is if no share, and since when it is proposed or agreed."""
    status = STATUSES.get(row.status, "").lower()
    words = "; ".join(
        filter(
            None,
            (
                f"on behalf of {row.on_behalf_of}" if row.on_behalf_of else "",
                basis_of(row),
                f"{status} since {periods.day(row.since)}".strip() if row.since else "",
            ),
        )
    )
    return opening(words)


def budget(section, records):
    """Income and spending, each with its total; what is left stands below the spending.

    What was revised, and what was really received and spent, have columns of their own once some of it is recorded.
    """
    agreed = ", ".join(filter(None, (records.agreed_on and periods.day(records.agreed_on), records.agreed_in_words)))
    if agreed:
        yield Prose(html=prose.in_elements(f"Agreed: {agreed}"))
    if words := " ".join(filter(None, (certainty(records), carried_over(records)))):
        yield Prose(html=prose.in_elements(words))
    balance = (
        "Balance: income less expenditure",
        *((opening(left(amount)), amount) for amount in (records.balance, records.revised_balance)),
        ("", None) if records.outturn_balance is None else (pounds(records.outturn_balance), records.outturn_balance),
    )
    yield side(section, records, "income", "Income", records.income)
    if section.charts:
        yield from spending(section, records)
    yield side(section, records, "expenditure", "Expenditure", records.expenditure, balance, *by_itself(records))
    if records.in_kind:
        yield in_kind(section, records.in_kind)
    if records.years:
        yield years_beside(section.key, records)


def is_revised(records):
    """Whether anything was revised: income and spending then have their sums for it, or what is known of these."""
    sides = ("revised_income", "revised_expenditure")
    return any(getattr(records, f"{side}{partly}") is not None for side in sides for partly in ("", "_partly"))


def by_itself(records):
    """What the year's own income leaves, where something is brought forward; and without what isn't confirmed."""
    for words, amount in (
        ("The year by itself", records.own_balance),
        ("The year by itself, without what is subject to confirmation", records.own_balance_confirmed),
    ):
        if amount is not None:
            said, nothing = (pounds(amount), amount), ("", None)
            # It is reckoned of the budget as it stands, and stands in that column.
            yield words, *((nothing, said) if is_revised(records) else (said, nothing)), nothing


def spending(section, records):
    """The lines of spending as bars; what was really spent beside the estimate once some of it is recorded."""
    lines = [line for under in records.expenditure for line in under.lines]
    names = ("Estimate", "Outturn") if any(line.outturn is not None for line in lines) else ("",)
    things = [(line.description, (line.estimate, line.outturn)[: len(names)]) for line in lines]
    caption = f"Spending in {records.financial_year}"
    yield from money_charts.of_amounts(f"{section.key}-expenditure", caption, things, pounds, names)


def certainty(records):
    """What of the income isn't certain, and whether the year lives on what it has from earlier, in sentences."""
    parts = (
        (records.agreed, "is agreed"),
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
    said = f"The income of the year itself is {pounds(records.own_income)}, {beside_spending(records.own_balance)}"
    if records.own_balance_confirmed is None:
        return f"{said}."
    return f"{said}; without what is subject to confirmation, {beside_spending(records.own_balance_confirmed)}."


def beside_spending(more):
    """How income stands to spending, by what it leaves."""
    return f"{pounds(abs(more))} {'more' if more > 0 else 'less'} than its spending" if more else "as much as it spends"


def carried_over(records):
    """What the year before left beside what is brought forward from it, and why the two differ, in sentences."""
    found, words = records.carried, ""
    if found:
        leaves = "was planned to leave" if found.is_planned else "left"
        more = found.brought - found.left
        differs = f", {pounds(abs(more))} {'more' if more > 0 else 'less'}" if more else ", the same"
        brought = f"{pounds(found.brought)} is brought forward{differs}"
        words = f"{found.financial_year} {leaves} {pounds(found.left)}; {brought}."
    return " ".join(filter(None, (words, records.carried_because)))


def side(section, records, key, name, headings, *more):
    """The table of income or of spending; `more` are lines below its total.

    Such a line is its name, and for estimate, revision and outturn its words and amount.
    """
    lines = [line for under in headings for line in under.lines]
    spent = any(line.outturn is not None for line in lines)
    shown = (
        True,
        True,
        is_revised(records),
        spent,
        spent and any(line.variance is not None for line in lines),
        any(map(how_certain, lines)),
    )

    def kept(*of_columns):
        return tuple(compress(of_columns, shown))

    figures = sum(shown[1:5])
    certain = 35 if figures == 1 else 20  # of three columns each has room for its longest word on a phone
    names = ("total", "revised", "outturn")
    sums = [
        (
            f"Total Estimated {name}",
            *((sum_in_words(records, f"{of}_{key}"), getattr(records, f"{of}_{key}")) for of in names),
        ),
        *more,
    ]
    return Table(
        key=f"{section.key}-{key}",
        of="line",
        anchor=f"{section.key}-{key}",
        caption=f"Estimated {name}",
        columns=kept(
            TableColumn(heading=name, width=(75 if figures == 1 else 100 - 15 * figures) - certain * shown[5]),
            *(
                TableColumn(heading=heading, holds="figure", width=25 if figures == 1 else 15)
                for heading in ("Estimate", "Revised", "Outturn", "Variance")
            ),
            TableColumn(heading="How certain", width=certain),
        ),
        groups=tuple(
            TableGroup(
                heading=under.heading,
                rows=tuple(
                    TableRow(
                        key=line.key,
                        anchor=anchor(section, line.key),
                        cells=kept(
                            line_words(line),
                            estimate(line),
                            "" if line.revised is None else pounds(line.revised),
                            outturn(line),
                            "" if line.variance is None else signed(line.variance),
                            how_certain(line),
                        ),
                        numbers=kept(None, line.estimate, line.revised, line.outturn, line.variance, None),
                    )
                    for line in under.lines
                ),
            )
            for under in headings
        ),
        totals=tuple(
            TableRow(
                cells=kept(words, *(in_words for in_words, _ in figures), "", ""),
                numbers=kept(None, *(amount for _, amount in figures), None, None),
            )
            for words, *figures in sums
        ),
    )


def in_kind(section, headings):
    """What is given in kind: listed, and in no total."""
    return Table(
        key=f"{section.key}-in-kind",
        of="line",
        anchor=f"{section.key}-in-kind",
        caption="In kind, in no total",
        columns=(TableColumn(heading="In kind", width=75), TableColumn(heading="Worth", holds="figure", width=25)),
        groups=tuple(
            TableGroup(
                heading=under.heading,
                rows=tuple(
                    TableRow(
                        key=line.key,
                        anchor=anchor(section, line.key),
                        cells=(line_words(line, how_certain(line)), estimate(line)),
                        numbers=(None, line.estimate),
                    )
                    for line in under.lines
                ),
            )
            for under in headings
        ),
    )


# Years side by side

MOST_WIDE = 6


def years_beside(key, records):
    """The years before beside this one: each by its outturn or, as long as that isn't known, by what was planned."""
    this = {
        "income": [(under.heading, line) for under in records.income for line in under.lines],
        "expenditure": [(under.heading, line) for under in records.expenditure for line in under.lines],
    }
    groups = [
        TableGroup(heading=heading, rows=tuple(rows))
        for side_of, name in (("income", "Income"), ("expenditure", "Expenditure"))
        for heading, rows in lines_beside(name, this[side_of], [getattr(year, side_of) for year in records.years])
    ]
    sums = (("Total income", "total_income"), ("Total expenditure", "total_expenditure"))
    columns = (*records.years, records)
    # Five in a hundred is the grain of widths; of many years none is given, and each column is as wide as it needs.
    width = 60 // len(columns) // 5 * 5 if len(columns) <= MOST_WIDE else 0
    return Table(
        key=f"{key}-years",
        of="line",
        anchor=f"{key}-years",
        caption="Years side by side",
        columns=(
            TableColumn(heading="Line", width=100 - width * len(columns) if width else 0),
            *(TableColumn(heading=headed(year), holds="figure", width=width) for year in records.years),
            TableColumn(heading=f"{records.financial_year} estimate", holds="figure", width=width),
        ),
        groups=tuple(groups),
        totals=(
            *(
                TableRow(
                    cells=(words, *(sum_in_words(year, name) for year in columns)),
                    numbers=(None, *(getattr(year, name) for year in columns)),
                )
                for words, name in sums
            ),
            TableRow(
                cells=("Balance: income less expenditure", *(opening(left(year.balance)) for year in columns)),
                numbers=(None, *(year.balance for year in columns)),
            ),
        ),
    )


def headed(year):
    """The heading of an earlier year: 2015/16 outturn, 15 months."""
    return f"{year.financial_year} {FIGURES[year.figures]}" + (
        f", {counted(year.months, 'month')}" if year.months else ""
    )


def lines_beside(name, lines, years):
    """Groups of the lines of one side, by heading: those of this year in their order, then those of earlier years."""
    found = {}
    for place, year in enumerate((*years, [line for _, line in lines])):
        headings = (line.heading for line in year) if place < len(years) else (heading for heading, _ in lines)
        for heading, line in zip(headings, year, strict=True):
            found.setdefault((heading, line.description), {})[place] = line
    own = [(heading, line.description) for heading, line in lines]
    in_order = sorted(found, key=lambda line: own.index(line) if line in own else len(own))
    by_heading = {}
    for heading, description in in_order:
        by_heading.setdefault(heading, []).append((description, found[heading, description]))
    for heading, rows in by_heading.items():
        amounts = [[rows_amount(of.get(place)) for place in range(len(years) + 1)] for _, of in rows]
        yield (
            f"{name}: {heading}" if heading else name,
            [
                TableRow(
                    cells=(description, *(cell for cell, _ in each)),
                    numbers=(None, *(number for _, number in each)),
                )
                for (description, _), each in zip(rows, amounts, strict=True)
            ],
        )


def rows_amount(line):
    """What a line came to in a year, in words and as a number; a year may have no such line."""
    if line is None:
        return "No such line", None
    amount = line.amount if hasattr(line, "amount") else line.estimate
    return NOT_STATED if amount is None else pounds(amount), amount


def how_certain(line):
    """How certain a line is: agreed or not yet, subject to confirmation, brought forward; empty if nobody said."""
    status = CERTAINTIES.get(line.status, line.status)
    brought = "brought forward" if line.recurrence == "brought-forward" else ""
    return opening("; ".join(filter(None, (status, "" if line.confirmed else "subject to confirmation", brought))))


def estimate(line):
    """What a line comes to, or that nothing is stated of it."""
    return NOT_STATED if line.estimate is None and line.estimate_partly is None else sum_in_words(line, "estimate")


def outturn(line):
    """What was really received or spent of a line."""
    return NOT_STATED if line.outturn is None else pounds(line.outturn)


def line_words(line, *more):
    """A budget line with what qualifies it: a share of a post, that it isn't confirmed yet, how often it recurs."""
    notes = []
    if line.post_share is not None:
        notes.append(plain(line.post_share))
    if not line.confirmed:
        notes.append("subject to confirmation")
    return said(
        " ".join([line.description, *(f"({note})" for note in notes)]),
        "" if line.recurrence == "brought-forward" else RECURRENCES.get(line.recurrence, ""),
        *more,
        *beside(line),
    )
