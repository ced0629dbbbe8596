"""What the office edits of the plan, and of what audits and people told of its goals. Figures have their own module."""

from collections import Counter
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import View

from kit import clock, wording
from kit.access import Permitted
from kit.grouping import grouped
from kit.kinds import Kind, Listing, RowColumn, joined
from kit.later import say_later
from kit.spans import life
from kit.together import Together
from kit.wording import counted, listed
from membership import law
from membership.models import ReportingPeriod, Requirement
from membership.pages import OfficePage, Shelf
from membership.roles import May
from priorities import (
    actions,
    collecting,
    collecting_links,
    collecting_requests,
    collecting_rounds,
    figures,
    forms,
    gaps,
    learning,
    models,
)
from priorities.actions import ACTION


def plan_page(row):
    plan = row if isinstance(row, models.Plan) else row.plan
    return reverse("office-plan", kwargs={"key": plan.key})


def goal_page(row):
    return plan_page(row.goal)


def evidence_page(row):
    # Of a row that is being added, an address by hand may name the goal alone.
    if not row.period_id:
        return reverse("office-periods")
    return reverse("office-evidence", kwargs={"key": row.period.key})


def in_its_plan(row):
    """A goal that another row names, with its plan's period."""
    return forms.in_its_plan(row.other if isinstance(row, models.Related) else row.goal)


def figure_aimed_at(aim):
    """What an aim wants of a figure, in words; empty where it names none."""
    parts = [str(aim.series)] if aim.series else []
    parts += [f"to go {aim.get_wanted_display().lower()}"] if aim.wanted else []
    for words, value in (("from", aim.baseline), ("to", aim.target), ("give or take", aim.tolerance)):
        parts += [f"{words} {wording.plain(value)}"] if value is not None else []
    return ", ".join(parts)


def by_when(aim):
    return aim.by_when_in_words or aim.by_when


def when(goal):
    return goal.when_in_words or life(goal)


PLAN = Kind(
    shelf="office-plans",
    form=forms.PlanForm,
    place=plan_page,
    may=May.EDIT,
    columns=(
        RowColumn("Plan", "title"),
        RowColumn("Period", "period_as_printed"),
        RowColumn("From", "starts"),
        RowColumn("To", "ends"),
    ),
)
PART = Kind(
    form=forms.PartForm,
    place=plan_page,
    may=May.EDIT,
    lives=True,
    copied=True,
    left=("starts", "ends"),
    columns=(RowColumn("Part", "heading"), RowColumn("Lead-in", "lead_in"), RowColumn("Since, until", life)),
)


def all_about(goal):
    """The page that joins what all apps know of a goal."""
    return [(reverse("office-goal", args=[goal.plan.key, goal.key]), "Actions, decisions, agendas")]


