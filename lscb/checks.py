"""What `manage.py check --deploy` asks about where the program runs."""

from django.conf import settings
from django.core import checks

from lscb.environment import is_elsewhere


@checks.register(checks.Tags.security, deploy=True)
def database_proves_itself(app_configs, **kwargs):
    """Encrypted to whoever answers is not enough: the database has to be the one that was meant."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql") or not is_elsewhere(database):
        return []
    mode = database.get("OPTIONS", {}).get("sslmode", "prefer")
    if mode == "verify-full":
        return []
    return [
        checks.Warning(
            f"DATABASE_URL has sslmode={mode}: whoever stands between can pass for the database.",
            hint="Take sslmode out of it, and name your own authority, if it has one, by sslrootcert.",
            id="lscb.W001",
        )
    ]
