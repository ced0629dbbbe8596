"""The whole record of the board as one archive that is read without this program: what it leaves to its successors.

    README.txt                  what this is and how to read it
    published/                  the public site as files: every version with its PDF, data and tables
    records/<kind>.csv .json    columns that everybody may see once they are published; what they were before
    members/<kind>.csv .json    columns that members of the board may see
    office/<kind>.csv .json     columns that only the office sees; who changed what; versions that are not public; files
    whole/                      for another installation of this program, and in an archive of its own: `custody.whole`
    SHA256SUMS                  the check code of every file

A folder can be given away without those that follow it. What was erased, or taken out of the records by its words, is
in none of them, because it is in the database no more. Sign-ins, passwords and second factors are nobody's heritage.
"""

import hashlib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

import msgspec
from django.db import connection, models, transaction
from msgspec import Struct

from editions import pages, pictures, tree
from editions.downloads import MANIFEST, NO_DAY, data_files, sha256
from editions.models import Approval, Edition, KeptFile, Presented, Rendition
from kit import clock, history, periods, sheets
from kit.changes import DEEDS
from kit.later import say_later
from kit.rows import MEMBERS, PUBLIC, Row
from kit.wording import counted
from lscb.custody import whole
from lscb.office.places import KINDS
from membership.audit import What, record
from membership.models import AccessEvent, Board, Logo, Party, User
from publications import logos
from publications.models import PictureFile

PUBLISHED, RECORDS, FOR_MEMBERS, OFFICE, WHOLE = "published", "records", "members", "office", "whole"
# For whom an archive may be: each reads its own folder and those before it.
FOLDERS = {"everybody": (PUBLISHED,), "members": (PUBLISHED, RECORDS, FOR_MEMBERS)}
FOLDERS["successors"] = (*FOLDERS["members"], OFFICE)
FOLDERS["installation"] = (WHOLE,)
# Who may get the record of access along with it.
MAY_HAVE_ACCESS = ("successors", "installation")
# What stays behind: numbers that mean nothing outside, and how often a row was saved.
MACHINERY = {"id", "version"}
# Tables beside the kinds of row: what was decided of a version, to whom it was given, and which files there are.
ENDINGS = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpeg"}
BESIDE = (Edition, Approval, Rendition, Presented, KeptFile, Logo, PictureFile)
# Columns of these that are put as files, or say of a file what its name says.
AS_FILES = {"content", "data"}


class Left(Struct, frozen=True, kw_only=True):
    """What an archive holds: how many files, records, lines of history, and versions with their files."""

    files: int
    records: int
    lines: int
    versions: int

    @property
    def in_words(self):
        parts = (
            counted(self.records, "record"),
            counted(self.lines, "line of history", "lines of history"),
            counted(self.versions, "version"),
        )
        return f"{', '.join(parts)}; {counted(self.files, 'file')} in all."


