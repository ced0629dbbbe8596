"""The program's few mails: plain, short, and never the only way on."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from .models import Board

NONE = "django.core.mail.backends.dummy.EmailBackend"

logger = logging.getLogger(__name__)
aside = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def can_be_sent():
    """Whether this installation has a mail server. If it has none, pages say what to do instead."""
    return settings.EMAIL_BACKEND != NONE


def send(name, to, context) -> bool:
    """Send the mail whose words are in `name`_subject.txt and `name`_message.txt; says whether it left the house.

    A mail server that refuses or is away is noted without the address, and the person who asked gets their page.
    """
    return can_be_sent() and deliver(name, written(name, to, context))


def send_aside(name, to, context):
    """Send a mail without waiting for the mail server: by how long a page takes, nobody learns who has a login here."""
    if can_be_sent():
        aside.submit(deliver, name, written(name, to, context)).add_done_callback(tell)


def tell(sending):
    if problem := sending.exception():
        logger.error("A mail could not be made.", exc_info=problem)


def written(name, to, context):
    context = {"board": Board.objects.first(), **context}
    subject = " ".join(render_to_string(f"{name}_subject.txt", context).split())
    body = render_to_string(f"{name}_message.txt", context).strip() + "\n"
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])


def deliver(name, message) -> bool:
    try:
        return message.send() == 1
    except OSError as problem:  # smtplib's errors are among them
        logger.warning("A mail (%s) could not be sent: %s", name, type(problem).__name__)
        return False
