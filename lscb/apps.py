from django.apps import AppConfig


class LscbConfig(AppConfig):
    name = "lscb"
    verbose_name = "Roof"

    def ready(self):
        from . import checks  # noqa: F401  (registers itself)
