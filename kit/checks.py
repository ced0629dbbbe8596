"""What `manage.py check --deploy` and `migrate` ask of a real installation beside Django's own questions."""

import os
from datetime import timedelta

from django.conf import settings
from django.core import checks

from . import clock, release


@checks.register(checks.Tags.security, deploy=True)
def today_is_the_real_day(app_configs, **kwargs):
    """A board's site must not take another day for today: figures would seem younger and plans still in force."""
    if settings.TODAY is None:
        return []
    return [
        checks.Warning(f"TODAY is set to {settings.TODAY}.", hint="It is for demonstrations. Unset it.", id="kit.W001")
    ]


@checks.register(checks.Tags.security, deploy=True)
def the_public_site_can_be_written(app_configs, **kwargs):
    """Whoever runs this must be able to write there: publishing does."""
    if said := unwritable(settings.PUBLIC_ROOT):
        return [checks.Error(said, id="kit.E002")]
    return []


@checks.register(checks.Tags.security, deploy=True)
def the_security_contact_holds(app_configs, **kwargs):
    """From its day on nobody is named any more, so that is said a month before."""
    until = settings.SECURITY_CONTACT_UNTIL
    if not settings.SECURITY_CONTACT or until > clock.now().date() + timedelta(days=30):
        return []
    said = f"SECURITY_CONTACT_UNTIL is {until}: after that day /.well-known/security.txt names nobody."
    return [checks.Warning(said, hint="See whether the contact is right, and set a later day.", id="kit.W002")]


@checks.register(checks.Tags.security, deploy=True)
def the_scanner_can_be_started(app_configs, **kwargs):
    """While it can't be, no file is taken from anybody."""
    if settings.SCAN_UPLOADS and not os.access(settings.SCAN_UPLOADS[0], os.X_OK):
        said = f"SCAN_UPLOADS names {settings.SCAN_UPLOADS[0]}, which is not there or can’t be started."
        return [checks.Error(said, hint="Write the path of the scanner’s program, or leave it out.", id="kit.E003")]
    return []


def unwritable(folder):
    """Why nothing can be written to a folder that is there or would be made, in a sentence; nothing where it can."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return ""
    why = f"{there} can’t be written by the user that runs this" if there.is_dir() else f"{there} is no folder"
    return (
        f"PUBLIC_ROOT is {folder}, and {why}. Name a folder that the program’s own user may write, or give it to them."
    )


@checks.register(checks.Tags.database)
def the_database_is_not_of_a_newer_release(app_configs, databases, **kwargs):
    """`migrate` of an older release would find nothing to do, and the program would then write what it can't know."""
    if databases and (said := release.newer()):
        return [checks.Error(said, id="kit.E001")]
    return []
