from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditionsConfig(AppConfig):
    name = "editions"
    verbose_name = "Editions"

    def ready(self):
        from publications.compose import small

        from . import public_figures, seal

        small.learn_from(public_figures.published)
        post_migrate.connect(seal.after_migrate, sender=self)
