"""Slows the guessing of access codes without delaying valid codes.

A code is always looked up and a valid one is answered at once, whoever sends it: a ministry may share one address. Only
replies to invalid codes are delayed, the longer the more there were. The program's own server delays without occupying
a thread. Under other servers a delay occupies a thread, so only a few may wait and further invalid codes are answered
at once; the length of the codes then protects them: 28 letters in 15 places are 72 bits, so that 1,000 guesses per
second against 5,000 codes find one in 30 million years.
"""

import time
from collections.abc import Callable
from threading import BoundedSemaphore

from flask import Flask, Response, current_app, g, request

from surveyapp.throttling import DELAY
from surveyapp.throttling.failure_budget import FailureBudget

# Typing errors of a whole seminar room behind one address cause no delay.
OF_AN_ADDRESS = (20, 0.1, 1.0)
OF_EVERYBODY = (200, 0.05, 1.0)

_WRONG = "wrong_code"
_EVERYBODY = ""


class Slowness:
    """The two budgets, and the number of replies that may wait at a time."""

    def __init__(self, at_once: int) -> None:
        self.address = FailureBudget(*OF_AN_ADDRESS)
        self.everybody = FailureBudget(*OF_EVERYBODY)
        self.places = BoundedSemaphore(at_once)

    def after_failure(self, address: str, wait: Callable[[float], None] | None = None) -> None:
        """Count an invalid code and delay its reply by ``wait`` seconds, in the server or, if
        allowed, in the thread.
        """
        delay = max(self.address.failed(address), self.everybody.failed(_EVERYBODY))
        if wait is not None:
            wait(delay)
        elif delay and self.places.acquire(blocking=False):
            try:
                time.sleep(delay)
            finally:
                self.places.release()


def init_app(app: Flask) -> None:
    """Install the delay of replies to invalid codes."""
    # A quarter of the threads, so that enough remain for respondents while somebody guesses.
    app.extensions["guessing"] = Slowness(max(1, app.extensions["settings"].surveyapp_threads // 4))
    app.after_request(_slow_down)


def count_wrong_code() -> None:
    """Mark the reply to an unknown, malformed or used code. All three are delayed alike."""
    setattr(g, _WRONG, True)


def _slow_down(response: Response) -> Response:
    # Delayed here because database connections have been returned: only the thread is occupied.
    if g.pop(_WRONG, False):
        found: Slowness = current_app.extensions["guessing"]
        found.after_failure(request.remote_addr or "", request.environ.get(DELAY))
    return response
