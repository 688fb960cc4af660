"""A limit on the number of expensive computations at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class TooManyAtOnceError(Exception):
    """Nothing was computed because too many were waiting; the caller may retry immediately."""


class FewAtOnce:
    """Lets ``number`` computations run at a time; others wait up to ``patience`` seconds."""

    def __init__(self, number: int, patience: float) -> None:
        self._places = BoundedSemaphore(number)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a place; ``TooManyAtOnceError`` if none becomes free in time."""
        if not self._places.acquire(timeout=self._patience):
            raise TooManyAtOnceError
        try:
            yield
        finally:
            self._places.release()
