"""Editions: what the board decided and published, frozen; and the files made of them."""

from functools import cache

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from kit import stamps
from membership.models import Board
from membership.roles import May
from publications.models import Publication, PublicationKind


class EditionQuerySet(models.QuerySet):
    def live(self):
        """What the public sees: published, neither superseded nor taken down."""
        return self.filter(published_at__isnull=False, superseded_at__isnull=True, taken_down_at__isnull=True)

    def public(self):
        """All that was published and still stands: the live one and those before it, newest first."""
        return self.filter(published_at__isnull=False, taken_down_at__isnull=True).order_by("-number")

    def visible_to(self, user):
        """What still stands in public is for everybody; drafts and what was taken down are for those who see drafts."""
        if user.has_perm(May.SEE_DRAFTS):
            return self
        return self.filter(published_at__isnull=False, taken_down_at__isnull=True)

    def taken_down(self):
        """What was published and is gone."""
        return self.filter(published_at__isnull=False, taken_down_at__isnull=False).order_by("-number")

    def unpublished(self):
        """Drafts, whatever became of them."""
        return self.filter(published_at__isnull=True)

    def on_the_way(self):
        """Drafts that were sent and not overtaken by a later version. What repeats an earlier text overtakes none."""
        later = Edition.objects.published().filter(publication=OuterRef("publication"), pk__gt=OuterRef("pk"))
        sent = self.unpublished().filter(sent_at__isnull=False, repeats__isnull=True)
        return sent.exclude(Exists(later.filter(repeats__isnull=True)))

    def documents(self):
        """Editions that people read; the site's own words are none."""
        return self.exclude(publication__kind=PublicationKind.SITE)

    def without_content(self):
        """Each with its publication, the long texts left in the database."""
        return self.select_related("publication").defer("content", "difference", "findings")

    def published(self):
        """All that was ever published, newest first."""
        return self.filter(published_at__isnull=False).order_by("-number")

    def unsettled(self):
        """What was taken down while the public read it, until something is in its place or is not to be."""
        return (
            self.taken_down()
            .filter(superseded_at__isnull=True, settled_at__isnull=True)
            .with_later()
            .filter(later_number=False)
        )

    def with_later(self):
        """Each with what came after it: whether a later draft was sent or approved, for older ones lose by it; whether
        there is a later number, and whether one of these still stands. And with what else a deed depends on: the
        board's settings, and whether somebody is still to confirm changes.

        What repeats an earlier text is no later draft: a draft on its way goes on past it.
        """
        return self.annotate(**later())


@cache
def later():
    """What `with_later` asks of each, put together once: pages of versions ask, and each deed does twice."""
    same = Edition.objects.filter(publication=OuterRef("publication"))
    drafts = same.filter(pk__gt=OuterRef("pk"), repeats__isnull=True)
    numbers = same.filter(number__gt=OuterRef("number"))
    return {
        "later_sent": Exists(drafts.filter(sent_at__isnull=False)),
        "later_approved": Exists(drafts.filter(approved_at__isnull=False)),
        "later_number": Exists(numbers),
        "later_stands": Exists(numbers.filter(taken_down_at__isnull=True)),
        "recorded_decisions": Subquery(Board.objects.values("recorded_decisions")[:1]),
        "standing_permission": Subquery(Board.objects.values("standing_permission")[:1]),
        "to_be_confirmed": Exists(
            Edition.objects.filter(
                pk=OuterRef("pk"), approval__confirmed_by__gt="", approval__confirmation_at__isnull=True
            )
        ),
    }


