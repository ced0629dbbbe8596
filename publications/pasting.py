"""The statements of members as they are pasted, or come back in a Word copy: an organisation, and what it says."""

from kit import clock, periods
from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, Sentence
from kit.spreadsheets import ComingBack
from membership.pasting import organisation

from .asking import STATEMENT
from .models import Publication, Statement


def statements(intake, cells):
    """What one organisation says, into the row by which it was asked, or into a new one."""
    row, printed = organisation(intake, cells.get("organisation", ""))
    if row is None:
        words = f"“{printed}” isn’t in the list of organisations." if printed else "Say whose statement this is."
        raise Problems({"organisation": [Sentence(words)]})
    intake.read(printed)
    there = Statement.objects.filter(publication=intake.parents["publication"], organisation=row).first()
    words = cells.get("words", "")
    if there is None:
        intake.keep(
            Statement,
            {"words": words, "received": periods.day(clock.today()) if words else ""},
            publication=intake.parents["publication"],
            organisation=row,
        )
    elif not words:
        raise Problems({"words": ["Nothing was written here. Leave the row out."]})
    elif there.words and there.words != words:
        raise Problems({"words": ["A statement of theirs is recorded already. Change that one."]})
    else:
        there.words, there.received = words, there.received or clock.today()
        intake.change(there)


LISTS = [
    PasteList(
        "statements",
        "Statements of members",
        "One row for each organisation: its name, and its statement as it wrote it.",
        (Parent("publication", "For which document", Publication.objects.documents),),
        statements,
        STATEMENT,
        (
            PastedColumn(
                "organisation",
                "Organisation",
                ("organisation", "agency", "member", "partner", "whose"),
                {"organisation": 2},
            ),
        ),
        needs=(("organisation",), ("words",)),
        called=("statement", "statements of members", "partner statements"),
        files=lambda parents: ComingBack([STATEMENT], {"publication": parents["publication"]}),
        has_headings=True,
        unlike={"money": 4, "share": 4, "number": 2, "day": 1},
    ),
]
