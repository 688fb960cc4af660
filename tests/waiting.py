"""Waiting in tests: for something to be so, never for a time in which it may have become so."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T], seconds: float = 30.0, told: Callable[[], str] = str, every: float = 0.01) -> T:
    """The first true value of ``condition``, asked again and again; AssertionError after ``seconds`` without one.

    ``told`` is what the error says. No other function of the tests sleeps.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} seconds. {told()}"
        time.sleep(every)
    return found


def after(seconds: float) -> Callable[[], bool]:
    """A condition that becomes true when so many seconds have passed: for a state that has to last so long."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


async def turns(number: int = 20) -> None:
    """Let the loop of asyncio run everything else that is ready, so many times."""
    for _ in range(number):
        await asyncio.sleep(0)
