"""The settings of an installation, but for stylesheets: they are taken as they lie, not gathered and packed first."""

from lscb.settings import *  # noqa: F403
from lscb.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