GOAL = Kind(
    form=forms.GoalForm,
    leads=all_about,
    place=plan_page,
    may=May.EDIT,
    lives=True,
    group=("part",),
    found_by=("plan.period_as_printed",),
    known_by={
        "code": ("ref", "reference", "code", "no", "number", "letter", "#"),
        "title": ("priority", "priorities", "objective", "objectives", "goal", "goals", "duty", "aim"),
        "rationale": ("why", "rationale", "reason"),
    },
    copied=True,
    left=("starts", "ends", "when_in_words"),
    columns=(
        RowColumn("", "code", "code"),
        RowColumn("Goal", "title"),
        RowColumn("Why", "rationale"),
        # A part says by its heading what its goals are.
        RowColumn("Kind", lambda goal: "" if goal.part_id else goal.get_kind_display()),
        RowColumn("Below", lambda goal: str(goal.parent or "")),
        RowColumn("Since, until", when, tells=("starts", "ends", "when_in_words")),
    ),
)
AIM = Kind(
    form=forms.AimForm,
    place=goal_page,
    may=May.EDIT,
    copied=True,
    left=("by_when", "by_when_in_words", "baseline", "target", "tolerance"),
    columns=(
        RowColumn("Aim", "words"),
        RowColumn("Kind", lambda aim: "" if aim.kind == models.Aim.Kind.WANTED else aim.get_kind_display()),
        RowColumn("By", by_when, tells=("by_when", "by_when_in_words")),
        RowColumn("Figure", figure_aimed_at),
    ),
)
MEASURE = Kind(
    form=forms.MeasureForm, place=goal_page, may=May.EDIT, copied=True, columns=(RowColumn("Measured by", str),)
)
LEAD = Kind(form=forms.LeadForm, place=goal_page, may=May.EDIT, copied=True, columns=(RowColumn("Led by", str),))
RELATED = Kind(
    form=forms.RelatedForm, place=goal_page, may=May.EDIT, copied=True, columns=(RowColumn("Related to", in_its_plan),)
)
PRINCIPLE = Kind(
    form=forms.PrincipleForm,
    place=plan_page,
    may=May.EDIT,
    known_by={
        "name": ("principle", "principles", "theme", "value"),
        "words": ("what it means", "meaning", "description", "definition", "means"),
    },
    copied=True,
    columns=(RowColumn("Principle", "name"), RowColumn("What it means", "words")),
)
SERVES = Kind(form=forms.ServesForm, place=goal_page, may=May.EDIT, copied=True, columns=(RowColumn("Serves", str),))
LINEAGE = Kind(
    form=forms.LineageForm,
    place=plan_page,
    may=May.EDIT,
    columns=(
        RowColumn("Step", str),
        RowColumn("Reason", "reason"),
        RowColumn("Decided", "decided"),
        RowColumn("Whose reading", "reading"),
    ),
)
PROGRESS = Kind(
    form=forms.ProgressForm,
    place=evidence_page,
    may=May.EDIT,
    known_by={
        "figures_in_words": ("quantitative", "quantitative data", "figures", "data"),
        "commentary": ("commentary", "comment", "progress", "narrative", "update"),
        "difference_made": ("difference", "difference made"),
    },
    found_by=("period",),
    columns=(
        RowColumn("Progress", lambda row: "Progress"),
        RowColumn("Figures", "figures_in_words"),
        RowColumn("Commentary", "commentary"),
        RowColumn(say_later("Difference made to {people}"), "difference_made"),
    ),
)
EVIDENCE = Kind(
    form=forms.EvidenceForm,
    place=evidence_page,
    may=May.EDIT,
    group=("period",),
    found_by=("period",),
    columns=(
        RowColumn("Evidence", str, tells=("words",)),
        RowColumn("State", lambda row: row.get_state_display() if row.words else ""),
        RowColumn("Kind of source", "source"),
        RowColumn("Method", "method"),
        RowColumn("Date", "on"),
        RowColumn("What it shows", "shows"),
    ),
)
FINDING = Kind(
    form=forms.FindingForm,
    place=evidence_page,
    may=May.EDIT,
    group=("kind",),
    found_by=("get_kind_display",),
    columns=(
        RowColumn("Finding", "words"),
        RowColumn("Who sees to it", lambda row: str(row.owner or "")),
        RowColumn("By when", lambda row: row.due_in_words or row.due, tells=("due", "due_in_words")),
        RowColumn("What came of it", "outcome"),
    ),
)
ANSWER = Kind(
    form=forms.AnswerForm,
    place=lambda row: evidence_page(row.finding),
    may=May.EDIT,
    columns=(RowColumn("Answered by", in_its_plan),),
)
FINDING_FIGURE = Kind(
    form=forms.FindingFigureForm,
    place=lambda row: evidence_page(row.finding),
    may=May.EDIT,
    columns=(RowColumn("Figure", lambda row: forms.figure_in_its_series(row.observation)),),
)
# Below a principle the goals that serve it are read.
GOAL_SERVING = replace(SERVES, columns=(RowColumn("Goal", lambda row: str(row.goal)),))
# On the page of a period goals are read, to see what is said of them; they are changed in the plan.
GOAL_READ = replace(GOAL, columns=(GOAL.columns[0], replace(GOAL.columns[1], tells=GOAL.texts)))
KINDS = (
    PLAN,
    PART,
    PRINCIPLE,
    GOAL,
    AIM,
    LEAD,
    RELATED,
    SERVES,
    MEASURE,
    LINEAGE,
    PROGRESS,
    EVIDENCE,
    FINDING,
    ANSWER,
    FINDING_FIGURE,
    *figures.KINDS,
    *collecting.KINDS,
    *actions.KINDS,
    *learning.KINDS,
)


