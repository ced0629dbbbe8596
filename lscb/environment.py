"""What the environment says, read with messages that a person who installs the program can act on."""

import base64
import os
import re
import shlex
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name, default):
    """A yes or no."""
    word = os.environ.get(name)
    if word is None:
        return default
    if word.lower() in YES | NO:
        return word.lower() in YES
    raise ImproperlyConfigured(f"{name} is {word!r}; set it to 1 or 0.")


def number(name, default, most=1_000_000):
    """A whole number above nought."""
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if word.isascii() and word.isdigit() and 0 < int(word) <= most:
        return int(word)
    raise ImproperlyConfigured(f"{name} is {word!r}; write a whole number such as {default}.")


# What is wrong with the name of a machine, and what to write: each with how it is told. The first that is so is said.
NOT_A_HOST = (
    (lambda name: name == "*", "lets in every name; write the site’s own, such as lscb.example.gov.uk"),
    (lambda name: "://" in name, "is an address; write the name alone: {host}"),
    (lambda name: "/" in name or "@" in name, "is more than a name; write the name alone: {host}"),
    (lambda name: re.search(r"[^:]:\d+$", name), "has a port; write the name alone: {host}"),
    (lambda name: not HOST.fullmatch(name), "is not the name of a machine; write one such as lscb.example.gov.uk"),
)
HOST = re.compile(r"(\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])", re.IGNORECASE)


def host(name, word):
    """The name of a machine as a setting has it, without a scheme, a port or a path."""
    for is_so, sentence in NOT_A_HOST:
        if is_so(word):
            alone = urlsplit(word if "://" in word else f"//{word}").hostname or "lscb.example.gov.uk"
            raise ImproperlyConfigured(f"{name} has {word!r}, which {sentence.format(host=alone)}.")
    return word


def hosts(name, needed=False):
    """The names by which the site may be asked for. Without one every request is refused."""
    known = [host(name, word) for word in words(name)]
    if needed and not known:
        raise ImproperlyConfigured(
            f"{name} is not set, so every request would be refused. Set it to the site’s own names, such as "
            "lscb.example.gov.uk, or set DEBUG=1 on your own machine."
        )
    return known


def site_address(known, https):
    """Where the public finds the site, such as https://lscb.example.gov.uk, or nothing. `known` are its names."""
    word = os.environ.get("SITE_ADDRESS", "").strip().rstrip("/")
    if not word:
        return ""
    parts = urlsplit(word)
    if parts.scheme not in ("https",) + ("http",) * (not https) or not parts.hostname or word.count("/") > 2:
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {word!r}; write the whole address of the first page, such as https://lscb.example.gov.uk."
        )
    if known and not validate_host(parts.hostname, known):
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {word!r}, but {parts.hostname} is not among the names in ALLOWED_HOSTS. Add it there, or "
            "write another address."
        )
    return word


def folder(name, default):
    """A folder by its whole path: services and people at a shell start in different places."""
    word = os.environ.get(name, "").strip()
    if word and not Path(word).is_absolute():
        raise ImproperlyConfigured(f"{name} is {word!r}; write the whole path, such as /srv/lscb/public.")
    return Path(word or default)


def mail_host():
    """The mail server, or nothing. The rest of its settings says something only beside it."""
    word = os.environ.get("EMAIL_HOST", "").strip()
    alone = [name for name in ("EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD") if os.environ.get(name)]
    alone += ["EMAIL_USE_TLS"] * flag("EMAIL_USE_TLS", default=False)
    if alone and not word:
        raise ImproperlyConfigured(
            f"EMAIL_HOST is not set, but {' and '.join(alone)} is. Set EMAIL_HOST to the name of the mail server, such "
            "as mail.example.gov.uk, or leave the others out: no mail is sent then."
        )
    return host("EMAIL_HOST", word) if word else ""


def command(name):
    """A command with its words, by the whole path of its program, since services have another PATH; or nothing."""
    try:
        words = shlex.split(os.environ.get(name, ""))
    except ValueError:
        words = ["?"]
    if words and not Path(words[0]).is_absolute():
        raise ImproperlyConfigured(
            f"{name} is {os.environ[name]!r}; write a command with its whole path, such as /usr/bin/clamdscan -."
        )
    return words


