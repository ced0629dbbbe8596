"""The program's few mails: plain, short, and never the only way on."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from .models import Board

NONE = "django.core.mail.backends.dummy.EmailBackend"

logger = logging.getLogger(__name__)


def can_be_sent():
    """Whether this installation has a mail server. Where it has none, pages say what to do instead."""
    return settings.EMAIL_BACKEND != NONE


def send(name, to, context) -> bool:
    """Send the mail whose words are in `name`_subject.txt and `name`_message.txt; says whether it left the house.

    A mail server that refuses or is away is noted without the address, and whoever asked gets their page.
    """
    if not can_be_sent():
        return False
    context = {"board": Board.objects.first(), **context}
    subject = " ".join(render_to_string(f"{name}_subject.txt", context).split())
    body = render_to_string(f"{name}_message.txt", context).strip() + "\n"
    try:
        return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to]).send() == 1
    except OSError as problem:  # smtplib's errors are among them
        logger.warning("A mail (%s) could not be sent: %s", name, type(problem).__name__)
        return False
