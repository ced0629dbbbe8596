"""The board itself: its settings, the organisations it brings together, its bodies, their seats, and who sits there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from kit import clock, spans, stamps
from kit import colour as colours
from kit.later import say_later
from kit.rows import (
    Ordered,
    Row,
    ends_after_start,
    for_its_own,
    for_members,
    for_office,
    from_until,
    public,
    unique_key,
)
from kit.wcag import CRITERIA
from membership.querysets import AccessibilityFaultQuerySet, AppointmentQuerySet, BodyQuerySet, SeatQuerySet

from .people import User


def check_colour(text):
    """Refuse a colour on which white can't be read; the sentence has the nearest one on which it can."""
    colour = colours.read(text)
    if colour is None:
        raise ValidationError("Write the colour as # and six signs, such as #0b5f63.")
    if colours.contrast(colour, colours.WHITE) < colours.LEAST:
        nearest = colours.write(colours.readable(colour, colours.WHITE, colours.BLACK))
        raise ValidationError(
            f"White words can’t be read on this colour: the contrast is {colours.ratio(colour, colours.WHITE)}, and "
            f"4.5 to 1 is needed. The nearest that passes is {nearest}."
        )


def successors(text):
    """The successors that somebody wrote down, a line to each: pairs of a name and a web address."""
    lines = (line.split() for line in text.splitlines() if line.strip())
    return [(" ".join(words[:-1]).rstrip(":,"), words[-1]) for words in lines]


def check_successors(text):
    """Refuse a line that lacks the name or the web address."""
    for name, address in successors(text):
        if not name or not address.startswith(("https://", "http://")):
            raise ValidationError(
                f"Write a name, then a web address that begins with https://. This line has not both: {name} {address}"
            )


class Logo(models.Model):
    """A picture that the board was shown by, as it is sent out. Kept for good: a former version still has it.

    Rows are added and never changed. `data` is a PNG that this program wrote itself, `digest` its SHA-256.
    """

    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField(help_text="In pixels.")
    height = models.PositiveIntegerField(help_text="In pixels.")
    kept_at, kept_by = stamps.at(), stamps.by()

    class Meta:
        ordering = ["pk"]
        constraints = [
            stamps.together("kept"),
            models.UniqueConstraint(
                fields=["digest"],
                name="membership_logo_once",
                violation_error_message="This picture is kept already.",
                violation_error_code="digest",
            ),
        ]

    def __str__(self):
        return f"picture of {self.width} by {self.height} pixels"


# The settings that limit what managers can do alone. A change of one stands in the record of access.
LIMITS = frozenset({"recorded_decisions", "decisions_needed", "standing_permission", "trusted_computers"})


