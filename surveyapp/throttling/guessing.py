"""Guessing access codes is slowed, and nobody with a good code notices.

A code is always looked up and a good one is answered at once, whoever sends it and whatever came before: a ministry
sits behind one address. Only the answer to a wrong one waits, the longer the more of them there were. In the program's
own server that keeps no thread busy. Under another one it does, so a few at most wait at a time there and further wrong
ones are answered unslowed; what protects the codes then is their length. 28 signs in 15 places are 72 bits: at 1,000
guesses a second against 5,000 codes one hit is expected in 30 million years.
"""

import time
from collections.abc import Callable
from threading import BoundedSemaphore

from flask import Flask, Response, current_app, g, request

from surveyapp.throttling import DELAY
from surveyapp.throttling.failure_budget import FailureBudget

# Slips of a whole seminar room behind one address cost nothing.
OF_AN_ADDRESS = (20, 0.1, 1.0)
OF_EVERYBODY = (200, 0.05, 1.0)

_WRONG = "wrong_code"
_EVERYBODY = ""


class Slowness:
    """The two budgets, and how many answers may wait at a time."""

    def __init__(self, at_once: int) -> None:
        self.address = FailureBudget(*OF_AN_ADDRESS)
        self.everybody = FailureBudget(*OF_EVERYBODY)
        self.places = BoundedSemaphore(at_once)

    def after_failure(self, address: str, wait: Callable[[float], None] | None = None) -> None:
        """Count a wrong code and let its answer ``wait`` as long as it has earned; else the thread, if it may."""
        delay = max(self.address.failed(address), self.everybody.failed(_EVERYBODY))
        if wait is not None:
            wait(delay)
        elif delay and self.places.acquire(blocking=False):
            try:
                time.sleep(delay)
            finally:
                self.places.release()


def init_app(app: Flask) -> None:
    """Slow down the answers to wrong codes."""
    # A quarter of the threads: as many again are needed by people who answer, even while somebody guesses.
    app.extensions["guessing"] = Slowness(max(1, app.extensions["settings"].surveyapp_threads // 4))
    app.after_request(_slow_down)


def count_wrong_code() -> None:
    """Said by whoever finds that a code is unknown, malformed or used. All three are slowed alike."""
    setattr(g, _WRONG, True)


def _slow_down(response: Response) -> Response:
    # Here, since connections of the database have been given back: who waits holds a thread and nothing else.
    if g.pop(_WRONG, False):
        found: Slowness = current_app.extensions["guessing"]
        found.after_failure(request.remote_addr or "", request.environ.get(DELAY))
    return response