TENANT = ("OIDC_TENANT_ID", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def council(https):
    """The council's own sign-in, if one is set: OpenID Connect with one Microsoft Entra tenant; or None."""
    given = {name: os.environ.get(name, "").strip() for name in TENANT}
    issuer = os.environ.get("OIDC_ISSUER", "").strip().rstrip("/")
    if not any(given.values()):
        if issuer:
            raise ImproperlyConfigured(f"OIDC_ISSUER is set without {', '.join(TENANT)}. Set them all, or none.")
        return None
    if missing := [name for name, value in given.items() if not value]:
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


def security_contact():
    """Where to tell of a weakness, each as an address (RFC 9116), and until which day that holds; nothing and None."""
    contacts = [
        f"mailto:{word}" if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", word) else word for word in words("SECURITY_CONTACT")
    ]
    until = day("SECURITY_CONTACT_UNTIL")
    for contact in contacts:
        if not contact.startswith(("mailto:", "https://", "tel:")):
            raise ImproperlyConfigured(
                f"SECURITY_CONTACT has {contact!r}; write an e-mail address, or a page that begins with https://."
            )
    if contacts and until is None:
        raise ImproperlyConfigured(
            "SECURITY_CONTACT_UNTIL is not set, but SECURITY_CONTACT is. Set it to the day, within a year, by which "
            "you will have looked whether that contact is still right, such as 2027-06-30."
        )
    return contacts, until


def day(name):
    """A date written 2016-06-01, or None."""
    word = os.environ.get(name)
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {word!r}; write a date such as 2016-06-01.") from None


def secret_key(debug):
    """The key that signs sessions. Only a development run may go without one of its own."""
    if key := os.environ.get("SECRET_KEY", ""):
        return key
    if debug:
        return "for development on this machine only, never for real records"
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to a long random text that you keep private "
        '(python -c "import secrets; print(secrets.token_urlsafe(50))"), or set DEBUG=1 on your own machine.'
    )


MAKE_KEY = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'


def secrets_keys(debug):
    """The keys that seal what second factors rest on, the newest first; none where none is set.

    A development run has one of its own, which guards nothing.
    """
    keys = words("SECRETS_KEYS")
    for number, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"SECRETS_KEYS: key {number} of {len(keys)} is not a key. Make one with {MAKE_KEY}, "
                "and part several by commas."
            ) from None
    return keys or ([base64.urlsafe_b64encode(b"for development on this machine.").decode()] if debug else [])


RATES = re.compile(r"[1-9][0-9]*/([1-9][0-9]*)?[smhd](,[1-9][0-9]*/([1-9][0-9]*)?[smhd])*")


def rates(name, default):
    """How often something may be done: 5/15m is five times in 15 minutes; several parted by commas hold together."""
    word = os.environ.get(name, "").replace(" ", "") or default
    if RATES.fullmatch(word):
        return word
    raise ImproperlyConfigured(f"{name} is {word!r}; write a number of times and a span, such as 5/15m or 3/m,20/h.")


# Where Debian and Ubuntu keep the certificates of the authorities that the machine trusts.
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def database(default, require_tls):
    """The database settings, with what each of the two databases needs to keep what it has acknowledged.

    A PostgreSQL elsewhere has to prove by a certificate that it is the host that was meant, unless the address says
    another `sslmode`; `check --deploy` warns of that.
    """
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
        if require_tls and is_elsewhere(settings):
            options = {"sslmode": "verify-full"} | options
            if options["sslmode"].startswith("verify"):
                options = {"sslrootcert": AUTHORITIES} | options
                check_authorities(options["sslrootcert"])
        return settings | POSTGRESQL | {"OPTIONS": options}
    raise ImproperlyConfigured(
        "DATABASE_URL can't be read. Write sqlite:////folder/board.sqlite3 "
        "or postgresql://user:password@host:5432/database."
    )


def is_elsewhere(settings):
    """Whether a database is reached over a network, and not by a socket or this machine's own address."""
    host = settings.get("HOST", "")
    return not host.startswith("/") and host not in ("", "localhost", "127.0.0.1", "::1")


def check_authorities(path):
    """Refuse to begin without the certificates by which the database's own is verified."""
    if path != "system" and not Path(path).is_file():
        raise ImproperlyConfigured(
            f"The certificate of the database can't be verified: there is no file {path}. Install ca-certificates, or "
            "name the file with the certificate of your own authority in DATABASE_URL: ?sslrootcert=/folder/file.pem"
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
