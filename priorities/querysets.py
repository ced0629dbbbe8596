"""The board's goals and figures in the board's words."""

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from kit.rows import RowQuerySet
from priorities import spans
from priorities.small_cells import HIDDEN, UNDER

PARTY = ("organisation__parent__parent", "body", "seat")


class GoalQuerySet(RowQuerySet):
    def priorities(self):
        """What the board set out to change."""
        return self.filter(kind=self.model.Kind.PRIORITY)

    def objectives(self):
        """The board's core business objectives."""
        return self.filter(kind=self.model.Kind.OBJECTIVE)

    def with_aims(self):
        """Each with what is wanted of it, and by which line of an indicator that is measured."""
        aims = self.model._meta.get_field("aim").related_model
        return self.prefetch_related(Prefetch("aim_set", aims.objects.select_related("series__indicator")))

    def with_figures_of_aims(self):
        """The same with the figures by which each aim is measured."""
        return self.with_aims().prefetch_related(
            "aim_set__series__observation_set", "aim_set__series__indicator__redefinition_set"
        )

    def with_leads(self):
        """Each with who leads it, the name included."""
        leads = self.model._meta.get_field("lead").related_model
        return self.prefetch_related(Prefetch("lead_set", leads.objects.select_related(*leads.NAMES)))

    def with_actions_printed(self):
        """Each with the actions that are printed below it, in `actions_printed`."""
        actions = self.model._meta.get_field("action").related_model
        return self.prefetch_related(
            Prefetch("action_set", actions.objects.filter(printed=True).with_all(), to_attr="actions_printed")
        )

    def with_relations(self):
        """Each with the goal above it, the related ones, and the principles it serves."""
        related = self.model._meta.get_field("related").related_model
        serves = self.model._meta.get_field("serves").related_model
        return self.select_related("parent").prefetch_related(
            Prefetch("related_set", related.objects.select_related("other__plan")),
            Prefetch("serves_set", serves.objects.select_related("principle")),
        )

    def with_progress_in(self, period):
        """Each with what a reporting period brought: progress, evidence, and the indicators with their figures.

        They stand in `progress_made`, `evidence_found` and `measured_by`.
        """
        progress = self.model._meta.get_field("progress").related_model
        evidence = self.model._meta.get_field("evidence").related_model
        measures = self.model._meta.get_field("measure").related_model
        return self.prefetch_related(
            Prefetch("progress_set", progress.objects.filter(period=period.pk), to_attr="progress_made"),
            Prefetch("evidence_set", evidence.objects.filter(period=period.pk), to_attr="evidence_found"),
            Prefetch(
                "measure_set",
                measures.objects.select_related(
                    "indicator__owed_by__organisation__parent__parent",
                    "indicator__owed_by__body",
                    "indicator__owed_by__seat",
                ).prefetch_related(
                    "indicator__redefinition_set",
                    "indicator__series_set__observation_set__supplied_by__organisation__parent__parent",
                    "indicator__series_set__observation_set__supplied_by__body",
                    "indicator__series_set__observation_set__supplied_by__seat",
                ),
                to_attr="measured_by",
            ),
        )


class ToldInAPeriodQuerySet(RowQuerySet):
    """What a reporting period tells: what somebody says belongs to it, else what its days say."""

    def told_in(self, period):
        """Those that a period names, those whose days touch it, and those of which nobody said when."""
        touches = Q(period__isnull=True)
        if period.ends:
            touches &= Q(starts__isnull=True) | Q(starts__lte=period.ends)
            # Of what has but its last day, that day has to lie in the period.
            touches &= Q(starts__isnull=False) | Q(ends__isnull=True) | Q(ends__lte=period.ends)
        if period.starts:
            touches &= Q(ends__isnull=True) | Q(ends__gte=period.starts)
        return self.filter(Q(period=period.pk) | touches)


class LearningQuerySet(ToldInAPeriodQuerySet):
    def printed_in(self, period):
        """What is printed of a reporting period."""
        return self.filter(printed=True).told_in(period)

    def with_all(self):
        """Each with who did it, the goals it bears on, what it recommends, and what is printed of actions on that."""
        bears = self.model._meta.get_field("bears_on").related_model
        recommended = self.model._meta.get_field("recommendation").related_model
        actions = recommended._meta.get_field("action").related_model.objects.filter(printed=True).with_all()
        return self.select_related("period", *(f"done_by__{name}" for name in PARTY)).prefetch_related(
            Prefetch("bears_on", bears.objects.select_related("goal__plan")),
            Prefetch(
                "recommendation_set",
                recommended.objects.select_related("goal__plan").prefetch_related(
                    Prefetch("action_set", actions, to_attr="actions_printed")
                ),
            ),
        )


class PrincipleQuerySet(RowQuerySet):
    def with_goals(self):
        """Each with the goals that serve it, in the plan's order."""
        serves = self.model._meta.get_field("served_by").related_model
        return self.prefetch_related(
            Prefetch("served_by", serves.objects.select_related("goal").order_by("goal__position", "goal__pk"))
        )


