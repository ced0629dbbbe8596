"""The pages about a document's versions: which there were, whether a file is genuine, and what changed between two.

Each version is compared with the one before it, and each older one with the live one: two pages a version at most.
"""

from itertools import pairwise

from kit import periods
from publications.models import NEEDS_APPROVAL

from . import changes, downloads

# What stands in the place of a decision, by whether there has to be one.
NO_DECISION = {True: "Not recorded", False: "None needed"}


def pages_of(page, versions, gone):
    """The pages about the versions of one document, the newest first. `gone` is what was taken down of it."""
    newest, base = versions[0], versions[0].versions_address
    yield (
        f"{base.strip('/')}/index.html",
        page(
            "public/versions.html",
            base,
            f"Versions: {newest.title}",
            document=newest.content,
            document_address=newest.address if newest.live else "",
            versions=[version(published, place, versions) for place, published in enumerate(versions)],
            gone=gone,
        ),
    )
    for old, new, address in comparisons(versions):
        yield f"{address.strip('/')}/index.html", comparison(page, old, new, address)


def comparisons(versions):
    """The pairs that are compared, older and newer, each with the address of its page."""
    newest = versions[0]
    for new, old in pairwise(versions):
        yield old, new, changes_address(new)
    if newest.live:
        for old in versions[2:]:
            yield old, newest, since_address(old)


def changes_address(new):
    return f"{new.versions_address}{new.number}/changes/"


def since_address(old):
    return f"{old.versions_address}{old.number}/since/"


def version(published, place, versions):
    """What the list of versions says of the one in this place."""
    newest = versions[0]
    before = versions[place + 1] if place + 1 < len(versions) else None
    return {
        "number": published.number,
        "live": published.live,
        "published_on": published.control.published_on,
        "decision": published.control.decision or NO_DECISION[published.content.kind in NEEDS_APPROVAL],
        "presented": published.presented,
        "pdf": published.edition_pdf_link,
        "data": f"/{published.edition_file('json')}",
        "check_code": published.control.check_code,
        "codes": [
            (file.name, downloads.sha256(file.data), file.path.rpartition(".")[2].upper())
            for file in downloads.of_version(published)
        ],
        "before": before.number if before else 0,
        "changes_address": changes_address(published) if before else "",
        # What has changed since the version before the live one stands with the live one.
        "since_address": since_address(published) if newest.live and place > 1 else "",
        "newest": newest.number,
    }


def comparison(page, old, new, address):
    """What changed from one version to a later one."""
    return page(
        "public/changes.html",
        address,
        f"What changed from version {old.number} to version {new.number}: {new.title}",
        document=new.content,
        old=name(old),
        new=name(new),
        groups=changes.by_section(changes.changes(old.content, new.content)),
        versions_address=new.versions_address,
    )


def name(published):
    """A version as a sentence calls it."""
    on = published.control.published_on
    return f"version {published.number}" + (f", published {periods.day(on)}" if on else "")
