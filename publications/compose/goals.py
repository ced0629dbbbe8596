"""Goals, how they went, the figures beside them, and what the board found."""

from msgspec.structs import replace

from kit.wording import listed
from priorities.models import Aim, Finding
from publications.content import goals as content
from publications.content.base import Period

from .figures import indicator

FINDINGS = {
    "key-successes": Finding.Kind.SUCCESS,
    "areas-for-development": Finding.Kind.DEVELOPMENT,
    "further-priorities": Finding.Kind.FURTHER,
}


def goals(publication, section, on):
    """The goals of one part of the plan, or of all of it where the section names no part; None without a plan."""
    if publication.plan is None:
        return None
    rows = publication.plan.goal_set.with_aims().with_leads()
    if section.part:
        rows = rows.filter(part=section.part)
    rows = list(rows)
    return content.Goals(
        kind=rows[0].kind if rows else "",
        goals=tuple(replace(goal(row), led_by=listed([str(lead) for lead in row.lead_set.all()])) for row in rows),
    )


def goal(row):
    return content.Goal(
        key=row.key,
        code=row.code,
        title=row.title,
        aims=tuple(
            content.Aim(key=aim.key, words=aim.words, wanted=aim.wanted)
            for aim in row.aim_set.all()
            if aim.kind == Aim.Kind.WANTED
        ),
    )


def progress(publication, section, on):
    """How each goal of the past plan went in the reporting period; None where the publication names neither."""
    period = publication.reporting_period
    if publication.past_plan is None or period is None:
        return None
    rows = publication.past_plan.goal_set.with_aims().with_progress_in(period)
    return content.Progress(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        goals=tuple(goal_progress(row) for row in rows),
    )


def goal_progress(row):
    made = row.progress_made[0] if row.progress_made else None
    return content.GoalProgress(
        goal=goal(row),
        figures_in_words=made.figures_in_words if made else "",
        commentary=made.commentary if made else "",
        difference_made=made.difference_made if made else "",
        evidence=tuple(
            content.Evidence(key=evidence.key, state=evidence.state, words=evidence.words)
            for evidence in row.evidence_found
        ),
        indicators=tuple(indicator(measure.indicator) for measure in row.measured_by),
    )


def findings(publication, section, on):
    """The board's findings of one kind in the reporting period; None where the publication names no period."""
    if publication.reporting_period is None:
        return None
    kind = FINDINGS[section.place]
    rows = Finding.objects.of(publication.reporting_period, kind)
    return content.Findings(
        kind=kind, findings=tuple(content.Finding(key=finding.key, words=finding.words) for finding in rows)
    )
