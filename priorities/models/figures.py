"""What is counted: indicators, what they measure of a goal, their series and each figure of them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from kit import periods, wording
from kit.rows import Ordered, ends_after_start, for_members, for_office, from_until, public, unique_key
from membership.models import Party
from priorities.querysets import IndicatorQuerySet, ObservationQuerySet
from priorities.symbols import CONVENTIONS
from priorities.xmr import LEAST

from .plan import Goal


class Indicator(Ordered):
    """Something the board counts: what it means, in which unit, and who owes the figure."""

    class Unit(models.TextChoices):
        NUMBER = "number", "Number"
        PER_CENT = "per-cent", "Per cent"
        RATE = "rate", "Rate"
        DAYS = "days", "Days"
        POUNDS = "pounds", "Pounds"

    class Every(models.TextChoices):
        MONTH = "month", "A month"
        QUARTER = "quarter", "A quarter"
        HALF_YEAR = "half-year", "Half a year"
        YEAR = "year", "A year"

    class YearType(models.TextChoices):
        FINANCIAL = "financial", "Financial: from April"
        ACADEMIC = "academic", "Academic: from September"
        CALENDAR = "calendar", "Calendar: from January"

    class Better(models.TextChoices):
        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"
        NEITHER = "neither", "Neither is"

    goes_by = "name"

    name = public(models.CharField(max_length=250))
    definition = public(models.TextField(blank=True))
    base = public(
        models.CharField(
            max_length=250,
            blank=True,
            help_text="What it is a share or rate of. Such as: all families open; per 10,000.",
        )
    )
    source = public(models.CharField(max_length=250, blank=True, help_text="Where its definition and figures stand."))
    unit = public(models.CharField(max_length=10, choices=Unit, default=Unit.NUMBER))
    decimals = public(models.PositiveSmallIntegerField(default=0))
    frequency = for_office(
        models.CharField(max_length=60, blank=True, help_text="How often a figure is due: quarterly.")
    )
    every = for_office(
        models.CharField(
            "how long one period is",
            max_length=10,
            choices=Every,
            blank=True,
            help_text="By this the program knows when the next figure is owed, and which is stale.",
        )
    )
    year_type = for_office(
        models.CharField(
            "which year it goes by",
            max_length=10,
            choices=YearType,
            blank=True,
            help_text="How “2015/16” and “Q1” are read. Not said: it is asked.",
        )
    )
    signs = for_office(
        models.CharField(
            "whose signs its figures bear",
            max_length=6,
            choices=CONVENTIONS,
            blank=True,
            help_text="What “*”, “k” or “:” mean in place of a figure depends on who published it.",
        )
    )
    better = for_office(models.CharField("which way is better", max_length=8, choices=Better, blank=True))
    owed_by = public(
        models.ForeignKey(
            Party,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="+",
            help_text="Who supplies the figure.",
        )
    )
    small_numbers = for_office(
        models.ForeignKey(
            "SmallNumbersRule",
            verbose_name="small numbers rule",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            help_text="By which of its small figures are held back. Empty: the usual rule.",
        )
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [unique_key()]


class Redefinition(Ordered):
    """A day from which an indicator means something else or is counted in another way, and what it meant until then."""

    within = ("indicator",)
    named_by = ("indicator",)

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE)
    on = public(models.DateField("since"))
    before = public(models.TextField("definition until then", blank=True))
    why = public(models.CharField("what changed, and why", max_length=250, blank=True))
    breaks = public(
        models.BooleanField(
            "figures before and after can’t be compared",
            default=True,
            help_text="A line in a chart is broken here, and no rise or fall is told across it.",
        )
    )

    class Meta(Ordered.Meta):
        verbose_name = "change of definition"
        verbose_name_plural = "changes of definition"
        ordering = ["on", "pk"]
        constraints = [unique_key("indicator")]

    def __str__(self):
        return f"{self.indicator}: {self.why or 'other definition'}, {periods.day(self.on) if self.on else 'no day'}"

    def key_words(self):
        return f"since {self.on}"


class Measure(Ordered):
    """That an indicator tells something of a goal."""

    within = ("goal",)
    named_by = ("indicator",)
    goes_by = "indicator"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    indicator = public(models.ForeignKey(Indicator, on_delete=models.PROTECT))

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "indicator"],
                name="priorities_measure_once",
                violation_error_message="This indicator measures the goal already.",
                violation_error_code="indicator",
            ),
        ]


class Series(Ordered):
    """One line of an indicator: everybody, one stage, one agency."""

    within = ("indicator",)
    named_by = ("indicator",)
    keyed_by = "name"

    class Compares(models.TextChoices):
        OWN = "", "Our own figures"
        ENGLAND = "england", "England"
        REGION = "region", "The region"
        NEIGHBOURS = "neighbours", "Statistical neighbours"
        OTHER = "other", "Another area"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE)
    name = public(models.CharField("breakdown", max_length=120, default="All"))
    compares = public(models.CharField("whose figures", max_length=10, choices=Compares, blank=True))
    small_numbers = for_office(
        models.ForeignKey(
            "SmallNumbersRule",
            verbose_name="small numbers rule",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            help_text="Only if it isn’t that of the indicator.",
        )
    )

    class Meta(Ordered.Meta):
        verbose_name = "breakdown"
        constraints = [unique_key("indicator")]

    def __str__(self):
        return f"{self.indicator}: {self.name}"


class Observation(Ordered):
    """One figure for one period, or the reason why there is none: never both, never a blank taken for nought."""

    class Timing(models.TextChoices):
        DURING = "during", "During a period"
        AS_AT = "as-at", "As at a day"
        NOT_STATED = "not-stated", "Not stated"

    class Qualifier(models.TextChoices):
        EXACT = "", "Exactly"
        OVER = "over", "Over"
        UNDER = "under", "Under"
        ABOUT = "about", "About"

    class State(models.TextChoices):
        THERE = "", "There is a figure"
        NOT_AVAILABLE = "not-available", "Not available"
        WITHHELD = "withheld", "Withheld by the supplier"
        SUPPRESSED = "suppressed", "Not shown: a small number"
        LOW = "low", "Rounds to nought, and isn’t"
        UNRELIABLE = "unreliable", "Not reliable enough to show"
        NOT_APPLICABLE = "not-applicable", "Not applicable"
        IN_WORDS_ONLY = "in-words-only", "Told in words only"

    class Direction(models.TextChoices):
        NOT_SAID = "", "Not said"
        UP = "up", "Up"
        DOWN = "down", "Down"
        SAME = "same", "The same"

    within = ("series",)

    series = models.ForeignKey(Series, on_delete=models.CASCADE)
    timing = public(models.CharField(max_length=12, choices=Timing, default=Timing.NOT_STATED))
    starts, ends = from_until(public, "from", "to, or as at")
    period_as_printed = public(models.CharField(max_length=120, blank=True))
    value = public(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True))
    qualifier = public(models.CharField(max_length=6, choices=Qualifier, blank=True))
    state = public(models.CharField("why there is no figure", max_length=16, choices=State, blank=True))
    reason = public(
        models.CharField(max_length=250, blank=True, help_text="The reason as given; empty where none was given.")
    )
    direction = public(models.CharField("direction, where it is said", max_length=5, choices=Direction, blank=True))
    figure_as_printed = public(
        models.CharField(max_length=120, blank=True, help_text="Where it is printed in another way.")
    )
    numerator = for_members(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True))
    denominator = for_members(
        models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)])
    )
    provisional = public(models.BooleanField(default=False))
    revised = public(models.BooleanField(default=False))
    first_value = public(
        models.DecimalField("figure before it was revised", max_digits=15, decimal_places=4, null=True, blank=True)
    )
    supplied_by = public(models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    received_on = for_office(models.DateField(null=True, blank=True))
    source = public(models.CharField(max_length=250, blank=True))
    note = for_office(models.TextField(blank=True))
    new_start = public(
        models.CharField(
            "why what is usual is reckoned anew from here",
            max_length=250,
            blank=True,
            help_text="Only if something changed that the figures before can’t know. The reason is printed.",
        )
    )
    baseline = public(
        models.PositiveSmallIntegerField(
            "how many figures from here on are the baseline",
            null=True,
            blank=True,
            help_text="Twelve or more, with the reason above. Empty: all of them.",
        )
    )

    objects = ObservationQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = "figure"
        constraints = [
            unique_key("series"),
            ends_after_start(),
            models.CheckConstraint(
                name="priorities_observation_value_or_state",
                condition=Q(value__isnull=True) | Q(state=""),
                violation_error_message="Give the figure, or say why there is none, not both.",
                violation_error_code="state",
            ),
            models.CheckConstraint(
                name="priorities_observation_baseline",
                condition=Q(baseline__isnull=True) | (Q(baseline__gte=LEAST) & ~Q(new_start="")),
                violation_error_message="A baseline has at least twelve figures, and a reason.",
                violation_error_code="baseline",
            ),
            models.CheckConstraint(
                name="priorities_observation_revised_from",
                condition=Q(first_value__isnull=True) | Q(value__isnull=False, revised=True),
                violation_error_message="Only a figure that is there and revised has one from before.",
                violation_error_code="first_value",
            ),
        ]
        # By these the latest of each of a thousand series is found in a moment, and the latest that is a figure.
        indexes = [
            models.Index(fields=["series", "ends", "position"], name="priorities_latest"),
            models.Index(
                fields=["series", "ends", "position"],
                condition=Q(value__isnull=False),
                name="priorities_latest_figure",
            ),
        ]

    def __str__(self):
        return self.period or "no period"

    @property
    def as_printed(self):
        """The figure as the board prints it, where that is another way than the program's."""
        return self.figure_as_printed

    @property
    def period(self):
        """The period as printed or by its dates; empty where neither is known."""
        return wording.period(self.period_as_printed, self.starts, self.ends, self.timing)

    def key_words(self):
        return f"{self.period_as_printed or self.ends or self.starts or self.get_state_display()}"
