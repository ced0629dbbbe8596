"""The forms of the people page."""

from django import forms
from django.core.exceptions import ValidationError

from kit import clock
from kit.fields import DayField, WordsField
from kit.forms import AskingForm
from membership import duties, seats
from membership.models import AccessEvent, User
from membership.roles import FOR, Role

ROLES = [(role.value, f"{role.label}: {FOR[role]}") for role in Role]


class Roles(forms.MultipleChoiceField):
    """Roles to be ticked, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(**({"choices": ROLES, "required": False} | kwargs))


class SeatField(forms.TypedMultipleChoiceField):
    """Seats to be ticked. The choices are made by the form, which knows whose they are."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, open_seats):
        self.by_key = {str(seat.pk): seat for seat in open_seats}
        self.choices = [(key, seat_words(seat)) for key, seat in self.by_key.items()]
        self.coerce = self.by_key.get


def seat_words(seat):
    """A seat as a person looks for it in a list: Executive: Chair, Essex Police."""
    return f"{seat.body}: {', '.join(filter(None, (str(seat), seat.organisation_name)))}"


class PeopleForm(AskingForm):
    """A form that does one deed. What the deed refuses is said on the form."""

    def attempt(self, deed, *arguments, **named):
        """Do it; says whether it was done. A refusal stands beside its field, or at the head."""
        try:
            deed(*arguments, **named)
        except ValidationError as refusal:
            known = hasattr(refusal, "error_dict") and refusal.error_dict.keys() <= self.fields.keys()
            self.add_error(None, refusal if known else ValidationError(refusal.messages))
            return False
        return True


class InviteForm(PeopleForm):
    email = forms.EmailField(
        label="E-mail", help_text="The person signs in with it, so it must be their own and not a shared one."
    )
    name = WordsField(label="Name", max_length=120, help_text="Shown beside what this person does.")
    roles = Roles(help_text="Without a role a person can sign in and sees nothing.")
    seat = forms.ChoiceField(
        label="Seat", required=False, help_text="Where this person sits, if they sit anywhere. More can be added later."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat in seats.open_to()}
        self.fields["seat"].choices = [("", "No seat"), *((key, seat_words(seat)) for key, seat in self.seats.items())]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if known := User.objects.filter(email__iexact=email).first():
            state = "" if known.is_active else " Their access has ended; bring them back on their own page."
            raise ValidationError(f"This e-mail has a login already: {known}.{state}")
        return email

    def clean_seat(self):
        return self.seats.get(self.cleaned_data["seat"])


class SureForm(PeopleForm):
    """Asks for one more tick if somebody is about to take something from themselves."""

    sure = forms.BooleanField(
        label="Yes, I want to lose my own access to this page",
        error_messages={"required": "Tick this if you mean it. Otherwise go back; nothing is changed yet."},
    )

    def __init__(self, *args, own=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["sure"]


class RolesForm(SureForm):
    name = WordsField(label="Name", max_length=120, help_text="Shown beside what this person does.")
    roles = Roles()

    field_order = ["name", "roles", "sure"]

    def __init__(self, *args, own=False, **kwargs):
        super().__init__(*args, own=own, **kwargs)
        if own and not (self.is_bound and Role.MANAGER not in self.data.getlist("roles")):
            del self.fields["sure"]


class SeatsForm(PeopleForm):
    seats = SeatField(
        label="Seats",
        required=False,
        help_text="Seats that somebody else holds, or that are recorded as vacant, are not in this list.",
    )

    def __init__(self, *args, login, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].offer(seats.open_to(login))


class CoverForm(PeopleForm):
    stand_in = forms.ModelChoiceField(
        User.objects.none(), label="Who stands in", empty_label="Choose a person", help_text="They get these roles too."
    )
    roles = Roles(label="In which roles", required=True)
    starts = DayField(label="From")
    ends = DayField(label="Until", help_text="The last day. The cover ends by itself when this day is over.")

    def __init__(self, *args, login, by, **kwargs):
        super().__init__(*args, **kwargs)
        held = {duty.role for duty in duties.own_of(login)}
        self.fields["stand_in"].queryset = User.objects.able().exclude(pk__in=[login.pk, by.pk])
        self.fields["roles"].choices = [(value, words) for value, words in ROLES if value in held]
        self.initial.setdefault("starts", clock.today())
        self.initial.setdefault("roles", sorted(held))

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The end lies before the start.")
        return cleaned


class HoldForm(PeopleForm):
    reason = WordsField(
        label="Why nothing may be deleted", max_length=200, help_text="Such as: inquiry, letter of 3 May 2016."
    )


class AccessFilter(AskingForm):
    """Which rows of the record of access are shown. What can't be read is left aside and said."""

    person = forms.ModelChoiceField(User.objects.order_by("name", "email"), required=False, empty_label="Everybody")
    what = forms.ChoiceField(choices=[("", "Everything"), *AccessEvent.What.choices], required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="Until", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It filters and saves nothing: each field may stay empty, and none needs to say so.
        for field in self.fields.values():
            field.label_suffix = ""
