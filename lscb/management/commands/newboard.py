"""manage.py newboard: name, law, first year and first manager of a new board; asked for, or given as options."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from kit import clock
from kit.commands import RecordsCommand
from lscb import founding
from membership import invitations, law
from membership.management.commands.appoint import asked_here
from membership.shipped import laws

# What is asked, and how an answer is read, in the order in which it is asked.
QUESTIONS = {
    "name": ("What is the board called?", founding.name),
    "regime": ("Under which law does it work?", founding.law),
    "year": ("Which is its first year? 2026/27 is from April to March, 2026 a calendar year.", founding.span),
    "manager": ("What is its first manager’s e-mail address?", founding.email),
}


class Command(RecordsCommand):
    help = (
        "Sets up a new board in an empty installation and prints the link by which its first manager comes in. What no "
        "option says is asked for; with --no-input all four have to be said."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="what the board is called")
        parser.add_argument("--regime", help=f"the law it works under: {', '.join(laws())}")
        parser.add_argument("--year", help="its first year: 2026/27, or 2026 for a calendar year")
        parser.add_argument("--manager", metavar="EMAIL", help="its first manager")
        parser.add_argument("--manager-name", default="", help="that person's name")
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="ask nothing")

    def handle(self, *, interactive, manager_name, **options):
        try:
            founding.refuse_second()
            said = {name: self.answer(name, options[name], interactive) for name in QUESTIONS}
            login = founding.found(
                called=founding.name(said["name"]),
                shipped=founding.law(said["regime"]),
                year=said["year"],
                manager=founding.email(said["manager"]),
                manager_called=manager_name,
            )
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(f"{' '.join(said['name'].split())} is set up. {login.email} is its manager.")
        if not law.in_force(clock.today()).exists():
            self.stdout.write(f"Note: {said['regime']} is not in force today, so pages speak in general words.")
        self.stdout.write("This link lets them in; give it to nobody else:")
        self.stdout.write(invitations.link(login, asked_here()))

    def answer(self, name, given, interactive):
        """What was given as an option, or what somebody answers. Asked again until it can be read."""
        question, read = QUESTIONS[name]
        if given is not None or not interactive:
            if given is None:
                raise CommandError(f"Say --{name} too, or leave --no-input out to be asked.")
            read(given)
            return given
        if name == "regime":
            for short, shipped in laws().items():
                self.stdout.write(f"    {short}: {shipped.title}")
        while True:
            try:
                given = input(f"{question} ")
            except (EOFError, KeyboardInterrupt):
                raise CommandError("Nothing was set up.") from None
            try:
                read(given)
            except ValidationError as problem:
                self.stdout.write(" ".join(problem.messages))
            else:
                return given
