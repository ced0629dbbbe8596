"""What `manage.py check --deploy` asks of a real installation beside Django's own questions."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def today_is_the_real_day(app_configs, **kwargs):
    """A board's site must not take another day for today: figures would seem younger and plans still in force."""
    if settings.TODAY is None:
        return []
    return [
        checks.Warning(f"TODAY is set to {settings.TODAY}.", hint="It is for demonstrations. Unset it.", id="kit.W001")
    ]
