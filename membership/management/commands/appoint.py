"""manage.py appoint EMAIL: a manager from the command line, for when nobody is left who could make one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.test import RequestFactory

from kit import clock
from kit.commands import RecordsCommand
from membership import invitations, logins
from membership.models import User


class Command(RecordsCommand):
    help = "Makes somebody manager and prints the link by which they come in. It is recorded."

    def add_arguments(self, parser):
        parser.add_argument("email", help="who shall be manager")
        parser.add_argument("--name", default="", help="the person's name, where the login is new")
        parser.add_argument("--force", action="store_true", help="even though there is a manager already")

    def handle(self, *, email, name, force, **options):
        others = User.objects.managing(clock.today()).exclude(email__iexact=email)
        managing = [str(user) for user in others]
        if managing and not force:
            raise CommandError(
                f"There is a manager who can do it on the people page: {', '.join(managing)}. "
                "If they can't be reached, say --force."
            )
        try:
            user = logins.appoint(email, name)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(f"{user.email} is manager now. This link lets them in; give it to nobody else:")
        self.stdout.write(invitations.link(user, asked_here()))


def asked_here():
    """A request as this site's own address would get it: links are made from one."""
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS), "localhost")
    return RequestFactory(SERVER_NAME=host).get("/", secure=settings.HTTPS)
