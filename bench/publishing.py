"""What publishing costs the more versions there are: bringing the public tree up to date, the PDF aside."""

import time
from datetime import date, timedelta
from hashlib import sha256
from statistics import median

from bench.measuring import along, benchmark, rolled_back_board

DAY = date(2016, 6, 1)
TIMES = 5


@benchmark("Publishing, by how many versions came before", along("versions before", "CPU", "to the first row", "wall"))
def after_many_versions(counts=(10, 100, 1000)):
    from django.conf import settings

    settings.TODAY = DAY
    rows, first = [], None
    for count in counts:
        with rolled_back_board():
            taken, wall, written, size, anew = bring_up_to_date(count)
        first = first or taken
        rows.append(
            {
                "versions before": count,
                "CPU": f"{taken * 1000:.0f} ms",
                "to the first row": f"{taken / first:.2f} ×",
                "wall": f"{wall * 1000:.0f} ms",
                "files written": written,
                "bytes written": f"{size:,}",
                "all anew, a version": f"{anew / count * 1000:.0f} ms",
            }
        )
    return rows


def bring_up_to_date(count):
    """The median CPU and wall time of publishing one version more, what the last wrote, and the CPU of all anew."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from editions import tree
    from publications.models import Publication, PublicationKind

    by = get_user_model().objects.create_superuser("bench@board.example", "not to be signed in with")
    plan = Publication.objects.get(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019")
    keep(Publication.objects.get(kind=PublicationKind.SITE), 1, by)
    for number in range(1, count + 1):
        keep(plan, number, by)
    began = time.process_time()
    tree.rebuild(anew=True)
    anew = time.process_time() - began
    taken, waited = [], []
    for number in range(count + 1, count + 3 + TIMES):
        keep(plan, number, by)
        since, began, waiting = time.time_ns(), time.process_time(), time.perf_counter()
        tree.rebuild()
        waited.append(time.perf_counter() - waiting)
        taken.append(time.process_time() - began)
    root = settings.PUBLIC_ROOT / tree.CURRENT
    states = [file.stat() for file in root.rglob("*") if file.is_file()]
    written = [state for state in states if state.st_mtime_ns >= since]
    # The first two fill the tree that takes turns with the first one.
    return median(taken[2:]), median(waited[2:]), len(written), sum(state.st_size for state in written), anew


composed = {}


def keep(publication, number, by, on=DAY):
    """A version as publishing leaves it, each with another sum and another wording; its PDF is not a real one."""
    from msgspec.structs import replace

    from editions.models import Edition, Rendition
    from kit import clock
    from publications.compose import compose
    from publications.content import codec

    if publication.pk not in composed:
        composed.clear()
        composed[publication.pk] = compose(publication, on=DAY)
    content = composed[publication.pk]
    if hasattr(content, "cover_note"):
        first, *rest = content.sections
        first = replace(first, before=first.before.replace("Board", f"Board {number}", 1))
        content = replace(content, cover_note=f"Number {number}", sections=(first, *rest))
    text, now = codec.write(content), clock.now() + timedelta(seconds=number)
    former = Edition.objects.live().filter(publication=publication).first()
    if former:
        former.superseded_at, former.superseded_by = now, by
        former.save()
    edition = Edition.objects.create(
        publication=publication,
        number=number,
        content=text,
        schema=codec.SCHEMA,
        digest=codec.digest(text),
        composed_at=now,
        composed_by=by,
        published_at=now,
        published_by=by,
        published_on=on,
        decision=f"Minute {number}",
    )
    pdf = b"%PDF " + str(number).encode() * 20_000
    Rendition.objects.create(
        edition=edition,
        kind=Rendition.Kind.PDF,
        data=pdf,
        digest=sha256(pdf).hexdigest(),
        pages=18,
        versions={},
        made_at=now,
        made_by=by,
    )
