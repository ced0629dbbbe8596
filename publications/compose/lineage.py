"""How goals changed from plan to plan, and what the board has not recorded."""

from collections import Counter

from finance.models import Budget
from kit.written import written_once
from priorities.models import Evidence, Goal, Lineage, Observation
from publications.content import lineage as content
from publications.content.base import Period

from .goals import how_goals_went, years
from .meetings import meetings_of
from .once import once
from .taken import taken


def lineage(publication, section, on):
    """The steps from the publication's past plan to its plan."""
    kinds = kinds_of(publication.past_plan_id, publication.plan_id)
    return content.Lineage(
        past_plan=named(publication.past_plan),
        plan=named(publication.plan),
        past_goals=dict(kinds[publication.past_plan_id]),
        goals=dict(kinds[publication.plan_id]),
        steps=tuple(
            taken(content.LineageStep, step, from_goal=goal_name(step.from_goal), to_goal=goal_name(step.to_goal))
            for step in steps_of(publication.plan_id)
        ),
    )


@written_once
def steps_of(plan):
    return Lineage.objects.filter(plan=plan).select_related("from_goal", "to_goal")


def named(plan):
    """A plan by its title, and its period if the title doesn't say it: two plans may have one title."""
    period = plan.period_as_printed
    return f"{plan.title} {period}" if period not in plan.title else plan.title


def kinds_of(*plans):
    """How many goals of each kind some plans have, by the plan's number."""
    found = {plan: Counter() for plan in plans}
    for plan, kind in kinds_in(plans):
        found[plan][kind] += 1
    return found


@written_once
def kinds_in(plans):
    return Goal.objects.filter(plan__in=plans).values_list("plan", "kind")


def goal_name(goal):
    return goal and taken(content.GoalName, goal)


def not_recorded(publication, section, on):
    """What is missing of a reporting period: figures, evidence, differences made, meetings and money."""
    period = publication.reporting_period
    goals = once(how_goals_went, publication.past_plan, period)
    return content.NotRecorded(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        gaps=tuple(
            gap for find in (figures, evidence, differences, meetings, money) for gap in find(publication, goals)
        ),
        plan=years(publication.past_plan),
    )


def figures(publication, goals):
    """Measures without any number: with the reason where one was given, and those told in words only."""
    for goal in goals:
        for measure in goal.measured_by:
            seen = [each for series in measure.indicator.series_set.all() for each in series.observation_set.all()]
            if any(each.value is not None for each in seen):
                continue
            states = {each.state for each in seen} or {""}
            kind = "figure-in-words" if states == {Observation.State.IN_WORDS_ONLY} else "figure"
            reason = next((each.reason for each in seen if each.reason), "")
            yield content.Gap(kind=kind, about=f"{goal.code}: {measure.indicator.name}", reason=reason)


def evidence(publication, goals):
    """Goals for which the board found no evidence, or only plans to look for it."""
    for goal in goals:
        states = {found.state for found in goal.evidence_found}
        if Evidence.State.FOUND not in states:
            kind = "evidence-planned" if Evidence.State.PLANNED in states else "evidence"
            yield content.Gap(kind=kind, about=f"{goal.code}: {goal.title}")


def differences(publication, goals):
    """Goals for which nobody wrote down what difference was made to children."""
    for goal in goals:
        if not any(made.difference_made for made in goal.progress_made):
            yield content.Gap(kind="difference", about=f"{goal.code}: {goal.title}")


def meetings(publication, goals):
    """Whether any meeting of the period is recorded at all."""
    period = publication.reporting_period
    if publication.body and not once(meetings_of, publication.body, period.starts, period.ends):
        yield content.Gap(kind="meetings", about=publication.body.name)


def money(publication, goals):
    """Whether income and spending of the period are recorded: a budget that has ended, with what was really spent."""
    budget = publication.budget
    if budget is None or not any(line.outturn is not None for line in once(Budget.reckoned, budget).every_line):
        yield content.Gap(kind="outturn", about=budget.financial_year if budget else "")
