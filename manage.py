#!/usr/bin/env python
"""Run the project's management commands."""

import os
import sys


def main() -> None:
    """Hand the command line to Django, with the development settings unless others are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - it reads the line above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
