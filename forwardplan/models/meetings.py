"""The meetings ahead: when they are, as far as that is known, and what each will consider."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kit import periods
from kit.rows import Ordered, Row, RowQuerySet, for_members, for_office, public, unique_key
from kit.wording import listed
from membership.models import Body, Party
from priorities.models import Goal

MONTHS = {str(number) for number in range(1, 13)}
# Whom an item's owner may be, and the plan that its goal belongs to.
WITH_NAMES = (*(f"owner__{name}" for name in Party.named_by), "goal__plan")


class MeetingQuerySet(RowQuerySet):
    def of(self, body, first, last):
        """The meetings of a body in a span of dates; one whose day isn't fixed counts by its month."""
        span = {}
        if first:
            span["first"] = Q(year__gt=first.year) | Q(year=first.year) & (
                Q(month__isnull=True) | Q(month__gte=first.month)
            )
        if last:
            span["last"] = Q(year__lt=last.year) | Q(year=last.year) & (
                Q(month__isnull=True) | Q(month__lte=last.month)
            )
        return self.filter(*span.values(), body=body)

    def from_day(self, on):
        """Meetings that aren't over on a day; one whose day isn't fixed counts until its month is out."""
        this_month = Q(month=on.month) & (Q(day__isnull=True) | Q(day__gte=on.day))
        this_year = Q(year=on.year) & (Q(month__isnull=True) | Q(month__gt=on.month) | this_month)
        return self.filter(Q(year__gt=on.year) | this_year)

    def ahead(self, on):
        """Those of them that are planned."""
        return self.from_day(on).filter(state=self.model.State.PLANNED)

    def with_agenda(self):
        """Each with its agenda."""
        items = self.model._meta.get_field("agendaitem").related_model.objects.select_related(*WITH_NAMES)
        return self.prefetch_related(models.Prefetch("agendaitem_set", items))


class Meeting(Row):
    """A meeting of a body. Its day may not be fixed yet."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    within = ("body",)
    keyed_by = "when"

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    label = public(models.CharField(max_length=60, blank=True, help_text="As printed: June 16. Empty means the date."))
    number = public(models.PositiveSmallIntegerField(null=True, blank=True))
    year = public(models.PositiveSmallIntegerField(validators=[MinValueValidator(1990), MaxValueValidator(2100)]))
    month = public(models.PositiveSmallIntegerField(null=True, blank=True))
    day = public(
        models.PositiveSmallIntegerField(
            null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
        )
    )
    starts_at = public(models.TimeField(null=True, blank=True))
    ends_at = public(models.TimeField(null=True, blank=True))
    venue = for_members(models.CharField(max_length=200, blank=True))
    papers_due = for_members(models.DateField(null=True, blank=True))
    papers_where = for_members(models.CharField("where the papers are", max_length=250, blank=True))
    state = public(models.CharField(max_length=10, choices=State, default=State.PLANNED))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["year", F("month").asc(nulls_last=True), F("day").asc(nulls_last=True), "pk"]
        constraints = [
            unique_key("body"),
            models.CheckConstraint(
                name="forwardplan_meeting_day_has_month",
                condition=Q(day__isnull=True) | Q(month__isnull=False),
                violation_error_message="A day needs its month.",
                violation_error_code="month",
            ),
            models.CheckConstraint(
                name="forwardplan_meeting_month_of_year",
                condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12),
                violation_error_message="A month is a number from 1 to 12.",
                violation_error_code="month",
            ),
        ]

    def __str__(self):
        return self.label or self.when

    @property
    def on(self):
        """The date, where it is fixed. A row that is still being typed may name a day that isn't in the calendar."""
        try:
            return date(self.year, self.month, self.day)
        except (TypeError, ValueError):
            return None

    @property
    def at_latest(self):
        """The date; if it isn't fixed, the last day of its month or year."""
        month = self.month or 12
        return self.on or date(self.year, month, monthrange(self.year, month)[1])

    @property
    def when(self):
        """When it is, as far as that is known: 14 June 2016, June 2016, or 2016."""
        if self.on:
            return periods.day(self.on)
        return periods.month(self.year, self.month) if self.month in range(1, 13) else str(self.year)

    @property
    def named(self):
        """When it is, and what it is called if that isn't just its day: Summer meeting, 14 June 2016."""
        if not self.label or periods.NAMED.fullmatch(self.label):
            return self.when
        return self.label if self.when in self.label else f"{self.label}, {self.when}"

    def clean(self):
        """That the day is in the calendar: 31 June is not."""
        super().clean()
        if self.day in range(1, 32) and self.year and self.month in range(1, 13) and not self.on:
            raise ValidationError({"day": "There is no such day in this month."})


class StandingItem(Ordered):
    """Something that a body considers again and again."""

    class Rule(models.TextChoices):
        EVERY_MEETING = "every-meeting", "Every meeting"
        MONTHS = "months", "In these months"

    within = ("body",)
    goes_by = "title"

    body = models.ForeignKey(Body, on_delete=models.CASCADE)
    title = public(models.CharField(max_length=250))
    rule = public(models.CharField(max_length=14, choices=Rule, default=Rule.EVERY_MEETING))
    months = public(models.CharField(max_length=40, blank=True, help_text="Numbers parted by commas: 3, 6, 9."))
    owner = public(models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    goal = public(models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, verbose_name="serves"))

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("body"),
            models.CheckConstraint(
                name="forwardplan_standingitem_months_named",
                condition=Q(rule="every-meeting", months="") | Q(rule="months") & ~Q(months=""),
                violation_error_message="Name the months where the item isn't on every agenda, and only there.",
                violation_error_code="months",
            ),
        ]

    @property
    def when(self):
        """On which agendas it stands: every meeting, or March, June and September. A month that is none, as typed."""
        if self.rule == self.Rule.EVERY_MEETING:
            return self.get_rule_display()
        return listed([periods.MONTHS[int(each) - 1] if each in MONTHS else each for each in self.in_months])

    @property
    def in_months(self):
        return [number.strip() for number in self.months.split(",")]

    def is_on_agenda_of(self, meeting):
        """Whether it belongs on the agenda of a meeting; of one whose month isn't fixed nobody can say."""
        return self.rule == self.Rule.EVERY_MEETING or str(meeting.month) in self.in_months


class AgendaItem(Ordered):
    """One thing a meeting will consider."""

    class Outcome(models.TextChoices):
        OPEN = "", "Not yet considered"
        NOTED = "noted", "Noted"
        AGREED = "agreed", "Agreed"
        DEFERRED = "deferred", "Deferred"

    within = ("meeting",)
    goes_by = "title"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    title = public(models.CharField(max_length=250))
    standing_item = public(models.ForeignKey(StandingItem, null=True, blank=True, on_delete=models.PROTECT))
    owner = public(models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    goal = public(models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, verbose_name="serves"))
    outcome = for_members(models.CharField(max_length=8, choices=Outcome, blank=True))
    deferred_from = for_office(
        models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="deferred")
    )
    times_deferred = for_office(models.PositiveSmallIntegerField(default=0))

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("meeting"),
            models.CheckConstraint(
                name="forwardplan_agendaitem_not_deferred_from_itself",
                condition=Q(deferred_from__isnull=True) | ~Q(deferred_from=F("meeting")),
                violation_error_message="An item is deferred from another meeting.",
                violation_error_code="deferred_from",
            ),
        ]
