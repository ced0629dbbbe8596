"""What a section draws and sums up of the records: charts of named figures, and what stands out."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kit.rows import Ordered, for_office, public, unique_key
from priorities.models import Series

from .documents import Narrative
from .insets import Inset


class NarrativeChart(Inset):
    """A chart that the office places in a section: of breakdowns of its choice, all counted in one unit."""

    named_by = ("narrative",)
    goes_by = "heading"

    heading = public(models.CharField(max_length=200, help_text="What it shows: Help at stage 4, and in England."))
    words = public(models.TextField("words beside it", blank=True, help_text="What a reader should see in it."))

    class Meta(Inset.Meta):
        verbose_name = "chart"
        constraints = [unique_key("narrative")]


class ChartLine(Ordered):
    """A breakdown that a chart draws."""

    within = ("chart",)
    named_by = ("series__indicator",)
    goes_by = "series"

    chart = models.ForeignKey(NarrativeChart, on_delete=models.CASCADE)
    series = public(
        models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+", verbose_name="breakdown that it draws")
    )

    class Meta(Ordered.Meta):
        verbose_name = "line of a chart"
        verbose_name_plural = "lines of a chart"
        constraints = [
            unique_key("chart"),
            models.UniqueConstraint(
                fields=["chart", "series"],
                name="publications_chartline_once",
                violation_error_message="The chart draws this already.",
                violation_error_code="series",
            ),
        ]


class Highlight(Ordered):
    """One thing that the executive summary shows: a figure or a sentence of the same document, chosen and not typed.

    A sentence is recognised by its words: if they don't stand in the document any more, it isn't shown.
    """

    class Sum(models.TextChoices):
        """What is reckoned of a section's records."""

        TOTAL = "total", "Contributions of the year"
        INCOME = "total_income", "Income planned"
        SPENDING = "total_expenditure", "Spending planned"
        RECEIVED = "outturn_income", "Income received"
        SPENT = "outturn_expenditure", "Money spent"
        ATTENDANCE = "attendance", "Attendance at meetings"

    within = ("narrative",)
    named_by = ("series__indicator",)

    narrative = models.ForeignKey(Narrative, on_delete=models.CASCADE)
    series = for_office(
        models.ForeignKey(
            Series,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="+",
            verbose_name="breakdown whose last figure is shown",
        )
    )
    reckoned = for_office(models.CharField("sum that is shown", max_length=20, choices=Sum, blank=True))
    sentence = for_office(models.TextField(blank=True, help_text="Word for word as it stands in the document."))

    class Meta(Ordered.Meta):
        verbose_name = "thing in the summary"
        verbose_name_plural = "things in the summary"
        constraints = [
            unique_key("narrative"),
            models.CheckConstraint(
                name="publications_highlight_one_thing",
                condition=Q(series__isnull=False, reckoned="", sentence="")
                | Q(Q(series__isnull=True), ~Q(reckoned=""), sentence="")
                | Q(Q(series__isnull=True), ~Q(sentence=""), reckoned=""),
                violation_error_message="Choose a breakdown, or a sum, or a sentence: one of the three.",
                violation_error_code="sentence",
            ),
            models.UniqueConstraint(
                fields=["narrative", "series"],
                name="publications_highlight_series_once",
                violation_error_message="The summary shows this already.",
                violation_error_code="series",
            ),
        ]

    def clean(self):
        super().clean()
        if self.narrative_id and self.narrative.place != "summary":
            raise ValidationError("Only an executive summary shows things that are chosen.")

    def __str__(self):
        return str(self.series) if self.series_id else self.get_reckoned_display() or self.sentence

    @property
    def chosen(self):
        """What it is called among the things that a document has to choose from."""
        if self.series_id:
            return f"series {self.series.indicator.key} {self.series.key}"
        return {"": self.sentence, self.Sum.ATTENDANCE: self.reckoned}.get(self.reckoned, f"money {self.reckoned}")