class ActionQuerySet(RowQuerySet):
    def still_open(self):
        """What was agreed and isn't done, transferred, dropped or overtaken."""
        return self.filter(state=self.model.State.OPEN)

    def overdue(self, on):
        """What is open after the day that was agreed; words in place of a day are never overdue."""
        return self.still_open().filter(due__lt=on)

    def no_longer_open(self):
        """What was done, transferred, dropped or overtaken, in the order of the log (`priorities.log.in_order`)."""
        return self.exclude(state=self.model.State.OPEN).order_by(F("due").asc(nulls_last=True), "number")

    def to_judge(self):
        """Each with what the log judges it by and no more: its day, who leads it, and how it was rated."""
        leads = self.model._meta.get_field("actionlead").related_model.objects.only("action")
        updates = self.model._meta.get_field("actionupdate").related_model.objects.exclude(rating="")
        return self.only("number", "state", "due").prefetch_related(
            Prefetch("actionlead_set", leads), Prefetch("actionupdate_set", updates)
        )

    def with_all(self, heard_by=None):
        """Each with its goal, its finding, who leads it and what was heard of it; or heard by a day, if one is given.

        An update without a day counts as heard.
        """
        leads = self.model._meta.get_field("actionlead").related_model
        updates = self.model._meta.get_field("actionupdate").related_model.objects.all()
        if heard_by is not None:
            updates = updates.filter(Q(on__isnull=True) | Q(on__lte=heard_by))
        return self.select_related("goal__plan", "finding__period", "recommendation", "parent").prefetch_related(
            Prefetch("actionlead_set", leads.objects.select_related(*(f"party__{name}" for name in PARTY))),
            Prefetch("actionupdate_set", updates),
        )


class IndicatorQuerySet(RowQuerySet):
    def of_no_goal(self):
        """What is counted and measures no goal of any plan."""
        return self.filter(measure__isnull=True)

    def with_figures_in(self, period):
        """Each with who owes it and its figures of a reporting period, or all where that is None or has no dates."""
        series = self.model._meta.get_field("series").related_model
        seen = series._meta.get_field("observation").related_model.objects.in_period(period)
        seen = seen.select_related(*(f"supplied_by__{name}" for name in PARTY))
        lines = series.objects.prefetch_related(Prefetch("observation_set", seen))
        owed_by = (f"owed_by__{name}" for name in PARTY)
        return self.select_related(*owed_by).prefetch_related(Prefetch("series_set", lines), "redefinition_set")

    def lines(self, seen=None):
        """Each indicator once for each of its breakdowns, or once if it has none: in `line` the breakdown's number.

        `last` is the number of its latest observation, `last_state` and `last_ends` what that says; None if there is
        none. The latest is that of `priorities.reading.in_order`; of the observations in `seen`, or of all.
        """
        if seen is None:
            series = self.model._meta.get_field("series").related_model
            seen = series._meta.get_field("observation").related_model.objects
        of_line = seen.filter(series=OuterRef("series__pk"))
        dated = of_line.filter(ends__isnull=False).order_by("-ends", "-position", "-pk")
        others = of_line.filter(ends__isnull=True).order_by("-position", "-pk")
        return self.annotate(
            line=F("series__pk"),
            breakdown=F("series__name"),
            compares=F("series__compares"),
            last=Coalesce(Subquery(dated.values("pk")[:1]), Subquery(others.values("pk")[:1])),
            last_state=Coalesce(Subquery(dated.values("state")[:1]), Subquery(others.values("state")[:1])),
            last_ends=Subquery(dated.values("ends")[:1]),
        ).order_by("position", "pk", "series__position", "series__pk")

    def measuring(self, goal):
        """What tells something of a goal."""
        measures = self.model._meta.get_field("measure").related_model
        return self.filter(Exists(measures.objects.filter(goal=goal, indicator=OuterRef("pk"))))

    def saying(self, word):
        """What has a word in its name, its definition or the name of a breakdown."""
        return self.filter(Q(name__icontains=word) | Q(definition__icontains=word) | Q(breakdown__icontains=word))


def is_stale(today):
    """The condition that the last figure is older than the next period of its frequency and 90 days."""
    return ended_before(spans.stale_before, today) & Q(last_state="")


def ended_before(day_of, today):
    """The condition that the last figure ended before a day that hangs on its frequency, `day_of(today, every)`."""
    return Q(last_ends__lt=Case(*(When(every=every, then=Value(day_of(today, every))) for every in spans.MONTHS)))


def any_of(conditions):
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def last_by_day(rows):
    """The number of the latest of some rows by the day on which their period ends; without days, the last in order."""
    dated, others = dated_and_others(rows)
    return Coalesce(Subquery(dated[:1]), Subquery(others[:1]))


