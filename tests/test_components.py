"""The locks belong to the requirements, nothing but what they name can be installed, and the lists of them are true."""

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from importlib import metadata

import pytest

from tests import components
from tests.components import ROOT, asked, locked, wanted

PAIRS = [("requirements.txt", "requirements.lock"), ("requirements-dev.txt", "requirements-dev.lock")]


@pytest.mark.parametrize(("requirements", "lock"), PAIRS)
def test_a_lock_holds_what_the_requirements_come_to_and_nothing_else(requirements, lock):
    pins, found = list(asked(ROOT / requirements)), locked(ROOT / lock)
    for pin in pins:
        assert pin.specifier.contains(found[components.canonicalize_name(pin.name)].version), f"{pin}: make lock"
    here = {name for name, each in found.items() if each.is_for_here}
    assert here == wanted(pins).keys(), "make lock"


@pytest.mark.parametrize(("requirements", "lock"), PAIRS)
def test_a_lock_names_files_by_their_codes_and_no_place(requirements, lock):
    for each in locked(ROOT / lock).values():
        assert each.hashes and all(len(code) == 64 for code in each.hashes), each.name
    for line in (ROOT / lock).read_text().splitlines():
        assert line.startswith(("#", "    --hash=sha256:")) or "==" in line, line
        assert "://" not in line and "file:" not in line, line


def test_developers_run_what_is_delivered():
    ours, developers = (locked(ROOT / lock) for _, lock in PAIRS)
    assert {name: developers[name] for name in ours} == ours


def test_what_is_installed_is_what_is_locked():
    for each in locked(ROOT / "requirements-dev.lock").values():
        if each.is_for_here:
            assert metadata.version(each.name) == each.version


@pytest.mark.parametrize("words", ["django>=5.2", "django[argon2]==5.2.19", "django @ file:///tmp/django.whl"])
def test_what_is_no_pin_is_no_lock(tmp_path, words):
    (tmp_path / "a.lock").write_text(f"{words} \\\n    --hash=sha256:{'0' * 64}\n")
    with pytest.raises(ValueError):
        locked(tmp_path / "a.lock")


@pytest.mark.parametrize(
    ("file", "made"), [(components.PAGE, components.page), (components.SBOM, components.sbom)], ids=["page", "SBOM"]
)
def test_the_lists_of_components_are_up_to_date(file, made):
    assert file.read_text() == made(), ".venv/bin/python -m tests.components"


def test_every_licence_has_been_looked_at(monkeypatch):
    assert list(components.unknown_licences(components.program())) == []
    monkeypatch.setitem(components.READ, "django", "SSPL-1.0")
    monkeypatch.setitem(components.READ, "pillow", "MIT AND AGPL-3.0-only")
    monkeypatch.setitem(components.READ, "pyphen", "GPL-2.0-or-later OR MPL-1.1")
    assert list(components.unknown_licences(["django", "pillow", "pyphen"])) == [
        "django: SSPL-1.0",
        "pillow: AGPL-3.0-only",
    ]


# Installing


@pytest.fixture
def installing(tmp_path):
    """A checkout whose lock names one harmless package, which lies beside it; the real pip installs it there."""
    wheel = tmp_path / "wheels" / "harmless-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as package:
        package.writestr("harmless.py", "")
        package.writestr("harmless-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: harmless\nVersion: 1.0\n")
        package.writestr(
            "harmless-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        package.writestr("harmless-1.0.dist-info/RECORD", "")
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/prepare", tmp_path / ".ci")
    # what looks like an environment of its own, and is this one
    environment = tmp_path / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/activate").write_text(f"VIRTUAL_ENV={environment}\n")
    (environment / "bin/pip").touch()
    python = environment / "bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)

    def install(lock):
        (tmp_path / "requirements.lock").write_text(lock)
        found = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent), "PIP_TARGET": str(tmp_path / "there")}
        environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            [tmp_path / ".ci/prepare"],
            env=environ | found | {"PIP_CONFIG_FILE": os.devnull},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr, (tmp_path / "there/harmless.py").exists()

    install.code = sha256(wheel.read_bytes()).hexdigest()
    return install


def test_a_package_that_is_not_the_locked_one_is_not_installed_and_that_is_said(installing):
    status, _, said, is_there = installing(f"harmless==1.0 --hash=sha256:{'0' * 64}\n")
    assert status == 1 and not is_there
    assert "A package is not the one that requirements.lock names" in said
    assert "SECURITY.md" in said
    status, _, said, is_there = installing("harmless==1.0\n")
    assert status == 1 and not is_there, "without a code nothing is taken"
    assert "pip could not install requirements.lock" in said


def test_a_changed_lock_is_noticed_and_an_unchanged_one_costs_nothing(installing):
    lock = f"harmless==1.0 --hash=sha256:{installing.code}\n"
    status, told, said, is_there = installing(lock)
    assert (status, is_there) == (0, True), said
    assert "installing the packages of requirements.lock" in told
    assert installing(lock)[:2] == (0, "")
    assert "installing the packages of requirements.lock" in installing(lock + "# another\n")[1]
