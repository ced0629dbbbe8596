from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = "The board"

    def ready(self):
        from . import audit, checks, notices  # noqa: F401  (hear of sign-ins; registers itself)
