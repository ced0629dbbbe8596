"""Killing a process that publishes, without warning, and looking at what it leaves. For a test and for `make bench`."""

import os
import random
import signal
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from editions import tree, verification
from editions.models import Edition, Rendition

# How many rounds: three in the tests, twenty by `make soak`.
ROUNDS = int(os.environ.get("ROUNDS", "3"))

# Publishes one version after another, and says each number once `publish` has come back; between them comes its log.
PUBLISHER = """
import django, itertools, pytest
django.setup()
from editions import approval, publishing
from membership.models import User
from publications.models import Publication, PublicationKind
from tests.editions.drafts import DAY, at_a_meeting, rewrite, stand_ins
stand_ins(pytest.MonkeyPatch())
plan, by = Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN), User.objects.get(name="The manager")
for number in itertools.count(1):
    rewrite(plan, f"We talk, {number} times.")
    draft = approval.send(plan, by=by, on=DAY)
    draft = approval.record(draft, at_a_meeting(), by=by, shown=draft.digest)
    print("publishing", flush=True)
    print(publishing.publish(draft, by=by, on=DAY).number, flush=True)
"""


def database_url(name=None):
    """The address of the database that this process uses, or of another one on the same server, for another process."""
    name = name or connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def environment(**more):
    """What another process of the program needs to know to work on the same board."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lscb.settings",
        "DATABASE_URL": database_url(),
        "PUBLIC_ROOT": str(settings.PUBLIC_ROOT),
        "SECRET_KEY": "for tests only, and long enough to sign a session with",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DEBUG": "0",
        "HTTPS": "0",
        **more,
    }


def killed(acknowledged, seconds):
    """Publish in a process of its own, and kill it so long after it has begun on the version after so many.

    Gives the highest number that it had said was published.
    """
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHER],
        env=environment(),
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        said = []
        for line in process.stdout:
            if line.strip().isdigit():
                said.append(int(line))
            elif line.strip() == "publishing" and len(said) == acknowledged:
                break
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        rest = [int(line) for line in process.stdout if line.strip().isdigit()]
    if process.returncode != -signal.SIGKILL:
        raise RuntimeError(f"The publisher ended by itself: {process.returncode}.")
    return max([*said, *rest])


def rounds(number):
    """Kill so many publishers, each at another moment; a row for each of what was left, and of what was mended."""
    chance = random.Random(number)
    for one in range(1, number + 1):
        wait = chance.uniform(0, 0.4)
        acknowledged = killed(1, wait)
        plans = list(Edition.objects.published().filter(needs_approval=True))
        files = set(Rendition.objects.exclude(data=b"").values_list("edition_id", flat=True))
        numbers = {edition.number for edition in plans}
        current = settings.PUBLIC_ROOT / tree.CURRENT
        leads = (current / "index.html").is_file()
        behind = len(verification.verify().findings)
        tree.rebuild()
        yield {
            "round": one,
            "killed after": f"{wait * 1000:.0f} ms",
            "acknowledged": acknowledged,
            "recorded": max(numbers),
            "lost": len(set(range(1, acknowledged + 1)) - numbers),
            "half published": sum(not (edition.decision and edition.pk in files) for edition in plans),
            "dead links": int(not leads),
            "files behind": behind,
            "findings after manage.py site": len(verification.verify().findings),
        }
