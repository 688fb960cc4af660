"""Finds the system's Chromium, in which most journeys run."""

import os
import shutil

CHROMIUM = os.environ.get("CHROMIUM", "chromium")


def chromium_path() -> str:
    """Return the path of the program; FileNotFoundError, which says what to install, if there is none."""
    found = shutil.which(CHROMIUM)
    if found is None:
        raise FileNotFoundError(
            f"There is no {CHROMIUM} on this machine. Please install Chromium (Debian: sudo apt install chromium; "
            "Ubuntu: see README.md), or name another Chromium or Chrome: CHROMIUM=/path/to/chromium make test"
        )
    return found
