"""Lists of the board's money that can be pasted: who pays what, and the lines of the budget."""

import re
from datetime import timedelta

from kit import periods
from kit.intake.lists import OF_YEAR, Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence
from kit.intake.understanding import MATCHES, fits, years_in
from kit.reading import numbers
from kit.reading.answers import Value
from kit.spreadsheets import ComingBack
from kit.wording import pounds
from membership.models import Party
from membership.pasting import organisation

from .models import Budget, BudgetLine, Contribution
from .office import BUDGET as BUDGETS
from .office import CONTRIBUTION, LINE, with_estimates, with_third_figures
from .reckoning import total
from .years import on_by

BUDGET = Parent(
    "budget",
    "Budget",
    Budget.objects.all,
    years=lambda budget: f"{budget.financial_year} {years_of(budget)}",
    adds=BUDGETS,
    beside=lambda budget, year: days_of(budget, year),
)
SIDES = (
    (re.compile(r"\b(income|receipts|funding)\b", re.I), BudgetLine.Side.INCOME),
    (re.compile(r"\b(expenditure|spending|spend|costs?|payments)\b", re.I), BudgetLine.Side.EXPENDITURE),
)
# Words in a line by which it is known how often it comes.
RECURRENCES = (
    (re.compile(r"\b(brought forward|b/f|outturn|carried forward)", re.I), BudgetLine.Recurrence.BROUGHT_FORWARD),
    (re.compile(r"\b(as required|when needed|if needed)\b", re.I), BudgetLine.Recurrence.WHEN_NEEDED),
)
POST = re.compile(r"\s*\((0?\.\d+|1(?:\.0+)?)(?: ?(?:fte|wte))?\)$", re.I)
UNCONFIRMED = re.compile(r"\s*\(subject to confirmation\)", re.I)
# What stands in the two columns of a ledger.
LEDGER = {"debit": BudgetLine.Side.EXPENDITURE, "credit": BudgetLine.Side.INCOME}
YEAR = PastedColumn("year", "Year", ("financial year", "fin year", "budget year", "fy"), only_by=True)
# What other columns come to: the program reckons it, and a ledger's balance is no amount of a line.
RECKONED = PastedColumn(
    "reckoned",
    "Balance, not saved",
    ("balance", "running balance", "balance £", "running total", "variance", "variance £", "difference", "difference £",
     "change", "change £", "remaining", "under over spend", "over under spend"),
    only_by=True,
)  # fmt: skip
PARTNERS = re.compile(r"\bpartners?\b|\bcontributions?\b", re.I)


def ask_whose_year(intake, cells):
    """Ask of a row that names a year of its own, if it isn't the budget's: some treasurers list years one by one."""
    budget, words = intake.parents["budget"], cells.get("year", "")
    intake.read(cells.get("reckoned", ""))
    if not years_in(words):
        return  # words that name no year are said not to be saved
    intake.read(words)
    if fits(words, years_in(BUDGET.years(budget))) != MATCHES and not intake.is_sure("year"):
        said = (
            f"“{words}” is another year than that of budget {budget}. Leave the row out, or say that it belongs here."
        )
        raise Problems({"year": [Sentence(said, may_stay=True)]})


def contributions(intake, cells):
    ask_whose_year(intake, cells)
    printed = cells.get("payer", "")
    row, label = organisation(intake, printed, "payer")
    headings = " ".join(intake.headings.get(name, "") for name in ("payer", "share", "amount")).lower()
    intake.keep(
        Contribution,
        {
            "label": label,
            "share": cells.get("share", ""),
            "amount": cells.get("amount", ""),
            "basis": basis(intake, cells),
            "status": next((status for status in ("agreed", "proposed") if status in headings), ""),
        },
        columns={"label": "payer", "payer_name": "payer"},
        once=("payer_name",) if printed else (),
        budget=intake.parents["budget"],
        payer=Party.objects.of(row) if row else None,
    )


