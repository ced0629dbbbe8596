"""Goals of which nobody has written yet what a reporting period brought."""

from django.db.models import Q
from django.urls import reverse

from kit import spans
from kit.needs import Need
from kit.wording import counted
from membership.models import ReportingPeriod
from membership.roles import May
from priorities.models import Goal, Plan, Progress

SAID = ~Q(figures_in_words="") | ~Q(commentary="") | ~Q(difference_made="")


def progress_in_words(today):
    """The last reporting period that began, and the goals of its plan without a word on how they went."""
    began = [row for row in ReportingPeriod.objects.all() if not row.starts or row.starts <= today]
    found = spans.meant(began, today)
    if found is None:
        return
    period = found.row
    plan = plan_of(period, today)
    told = Progress.objects.filter(SAID, period=period)
    without = list(Goal.objects.filter(plan=plan).exclude(pk__in=told.values("goal"))) if plan else []
    if without:
        yield Need(
            what=f"Progress in {period}: {counted(len(without), 'goal')} without words",
            more=tuple(str(goal) for goal in without),
            due=period.ends,
            address=reverse("office-evidence", args=[period.key]),
            deed="Write the progress",
            may=May.EDIT,
        )


def plan_of(period, today):
    """The plan that a period is measured by: one that progress was written on already, or that was in force then."""
    plans = list(Plan.objects.all())
    written = Progress.objects.filter(period=period).values_list("goal__plan", flat=True).distinct()
    by_words = [plan for plan in plans if plan.pk in set(written)]
    if by_words:
        return by_words[-1]
    found = spans.meant(plans, min(period.ends or today, today))
    return found.row if found and found.state == "now" else None


SOURCES = (progress_in_words,)