def last_but_one_by_day(rows):
    """The number of the row before that one in the same order."""
    dated, others = dated_and_others(rows)
    undated = Case(When(Exists(dated.order_by()), then=Subquery(others[:1])), default=Subquery(others[1:2]))
    return Coalesce(Subquery(dated[1:2]), undated)


def dated_and_others(rows):
    """The numbers of those with a day and of those without, the latest first: each is found by the index."""
    dated = rows.filter(ends__isnull=False).order_by("-ends", "-position", "-pk")
    return dated.values("pk"), rows.filter(ends__isnull=True).order_by("-position", "-pk").values("pk")


class FindingQuerySet(RowQuerySet):
    def of(self, period, kind):
        """The findings of one kind in a reporting period."""
        return self.filter(period=period, kind=kind)

    def overdue(self, on):
        """Those that were to be seen to by a day that is over, and of which nobody has said what came of it."""
        return self.filter(due__lt=on, outcome="")

    def with_answers(self):
        """Each with the goals that answer it, and the figures that it tells."""
        answers = self.model._meta.get_field("answer").related_model.objects.select_related("goal__plan")
        figures = self.model._meta.get_field("findingfigure").related_model.objects.select_related(
            *(f"observation__series__indicator__owed_by__{name}" for name in PARTY),
            *(f"observation__supplied_by__{name}" for name in PARTY),
        )
        figures = figures.prefetch_related("observation__series__indicator__redefinition_set")
        return self.prefetch_related(Prefetch("answer_set", answers), Prefetch("findingfigure_set", figures))


class ObservationQuerySet(RowQuerySet):
    def in_period(self, period):
        """Figures of a reporting period by the day on which theirs ends; those without a date, too."""
        found = self.annotate(day=Coalesce("ends", "starts"))
        if period and period.starts:
            found = found.filter(Q(day__isnull=True) | Q(day__gte=period.starts))
        if period and period.ends:
            found = found.filter(Q(day__isnull=True) | Q(day__lte=period.ends))
        return found

    def of_goals(self, measured=True):
        """What is counted for a goal of any plan; or, if not measured, for none."""
        measures = self.model._meta.get_field("series").related_model._meta.get_field("indicator").related_model
        measures = measures._meta.get_field("measure").related_model
        told = Q(series__indicator__in=measures.objects.order_by().values("indicator"))
        return self.filter(told if measured else ~told)

    def by_rule(self):
        """Each with the number of the small numbers rule that is said for it, in `rule`; None where none is said."""
        return self.annotate(rule=Coalesce("series__small_numbers", "series__indicator__small_numbers"))

    def small(self, rules, usual):
        """What its rule may hold back, and what was held back by others.

        `rules` are the rules by their number, `usual` the number of the one that holds where none is said.
        """
        found = Q(state__in=HIDDEN)
        for pk, rule in rules.items():
            holds = Q(rule=pk) | Q(rule__isnull=True) if pk == usual else Q(rule=pk)
            is_small = Q(denominator__lt=rule.least_base)
            if rule.most is not None:
                span = (rule.least, rule.most)
                rest = (F("numerator") + rule.least, F("numerator") + rule.most)
                is_small |= Q(qualifier=UNDER, value__lte=rule.most + 1) | Q(denominator__range=rest)
                is_small |= Q(value__range=span) | Q(numerator__range=span) | Q(first_value__range=span)
            found |= holds & is_small
        return self.by_rule().filter(found)

    def figures(self):
        """Observations that hold a number."""
        return self.filter(value__isnull=False)

    def known_on(self, day):
        """What was known on a day, as far as its own days tell: its period was over, and it had come in."""
        over = Q(ends__isnull=True) | Q(ends__lte=day)
        return self.filter(over, Q(received_on__isnull=True) | Q(received_on__lte=day))

    def last_figures(self, series):
        """The last figure of each of some series, by the day on which its period ends."""
        newest = (
            self.figures().filter(series=OuterRef("pk")).order_by(F("ends").desc(nulls_last=True), "-position", "-pk")
        )
        lines = self.model._meta.get_field("series").related_model.objects.filter(pk__in=series)
        return self.filter(pk__in=lines.order_by().values_list(Subquery(newest.values("pk")[:1]), flat=True))

    def newest_of(self, lines):
        """The last figure of each of some series, the one before it, and the last that was recorded at all, in time.

        As `priorities.reading.in_order` has it: what has no date counts as older. Each is looked up by the index,
        however many figures a series has. Of these rows only what is in this queryset counts.
        """
        of_line = self.filter(series=OuterRef("pk")).order_by()
        figures = of_line.filter(value__isnull=False)
        wanted = (last_by_day(figures), last_but_one_by_day(figures), last_by_day(of_line))
        numbers = [lines.order_by().values_list(each) for each in wanted]
        newest = self.model.objects.filter(any_of(Q(pk__in=each) for each in numbers))
        return newest.order_by(F("ends").asc(nulls_first=True), "position", "pk")
