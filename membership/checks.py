"""What `manage.py check --deploy` asks about signing in."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def second_factor_is_on(app_configs, **kwargs):
    """A password alone must not publish in a board's name."""
    warning = checks.Warning(
        "SECOND_FACTOR is off: a password alone lets people publish.",
        hint="It is for trying the program out. Unset it.",
        id="membership.W001",
    )
    return [] if settings.SECOND_FACTOR else [warning]
