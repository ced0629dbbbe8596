"""What the program is made of: the packages in its lock, their licences and who asks for which.

    python -m tests.components      writes docs/approval/components.md and docs/approval/sbom.cdx.json

Everything is read from the lock and from what the installed packages say of themselves; both files are the same on each
machine, so a test can say when they are out of date.
"""

import json
import re
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from msgspec import Struct
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE, SBOM = ROOT / "docs/approval/components.md", ROOT / "docs/approval/sbom.cdx.json"
# What the lists are made for: the oldest Python, whichever writes them.
HERE = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "platform_machine": "x86_64",
}
# Licences that were read and raise no question for a program under MIT that a council runs. A new one fails a test.
ACCEPTED = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSD-4-Clause",  # whoever advertises with the program names David Giffin, as docs/approval/components.md does
    "LGPL-3.0-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-1.1",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
}
# Packages that name their licence in words of their own, or several: as it was read in the files that they bring.
READ = {
    "certifi": "MPL-2.0",
    "cobble": "BSD-2-Clause",
    "cssselect2": "BSD-3-Clause",
    "django-csp": "BSD-3-Clause",
    "django-simple-history": "BSD-3-Clause",
    "django-tables2": "BSD-2-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "psycopg2-binary": "LGPL-3.0-or-later",
    "pydyf": "BSD-3-Clause",
    "pyphen": "MPL-1.1",  # to choose from: GPL 2, LGPL 2.1, MPL 1.1
    "qrcode": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "tinyhtml5": "MIT",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
    "xlrd": "BSD-3-Clause AND BSD-4-Clause",  # the second for its oldest parts
}
# What the system brings, in the names of Debian; its own updates come with the system's.
SYSTEM = {
    "libpango-1.0-0": "LGPL-2.0-or-later",
    "libpangoft2-1.0-0": "LGPL-2.0-or-later",
    "libharfbuzz-subset0": "MIT",
}


class Locked(Struct, frozen=True):
    """A package as a lock names it: its version, whether it is for this kind of machine, the codes of its files."""

    name: str
    version: str
    is_for_here: bool
    hashes: tuple[str, ...]


def locked(path):
    """The packages of a lock by name; ValueError for a line that is none."""
    found = {}
    lines = (line for line in path.read_text().replace("\\\n", "").splitlines() if line and not line.startswith("#"))
    for line in lines:
        words, *hashes = line.split("--hash=sha256:")
        requirement = Requirement(words)
        [pin] = requirement.specifier
        if pin.operator != "==" or requirement.extras or requirement.url:
            raise ValueError(f"{line[:80]} names no single version")
        name = canonicalize_name(requirement.name)
        here = requirement.marker is None or requirement.marker.evaluate(HERE)
        found[name] = Locked(name, pin.version, here, tuple(code.strip() for code in hashes))
    return found


def asked(path):
    """The requirements of a hand-written file, those of the file that it names included."""
    for line in path.read_text().splitlines():
        if line.startswith("-r "):
            yield from asked(path.parent / line.removeprefix("-r "))
        elif line.strip() and not line.startswith("#"):
            yield Requirement(line.partition(" # ")[0])


