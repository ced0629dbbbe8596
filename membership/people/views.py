"""The people page: who can sign in, what each may do, and every change of that, each on a plain page of its own."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from django_tables2 import SingleTableView

from kit import clock, periods, spreadsheets
from kit.access import Permitted
from kit.drafts.keeping import KeepingForm
from membership import duties, invitations, logins, mail, seats
from membership.audit import What, record_sparingly
from membership.models import AccessEvent, Duty, User
from membership.roles import May
from membership.second_factor import RecentSecondFactor

from . import forms, listing
from .tables import AccessTable, PeopleTable


class Managing(Permitted):
    """For people who manage people."""

    permission_required = May.MANAGE_PEOPLE


class People(Managing, SingleTableView):
    """Everybody with a login."""

    template_name = "people/index.html"
    table_class = PeopleTable
    table_pagination = {"per_page": 100}

    def get_queryset(self):
        return listing.people(self.request.user)

    def render_to_response(self, context, **kwargs):
        """The page; or, if the address asks for it, everybody as a file for a spreadsheet."""
        if "csv" in self.request.GET:
            return spreadsheets.download("people", listing.rows(self.object_list))
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(only=duties.only_manager(), **kwargs)


class OfPerson(Managing):
    """A page about one person's login."""

    @cached_property
    def login(self):
        return get_object_or_404(listing.people(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(login=self.login, **kwargs)


class Person(OfPerson, TemplateView):
    """One person: what they may do, where they sit, what happened to their access, and what can be done."""

    template_name = "people/person.html"

    def get_context_data(self, **kwargs):
        events = (
            AccessEvent.objects.visible_to(self.request.user).filter(login=self.login).select_related("login", "by")
        )
        return super().get_context_data(
            state=listing.state(self.login),
            last_seen=listing.last_seen(self.login),
            roles=[{"words": words, "cover": duty} for words, duty in listing.roles_with_cover(self.login)],
            seats=listing.seats(self.login),
            away=listing.covered(self.login),
            may_change=may_change(self.login, self.request.user),
            recent=AccessTable(events[:10], exclude=["login"], orderable=False),
            more=f"{reverse('access')}?person={self.login.pk}",
            **kwargs,
        )


def may_change(login, by):
    """An administrator's login is a matter for administrators."""
    return by.is_superuser or not login.is_superuser


class PersonFormView(KeepingForm, RecentSecondFactor, FormView):
    """A page that asks before it does something, and then says what was done."""

    template_name = "people/form.html"
    heading = button = ""
    # What follows from it, sentence by sentence.
    says = ()
    level = messages.SUCCESS

    @property
    def kept_as(self):
        return f"“{self.heading}”"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            heading=self.heading,
            button=self.button,
            says=self.sentences(),
            is_possible=self.is_possible(),
            back=self.get_success_url(),
            **kwargs,
        )

    def is_possible(self):
        """Whether it can be done at all; if not, the sentences say why."""
        return True

    def sentences(self):
        return self.says

    def form_valid(self, form):
        if not form.attempt(self.do, form.cleaned_data):
            return self.form_invalid(form)
        messages.add_message(self.request, self.level, self.done())
        return redirect(self.get_success_url())


class Inviting:
    """A deed that sends a link: if no e-mail went out, somebody has to do more."""

    @property
    def level(self):
        return messages.SUCCESS if self.sent else messages.WARNING


class Invite(Managing, Inviting, PersonFormView):
    """A login for somebody new. The page that follows shows the link that lets them in."""

    form_class = forms.InviteForm
    heading, button = "Invite a person", "Make the login and show the invitation"
    says = (
        "The person gets a link of their own, by e-mail where this site can send e-mail. You see the link as well.",
    )

    def do(self, given):
        self.login = logins.invite(
            given["email"], given["name"], given["roles"], seat=given["seat"], by=self.request.user
        )
        self.sent = invitations.send(self.login, self.request)

    def done(self):
        return sent_words(self.login, self.sent)

    def get_success_url(self):
        return reverse("invitation", args=[self.login.pk]) if hasattr(self, "login") else reverse("people")


def shows_link(login):
    """Whether a manager sees the link that lets somebody in.

    A person who has come in before gets theirs by e-mail only, if this site can send e-mail: with the link
    anybody comes in as them.
    """
    return not (login.last_login and mail.can_be_sent())


def sent_words(login, sent):
    if sent:
        return f"An e-mail with the link went to {login.email}."
    if not shows_link(login):
        return "No e-mail was sent: the mail server did not take it. Try again later."
    return "No e-mail was sent. Copy the link from this page and give it to the person yourself."


class PersonDeed(OfPerson, PersonFormView):
    """Something done to one person's login: `deed` does it, `finished` says so."""

    form_class = forms.SureForm
    own_needs_a_tick = False

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission() and not may_change(self.login, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def do(self, given):
        type(self).deed(self.login, by=self.request.user)

    def done(self):
        return self.finished.format(login=self.login)

    @property
    def is_own(self):
        return self.login == self.request.user

    def get_form_kwargs(self):
        own = {"own": self.own_needs_a_tick and self.is_own} if issubclass(self.form_class, forms.SureForm) else {}
        return super().get_form_kwargs() | own

    def get_success_url(self):
        return reverse("person", args=[self.login.pk])


class Invitation(Inviting, PersonDeed):
    """The link that lets a person in, to copy or only to be mailed; sending it again makes a new one."""

    template_name = "people/invitation.html"
    button = "Send the invitation again"

    def get(self, request, *args, **kwargs):
        """A person who sees the link of somebody who has come in before could come in as them."""
        if self.login.is_active and self.login.last_login and shows_link(self.login):
            record_sparingly(What.INVITED, login=self.login, by=request.user, detail="a new link was shown")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        link = invitations.link(self.login, self.request) if shows_link(self.login) else ""
        return super().get_context_data(
            link=link, lives=invitations.LIVES, mail_can_be_sent=mail.can_be_sent(), **kwargs
        )

    def do(self, given):
        logins.note_invitation(self.login, by=self.request.user)
        self.sent = invitations.send(self.login, self.request)

    def done(self):
        return sent_words(self.login, self.sent)

    def get_success_url(self):
        return reverse("invitation", args=[self.login.pk])


class ChangeRoles(PersonDeed):
    """A person's name and what they may do."""

    form_class = forms.RolesForm
    heading, button = "Change name and roles", "Save"
    own_needs_a_tick = True
    says = ("A changed role signs the person out; they sign in again with their new roles.",)

    def get_initial(self):
        own = Duty.objects.filter(login=self.login).current(clock.today()).own()
        return {"name": self.login.name, "roles": [duty.role for duty in own]}

    def do(self, given):
        logins.change(self.login, given["name"], given["roles"], by=self.request.user)
        if self.is_own:
            # All other sessions of this person are over; the one at the keyboard goes on under a new number.
            update_session_auth_hash(self.request, User.objects.get(pk=self.login.pk))

    def done(self):
        return f"Saved: {User.objects.get(pk=self.login.pk)}."

    def get_success_url(self):
        managing = not self.is_own or User.objects.get(pk=self.login.pk).has_perm(May.MANAGE_PEOPLE)
        return super().get_success_url() if managing else reverse("welcome")


class ChangeSeats(PersonDeed):
    """Which seats a login belongs to."""

    form_class = forms.SeatsForm
    heading, button = "Seats", "Save"
    finished = "The seats of {login} are saved."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"login": self.login}

    def get_initial(self):
        return {"seats": [str(appointment.seat_id) for appointment in self.login.current_seats]}

    def do(self, given):
        seats.tie(self.login, given["seats"], by=self.request.user)


class Cover(PersonDeed):
    """Somebody stands in for a person until a day."""

    form_class = forms.CoverForm
    button = "Save the cover"
    kept_as = "a cover"
    says = (
        "The person who stands in gets the roles that you tick, for these days only.",
        "What they do is signed with their own name.",
    )

    @property
    def heading(self):
        return f"Cover for {self.login}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"login": self.login, "by": self.request.user}

    def is_possible(self):
        return duties.own_of(self.login).exists()

    def sentences(self):
        if self.is_possible():
            return self.says
        return (f"{self.login} has no role of their own, so there is nothing to stand in for.",)

    def do(self, given):
        duties.cover(**given, covers=self.login, by=self.request.user)
        self.stand_in, self.ends = given["stand_in"], given["ends"]

    def done(self):
        return f"{self.stand_in} covers for {self.login} until {periods.day(self.ends)}."


class EndCover(PersonDeed):
    """Somebody's cover ends before its day."""

    heading, button = "End the cover now", "End the cover"
    finished = "The cover of {login} has ended."

    @cached_property
    def duty(self):
        return get_object_or_404(Duty.objects.current(clock.today()).exclude(ends=None), pk=self.kwargs["pk"])

    @cached_property
    def login(self):
        return get_object_or_404(listing.people(self.request.user), pk=self.duty.login_id)

    def sentences(self):
        return (f"{self.login} is {duties.in_words(self.duty)}. This ends at once, and {self.login} is signed out.",)

    def do(self, given):
        duties.take(self.duty, by=self.request.user)


class End(PersonDeed):
    """A person's access ends."""

    heading, button = "End access", "End access"
    deed, finished = logins.end, "The access of {login} has ended. You can bring them back on this page."
    own_needs_a_tick = True

    def sentences(self):
        held = listing.seats(self.login)
        sits = f" They still hold these seats: {'; '.join(held)}." if held else ""
        return (
            f"{self.login} is signed out everywhere at once and can’t sign in any more.",
            f"What stays: their name beside everything they did, and their roles, in case you bring them back.{sits}",
            "You can bring the person back later, or remove e-mail and name for good.",
        )

    def get_success_url(self):
        return reverse("people") if self.is_own else super().get_success_url()


class BringBack(PersonDeed):
    """A person whose access ended may sign in again."""

    heading, button = "Bring back", "Bring back"
    deed, finished = logins.bring_back, "{login} can sign in again."

    def sentences(self):
        return (f"{self.login} can sign in again, with the roles they had: {'; '.join(listing.roles(self.login))}.",)


class RemoveDetails(PersonDeed):
    """E-mail and name of an ended login are taken away for good."""

    heading, button = "Remove personal details", "Remove e-mail and name for good"
    deed, finished = logins.remove_details, "E-mail and name are removed."

    def sentences(self):
        return (
            f"The e-mail and the name of {self.login} are removed from this login. This can’t be undone.",
            "What they typed and never saved goes, and so does unsaved text about them on the pages of people.",
            "What stays: what the person did, under a number; the names in the members’ list and in what is published.",
        )


class RemoveSecondFactor(PersonDeed):
    """Somebody has lost their phone and their recovery codes."""

    heading, button = "Remove a lost second factor", "Remove the second factor"
    deed = logins.remove_second_factor
    finished = "The second factor of {login} is removed, and they are signed out everywhere."

    def sentences(self):
        return (
            f"Speak to {self.login} first, in person or by a number you know, so that you don’t let a stranger in.",
            f"Then {self.login} signs in with e-mail and password and sets up a new second factor.",
        )
