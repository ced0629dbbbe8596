from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditionsConfig(AppConfig):
    name = "editions"
    verbose_name = "Editions"

    def ready(self):
        from . import seal

        post_migrate.connect(seal.after_migrate, sender=self)
