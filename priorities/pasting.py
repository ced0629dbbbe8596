"""Lists of the plan that can be pasted: goals with their outcomes, the progress table, and what the board found."""

from kit.intake import Parent, PastedColumn, PasteList, Problems, folded, paragraphs, paragraphs_apart
from membership.models import ReportingPeriod

from .models import Aim, Evidence, Finding, Goal, Part, Plan, Progress
from .office import FINDING, GOAL, PROGRESS

LONGEST_CODE = 5
CODE, TITLE = (PastedColumn(name, GOAL.label(name), GOAL.headings(name)) for name in ("code", "title"))
WANTED = PastedColumn(
    "wanted",
    "Outcomes wanted",
    ("outcome", "outcomes", "impact", "measurement", "success measure", "projected outcome impact measurement"),
)


def codes_first(table, names, has_headings):
    """A first column without a heading that holds a few signs in each cell is that of the codes."""
    cells = [row[0] for row in table[has_headings:]]
    if len(table[0]) > 1 and not names[0] and any(cells) and all(len(cell) <= LONGEST_CODE for cell in cells):
        names = ["code", *names[1:]]
    if not has_headings:
        left = [name for name in ("title", "wanted") if name not in names]
        names = [name or (left.pop(0) if left else "") for name in names]
    return names, has_headings


def kind(intake):
    """What the heading of the column says that the goals are."""
    words = intake.headings.get("title", "").lower()
    if "objective" in words:
        return Goal.Kind.OBJECTIVE
    return Goal.Kind.DUTY if "dut" in words else Goal.Kind.PRIORITY


def goal(intake, cells, **where):
    """A new goal with an outcome wanted for each paragraph."""
    values = {"code": cells.get("code", ""), "title": cells.get("title", ""), "kind": kind(intake)}
    made = intake.keep(Goal, values, once=("title",), plan=intake.parents["plan"], **where)
    for words in paragraphs(cells.get("wanted", "")):
        intake.keep(Aim, {"words": words, "kind": Aim.Kind.WANTED}, columns={"words": "wanted"}, goal=made)
    return made


def goals(intake, cells):
    part = intake.parents.get("part")
    if part and part.plan_id != intake.parents["plan"].pk:
        raise Problems({"": [f"“{part}” is no part of “{intake.parents['plan']}”. Choose again above the table."]})
    goal(intake, cells, part=part)


def progress(intake, cells):
    """How one goal went; a goal that the plan doesn't have yet is made."""
    period = intake.parents["period"]
    known = intake.remembered("goals", lambda: list(intake.parents["plan"].goal_set.all()))
    title, code = folded(cells.get("title", "")), folded(cells.get("code", ""))
    meant = [row for row in known if (title and folded(row.title) == title) or (not title and folded(row.code) == code)]
    if not title and not meant:
        raise Problems(
            {"title" if "title" in intake.headings or not code else "code": ["Say which goal this is about."]}
        )
    row = meant[0] if meant else goal(intake, cells)
    if not meant:
        known.append(row)
    if any(cells.get(name) for name in PROGRESS.texts):
        intake.keep(Progress, {}, goal=row, period=period)
    for words in paragraphs_apart(cells.get("evidence", "")):
        none = folded(words).strip(".") in ("none", "nil", "n/a")
        values = {"words": "" if none else words, "state": Evidence.State.NONE if none else Evidence.State.FOUND}
        intake.keep(
            Evidence,
            values,
            columns={"words": "evidence"},
            once=("words", "state", "period_id"),
            goal=row,
            period=period,
        )


def findings(of):
    def take(intake, cells):
        intake.keep(Finding, {"kind": of}, once=("words",), period=intake.parents["period"])

    return take


def one_column(table, names, has_headings):
    return (names if any(names) else ["words", *names[1:]]), has_headings


def list_of_findings(slug, title, of, known_by):
    return PasteList(
        slug,
        title,
        "A list or a table with one column: each bullet or row becomes one.",
        (Parent("period", "Found in the reporting period", ReportingPeriod.objects.all),),
        findings(of),
        FINDING,
        (PastedColumn("words", title, known_by),),
        guess=one_column,
    )


LISTS = [
    PasteList(
        "goals",
        "Goals and the outcomes wanted",
        "One row for each priority or objective: its code, the goal, and what is wanted of it. "
        "Each paragraph or bullet in the last becomes an outcome of its own.",
        (
            Parent("plan", "Plan", Plan.objects.all),
            Parent("part", "Part of the plan", lambda: Part.objects.select_related("plan"), required=False),
        ),
        goals,
        GOAL,
        ("code", "title", WANTED),
        guess=codes_first,
    ),
    PasteList(
        "progress",
        "Progress against the goals",
        "One row for each goal of a past plan: the figures in words, what people and audits told you, "
        "the difference made. A goal that isn't in the plan yet is made.",
        (
            Parent("plan", "Plan that was worked on", Plan.objects.all),
            Parent("period", "Reporting period", ReportingPeriod.objects.all),
        ),
        progress,
        PROGRESS,
        (
            CODE,
            TITLE,
            WANTED,
            "figures_in_words",
            "commentary",
            PastedColumn(
                "evidence",
                "What people and audits told us",
                ("qualitative", "qualitative data", "evidence", "audit", "audits", "feedback"),
            ),
        ),
        guess=codes_first,
    ),
    list_of_findings(
        "key-successes", "Key successes", Finding.Kind.SUCCESS, ("success", "successes", "achievement", "achievements")
    ),
    list_of_findings(
        "areas-for-development",
        "Areas for development",
        Finding.Kind.DEVELOPMENT,
        ("development", "challenge", "challenges"),
    ),
    list_of_findings(
        "further-priorities", "Further areas of priority", Finding.Kind.FURTHER, ("priority", "priorities")
    ),
]
