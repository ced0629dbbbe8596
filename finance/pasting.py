"""Lists of the board's money that can be pasted: who pays what, and the lines of the budget."""

import re
from decimal import Decimal

from kit.intake import Parent, PastedColumn, PasteList, number
from membership.models import Party
from membership.pasting import organisation

from .models import Budget, BudgetLine, Contribution
from .office import CONTRIBUTION, LINE
from .reckoning import total

BUDGET = Parent("budget", "Budget", Budget.objects.all)
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
PARTNERS = re.compile(r"\bpartners?\b|\bcontributions?\b", re.I)


def contributions(intake, cells):
    printed = cells.get("payer", "")
    row, label = organisation(intake, printed)
    share, headings = number(cells.get("share", "")), " ".join(intake.first_row).lower()
    intake.keep(
        Contribution,
        {
            "label": label,
            "share": share,
            "amount": number(cells.get("amount", "")),
            "basis": Contribution.Basis.SHARE if "share" in cells else Contribution.Basis.FIXED,
            "status": next((status for status in ("agreed", "proposed") if status in headings), ""),
        },
        columns={"label": "payer", "payer_name": "payer"},
        once=("payer_name",) if printed else (),
        budget=intake.parents["budget"],
        payer=Party.objects.of(row) if row else None,
    )


def side_of(words):
    return next((side for pattern, side in SIDES if pattern.search(words)), None)


def at_heading(intake, words):
    """“Estimated income” says which side follows and heads no line; any other heading heads the lines below it."""
    side = side_of(words)
    if side is None:
        return words
    intake.memory["side"] = side
    return ""


def lines(intake, cells):
    words = cells.get("description", "")
    side = side_of(cells["side"]) if cells.get("side") else intake.memory.get("side") or BudgetLine.Side.EXPENDITURE
    unconfirmed, post = bool(UNCONFIRMED.search(words)), POST.search(words)
    words = POST.sub("", UNCONFIRMED.sub("", words))
    estimate = number(cells.get("estimate", ""))
    reckoned = side == BudgetLine.Side.INCOME and bool(PARTNERS.search(words)) and is_total(intake, estimate)
    intake.keep(
        BudgetLine,
        {
            "side": side,
            "heading": cells.get("heading") or intake.heading,
            "description": words,
            "estimate": "" if reckoned else estimate,
            "outturn": number(cells.get("outturn", "")),
            "from_contributions": "on" if reckoned else "",
            "confirmed": "" if unconfirmed else "on",
            "recurrence": next((each for pattern, each in RECURRENCES if pattern.search(words)), ""),
            "post_share": post[1] if post else "",
        },
        once=("description", "side", "heading"),
        budget=intake.parents["budget"],
    )


def is_total(intake, estimate):
    """Whether an amount is the sum of the contributions, so that it isn't stored a second time."""
    rows = intake.parents["budget"].contribution_set.all()
    contributed = intake.remembered("contributed", lambda: total(row.amount for row in rows)).amount
    try:
        return bool(contributed) and contributed == Decimal(estimate or "0")
    except ArithmeticError:
        return False


def figures_last(table, names, has_headings):
    """Without headings: what holds figures is the estimate, the first that doesn't is the description."""
    if any(names):
        return names, has_headings
    found = ["" for _ in names]
    for place in range(len(names)):
        cells = [row[place] for row in table if row[place]]
        is_money = sum(bool(re.fullmatch(r"[£\d,.() –-]+", cell)) for cell in cells) * 2 > len(cells)
        name = "estimate" if is_money else "description"
        found[place] = name if name not in found else ""
    return found, False


LISTS = [
    PasteList(
        "contributions",
        "Who pays what",
        "One row for each partner: the share in per cent, the amount, or both. A row of totals is left out.",
        (BUDGET,),
        contributions,
        CONTRIBUTION,
        (
            PastedColumn("payer", "Who pays", ("agency", "partner", "organisation", "payer", "contributor", "funder")),
            PastedColumn("share", "Share in per cent", ("%", "%age", "share", "percentage", "per cent")),
            PastedColumn("amount", "Amount", ("£", "amount", "contribution", "contributions", "sum", "payment")),
        ),
        read=("label",),
    ),
    PasteList(
        "budget-lines",
        "Lines of the budget",
        "One row for each line. A row with words only is a heading for the rows below it; totals are left out.",
        (BUDGET,),
        lines,
        LINE,
        (
            PastedColumn("description", "Line", ("description", "item", "line", "budget head", "details")),
            "heading",
            PastedColumn(
                "side", "Income or expenditure", ("income or expenditure", "income expenditure", "type", "side")
            ),
            PastedColumn("estimate", "Estimate", ("estimate", "amount", "£", "budget", "proposed", "projected")),
            PastedColumn("outturn", "Outturn", ("outturn", "actual", "spent")),
        ),
        has_headings=True,
        guess=figures_last,
        at_heading=at_heading,
    ),
]
