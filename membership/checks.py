"""What `manage.py check` asks about signing in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import checks
from django.db import connections

from membership import sealing


@checks.register(checks.Tags.security, deploy=True)
def second_factor_is_on(app_configs, **kwargs):
    """A password alone must not publish in a board's name."""
    warning = checks.Warning(
        "SECOND_FACTOR is off: a password alone lets people publish.",
        hint="It is for trying the program out. Unset it.",
        id="membership.W001",
    )
    return [] if settings.SECOND_FACTOR else [warning]


@checks.register(checks.Tags.security, deploy=True)
def secrets_can_be_sealed(app_configs, **kwargs):
    """Without a key nobody can set up an app or a printed sheet."""
    if settings.SECRETS_KEYS:
        return []
    return [
        checks.Error(
            "SECRETS_KEYS is not set: nobody can set up an app or a sheet of codes as second factor.",
            hint="docs/hosting.md says how to make one. Keep it where no copy of the database is.",
            id="membership.E001",
        )
    ]


@checks.register(checks.Tags.database)
def secrets_are_sealed(app_configs, databases, **kwargs):
    """What is left to be sealed, or sealed anew; `migrate` asks this too."""
    return [
        checks.Warning(sentence, id="membership.W002")
        for alias in databases or []
        if Authenticator._meta.db_table in connections[alias].introspection.table_names()
        for sentence in sealing.remains()
    ]
