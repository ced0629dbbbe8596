#!/usr/bin/env python
"""Django's command line for the board's installation."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscb.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"{problem}")
    except OperationalError as problem:
        sys.exit(f"The database can't be used: {' '.join(str(problem).split())}")


if __name__ == "__main__":
    main()