def basis(intake, cells):
    """What an amount is: part of a joint payment where somebody shares it, fixed where no share is asked of anybody."""
    if cells.get("joint_with"):
        return Contribution.Basis.JOINT
    has_shares = any(name.partition(OF_YEAR)[0] == "share" for name in intake.table.columns)
    return Contribution.Basis.SHARE if has_shares else Contribution.Basis.FIXED


def side_of(words):
    """The side that some words name; nothing if they name none, or both."""
    sides = [side for pattern, side in SIDES if pattern.search(words)]
    return sides[0] if len(sides) == 1 else None


def side_above(intake):
    """The side that the table's own heading names, or the words above the table."""
    return side_of(intake.headings.get("description", "")) or side_of(intake.table.above)


def at_heading(intake, words):
    """“Estimated income” says which side follows and heads no line; any other heading heads the lines below it."""
    side = side_of(words)
    if side is None:
        return words
    intake.memory["side"] = side
    return ""


def lines(intake, cells):
    ask_whose_year(intake, cells)
    words = cells.get("description", "")
    side = side_of(cells.get("side", "")) or intake.memory.get("side") or side_above(intake)
    if cells.get("side") and not side_of(cells["side"]):
        asked = f"“{cells['side']}” may be both: write income or expenditure."
        raise Problems({"side": [Sentence(asked, ("income", "expenditure"))]})
    side = side or BudgetLine.Side.EXPENDITURE
    unconfirmed, post = bool(UNCONFIRMED.search(words)), POST.search(words)
    said, words = words, POST.sub("", UNCONFIRMED.sub("", words))
    intake.read(cells.get("side", ""), said.removeprefix(words) if unconfirmed else "")
    estimate = cells.get("estimate", "")
    booked = booked_in(cells)
    side = LEDGER.get(booked, side)
    outturn = cells.get(booked or "outturn", "")
    ask_below_nought(intake, side, {name: cells.get(name, "") for name in ("estimate", "revised", "outturn")})
    reckoned = side == BudgetLine.Side.INCOME and bool(PARTNERS.search(words)) and is_total(intake, estimate)
    intake.read(estimate if reckoned else "")
    intake.keep(
        BudgetLine,
        {
            "side": side,
            "heading": cells.get("heading") or intake.heading,
            "description": words,
            "estimate": "" if reckoned else estimate,
            "revised": cells.get("revised", ""),
            "outturn": outturn,
            "from_contributions": "on" if reckoned else "",
            "confirmed": "" if unconfirmed else "on",
            "recurrence": next((each for pattern, each in RECURRENCES if pattern.search(words)), ""),
            "post_share": post[1] if post else "",
        },
        columns={"outturn": booked} if booked else {},
        once=("description", "side", "heading"),
        budget=intake.parents["budget"],
    )


def booked_in(cells):
    """The column of a ledger that holds the line's amount, debit or credit; empty if neither does."""
    held = [name for name in LEDGER if is_amount(cells.get(name, ""))]
    if len(held) > 1 or (held and cells.get("outturn")):
        raise Problems({held[-1]: ["The line has an amount in another column too. Leave one of them out."]})
    return held[0] if held else ""


def is_amount(words):
    """Whether a cell of a ledger holds anything: the side on which nothing was booked is empty, dashed or nought."""
    answer = numbers.read(words, of="money")
    return bool(words.strip(" -–—")) and not (isinstance(answer, Value) and not answer.value)


def ask_below_nought(intake, side, amounts):
    """Ask of spending in brackets whether it is spent: some offices print all of their spending so."""
    found = {name: numbers.read(words, of="money") for name, words in amounts.items() if not intake.is_sure(name)}
    below = {name: answer.value for name, answer in found.items() if isinstance(answer, Value) and answer.value < 0}
    if side == BudgetLine.Side.EXPENDITURE and below:
        said = "“{}” is spending below nought. Is {} spent?"
        raise Problems(
            {
                name: [Sentence(said.format(amounts[name], pounds(-value)), (pounds(-value),), may_stay=True)]
                for name, value in below.items()
            }
        )


