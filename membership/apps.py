from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = "The board"

    def ready(self):
        from . import audit, checks  # noqa: F401  (hears of sign-ins; registers itself)
