"""The pages about a document's versions: which there were, each by itself, whether a file is genuine, what changed.

Each version has a page of its own from the day on which it is published. It says nothing of what comes after it, so
that it is written once. Each version is compared with the one before it, and each of the latest with the live one.
What grows with every version (the list, the comparisons with the live one) is bounded, so that the thousandth version
costs what the twentieth does.
"""

from functools import partial
from itertools import pairwise

from kit import periods
from publications import sections as layout
from publications.colophon import LARGE, SHORT
from publications.models import NEEDS_APPROVAL

from . import changes, downloads

IN_WORDS = {LARGE: " in large print", SHORT: " in short"}  # what tells a file from others with its ending
# What stands in the place of a decision, by whether there has to be one.
NO_DECISION = {True: "Not recorded", False: "None needed"}
# As many versions are listed on the first page, and compared with the live one; older ones are listed by as many.
LATEST = 10


def pages_of(public, versions, gone):
    """The files about the versions of one document, the newest first. `gone` is what was taken down of it."""
    newest, latest = versions[0], versions[:LATEST]
    earlier = older_pages(versions)
    base = newest.versions_address
    yield (
        path(base),
        public.page(
            "public/versions.html",
            base,
            f"Versions: {newest.title}",
            listed=newest.control.published_on or True,
            document=newest.content,
            document_address=newest.address if newest.live else "",
            versions=[version(published, place, versions) for place, published in enumerate(latest)],
            older=[(address, of_page[0].number, of_page[-1].number) for address, of_page in earlier],
            versions_address="",
            gone=gone,
        ),
    )
    for address, of_page in earlier:
        yield lasting(address, [public.around, *keys(of_page)], partial(older, public, address, of_page, versions))
    for published in versions:
        of_it = [public.around_lasting, published.key]
        yield lasting(published.version_address, of_it, partial(by_itself, public, published))
    for old, new, address in comparisons(versions):
        yield lasting(address, [public.around, *keys((old, new))], partial(comparison, public, old, new, address))
    for old, after in overtaken(versions):
        of_it = [public.around_lasting, *keys((old, after))]
        yield lasting(since_address(old), of_it, partial(step_by_step, public, old, after))


def lasting(address, made_of, make):
    """A page that stays the same as long as what it is made of does."""
    return downloads.SiteFile(path=path(address), make=make, key=downloads.sha256(" ".join(made_of).encode()))


def path(address):
    return f"{address.strip('/')}/index.html"


def keys(versions):
    return [published.key for published in versions]


def older_pages(versions):
    """The versions that the first page doesn't list, counted from the very first, so that a full page stays as it is:
    pairs of an address and its versions, the oldest first."""
    base = versions[0].versions_address
    oldest_first = versions[LATEST:][::-1]
    starts = range(0, len(oldest_first), LATEST)
    return [(f"{base}older-{place}/", oldest_first[at : at + LATEST]) for place, at in enumerate(starts, 1)]


def comparisons(versions):
    """The pairs that are compared, older and newer, each with the address of its page."""
    newest = versions[0]
    for new, old in pairwise(versions):
        yield old, new, changes_address(new)
    if newest.live:
        for old in versions[2:LATEST]:
            yield old, newest, since_address(old)


def overtaken(versions):
    """The versions that are compared with the live one no longer, each with the one after it."""
    return [(old, versions[place - 1]) for place, old in enumerate(versions) if place >= LATEST]


def changes_address(new):
    return f"{new.version_address}changes/"


def since_address(old):
    return f"{old.version_address}since/"


def version(published, place, versions):
    """What the list of versions says of the one in this place."""
    newest = versions[0]
    before = versions[place + 1] if place + 1 < len(versions) else None
    return {
        "number": published.number,
        "live": published.live,
        "address": published.version_address,
        "published_on": published.control.published_on,
        "decision": published.control.decision or NO_DECISION[published.kind in NEEDS_APPROVAL],
        "presented": published.presented,
        "pdf": published.edition_pdf_link,
        "others": published.edition_other_links,
        "data": f"/{published.edition_file('json')}",
        "check_code": published.control.check_code,
        "codes": [
            (file.name, downloads.sha256(file.data), f"{ending.upper()}{IN_WORDS.get(what, '')}")
            for (ending, what, _), file in zip(
                downloads.version_files(published), downloads.of_version(published), strict=True
            )
        ],
        "is_first": published.number == 1,
        "before": before.number if before else 0,
        "changes_address": changes_address(published) if before else "",
        # What has changed since the version before the live one stands with the live one.
        "since_address": since_address(published) if newest.live and 1 < place < LATEST else "",
        "newest": newest.number,
    }


def older(public, address, of_page, versions):
    """A page of the list that comes after the first."""
    places = {published.number: place for place, published in enumerate(versions)}
    newest_here = of_page[-1]
    return public.page(
        "public/versions.html",
        address,
        f"Versions {of_page[0].number} to {newest_here.number}: {newest_here.title}",
        document=newest_here.content,
        document_address="",
        versions=[version(published, places[published.number], versions) for published in reversed(of_page)],
        versions_address=newest_here.versions_address,
    )


def by_itself(public, published):
    """A version on one page, which stays as it is whatever comes after it."""
    pages = layout.on_screen(layout.numbered(layout.pages(published.content)), {})
    return public.lasting_page(
        "public/version.html",
        published.version_address,
        f"{published.title}, version {published.number}",
        document=published.content,
        document_address=published.address,
        control=published.control,
        pdf=published.edition_pdf_link,
        others=published.edition_other_links,
        versions_address=published.versions_address,
        pages=[*map(layout.deeper, pages)],
    )


def comparison(public, old, new, address):
    """What changed from one version to a later one."""
    return public.page(
        "public/changes.html",
        address,
        f"What changed from version {old.number} to version {new.number}: {new.title}",
        document=new.content,
        old=name(old),
        new=name(new),
        **changes.sorted_out(changes.changes(old.content, new.content))._asdict(),
        versions_address=new.versions_address,
    )


def step_by_step(public, old, after):
    """Where the changes since an old version stand, one after the other."""
    return public.lasting_page(
        "public/since.html",
        since_address(old),
        f"What changed since version {old.number}: {old.title}",
        document=old.content,
        old=name(old),
        number=after.number,
        changes_address=changes_address(after),
        versions_address=old.versions_address,
    )


def name(published):
    """A version as a sentence calls it."""
    on = published.control.published_on
    return f"version {published.number}" + (f", published {periods.day(on)}" if on else "")
