"""How a nightly command last went, in a small file beside the public pages: it can be read with the database away."""

import msgspec
from django.conf import settings


def write(name, outcome):
    """Write down how it went, in place of how it went before. `outcome` is a struct."""
    root = settings.PUBLIC_ROOT
    root.mkdir(parents=True, exist_ok=True)
    new = root / f"{name}.new"
    new.write_bytes(msgspec.json.encode(outcome))
    new.replace(root / name)


def read(name, kind):
    """How it last went, as a struct of that kind; None if it never ran."""
    try:
        return msgspec.json.decode((settings.PUBLIC_ROOT / name).read_bytes(), type=kind)
    except FileNotFoundError:
        return None
