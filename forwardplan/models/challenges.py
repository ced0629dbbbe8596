"""One register of challenges and risks: what somebody asked of somebody, the answer, and the effect that was seen."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from kit import clock
from kit.later import say_later
from kit.rows import RegisterNumberField, Row, RowQuerySet, for_members, public, public_if_printed, unique_key
from membership.models import Party
from priorities.models import Action, Goal


def this_year():
    """The year in which a challenge is entered, if nobody says another."""
    return clock.today().year


class ChallengeQuerySet(RowQuerySet):
    def still_open(self):
        """Those of which nobody has said that they are closed."""
        return self.exclude(state__in=self.model.OVER)

    def raised_by_day(self, day):
        """Those that were raised by a day, or of whose day nobody knows more than the year."""
        return self.filter(Q(raised_on__lte=day) | Q(raised_on__isnull=True, year__lte=day.year))

    def awaiting(self):
        """Those that wait for an answer."""
        return self.filter(state__in=self.model.AWAITING, response="")

    def printed_in(self, period):
        """Those that are printed, raised in a reporting period or before it and still open; without dates all."""
        rows = self.filter(printed=True)
        if period and period.ends:
            rows = rows.filter(Q(raised_on__lte=period.ends) | Q(raised_on__isnull=True, year__lte=period.ends.year))
        if period and period.starts:
            later = Q(raised_on__gte=period.starts) | Q(raised_on__isnull=True, year__gte=period.starts.year)
            rows = rows.filter(later | ~Q(state__in=self.model.OVER))
        return rows

    def with_parties(self):
        """Each with who raised it and to whom."""
        return self.select_related(*(f"{key}__{name}" for key in ("raised_by", "to") for name in Party.named_by))

    def with_all(self):
        """Each with who raised it, to whom, which goal it concerns, and what has happened since."""
        return self.with_parties().select_related("goal__plan").prefetch_related("challengeupdate_set")


class Challenge(Row):
    """A challenge that one partner put to another, or a risk that was named. Its number counts within its year."""

    class Kind(models.TextChoices):
        CHALLENGE = "challenge", "Challenge"
        RISK = "risk", "Risk"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        ESCALATED = "escalated", "Escalated"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    OVER = (State.CLOSED, State.WITHDRAWN)
    AWAITING = (State.OPEN, State.ESCALATED)
    goes_by = "issue"

    kind = public_if_printed(models.CharField(max_length=9, choices=Kind, default=Kind.CHALLENGE))
    year = public_if_printed(
        models.PositiveSmallIntegerField(
            default=this_year, validators=[MinValueValidator(1990), MaxValueValidator(2100)]
        )
    )
    number = public_if_printed(
        RegisterNumberField(
            within=("year",),
            blank=True,
            validators=[MinValueValidator(1)],
            help_text="Within its year. Left empty, it is the next one.",
        )
    )
    issue = public_if_printed(
        models.TextField(help_text=say_later("What is asked, or may happen. No names of {people}, no cases."))
    )
    raised_by = public_if_printed(
        models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    )
    to = public_if_printed(
        models.ForeignKey(
            Party,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="+",
            verbose_name="to whom",
            help_text="Who is to answer; of a risk, who owns it.",
        )
    )
    raised_on = public_if_printed(models.DateField(null=True, blank=True))
    goal = public_if_printed(
        models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, verbose_name="concerns")
    )
    response_due = public_if_printed(models.DateField("answer due", null=True, blank=True))
    response = public_if_printed(
        models.TextField("answer", blank=True, help_text=say_later("No names of {people}, no cases."))
    )
    effect = public_if_printed(
        models.TextField("effect seen", blank=True, help_text=say_later("What is different for {people} since."))
    )
    state = public_if_printed(models.CharField(max_length=9, choices=State, default=State.OPEN))
    printed = public(
        models.BooleanField(
            default=False,
            help_text=say_later("It then stands in the section on challenges and risks."),
        )
    )

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = "challenge or risk"
        verbose_name_plural = "challenges and risks"
        ordering = [F("year").desc(), F("number").desc()]
        constraints = [
            unique_key(),
            models.UniqueConstraint(
                fields=["year", "number"],
                name="forwardplan_challenge_number",
                violation_error_message="Another one of this year has this number.",
                violation_error_code="number",
            ),
        ]

    def __str__(self):
        return f"{self.register_number} {self.issue}"

    @property
    def register_number(self):
        """Year and number, as the register counts: 2016/3."""
        return f"{self.year}/{self.number}" if self.number else str(self.year)

    @property
    def is_over(self):
        return self.state in self.OVER

    def key_words(self):
        return f"{self.year} {self.issue}"

    def is_overdue(self, on):
        """Whether the answer is awaited after its day."""
        awaited = self.state in self.AWAITING and not self.response
        return awaited and self.response_due is not None and self.response_due < on


class ChallengeUpdate(Row):
    """What was heard of a challenge or a risk on a day."""

    within = ("challenge",)
    goes_by = "words"

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE)
    on = for_members(models.DateField("on", null=True, blank=True))
    words = for_members(models.TextField("what happened", help_text=say_later("No names of {people}, no cases.")))

    class Meta:
        verbose_name = "update of a challenge"
        verbose_name_plural = "updates of challenges"
        ordering = [F("on").asc(nulls_first=True), "pk"]
        constraints = [unique_key("challenge")]


class Remedy(Row):
    """That an action is what is done about a challenge or a risk."""

    within = ("challenge",)
    named_by = ("action",)
    goes_by = "action"

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE)
    action = for_members(models.ForeignKey(Action, on_delete=models.PROTECT))

    class Meta:
        verbose_name = "action on it"
        verbose_name_plural = "actions on it"
        ordering = ["pk"]
        constraints = [
            unique_key("challenge"),
            models.UniqueConstraint(
                fields=["challenge", "action"],
                name="forwardplan_remedy_once",
                violation_error_message="This action stands here already.",
                violation_error_code="action",
            ),
        ]
