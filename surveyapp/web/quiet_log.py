"""The program's log: without times and, for respondents' requests, only the location of an error.

The text of an exception may contain an answer, and a time would tell when somebody answered.
"""

import logging
import traceback
from pathlib import Path

from flask import Flask
from flask.logging import default_handler

from surveyapp.web.permissions import here_is_public

_FORMAT = "%(levelname)s in %(module)s: %(message)s"


def init_app(app: Flask) -> None:
    """Write log lines without a time."""
    default_handler.setFormatter(logging.Formatter(_FORMAT))


def log_fault(log: logging.Logger, error: Exception) -> None:
    """Log an internal error: completely for staff requests, by kind and location for respondents' requests."""
    if not here_is_public():
        log.error("unexpected fault", exc_info=error)
        return
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error("unexpected fault: %s at %s", type(error).__name__, places)
