"""Goals, how they went, the figures beside them, and what the board found."""

from kit import periods
from kit.grouping import grouped
from kit.wording import listed
from kit.written import written_once
from priorities import small_numbers
from priorities.aims import test_of, trend
from priorities.beside import beside
from priorities.levels import by_level
from priorities.models import Aim, BearsOn, Evidence, Finding, Goal, Learning
from priorities.reading import MeasureLine, in_order
from publications.content import goals as content
from publications.content.base import Period
from publications.models import PublicationKind

from . import small
from .figures import breaks, indicator, measured, told
from .once import once
from .taken import taken, trimmed

FINDINGS = {
    "key-successes": Finding.Kind.SUCCESS,
    "areas-for-development": Finding.Kind.DEVELOPMENT,
    "further-priorities": Finding.Kind.FURTHER,
}


def goals(publication, section, on):
    """The goals of one part of the plan; without one, those for which no section is meant."""
    rows = publication.plan.goal_set.filter(part=section.part) if section.part else in_no_section(publication)
    rows = by_level(rows.with_aims().with_leads().with_relations().with_actions_printed())
    kinds, here = {row.kind for row in rows}, {row.pk for row in rows}
    return content.Goals(
        kind="mixed" if len(kinds) > 1 else "".join(kinds),
        goals=tuple(planned(row, here, row.kind if len(kinds) > 1 else "") for row in rows),
        part=section.part and part(section.part),
        **(own_names(publication.plan) if kinds == {"priority"} else {}),
    )


def own_names(plan):
    """What the board calls one of its priorities, and several."""
    return {"one": plan.goal_called, "many": plan.goals_called or plan.goal_called}


def principles(publication, section, on):
    """The principles of the plan, each with the goals that serve it."""
    rows = publication.plan.principle_set.with_goals()
    return content.Principles(principles=tuple(principle(row) for row in rows))


def principle(row):
    goals = (link.goal for link in row.served_by.all())
    return taken(content.Principle, row, served_by=tuple(taken(content.GoalServing, goal) for goal in goals))


def part(row):
    """What leads into the goals of a part; None if nothing is recorded."""
    return taken(content.Part, row) if row.lead_in or row.starts or row.ends else None


def in_no_section(publication):
    """The goals of the plan that stand in no part, or in one for which the document has no section.

    A part whose section is left out of the document is left out on purpose.
    """
    meant = publication.narrative_set.filter(part__isnull=False).values("part")
    return publication.plan.goal_set.exclude(part__in=meant)


def planned(row, here, kind):
    """A goal as its plan tells it: what is wanted, why, by whom and when, and which goals it belongs to."""
    return taken(
        content.Goal,
        row,
        led_by=listed([str(lead) for lead in row.lead_set.all()]),
        kind=kind,
        related="; ".join(referred_to(link.other, row.plan_id) for link in row.related_set.all()),
        serves="; ".join(str(link.principle) for link in row.serves_set.all()),
        actions=tuple(map(action, row.actions_printed)),
        **wanted(row, here),
    )


def referred_to(goal, plan):
    """A goal as another text names it, with its plan if that isn't the one of this number; empty if there is none."""
    if goal is None:
        return ""
    return str(goal) if goal.plan_id == plan else f"{goal} ({goal.plan.period_as_printed or goal.plan.title})"


def action(row, **told):
    """What is done for a goal, by whom and by when; of what is open no state is told."""
    state = "" if row.is_open else row.state
    return content.Action(
        key=row.key,
        words=row.words,
        code=row.code,
        led_by=listed([str(lead) for lead in row.actionlead_set.all()]),
        due=row.due,
        due_in_words=row.due_in_words,
        state=state,
        reason=row.reason,
        **told,
    )


def action_heard(row, period):
    """The same with what was heard of it last, up to the end of a reporting period."""
    heard = [each for each in row.in_order if each.on is None or not period.ends or each.on <= period.ends]
    rated = [each.rating for each in heard if each.rating]
    last = [each for each in heard if each.words][-1:] or heard[-1:]
    return action(
        row,
        update=last[0].words if last else "",
        updated_on=last[0].on if last else None,
        rating=rated[-1] if rated else "",
    )


def goal(row, here, **told):
    """A goal as a report on it names it."""
    return content.Goal(key=row.key, code=row.code, title=row.title, **wanted(row, here), **told)


def wanted(row, here):
    """What a goal wants, and the goal above it; `here` are the numbers of the goals that its section shows."""
    is_under = row.parent_id in here
    return {
        "aims": tuple(aim(each) for each in row.aim_set.all()),
        "above": "" if is_under else referred_to(row.parent, row.plan_id),
        "under": row.parent.key if is_under else "",
    }


def aim(row):
    kind = "" if row.kind == Aim.Kind.WANTED else row.kind
    baseline = small.baseline(row)
    return taken(
        content.Aim,
        row,
        kind=kind,
        measured=row.series and measured(row.series),
        baseline=None if baseline is None else trimmed(baseline),
    )