class Board(Row):
    """The board whose installation this is: what it calls itself and how it is reached. There is one."""

    class Licence(models.TextChoices):
        """Under which licence what is published may be used again."""

        OTHER = "", "Another, in words, or not said"
        OPEN = "ogl-3", "Open Government Licence v3.0"

    goes_by = "name"
    keyed_by = "short_name"

    only = models.PositiveSmallIntegerField(default=1, editable=False)
    name = public(models.CharField(max_length=200))
    short_name = public(models.CharField(max_length=80, help_text=say_later("As in running words: Southend {short}.")))
    abbreviation = public(models.CharField(max_length=20, blank=True, help_text=say_later("As in headings: {short}.")))
    area = public(models.CharField(max_length=120, blank=True))
    website = public(models.CharField(max_length=200, blank=True))
    contact_email = public(models.EmailField("contact e-mail", blank=True))
    contact_telephone = public(models.CharField(max_length=60, blank=True))
    contact_address = public(models.TextField(blank=True))
    concern_words = public(
        models.TextField(
            say_later("worried about {somebody}: what to do"),
            blank=True,
            help_text="Who to tell and how, in a sentence or two. In immediate danger 999 is always said.",
        )
    )
    concern_daytime = public(
        models.CharField(
            say_later("worried about {somebody}: number by day"),
            max_length=120,
            blank=True,
            help_text="The number alone; on a telephone it is a button that rings.",
        )
    )
    concern_daytime_when = public(models.CharField("hours of that number", max_length=120, blank=True))
    concern_out_of_hours = public(
        models.CharField(say_later("worried about {somebody}: number out of hours"), max_length=120, blank=True)
    )
    concern_out_of_hours_when = public(models.CharField("hours of the number out of hours", max_length=120, blank=True))
    concern_for_oneself = public(
        models.TextField(
            say_later("worried about {somebody}: to the {person} concerned"),
            blank=True,
            help_text=say_later("A line or two, said to the {person}: whom to tell, and that it is right to."),
        )
    )
    concern_afterwards = public(
        models.TextField(
            say_later("worried about {somebody}: what happens after a call"),
            blank=True,
            help_text="Who answers, what they ask, what they do then, and who is told.",
        )
    )
    responsible_body = public(
        models.CharField(
            max_length=200,
            blank=True,
            help_text="Who is responsible in law for this site and for what is kept in it; usually the council.",
        )
    )
    controller = public(
        models.CharField(
            "controller of personal information",
            max_length=200,
            blank=True,
            help_text="Who decides which personal information is kept and why. Empty: whoever is responsible in law.",
        )
    )
    data_protection_contact = public(
        models.TextField(
            "data protection officer",
            blank=True,
            help_text="How to reach the controller’s data protection officer.",
        )
    )
    complaints = public(
        models.TextField(
            "how to complain about the use of personal information",
            blank=True,
            help_text="A form’s web address or an e-mail address, and who answers. The law wants an electronic way.",
        )
    )
    log_retention = public(
        models.CharField(
            "how long the server keeps its notes of requests",
            max_length=120,
            blank=True,
            help_text="As in a sentence: 30 days. Whoever looks after the server knows.",
        )
    )
    licence = public(
        models.CharField(
            "licence for using it again",
            max_length=8,
            choices=Licence,
            default=Licence.OTHER,
            blank=True,
        )
    )
    licence_words = public(
        models.TextField(
            "licence in words",
            blank=True,
            help_text="Your own licence: what others may do. The Open Government Licence: what it leaves out.",
        )
    )
    other_formats = public(
        models.TextField(
            "how to ask for another format",
            blank=True,
            help_text="Who to ask for large print, easy read or paper, and how soon it comes.",
        )
    )
    accessibility_tested_on = public(
        models.DateField(
            "accessibility last tested on", null=True, blank=True, help_text="The day people tried out this site."
        )
    )
    accessibility_tested_by = public(
        models.TextField(
            "how accessibility was tested, and by whom",
            blank=True,
            help_text="Such as: the council's web team, with the keyboard and the screen reader NVDA, on ten pages.",
        )
    )
    statement_prepared_on = public(models.DateField("accessibility statement prepared on", null=True, blank=True))
    statement_reviewed_on = public(
        models.DateField(
            "accessibility statement last reviewed on",
            null=True,
            blank=True,
            help_text="The day somebody last went through it. It is asked for again within a year.",
        )
    )
    recorded_decisions = for_office(
        models.BooleanField(
            "the office may record decisions",
            default=True,
            help_text="Without this only somebody who signs in, and isn't the sender, can approve.",
        )
    )
    decisions_needed = for_office(
        models.PositiveSmallIntegerField(
            "decisions needed",
            default=1,
            help_text="How many partners each decide on a document; three where the three safeguarding partners do.",
        )
    )
    standing_permission = for_office(
        models.CharField(
            "standing permission to correct",
            max_length=200,
            blank=True,
            help_text=say_later("The minute by which the {body} lets its office correct slips. Empty: it doesn't."),
        )
    )
    trusted_computers = for_office(
        models.BooleanField(
            "people may trust a computer",
            default=False,
            help_text="For 12 hours signing in there then asks for the password only. Publishing, approving, inviting "
            "and erasing ask for the second factor all the same.",
        )
    )
    notice = public(models.TextField(blank=True, help_text="Stands at the head of every public page. Usually empty."))
    ended_on = public(
        models.DateField(
            say_later("last day of the {body}"),
            null=True,
            blank=True,
            help_text="If it ends: every public page then says so. What is published stays.",
        )
    )
    continued_at = public(
        models.TextField(
            "continued at",
            blank=True,
            validators=[check_successors],
            help_text="Each successor on a line of its own: its name, then its web address.",
        )
    )
    search_engines = public(models.BooleanField("search engines may list the site", default=True))
    colour = public(
        models.CharField(
            say_later("the {body}'s colour"),
            max_length=7,
            blank=True,
            validators=[check_colour],
            help_text="As in a style guide: #0b5f63. White words must be readable on it. Empty: the program's own.",
        )
    )
    logo = public(
        models.ForeignKey("Logo", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    )
    logo_words = public(
        models.CharField(
            "what the logo shows",
            max_length=200,
            blank=True,
            editable=False,
            help_text="Read out to those who can't see it: the words on it, or what it shows.",
        )
    )
    first_day_hidden = for_office(models.BooleanField("the list for the first day is hidden", default=False))

    class Meta:
        # There is one of it.
        verbose_name = verbose_name_plural = say_later("{body}")
        constraints = [
            unique_key(),
            models.CheckConstraint(
                name="membership_board_decisions_needed",
                condition=Q(decisions_needed__gte=1, decisions_needed__lte=9),
                violation_error_message="At least one decision is needed, and no more than nine.",
                violation_error_code="decisions_needed",
            ),
            models.UniqueConstraint(
                fields=["only"],
                name="membership_board_only_one",
                violation_error_message=say_later("There is a {body} already; one installation serves one {body}."),
            ),
            models.CheckConstraint(
                name="membership_board_only_is_one",
                condition=Q(only=1),
                violation_error_message=say_later("One installation serves one {body}."),
            ),
        ]


def the_board(row=None):
    """The board, whose are the rows that stand in no other; None before it is named."""
    return Board.objects.first()


def check_criterion(text):
    """Refuse a number, whatever stands behind it, that no criterion of WCAG 2.2 at level A or AA has."""
    number = text.partition(" ")[0]
    if number not in CRITERIA:
        raise ValidationError(f"WCAG 2.2 has no criterion {number} at level A or AA. Write its number, such as 1.4.3.")


class AccessibilityFault(Ordered):
    """Something on this site or in its documents that people can't use: the accessibility statement lists each.

    The regulations of 2018 (Public Sector Bodies, No. 2) let a fault stand without a day only if putting it right is a
    disproportionate burden, or if they don't apply to it.
    """

    class Stands(models.TextChoices):
        TO_MEND = "to-mend", "Will be put right"
        BURDEN = "burden", "Putting it right is a disproportionate burden"
        OUT_OF_SCOPE = "scope", "The regulations don’t apply to it"

    goes_by = "words"

    words = public(
        models.TextField(
            "what isn’t accessible",
            help_text="For whom, and where: People who can’t see the map on the page … don’t get its words.",
        )
    )
    criterion = public(
        models.CharField(
            "WCAG criterion",
            max_length=60,
            blank=True,
            validators=[check_criterion],
            help_text="Its number, such as 1.4.3.",
        )
    )
    stands = public(models.CharField("what becomes of it", max_length=8, choices=Stands, default=Stands.TO_MEND))
    starts = public(models.DateField("known since", null=True, blank=True))
    mend_by = public(models.DateField("put right by", null=True, blank=True))
    ends = for_office(
        models.DateField("put right on", null=True, blank=True, help_text="From that day it is on the list no more.")
    )

    objects = AccessibilityFaultQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = "fault in accessibility"
        verbose_name_plural = "faults in accessibility"
        constraints = [unique_key(), ends_after_start()]

    @property
    def lacks(self):
        """What an auditor asks for and isn't recorded, in words."""
        wanted = {"criterion": self.criterion or self.stands == self.Stands.OUT_OF_SCOPE}
        wanted["day"] = self.mend_by or self.stands != self.Stands.TO_MEND
        return [words for words, given in wanted.items() if not given]


class ReportingPeriod(Row):
    """The span that an annual report looks back on; for many boards October to September."""

    goes_by = "label"

    label = public(models.CharField(max_length=60, help_text=say_later("As the {body} writes it: 2014/15.")))
    starts, ends = from_until(public)
    report_due = for_office(
        models.DateField(
            say_later("day by which the {report} is to be public"),
            null=True,
            blank=True,
            help_text=say_later("The {body}'s own, if the law names no day or a later one."),
        )
    )

    class Meta:
        ordering = ["starts", "label"]
        constraints = [unique_key(), ends_after_start()]

    @property
    def plain(self):
        """Its number and days, of which a question can be asked (`kit.written`)."""
        return spans.PlainSpan(self.pk, self.starts, self.ends)


class Organisation(Row):
    """An agency, or a department of one."""

    class Kind(models.TextChoices):
        LOCAL_AUTHORITY = "local-authority", "Local authority"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        PROBATION = "probation", "Probation"
        EDUCATION = "education", "Education"
        COURTS = "courts", "Courts"
        FIRE = "fire", "Fire and rescue"
        VOLUNTARY = "voluntary", "Voluntary sector"
        OTHER = "other", "Other"

    named_by = stands_under = ("parent",)
    goes_by = "full_name"
    keyed_by = "name"

    name = public(models.CharField(max_length=200))
    short_name = public(models.CharField(max_length=80, blank=True))
    kind = for_office(models.CharField(max_length=20, choices=Kind, default=Kind.OTHER))
    parent = public(
        models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="departments")
    )
    starts, ends = from_until(for_office)

    class Meta:
        ordering = ["name"]
        constraints = [
            unique_key(),
            ends_after_start(),
            models.CheckConstraint(
                name="membership_organisation_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="An organisation can't be a department of itself.",
                violation_error_code="parent",
            ),
        ]

    @property
    def full_name(self):
        """The name with what it is a department of before it: Southend Borough Council, Department for People."""
        return f"{self.parent.full_name}, {self.name}" if self.parent else self.name


