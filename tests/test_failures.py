"""What a command says when settings, database or disk are wrong: a sentence that names what to change, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, get_commands, load_command_class
from django.db import OperationalError, ProgrammingError

import manage
from editions import tree
from kit import checks, release
from kit.commands import RecordsCommand
from lscb import failures, health
from membership.models import User
from tests.test_health import site  # noqa: F401  a fixture

# ruff: noqa: F811  a fixture that is asked for by name looks like a name used twice
OURS = sorted(name for name, app in get_commands().items() if app in {"lscb", "editions", "publications", "membership"})
# What each needs to be called at all.
WORDS = {
    "appoint": ["new@board.example"],
    "arrive": ["board.zip"],
    "backup": ["copies"],
    "export": ["business-plan", "2016-2019"],
    "leave": ["records.zip"],
    "long_work": ["1"],
    "publish": ["business-plan", "2016-2019", "--by", "manager@board.example"],
    "remove_phrase": ["Wilhelmina"],
    "tidy": ["--do"],
}
# Two read files, one brings the database up to date, and one fills an empty one.
WITHOUT_RECORDS = {"check_pdf", "count_log", "migrate", "restore"}


@pytest.fixture
def run(monkeypatch, capsys):
    """A command as from a shell: what it says as it ends, which is one line."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["manage.py", *words])
        # Django closes the connection behind a command, and with it the transaction of a test.
        monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
        with pytest.raises(SystemExit) as end:
            manage.main()
        assert end.value.code not in (0, None)
        said = capsys.readouterr().err.strip() or str(end.value.code)
        assert "Traceback" not in said
        return said

    return run


@pytest.fixture
def done(monkeypatch):
    """What the database has been through: all migrations of this release, until a test says otherwise."""
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {})
    release.known.cache_clear()
    done = {(label, name) for label, names in release.known().items() for name in names}
    monkeypatch.setattr(release, "applied", lambda: done)
    yield done
    release.known.cache_clear()


@pytest.mark.django_db
def test_a_database_of_this_release_is_no_matter(done):
    assert release.mismatch() == ""
    assert set(release.known()) >= {"kit", "membership", "finance", "editions", "auth", "sessions"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in OURS if name not in WITHOUT_RECORDS])
def test_a_command_refuses_a_database_that_was_not_migrated(done, run, name):
    done.remove(("finance", release.known()["finance"][-1]))
    before = User.objects.count()
    assert "manage.py migrate" in run(name, *WORDS.get(name, []))
    assert User.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["site", "tidy", "publish", "verify_editions", "migrate"])
def test_old_code_refuses_a_newer_database(done, run, name):
    done.add(("finance", "9999_money_of_tomorrow"))
    said = run(name, *WORDS.get(name, []))
    assert "by a newer release of the program than this one (finance 9999_money_of_tomorrow)" in said
    assert "restore the backup" in said


@pytest.mark.django_db
def test_migrations_that_were_joined_since_are_no_newer_release(done):
    done.add(("finance", "0000_before_they_were_joined"))
    done.add(("finance", "0003_lines_of_a_row"))
    done.add(("an_app_that_is_gone", "0007_last"))
    assert release.mismatch() == ""


@pytest.mark.django_db
def test_health_says_so_too(done, client):
    done.add(("finance", "9999_money_of_tomorrow"))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert b"newer release" in answer.content


@pytest.mark.parametrize("name", [name for name in OURS if name not in WITHOUT_RECORDS])
def test_each_command_that_knows_the_records_asks_first(name):
    assert isinstance(load_command_class(get_commands()[name], name), RecordsCommand)


def test_the_table_of_retention_needs_no_database(run, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["manage.py", "tidy", "--page"])
    manage.main()
    assert "| what |" in capsys.readouterr().out.lower()


# The disk


@pytest.mark.django_db
def test_a_full_disk_is_said_and_what_stood_there_stays(site, run, monkeypatch, done, public_root):
    def write(file, data):
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(data)

    before = (public_root / tree.CURRENT).resolve()
    monkeypatch.setattr(tree, "write", write)
    monkeypatch.setattr(failures, "NO_ROOM", 1 << 62)
    said = run("site")
    assert said == (
        f"PUBLIC_ROOT: {public_root} can’t be written. There is no room left on its disk. "
        "Make room and run the same command again."
    )
    assert (public_root / tree.CURRENT).resolve() == before