class Plans(Shelf):
    """The plans there are."""

    heading = "Plans"

    def shelf(self):
        return [(plan_page(plan), f"{plan} {plan.period_as_printed}") for plan in models.Plan.objects.all()]

    def listings(self):
        return [Listing(PLAN, models.Plan.objects.all())]


MOST_ACTIONS = 40  # of a plan, on a page that shows all of them


class PlanPage(OfficePage):
    """A plan as it reads: its parts, their goals, and what is wanted of each.

    Where it has many actions, below each goal those that the plan prints; every other stands on the goal's own page. A
    file for a spreadsheet has all.
    """

    template_name = "office/plan.html"
    left_off = None
    back = (reverse_lazy("office-plans"), "Plans")

    def get(self, request, *args, **kwargs):
        self.plan = get_object_or_404(models.Plan, key=kwargs["key"])
        self.heading = f"{self.plan} {self.plan.period_as_printed}".strip()
        return super().get(request, *args, **kwargs)

    @cached_property
    def principles(self):
        return list(self.plan.principle_set.with_goals())

    def listings(self):
        actions = models.Action.objects.filter(goal__plan=self.plan)
        unprinted = Counter(actions.filter(printed=False).order_by().values_list("goal", flat=True))
        if unprinted.total() > MOST_ACTIONS and "csv" not in self.request.GET:
            self.left_off, actions = unprinted, actions.filter(printed=True)
        rows = (
            models.Goal.objects.filter(plan=self.plan)
            .with_leads()
            .with_relations()
            .select_related("plan")
            .prefetch_related(
                Prefetch("aim_set", models.Aim.objects.select_related("series__indicator")),
                Prefetch("measure_set", models.Measure.objects.select_related("indicator")),
                Prefetch("action_set", actions.with_all()),
            )
        )
        goals = grouped((goal.part_id, goal) for goal in rows)
        steps = models.Lineage.objects.filter(plan=self.plan).select_related("from_goal", "to_goal")
        known = {"plan": self.plan}

        def below(part):
            return [self.goals(goals.get(part.pk, []), {"part": part}, part.heading, level=3)]

        yield Listing(PLAN, [self.plan], known=None, level=4)
        parts = list(self.plan.part_set.all())
        yield Listing(PART, parts, known=known, below=below)
        if goals.get(None) or not parts:
            yield self.goals(
                goals.get(None, []), {}, "the plan", heading="Goals outside the parts" if parts else "Goals"
            )
        yield Listing(PRINCIPLE, self.principles, "Principles", known, serving, pasted="principles")
        yield Listing(LINEAGE, steps, "Where the goals came from", known)

    def get_context_data(self, **kwargs):
        may, key = self.request.user.has_perm(May.EDIT), [self.plan.key]
        started = may and self.plan.beginning
        return super().get_context_data(
            next_address=reverse("plan-next", args=key) if may else "",
            started_address=reverse("plan-started", args=key) if started else "",
            offered=self.offered() if may else "",
            plan_key=self.plan.key,
            **kwargs,
        )

    def offered(self):
        """The principles that come with the law, in words, for a plan that has none; empty if none come."""
        return "" if self.principles else listed([row.words for row in law_s_principles()])

    def goals(self, rows, known, to, *, level=2, heading=""):
        below = partial(of_goal, principles=self.principles, left_off=self.left_off)
        return Listing(GOAL, rows, heading, {"plan": self.plan} | known, below, level, to=to, pasted="goals")


