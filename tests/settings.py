"""The one settings module, with an environment of its own: no test depends on, or writes to, the developer's."""

import os
import tempfile
from pathlib import Path

UNSET = """
    EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_HOST_PASSWORD EMAIL_USE_TLS PUBLIC_ROOT TODAY TRUST_PROXY
    SESSION_IDLE_MINUTES LOCAL_PASSWORDS BREAK_GLASS_EMAIL SCAN_UPLOADS SECURITY_CONTACT SECURITY_CONTACT_UNTIL
    OIDC_TENANT_ID OIDC_CLIENT_ID OIDC_CLIENT_SECRET OIDC_ISSUER OIDC_NAME SECRET_KEY_FALLBACKS
    SITE_ADDRESS
"""
for name in UNSET.split():
    os.environ.pop(name, None)
os.environ.update(
    DEBUG="0",
    HTTPS="0",
    # Tests sign in as a writer a thousand times; those that are about the second factor switch it on.
    SECOND_FACTOR="0",
    SECRET_KEY="for tests only, and long enough to sign a session with",
    SECRETS_KEYS="Zm9yIHRlc3RzIG9ubHksIGFuZCAzMiBieXRlcyBvZiA=",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
)

from lscb.settings import *  # noqa: E402, F403
from lscb.settings import DATABASES, STORAGES, VAR  # noqa: E402

# Each run has a folder of its own, so that two runs in one checkout don't meet. Kept in a name: the folder goes when
# the last one who knows it does.
VAR.mkdir(exist_ok=True)
TEMPORARY = tempfile.TemporaryDirectory(prefix="tests-", dir=VAR)
VAR = Path(TEMPORARY.name)

PUBLIC_ROOT = VAR / "public"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir()
# Without the manifest: tests need no collectstatic. `.ci/run` tries the real one.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Even a test that reaches past its test database doesn't find the developer's board. The test database is a file,
    # because SQLite in memory has no locks to test.
    DATABASES["default"] |= {"NAME": str(VAR / "nobody's.sqlite3"), "TEST": {"NAME": str(VAR / "tests.sqlite3")}}
    # No test asks what a power cut leaves, here and on PostgreSQL.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"

# Strength is for real passwords; a test signs in a thousand times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
