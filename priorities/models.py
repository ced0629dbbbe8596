"""What the board wants to change, how it will know, and what the figures, audits and people told it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from kit.labels import called
from kit.rows import MEMBERS, OFFICE, Ordered, Row, ends_after_start, refuse_circle, shorten, unique_key
from membership.models import Party, ReportingPeriod

from .querysets import FindingQuerySet, GoalQuerySet, ObservationQuerySet


class Plan(Row):
    """A set of goals with the span it is for."""

    title = models.CharField(max_length=200)
    period_as_printed = models.CharField(
        max_length=60, blank=True, help_text=called("As the board writes it: 2016 - 2019.")
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "title"]
        constraints = [unique_key(), ends_after_start()]

    def __str__(self):
        return self.title


class Part(Ordered):
    """A part of a plan with a heading of its own: this year's priorities, the standing core business."""

    within = ("plan",)

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
    heading = models.CharField(max_length=200)
    lead_in = models.TextField(blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    class Meta(Ordered.Meta):
        constraints = [unique_key("plan"), ends_after_start()]

    def __str__(self):
        return self.heading


class Goal(Ordered):
    """A priority, a core business objective, or a standing duty."""

    class Kind(models.TextChoices):
        PRIORITY = "priority", "Priority"
        OBJECTIVE = "objective", "Core objective"
        DUTY = "duty", "Duty"

    within = ("plan",)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT)
    part = models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PRIORITY)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    code = models.CharField(max_length=12, blank=True, help_text="A label such as A, 1 or 1a. It may repeat.")
    title = models.TextField(help_text=called("The goal in the board's words. No names of children, no cases."))
    rationale = models.TextField(
        blank=True, help_text=called("Why the board chose it. No names of children, no cases.")
    )
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("plan"),
            ends_after_start(),
            models.CheckConstraint(
                name="priorities_goal_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="A goal can't stand below itself.",
                violation_error_code="parent",
            ),
        ]

    def clean(self):
        super().clean()
        refuse_circle(self)

    def __str__(self):
        return f"{self.code} {self.title}".strip()

    def key_words(self):
        return self.title


class Lead(Ordered):
    """Who leads the work on a goal."""

    within = ("goal",)
    named_by = ("party",)
    NAMES = tuple(f"party__{name}" for name in Party.named_by)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "party"],
                name="priorities_lead_once",
                violation_error_message="They lead this goal already.",
                violation_error_code="party",
            ),
        ]

    def __str__(self):
        return str(self.party)


class Related(Ordered):
    """That a goal has to do with another one, of the same plan or of a former one."""

    within = ("goal",)
    named_by = ("other",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    other = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+", verbose_name="related goal")

    class Meta(Ordered.Meta):
        verbose_name = "related goal"
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "other"],
                name="priorities_related_once",
                violation_error_message="These two goals are related already.",
                violation_error_code="other",
            ),
            models.CheckConstraint(
                name="priorities_related_not_itself",
                condition=~Q(goal=F("other")),
                violation_error_message="A goal is always related to itself. Choose another one.",
                violation_error_code="other",
            ),
        ]

    def __str__(self):
        return str(self.other)

    def key_words(self):
        return self.other.key


class Indicator(Ordered):
    """Something the board counts: what it means, in which unit, and who owes the figure."""

    class Unit(models.TextChoices):
        NUMBER = "number", "Number"
        PER_CENT = "per-cent", "Per cent"
        RATE = "rate", "Rate"
        DAYS = "days", "Days"
        POUNDS = "pounds", "Pounds"

    name = models.CharField(max_length=250)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.NUMBER)
    decimals = models.PositiveSmallIntegerField(default=0)
    frequency = models.CharField(max_length=60, blank=True, help_text="How often a figure is due: quarterly.")
    owed_by = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who supplies the figure."
    )

    class Meta(Ordered.Meta):
        constraints = [unique_key()]

    def __str__(self):
        return self.name


class Measure(Ordered):
    """That an indicator tells something of a goal."""

    within = ("goal",)
    named_by = ("indicator",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT)

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

    def __str__(self):
        return str(self.indicator)

    def key_words(self):
        return self.indicator.key