class Succession(Row):
    """That one organisation took the place of another from a day on. Frozen documents name whoever it was then.

    It is the office's own knowledge: what is published says who sits and pays, as each document's day had it.
    """

    within = ("organisation",)
    named_by = ("successor",)
    goes_by = "successor"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="followed_by")
    successor = for_office(models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="follows"))
    on = for_office(models.DateField("first day"))
    words = for_office(models.CharField("where it stands", max_length=200, blank=True))

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = "succession of an organisation"
        verbose_name_plural = "successions of organisations"
        constraints = [
            unique_key("organisation"),
            models.CheckConstraint(
                name="membership_succession_of_another",
                condition=~Q(organisation=F("successor")),
                violation_error_message="An organisation can't follow itself.",
                violation_error_code="successor",
            ),
        ]


class Reply(Row):
    """What an organisation says itself to what is recorded of it: beside its seats, figures and actions, in its words.

    Whoever sits for it writes, and the office can; no other organisation reads it.
    """

    within = named_by = ("organisation",)
    goes_by = "organisation"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    words = for_its_own(models.TextField("reply", help_text=say_later("No names of {people}, no cases.")))

    class Meta:
        ordering = ["organisation", "pk"]
        verbose_name = "reply of an organisation"
        verbose_name_plural = "replies of organisations"
        constraints = [
            unique_key("organisation"),
            models.UniqueConstraint(
                fields=["organisation"],
                name="membership_reply_once",
                violation_error_message="This organisation has a reply already. Change that one.",
                violation_error_code="words",
            ),
        ]

    def __str__(self):
        return f"Reply of {self.organisation.full_name}"

    def key_words(self):
        return "reply"


