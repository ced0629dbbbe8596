"""Records, once for each schema, what must not move: see the package.

    .venv/bin/python -m tests.stored

A folder that is there is never written again: a difference that is wanted is listed in `test_stored.py`, with its
reason. Only a program as it was committed is recorded, so that the commit says what the folder was made from.
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

import msgspec
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings, setup_databases, teardown_databases
from msgspec.structs import replace

from editions import downloads
from editions.models import Edition
from lscb.management.commands import demo
from publications.content import codec
from publications.content.base import Control
from tests import changing, contents
from tests.stored import filling, folder

DAY = date(2016, 6, 1)  # the day that `make demo` takes for today
# The texts of which single values are changed, and of how many rows of each list: None for all.
ROWS = {"business-plan-2016-2019": None, "annual-report-2014-2015": 2, "site-without-notice": 2}


def main():
    target = folder.HERE / str(codec.SCHEMA)
    refuse_to_overwrite(target)
    commit = committed()
    with tempfile.TemporaryDirectory(dir=folder.HERE) as made:
        write(Path(made) / target.name, commit)
        (Path(made) / target.name).rename(target)
    print(f"==> {target.relative_to(settings.BASE_DIR)}, from {commit}")


def refuse_to_overwrite(target):
    if target.exists():
        sys.exit(f"{target.name} is recorded already. What was recorded stays; see tests/stored/test_stored.py.")


def committed():
    """The commit that the program stands at. Refused where anything but the tests differs from it."""
    if changed := git("status", "--porcelain", "--", ".", ":!tests"):
        sys.exit(f"The program is not as it was committed:\n{changed}")
    return git("log", "-1", "--format=%H, %cs, %s")


def git(*command):
    done = subprocess.run(["git", *command], cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(target, commit):
    """Everything of the folder, in a folder that is not there yet."""
    description = msgspec.json.schema(codec.Content)
    every_field = {f"{folder.EVERY_FIELD}-{plain['type']}": as_text(plain) for plain in filling.filled(description)}
    texts = demonstration() | every_field
    for part in ("texts", "changes"):
        (target / part).mkdir(parents=True)
    for name, text in texts.items():
        (target / "texts" / f"{name}.json").write_bytes(text.encode())
    sums = "".join(f"{codec.digest(text)}  texts/{name}.json\n" for name, text in sorted(texts.items()))
    (target / folder.SUMS).write_text(sums)
    for name, rows in (ROWS | dict.fromkeys(every_field)).items():
        lines = (
            json.dumps(line, ensure_ascii=False) for line in single_changes(texts[name], rows, name in every_field)
        )
        (target / "changes" / f"{name}.jsonl").write_bytes("".join(f"{line}\n" for line in lines).encode())
    (target / folder.published_schema(codec.SCHEMA)).write_bytes(downloads.schema())
    (target / folder.CONTENT).write_text(json.dumps(description, indent=1, sort_keys=True))
    control = filling.Filling(msgspec.json.schema(downloads.Public)["$defs"]).struct("Control")
    (target / folder.CONTROL).write_text(json.dumps(control, indent=1, sort_keys=True))
    (target / folder.PUBLISHED).write_bytes(downloads.for_machines(version(texts["forward-plan-2016"])))
    (target / folder.MADE_FROM).write_text(f"{commit}\n")


def version(text, schema=codec.SCHEMA, **control):
    """A text as the first version of a document, with what is known of it beside it."""
    known = {"number": 1, "published_on": DAY} | control | {"check_code": codec.digest(text)}
    content = codec.read(text, schema)
    return downloads.PublishedVersion(
        content=content, text=text, schema=schema, control=Control(**known), pdf=b"%PDF", pdf_pages=1
    )


def as_text(plain):
    return codec.write(msgspec.convert(plain, codec.Content))


def demonstration():
    """What `make demo` publishes, by kind and the end of the address, and the site's words without the notice."""
    with (
        tempfile.TemporaryDirectory() as passing,
        override_settings(TODAY=DAY, MIGRATION_MODULES={app.label: None for app in apps.get_app_configs()}),
        patch.object(demo, "SIGN_INS", Path(passing) / "sign-ins.txt"),
    ):
        databases = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=())
        try:
            call_command("demo")
            live = Edition.objects.live().select_related("publication")
            texts = {name(edition.publication): edition.content for edition in live}
        finally:
            teardown_databases(databases, verbosity=0)
    site = replace(codec.read(texts["site"], codec.SCHEMA), notice="", search_engines=True)
    return texts | {"site-without-notice": codec.write(site)}


def name(publication):
    return publication.address.strip("/").replace("/", "-") if publication.is_document else publication.kind


def single_changes(text, rows, emptied):
    """Every value changed in turn, and each list and struct left empty where asked for, with what was said of it."""
    old = codec.read(text, codec.SCHEMA)
    plain = contents.plain(old)
    paths = [(path, changing.OTHERS) for path in changing.leaves(plain, rows=rows)]
    if emptied:
        paths += [(path, changing.NOTHING) for path in changing.wholes(plain)]
    for path, others in paths:
        value, new = changing.changed(plain, path, others)
        if new is not None:
            yield {"at": folder.pointer(path), "to": value, "said": folder.said(old, new)}
