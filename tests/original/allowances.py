"""Where what we publish may differ from the transcription, each with its reason: at most 40, and all of them needed.

An allowance rewrites a statement of the original before it is looked for; where it leaves nothing, the statement is let
go. Everything else must be found sign for sign: quotes, dashes and capitals too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

PAGE, JSON, PDF = "page", "JSON", "PDF"
EVERYWHERE = (PAGE, JSON, PDF)
READ = (PAGE, PDF)


@dataclass(frozen=True)
class Allowance:
    """Statements with these words (under this column, of this kind) may stand in this form."""

    name: str
    reason: str
    find: str
    printed: str | Callable = ""
    where: tuple = EVERYWHERE
    column: str = ""
    kind: str = ""

    def speaks_of(self, statement, witness):
        return witness in self.where and self.kind in ("", statement.kind) and self.column in ("", statement.column)


def _pounds(match):
    """An amount as we print it: with its sign and separators, without idle pence."""
    return f"£{Decimal(match['amount']):,.0f}"


def _decimal(match):
    """A figure as JSON holds it: without sign, separator or idle noughts."""
    return f"{Decimal(match['figure']).normalize():f}"


LINKED = r"^This Business Plan links to the safeguarding priorities of .+$"

# In this order: each takes the statement as the one before has left it.
ALLOWANCES = [
    Allowance("asterisks", "Asterisks mark bold and italic type in the transcription.", r"\*"),
    Allowance("italics in cells", "<i> marks italics in the cells of the transcription.", r"</?i>"),
    Allowance(
        "name on the cover",
        "The cover's capitals are its looks; the board's name is kept as it is written in a sentence.",
        r"^SOUTHEND ON SEA LOCAL SAFEGUARDING CHILDREN BOARD$",
        "Southend on Sea Local Safeguarding Children Board",
    ),
    Allowance(
        "title on the cover",
        "The cover's capitals are its looks.",
        r"^REVISED BUSINESS PLAN$",
        "Revised Business Plan",
    ),
    Allowance(
        "title in the PDF",
        "The PDF reads out the title and the period on its cover as one heading.",
        r"^Revised Business Plan$",
        "Revised Business Plan 2016 – 2019",
        (PDF,),
    ),
    Allowance(
        "period in the PDF",
        "The PDF reads out the title and the period on its cover as one heading.",
        r"^2016 – 2019$",
        where=(PDF,),
        kind="heading",
    ),
    Allowance("page", "The original's pages are not ours.", r"^Page$", kind="cell"),
    Allowance("page numbers", "The original's pages are not ours.", r"^\d+$", column="Page"),
    Allowance(
        "numbers in the contents",
        "The original's contents number a section in another way than its heading does; ours in the heading's way.",
        r"^(\d)\. ",
        r"Section \1 ",
        kind="cell",
    ),
    Allowance("capitals of SECTION", "The original writes SECTION twice, then Section.", r"^SECTION", "Section"),
    Allowance(
        "dash in a heading",
        "The label of a section stands apart from its heading, so no dash parts them.",
        r"^((?:Section|Appendix) \d) [–-] ",
        r"\1 ",
    ),
    Allowance(
        "label in JSON",
        "JSON holds the label of a section beside its heading.",
        r"^((?:Section|Appendix) \d) (.+)",
        r"\2|\1",
        (JSON,),
    ),
    Allowance(
        "contents in JSON",
        "JSON is not paged through: the heading of its contents would head nothing.",
        r"^Contents$",
        where=(JSON,),
    ),
    Allowance("contributions", "Amounts have thousands separators.", r"^£(?P<amount>\d{4,})$", _pounds, READ),
    Allowance("budget", "Amounts are printed as money.", r"^(?P<amount>\d+\.00|\d{6})$", _pounds, READ),
    Allowance("total share", "Shares have the same decimals all the way down.", r"^100%$", "100.0%", READ),
    Allowance("figures in JSON", "JSON holds figures.", r"^£?(?P<figure>\d+(\.\d+)?)%?$", _decimal, (JSON,)),
    Allowance(
        "columns in JSON",
        "JSON names its fields itself; the words above the columns and beside the totals are the layout's.",
        r"^(Priority|Objective|Projected Outcome/Impact Measurement|Quantitative Data|Qualitative Data|Agency"
        r"|Proposed %age|Proposed Contributions for 2016/17|Total|(Total )?Estimated (Income|Expenditure)"
        r"|Role|Organisation|Sub Group|Chair & Vice Chair)$",
        where=(JSON,),
        kind="cell",
    ),
    Allowance("none in JSON", "JSON holds the state of evidence as a code.", r"^None$", "none", (JSON,)),
    Allowance(
        "notes in JSON",
        "JSON holds a seat's note beside its role; brackets are the layout's.",
        r" \((.+)\)$",
        r"|\1",
        (JSON,),
        column="Role",
    ),
    Allowance("post shares in JSON", "JSON holds the share of a post as a figure.", r" \(0\.5\)$", "|0.5", (JSON,)),
    Allowance(
        "confirmation in JSON",
        "JSON holds as true or false whether a line is confirmed.",
        r" \(subject to confirmation\)$",
        "|unconfirmed",
        (JSON,),
    ),
    Allowance(
        "sub group",
        "The sub groups' names stand above their rows, not in a column that could be headed; the caption says it.",
        r"^Sub Group$",
        "Table 11: Chairs and vice chairs, by sub group",
        READ,
    ),
    Allowance("income", "Tables are numbered in their order.", r"^Estimated Income$", r"Table 6: \g<0>", READ),
    Allowance(
        "expenditure", "Tables are numbered in their order.", r"^Estimated Expenditure$", r"Table 7: \g<0>", READ
    ),
    Allowance(
        "dash after a chair",
        "The office has a column of its own, so no dash parts it from the role.",
        r"^((?:Vice )?Chair) ?[–-] ?",
        r"\1 ",
        READ,
    ),
    Allowance(
        "linked plans",
        "Linked plans are records, so they stand in a list and not in a sentence.",
        LINKED,
        "This Business Plan links to: ¶ Safeguarding priorities of the Health and Wellbeing Board"
        " ¶ Safeguarding priorities of the Community Safety Partnership"
        " ¶ Southend on Sea Children and Young People's Plan (Safeguarding priorities)",
        READ,
    ),
    Allowance(
        "linked plans in JSON",
        "JSON holds of each linked plan how it is linked.",
        LINKED,
        "This Business Plan links to:|Safeguarding priorities of the Health and Wellbeing Board"
        "|Safeguarding priorities of the Community Safety Partnership"
        "|Southend on Sea Children and Young People's Plan",
        (JSON,),
    ),
    Allowance(
        "vacant in JSON", "JSON holds as true or false whether a seat is vacant.", "Position Vacant", "vacant", (JSON,)
    ),
    Allowance(
        "vice chair in JSON",
        "JSON holds a seat's office as a code.",
        r"^Vice Chair ?[–-] ?(.+)",
        r"\1|vice-chair",
        (JSON,),
    ),
    Allowance("chair in JSON", "JSON holds a seat's office as a code.", r"^Chair ?[–-] ?(.+)", r"\1|chair", (JSON,)),
]
