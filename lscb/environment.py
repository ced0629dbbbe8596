"""What the environment says, read with messages that a person who installs the program can act on."""

import os
from datetime import date

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name, default):
    """A yes or no."""
    word = os.environ.get(name)
    if word is None:
        return default
    if word.lower() in YES | NO:
        return word.lower() in YES
    raise ImproperlyConfigured(f"{name} is {word!r}; set it to 1 or 0.")


def number(name, default):
    """A whole number above nought."""
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if word.isascii() and word.isdigit() and int(word) > 0:
        return int(word)
    raise ImproperlyConfigured(f"{name} is {word!r}; write a whole number such as {default}.")


TENANT = ("OIDC_TENANT_ID", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def council(https):
    """The council's own sign-in, if one is set: OpenID Connect with one Microsoft Entra tenant; or None."""
    given = {name: os.environ.get(name, "").strip() for name in TENANT}
    issuer = os.environ.get("OIDC_ISSUER", "").strip().rstrip("/")
    if not any(given.values()):
        if issuer:
            raise ImproperlyConfigured(f"OIDC_ISSUER is set without {', '.join(TENANT)}. Set them all, or none.")
        return None
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"{', '.join(missing)} is not set, but the rest of that sign-in is. Set them all.")
    tenant, client_id, client_secret = given.values()
    issuer = issuer or f"https://login.microsoftonline.com/{tenant}/v2.0"
    if not issuer.startswith("https://") and https:
        raise ImproperlyConfigured(f"OIDC_ISSUER is {issuer!r}; it must begin with https://.")
    return {
        "tenant": tenant,
        "client_id": client_id,
        "client_secret": client_secret,
        "issuer": issuer,
        "origin": "/".join(issuer.split("/")[:3]),
        "name": os.environ.get("OIDC_NAME", "").strip() or "your council account",
    }


def local_passwords(council):
    """Whether people may sign in with a password of this program, and the one account that always may."""
    allowed = flag("LOCAL_PASSWORDS", default=True)
    break_glass = os.environ.get("BREAK_GLASS_EMAIL", "").strip().lower()
    if not allowed and council is None:
        raise ImproperlyConfigured(f"LOCAL_PASSWORDS is off, so nobody could sign in. Set {', '.join(TENANT)} too.")
    if not allowed and not break_glass:
        raise ImproperlyConfigured(
            "LOCAL_PASSWORDS is off. Set BREAK_GLASS_EMAIL to the address of the one login that keeps its password, "
            "for the day when the council's sign-in fails."
        )
    return allowed, break_glass


def words(name):
    """A list parted by commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def day(name):
    """A date written 2016-06-01, or None."""
    word = os.environ.get(name)
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {word!r}; write a date such as 2016-06-01.") from None


def secret_key(debug):
    """The key that signs sessions. Only a development run may go without one of its own."""
    key = os.environ.get("SECRET_KEY", "")
    if key:
        return key
    if debug:
        return "for development on this machine only, never for a real board"
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to a long random text that you keep private "
        '(python -c "import secrets; print(secrets.token_urlsafe(50))"), or set DEBUG=1 on your own machine.'
    )


def database(default, require_tls):
    """The database settings, with what each of the two databases needs to keep what it has acknowledged."""
    address = os.environ.get("DATABASE_URL") or default
    try:
        settings = dj_database_url.parse(address)
    except (ValueError, KeyError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        settings = {}
    engine = settings.get("ENGINE", "").rpartition(".")[2]
    if engine == "sqlite3" and settings.get("NAME") not in (None, "", ":memory:"):
        return settings | SQLITE
    if engine == "postgresql" and settings.get("NAME"):
        options = POSTGRESQL["OPTIONS"] | settings.get("OPTIONS", {})
        if require_tls and settings.get("HOST") not in ("", "localhost", "127.0.0.1"):
            options = {"sslmode": "require"} | options
        return settings | POSTGRESQL | {"OPTIONS": options}
    raise ImproperlyConfigured(
        "DATABASE_URL can't be read. Write sqlite:////folder/board.sqlite3 "
        "or postgresql://user:password@host:5432/database."
    )


# WAL with synchronous=FULL: an acknowledged save survives a power cut. IMMEDIATE: two writers wait for one another
# and are never told "database is locked"; it is also why ATOMIC_REQUESTS must stay off (each GET would lock).
# secure_delete: what was erased is overwritten in the file, not only let go.
# recursive_triggers: without it INSERT OR REPLACE deletes a sealed row without asking its triggers.
SQLITE = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
            "PRAGMA journal_size_limit=67108864; PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;"
        ),
    },
}

# A new connection costs some 11 ms, so keep it; ask whether it still lives before each request.
POSTGRESQL = {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "application_name": "lscb",
        "connect_timeout": 5,
        "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
    },
}
