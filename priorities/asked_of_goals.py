"""What the pages that tell how goals stand ask of the records, each question's SQL written once.

What the answers mean is reckoned in `priorities.progress` and `priorities.reading`.
"""

from django.db.models import Case, Exists, F, OuterRef, Q, When

from kit.written import written_once
from membership.models import Party
from priorities import points, reading
from priorities.models import Aim, Evidence, Indicator, Measure, Observation, Plan, Series

# What is wanted of a line of figures, where the board says which way.
AIMED = Aim.objects.filter(kind=Aim.Kind.WANTED, series__isnull=False).exclude(wanted=Aim.Wanted.NOT_SAID)
# What audits and people have still to tell.
UNTOLD = Evidence.objects.exclude(state=Evidence.State.FOUND)
MOST_FIGURES = 720  # that are read to be drawn: the page is read on the way to a meeting


@written_once
def plans_with_goals():
    """Each plan once for each of its goals and of the steps to what became of these."""
    return Plan.objects.annotate(
        goal_pk=F("goal"),
        goal_kind=F("goal__kind"),
        goal_code=F("goal__code"),
        goal_title=F("goal__title"),
        goal_ends=F("goal__ends"),
        goal_parent=F("goal__parent"),
        is_aimed=Exists(AIMED.filter(goal=OuterRef("goal"))),
        is_untold=Exists(UNTOLD.filter(goal=OuterRef("goal"))),
        step=F("goal__became"),
        successor=F("goal__became__to_goal"),
        how=F("goal__became__kind"),
        reading=F("goal__became__reading"),
    ).order_by(F("starts").asc(nulls_first=True), "title", "pk", "goal__position", "goal__pk", "goal__became__position")


@written_once
def measured_lines(goals):
    """The lines of what measures these goals, in order: goal, indicator, line, its name, whose figures it compares."""
    return (
        Measure.objects.filter(goal__in=goals)
        .annotate(
            line=F("indicator__series"),
            line_name=F("indicator__series__name"),
            compares=F("indicator__series__compares"),
        )
        .order_by("goal", "position", "pk", "indicator__series__position", "indicator__series__pk")
        .values_list("goal", "indicator", "line", "line_name", "compares")
    )


@written_once
def aims_of_goals(goals):
    """What is wanted of the lines of these goals."""
    return AIMED.filter(goal__in=goals).select_related("series")


@written_once
def counted_for(goals):
    """The indicators of these goals, each once for every change of its definition."""
    measures = Measure.objects.filter(goal__in=goals, indicator=OuterRef("pk"))
    aims = Aim.objects.filter(goal__in=goals, series__indicator=OuterRef("pk"))
    return (
        Indicator.objects.filter(Exists(measures) | Exists(aims))
        .select_related(*(f"owed_by__{name}" for name in Party.named_by))
        .only("name", "unit", "decimals", "owed_by")
        .annotate(since=F("redefinition__on"), why=F("redefinition__why"), breaks=F("redefinition__breaks"))
        .order_by("pk", "redefinition__on", "redefinition__pk")
    )


def lines_of_goals(goals):
    """The lines by which goals are measured: those of their measures, and those that their aims name."""
    measured = Measure.objects.filter(goal__in=goals).order_by().values("indicator")
    aimed = AIMED.filter(goal__in=goals).order_by().values("series")
    return Series.objects.filter(Q(indicator__in=measured) | Q(pk__in=aimed))


def figures_known(on):
    """The figures that were known on a day; all, if nobody says which."""
    return Observation.objects.all() if on is None else Observation.objects.known_on(on)


@written_once
def last_recorded(goals, known_on):
    """Of each line of these goals its last two figures, and why there is none since, the latest at the end."""
    return figures_known(known_on).newest_of(lines_of_goals(goals)).values_list(*reading.Recorded._fields)


@written_once
def in_time_of(aimed, others, known_on):
    """The figures of some lines in time, those of which something is wanted first; one more than are drawn."""
    first = Case(When(series__in=aimed, then=0), default=1)
    rows = figures_known(known_on).filter(series__in=aimed + others).order_by(first, "series", "position", "pk")
    return rows.values_list(*points.Placed._fields)[: MOST_FIGURES + 1]
