"""The law as data: what it calls the body, for whom that works, whom it requires, what it wants of plan and report."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from kit.later import say_later
from kit.rows import Ordered, Row, ends_after_start, for_office, from_until, public, unique_key
from membership.querysets import RequiredPartnerQuerySet

# First parts of addresses that lead somewhere else.
TAKEN = {"worried-about-a-child"}.union(
    "accessibility accounts admin annual-report assets business-plan colour data earlier-documents forward-plan health "
    "members membership office privacy search static".split()
)
SECOND_ADDRESSES = ("concern_address", "plan_address", "report_address")


def check_addresses(law):
    """Refuse a second address that leads somewhere else already. For a law's `clean()`."""
    seen = {*TAKEN}
    for name in SECOND_ADDRESSES:
        address = getattr(law, name)
        if address in seen:
            raise ValidationError({name: f"/{address}/ leads somewhere else already. Choose another address."})
        seen |= {address} - {""}


class HowSure(models.TextChoices):
    """How sure it is that something is law. What isn't read, or isn't in force, is never called law."""

    LAW = "law", "In force"
    MADE = "made", "Made, and not in force as far as is known"
    NOT_READ = "not-read", "Not read: somebody has to look it up"


class Nation(models.TextChoices):
    """Whose law it is."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


def second_address(words, **how):
    """A column for an address that a page has beside its first one, which stays."""
    return public(models.SlugField(words, max_length=40, blank=True, **how))


class Regime(Row):
    """The law under which the board works from a day on, and the words that follow from it.

    Whom it requires, and what it wants in plan and report, by when and to whom, are its `RequiredPartner`s and
    `Requirement`s.
    """

    class ForWhom(models.TextChoices):
        CHILDREN = "children", "Children"
        ADULTS = "adults", "Adults with care and support needs"
        BOTH = "both", "Children and adults with care and support needs"

    goes_by = "body_called"

    body_called = public(
        models.CharField(
            "what the body is called",
            max_length=120,
            help_text=say_later("In general: {in_full}."),
        )
    )
    report_called = public(
        models.CharField(
            "what its report is called", max_length=120, blank=True, help_text=say_later("Such as: {report}.")
        )
    )
    plan_called = public(
        models.CharField("what its plan is called", max_length=120, blank=True, help_text=say_later("Such as: {plan}."))
    )
    for_whom = public(
        models.CharField(
            max_length=8,
            choices=ForWhom,
            default=ForWhom.CHILDREN,
            help_text="Whom the law makes it work for. Pages, hints and documents say so.",
        )
    )
    noun = public(
        models.CharField(
            "what the body is in a sentence",
            max_length=40,
            blank=True,
            help_text=say_later("Such as: {body}. Empty: as its name says."),
        )
    )
    people = public(
        models.CharField("those it works for", max_length=80, blank=True, help_text=say_later("Empty: {people}."))
    )
    somebody = public(
        models.CharField("one of them", max_length=80, blank=True, help_text=say_later("Empty: {somebody}."))
    )
    services = public(
        models.CharField("who helps them", max_length=80, blank=True, help_text=say_later("Empty: {services}."))
    )
    nation = public(
        models.CharField(
            "law of",
            max_length=20,
            choices=Nation,
            default=Nation.ENGLAND,
            help_text="Says who watches over accessibility.",
        )
    )
    law = public(models.CharField(max_length=200, blank=True, help_text=say_later("Act and section: {act}.")))
    starts, ends = from_until(public)
    concern_address = second_address(
        "address of the page for people who are worried",
        help_text="Where the public finds it too: small letters and hyphens. The first address stays.",
    )
    plan_address = second_address(
        say_later("address of the {plan}"), help_text="Such as: strategic-plan. The address business-plan stays."
    )
    report_address = second_address(
        say_later("address of the {report}"), help_text="Such as: yearly-report. The first address stays."
    )
    note = for_office(
        models.TextField("what was not read", blank=True, help_text="What somebody still has to look up in the law.")
    )

    class Meta:
        verbose_name = say_later("law the {body} works under")
        verbose_name_plural = say_later("laws the {body} works under")
        ordering = ["starts", "pk"]
        constraints = [unique_key(), ends_after_start()]

    def clean(self):
        super().clean()
        check_addresses(self)


class RequiredPartner(Ordered):
    """Whom the law requires on the body or names beside it, in its words, and who that is here."""

    class Standing(models.TextChoices):
        MEMBER = "member", "Member"
        ESTABLISHING = "establishing-authority", "Authority that establishes it"
        PARTNER = "partner", "Partner"
        LEAD = "lead-partner", "Lead partner"
        POST = "post", "Post that regulations name"
        CHAIR = "chair", "Chair"
        LAY = "lay-member", "Lay member"
        TEAM = "team-member", "Member of a team"
        DESIGNATED = "designated-agency", "Designated agency"
        RELEVANT = "relevant-agency", "Relevant agency"
        STEPS = "reasonable-steps", "By reasonable steps"
        OBSERVER = "participant-observer", "Participant observer"
        INVITED = "invited", "May be invited"

    # Who has to be there. The others may be, if somebody chooses or invites them.
    MUST = frozenset(Standing.values) - {Standing.RELEVANT, Standing.STEPS, Standing.OBSERVER, Standing.INVITED}

    within = ("regime",)
    goes_by = "words"

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE)
    words = public(
        models.CharField(
            "whom the law requires", max_length=200, help_text="In the words of the law: the chief officer of police."
        )
    )
    organisation = public(models.ForeignKey("Organisation", null=True, blank=True, on_delete=models.PROTECT))
    # Below: what the office needs to ask for people. The public reads whom the law requires, and who that is.
    standing = for_office(models.CharField("as what", max_length=24, choices=Standing, default=Standing.MEMBER))
    nominated_by = for_office(
        models.CharField(max_length=120, blank=True, help_text="Who says who comes, if that isn’t the partner itself.")
    )
    sure = for_office(models.CharField("how sure that is", max_length=8, choices=HowSure, default=HowSure.LAW))
    starts = for_office(models.DateField("since", null=True, blank=True))
    ends = for_office(models.DateField("until", null=True, blank=True))

    objects = RequiredPartnerQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [unique_key("regime"), ends_after_start()]


class Requirement(Ordered):
    """One thing that the law wants of plan or report: what it holds, by when it is due, who gets it or is asked.

    All of it is the office's checklist. What a document then says stands in its sections.
    """

    class About(models.TextChoices):
        PLAN_HOLDS = "plan-holds", say_later("What the {plan} has to hold")
        PLAN_DUE = "plan-due", say_later("By when the {plan} is due")
        PLAN_ASKS = "plan-asks", say_later("Who is asked before the {plan}")
        PRINCIPLE = "principle", "Principles that goals serve"
        REPORT_HOLDS = "report-holds", say_later("What the {report} has to hold")
        REPORT_DUE = "report-due", say_later("By when the {report} is due")
        REPORT_GOES_TO = "report-goes-to", say_later("Who is given the {report}")

    class FedBy(models.TextChoices):
        """Which records answer an item by standing in the document."""

        WORDS = "", "Words of its own"
        GOALS = "goals", "Goals"
        PROGRESS = "progress", "Progress, figures and evidence"
        FINDINGS = "findings", "Findings"
        MONEY = "money", "Money"
        MEMBERS = "members", "Members and structure"
        MEETINGS = "meetings", "Meetings"
        LINKS = "links", "Plans it ties in with"
        LEARNING = "learning", "Learning: audits, reviews, surveys, what people said"
        REVIEWS = "reviews", "Reviews that ended"
        UNDER_WAY = "under-way", "Reviews under way"
        FOLLOWED = "followed", "What came of recommendations"
        REFUSED = "refused", "Recommendations not accepted, and why"
        VOICE = "voice", "What people said, and surveys"
        TRAINING = "training", "Training and campaigns"
        STATEMENTS = "statements", "Statements of members"
        INSPECTED = "inspected", "Inspections"
        POLICIES = "policies", "Policies"

    within = ("regime",)
    goes_by = "words"

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE)
    about = for_office(models.CharField(max_length=16, choices=About, default=About.REPORT_HOLDS))
    number = for_office(models.CharField(max_length=12, blank=True, help_text="As the law numbers it: 4(1)(c)."))
    words = for_office(
        models.CharField(
            "what the law wants",
            max_length=250,
            help_text="Of a day: by the end of September; before 31 July; before the start of the year; "
            "within 6 months of the end; at least once in every 12 months. Other words have no day.",
        )
    )
    condition = for_office(models.CharField("only where", max_length=120, blank=True))
    fed_by = for_office(
        models.CharField("which records answer it", max_length=10, choices=FedBy, default=FedBy.WORDS, blank=True)
    )
    sure = for_office(models.CharField("how sure that is", max_length=8, choices=HowSure, default=HowSure.LAW))

    class Meta(Ordered.Meta):
        verbose_name = "thing the law wants"
        verbose_name_plural = "things the law wants"
        constraints = [
            unique_key("regime"),
            models.UniqueConstraint(
                fields=["regime", "about", "number"],
                condition=~Q(number=""),
                name="membership_requirement_number_once",
                violation_error_message="Another thing of this list has the number already.",
                violation_error_code="number",
            ),
        ]

    def key_words(self):
        return f"{self.about}-{self.number or self.words}"

    @property
    def whole(self):
        """What it wants, with where it does so: only where there is a secure establishment."""
        return f"{self.words}, only where {self.condition}" if self.condition else self.words


class Helpline(Ordered):
    """A number that the page for people who are worried has beside the body's own local ones."""

    goes_by = "who"

    who = public(models.CharField("who answers", max_length=120))
    number = public(models.CharField(max_length=60, help_text="Or an e-mail address."))
    when = public(
        models.CharField(
            "for whom, and when",
            max_length=160,
            blank=True,
            help_text="Opening hours change: say on which day somebody looked them up.",
        )
    )
    for_oneself = public(
        models.BooleanField(
            say_later("for the {person} concerned"),
            default=False,
            help_text=say_later("Whoever answers is there for the {person}, and not only for those who are worried."),
        )
    )

    class Meta(Ordered.Meta):
        constraints = [unique_key()]
