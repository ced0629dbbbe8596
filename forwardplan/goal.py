"""One page for a goal: what the plan says of it, what is done, what was decided, and which meetings consider it."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from forwardplan import models
from forwardplan.log import CHALLENGE, DECISION, LOGGED, PER_PAGE, carried
from forwardplan.office import AGENDA
from kit import clock, wording
from kit.kinds import Listing, RowColumn, joined
from kit.wording import counted
from membership.pages import OfficePage
from priorities import log
from priorities.actions import ACTION_LEAD, ACTION_UPDATE, RECOMMENDATION
from priorities.models import Action, Aim, Finding, Goal
from priorities.office import AIM, FINDING, GOAL, plan_page

# Rows as they read away from their own pages: with what says where they stand.
CONSIDERED = replace(
    AGENDA,
    columns=(RowColumn("Meeting", lambda item: f"{item.meeting.body}, {item.meeting.named}"), *AGENDA.columns),
)
DECIDED = replace(
    DECISION,
    columns=(
        *DECISION.columns[:2],
        RowColumn("Decided by", lambda row: f"{row.item.meeting.body}, {row.item.meeting.named}: {row.item}"),
    ),
)
# What the page says in its heading isn't said again of each row.
ITS_OWN = replace(LOGGED, columns=tuple(column for column in LOGGED.columns if column.heading != "Serves"))
ITSELF = replace(GOAL, paper=None)
ANSWERED = replace(FINDING, columns=(*FINDING.columns, RowColumn("Found in", lambda row: str(row.period))))


class GoalPage(OfficePage):
    """A goal with its actions first: they are what a meeting asks about."""

    template_name = "office/goal.html"

    def get(self, request, *args, **kwargs):
        rows = Goal.objects.select_related("plan").with_leads()
        self.goal = get_object_or_404(rows, plan__key=kwargs["plan"], key=kwargs["key"])
        self.heading = wording.cut(self.goal, 120)
        self.back = (plan_page(self.goal), f"{self.goal.plan} {self.goal.plan.period_as_printed}".strip())
        return super().get(request, *args, **kwargs)

    def listings(self):
        goal, today = self.goal, clock.today()
        self.actions = log.in_order(Action.objects.filter(goal=goal).to_judge(), today)
        page = Paginator(self.actions, PER_PAGE).get_page(self.request.GET.get("page"))
        chosen = self.actions if "csv" in self.request.GET else page.object_list
        actions = log.in_order(carried(Action.objects.filter(pk__in=[row.pk for row in chosen]).with_all()), today)
        items = models.AgendaItem.objects.filter(goal=goal).select_related("meeting__body", *models.WITH_NAMES)
        decisions = models.Decision.objects.filter(goal=goal).select_related(*DECISION.joins)
        findings = Finding.objects.filter(answer__goal=goal).select_related(*joined(Finding, ["period", "owner"]))
        aims = Aim.objects.filter(goal=goal).select_related("series__indicator")
        self.items = list(items.order_by("meeting__year", "meeting__month", "meeting__day", "position", "pk"))

        def below(action):
            known, name = {"action": action}, wording.cut(action, 60)
            return [
                Listing(ACTION_LEAD, action.actionlead_set.all(), "Led by", known, level=5, to=name),
                Listing(ACTION_UPDATE, action.actionupdate_set.all(), "Updates", known, level=5, to=name),
            ]

        known = {"goal": goal}
        new = known | {"printed": "on"}
        yield Listing(ITS_OWN, actions, "Actions", new, below, to=str(goal), folded=True, page=page)
        yield Listing(ITSELF, [goal], "In the plan", None)
        yield Listing(AIM, aims, "Aims", known, to=str(goal))
        yield Listing(ANSWERED, findings, "It answers", None)
        yield Listing(DECIDED, decisions, "Decided", None)
        yield Listing(
            RECOMMENDATION, goal.recommendation_set.select_related("goal", "learning"), "Recommendations", known
        )
        yield Listing(CHALLENGE, models.Challenge.objects.filter(goal=goal).with_all(), "Challenges and risks", known)
        yield Listing(CONSIDERED, self.items, "On agendas", None)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = clock.today()
        late = sum(row.is_overdue(today) for row in self.actions)
        before, after = self.beside()
        return context | {
            "pills": [
                (counted(sum(row.is_open for row in self.actions), "action") + " open", False),
                *([(f"{late} overdue", True)] if late else []),
                (f"on {counted(len({item.meeting_id for item in self.items}), 'agenda')}", False),
            ],
            "leads": wording.listed([str(lead) for lead in self.goal.lead_set.all()]),
            "before": before and (address(before), before.code or wording.cut(before, 40)),
            "after": after and (address(after), after.code or wording.cut(after, 40)),
        }

    def beside(self):
        """The goals before and behind it in its plan; None at the ends."""
        rows = list(Goal.objects.filter(plan=self.goal.plan).select_related("plan"))
        place = [row.pk for row in rows].index(self.goal.pk)
        return (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)


def address(goal):
    return reverse("office-goal", args=[goal.plan.key, goal.key])


KINDS = ()
urlpatterns = [path("plan/<slug:plan>/goals/<slug:key>/", GoalPage.as_view(), name="office-goal")]
