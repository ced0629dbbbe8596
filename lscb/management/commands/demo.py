"""manage.py demo: the real board of the demonstration, loaded, with sign-ins, and its plan published."""

import secrets

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from editions import following
from editions.models import Edition
from editions.publishing import publish_as_decided
from editions.status import NotAllowed
from kit import clock, stamps
from kit.commands import RecordsCommand
from lscb.loading import FixtureProblem, load
from membership import duties, seats
from membership.models import Board, Seat, User
from membership.roles import Role
from publications.files.pdf import PdfFailed
from publications.models import Publication, PublicationKind

FIXTURES = settings.BASE_DIR / "fixtures"
# The real document, and what we made to show more of the program: each with the reason that its history gives.
FOLDERS = {
    "southend": "Loaded from the plan of 2016",
    "illustration": "Made for the demonstration",
}
SIGN_INS = settings.VAR / "demo-sign-ins.txt"
DOMAIN = "demonstration.example"
NOTICE = (
    "This is a demonstration. It shows the business plan that Southend LSCB published for 2016 to 2019, "
    "as on 1 June 2016. It is not the board's website."
)
DECISIONS = {
    PublicationKind.BUSINESS_PLAN: "Shown for demonstration. The document doesn't say when the Board approved it.",
    PublicationKind.ANNUAL_REPORT: (
        "Shown for demonstration. The Board did not approve this report; it was made from its plan."
    ),
}
# Who can sign in, and their roles.
ADMINISTRATOR = "administrator"
PEOPLE = {
    ADMINISTRATOR: [],
    "manager": [Role.MANAGER],
    "chair": [Role.APPROVER, Role.MEMBER],
    "data-officer": [Role.DATA_OFFICER],
    "member": [Role.MEMBER],
}
# Whose seat the member of the demonstration holds: the natural key of its row.
SEATS = {"member": ("overarching-board", "head-of-caiu")}


class Command(RecordsCommand):
    help = "Loads the demonstration board, makes sign-ins, publishes the plan. A second run keeps what is there."

    def handle(self, **options):
        if settings.HTTPS:
            raise CommandError(
                "This is a real installation (HTTPS is on), and the demonstration board is not put into one. "
                "Set DEBUG=1 or HTTPS=0 on your own machine."
            )
        board = Board.objects.first()
        if board is None:
            with transaction.atomic():
                self.load()
                administrator = self.sign_ins()
                self.give_notice(administrator)
        elif board.notice != NOTICE:
            raise CommandError(f"This database holds a board already: {board}. The demonstration keeps away from it.")
        else:
            self.say(f"{board} is loaded already")
            administrator = self.sign_ins()
        self.publish(administrator)
        self.say(f"The sign-ins are kept in {SIGN_INS}")

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()

    def load(self):
        for folder, note in FOLDERS.items():
            self.say(f"Loading the board from fixtures/{folder}")
            try:
                load(FIXTURES / folder, note=note)
            except FixtureProblem as problem:
                raise CommandError(str(problem)) from problem

    def sign_ins(self):
        """Make the people who are missing, each with a password of its own; return the administrator."""
        made = []
        administrator = User.objects.filter(email=f"{ADMINISTRATOR}@{DOMAIN}").first()
        for person, roles in PEOPLE.items():
            email = f"{person}@{DOMAIN}"
            if not User.objects.filter(email=email).exists():
                password = "-".join(secrets.token_hex(3) for _ in range(3))
                create = User.objects.create_superuser if person == ADMINISTRATOR else User.objects.create_user
                user = create(email, password, name=f"Demonstration {person.replace('-', ' ')}")
                administrator = administrator or user
                for role in roles:
                    duties.give(user, role, by=administrator)
                if person in SEATS:
                    seats.tie(user, [Seat.objects.get_by_natural_key(*SEATS[person])], by=administrator)
                made.append(f"{email}  {password}")
        if made:
            SIGN_INS.parent.mkdir(exist_ok=True)
            SIGN_INS.touch(mode=0o600)
            with SIGN_INS.open("a") as file:
                file.writelines(f"{line}\n" for line in made)
            for line in made:
                self.say(f"  {line}")
        return administrator

    def give_notice(self, administrator):
        """The site says on every page that it is a demonstration, and search engines leave it alone."""
        board = Board.objects.get()
        stamps.claim(board, board.version, by=administrator)
        board.notice, board.search_engines = NOTICE, False
        board.full_clean()
        board.save()

    def publish(self, administrator):
        """Publish what has no live edition yet: the site's own words first, for they stand on every page."""
        live = set(Edition.objects.live().values_list("publication_id", flat=True))
        wanting = Publication.objects.exclude(pk__in=live)
        try:
            with following.at_the_end():
                for publication in sorted(wanting, key=lambda publication: publication.kind != PublicationKind.SITE):
                    self.say(f"Publishing: {publication}")
                    decision = DECISIONS.get(publication.kind, "")
                    publish_as_decided(publication, decision, by=administrator, on=clock.today())
                self.say("Writing the public pages")
        except (NotAllowed, PdfFailed, following.Unfinished) as failure:
            raise CommandError(str(failure)) from failure