def is_total(intake, estimate):
    """Whether an amount is the sum of the contributions, so that it isn't stored a second time."""
    budget = intake.parents["budget"]
    contributed = intake.remembered(
        ("contributed", budget.pk), lambda: total(row.amount for row in budget.contribution_set.all())
    ).amount
    answer = numbers.read(estimate, of="money")
    return bool(contributed) and isinstance(answer, Value) and answer.value == contributed


def years_of(budget):
    return f"{budget.starts.year}/{budget.ends.year}" if budget.starts and budget.ends else ""


def days_of(budget, year):
    """First and last day of a budget year beside another of twelve months, as they are typed; nothing if unknown."""
    if periods.months_of(budget.starts, budget.ends) != 12:
        return {}
    months = 12 * (int(year[:4]) - budget.starts.year)
    ends = on_by(budget.ends, months)
    return {"starts": periods.day(on_by(ends, -12) + timedelta(days=1)), "ends": periods.day(ends)}


LISTS = [
    PasteList(
        "contributions",
        "Who pays what",
        "One row for each partner: the share in per cent, the amount, or both. A row of totals is left out.",
        (BUDGET,),
        contributions,
        CONTRIBUTION,
        (
            PastedColumn(
                "payer",
                "Who pays",
                ("agency", "partner", "partner agency", "organisation", "payer", "contributor", "funder", "funded by"),
                {"organisation": 3},
            ),
            YEAR,
            PastedColumn(
                "share",
                "Share in per cent",
                ("%", "%age", "share", "percentage", "per cent", "% contribution", "% share", "% of total"),
                {"share": 3},
            ),
            PastedColumn(
                "amount",
                "Amount",
                ("£", "amount", "contribution", "contributions", "sum", "payment"),
                {"money": 2, "number": 1},
            ),
            RECKONED,
        ),
        read=("label",),
        # As the page has them: with the third figure, which is reckoned.
        files=lambda parents: ComingBack([with_third_figures(parents["budget"].reckoned().paying)], parents),
        needs=(("payer",),),
        of_year=("share", "amount"),
        called=("contribution", "who pays what", "funding partner"),
        unlike={"day": 3, "month": 3, "tick": 3},
    ),
    PasteList(
        "budget-lines",
        "Lines of the budget",
        "One row for each line. A row with words only is a heading for the rows below it; totals are left out.",
        (BUDGET,),
        lines,
        LINE,
        (
            PastedColumn(
                "description",
                "Line",
                (
                    "description",
                    "item",
                    "line",
                    "budget head",
                    "details",
                    "cost",
                    "income",
                    "expenditure",
                    "estimated income",
                    "estimated expenditure",
                ),
                {"words": 2},
            ),
            "heading",
            YEAR,
            PastedColumn(
                "side",
                "Income or expenditure",
                ("income or expenditure", "income expenditure", "type", "side", "dr cr", "cr dr"),
            ),
            PastedColumn(
                "estimate",
                "Estimate",
                ("estimate", "amount", "£", "budget", "proposed", "projected", "forecast"),
                {"money": 3, "number": 2},
            ),
            PastedColumn("revised", "Revised", ("revised", "revised budget", "revised estimate", "current budget")),
            PastedColumn("outturn", "Outturn", ("outturn", "actual", "actual spend", "spent", "spent to date")),
            PastedColumn("debit", "Debit: spent", ("dr", "debit", "debits", "dr £", "debit £")),
            PastedColumn("credit", "Credit: received", ("cr", "credit", "credits", "cr £", "credit £")),
            RECKONED,
        ),
        has_headings=True,
        at_heading=at_heading,
        # As the page of a budget has them: a line may come to what all contributions come to.
        files=lambda parents: ComingBack([with_estimates(parents["budget"].reckoned().contributed)], parents),
        needs=(("description",),),
        of_year=("estimate", "revised", "outturn", "debit", "credit"),
        called=("budget", "income", "expenditure", "finance"),
        unlike={"share": 3, "organisation": 2, "tick": 3},
    ),
]
