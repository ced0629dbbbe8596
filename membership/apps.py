from django.apps import AppConfig

from kit.later import say_later


class MembershipConfig(AppConfig):
    name = "membership"
    verbose_name = say_later("The {body}")

    def ready(self):
        from . import audit, checks, notices  # noqa: F401  (hear of sign-ins; registers itself)
