"""How often somebody failed lately, without knowing who: in memory only, under a key that lives an hour.

Only failures are counted. What is asked for is a delay that grows with them; nothing is ever refused for good, and
after an hour at most everything is forgotten.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from threading import Lock

KEY_SECONDS = 3600
MOST_KEPT = 20_000


class FailureBudget:
    """Failures by whoever they are counted for: an address, an account, everybody together."""

    def __init__(self, free: int, first: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        """``free`` failures cost nothing, the next one ``first`` seconds, each one more twice that, to ``longest``."""
        self._free, self._first, self._longest = free, first, longest
        self._clock = clock
        self._lock = Lock()
        self._found: dict[bytes, tuple[int, float]] = {}
        self._renew(clock())

    def failed(self, *who: str) -> float:
        """Count a failure. Returns the delay that it has earned."""
        with self._lock:
            now, name = self._now(), self._name(who)
            count = self._found.get(name, (0, now))[0] + 1
            self._count(name, count, now)
            return self._delay(count)

    def reserve(self, *who: str) -> float:
        """Take the right to one attempt, counted as a failure until ``give_back`` or ``forget``; 0 where it is given.

        Where a delay is not over, nothing is counted and the seconds that are left of it are returned. Looking and
        counting are one step, so that attempts sent at the same moment get no more than those sent one by one.
        """
        with self._lock:
            now, name = self._now(), self._name(who)
            count, last = self._found.get(name, (0, now))
            if (left := last + self._delay(count) - now) > 0:
                return left
            self._count(name, count + 1, now)
            return 0.0

    def give_back(self, *who: str) -> None:
        """The attempt that was reserved was no failure; those before it stay counted."""
        with self._lock:
            self._now()
            name = self._name(who)
            count, last = self._found.pop(name, (0, 0.0))
            if count > 1:
                self._count(name, count - 1, last)

    def wait(self, *who: str) -> float:
        """How long it is until the delay of the last failure is over; 0 where nothing is to be waited for."""
        with self._lock:
            now = self._now()
            count, last = self._found.get(self._name(who), (0, now))
            return max(0.0, last + self._delay(count) - now)

    def forget(self, *who: str) -> None:
        """Whoever succeeds begins anew."""
        with self._lock:
            self._found.pop(self._name(who), None)

    def _count(self, name: bytes, count: int, now: float) -> None:
        self._found.pop(name, None)
        if len(self._found) >= MOST_KEPT:
            # The one that failed longest ago; memory is bounded whatever a botnet does.
            del self._found[next(iter(self._found))]
        self._found[name] = (count, now)

    def _delay(self, count: int) -> float:
        over = count - self._free
        return 0.0 if over <= 0 else min(self._longest, self._first * 2.0 ** min(over - 1, 60))

    def _name(self, who: tuple[str, ...]) -> bytes:
        return hmac.digest(self._key, "\0".join(who).encode(), "sha256")

    def _now(self) -> float:
        now = self._clock()
        if now - self._began >= KEY_SECONDS:
            self._renew(now)
        return now

    def _renew(self, now: float) -> None:
        self._key, self._began = secrets.token_bytes(32), now
        self._found.clear()