def serving(principle):
    """The goals that serve a principle, to read: each is told at the goal itself."""
    return [Listing(GOAL_SERVING, principle.served_by.all(), "Served by", None, level=5, read_only=True)]


def of_goal(goal, principles=(), left_off=None):
    """What stands under a goal; `left_off` says of how many actions each goal's own page tells alone."""
    known, name, more = {"goal": goal}, wording.cut(goal, 60), left_off[goal.pk] if left_off else 0
    told = f"{counted(more, 'action')} that the plan doesn’t print: see “Actions, decisions, agendas”." if more else ""
    return [
        Listing(LEAD, goal.lead_set.all(), "Led by", known, level=5, to=name),
        Listing(AIM, goal.aim_set.all(), "Aims", known, level=5, to=name),
        Listing(MEASURE, goal.measure_set.all(), "Measured by", known, level=5, to=name),
        Listing(RELATED, goal.related_set.all(), "Related goals", known, level=5, to=name),
        # A plan without principles isn't asked at each goal which of them it serves.
        *([Listing(SERVES, goal.serves_set.all(), "Serves", known, level=5, to=name)] if principles else ()),
        Listing(ACTION, goal.action_set.all(), "Actions", known | {"printed": "on"}, level=5, lead=told, to=name),
    ]


def law_s_principles():
    """The principles that come with the law in force; none if there is no law, or two."""
    regime = law.in_force(clock.today()).first()
    return regime.requirement_set.filter(about=Requirement.About.PRINCIPLE) if regime else []


class TakePrinciples(Permitted, View):
    """Adds the principles that come with the law to a plan; one that it has already is left as it is."""

    permission_required = May.EDIT
    http_method_names = ("post",)

    @transaction.atomic
    def post(self, request, key):
        plan = get_object_or_404(models.Plan, key=key)
        there = {row.name.casefold() for row in plan.principle_set.all()}
        together = Together("Principles that come with the law", request.user)
        added = [
            together.add(models.Principle(plan=plan, name=row.words, position=place))
            for place, row in enumerate(law_s_principles(), start=len(there) + 1)
            if row.words.casefold() not in there
        ]
        messages.success(
            request, f"Added: {counted(len(added), 'principle', 'principles')}. Say at each goal which it serves."
        )
        return redirect(plan_page(plan))


class Periods(Shelf):
    """The reporting periods, each with a page of what was found in it."""

    heading = "Progress and evidence"
    lead = "What each reporting period brought. Periods are set up under Settings; figures have a page of their own."

    def shelf(self):
        for period in ReportingPeriod.objects.all():
            yield reverse("office-evidence", kwargs={"key": period.key}), f"Period {period}"
        yield reverse("office-learning"), "Learning: audits, reviews, surveys, and what they recommend"
        yield reverse("office-training"), "Training and campaigns"
        yield reverse("office-inspections"), "Inspections"
        yield reverse("office-figures"), "Figures"


# Findings are pasted in a list for each kind.
PASTED = {
    models.Finding.Kind.SUCCESS: "key-successes",
    models.Finding.Kind.DEVELOPMENT: "areas-for-development",
    models.Finding.Kind.FURTHER: "further-priorities",
}


