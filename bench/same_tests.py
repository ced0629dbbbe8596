"""What the tests take that an earlier build has under the same names, and what they took there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import cpu_of_tests
from bench.measuring import HOUSE, benchmark, unpacked

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]


def in_short(rows):
    ours, former = rows
    return (
        f"{ours['tests']} tests: {ours['CPU']:.0f} s of CPU, children included, {former['build']} {former['CPU']:.0f}; "
        f"{ours['CPU'] / former['CPU']:.2f} ×"
    )


@benchmark("The tests that an earlier release has under the same names", in_short)
def tests_beside_an_earlier_release():
    """Asked for by AGAINST, a commit: both run their tests at once, each in one process, with CI's examples."""
    commit = os.environ.get("AGAINST")
    if not commit:
        return None
    with tempfile.TemporaryDirectory() as room:
        room = Path(room)
        shutil.copy(cpu_of_tests.__file__, room)
        builds = {"this": HOUSE, commit: unpacked(commit, room / "former")}
        asked = sorted(set.intersection(*map(names, builds.values())))
        (room / "asked").write_text("\n".join(asked))
        with ExitStack() as running:
            for build, folder in builds.items():
                running.enter_context(begun(folder, room, build))
        said = {build: json.loads((room / f"{build}.json").read_text()) for build in builds}
    for build, run in said.items():
        if missing := set(asked) - run["taken"].keys():
            raise RuntimeError(f"The build {build} did not run {len(missing)} tests, such as {min(missing)}.")
    return [
        {
            "build": build,
            "tests": f"{len(asked):,}",
            "failed": run["failed"],
            "CPU": round(sum(run["taken"].values()), 1),
        }
        for build, run in said.items()
    ]


def begun(folder, room, build):
    """The run of the tests that are asked for, and nothing more of what it says."""
    environment = clean() | {"PYTHONPATH": str(room), "CPU_OF_TESTS": str(room / f"{build}.json")}
    command = [*PYTEST, "-p", "cpu_of_tests", "--basetemp", str(room / f"of-{build}"), f"@{room / 'asked'}"]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)


def clean():
    """Without what a benchmark sets for its own process."""
    left_out = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "AGAINST")
    return {name: value for name, value in os.environ.items() if name not in left_out} | {"HYPOTHESIS_PROFILE": "ci"}


def names(folder):
    """The tests of a build, each with its cases."""
    said = subprocess.run(
        [*PYTEST, "--collect-only"], cwd=folder, env=clean(), capture_output=True, text=True, check=True
    )
    return {line for line in said.stdout.splitlines() if "::" in line}
