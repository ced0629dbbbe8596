"""manage.py site: write the public site anew from the live editions."""

from django.conf import settings
from django.core.management.base import BaseCommand

from editions import tree


class Command(BaseCommand):
    help = "Writes the public site anew from the live editions: after an upgrade, and every night."

    def handle(self, **options):
        tree.rebuild()
        self.stdout.write(f"The public site stands in {settings.PUBLIC_ROOT / tree.CURRENT}.")