class EvidencePage(OfficePage):
    """What a reporting period brought: progress and evidence goal by goal, and the board's findings.

    The goals are those of the plans that were in force in it, or of which something was recorded for it; the address
    may ask for those of every plan. A file for a spreadsheet has all.
    """

    template_name = "office/evidence.html"
    back = (reverse_lazy("office-periods"), "Progress and evidence")

    def get(self, request, *args, **kwargs):
        self.period = get_object_or_404(ReportingPeriod, key=kwargs["key"])
        self.heading = f"What {self.period} brought"
        return super().get(request, *args, **kwargs)

    def listings(self):
        answers = models.Answer.objects.select_related("goal__plan")
        rows = self.period.finding_set.select_related(*joined(models.Finding, ["owner"]))
        actions = models.Action.objects.with_all()
        figures = models.FindingFigure.objects.select_related("observation__series__indicator")
        found = list(
            rows.prefetch_related(
                Prefetch("answer_set", answers),
                Prefetch("action_set", actions),
                Prefetch("findingfigure_set", figures),
            )
        )
        for kind in models.Finding.Kind:
            known = {"period": self.period, "kind": kind.value}
            rows = [row for row in found if row.kind == kind]
            below = told_in_figures if kind == models.Finding.Kind.SUCCESS else answered
            heading = str(kind.label)
            yield Listing(FINDING, rows, heading, known, below, to=heading.lower(), pasted=PASTED[kind])
        goals = models.Goal.objects.select_related("plan").prefetch_related(
            Prefetch("progress_set", models.Progress.objects.filter(period=self.period), to_attr="progress_made"),
            Prefetch("evidence_set", models.Evidence.objects.filter(period=self.period), to_attr="evidence_found"),
        )
        every = by_plan(goals)
        wants_all = not {"plans", "csv"}.isdisjoint(self.request.GET)
        shown = [(plan, rows) for plan, rows in every if wants_all or self.concerns(plan, rows)]
        self.others = [str(plan) for plan, rows in every if (plan, rows) not in shown]
        yield from (self.of_plan(plan, rows) for plan, rows in shown)

    def concerns(self, plan, goals):
        """Whether a plan was in force in the period, as far as their days are known, or something is recorded of it."""
        starts_after = plan.starts and self.period.ends and plan.starts > self.period.ends
        ends_before = plan.ends and self.period.starts and plan.ends < self.period.starts
        is_recorded = any(goal.progress_made or goal.evidence_found for goal in goals)
        return is_recorded or not (starts_after or ends_before)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"others": self.others}

    def of_plan(self, plan, goals):
        return Listing(GOAL_READ, goals, f"{plan} {plan.period_as_printed}".strip(), None, self.of_goal, read_only=True)

    def of_goal(self, goal):
        known, name = {"goal": goal, "period": self.period}, wording.cut(goal, 60)
        return [
            # There is one progress for a goal and a period.
            Listing(PROGRESS, goal.progress_made, "", None if goal.progress_made else known, level=5, to=name),
            Listing(EVIDENCE, goal.evidence_found, "What audits and people told us", known, level=5, to=name),
        ]


def told_in_figures(finding):
    """The figures that a finding tells in its words."""
    known, name = {"finding": finding}, wording.cut(finding, 60)
    return [Listing(FINDING_FIGURE, finding.findingfigure_set.all(), "Figures in it", known, level=5, to=name)]


def answered(finding):
    known, name = {"finding": finding}, wording.cut(finding, 60)
    return [
        *told_in_figures(finding),
        Listing(ANSWER, finding.answer_set.all(), "Answered by", known, level=5, to=name),
        Listing(ACTION, finding.action_set.all(), "Actions", known, level=5, to=name),
    ]


def by_plan(goals):
    """Goals of each plan, the latest plan first."""
    return sorted(
        grouped((goal.plan, goal) for goal in goals).items(),
        key=lambda item: (item[0].starts is None, item[0].starts and -item[0].starts.toordinal()),
    )


urlpatterns = [
    path("plan/", Plans.as_view(), name="office-plans"),
    path("plan/<slug:key>/", PlanPage.as_view(), name="office-plan"),
    path("plan/<slug:key>/principles/", TakePrinciples.as_view(), name="plan-principles"),
    path("evidence/", Periods.as_view(), name="office-periods"),
    path("evidence/<slug:key>/", EvidencePage.as_view(), name="office-evidence"),
    *collecting_rounds.urlpatterns,
    *collecting_requests.urlpatterns,
    *collecting_links.urlpatterns,
    *gaps.urlpatterns,
    *figures.urlpatterns,
    *learning.urlpatterns,
]