class Body(Ordered):
    """Anything with seats and meetings: the board, its executive, a sub-group, a panel, another board."""

    class Kind(models.TextChoices):
        BOARD = "board", say_later("{Body}")
        EXECUTIVE = "executive", "Executive"
        SUB_GROUP = "sub-group", "Sub-group"
        PANEL = "panel", "Panel"
        TASK_AND_FINISH = "task-and-finish", "Task and finish group"
        PARTNER_BOARD = "partner-board", "Another board"

    goes_by = "name"
    stands_under = ("parent", "reports_to")

    name = public(models.CharField(max_length=200))
    kind = for_office(models.CharField(max_length=20, choices=Kind, default=Kind.SUB_GROUP))
    parent = public(models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below"))
    reports_to = public(
        models.ForeignKey(
            "self",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="reported_by",
            help_text="Where that isn't the body it stands below.",
        )
    )
    purpose = public(models.TextField(blank=True, help_text="What it is for, in a sentence or two."))
    meets = public(models.CharField("how often it meets", max_length=80, blank=True, help_text="Such as: quarterly."))
    reports_to_in_words = public(
        models.CharField(
            "reports to, in words", max_length=200, blank=True, help_text="Where that is none of the list."
        )
    )
    quorum = for_members(models.TextField(blank=True, help_text="When the body may decide, in its own words."))
    starts, ends = from_until(for_office)

    objects = BodyQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name_plural = "bodies"
        constraints = [
            unique_key(),
            ends_after_start(),
            models.CheckConstraint(
                name="membership_body_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="A body can't stand below itself.",
                violation_error_code="parent",
            ),
        ]

    @property
    def reports(self):
        """To whom it reports beside what it stands below: a body, and whoever is none of the list."""
        return [each for each in (self.reports_to and self.reports_to.name, self.reports_to_in_words) if each]


class JointWith(Ordered):
    """That a body belongs to another board, too: a group of a children's and an adults' board reports to both."""

    within = ("body",)
    named_by = ("other",)
    goes_by = "other"

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="joint_with")
    other = public(
        models.ForeignKey(Body, verbose_name="joint with", on_delete=models.PROTECT, related_name="joint_bodies")
    )

    class Meta(Ordered.Meta):
        verbose_name = "body it is joint with"
        verbose_name_plural = "bodies it is joint with"
        constraints = [
            unique_key("body"),
            models.UniqueConstraint(
                fields=["body", "other"],
                name="membership_jointwith_once",
                violation_error_message="These two are joint already.",
                violation_error_code="other",
            ),
            models.CheckConstraint(
                name="membership_jointwith_another",
                condition=~Q(body=F("other")),
                violation_error_message="A body isn't joint with itself. Choose the other one.",
                violation_error_code="other",
            ),
        ]

    def clean(self):
        """What it stands below is the first of the two: the database sees one table and can't say so."""
        super().clean()
        if self.body_id and self.other_id and self.body.parent_id == self.other_id:
            raise ValidationError(
                {"other": f"It stands below {self.other} already. Choose the other one that it belongs to."}
            )


