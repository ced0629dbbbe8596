#!/usr/bin/env python
"""Django's command line for the board's installation."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscb.settings")
    from django.core.management import execute_from_command_line

    from lscb import failures, garbage

    garbage.look_seldom()  # as the server: of a command that loads all a sixth is spent on looking
    try:
        execute_from_command_line(sys.argv)
    except Exception as failure:
        said = failures.in_words(failure)
        if not said or "--traceback" in sys.argv:
            raise
        sys.exit(said)


if __name__ == "__main__":
    main()
