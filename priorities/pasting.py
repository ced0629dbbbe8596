"""Lists of the plan that can be pasted: goals with their outcomes, the progress table, and what the board found."""

import re
from dataclasses import replace

from kit.intake.lists import Parent, PastedColumn, PasteList
from kit.intake.taking import Problems, folded, marks, paragraphs, paragraphs_apart
from kit.spreadsheets import ComingBack
from membership.models import ReportingPeriod
from membership.office import PERIOD as PERIODS
from membership.roles import May

from .models import Aim, Evidence, Finding, Goal, Part, Plan, Principle, Progress, Serves
from .office import FINDING, GOAL, PRINCIPLE, PROGRESS
from .office import PLAN as PLANS
from .pasting_figures import FIGURES
from .pasting_supply import ANSWERS

CODE, TITLE = (
    PastedColumn(name, GOAL.label(name), GOAL.headings(name), holds)
    for name, holds in (("code", {"code": 3}), ("title", {"words": 1}))
)
WANTED = PastedColumn(
    "wanted",
    "Outcomes wanted",
    (
        "outcome",
        "outcomes",
        "impact",
        "measurement",
        "success measure",
        "success measures",
        "projected outcome",
        "projected outcome impact measurement",
        "what will be different",
        "what difference will it make",
    ),
    {"words": 1},
)
PERIOD = Parent(
    "period",
    "Reporting period",
    ReportingPeriod.objects.all,
    years=lambda period: period.label,
    adds=PERIODS,
)
PLAN = Parent("plan", "Plan", Plan.objects.all, years=lambda plan: f"{plan.period_as_printed} {plan}", adds=PLANS)


def kind(intake):
    """What the heading of the column says that the goals are; without one the words of the goal itself."""
    words = (intake.headings.get("title") or intake.cells.get("title", "")).lower()
    if "objective" in words:
        return Goal.Kind.OBJECTIVE
    return Goal.Kind.DUTY if "dut" in words else Goal.Kind.PRIORITY


def goal(intake, cells, **where):
    """A new goal with an outcome wanted for each paragraph."""
    values = {"code": cells.get("code", ""), "title": cells.get("title", ""), "kind": kind(intake)}
    made = intake.keep(Goal, values, once=("title",), plan=intake.parents["plan"], **where)
    intake.read(*marks(cells.get("wanted", "")))
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
    if meant:
        # What the table says again of a goal that stands there; other words of it are named as not saved.
        intake.read(row.code, row.title, *(aim.words for aim in row.aim_set.all()))
    else:
        known.append(row)
    if any(cells.get(name) for name in PROGRESS.texts):
        intake.keep(Progress, {}, goal=row, period=period)
    for words in paragraphs_apart(cells.get("evidence", "")):
        none = folded(words).strip(".") in ("none", "nil", "n/a")
        intake.read(words if none else "")
        values = {"words": "" if none else words, "state": Evidence.State.NONE if none else Evidence.State.FOUND}
        intake.keep(
            Evidence,
            values,
            columns={"words": "evidence"},
            once=("words", "state", "period_id"),
            goal=row,
            period=period,
        )


def principles(intake, cells):
    """A principle, and that the goals whose letters, numbers or words stand beside it serve it."""
    plan, named = intake.parents["plan"], cells.get("goals", "")
    known = intake.remembered("goals", lambda: list(plan.goal_set.all()))
    serving, unknown = called(named, known)
    if unknown:
        raise Problems({"goals": [f"The plan has no goal “{unknown[0]}”. Name a goal by its letter, number or words."]})
    made = intake.keep(Principle, {}, once=("name",), plan=plan)
    intake.read(named)
    for goal in serving:
        if not Serves.objects.filter(goal=goal, principle=made).exists():
            intake.keep(Serves, {}, goal=goal, principle=made)


def called(words, goals):
    """The goals that a cell names, a line, comma or semicolon between them; and the words that name none."""
    by_name = {folded(name): goal for goal in reversed(goals) for name in (str(goal), goal.title, goal.code) if name}
    lines = [line.strip(" -•") for line in words.splitlines() if line.strip(" -•")]
    found, unknown = [], []
    for line in lines:
        whole = by_name.get(folded(line))
        names = [line] if whole else [name.strip() for name in re.split(r"[,;&]|\band\b", line) if name.strip()]
        for name in names:
            goal = by_name.get(folded(name))
            (found if goal else unknown).append(goal or name)
    return list(dict.fromkeys(found)), unknown


