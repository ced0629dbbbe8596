"""Who owes what, in words to copy; and the one mail in a week to those who have a sign-in, where mail is set up."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from forwardplan.models import Reminder
from kit import clock, periods
from kit.access import Permitted
from membership import mail
from membership.models import User
from membership.pages import InOffice
from membership.roles import May

from . import owing


class Owing(InOffice, TemplateView):
    """What each party owes, as words to copy into a mail, a chat or a letter; and who is reminded by mail."""

    template_name = "office/owing.html"

    def get_context_data(self, **kwargs):
        today = clock.today()
        found = owing.debts(today)
        reminders = Reminder.objects.in_bulk(field_name="login_id")
        return super().get_context_data(
            debts=[debt_row(debt, today) for debt in found],
            mailed=mail.can_be_sent(),
            readers=[
                reader_row(login, owing.of_reader(found, sits), reminders.get(login.pk))
                for login, sits in owing.readers(today)
            ],
            **kwargs,
        )


LINE = 100  # letters of a line on the page


def debt_row(debt, today):
    words = "\n".join(owing.in_words(debt, today))
    return {
        "key": debt.party.pk if debt.party else "nobody",
        "party": str(debt.party) if debt.party else "Nobody named",
        "number": debt.number,
        "words": words,
        "rows": sum(1 + len(line) // LINE for line in words.splitlines()),
    }


def reader_row(login, debts, reminder):
    return {
        "login": login,
        "number": sum(debt.number for debt in debts),
        "last": periods.day(reminder.sent_on) if reminder and reminder.sent_on else "",
        "left_out": bool(reminder and reminder.left_out),
    }


class LeaveOut(Permitted, View):
    """A person is left out of the reminders by mail, or reminded again."""

    permission_required = May.MANAGE_PEOPLE

    def post(self, request, pk):
        login, left_out = get_object_or_404(User, pk=pk), request.POST.get("leave") == "out"
        leave_out(login, left_out=left_out)
        words = "is left out of the reminders" if left_out else "is reminded again"
        messages.success(request, f"{login} {words}.")
        return redirect("owing")


@transaction.atomic
def leave_out(login, *, left_out):
    """Remember whether a login is to be reminded; when it last was stays as it is."""
    Reminder.objects.get_or_create(login=login)
    row = Reminder.objects.select_for_update().get(login=login)
    row.left_out = left_out
    row.save(update_fields=["left_out"])


# Sending


def send(*, dry_run=False):
    """Remind each login of what it owes, and say a sentence for each: once a week, however often this is run.

    The day is the real one: a demonstration that pretends another owes what it owes on that day, and is reminded today.
    """
    today, on = clock.today(), clock.day_of(clock.now())
    found = owing.debts(today)
    for login, sits in owing.readers(today):
        debts = owing.of_reader(found, sits)
        number = sum(debt.number for debt in debts)
        if number:
            yield one(login, debts, number, today, on, dry_run=dry_run)


NOT_SENT, SENT, WOULD, WAITS = "not sent", "sent", "would be sent", "not due"


def one(login, debts, number, today, on, *, dry_run):
    """What became of one reminder: its state, the login's number and how much it names."""
    if dry_run:
        row = Reminder.objects.filter(login=login).first()
        return (WOULD if row is None or row.may_be_sent(on) else WAITS), login.pk, number
    claimed = Reminder.objects.claim(login, on)
    if claimed is None:
        return WAITS, login.pk, number
    context = {"login": login, "debts": debts, "address": address(), "today": periods.day(today)}
    if mail.send("reminders/owing", login.email, context):
        return SENT, login.pk, number
    claimed.take_back()
    return NOT_SENT, login.pk, number


def address():
    """Where the reader signs in; nothing if the installation doesn't know its own address."""
    return f"{settings.SITE_ADDRESS}{reverse('welcome')}" if settings.SITE_ADDRESS else ""
