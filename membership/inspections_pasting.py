"""Inspections as they are pasted: a row for each, or for each area that was judged and the word it got."""

from kit.intake.lists import PastedColumn, PasteList
from kit.intake.taking import Problems, folded
from kit.spreadsheets import ComingBack

from .models import Inspection, InspectionArea
from .pasting import organisation
from .scrutiny import INSPECTION

OF_ALL = ("on", "address", "words")  # what is said of the whole inspection, once or in each of its rows


def inspections(intake, cells):
    """An inspection, or one more area of the one above, whose framework stands there again or is left out."""
    named, before = cells.get("framework", ""), intake.memory.get("inspection")
    given = {name: cells.get(name, "") for name in OF_ALL}
    if before and goes_on(named, given, intake.memory["given"], before):
        row = before
        intake.read(named, *given.values(), cells.get("organisation", ""))
    else:
        whose, printed = organisation(intake, cells.get("organisation", ""))
        if printed:
            raise Problems({"organisation": [f"“{printed}” isn’t in the list of organisations."]})
        row = intake.keep(Inspection, {"on": given["on"]}, once=("framework", "on"), organisation=whose)
        intake.memory |= {"inspection": row, "given": given}
    area, word = cells.get("area", ""), cells.get("word", "")
    if area and not word:
        raise Problems({"word": [f"Say in which word “{area}” was judged."]})
    if word and not area:
        raise Problems({"area": ["Say what was judged so."]})
    if area:
        intake.keep(InspectionArea, {"area": area, "word": word}, inspection=row)


def goes_on(named, given, before, inspection):
    """Whether a row tells of the inspection above: it names no other, and no other day."""
    same = not named or folded(named) == folded(inspection.framework)
    return same and all(not said or said == before[name] for name, said in given.items())


LISTS = [
    PasteList(
        "inspections",
        "Inspections",
        "One row for each, or one for each area that was judged: by which framework, of whom, when, the area, "
        "its word. The framework may be left out below itself. Nothing is reckoned over all areas.",
        (),
        inspections,
        INSPECTION,
        (
            PastedColumn(
                "framework",
                "Framework",
                ("framework", "inspection", "inspectorate", "inspected by", "who inspected", "regulator"),
            ),
            PastedColumn(
                "organisation",
                "Of whom",
                ("of whom", "organisation", "agency", "service", "provider", "who was inspected"),
                {"organisation": 2},
            ),
            PastedColumn(
                "on", "Date", ("date", "date of inspection", "inspection date", "inspected on", "published"), {"day": 1}
            ),
            PastedColumn(
                "area", "What was judged", ("area", "what was judged", "domain", "judgement area", "key question")
            ),
            PastedColumn(
                "word", "In which word", ("judgement", "judgment", "grade", "word", "in which word", "outcome")
            ),
            PastedColumn("words", "What it says", ("what it says", "summary", "findings", "key findings", "comments")),
            PastedColumn(
                "address", "Published at", ("address", "link", "published at", "url", "web address", "report")
            ),
        ),
        needs=(("framework",), ("word", "words", "address")),
        called=("inspection", "inspections", "inspection outcomes"),
        files=lambda parents: ComingBack([INSPECTION], {}),
        has_headings=True,
        unlike={"money": 4, "share": 4},
    )
]
