"""Recent failures per client, without identifying the client: in memory, under a key that is valid for one hour.

Only failures are counted. They cause a growing delay, never a permanent refusal, and are forgotten after at most one
hour.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from threading import Lock

KEY_SECONDS = 3600
MOST_KEPT = 20_000


class FailureBudget:
    """Failures by the subject they are counted for: an address, an account, or everybody together."""

    def __init__(self, free: int, first: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        """``free`` failures cause no delay, the next one ``first`` seconds, each further one twice as much up to
        ``longest``.
        """
        self._free, self._first, self._longest = free, first, longest
        self._clock = clock
        self._lock = Lock()
        self._found: dict[bytes, tuple[int, float]] = {}
        self._renew(clock())

    def failed(self, *who: str) -> float:
        """Count a failure. Returns the resulting delay in seconds."""
        with self._lock:
            now, name = self._now(), self._name(who)
            count = self._found.get(name, (0, now))[0] + 1
            self._count(name, count, now)
            return self._delay(count)

    def reserve(self, *who: str) -> float:
        """Reserve one attempt, counted as a failure until ``give_back`` or ``forget``. Returns 0 if it is allowed.

        During a delay nothing is counted and the remaining seconds are returned. Checking and counting are one step, so
        that simultaneous attempts get no advantage over consecutive ones.
        """
        with self._lock:
            now, name = self._now(), self._name(who)
            count, last = self._found.get(name, (0, now))
            if (left := last + self._delay(count) - now) > 0:
                return left
            self._count(name, count + 1, now)
            return 0.0

    def give_back(self, *who: str) -> None:
        """Remove a reserved attempt from the count; earlier failures stay counted."""
        with self._lock:
            self._now()
            name = self._name(who)
            count, last = self._found.pop(name, (0, 0.0))
            if count > 1:
                self._count(name, count - 1, last)

    def wait(self, *who: str) -> float:
        """Return the remaining seconds of the delay; 0 if there is none."""
        with self._lock:
            now = self._now()
            count, last = self._found.get(self._name(who), (0, now))
            return max(0.0, last + self._delay(count) - now)

    def forget(self, *who: str) -> None:
        """Forget all failures after a success."""
        with self._lock:
            self._found.pop(self._name(who), None)

    def _count(self, name: bytes, count: int, now: float) -> None:
        self._found.pop(name, None)
        if len(self._found) >= MOST_KEPT:
            # The oldest entry is dropped, so that memory is bounded whatever is sent.
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