def leave(file, whom="successors", *, access=False, by=None) -> Left:
    """Write the archive into an open file, for everybody, members, the successors, or another installation.

    With `access` the record of access is in it. It is of one moment, whoever writes meanwhile, and it is recorded that
    it was taken. Raises KeyError for anybody else, and ValueError if they may not have the record of access.
    """
    folders, counts, sums = FOLDERS[whom], defaultdict(int), {}
    if access and whom not in MAY_HAVE_ACCESS:
        raise ValueError(f"The record of access is not for {whom}.")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:

        def put(path, data):
            entry = zipfile.ZipInfo(path, NO_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            code = hashlib.sha256()
            with bundle.open(entry, "w", force_zip64=True) as written:
                for part in in_parts(data):
                    code.update(part)
                    written.write(part)
            sums[path] = code.hexdigest()

        with one_moment():
            for path, data in contents(folders, counts, access=access):
                put(path, data)
            put("README.txt", readme(whom, access=access).encode())
        listed = "".join(f"{code}  {path}\n" for path, code in sorted(sums.items()))
        put(MANIFEST, listed.encode())
    record(What.RECORD_LEFT, login=by, by=by, detail=FOR[whom] + ", with the record of access" * access)
    return Left(files=len(sums), **{name: counts[name] for name in ("records", "lines", "versions")})


PART = 1_000_000  # bytes


def in_parts(data):
    """Bytes, or what an open file holds, a part at a time."""
    if isinstance(data, bytes):
        yield data
    else:
        while part := data.read(PART):
            yield part


@contextmanager
def one_moment():
    """What is read in here is as it stood at one moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would keep writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
            yield


def contents(folders, counts, *, access=False) -> Iterator[tuple[str, object]]:
    """Every file of the folders, path and bytes or an open file."""
    if WHOLE in folders:
        yield from ((f"{WHOLE}/{path}", data) for path, data in whole.contents(access=access, counts=counts))
        counts["versions"] = Edition.objects.count()
        return
    yield from public_site(counts)
    if RECORDS in folders:
        names = Names()
        for kind in KINDS:
            yield from of_kind(kind.model, names, folders, counts)
        yield from of_history(names, folders, counts)
        if OFFICE in folders:
            yield from beside(names, (*BESIDE, AccessEvent) if access else BESIDE)
            yield from not_public(counts)


def public_site(counts):
    """The public site as it is written from the records; every public version, if the site itself isn't published."""
    site, documents, earlier = tree.published()
    counts["versions"] += len(documents)
    if site is not None:
        found = pages.files(
            site, documents, clock.today(), tree.gone(), earlier, logos.picture(site), pictures.public()
        )
    else:
        found = ((file.path, file.data) for file in data_files(documents))
    yield from ((f"{PUBLISHED}/{path}", data) for path, data in found)


class Names:
    """What a row is called wherever another one names it: its keys, parents first; a person by e-mail.

    Each table is asked once.
    """

    def __init__(self):
        self._found = {}

    def of(self, model, pk) -> str:
        if pk is None:
            return ""
        if model not in self._found:
            self._found[model] = self._ask(model)
        return self._found[model].get(pk, f"deleted, number {pk}")

    def _ask(self, model):
        if issubclass(model, Row):
            lookups = model.natural_lookups()
            return {pk: "/".join(keys) for pk, *keys in model._base_manager.values_list("pk", *lookups)}
        if model is User:
            return dict(User.objects.values_list("pk", "email"))
        if model is Party:
            return {party.pk: str(party) for party in Party.objects.select_related(*Party.named_by)}
        if model is Edition:
            rows = Edition.objects.values_list("pk", "publication__kind", "publication__slug", "number")
            return {pk: f"{kind}/{slug}/{number or f'draft-{pk}'}" for pk, kind, slug, number in rows}
        if model in (KeptFile, Logo, PictureFile):
            return dict(model.objects.values_list("pk", "digest"))
        return {row.pk: str(row) for row in model._base_manager.all()}


def folder_of(model, field):
    """In which folder a column stands. What says where a row stands goes with the first of the row's own columns."""
    if field.name in model.within or field.name == "position":
        return home(model)
    return audience_of(field)


def audience_of(field):
    audience = getattr(field, "audience", "")
    return RECORDS if audience is PUBLIC else FOR_MEMBERS if audience is MEMBERS else OFFICE


@cache
def home(model):
    """The first folder that has a column of a kind of row. What only the office sees is named nowhere else."""
    own = [field for field in model._meta.concrete_fields if field.name not in {*MACHINERY, *model.within, "position"}]
    found = {audience_of(field) for field in own if field.name != "key"}
    return next(folder for folder in (RECORDS, FOR_MEMBERS, OFFICE) if folder in found)


def columns(model, folder):
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in MACHINERY and field.name != "key" and folder_of(model, field) == folder
    ]


