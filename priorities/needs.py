"""What the plan and its figures lack: words on progress, figures that were asked for, answers that wait."""

from django.db.models import F, Q
from django.urls import reverse

from kit import periods, spans
from kit.needs import Need
from kit.wording import counted
from kit.written import written_once
from membership.models import ReportingPeriod
from membership.roles import May
from priorities import rounds
from priorities.collecting import request_page
from priorities.progress import plans_and_goals

SAID = ~Q(progress__figures_in_words="") | ~Q(progress__commentary="") | ~Q(progress__difference_made="")


def every_goal(day):
    """All plans, and all goals by their number."""
    return plans_and_goals()


def periods_begun(day):
    """The reporting periods that began, a row to each progress of one, with its goal and whether it says anything."""
    return begun_by(day.today)


@written_once
def begun_by(today):
    began = ReportingPeriod.objects.filter(Q(starts__isnull=True) | Q(starts__lte=today))
    return began.annotate(goal=F("progress__goal"), is_said=SAID)


def progress_in_words(day):
    """The last reporting period that began, and the goals of its plan without a word on how they went."""
    today = day.today
    rows = day.ask(periods_begun)
    found = spans.meant(list({row.pk: row for row in rows}.values()), today)
    if found is None:
        return
    period, (plans, goals) = found.row, day.ask(every_goal)
    is_said = {row.goal: row.is_said for row in rows if row == period and row.goal}
    plan = plan_of(period, plans, [goals[pk].plan for pk in is_said], today)
    if without := [goal for goal in goals.values() if goal.plan == plan and not is_said.get(goal.pk)]:
        yield Need(
            what=f"Progress in {period}: {counted(len(without), 'goal')} without words",
            more=tuple(f"{goal.code} {goal.title}".strip() for goal in without),
            due=period.ends,
            address=reverse("office-evidence", args=[period.key]),
            deed="Write the progress",
            may=May.EDIT,
        )


def plan_of(period, plans, written, today):
    """The plan that a period is measured by: the last on which progress was `written`, or the one in force then."""
    if by_words := [plan for plan in plans if plan in written]:
        return by_words[-1]
    found = spans.meant(plans, min(period.ends or today, today))
    return found.row if found and found.state == "now" else None


ROUNDS = "rounds"


def rounds_open(day):
    """The requests of rounds that aren't closed, with how much of each is in and what was heard of it."""
    return list(rounds.in_numbers(rounds.still_open(day.today))) if day.may_hold(ROUNDS) else []


def figures_asked_for(day):
    """What is asked for in a round and isn't in: a line for each who is asked."""
    for asking in day.ask(rounds_open):
        number, heard = asking.counts.missing, asking.heard
        if number:
            more = [f"Promised for {periods.day(heard.promised)}"] if heard.promised else []
            more += [f"Reminded {counted(heard.reminded, 'time')}"] if heard.reminded else []
            yield Need(
                what=f"{asking.collection.name}: {counted(number, 'figure')} not in",
                turn=str(asking),
                due=asking.collection.due,
                more=tuple(more),
                soon=True,
                address=request_page(asking),
                deed="Enter or remind",
                may=May.ENTER_FIGURES,
            )


def figures_to_accept(day):
    """What came by a link and waits."""
    for asking in day.ask(rounds_open):
        if number := asking.counts.waiting:
            yield Need(
                what=f"{asking.collection.name}: {counted(number, 'answer')} came by the link",
                who=str(asking),
                soon=True,
                address=request_page(asking),
                deed="Look and accept",
                may=May.ENTER_FIGURES,
            )


SOURCES = (progress_in_words, figures_asked_for, figures_to_accept)
