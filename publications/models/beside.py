"""What stands beside the documents: terms, linked plans, recipients, earlier documents, numbers of other kinds."""

from django.db import models
from django.db.models.functions import Lower

from kit.later import say_later
from kit.rows import Ordered, Row, for_office, public, unique_key
from membership.models import Party
from priorities.models import Indicator

from .documents import Publication, PublicationKind


class Term(Row):
    """An abbreviation or a word of the field with its meaning, for the glossaries of all documents."""

    goes_by = "term"

    term = public(models.CharField(max_length=80, help_text="As it stands in the documents: GP."))
    meaning = public(models.TextField(help_text="In words that a resident understands: family doctor."))

    class Meta:
        ordering = [Lower("term"), "pk"]
        constraints = [
            unique_key(),
            models.UniqueConstraint(
                Lower("term"),
                name="publications_term_once",
                violation_error_message="This term is in the glossary already.",
                violation_error_code="term",
            ),
        ]


class LinkedPlan(Ordered):
    """Another board's plan that a publication ties in with."""

    within = ("publication",)
    goes_by = "title"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    title = public(models.CharField(max_length=200))
    owner = public(models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    how = public(models.CharField("how it is linked", max_length=250, blank=True))
    address = public(models.URLField(blank=True))

    class Meta(Ordered.Meta):
        constraints = [unique_key("publication")]


class Recipient(Ordered):
    """Who is given a kind of publication, and by when."""

    named_by = ("party",)
    goes_by = "party"

    kind = for_office(models.CharField(max_length=20, choices=PublicationKind))
    party = for_office(models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+"))
    due = for_office(
        models.CharField(
            max_length=120, blank=True, help_text=say_later("As the {body} says it: December and January.")
        )
    )
    told = for_office(
        models.BooleanField(
            "the public may read it",
            default=False,
            help_text="The public page of versions then says when each was given to them, or that it wasn’t yet. It "
            "changes when the public pages are next written, at night at the latest.",
        )
    )

    class Meta(Ordered.Meta):
        constraints = [
            unique_key(),
            models.UniqueConstraint(
                fields=["kind", "party"],
                name="publications_recipient_once",
                violation_error_message="This recipient is on the list already.",
                violation_error_code="party",
            ),
        ]

    def key_words(self):
        return f"{self.kind}-{self.party}"


class EarlierDocument(Ordered):
    """A document from before the system, kept so that the old web page can be switched off. It claims no approval.

    Its file is kept by whoever publishes (`editions.KeptFile`) and known here by its check code.
    """

    class Accessible(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Nobody has checked"

    title = public(models.CharField(max_length=200))
    period_as_printed = public(models.CharField(max_length=60, blank=True, help_text="As on the cover: 2013 - 2016."))
    published_in_words = public(
        models.CharField("published when", max_length=60, blank=True, help_text="As far as it is known: April 2013.")
    )
    accessible = public(
        models.CharField("can a screen reader read it?", max_length=10, choices=Accessible, default=Accessible.UNKNOWN)
    )
    other_format = public(
        models.CharField(
            "how to ask for another format",
            max_length=200,
            blank=True,
            help_text=say_later(
                "An e-mail address or telephone number. Left empty, the page leads to the {body}’s own."
            ),
        )
    )
    tagged = public(
        models.BooleanField("has tags for reading aloud", null=True, editable=False, help_text="As its file was found.")
    )
    has_text = public(
        models.BooleanField("has text", null=True, editable=False, help_text="A scan of paper is a picture of it.")
    )
    digest = public(models.CharField("check code of its file", max_length=64, editable=False))
    size = public(models.PositiveIntegerField("size of its file", editable=False, help_text="In bytes."))
    pages = public(models.PositiveIntegerField("pages of its file", editable=False))

    class Meta(Ordered.Meta):
        constraints = [unique_key()]

    def __str__(self):
        return f"{self.title} {self.period_as_printed}".strip()


class OtherNumber(Row):
    """That a number in a sentence isn't the figure of an indicator that is held back: said once, and not asked again.

    It holds for the sentence as it stood. One that was rewritten is asked about anew.
    """

    within = ("indicator",)
    goes_by = "sentence"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE)
    sentence = for_office(models.TextField(help_text="As it stands in the document."))
    note = for_office(
        models.CharField(
            "what the number is", max_length=250, blank=True, help_text="Such as: a figure of all England."
        )
    )

    class Meta:
        verbose_name = "number that is another figure"
        verbose_name_plural = "numbers that are other figures"
        ordering = ["indicator", "pk"]
        constraints = [unique_key("indicator")]

    @classmethod
    def marks(cls):
        """Which numbers nobody is asked about any more: the indicator's key and the sentence, its spaces aside."""
        for key, sentence in cls.objects.values_list("indicator__key", "sentence"):
            yield key, " ".join(sentence.split())