class Seat(Ordered):
    """One place at a table: the role that sits there and whom it represents, independent of who holds it."""

    class Office(models.TextChoices):
        CHAIR = "chair", "Chair"
        JOINT_CHAIR = "joint-chair", "Joint chair"
        VICE_CHAIR = "vice-chair", "Vice chair"
        NONE = "none", "No office"

    class Capacity(models.TextChoices):
        MEMBER = "member", "Member"
        LAY_MEMBER = "lay-member", "Lay member"
        OBSERVER = "participant-observer", "Participant observer"
        ADVISER = "adviser", "Adviser"
        IN_ATTENDANCE = "in-attendance", "In attendance"

    within = ("body",)

    body = models.ForeignKey(Body, on_delete=models.CASCADE)
    role = public(models.CharField(max_length=200, blank=True, help_text="The post: District Commander."))
    number = public(
        models.PositiveSmallIntegerField(null=True, blank=True, help_text="Where there are several such seats.")
    )
    number_unknown = public(models.BooleanField(default=False, help_text="Several seats, and nobody says how many."))
    organisation = public(models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT))
    organisation_as_printed = public(
        models.CharField(
            max_length=200,
            blank=True,
            help_text=say_later("Where the {body} writes it in another way, or it is none of the list."),
        )
    )
    represents = public(
        models.TextField(blank=True, help_text="Where that isn't the organisation. As long as it needs to be.")
    )
    office = public(models.CharField(max_length=12, choices=Office, default=Office.NONE))
    capacity = public(models.CharField(max_length=20, choices=Capacity, default=Capacity.MEMBER))
    note = public(models.CharField(max_length=200, blank=True, help_text="Such as: also represents IYSS."))
    starts, ends = from_until(for_office)

    objects = SeatQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            unique_key("body"),
            ends_after_start(),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(office="chair", ends__isnull=True),
                name="membership_seat_one_chair",
                violation_error_message=(
                    "This body has a chair already. End that seat first, make both joint chairs, "
                    "or make this a vice chair."
                ),
                violation_error_code="office",
            ),
            models.CheckConstraint(
                name="membership_seat_role_or_office",
                condition=(
                    ~Q(role="") | ~Q(office="none") | Q(organisation__isnull=False) | ~Q(organisation_as_printed="")
                ),
                violation_error_message=(
                    "Give the role that sits here or its organisation, or say that it is the chair or vice chair."
                ),
                violation_error_code="role",
            ),
            models.CheckConstraint(
                name="membership_seat_number_or_unknown",
                condition=Q(number__isnull=True) | Q(number_unknown=False),
                violation_error_message="Give the number of seats, or say that it is unknown, not both.",
                violation_error_code="number",
            ),
        ]

    def __str__(self):
        has_office = self.office != self.Office.NONE
        return self.role or (self.get_office_display() if has_office else self.organisation_name)

    @property
    def is_over(self):
        """Whether it ended before today."""
        return self.ends is not None and self.ends < clock.today()

    @property
    def organisation_name(self):
        """Whom the seat represents, as the board prints it; empty if nobody says."""
        if self.organisation_as_printed:
            return self.organisation_as_printed
        return self.organisation.full_name if self.organisation else ""


