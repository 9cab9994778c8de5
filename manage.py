#!/usr/bin/env python
"""Entry point for every command of the portal; `uv run manage.py start` runs it."""

import errno
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the environment and writes in the data folder
    except ImproperlyConfigured as fout:
        sys.exit(f"Een instelling klopt niet: {fout}")
    except OSError as fout:
        if fout.errno == errno.ENOSPC:
            sys.exit("De schijf is vol: maak plaats vrij of zet OPNETWERK_DATA op een andere map.")
        sys.exit(
            f"{fout.filename} is niet te gebruiken: controleer de rechten of zet OPNETWERK_DATA op een andere map."
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