class Series(Ordered):
    """One line of an indicator: everybody, one stage, one agency."""

    within = ("indicator",)
    named_by = ("indicator",)

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE)
    name = models.CharField("breakdown", max_length=120, default="All")

    class Meta(Ordered.Meta):
        verbose_name_plural = "series"
        constraints = [unique_key("indicator")]

    def __str__(self):
        return f"{self.indicator}: {self.name}"

    def key_words(self):
        return self.name


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
        SUPPRESSED = "suppressed", called("Suppressed by the board")
        NOT_APPLICABLE = "not-applicable", "Not applicable"
        IN_WORDS_ONLY = "in-words-only", "Told in words only"

    class Direction(models.TextChoices):
        NOT_SAID = "", "Not said"
        UP = "up", "Up"
        DOWN = "down", "Down"
        SAME = "same", "The same"

    within = ("series",)
    seen_by = {"numerator": MEMBERS, "denominator": MEMBERS, "received_on": OFFICE, "note": OFFICE}

    series = models.ForeignKey(Series, on_delete=models.CASCADE)
    timing = models.CharField(max_length=12, choices=Timing, default=Timing.NOT_STATED)
    starts = models.DateField("from", null=True, blank=True)
    ends = models.DateField("to, or as at", null=True, blank=True)
    period_as_printed = models.CharField(max_length=120, blank=True)
    value = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    qualifier = models.CharField(max_length=6, choices=Qualifier, blank=True)
    state = models.CharField("why there is no figure", max_length=16, choices=State, blank=True)
    reason = models.CharField(max_length=250, blank=True, help_text="The reason as given; empty where none was given.")
    direction = models.CharField("direction, where it is said", max_length=5, choices=Direction, blank=True)
    figure_as_printed = models.CharField(max_length=120, blank=True, help_text="Where it is printed in another way.")
    numerator = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    provisional = models.BooleanField(default=False)
    supplied_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=250, blank=True)
    note = models.TextField(blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("series"),
            ends_after_start(),
            models.CheckConstraint(
                name="priorities_observation_value_or_state",
                condition=Q(value__isnull=True) | Q(state=""),
                violation_error_message="Give the figure, or say why there is none, not both.",
                violation_error_code="state",
            ),
        ]

    def __str__(self):
        return self.period_as_printed or str(self.ends or self.starts or "no period")

    def key_words(self):
        return f"{self.period_as_printed or self.ends or self.starts or self.get_state_display()}"


class Aim(Ordered):
    """What is to come of a goal, in words and, where it can, as a figure to reach."""

    class Kind(models.TextChoices):
        WANTED = "outcome-wanted", "Outcome wanted"
        DONE = "done", "Done"
        DIFFERENCE = "difference-made", "Difference made"

    class Wanted(models.TextChoices):
        NOT_SAID = "", "Not said"
        UP = "up", "Up"
        DOWN = "down", "Down"

    within = ("goal",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.WANTED)
    words = models.TextField(help_text=called("In the board's words. No names of children, no cases."))
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT)
    wanted = models.CharField("figure is wanted to go", max_length=5, choices=Wanted, blank=True)
    baseline = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    tolerance = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    by_when = models.DateField(null=True, blank=True)

    class Meta(Ordered.Meta):
        constraints = [unique_key("goal")]

    def __str__(self):
        return self.words


