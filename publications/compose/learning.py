"""What audits, reviews, surveys and people taught the board in a reporting period."""

from kit.written import written_once
from priorities.models import Learning
from publications.content import learning as content
from publications.content.base import Period

from .goals import action_heard, referred_to
from .once import once
from .taken import taken


def learning(publication, section, on):
    """What is printed of the period, in the order of its kinds, with what it recommends."""
    period = publication.reporting_period
    kinds = Learning.Kind.values
    rows = sorted(once(printed_in, period), key=lambda row: kinds.index(row.kind))
    return content.Learning(
        period=Period(words=period.label, starts=period.starts, ends=period.ends),
        learned=tuple(learned(row, publication.plan_id, period) for row in rows),
    )


def printed_in(period):
    """What was learned in a period and is printed, each with all that is told of it."""
    return printed_of(period.plain)


@written_once
def printed_of(period):
    return Learning.objects.printed_in(period).with_all()


def learned(row, plan, period):
    return taken(
        content.Learned,
        row,
        under_way=is_under_way(row, period),
        bears_on=tuple(
            content.BearsOn(key=each.key, goal=referred_to(each.goal, plan), shows=each.shows)
            for each in row.bears_on.all()
        ),
        recommendations=tuple(recommendation(each, plan, period) for each in row.recommendation_set.all()),
    )


def is_under_way(row, period):
    """Whether it had begun, and not ended by the end of the period; what has one day only was done on it."""
    if row.starts is None:
        return False
    return row.ends is None or bool(period.ends and row.ends > period.ends)


def recommendation(row, plan, period):
    return taken(
        content.Recommendation,
        row,
        concerns=referred_to(row.goal, plan),
        actions=tuple(action_heard(each, period) for each in row.actions_printed),
    )
