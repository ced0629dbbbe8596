"""Collecting figures: a round for a period, who is asked for what in it, what was heard of them, and what they sent."""

from django.db import models
from django.db.models import Q

from kit import periods, stamps
from kit.later import say_later
from kit.rows import Ordered, Row, ends_after_start, for_office, unique_key
from membership.models import Party, SignedLink

from .figures import Indicator, Series

NOBODY_NAMED = "Nobody named"


class Collection(Row):
    """A round of collecting: the figures of one period, owed by a day."""

    goes_by = "name"

    name = for_office(models.CharField(max_length=80, help_text="Such as: Quarter to June 2016."))
    every = for_office(models.CharField("how long its period is", max_length=10, choices=Indicator.Every))
    starts = for_office(models.DateField("from"))
    ends = for_office(models.DateField("to"))
    due = for_office(models.DateField("figures are due by", null=True, blank=True))
    closed = for_office(
        models.DateField(
            "closed on", null=True, blank=True, help_text="From this day on nobody is asked for what is still missing."
        )
    )

    class Meta:
        verbose_name = "round of collecting"
        verbose_name_plural = "rounds of collecting"
        ordering = ["-ends", "pk"]
        constraints = [unique_key(), ends_after_start()]

    @property
    def period(self):
        return periods.span(self.starts, self.ends)


class Asking(Row):
    """All that one party is asked for in a round; without a party what nobody is named for."""

    within = ("collection",)
    named_by = ("party",)

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE)
    party = for_office(models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))

    class Meta:
        verbose_name = "request for figures"
        verbose_name_plural = "requests for figures"
        ordering = ["pk"]
        constraints = [
            unique_key("collection"),
            models.UniqueConstraint(
                fields=["collection", "party"],
                name="priorities_asking_once",
                violation_error_message="They are asked in this round already.",
                violation_error_code="party",
            ),
            models.UniqueConstraint(
                fields=["collection"],
                condition=Q(party__isnull=True),
                name="priorities_asking_nobody_once",
                violation_error_message="What nobody is named for has its place in this round already.",
                violation_error_code="party",
            ),
        ]

    def __str__(self):
        return str(self.party or NOBODY_NAMED)

    def key_words(self):
        return str(self)


class AskedFigure(Ordered):
    """One line of an indicator of which somebody is asked for the figure of the round."""

    within = ("asking",)
    named_by = ("series__indicator",)
    goes_by = "series"

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE)
    series = for_office(models.ForeignKey(Series, on_delete=models.PROTECT, verbose_name="figure asked for"))

    class Meta(Ordered.Meta):
        verbose_name = "figure asked for"
        verbose_name_plural = "figures asked for"
        constraints = [
            unique_key("asking"),
            models.UniqueConstraint(
                fields=["asking", "series"],
                name="priorities_askedfigure_once",
                violation_error_message="They are asked for this figure already.",
                violation_error_code="series",
            ),
        ]

    def key_words(self):
        return str(self.series)


class Chase(Row):
    """What was done about a request on a day: asked, reminded, or a day that was promised."""

    class What(models.TextChoices):
        ASKED = "asked", "Asked"
        CHASED = "chased", "Reminded"
        PROMISED = "promised", "Promised"

    within = ("asking",)
    keyed_by = "what"

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE)
    what = for_office(models.CharField(max_length=8, choices=What, default=What.CHASED))
    on = for_office(models.DateField("on"))
    until = for_office(models.DateField("promised for", null=True, blank=True))
    words = for_office(
        models.CharField(
            "in a sentence",
            max_length=250,
            blank=True,
            help_text=say_later("Such as: new officer starts in July. No names of {people}, no cases."),
        )
    )

    class Meta:
        verbose_name = "note on a request"
        verbose_name_plural = "notes on requests"
        ordering = ["on", "pk"]
        constraints = [
            unique_key("asking"),
            models.CheckConstraint(
                name="priorities_chase_promise_has_a_day",
                condition=~Q(what="promised") | Q(until__isnull=False),
                violation_error_message="Say for which day it was promised.",
                violation_error_code="until",
            ),
        ]

    def __str__(self):
        promised = f" for {periods.day(self.until)}" if self.until else ""
        return f"{self.get_what_display()}{promised}, {periods.day(self.on)}"


class Arrived(models.Model):
    """What somebody sent by a link for one figure. It counts for nothing until the office accepts it.

    `figure` is the cell as `priorities.cells` writes and reads it. Nobody edits it: it says what came, and what became
    of it.
    """

    class Outcome(models.TextChoices):
        WAITING = "", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        ASIDE = "put-aside", "Put aside"
        REPLACED = "replaced", "Replaced by what they sent later"

    asked = models.ForeignKey(AskedFigure, on_delete=models.PROTECT)
    link = models.ForeignKey(SignedLink, on_delete=models.PROTECT, related_name="+")
    figure = models.CharField(max_length=120)
    words = models.CharField(max_length=250, blank=True)
    received = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    why = models.CharField(max_length=250, blank=True)
    settled_at, settled_by = stamps.at(), stamps.by()

    class Meta:
        verbose_name = "answer that came by a link"
        verbose_name_plural = "answers that came by a link"
        ordering = ["asked__position", "pk"]
        constraints = [
            stamps.together("settled"),
            models.UniqueConstraint(
                fields=["asked"],
                condition=Q(outcome=""),
                name="priorities_arrived_once",
                violation_error_message="An answer for this figure is waiting already.",
            ),
            models.CheckConstraint(
                name="priorities_arrived_aside_says_why",
                condition=~Q(outcome="put-aside") | ~Q(why=""),
                violation_error_message="Say in a word why it is put aside.",
            ),
        ]

    def __str__(self):
        return f"{self.asked.series}: {self.figure}"
