"""What the board publishes: which document it is, what it draws on, and the words that stand between the records."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from finance.models import Budget
from kit.later import say_later
from kit.rows import Ordered, Row, RowQuerySet, for_office, from_until, public, unique_key
from membership.models import Body, ReportingPeriod
from membership.roles import May
from priorities.models import Part, Plan
from publications.content import section_types
from publications.content.codes import ENGLISH, LANGUAGES, MADE_FOR


class PublicationKind(models.TextChoices):
    """What kinds of publication there are. A kind's value is the first part of its web address."""

    BUSINESS_PLAN = "business-plan", say_later("{Plan}")
    ANNUAL_REPORT = "annual-report", say_later("{Report}")
    FORWARD_PLAN = "forward-plan", "Forward plan"
    MEMBERSHIP = "membership", "Membership"
    SITE = "site", "The site's own words"
    EARLIER = "earlier-documents", "Earlier documents"


# The board approves plan and report. A meeting that moves by a week, a new member and the site's own words are
# published without ceremony, but frozen all the same.
NEEDS_APPROVAL = {PublicationKind.BUSINESS_PLAN, PublicationKind.ANNUAL_REPORT}
# Published all the same, and no document with sections: words on every page, and a list of files.
NO_DOCUMENT = {PublicationKind.SITE, PublicationKind.EARLIER}


def standing_of_a_draft(kind):
    """What the paper of a draft says in place of "not yet approved", if nobody approves such a document."""
    return "" if kind in NEEDS_APPROVAL else "Not published."


class MadeFor(models.TextChoices):
    """For whom a document is worded, if that isn't everybody."""

    EVERYBODY = "", "Everybody"
    YOUNG_PEOPLE = "young-people", MADE_FOR["young-people"]
    EASY_READ = "easy-read", MADE_FOR["easy-read"]


class PublicationQuerySet(RowQuerySet):
    def documents(self):
        """What has sections that people read; the site's own words and the list of earlier documents have none."""
        return self.exclude(kind__in=NO_DOCUMENT)

    def with_records(self):
        """Each with the records that it draws on."""
        return self.select_related("plan", "past_plan", "reporting_period", "budget", "body", "translates")

    def visible_to(self, user):
        """Whose drafts a person may see; what is published of them stands in the public tree for everybody."""
        return self if user.has_perm(May.SEE_DRAFTS) else self.none()

    def list_of_earlier_documents(self, *, by):
        """The publication that lists documents from before the system; it is there from the first of them on."""
        found = self.filter(kind=PublicationKind.EARLIER).first()
        if found is None:
            found = self.model(kind=PublicationKind.EARLIER, title=str(PublicationKind.EARLIER.label), slug="list")
            found._history_user = by
            found.save()
        return found


class Publication(Row):
    """A document with an address, and the records it draws on. Its editions are what the public sees."""

    stands_under = ("translates",)

    kind = public(models.CharField(max_length=20, choices=PublicationKind))
    title = public(models.CharField(max_length=200))
    slug = public(models.SlugField("address", max_length=40, help_text="The end of the web address: 2016-2019."))
    period_as_printed = public(models.CharField(max_length=60, blank=True, help_text="As on the cover: 2016 - 2019."))
    version_called = public(
        models.CharField(
            "what this version is called",
            max_length=60,
            blank=True,
            help_text=say_later("By the {body} itself: V4, ratified. The program counts its versions beside it."),
        )
    )
    cover_note = public(
        models.TextField(blank=True, help_text="A sentence on the cover: what the document was made from.")
    )
    starts, ends = from_until(public)
    belongs_to = for_office(
        models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    )
    plan = public(models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    past_plan = public(models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="+"))
    language = public(
        models.CharField(
            max_length=5,
            choices=[("", ENGLISH), *LANGUAGES.items()],
            default="",
            blank=True,
            help_text="Of the words that you write in it. A screen reader reads them out in that language.",
        )
    )
    made_for = public(
        models.CharField(
            "for whom it is worded",
            max_length=12,
            choices=MadeFor,
            default="",
            blank=True,
            help_text="A form for young people, or in Easy Read, names below the document that it is made from.",
        )
    )
    translates = public(
        models.ForeignKey(
            "self",
            verbose_name="the same in another language, or for other readers",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="translations",
            help_text="The document that this one says in its own way. Each leads to the other in public.",
        )
    )
    reporting_period = public(models.ForeignKey(ReportingPeriod, null=True, blank=True, on_delete=models.PROTECT))
    budget = public(models.ForeignKey(Budget, null=True, blank=True, on_delete=models.PROTECT))
    body = public(
        models.ForeignKey(
            Body,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            help_text=say_later("Whose meetings, members and structure it shows; usually the {body}."),
        )
    )
    meetings_from = public(models.DateField(null=True, blank=True))
    meetings_to = public(models.DateField(null=True, blank=True))
    membership_as_at = public(models.DateField(null=True, blank=True))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-slug"]
        constraints = [
            unique_key(),
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="publications_publication_address",
                violation_error_message="Another publication of this kind has this address already.",
                violation_error_code="slug",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=PublicationKind.EARLIER),
                name="publications_publication_one_list",
                violation_error_message="There is a list of earlier documents already.",
                violation_error_code="kind",
            ),
            models.CheckConstraint(
                name="publications_publication_ends_after_start",
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                violation_error_message="The end lies before the start.",
                violation_error_code="ends",
            ),
        ]

    def clean(self):
        super().clean()
        other = self.translates
        alike = other and (other.language, other.made_for) == (self.language, self.made_for)
        if other and (other.kind != self.kind or alike):
            raise ValidationError(
                {"translates": "This is of another kind, or in the same language and for the same readers."}
            )

    def __str__(self):
        return f"{self.title} {self.period_as_printed}".strip()

    def key_words(self):
        return f"{self.kind}-{self.slug}"

    @property
    def readers_in_words(self):
        """In which language and for whom it is worded, of one that says another in its own way: Cymraeg, Easy Read."""
        return ", ".join(filter(None, (LANGUAGES.get(self.language, ""), MADE_FOR.get(self.made_for, ""))))

    @property
    def needs_approval(self):
        return self.kind in NEEDS_APPROVAL

    @property
    def is_document(self):
        return self.kind not in NO_DOCUMENT

    @property
    def address(self):
        """Where the public reads it. The list of earlier documents is one, so it needs no end of its own."""
        return f"/{self.kind}/" if self.kind == PublicationKind.EARLIER else f"/{self.kind}/{self.slug}/"


