"""The map of the floor names every module of it, and nothing else."""

import re
from pathlib import Path

KIT = Path(__file__).parents[2] / "kit"


def test_every_module_of_kit_stands_once_on_its_map():
    named = re.findall(r"^\* `(\w+)`", (KIT / "README.md").read_text(), re.MULTILINE)
    there = {path.stem for path in KIT.glob("*.py")} | {path.parent.name for path in KIT.glob("*/*.py")}
    assert sorted(named) == sorted(there - {"__init__", "migrations"})
