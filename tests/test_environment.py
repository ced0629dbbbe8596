"""Settings read from the environment: what a person who installs the program is told when one is wrong."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import django
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from lscb import checks as lscb_checks
from lscb import environment


def test_the_framework_is_the_long_term_series():
    # Scanners and careless pins have moved it before, without a word.
    assert django.VERSION[:2] == (5, 2)


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("1", True),
        ("true", True),
        ("Yes", True),
        ("on", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("", False),
    ],
)
def test_a_flag_is_a_yes_or_a_no(monkeypatch, word, answer):
    monkeypatch.setenv("HTTPS", word)
    assert environment.flag("HTTPS", default=not answer) is answer


@pytest.mark.parametrize("default", [True, False])
def test_a_flag_that_is_not_set_has_its_default(monkeypatch, default):
    monkeypatch.delenv("HTTPS", raising=False)
    assert environment.flag("HTTPS", default=default) is default


def test_a_flag_that_is_neither_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("HTTPS", "perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"^HTTPS is 'perhaps'; set it to 1 or 0\.$"):
        environment.flag("HTTPS", default=True)


def test_hosts_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " board.example, www.board.example ,,")
    assert environment.hosts("ALLOWED_HOSTS") == ["board.example", "www.board.example"]
    monkeypatch.delenv("ALLOWED_HOSTS")
    assert environment.hosts("ALLOWED_HOSTS") == []
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS is not set"):
        environment.hosts("ALLOWED_HOSTS", needed=True)


@pytest.mark.parametrize(
    "word", ["localhost", "127.0.0.1", "[::1]", ".gov.uk", "LSCB.example.gov.uk", "xn--bcher-kva.example"]
)
def test_a_host_is_a_name_as_browsers_send_it(monkeypatch, word):
    monkeypatch.setenv("ALLOWED_HOSTS", word)
    assert environment.hosts("ALLOWED_HOSTS") == [word]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("*", "ALLOWED_HOSTS has '*', which lets in every name; write the site’s own, such as lscb.example.gov.uk."),
        ("https://board.example/", "is an address; write the name alone: board.example."),
        ("https://", "is an address; write the name alone: lscb.example.gov.uk."),
        ("board.example/office", "is more than a name; write the name alone: board.example."),
        ("me@board.example", "is more than a name; write the name alone: board.example."),
        ("board.example:8000", "has a port; write the name alone: board.example."),
        ("[::1]:8000", "has a port; write the name alone: ::1."),
        ("board example", "is not the name of a machine; write one such as lscb.example.gov.uk."),
        ("*.example.gov.uk", "is not the name of a machine"),
        ("bücher.example", "is not the name of a machine"),
    ],
)
def test_a_host_that_would_let_in_all_or_none_is_refused_with_what_to_write(monkeypatch, word, said):
    monkeypatch.setenv("ALLOWED_HOSTS", f"good.example,{word}")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.hosts("ALLOWED_HOSTS")
    assert said in str(refusal.value)


def test_a_folder_is_named_by_its_whole_path(monkeypatch):
    monkeypatch.setenv("PUBLIC_ROOT", "public")
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_ROOT is 'public'; write the whole path, such as /srv"):
        environment.folder("PUBLIC_ROOT", "/var/public")
    monkeypatch.setenv("PUBLIC_ROOT", "/srv/public")
    assert environment.folder("PUBLIC_ROOT", "/var/public") == Path("/srv/public")
    monkeypatch.delenv("PUBLIC_ROOT")
    assert environment.folder("PUBLIC_ROOT", "/var/public") == Path("/var/public")


@pytest.mark.parametrize("word", ["abc", "70000", "25.0"])
def test_a_port_in_letters_is_refused(monkeypatch, word):
    monkeypatch.setenv("EMAIL_PORT", word)
    with pytest.raises(ImproperlyConfigured, match=f"EMAIL_PORT is '{word}'; write a whole number such as 25."):
        environment.number("EMAIL_PORT", default=25, most=65_535)


@pytest.mark.parametrize("name", ["EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"])
def test_mail_without_a_server_is_refused(monkeypatch, name):
    for each in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"):
        monkeypatch.delenv(each, raising=False)
    assert environment.mail_host() == ""
    monkeypatch.setenv(name, "1")
    with pytest.raises(ImproperlyConfigured, match=f"EMAIL_HOST is not set, but {name} is"):
        environment.mail_host()
    monkeypatch.setenv("EMAIL_HOST", "mail.example")
    assert environment.mail_host() == "mail.example"
    monkeypatch.setenv("EMAIL_HOST", "smtp://mail.example:25")
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_HOST has .* write the name alone: mail\.example"):
        environment.mail_host()


def test_a_day_is_written_year_first(monkeypatch):
    monkeypatch.setenv("TODAY", "2016-06-01")
    assert environment.day("TODAY") == date(2016, 6, 1)


@pytest.mark.parametrize("word", ["", None])
def test_no_day_is_none(monkeypatch, word):
    monkeypatch.delenv("TODAY", raising=False) if word is None else monkeypatch.setenv("TODAY", word)
    assert environment.day("TODAY") is None


@pytest.mark.parametrize("word", ["1 June 2016", "01/06/2016", "2016-06-31"])
def test_a_day_that_is_none_is_refused_with_an_example(monkeypatch, word):
    monkeypatch.setenv("TODAY", word)
    with pytest.raises(ImproperlyConfigured, match=r"TODAY is .*write a date such as 2016-06-01\."):
        environment.day("TODAY")


@pytest.mark.parametrize(("word", "read"), [("", 60), (" ", 60), ("30", 30), (" 5 ", 5)])
def test_a_number_is_whole_or_its_default(monkeypatch, word, read):
    monkeypatch.setenv("SESSION_IDLE_MINUTES", word)
    assert environment.number("SESSION_IDLE_MINUTES", default=60) == read


@pytest.mark.parametrize("word", ["0", "-5", "an hour", "1.5", "٣"])
def test_a_number_that_is_none_is_refused_with_an_example(monkeypatch, word):
    monkeypatch.setenv("SESSION_IDLE_MINUTES", word)
    with pytest.raises(ImproperlyConfigured, match=r"SESSION_IDLE_MINUTES is .*write a whole number such as 60\."):
        environment.number("SESSION_IDLE_MINUTES", default=60)


TENANT = {"OIDC_TENANT_ID": "a-tenant", "OIDC_CLIENT_ID": "a-client", "OIDC_CLIENT_SECRET": "a-secret"}


@pytest.fixture
def setenv(monkeypatch):
    def given(**names):
        for name in (*TENANT, "OIDC_ISSUER", "OIDC_NAME", "LOCAL_PASSWORDS", "BREAK_GLASS_EMAIL"):
            monkeypatch.setenv(name, names[name]) if name in names else monkeypatch.delenv(name, raising=False)

    return given


def test_without_a_tenant_there_is_no_council_s_sign_in(setenv):
    setenv()
    assert environment.council(https=True) is None
    assert environment.local_passwords(None) == (True, "")


def test_a_tenant_says_where_its_sign_in_is(setenv):
    setenv(**TENANT)
    council = environment.council(https=True)
    assert council["issuer"] == "https://login.microsoftonline.com/a-tenant/v2.0"
    assert council["origin"] == "https://login.microsoftonline.com"


@pytest.mark.parametrize("missing", TENANT)
def test_a_tenant_that_is_half_set_is_refused_by_name(setenv, missing):
    setenv(**{name: value for name, value in TENANT.items() if name != missing})
    with pytest.raises(ImproperlyConfigured, match=f"^{missing} is not set"):
        environment.council(https=True)


def test_an_issuer_alone_or_by_plain_http_is_refused(setenv):
    setenv(OIDC_ISSUER="https://login.example")
    with pytest.raises(ImproperlyConfigured, match="OIDC_ISSUER is set without"):
        environment.council(https=True)
    setenv(OIDC_ISSUER="http://login.example", **TENANT)
    with pytest.raises(ImproperlyConfigured, match="must begin with https"):
        environment.council(https=True)


def test_passwords_are_switched_off_only_where_somebody_can_still_sign_in(setenv):
    setenv(LOCAL_PASSWORDS="0")
    with pytest.raises(ImproperlyConfigured, match="nobody could sign in"):
        environment.local_passwords(None)
    setenv(LOCAL_PASSWORDS="0", **TENANT)
    with pytest.raises(ImproperlyConfigured, match="Set BREAK_GLASS_EMAIL"):
        environment.local_passwords(environment.council(https=True))
    setenv(LOCAL_PASSWORDS="0", BREAK_GLASS_EMAIL="Glass@Council.example", **TENANT)
    assert environment.local_passwords(environment.council(https=True)) == (False, "glass@council.example")


def test_a_security_contact_is_an_address_with_a_day(monkeypatch):
    monkeypatch.delenv("SECURITY_CONTACT", raising=False)
    monkeypatch.delenv("SECURITY_CONTACT_UNTIL", raising=False)
    assert environment.security_contact() == ([], None)
    monkeypatch.setenv("SECURITY_CONTACT", "security@council.example, https://council.example/security")
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT_UNTIL is not set"):
        environment.security_contact()
    monkeypatch.setenv("SECURITY_CONTACT_UNTIL", "2027-06-30")
    contacts = ["mailto:security@council.example", "https://council.example/security"]
    assert environment.security_contact() == (contacts, date(2027, 6, 30))
    monkeypatch.setenv("SECURITY_CONTACT", "http://council.example")
    with pytest.raises(ImproperlyConfigured, match=r"SECURITY_CONTACT has 'http://council.example'; write an e-mail"):
        environment.security_contact()


def test_a_real_board_needs_a_key_of_its_own(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set.*token_urlsafe.*DEBUG=1"):
        environment.secret_key(debug=False)
    assert environment.secret_key(debug=True)
    monkeypatch.setenv("SECRET_KEY", "ours")
    assert environment.secret_key(debug=False) == environment.secret_key(debug=True) == "ours"


DEFAULT = "sqlite:////var/board/board.sqlite3"


@pytest.mark.parametrize("address", [None, "", "sqlite:////var/board/other.sqlite3"])
def test_sqlite_is_set_to_keep_what_it_has_acknowledged(monkeypatch, address):
    monkeypatch.delenv("DATABASE_URL", raising=False) if address is None else monkeypatch.setenv(
        "DATABASE_URL", address
    )
    read = environment.database(DEFAULT, require_tls=True)
    assert read["ENGINE"] == "django.db.backends.sqlite3"
    assert read["NAME"] == f"/var/board/{'other' if address else 'board'}.sqlite3"
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in read["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in read["OPTIONS"]["init_command"]
    assert not read.get("ATOMIC_REQUESTS")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_keeps_its_connections(monkeypatch, scheme):
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://lscb:p%40ss@127.0.0.1:5433/lscb")
    read = environment.database(DEFAULT, require_tls=True)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["NAME"], read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == (
        "lscb",
        "lscb",
        "p@ss",
        "127.0.0.1",
        5433,
    )
    assert read["CONN_MAX_AGE"] > 0
    assert read["CONN_HEALTH_CHECKS"]
    assert not read.get("ATOMIC_REQUESTS")


@pytest.fixture
def authorities(monkeypatch, tmp_path):
    """The certificates that this machine trusts, as if it had some."""
    bundle = tmp_path / "authorities.pem"
    bundle.touch()
    monkeypatch.setattr(environment, "AUTHORITIES", str(bundle))
    return bundle


@pytest.mark.parametrize(
    ("host", "query", "require_tls", "sslmode"),
    [
        ("db.example", "", True, "verify-full"),
        ("db.example", "?sslmode=disable", True, "disable"),
        ("db.example", "", False, None),
        ("127.0.0.1", "", True, None),
        ("localhost", "", True, None),
        ("[::1]", "", True, None),
        ("%2Frun%2Fpostgresql", "", True, None),
    ],
)
def test_postgresql_elsewhere_is_reached_over_tls(monkeypatch, host, query, require_tls, sslmode, authorities):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://lscb:secret@{host}/lscb{query}")
    assert environment.database(DEFAULT, require_tls)["OPTIONS"].get("sslmode") == sslmode


def test_the_database_is_verified_by_what_this_machine_trusts_or_by_a_file_of_one_s_own(
    monkeypatch, authorities, tmp_path
):
    def trusted(query):
        monkeypatch.setenv("DATABASE_URL", f"postgresql://lscb:secret@db.example/lscb{query}")
        return environment.database(DEFAULT, require_tls=True)["OPTIONS"].get("sslrootcert")

    own = tmp_path / "own.pem"
    own.touch()
    assert trusted("") == str(authorities)
    assert trusted(f"?sslrootcert={own}") == str(own)
    assert trusted("?sslrootcert=system") == "system"
    assert trusted("?sslmode=require") is None
    own.unlink()
    with pytest.raises(ImproperlyConfigured, match=f"can't be verified: there is no file {own}"):
        trusted(f"?sslrootcert={own}")


@pytest.mark.parametrize(
    ("host", "mode", "warned"),
    [
        ("db.example", "verify-full", False),
        ("db.example", "verify-ca", True),
        ("db.example", "require", True),
        ("localhost", "prefer", False),
    ],
)
def test_a_database_that_need_not_prove_itself_is_warned_of(monkeypatch, host, mode, warned):
    database = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "OPTIONS": {"sslmode": mode}}
    monkeypatch.setattr(lscb_checks, "settings", SimpleNamespace(DATABASES={"default": database}))
    said = [warning.msg for warning in lscb_checks.database_proves_itself(None)]
    assert said == ([f"DATABASE_URL has sslmode={mode}: whoever stands between can pass for the database."] * warned)


ONE_KEY = "Zm9yIHRlc3RzIG9ubHksIGFuZCAzMiBieXRlcyBvZiA="


def test_secrets_are_sealed_with_keys_that_are_keys(monkeypatch):
    monkeypatch.setenv("SECRETS_KEYS", f"{ONE_KEY}, {ONE_KEY}")
    assert environment.secrets_keys(debug=False) == [ONE_KEY, ONE_KEY]
    monkeypatch.setenv("SECRETS_KEYS", f"{ONE_KEY},not a key")
    with pytest.raises(
        ImproperlyConfigured, match=r"key 2 of 2 is not a key\. Make one with .*generate_key"
    ) as refused:
        environment.secrets_keys(debug=False)
    assert ONE_KEY not in str(refused.value)
    monkeypatch.delenv("SECRETS_KEYS")
    assert environment.secrets_keys(debug=False) == []
    [development] = environment.secrets_keys(debug=True)
    monkeypatch.setenv("SECRETS_KEYS", development)
    assert environment.secrets_keys(debug=False) == [development], "it is a key"


@pytest.mark.parametrize(
    ("word", "read"), [("", "5/5m"), ("10/m", "10/m"), ("3/m, 20/h", "3/m,20/h"), ("1/90s", "1/90s")]
)
def test_a_throttle_is_so_many_in_a_span(monkeypatch, word, read):
    monkeypatch.setenv("THROTTLE_WRONG_PASSWORDS", word)
    assert environment.rates("THROTTLE_WRONG_PASSWORDS", default="5/5m") == read


@pytest.mark.parametrize("word", ["5", "0/m", "5/0m", "five/m", "5/m/ip", "5/w", "5/m,"])
def test_a_throttle_that_is_none_is_refused_with_an_example(monkeypatch, word):
    monkeypatch.setenv("THROTTLE_LINKS", word)
    with pytest.raises(ImproperlyConfigured, match=r"THROTTLE_LINKS is .*such as 5/15m"):
        environment.rates("THROTTLE_LINKS", default="5/5m")


@pytest.mark.parametrize(
    "address",
    [
        "board.sqlite3",
        "mysql://lscb@127.0.0.1/lscb",
        "postgresql://127.0.0.1",
        "postgresql://h:port/lscb",
        "sqlite://:memory:",
        "sqlite://",
        "??",
    ],
)
def test_an_address_that_cannot_be_read_is_answered_with_two_that_can(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL can't be read\. Write sqlite://.* or postgresql://"):
        environment.database(DEFAULT, require_tls=False)


def ask_django(*arguments, **environ):
    """Run manage.py in a process of its own, with nothing in the environment but what is given."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | environ
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_a_key_the_program_does_not_start_and_says_what_to_do():
    done = ask_django("check")
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_production_settings_pass_django_s_own_checks(tmp_path):
    done = ask_django(
        "check",
        "--deploy",
        "--fail-level",
        "INFO",
        SECRET_KEY="a key that only this test knows and that is long enough for Django",
        SECRETS_KEYS=ONE_KEY,
        ALLOWED_HOSTS="board.example",
        PUBLIC_ROOT=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr


def test_the_tests_are_kept_from_the_developer_s_files():
    developers = settings.BASE_DIR / "var"
    assert settings.VAR.parent == developers
    places = [settings.PUBLIC_ROOT, settings.STATIC_ROOT]
    if connection.vendor == "sqlite":
        places += [Path(connection.settings_dict["NAME"]), Path(connection.settings_dict["TEST"]["NAME"])]
    for place in places:
        assert settings.VAR in place.parents or developers not in place.parents
    assert not settings.DEBUG
