"""Files that people bring: every form that takes one has a field of this kind.

The program has no scanner for malware. Where one is set (SCAN_UPLOADS), each file is given to it before anything else
looks into it, and only a file that it lets pass is taken.
"""

import logging
import os
import subprocess

from django import forms
from django.conf import settings

from . import apart

log = logging.getLogger(__name__)

LARGEST = 25_000_000  # bytes: more than any form takes
SECONDS = 30
PASSES, FOUND = 0, 1


class UploadField(forms.FileField):
    """A file, looked at by the scanner where one is set."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if data and file:
            if file.size > LARGEST:
                raise forms.ValidationError(f"This file is larger than {LARGEST // 1_000_000} MB.")
            if settings.SCAN_UPLOADS:
                scan(file)
        return file


def scan(file):
    """Give a file to the scanner; ValidationError unless it lets it pass. One that doesn't answer lets nothing pass."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        # It is told nothing of the program's settings and secrets.
        ended = subprocess.run(
            settings.SCAN_UPLOADS,
            input=data,
            env=apart.surroundings() | {"PATH": os.defpath},
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as failure:
        ended = type(failure).__name__
    if ended == PASSES:
        return
    if ended == FOUND:
        log.warning("The scanner of SCAN_UPLOADS refused a file that was brought")
        raise forms.ValidationError(
            "The scanner for harmful files does not let this file pass, so it was not taken. Tell whoever looks after "
            "this site, and whoever sent you the file."
        )
    log.error("The scanner of SCAN_UPLOADS did not look at a file that was brought: it ended with %s", ended)
    raise forms.ValidationError(
        "The scanner for harmful files did not answer, so this file was not taken. Try again in a moment. If it stays "
        "so, tell whoever looks after this site."
    )
