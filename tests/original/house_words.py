"""What the product says of itself in the published plan: each of these is used, and nothing else is allowed.

`{n}` stands for a number, `{letter}` for a capital, `{year}` for 2016/17, `{day}` for 1 June 2016,
`{month}` for June 2016. What is reckoned
from the document, such as the balance, is not here: the test reckons it.
"""

SLOTS = {
    "{n}": r"\d+",
    "{letter}": r"[A-Z]",
    "{year}": r"\d{4} / \d{2}",
    "{day}": r"\d{1,2} [A-Z][a-z]+ \d{4}",
    "{month}": r"[A-Z][a-z]+ \d{4}",
}

HOUSE_WORDS = [
    # About the file and the version
    "Download as PDF {n} KB, {n} pages",
    "Back to contents",
    "About this version",
    "Version",
    "{n}, published {day}",
    "Check code",
    "This plan is in force from {month} to {month} .",
    "Published by",
    "Published by:",
    "All versions, and what changed",
    "Paragraph",
    "{n}.{n}",
    # Priorities and objectives
    "Ref",
    "Progress against the priorities of {year} for {year}, {month} to {month}",
    "How to read the table: each row names one priority and, beside it, the outcome or impact that is projected for it"
    " and how it will be measured.",
    "How to read the table: each row names one objective and, beside it, the outcome or impact that is projected for it"
    " and how it will be measured.",
    "Priorities and their projected outcomes",
    "Objectives and their projected outcomes",
    # Figures
    "Figures of the measures",
    "Measure",
    "Period",
    "Figure",
    "Priority {letter} of {year}",
    "Not stated",
    "No figure recorded",
    "Not available",
    "In words only",
    "up",
    "down",
    "the same",
    "Planned",
    "Wanted",
    "Moved",
    "against what was wanted",
    # What the figures show of an aim
    "What the figures show",
    "Wanted: down.",
    "Wanted: down at Acute/Stage 4.",
    "There is no figure to tell by.",
    "Recorded: {n} (the same) (no date given). One figure, nothing to compare it with.",
    "From {n}% (previous quarter) to {n}.{n}% (July 2015): up, against what was wanted.",
    "Two points are too few to tell a trend.",
    "Source",
    # Money
    "Who pays what in {year}",
    "No payer named",
    "Income",
    "Expenditure",
    "Estimate",
    "Balance: income less expenditure",
    "Brought forward",
    "Not certain yet",
    "Proposed, not yet agreed",
    "Subject to confirmation",
    "When needed",
    # Meetings and structure
    "Meetings of the LSCB Overarching Board",
    "Meeting",
    "What the Board will consider",
    "What the Board considers again and again",
    "Standing item",
    "On which agendas",
    "Every meeting",
    "Structure",
    "with seven groups below it",
    "The LSCB Overarching Board and the {n} groups that stand below it",
    "Members of the LSCB Overarching Board",
    "Number of seats not recorded",
    "Adviser",
]
