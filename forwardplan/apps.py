from django.apps import AppConfig


class ForwardplanConfig(AppConfig):
    name = "forwardplan"
    verbose_name = "Forward plan"
