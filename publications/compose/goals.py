"""Goals, how they went, the figures beside them, and what the board found."""

from msgspec.structs import replace

from kit.wording import listed
from priorities.levels import by_level
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
    """The goals of one part of the plan; without one, those for which no section is meant; None without a plan."""
    if publication.plan is None:
        return None
    rows = publication.plan.goal_set.filter(part=section.part) if section.part else in_no_section(publication)
    rows = by_level(rows.with_aims().with_leads().select_related("parent"))
    kinds, here = {row.kind for row in rows}, {row.pk for row in rows}
    is_mixed = len(kinds) > 1
    return content.Goals(
        kind="mixed" if is_mixed else "".join(kinds),
        goals=tuple(
            replace(
                goal(row, here),
                led_by=listed([str(lead) for lead in row.lead_set.all()]),
                kind=row.kind if is_mixed else "",
            )
            for row in rows
        ),
    )


def in_no_section(publication):
    """The goals of the plan that stand in no part, or in one for which the document has no section.

    A part whose section is left out of the document is left out on purpose.
    """
    meant = publication.narrative_set.filter(part__isnull=False).values("part")
    return publication.plan.goal_set.exclude(part__in=meant)


def goal(row, here):
    """A goal; `here` are the numbers of those that its section shows."""
    is_under = row.parent_id in here
    return content.Goal(
        above="" if is_under or row.parent is None else content.named(row.parent),
        under=row.parent.key if is_under else "",
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
    rows = by_level(publication.past_plan.goal_set.with_aims().with_progress_in(period).select_related("parent"))
    here = {row.pk for row in rows}
    return content.Progress(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        goals=tuple(goal_progress(row, here) for row in rows),
    )


def goal_progress(row, here):
    made = row.progress_made[0] if row.progress_made else None
    return content.GoalProgress(
        goal=goal(row, here),
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