@pytest.mark.parametrize(
    ("place", "said"), [("public/trees", "PUBLIC_ROOT: "), ("static/site.css", "")], ids=["public", "elsewhere"]
)
def test_what_may_not_be_written_is_named_with_its_setting(settings, place, said):
    settings.PUBLIC_ROOT = Path("/srv/public")
    there = f"/srv/{place}"
    assert failures.in_words(PermissionError(13, "Permission denied", there)) == (
        f"{said}{there} can’t be written. This user may not write there. Run it as the program’s own user, or give the "
        "place to that."
    )


def test_a_folder_that_cannot_be_made_is_named_with_its_setting(settings):
    settings.PUBLIC_ROOT = Path("/proc/none/public")
    with pytest.raises(FileNotFoundError) as refused:
        settings.PUBLIC_ROOT.mkdir(parents=True)
    assert failures.in_words(refused.value) == (
        "PUBLIC_ROOT: /proc/none/public can’t be made. No folder can be made there. Name another place."
    )


def test_a_fault_of_the_program_keeps_its_traceback(run, monkeypatch):
    for fault in (FileNotFoundError(2, "No such file", "/a/template"), ValueError("no"), ProgrammingError("no such")):
        monkeypatch.setattr(release, "mismatch", lambda: "")
        assert failures.in_words(fault) == ""
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])
    monkeypatch.setattr(BaseCommand, "check", lambda self, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        manage.main()


@pytest.mark.django_db
def test_a_public_site_that_cannot_be_written_is_found_before_anything_is_published(settings, tmp_path, monkeypatch):
    assert checks.the_public_site_can_be_written(None) == []
    in_the_way = tmp_path / "a file"
    in_the_way.touch()
    settings.PUBLIC_ROOT = in_the_way / "public"
    [error] = checks.the_public_site_can_be_written(None)
    assert error.msg.startswith(f"PUBLIC_ROOT is {in_the_way}/public, and {in_the_way} is no folder.")
    settings.PUBLIC_ROOT = tmp_path / "public"
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    [error] = checks.the_public_site_can_be_written(None)
    assert f"{tmp_path} can’t be written by the user that runs this" in error.msg
    assert "The public pages can’t be written" in " ".join(health.unready())
    assert f"{tmp_path}" not in " ".join(health.unready()), "a stranger may read it"


# The database


def test_a_database_that_is_away_is_named_by_its_setting(monkeypatch):
    def away():
        raise OperationalError("unable to open\n database file")

    monkeypatch.setattr(release, "applied", away)
    said = "The database that DATABASE_URL names can’t be used: unable to open database file"
    assert failures.in_words(OperationalError("unable to open\n database file")) == said
    assert list(failures.at_the_start()) == [said]


# The server


def test_the_server_says_what_is_wrong_and_does_not_try_again():
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "lscb.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"],
        cwd=settings.BASE_DIR,
        env=environ | {"SECRET_KEY": "only for this test", "ALLOWED_HOSTS": "https://board.example"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 4
    assert "ALLOWED_HOSTS has 'https://board.example', which is an address; write the name alone" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Booting worker") == 1


def test_each_wrong_setting_ends_a_command_in_its_own_words(run, monkeypatch):
    def wrong(*arguments):
        raise ImproperlyConfigured("EMAIL_PORT is 'abc'; write a whole number such as 25.")

    monkeypatch.setattr(manage, "execute_from_command_line", wrong, raising=False)
    monkeypatch.setattr("django.core.management.execute_from_command_line", wrong)
    assert run("check") == "EMAIL_PORT is 'abc'; write a whole number such as 25."


def test_all_apps_with_migrations_are_asked(done, db):
    with_models = {app.label for app in apps.get_app_configs() if list(app.get_models())}
    assert with_models - set(release.known()) == set()
