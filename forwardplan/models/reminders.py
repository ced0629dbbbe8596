"""Who was reminded by mail of what they owe, and when last; and who isn't to be."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction

A_WEEK = timedelta(days=7)


class ReminderQuerySet(models.QuerySet):
    @transaction.atomic
    def claim(self, login, on):
        """Say that a login is reminded on a day, if it may be; gives back the row, or None.

        Two runs at once can't both claim it: the row is locked until it says so.
        """
        self.get_or_create(login=login)
        row = self.select_for_update().get(login=login)
        if not row.may_be_sent(on):
            return None
        row.before, row.sent_on = row.sent_on, on
        row.save(update_fields=["sent_on"])
        return row


class Reminder(models.Model):
    """What a login is reminded of comes from the records; here stands when it last was, and whether it is to be."""

    login = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    sent_on = models.DateField("last reminded on", null=True, blank=True)
    left_out = models.BooleanField("isn’t reminded by mail", default=False)

    objects = ReminderQuerySet.as_manager()

    def __str__(self):
        return str(self.login)

    def may_be_sent(self, on):
        """Whether a reminder may go out on a day: never twice in a week, and never to whoever is left out."""
        return not self.left_out and (self.sent_on is None or self.sent_on + A_WEEK <= on)

    def take_back(self):
        """The mail didn't leave: the next run tries again."""
        self.sent_on = self.before
        self.save(update_fields=["sent_on"])