class Edition(models.Model):
    """A publication's content as it was frozen. Its status is read off its stamps; there is no second truth.

    `content` is canonical JSON text, and `digest` the SHA-256 of exactly these bytes. The number is given when it is
    published, so that the public list has no holes. An edition that `amends` another was made from it under a decision
    that named the changes, or under the board's standing permission; `difference` keeps what differs, as JSON. One that
    `repeats` another holds that one's text, which was published again under the decision made on it.
    """

    within = ("publication",)

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT)
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    content = models.TextField(editable=False, blank=True)
    schema = models.PositiveSmallIntegerField(editable=False)
    digest = models.CharField("check code", max_length=64, editable=False)
    needs_approval = models.BooleanField(default=False, editable=False)
    by_recorded_decision = models.BooleanField(null=True, editable=False)
    amends = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="amended_by"
    )
    difference = models.TextField(blank=True, editable=False)
    findings = models.TextField("what the checks found when it was sent", blank=True, editable=False)
    remark = models.TextField("why it was sent with these findings", blank=True, editable=False)
    note = models.TextField("public note", blank=True, editable=False)
    repeats = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="repeated_by"
    )
    decision = models.TextField("decision in words", blank=True, editable=False)
    published_on = models.DateField(null=True, blank=True, editable=False)
    returned_because = models.TextField(blank=True, editable=False)
    taken_down_because = models.TextField(blank=True, editable=False)
    settled_because = models.TextField(blank=True, editable=False)
    erased_because = models.TextField(blank=True, editable=False)
    erasure_instruction = models.TextField(blank=True, editable=False)
    composed_at, composed_by = stamps.at(), stamps.by()
    sent_at, sent_by = stamps.at(), stamps.by()
    returned_at, returned_by = stamps.at(), stamps.by()
    changes_asked_at, changes_asked_by = stamps.at(), stamps.by()
    approved_at, approved_by = stamps.at(), stamps.by()
    published_at, published_by = stamps.at(), stamps.by()
    superseded_at, superseded_by = stamps.at(), stamps.by()
    taken_down_at, taken_down_by = stamps.at(), stamps.by()
    settled_at, settled_by = stamps.at(), stamps.by()
    erasure_asked_at, erasure_asked_by = stamps.at(), stamps.by()
    erased_at, erased_by = stamps.at(), stamps.by()
    difference_erased_at, difference_erased_by = stamps.at(), stamps.by()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "-number", "-pk"]
        constraints = [
            stamps.together("composed"),
            stamps.together("sent"),
            stamps.together("returned"),
            stamps.together("changes_asked", "asked for changes to it"),
            stamps.together("approved"),
            stamps.together("published"),
            stamps.together("superseded"),
            stamps.together("taken_down", "took it down"),
            stamps.together("settled", "said that nothing is to be published for now"),
            stamps.together("erasure_asked", "asked for its erasure"),
            stamps.together("erased"),
            stamps.together("difference_erased", "erased its difference"),
            models.UniqueConstraint(
                fields=["publication", "number"],
                name="editions_edition_number",
                violation_error_message="This version number is taken.",
            ),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(published_at__isnull=False, superseded_at__isnull=True, taken_down_at__isnull=True),
                name="editions_edition_one_live",
                violation_error_message="Another version of this publication is live.",
            ),
            models.CheckConstraint(
                name="editions_edition_published_is_numbered",
                condition=Q(published_at__isnull=True, number__isnull=True, published_on__isnull=True)
                # `number__gte` alone would let an unknown number pass: a check refuses only what is false.
                | Q(published_at__isnull=False, number__isnull=False, number__gte=1, published_on__isnull=False),
                violation_error_message="A published version has a number and a date, a draft has neither.",
            ),
            models.CheckConstraint(
                name="editions_edition_superseded_was_published",
                condition=Q(superseded_at__isnull=True) | Q(published_at__isnull=False),
                violation_error_message="Only what was published can be superseded.",
            ),
            models.CheckConstraint(
                name="editions_edition_taken_down_was_published",
                condition=Q(taken_down_at__isnull=True) | Q(published_at__isnull=False),
                violation_error_message="Only what was published can be taken down.",
            ),
            models.CheckConstraint(
                name="editions_edition_settled_was_taken_down",
                condition=Q(settled_at__isnull=True) | (Q(taken_down_at__isnull=False) & ~Q(settled_because="")),
                violation_error_message="Give the reason why nothing is published in place of what was taken down.",
            ),
            models.CheckConstraint(
                name="editions_edition_published_was_approved",
                condition=Q(needs_approval=False) | Q(published_at__isnull=True) | Q(approved_at__isnull=False),
                violation_error_message="This has to be approved before it is published.",
            ),
            models.CheckConstraint(
                name="editions_edition_approved_was_sent",
                condition=Q(approved_at__isnull=True, by_recorded_decision__isnull=True)
                | Q(approved_at__isnull=False, by_recorded_decision__isnull=False, sent_at__isnull=False),
                violation_error_message="Only what was sent for approval can be approved.",
            ),
            models.CheckConstraint(
                name="editions_edition_sender_does_not_approve",
                condition=Q(approved_by__isnull=True)
                | Q(by_recorded_decision__isnull=False, by_recorded_decision=True)
                | ~Q(approved_by=F("sent_by")),
                violation_error_message="Whoever sent a draft can't approve it; record the decision of a body instead.",
            ),
            models.CheckConstraint(
                name="editions_edition_returned_is_not_approved",
                condition=Q(returned_at__isnull=True) | Q(sent_at__isnull=False, approved_at__isnull=True),
                violation_error_message="Only what waits for approval can be given back.",
            ),
            models.CheckConstraint(
                name="editions_edition_content_or_erased",
                condition=(Q(erased_at__isnull=True) & ~Q(content="")) | Q(erased_at__isnull=False, content=""),
                violation_error_message="A version holds its content until it is erased.",
            ),
            models.CheckConstraint(
                name="editions_edition_erased_is_not_public",
                condition=Q(erased_at__isnull=True) | Q(published_at__isnull=True) | Q(taken_down_at__isnull=False),
                violation_error_message="What is erased is taken down too.",
            ),
            models.CheckConstraint(
                name="editions_edition_erased_by_two",
                condition=Q(erased_by__isnull=True)
                | ~Q(erasure_instruction="")
                | (Q(erasure_asked_by__isnull=False) & ~Q(erased_by=F("erasure_asked_by"))),
                violation_error_message=(
                    "Erasing takes two people, or the recorded instruction of the data protection officer."
                ),
            ),
        ]
        # In its table a version's code stands behind its content, and is found by reading past it.
        indexes = [
            models.Index(
                fields=["digest"],
                condition=Q(published_at__isnull=False, erased_at__isnull=True),
                name="editions_read_by_the_public",
            )
        ]

    def __str__(self):
        return f"{self.publication}, version {self.number}" if self.number else f"{self.publication}, draft {self.pk}"

    @property
    def short_code(self):
        """The beginning of the check code, as it is printed on every page of a draft: 3f2a-09bc."""
        return f"{self.digest[:4]}-{self.digest[4:8]}"


class Rendition(models.Model):
    """One file made of an edition. Rows are added and never changed; erasing one leaves its digest."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        LARGE_PRINT = "large", "PDF in large print"
        SUMMARY = "summary", "PDF of two pages, in short"

    within = ("edition",)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.BinaryField(blank=True)
    digest = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    versions = models.TextField(help_text="Programs and fonts it was made with.")
    made_at, made_by = stamps.at(), stamps.by()
    erased_at, erased_by = stamps.at(), stamps.by()

    class Meta:
        constraints = [
            stamps.together("made"),
            stamps.together("erased"),
            models.UniqueConstraint(
                fields=["edition", "kind"],
                name="editions_rendition_once",
                violation_error_message="This file was made already.",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_kind_display()}"