def plain(field, value, names):
    """A value as both files say it: a row by its name, a choice by its code, a day as 2016-06-01."""
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, value)
    if isinstance(value, bytes | memoryview):
        return sha256(bytes(value)) if value else ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def of_kind(model, names, folders, counts):
    """The rows of one kind, in each folder that has a column of theirs; the first column names the row everywhere."""
    rows = list(model._base_manager.order_by("pk"))
    counts["records"] += len(rows)
    for folder in folders[1:]:
        if fields := columns(model, folder):
            lines = [
                {"row": names.of(model, row.pk)}
                | {field.name: plain(field, getattr(row, field.attname), names) for field in fields}
                for row in rows
            ]
            yield from both(f"{folder}/{model._meta.model_name}", ["row", *(field.name for field in fields)], lines)


def both(path, headings, lines: Iterable[dict]):
    """The same rows for a spreadsheet and for a program."""
    lines = list(lines)
    yield f"{path}.json", msgspec.json.format(msgspec.json.encode(lines), indent=1)
    told = [headings, *([line[name] for name in headings] for line in lines)]
    yield f"{path}.csv", "".join(sheets.csv_lines(told)).encode()


# What a line of history says in each folder.
HISTORY = ["when", "kind", "row", "deed", "column", "before", "after"]
WHO = ["when", "kind", "row", "deed", "who", "why"]


def of_history(names, folders, counts):
    """What each column was before, in the folder of the column; who changed what, in the office's own."""
    told, who = {folder: [] for folder in folders[1:]}, []
    for kind in KINDS:
        for line, earlier in lines_of(kind.model):
            counts["lines"] += 1
            when, row = line.history_date.isoformat(), names.of(kind.model, line.id)
            said = {"when": when, "kind": kind.name, "row": row, "deed": DEEDS[line.history_type]}
            who.append(said | {"who": names.of(User, line.history_user_id), "why": line.history_change_reason or ""})
            for field in changed(kind.model, line, earlier):
                folder = folder_of(kind.model, field)
                if folder in told:
                    before, after = (
                        plain(field, getattr(each, field.attname), names) if each else "" for each in (earlier, line)
                    )
                    told[folder].append(said | {"column": field.name, "before": before, "after": after})
    for folder, lines in told.items():
        yield from both(f"{folder}/history", HISTORY, lines)
    if OFFICE in folders:
        yield from both(f"{OFFICE}/who-changed-what", WHO, who)


def lines_of(model):
    """Each line of history of a kind of row with the one before it; None at a row's beginning."""
    before = None
    for line in model.history.model._base_manager.order_by("id", "history_id").iterator(chunk_size=500):
        yield line, before if before is not None and before.id == line.id else None
        before = line


def changed(model, line, earlier):
    """The columns of which a line tells something: all that hold anything at a beginning, those that differ later."""
    if line.history_type == "-":
        return []
    if earlier is not None:
        return history.changed_fields(line, earlier)
    fields = (field for field in model._meta.concrete_fields if field.name not in MACHINERY and field.name != "key")
    return [field for field in fields if getattr(line, field.attname) not in (None, "")]


def beside(names, tables):
    """What was decided of each version, to whom it was given, and the files that were brought."""
    for model in tables:
        every = model._meta.concrete_fields
        fields = [field for field in every if field.name not in {"id", *AS_FILES}]
        files = [field.name for field in every if field.name in AS_FILES]
        lines = [
            {"row": names.of(model, row.pk)}
            | {field.name: plain(field, getattr(row, field.attname), names) for field in fields}
            for row in model._base_manager.order_by("pk").defer(*files)
        ]
        yield from both(f"{OFFICE}/{model._meta.model_name}", ["row", *(field.name for field in fields)], lines)
    for model in (KeptFile, Logo, PictureFile):
        for row in model._base_manager.order_by("pk").iterator(chunk_size=1):
            if row.data:
                begins = bytes(row.data[:4])
                ending = next((ending for sign, ending in ENDINGS.items() if begins.startswith(sign)), "")
                yield f"{OFFICE}/files/{row.digest}{ending}", bytes(row.data)