def progress(publication, section, on):
    """How each goal of the past plan went in the reporting period."""
    period = publication.reporting_period
    rows = by_level(once(how_goals_went, publication.past_plan, period))
    here = {row.pk for row in rows}
    learned = shown_by_learning(publication, rows)
    return content.Progress(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        goals=tuple(goal_progress(row, here, period, learned) for row in rows),
        plan=years(publication.past_plan),
    )


def how_goals_went(plan, period):
    """The goals of a plan with all that is told of them in a reporting period."""
    return goals_with_progress(plan.pk, period.plain)


@written_once
def goals_with_progress(plan, period):
    rows = Goal.objects.filter(plan=plan).with_figures_of_aims().with_progress_in(period).with_actions_printed()
    return rows.select_related("parent", "plan")


def years(plan):
    """The years of a plan as printed, or by its dates: two plans may give one letter to two goals."""
    return plan.period_as_printed or (periods.span(plan.starts, plan.ends) if plan.starts and plan.ends else "")


def shown_by_learning(publication, rows):
    """What printed learning of the period shows of each goal, by its number; None for a document that isn't a report.

    A plan says how things stood; whether figures and evidence agree is told where the board accounts for a year.
    """
    if publication.kind != PublicationKind.ANNUAL_REPORT:
        return None
    return grouped(bearing_on(tuple(row.pk for row in rows), publication.reporting_period.plain))


@written_once
def bearing_on(goals, period):
    """What printed learning of a period shows of these goals: pairs of a goal and that."""
    learned = Learning.objects.printed_in(period)
    return BearsOn.objects.filter(goal__in=goals, learning__in=learned).values_list("goal", "shows")


def figures_beside(row, tests, indicators, learned):
    """What evidence says beside the figures of a goal, in the code of `priorities.beside`."""
    made = row.progress_made[0] if row.progress_made else None
    observations = (seen for each in indicators for series in each.series for seen in series.observations)
    any_figure = bool(made and made.figures_in_words) or any(seen.value is not None for seen in observations)
    found = [each.shows for each in row.evidence_found if each.state == Evidence.State.FOUND]
    verdicts = [test.verdict for test in tests]
    return beside(verdicts, found + learned.get(row.pk, []), any_figure=any_figure)


def goal_progress(row, here, period, learned=None):
    made = row.progress_made[0] if row.progress_made else None
    judged = () if made and made.untested else tuple(tests(row))
    indicators = tuple(indicator(measure.indicator) for measure in row.measured_by)
    return content.GoalProgress(
        goal=goal(row, here, actions=tuple(action_heard(each, period) for each in row.actions_printed)),
        figures_in_words=made.figures_in_words if made else "",
        commentary=made.commentary if made else "",
        difference_made=made.difference_made if made else "",
        evidence=tuple(taken(content.Evidence, found) for found in row.evidence_found),
        indicators=indicators,
        tests=judged,
        untested=made.untested if made else "",
        figures_beside="" if learned is None else figures_beside(row, judged, indicators, learned),
    )


def tests(row):
    """What the figures show of each aim of a goal that says which way a figure is to go."""
    for aim in row.aim_set.all():
        if aim.kind == Aim.Kind.WANTED and aim.series and aim.wanted:
            series, indicator = aim.series, aim.series.indicator
            seen = small.as_public(indicator, series, series.observation_set.all())
            public = small_numbers.altered(aim, baseline=small.baseline(aim))
            found = test_of(public, aim_line(series, seen), trend(seen, breaks(indicator)))
            yield content.Judged(
                key=aim.key,
                words=found.words,
                moved=found.moved,
                verdict=found.verdict,
            )


def aim_line(series, seen):
    """The line of an indicator that tells of an aim, with its figures as the public reads them."""
    figures = in_order(each for each in seen if each.value is not None)
    is_the_only = series.name == series._meta.get_field("name").default
    return MeasureLine(
        measure=series.indicator.name,
        name="" if is_the_only else series.name,
        unit=series.indicator.unit,
        decimals=series.indicator.decimals,
        figures=tuple(figures),
        points=len(figures),
    )


def findings(publication, section, on):
    """The board's findings of one kind in the reporting period."""
    kind = FINDINGS[section.place]
    rows = once(found_in, publication.reporting_period).get(kind, ())
    return content.Findings(kind=kind, findings=tuple(finding(row, publication.plan_id) for row in rows))


def found_in(period):
    """The findings of a reporting period by their kind."""
    return grouped((row.kind, row) for row in findings_with_answers(period.pk))


@written_once
def findings_with_answers(period):
    return Finding.objects.filter(period=period).with_answers()


def finding(row, plan):
    answers = [referred_to(answer.goal, plan) for answer in row.answer_set.all()]
    figures = tuple(told(link.observation) for link in row.findingfigure_set.all())
    return taken(content.Finding, row, answered_by="; ".join(answers), figures=figures)