def findings(of):
    def take(intake, cells):
        intake.keep(Finding, {"kind": of}, once=("words",), period=intake.parents["period"])

    return take


def list_of_findings(slug, title, of, known_by, called):
    return PasteList(
        slug,
        title,
        "A list or a table with one column: each bullet or row becomes one.",
        (replace(PERIOD, label="Found in the reporting period"),),
        findings(of),
        FINDING,
        (PastedColumn("words", title, known_by, {"words": 1}),),
        needs=(("words",),),
        called=called,
        unlike={"money": 4, "share": 2},
    )


LISTS = [
    PasteList(
        "goals",
        "Goals and the outcomes wanted",
        "One row for each priority or objective: its code, the goal, and what is wanted of it. "
        "Each paragraph or bullet in the last becomes an outcome of its own.",
        (
            PLAN,
            Parent("part", "Part of the plan", lambda: Part.objects.select_related("plan"), required=False),
        ),
        goals,
        GOAL,
        (CODE, TITLE, WANTED),
        needs=(("title",),),
        called=("priority", "objective", "goal"),
        unlike={"money": 4, "share": 3, "role": 2, "day": 2, "rating": 1},
    ),
    PasteList(
        "principles",
        "Principles across the goals",
        "One row for each principle: its name, what it means, and the letters or numbers of the goals that serve it.",
        (PLAN,),
        principles,
        PRINCIPLE,
        (
            PastedColumn("name", PRINCIPLE.label("name"), PRINCIPLE.headings("name"), {"words": 1}),
            "words",
            PastedColumn(
                "goals",
                "Goals that serve it",
                ("goals", "priorities", "objectives", "served by", "goals that serve it", "which goals"),
                {"code": 2},
            ),
        ),
        needs=(("name",),),
        called=("principle", "guiding principle", "six principles"),
        unlike={"money": 4, "share": 3, "role": 2, "day": 2, "rating": 1},
    ),
    PasteList(
        "progress",
        "Progress against the goals",
        "One row for each goal of a past plan: the figures in words, what people and audits told you, "
        "the difference made. A goal that isn't in the plan yet is made.",
        (
            replace(PLAN, label="Plan that was worked on"),
            PERIOD,
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
        # One file has the progress on the goals of all plans.
        files=lambda parents: ComingBack([PROGRESS], {"period": parents["period"]}),
        needs=(("title", "code"), ("evidence", *PROGRESS.texts)),
        called=("progress",),
        unlike={"money": 4},
    ),
    list_of_findings(
        "key-successes",
        "Key successes",
        Finding.Kind.SUCCESS,
        ("success", "achievement", "key success", "what went well"),
        ("success", "achievement", "went well"),
    ),
    list_of_findings(
        "areas-for-development",
        "Areas for development",
        Finding.Kind.DEVELOPMENT,
        ("development", "challenge", "areas for development", "challenge and development", "areas for improvement"),
        ("area for development", "area of development", "challenge", "area for improvement"),
    ),
    list_of_findings(
        "further-priorities",
        "Further areas of priority",
        Finding.Kind.FURTHER,
        ("priority", "further areas of priority", "further priority"),
        ("further priority", "further area of priority", "area as a priority"),
    ),
    PasteList(
        "actions",
        "Actions",
        may=May.EDIT,
        own=(
            PastedColumn("code", "Code", ("ref", "no", "#"), {"code": 1}),
            PastedColumn(
                "action",
                "Action",
                ("action", "actions", "what will we do", "what we will do", "task", "recommendation", "how"),
            ),
            PastedColumn(
                "lead",
                "Who leads",
                ("lead", "who", "owner", "responsible", "by whom", "lead officer", "lead agency"),
                {"role": 1},
            ),
            PastedColumn(
                "due",
                "By when",
                ("by when", "when", "deadline", "timescale", "due", "target date", "due date", "completion date"),
                {"day": 2, "month": 2},
            ),
            PastedColumn("rating", "Rating", ("rag", "status", "rag rating"), {"rating": 2}),
            PastedColumn("update", "Update", ("progress", "update", "comment", "comments")),
        ),
        needs=(("action",),),
        called=("action", "work plan", "recommendation"),
    ),
    FIGURES,
    ANSWERS,
]