@cache
def needs(name, extras=frozenset()):
    """What an installed package needs with some of its extras, each with the extras of its own."""
    found = set()
    for words in metadata.requires(name) or ():
        requirement = Requirement(words)
        marker = requirement.marker
        if marker is None or any(marker.evaluate(HERE | {"extra": extra}) for extra in (extras or {""})):
            found.add((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return frozenset(found)


def wanted(requirements):
    """All that some requirements come to, by who needs it: name, and the names of those that need it."""
    waiting = [(canonicalize_name(each.name), frozenset(each.extras), None) for each in requirements]
    found, seen = {}, set()
    while waiting:
        name, extras, by = waiting.pop()
        found.setdefault(name, set()).update({by} if by else ())
        if (name, extras) not in seen:
            seen.add((name, extras))
            waiting += [(each, more, name) for each, more in needs(name, extras) | needs(name)]
    return found


def licence(name):
    """The licence of an installed package by its SPDX name; what it says itself where that is none."""
    says = metadata.metadata(name)
    return READ.get(name) or says.get("License-Expression") or says.get("License") or "not said"


def unknown_licences(names):
    """Packages with a licence that nobody has looked at; of a choice one that was accepted is enough."""
    for name in names:
        for each in licence(name).split(" AND "):
            if not {part.strip("() ") for part in each.split(" OR ")} & ACCEPTED:
                yield f"{name}: {each}"


def program():
    """The packages of the program itself, by name: as locked, and by whom each is needed."""
    lock, by = locked(ROOT / "requirements.lock"), wanted(asked(ROOT / "requirements.txt"))
    return {name: (lock[name], sorted(by[name])) for name in sorted(lock) if lock[name].is_for_here}


def page():
    """docs/approval/components.md."""
    direct = {canonicalize_name(each.name) for each in asked(ROOT / "requirements.txt")}
    parts = program()
    rows = [
        f"| {name} | {part.version} | {licence(name)} | {'asked for' if name in direct else ', '.join(by)} |"
        for name, (part, by) in parts.items()
    ]
    system = [f"| {name} | {words} |" for name, words in SYSTEM.items()]
    return "\n".join(
        [
            "# What the program is made of",
            "",
            f"{len(parts)} packages by others, each in one version. `requirements.txt` says why each that the program",
            "asks for is there; the others come because one of those needs them. `requirements.lock` holds the check",
            "codes (SHA-256) of their files, and nothing else can be installed. The same list for machines is",
            "[sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6).",
            "",
            "Both are written by `make lock`, or alone by `.venv/bin/python -m tests.components`. A test fails if they",
            "say anything else than the lock, or if a package comes under a licence that nobody has looked at.",
            "",
            "| package | version | licence | why it is here |",
            "|---|---|---|---|",
            *rows,
            "",
            "None of these licences restricts who may run the program, or for what. LGPL and MPL ask for something of",
            "whoever changes those packages and passes them on; OFL is the typeface's. pyphen may be had under three",
            "licences, of which MPL is the one taken.",
            "",
            "## What is not in this list",
            "",
            "The system's own packages; their updates come with the system's. To make a PDF the program loads",
            "",
            "| package of Debian or Ubuntu | licence |",
            "|---|---|",
            *system,
            "",
            "and what these need (GLib, FreeType, Fontconfig, HarfBuzz). Some packages have libraries in C built into",
            "them: psycopg2-binary the PostgreSQL client and OpenSSL, cryptography OpenSSL, pikepdf qpdf, lxml libxml2",
            "and libxslt, pillow its picture formats. They are updated with the package. In the browser run htmx (from",
            "django-htmx), the editor ProseMirror (from django-prose-editor) and the program's own modules, all served",
            "from the board's own address. xlrd includes software developed by David Giffin.",
            "",
            "What only developers use stands in `requirements-dev.txt` and is locked in `requirements-dev.lock`. It is",
            "not installed where the program runs.",
            "",
        ]
    )


def sbom():
    """docs/approval/sbom.cdx.json: CycloneDX 1.6, tied to the lock by its check code."""
    parts = program()
    direct = sorted(canonicalize_name(each.name) for each in asked(ROOT / "requirements.txt"))
    refs = {name: f"pkg:pypi/{name}@{part.version}" for name, (part, _) in parts.items()}
    code = sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    system = [
        {"type": "library", "bom-ref": f"pkg:deb/{name}", "name": name, "purl": f"pkg:deb/debian/{name}"}
        | {"licenses": [{"license": {"id": words}}]}
        for name, words in SYSTEM.items()
    ]
    packages = [
        {"type": "library", "bom-ref": refs[name], "name": name, "version": part.version, "purl": refs[name]}
        | {"licenses": as_licences(licence(name))}
        for name, (part, _) in parts.items()
    ]
    needed = {name: [refs[each] for each, (_, by) in parts.items() if name in by] for name in parts}
    return (
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
                "version": 1,
                "metadata": {
                    "component": {
                        "type": "application",
                        "bom-ref": "lscb",
                        "name": "lscb",
                        "licenses": [{"license": {"id": "MIT"}}],
                    },
                    "properties": [{"name": "lscb:requirements.lock:sha256", "value": code}],
                },
                "components": packages + system,
                "dependencies": [
                    {"ref": "lscb", "dependsOn": [refs[name] for name in direct]},
                    *({"ref": refs[name], "dependsOn": needed[name]} for name in parts),
                ],
            },
            indent=1,
        )
        + "\n"
    )


def as_licences(words):
    """A licence as CycloneDX wants it: an SPDX name, or an expression of several."""
    if re.search(r" (AND|OR|WITH) ", words):
        return [{"expression": words}]
    return [{"license": {"id": words}}]


if __name__ == "__main__":
    PAGE.write_text(page())
    SBOM.write_text(sbom())
    print(f"{PAGE.relative_to(ROOT)} and {SBOM.relative_to(ROOT)}: {len(program())} packages")
