from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kit"
    verbose_name = "Shared parts"

    def ready(self):
        from kit import checks  # noqa: F401  (registers itself)
