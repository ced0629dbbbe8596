"""Money: totals, shares, and what each partner pays."""

import re
from decimal import Decimal

from finance.reckoning import Sum, added, balance, of, paying
from kit.prose import unmarked
from kit.wording import counted, listed, per_cent, pounds
from publications.content.money import Budget, Contributions, sum_of
from publications.passages import Place, Record, narrative, records_of, sections, things
from publications.sections.words import anchor

from .finding import WARNING, CheckFinding, found

AMOUNT = re.compile(r"£\s?(\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d)?)")
SUM = re.compile(r"\b(total|totals|altogether|in all|overall|balance|sum)\b", re.IGNORECASE)


def at_budget(section):
    return Place(words=section.heading, anchor=section.key, record=Record("finance.budget", of="budget"))


def at_rows(document, rows):
    """The rows that a total is made of, each with its own form, in which it is put right."""
    return tuple(
        Place(words=at.name or "No payer named", anchor=at.anchor, record=at.record)
        for thing, at in things(document)
        if thing in rows
    )


def sums_of_rows(document, today):
    """Each total is the sum of what stands above it, in the tables and in the words around them."""
    for section, records in (*records_of(document, Contributions), *records_of(document, Budget)):
        for name, printed, reckoned, rows in sums(records):
            if printed != reckoned:
                yield CheckFinding(
                    check="totals",
                    severity=WARNING,
                    words=f"{name} is given as {printed.words}; by its rows it is {reckoned.words}.",
                    places=at_rows(document, rows) or (at_budget(section),),
                )
    yield from totals_in_words(document)


def sums(records):
    """The name of each total, what is given for it, what it should be, and the rows that it is made of."""
    if isinstance(records, Contributions):
        rows = records.contributions
        yield (
            "The total of the contributions",
            Sum(*sum_of(records, "total")),
            added(of(each.amount) for each in paying(rows, records.shared_out)),
            rows,
        )
        return
    for name, side in (("income", "income"), ("spending", "expenditure")):
        lines = [line for under in getattr(records, side) for line in under.lines]
        reckoned = added(Sum(*sum_of(line, "estimate")) for line in lines)
        yield f"The total {name}", Sum(*sum_of(records, f"total_{side}")), reckoned, lines
    yield "The balance", of(records.balance), of(balance(records.total_income, records.total_expenditure)), ()


def totals_in_words(document):
    """A total that somebody typed into the words of the document is one of the totals reckoned."""
    reckoned = {
        abs(printed.known)
        for _, records in (*records_of(document, Contributions), *records_of(document, Budget))
        for _, printed, *_ in sums(records)
        if printed.known is not None
    }
    if not reckoned:
        return
    for section, at in sections(document):
        for html in (section.before, section.after):
            for sentence in re.split(r"(?<=[.;])\s+|\n", unmarked(html)):
                told = [Decimal(amount.replace(",", "")) for amount in AMOUNT.findall(sentence)]
                if told and SUM.search(sentence) and not reckoned & set(told):
                    yield CheckFinding(
                        check="totals",
                        severity=WARNING,
                        words=f"The words name a total of {listed([pounds(amount) for amount in told])}; "
                        "none of the totals in the tables is that.",
                        places=(Place(words=section.heading, anchor=at, record=narrative(section)),),
                    )


def shares(document, today):
    """All shares together are the whole."""
    for _, records in records_of(document, Contributions):
        given = sum(row.share for row in records.contributions if row.share is not None)
        if given and records.total_share != 100:
            missing = [row for row in records.contributions if row.share is None]
            told = [f"The shares make {per_cent(given)}, not 100%."] if given != 100 else []
            told += [f"{counted(len(missing), 'partner has', 'partners have')} no share."] if missing else []
            yield CheckFinding(
                check="shares",
                severity=WARNING,
                words=" ".join(told),
                places=at_rows(document, missing or records.contributions),
            )


def shares_and_amounts(document, today):
    """What a partner pays is its share of the whole, as far as a share with so few decimals can say."""
    for section, records in records_of(document, Contributions):
        places = tuple(
            Place(
                words=f"{each.row.payer or 'No payer named'}: {each.told}",
                anchor=anchor(section, each.row.key),
                record=Record("finance.contribution", (each.row.key,), "budget"),
            )
            for each in paying(records.contributions, records.shared_out)
            if each.told
        )
        yield from found("shares and amounts", places, "A partner's share and the amount it pays don't agree.")
