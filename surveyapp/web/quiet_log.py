"""What the program writes to its log: no time, and of a respondent's request nothing but the place of a fault.

The words of an exception may quote an answer, and a line with a time tells when somebody answered.
"""

import logging
import traceback
from pathlib import Path

from flask import Flask
from flask.logging import default_handler

from surveyapp.web.permissions import here_is_public

_FORMAT = "%(levelname)s in %(module)s: %(message)s"


def init_app(app: Flask) -> None:
    """Write lines without a time."""
    default_handler.setFormatter(logging.Formatter(_FORMAT))


def log_fault(log: logging.Logger, error: Exception) -> None:
    """Note a fault of ours: with everything for staff, by its kind and place alone for respondents."""
    if not here_is_public():
        log.error("unexpected fault", exc_info=error)
        return
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error("unexpected fault: %s at %s", type(error).__name__, places)
