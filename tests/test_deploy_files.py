"""The files of docs/deploy against the program: settings, policy, addresses, and what the tools of each say of them."""

import re
import shutil
import stat
import subprocess

import pytest
from django.conf import settings

from lscb import settings as program
from tests import deployed, roles
from tests.deployed import DEPLOY

BASE = settings.BASE_DIR
SYSTEMD = shutil.which("systemd-analyze")
# Named by the hundred in README.md as one.
THROTTLES = {f"THROTTLE_{name}" for name in program.THROTTLES}
# Read by Python and by libraries, not by a setting of ours.
READ = re.compile(
    r"""(?:environ(?:\.get\(|\[)|(?:flag|number|words|day|hosts|folder|command|host|rates|database)\()\s*["']([A-Z][A-Z_]+)["']"""
)
NAMED = re.compile(r'"((?:OIDC|EMAIL|SECRET|SECURITY|SITE|DATABASE|BREAK|LOCAL)_[A-Z_]+)"')


def read_by_the_program():
    """Each name that settings or `environment` ask the environment for."""
    text = "".join((BASE / "lscb" / name).read_text() for name in ("settings.py", "environment.py"))
    of_django = {"EMAIL_BACKEND", "EMAIL_TIMEOUT", "SECRET_KEY"}
    names = set(READ.findall(text)) | set(NAMED.findall((BASE / "lscb" / "environment.py").read_text()))
    return (names - of_django) | {"SECRET_KEY"} | THROTTLES


def in_the_example():
    return set(re.findall(r'^#?([A-Z_]+)="', (DEPLOY / "environment").read_text(), flags=re.M))


def test_the_example_names_every_setting_that_is_read_and_no_other():
    assert in_the_example() == read_by_the_program()
    assert len(in_the_example()) > 35


def test_the_readme_names_every_setting():
    said = set(re.findall(r"`([A-Z_]{4,})`", (BASE / "README.md").read_text()))
    assert in_the_example() - THROTTLES <= said


def test_the_limits_in_the_example_are_those_as_delivered():
    said = dict(re.findall(r'^#THROTTLE_([A-Z_]+)="(.*)"$', (DEPLOY / "environment").read_text(), flags=re.M))
    assert said == program.THROTTLES


def test_every_address_of_the_program_is_passed_to_it():
    """Where nginx has no line for it, an address is looked for in the tree and is a 404."""
    passed = re.findall(r"location (?:\^~|=) (/\S+)", (DEPLOY / "nginx" / "site.conf").read_text())
    named = [where for name, where in roles.patterns() if name != "home"]
    missing = [where for where in named if not where.startswith(tuple(passed))]
    assert not missing


def test_a_shell_reads_the_example_as_systemd_does():
    """lscb-manage reads it by a shell: no sign in it that one of them would take for more than a sign."""
    text = (DEPLOY / "environment").read_text()
    for line in text.splitlines():
        assert not line or re.fullmatch(r'#.*|[A-Z_]+="[^"$`\\]*"', line), line


def test_scripts_can_be_run_and_read():
    script = DEPLOY / "lscb-manage"
    assert script.stat().st_mode & stat.S_IXUSR
    subprocess.run(["sh", "-n", script], check=True)


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not here, so docs/deploy/systemd was not verified")
def test_the_units_are_sound(tmp_path):
    """As systemd itself reads them; for programs that lie elsewhere here stand ones that are there."""
    for file in (DEPLOY / "systemd").glob("*@.*"):
        text = re.sub(r"/opt/lscb/.venv/bin/\w+|/usr/bin/curl", "/bin/true", file.read_text())
        (tmp_path / file.name).write_text(text)
    units = [tmp_path / file.name.replace("@", "@board") for file in tmp_path.glob("*@.*")]
    ran = subprocess.run(
        [SYSTEMD, "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False
    )
    said = [line for line in ran.stderr.splitlines() if str(tmp_path) in line or "lscb" in line]
    assert (ran.returncode, said) == (0, [])


@pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not here, so docs/deploy/systemd was not verified")
def test_a_fault_in_a_unit_would_be_found(tmp_path):
    text = (DEPLOY / "systemd" / "lscb@.service").read_text()
    (tmp_path / "lscb@.service").write_text(text.replace("ProtectSystem=strict", "ProtectSystem=perhaps"))
    ran = subprocess.run(
        [SYSTEMD, "verify", "--man=no", tmp_path / "lscb@board.service"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Failed to parse protect system value" in ran.stderr


def test_the_unit_starts_the_program_as_the_guide_says():
    words = deployed.unit_words()
    assert words[0] == "lscb.wsgi"
    assert "--no-control-socket" in words
    docker = (DEPLOY / "container" / "Dockerfile").read_text()
    for word in ("--no-control-socket", "--worker-class", "gthread"):
        assert f'"{word}"' in docker


def test_what_the_guide_names_is_there():
    guide = (BASE / "docs" / "hosting.md").read_text()
    for file in DEPLOY.rglob("*"):
        if file.is_file() and not file.name.endswith(".dockerignore"):
            assert file.name.split("@")[0] in guide, file.name
    for named in re.findall(r"docs/deploy/([\w./@-]*[\w])", guide):
        assert (DEPLOY / named).exists(), named


def test_the_night_in_a_container_is_that_of_the_unit():
    unit = (DEPLOY / "systemd" / "lscb-nightly@.service").read_text()
    compose = (DEPLOY / "container" / "compose.yaml").read_text()
    of_the_unit = re.findall(r"^ExecStart=-?/opt/lscb/.venv/bin/python (manage.py .+)$", unit, flags=re.M)
    [nightly] = re.findall(r"^  nightly:\n(?:    .*\n)+", compose, flags=re.M)
    in_a_container = re.findall(r"python (manage.py .+)$", nightly, flags=re.M)
    assert in_a_container == [line.replace("%i", "BOARD") for line in of_the_unit]


def test_the_copy_in_a_container_is_made_by_a_client_of_the_databases_version():
    [client] = re.findall(r"postgresql-client-(\d+)", (DEPLOY / "container" / "Dockerfile").read_text())
    [server] = re.findall(r"image: postgres:(\d+)", (DEPLOY / "container" / "compose.yaml").read_text())
    assert client == server
