"""The figures that the public has read: those of every version that was ever published, whether it is live or not.

What was erased can't be read any more, and isn't known here.
"""

from collections import OrderedDict
from itertools import chain

from django.db.models import Subquery

from kit.written import written_once
from priorities.models import Release, Series, SmallNumbersRule
from priorities.small_cells import whole
from publications.compose.small import PublicFigure
from publications.content.document import Document
from publications.content.figures import Indicator, Observation
from publications.content.figures import Series as SeriesInContent
from publications.content.says import above
from publications.passages import things

from .freezing import content
from .models import Edition

KEPT = 2000  # texts of which the figures are remembered
# By its check code, the figures in a text: a text that was read once isn't read again.
_read = OrderedDict()


def published():
    """All figures that stood in a published version."""
    return [each for _, found in by_edition(sorted(codes_published())) for each in found]


@written_once
def codes_published():
    """The number and check code of every version that was published and can still be read."""
    # In this order SQLite reads them in the index that holds nothing else, and not past each version's content.
    return Edition.objects.published().filter(erased_at__isnull=True).order_by("digest").values_list("pk", "digest")


def by_edition(codes):
    """Of some versions, by number and check code, the figures in each; one question for all not read yet."""
    codes = list(codes)
    if unread := [pk for pk, code in codes if code not in _read]:
        for edition in Edition.objects.filter(pk__in=unread):
            held = content(edition)
            _read[edition.digest] = tuple(figures_in(held)) if isinstance(held, Document) else ()
    found = [(pk, _read[code]) for pk, code in codes]
    while len(_read) > KEPT:
        _read.popitem(last=False)
    return found


def figures_in(document):
    for thing, at in things(document):
        if isinstance(thing, Observation) and thing.value is not None:
            indicator, series = above(Indicator, at.inside), above(SeriesInContent, at.inside)
            for value in filter(lambda value: value is not None, (thing.value, thing.first_value)):
                yield PublicFigure(indicator.key, series.key, thing.key, time_of(thing), value, indicator.unit)


def time_of(seen):
    """The time of a figure of the content, as `priorities.small_cells.period_of` names it."""
    period = seen.period
    if period.ends or period.starts:
        return period.starts, period.ends
    return " ".join(period.words.casefold().split())


def largest_small():
    """The largest count that any rule holds back, to be asked along with something else."""
    return Subquery(SmallNumbersRule.objects.filter(most__isnull=False).order_by("-most").values("most")[:1])


def small_in(editions, most):
    """The small figures in some versions that nobody decided to show: pairs of a version and the figures.

    They were published before there was the rule, or before the decision was taken back. `most` is the largest count
    that any rule holds back: if no figure is so small, or all such were decided, no rule is asked for.
    """
    if most is None:
        return []
    by_pk = {edition.pk: edition for edition in editions}
    found = by_edition([(pk, edition.digest) for pk, edition in by_pk.items()])
    found = {pk: [each for each in figures if may_be_small(each, most)] for pk, figures in found}
    if not any(found.values()):
        return []
    decisions = Release.objects.select_related("observation__series__indicator")
    shown = {(row.observation.natural_key(), row.value) for row in decisions if row.is_allowed}
    found = {pk: [each for each in figures if is_undecided(each, shown)] for pk, figures in found.items()}
    if not any(found.values()):
        return []
    rows_of_rules = list(SmallNumbersRule.objects.all())
    rules = {row.pk: row.in_numbers() for row in rows_of_rules}
    usual = next((row.pk for row in rows_of_rules if row.is_usual), None)
    rows = Series.objects.filter(indicator__key__in={each.indicator for each in chain(*found.values())})
    own = ("indicator__key", "key", "small_numbers", "indicator__small_numbers")
    rule_of = {(of, key): rules.get(one or other or usual) for of, key, one, other in rows.values_list(*own)}

    def is_small(each):
        rule = rule_of.get((each.indicator, each.series))
        return rule is not None and rule.limits.hold(int(each.value))

    small = [(by_pk[pk], [each for each in figures if is_small(each)]) for pk, figures in found.items()]
    return [(edition, figures) for edition, figures in small if figures]


def is_undecided(figure, shown):
    return ((figure.indicator, figure.series, figure.observation), figure.value) not in shown


def may_be_small(figure, most):
    number = whole(figure.value)
    return figure.unit == "number" and number is not None and number <= most