def not_public(counts):
    """Versions that nobody reads in public: drafts that were sent, what was given back, what was taken down."""
    kept = Edition.objects.exclude(pk__in=Edition.objects.public().values("pk"))
    for edition in kept.select_related("publication").order_by("pk").iterator(chunk_size=1):
        counts["versions"] += 1
        number = edition.number or f"draft-{edition.pk}"
        path = f"{OFFICE}/versions/{edition.publication.kind}/{edition.publication.slug}/{number}"
        if edition.content:
            yield f"{path}.json", edition.content.encode()
        for file in edition.rendition_set.exclude(data=b""):
            yield f"{path}.{file.kind}", bytes(file.data)


def readme(whom, *, access):
    """What the archive is, in plain words. That for another installation says no day: it is the same each day."""
    board = Board.objects.first()
    is_read_again = whom == "installation"
    lines = [
        f"{board.name if board else 'A safeguarding body'}: its record",
        "",
        str(WORDS[whom]),
        *([] if is_read_again else [f"Written on {periods.day(clock.today())}."]),
        "",
        *(f"{folder}/  {words}" for folder, words in SAID.items() if folder in FOLDERS[whom]),
        "",
        *(READING_AGAIN if is_read_again else READING),
        ACCESS[access],
    ]
    if board and board.continued_at:
        lines += ["", "Continued at:", board.continued_at]
    return "\n".join(lines) + "\n"


WORDS = {
    "everybody": say_later("This holds what the {body} has published, and nothing else."),
    "members": say_later("This holds what the {body} has published and what its members could read."),
    "successors": say_later("This holds the whole record of the {body}, for whoever carries on its work."),
    "installation": say_later("This holds all that the {body} recorded, for another installation of this program."),
}
# The same in the record of access.
FOR = {
    "everybody": "what is published",
    "members": "what is published and what members can read",
    "successors": "all of it, for whoever carries on",
    "installation": "all of it, for another installation",
}
SAID = {
    PUBLISHED: "The public site. Open index.html; each version stands there with its PDF, its data and its tables.",
    RECORDS: "The records behind it, a table to each kind: what everybody may read once it is published.",
    FOR_MEMBERS: "What only members could read, such as who sits where.",
    OFFICE: "What only the office could read. Give it to nobody who is not answerable for it.",
    WHOLE: "For another installation, in an archive of its own: every table row by row, to be read again, with who may "
    "sign in and in which role. Give it to nobody who is not answerable for it.",
}
READING = (
    "Each table is there twice: .csv opens in a spreadsheet, .json is for a program.",
    "The first column, row, is what a row is called in every table, after what it stands in: plan/goal.",
    "history.csv says what each column was before and after each change.",
    "Days are written 2016-06-01, moments in universal time, money in pounds. An empty cell means: not recorded.",
    "In .csv a cell that a spreadsheet could take for a formula has an apostrophe before it.",
    "SHA256SUMS has the check code of every file; `sha256sum --check SHA256SUMS` compares them.",
    "The check code of a published version is the SHA-256 of its content, as it is printed on the paper.",
    "What was erased by law is not in here. Sign-ins and passwords are not, either.",
)
READING_AGAIN = (
    "An empty installation takes it in: manage.py migrate, then manage.py arrive with the name of this file.",
    "whole/tables has a .jsonl of each table, a row to a line, and a .csv for a spreadsheet.",
    "whole/schema.json has the columns of each table.",
    "A number in a column that ends in _id is the row of that number in the table that schema.json names.",
    "whole/files has PDFs, files that were brought and the logo, each named by its check code.",
    "SHA256SUMS has the check code of every file; `sha256sum --check SHA256SUMS` compares them.",
    "Who may sign in, and in which role, is in it; passwords and second factors are not, nor what was erased by law.",
)
ACCESS = {
    False: "Who signed in when, and from where, is not in here.",
    True: "The record of access is in here: who signed in when, and from where.",
}