class Evidence(Ordered):
    """What audits and people told the board about a goal in a period; or that it is planned; or that there is none."""

    class State(models.TextChoices):
        FOUND = "found", "Found"
        PLANNED = "planned", "Planned"
        NONE = "none", "None"

    within = ("goal",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.FOUND)
    words = models.TextField(blank=True, help_text=called("In the board's words. No names of children, no cases."))
    source = models.CharField("kind of source", max_length=120, blank=True, help_text="Audit, survey, feedback.")
    method = models.CharField(max_length=250, blank=True)
    on = models.DateField("date", null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name_plural = "evidence"
        constraints = [
            unique_key("goal"),
            models.CheckConstraint(
                name="priorities_evidence_none_says_nothing",
                condition=Q(state="none") | ~Q(words=""),
                violation_error_message="Say what was found or is planned, or that there is none.",
                violation_error_code="words",
            ),
        ]

    def __str__(self):
        return self.words or self.get_state_display()


class Progress(Row):
    """How a goal went in a reporting period, in the board's own sentences."""

    within = ("goal",)
    named_by = ("goal", "period")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE)
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT)
    figures_in_words = models.TextField(
        blank=True, help_text=called("The figures in the board's sentences. No names of children, no cases.")
    )
    commentary = models.TextField(blank=True, help_text="No names of children, no cases.")
    difference_made = models.TextField("difference made to children", blank=True)

    class Meta:
        verbose_name_plural = "progress"
        ordering = ["goal__position", "pk"]
        constraints = [
            unique_key("goal"),
            models.UniqueConstraint(
                fields=["goal", "period"],
                name="priorities_progress_once",
                violation_error_message="Progress on this goal in this period is recorded already.",
                violation_error_code="period",
            ),
        ]

    def __str__(self):
        return f"{self.goal} in {self.period}"

    def key_words(self):
        return shorten(f"in {self.period}")


class Finding(Ordered):
    """A key success, an area for development, or a further area of priority that the board found in a period."""

    class Kind(models.TextChoices):
        SUCCESS = "key-success", "Key success"
        DEVELOPMENT = "area-for-development", "Area for development"
        FURTHER = "further-priority", "Further area of priority"

    within = ("period",)

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT)
    kind = models.CharField(max_length=24, choices=Kind)
    words = models.TextField(help_text=called("In the board's words. No names of children, no cases."))

    objects = FindingQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [unique_key("period")]

    def __str__(self):
        return self.words


class Answer(Ordered):
    """That a goal answers what the board found: an area for development and what is done about it."""

    within = ("finding",)
    named_by = ("goal",)

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT)

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("finding"),
            models.UniqueConstraint(
                fields=["finding", "goal"],
                name="priorities_answer_once",
                violation_error_message="This goal answers the finding already.",
                violation_error_code="goal",
            ),
        ]

    def __str__(self):
        return str(self.goal)

    def key_words(self):
        return self.goal.key


class Lineage(Ordered):
    """What became of a goal in a later plan, or where a goal of that plan came from."""

    class Kind(models.TextChoices):
        KEPT = "kept", "Kept"
        REWORDED = "reworded", "Reworded"
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        CLOSED = "closed", "Closed"
        NEW = "new", "New"

    class Reading(models.TextChoices):
        BOARD = "board", called("The board's own statement")
        OURS = "ours", "Our reading of the two plans"

    within = ("plan",)
    named_by = ("from_goal", "to_goal")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, help_text="The later plan.")
    from_goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="became")
    to_goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True, help_text="As given. No names of children, no cases.")
    decided = models.CharField("where it was decided", max_length=200, blank=True)
    reading = models.CharField("whose reading", max_length=5, choices=Reading, default=Reading.BOARD)

    class Meta(Ordered.Meta):
        verbose_name_plural = "lineage"
        constraints = [
            unique_key("plan"),
            models.UniqueConstraint(
                fields=["from_goal", "to_goal"],
                name="priorities_lineage_once",
                violation_error_message="This step is recorded already.",
                violation_error_code="to_goal",
            ),
            models.CheckConstraint(
                name="priorities_lineage_closed_leads_nowhere",
                condition=Q(kind="closed", from_goal__isnull=False, to_goal__isnull=True)
                | (~Q(kind="closed") & Q(to_goal__isnull=False)),
                violation_error_message="A closed goal has no successor, and every other step leads to a goal.",
                violation_error_code="to_goal",
            ),
            models.CheckConstraint(
                name="priorities_lineage_new_comes_from_nowhere",
                condition=Q(kind="new", from_goal__isnull=True) | (~Q(kind="new") & Q(from_goal__isnull=False)),
                violation_error_message="A new goal has no forerunner, and every other step comes from a goal.",
                violation_error_code="from_goal",
            ),
        ]

    def __str__(self):
        return f"{self.from_goal or 'Nothing'}: {self.get_kind_display().lower()}, {self.to_goal or 'no successor'}"

    def key_words(self):
        return " ".join([self.kind, *(goal.key for goal in (self.from_goal, self.to_goal) if goal)])