class Narrative(Ordered):
    """A section of a publication: its heading, the words before and after, and which records it opens, if any."""

    Place = models.TextChoices(
        "Place",
        [(each.place.upper().replace("-", "_"), (each.place, say_later(each.words))) for each in section_types.TABLE],
    )

    within = ("publication",)
    stands_under = ("parent",)

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    parent = public(models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="below"))
    place = public(models.CharField("opens", max_length=24, choices=Place, default=section_types.OWN_WORDS))
    part = public(
        models.ForeignKey(
            Part,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            help_text="Which part of the plan, if it opens one. Without one: the goals that stand in no other section.",
        )
    )
    body = public(
        models.ForeignKey(
            Body,
            verbose_name="of which body",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="+",
            help_text="Whose members, structure or chairs it shows, if not those of the document’s own.",
        )
    )
    heading = public(models.CharField(max_length=200, blank=True))
    contents_heading = public(
        models.CharField(
            "heading in the contents",
            max_length=200,
            blank=True,
            help_text="Where the contents word it in another way.",
        )
    )
    appendix = public(models.BooleanField(default=False, help_text="Numbered as an appendix, not as a section."))
    before = public(models.TextField("words before", blank=True))
    after = public(models.TextField("words after", blank=True))
    charts = public(
        models.BooleanField(
            "draw its figures",
            default=False,
            help_text="Charts of the figures, of contributions or of spending, each beside its table.",
        )
    )
    included = for_office(
        models.BooleanField(default=True, help_text="Untick to leave the section out without losing its words.")
    )

    answers = for_office(
        models.CharField(
            "what the law wants that it answers",
            max_length=200,
            blank=True,
            help_text="By the numbers of the law’s list: 4(1)(c), 4(1)(g). “None in the year” is an answer too.",
        )
    )

    class Meta(Ordered.Meta):
        verbose_name = "section"
        constraints = [
            unique_key("publication"),
            models.CheckConstraint(
                name="publications_narrative_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="A section can't stand inside itself.",
                violation_error_code="parent",
            ),
            models.CheckConstraint(
                name="publications_narrative_part_for_goals",
                condition=Q(part__isnull=True) | Q(place="goals"),
                violation_error_message="Only a section that opens the goals names a part of the plan.",
                violation_error_code="part",
            ),
            models.CheckConstraint(
                name="publications_narrative_body_for_people",
                condition=Q(body__isnull=True) | Q(place__in=["structure", "members", "chairs"]),
                violation_error_message="Only a section that opens structure, members or chairs names a body.",
                violation_error_code="body",
            ),
        ]

    def __str__(self):
        return self.heading or self.get_place_display()

    @property
    def is_in_the_document(self):
        """Whether its readers get it: neither it nor a section that it stands in is left out."""
        return self.included and (self.parent is None or self.parent.is_in_the_document)
