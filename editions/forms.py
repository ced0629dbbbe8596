"""What is typed when something is done to a draft or a version."""

from django import forms

from kit import clock, periods
from kit.called import say
from kit.fields import DayField, WordsField
from kit.forms import AskingForm
from kit.later import say_later
from kit.uploads import UploadField
from membership.models import Appointment, Body
from publications.files import brought

from . import withdrawal
from .decisions import naming_changes, unconfirmed
from .models import Approval, KeptFile, Presented

LARGEST_EXTRACT = 5_000_000
# What an extract may be, by the way its bytes begin.
EXTRACTS = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


class Plain(AskingForm):
    """Nothing is asked; the button is the answer."""

    def __init__(self, *args, edition=None, person=None, shown="", facts=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.edition, self.person, self.more_than_words = edition, person, facts
        if "shown" in self.fields:
            self.fields["shown"].initial = shown


class ShownForm(Plain):
    """The check code of the text that is on the page travels with the form: what is decided is what was shown."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Reason(Plain):
    reason = WordsField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Give the reason."},
    )


def check_not_to_come(day):
    """Refuse the day of something that was done if it lies after today."""
    if day > clock.today():
        raise forms.ValidationError(f"This day is still to come: today is {periods.day(clock.today())}.")


def seat_of(person):
    """In which role somebody approves or confirms, as far as the records say: the Independent Chair."""
    held = Appointment.objects.holding(clock.today()).filter(login=person).select_related("seat").first()
    return f"the {held.seat}" if held else ""


class OfConfirmation(ShownForm):
    """That changes are confirmed. If several were to confirm theirs, the form asks whose confirmation it is."""

    whose = forms.ChoiceField(label="Whose changes are confirmed")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.decisions = self.to_confirm() if self.edition else []
        self.names = list(dict.fromkeys(decision.confirmed_by for decision in self.decisions))
        self.fields["whose"].choices = [(name, f"To be confirmed by {name}") for name in self.names]
        if len(self.names) < 2:
            del self.fields["whose"]

    def to_confirm(self):
        """The decisions whose changes are confirmed by it."""
        return unconfirmed(self.edition)


class Confirm(OfConfirmation):
    """By somebody who has signed in, read the changed draft, and confirms the changes now."""

    confirmer = WordsField(
        label="In which role you confirm the changes",
        help_text="As readers will see it, without your name: the Independent Chair.",
        max_length=120,
        error_messages={"required": "Say in which role you confirm them."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmer"].initial = seat_of(self.person)

    def confirmation(self):
        return {
            "confirmer": self.cleaned_data["confirmer"],
            "confirmed_on": clock.today(),
            "confirmed_how": Approval.Confirmed.SIGNED_IN,
        }


class RecordConfirmation(OfConfirmation):
    """As the person who confirmed the changes told the office."""

    needed = True
    asked = ("confirmer", "confirmed_on", "confirmed_how")

    confirmer = WordsField(
        label="Who confirmed the changes",
        help_text="As readers will see it, without a name: the chair.",
        max_length=120,
        error_messages={"required": "Say who confirmed them."},
    )
    confirmed_on = DayField(
        label="On which day",
        help_text="For example 20 March 2016.",
        validators=[check_not_to_come],
        error_messages={"required": "Give the day on which they were confirmed."},
    )
    confirmed_how = forms.ChoiceField(
        label="How",
        choices=[("", "Choose"), *(each for each in Approval.Confirmed.choices if each[0] != "signed-in")],
        error_messages={"required": "Say how they were confirmed."},
    )
    confirmed_reference = WordsField(
        label="Reference or minute", help_text="If there is one: minute 9.", max_length=120, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.asked:
            self.fields[name].required = self.needed
        self.fields["confirmer"].initial = self.names[0] if len(self.names) == 1 else ""

    def clean_confirmed_on(self):
        day = self.cleaned_data["confirmed_on"]
        asked = max((each.decided_on for each in self.decisions if each.decided_on), default=None)
        if day and asked and day < asked:
            raise forms.ValidationError(f"The changes were asked for later, on {periods.day(asked)}.")
        return day

    def confirmation(self):
        return {name: self.cleaned_data[name] for name in (*self.asked, "confirmed_reference")}


class FreezeChanges(RecordConfirmation):
    """What changed is what was asked for; and, if that is so already, that it is confirmed."""

    needed = False
    field_order = ("shown", "only_these")

    only_these = forms.BooleanField(
        label="Only what was asked for has changed",
        error_messages={
            "required": "Compare the list with what was asked for, and tick that nothing else has changed."
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(self.names) > 1:  # each of them is recorded afterwards
            for name in ("whose", *self.asked, "confirmed_reference"):
                del self.fields[name]
            return
        self.fields["confirmed_on"].help_text = (
            f"If nobody has confirmed the changes yet, leave day and way empty: readers then see “to be confirmed by "
            f"{''.join(self.names)}”. It can be recorded later, before it is published."
        )

    def to_confirm(self):
        return naming_changes(self.edition)

    def clean(self):
        cleaned = super().clean()
        if self.is_told():
            for name in self.asked:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def is_told(self):
        """Whether anything is said of a confirmation: who it should be stands there from the beginning."""
        return any(self.data.get(name) for name in ("confirmed_on", "confirmed_how", "confirmed_reference"))

    def confirmation(self):
        return super().confirmation() if self.is_told() else None


class RestoreForm(Plain):
    reason = WordsField(
        label="Why it may be public again",
        help_text="One or two sentences for the public, beside the new version.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why it may be public again: the public reads it."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.edition is None or not self.edition.taken_down_at:
            del self.fields["reason"]


class Correct(ShownForm):
    note = WordsField(
        label="What was corrected",
        help_text="One or two sentences for the public: The probation contribution read £1,000; it is £1,100.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say to the public what was corrected."},
    )
    facts = forms.BooleanField(
        help_text=(
            "To correct the wording only, put the others back as they were first, or send a draft for approval instead."
        ),
        error_messages={"required": "Look at each of them, and tick that they are wrong in print."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.more_than_words:
            del self.fields["facts"]
            return
        told = (
            "This amount, figure, date, person or entry is"
            if len(self.more_than_words) == 1
            else (f"These {len(self.more_than_words)} amounts, figures, dates, people or entries are")
        )
        self.fields["facts"].label = say(
            "{told} wrong in print and put right; a decision of the {body} is not changed by it", told=told
        )


class Erase(Plain):
    instruction = WordsField(
        label="Instruction of the data protection officer",
        help_text="Only where you asked for it yourself: who instructed you, when, in which words.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    extracts = forms.BooleanField(
        label="Destroy the extract of the minutes too",
        help_text=(
            "A version that stays was decided by the same minutes. Tick this only where the extract itself "
            "must not exist; who decided, when and by which minute stays in any case."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.edition is None or not withdrawal.needed_extracts(self.edition).exists():
            del self.fields["extracts"]


class Approve(ShownForm):
    decided_by = WordsField(
        label="In which role you approve",
        help_text="As readers will see it, without your name: the Independent Chair.",
        max_length=250,
        error_messages={"required": "Say in which role you approve."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].initial = seat_of(self.person)


class RecordForm(ShownForm):
    """The decision of a body or of its chair, as the minutes have it."""

    how = forms.ChoiceField(
        label="How it was decided",
        choices=[
            (Approval.How.MEETING, "At a meeting"),
            (Approval.How.CHAIR, "By the chair, to be ratified by a meeting"),
        ],
        initial=Approval.How.MEETING,
    )
    decided_by = WordsField(
        label="Who decided", help_text=say_later("As readers will see it: the {Body}."), max_length=250
    )
    decided_on = DayField(
        label="Day of the decision",
        help_text="For example 16 March 2016.",
        validators=[check_not_to_come],
        error_messages={"required": "Give the day on which it was decided."},
    )
    reference = WordsField(
        label="Minute or reference", help_text="As you cite it: minute 7.", max_length=120, required=False
    )
    ratified = WordsField(
        label="Which meeting will ratify it",
        help_text=say_later("Only for a decision of the chair: the {Body} in June 2016."),
        max_length=120,
        required=False,
    )
    changes = WordsField(
        label="Changes asked for",
        help_text="Leave empty if it was approved as it stands.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    confirmed_by = WordsField(
        label="Who confirms the changes",
        help_text="Only if changes were asked for: the chair. Until that is done, readers see who is to confirm them.",
        max_length=120,
        required=False,
    )
    extract = UploadField(
        label="Extract of the minutes", help_text="A PDF, a Word file or a picture of at most 5 MB.", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        board = Body.objects.filter(kind=Body.Kind.BOARD).first()
        self.fields["decided_by"].initial = say("the {Body}") if board else ""

    def clean_extract(self):
        file = self.cleaned_data["extract"]
        if not file:
            return None
        if file.size > LARGEST_EXTRACT:
            raise forms.ValidationError("This file is larger than 5 MB.")
        head = file.read(8)
        file.seek(0)
        if not any(head.startswith(beginning) for beginning in EXTRACTS):
            raise forms.ValidationError("This is neither a PDF, a Word file, a PNG nor a JPEG picture.")
        if head.startswith(b"%PDF-"):
            data = file.read()
            file.seek(0)
            try:
                brought.take(data)
            except brought.Damaged as why:
                raise forms.ValidationError(str(why)) from why
            except brought.NotTaken:
                pass  # what else it holds is no matter here: it is kept as it is and never public
        return file

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("how") == Approval.How.CHAIR:
            if not cleaned.get("ratified"):
                self.add_error("ratified", "Say which meeting will ratify it.")
            if cleaned.get("decided_by") == self.fields["decided_by"].initial:
                self.add_error("decided_by", "The chair decided, so say that readers see the chair here.")
        if cleaned.get("changes") and not cleaned.get("confirmed_by"):
            self.add_error("confirmed_by", "Say who confirms the changes.")
        return cleaned

    def decision(self, by):
        """What was typed as a decision that is not saved yet; the extract is kept."""
        file = self.cleaned_data["extract"]
        words = {name: value for name, value in self.cleaned_data.items() if name not in ("shown", "extract")}
        return Approval(**words, extract=kept(file, by) if file else None)


def kept(file, by):
    """An uploaded file, kept as it was brought."""
    data = file.read()
    kind = next(kind for beginning, kind in EXTRACTS.items() if data.startswith(beginning))
    return KeptFile.objects.keep(data, name=file.name, media_type=kind, by=by)


class SendForm(Plain):
    remark = WordsField(
        label="Why it is sent with these findings",
        help_text="One sentence for whoever decides, if you like.",
        max_length=500,
        required=False,
    )


class PresentedForm(forms.ModelForm):
    """When a version was sent to a recipient, and what came of it."""

    use_required_attribute = False

    due = DayField(label="Due", required=False)
    sent_on = DayField(label="Sent", required=False)

    class Meta:
        model = Presented
        fields = ["due", "sent_on", "outcome", "comments", "reference"]
        widgets = {"comments": forms.Textarea(attrs={"rows": 3})}