class Appointment(Row):
    """Who holds a seat and since when; or that nobody does. A seat without one is "holder not recorded"."""

    class State(models.TextChoices):
        IN_POST = "in-post", "In post"
        ACTING = "acting", "Acting"
        VACANT = "vacant", "Vacant"
        LEFT = "left", "Left"

    within = ("seat",)

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    login = for_office(models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT))
    name = for_members(
        models.CharField(max_length=120, blank=True, help_text="Who sits here. Public pages name roles, not people.")
    )
    named_publicly = for_office(
        models.BooleanField(default=False, help_text="This person agreed to be named on public pages.")
    )
    state = public(models.CharField(max_length=10, choices=State, default=State.IN_POST))
    starts, ends = from_until(for_members, "from", "until")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            unique_key("seat"),
            ends_after_start(),
            models.CheckConstraint(
                name="membership_appointment_vacant_is_nobody",
                condition=~Q(state="vacant") | Q(login__isnull=True, name=""),
                violation_error_message="A vacant seat has no holder; take the name away or say in post.",
                violation_error_code="name",
            ),
        ]

    def __str__(self):
        return self.name or self.get_state_display()

    def key_words(self):
        return self.get_state_display()


class PartyQuerySet(models.QuerySet):
    def of(self, thing):
        """The party that stands for an organisation, a body, a seat, or words; made if there is none yet."""
        return self.get_or_create(**{"words" if isinstance(thing, str) else thing._meta.model_name: thing})[0]

    def get_by_natural_key(self, kind, *words):
        if kind == "words":
            return self.get(words=words[0])
        model = self.model._meta.get_field(kind).related_model
        return self.get(**{kind: model.objects.get_by_natural_key(*words)})


class Party(models.Model):
    """Who leads, owes, raises or receives: one of ours, or words if it is none of ours."""

    KINDS = ("organisation", "body", "seat", "words")
    named_by = ("organisation__parent__parent", "body", "seat")

    organisation = models.OneToOneField(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    body = models.OneToOneField(Body, null=True, blank=True, on_delete=models.PROTECT)
    seat = models.OneToOneField(Seat, null=True, blank=True, on_delete=models.PROTECT)
    words = models.CharField(max_length=200, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                name="membership_party_is_one_thing",
                condition=Q(organisation__isnull=False, body__isnull=True, seat__isnull=True, words="")
                | Q(organisation__isnull=True, body__isnull=False, seat__isnull=True, words="")
                | Q(organisation__isnull=True, body__isnull=True, seat__isnull=False, words="")
                | (Q(organisation__isnull=True, body__isnull=True, seat__isnull=True) & ~Q(words="")),
                violation_error_message="Choose an organisation, a body or a seat, or give words: one of them.",
            ),
            models.UniqueConstraint(
                fields=["words"],
                condition=~Q(words=""),
                name="membership_party_words",
                violation_error_message="These words are a party already.",
            ),
        ]

    def __str__(self):
        return str(self.organisation or self.body or self.seat or self.words)

    def natural_key(self):
        thing = self.organisation or self.body or self.seat
        return (thing._meta.model_name, *thing.natural_key()) if thing else ("words", self.words)
