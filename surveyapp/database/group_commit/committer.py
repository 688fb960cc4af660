"""Committing many pieces of work at once on SQLite, so that one flush of the disk serves them all."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from greenlet import greenlet

from surveyapp.database.transactions import Cursor, NotStoredError

T = TypeVar("T")


class Job:
    """A piece of work, and who waits for it: a request that was put aside, or a thread."""

    __slots__ = ("done", "error", "given_up", "parked_request", "result", "since", "work")

    def __init__(self, work: Callable[[Cursor], Any], parked_request: greenlet | None) -> None:
        self.work, self.parked_request = work, parked_request
        self.since = monotonic()
        # A bare lock, held until the work is done: an event costs ten times as much.
        self.done = Lock()
        self.done.acquire()
        self.result: Any = None
        self.error: Exception | None = None
        self.given_up = False

    def tell(self) -> None:
        """Let go on whoever waits."""
        if self.parked_request is None:
            self.done.release()
        else:
            self.parked_request.switch()

    def outcome(self) -> Any:
        """The result, or the error as it was raised."""
        if self.error is not None:
            raise self.error
        return self.result


class Committer:
    """A connection that only one thread uses, made anew after a fault."""

    def __init__(self, connect: Callable[[], Any], faults: tuple[type[Exception], ...]) -> None:
        self._connect, self._faults = connect, faults
        self._connection: Any = None

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Look something up as it is committed. Pages stay in the memory of the one connection that changes them."""
        try:
            self._connection = self._connection or self._connect()
            return work(Cursor(self._connection.cursor(), "sqlite"))
        except self._faults:
            self._drop()
            raise

    def commit(self, jobs: Sequence[Job]) -> bool:
        """Do the jobs in one transaction; each has a result or an error then. False: another process is writing."""
        try:
            self._connection = self._connection or self._connect()
            if not self._begin():
                return False
            if not self._together(jobs):
                # One of them failed half-way, which no job of ours does in normal work: each by itself, then.
                for job in jobs:
                    self._connection.execute("BEGIN IMMEDIATE")
                    self._together([job])
        except Exception as error:
            for job in jobs:
                job.error = NotStoredError(type(error).__name__)
            self._drop()
        return True

    def _drop(self) -> None:
        with suppress(Exception):
            # Closing rolls back; a connection that has seen a full disk is not used again.
            self._connection.close()
        self._connection = None

    def _begin(self) -> bool:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except self._faults as error:
            if getattr(error, "sqlite_errorname", "") in ("SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"):
                return False
            raise
        return True

    def _together(self, jobs: Sequence[Job]) -> bool:
        """Do the jobs and commit. Returns False, rolled back, if one of them failed after it had written."""
        cursor = Cursor(self._connection.cursor(), "sqlite")
        for job in jobs:
            if job.given_up:
                continue
            before, job.error = self._connection.total_changes, None
            try:
                job.result = job.work(cursor)
            except self._faults:
                raise  # the database is ill, and so is every job of this commit
            except Exception as error:
                job.error = error
                if self._connection.total_changes != before:
                    self._connection.execute("ROLLBACK")
                    return False
        cursor.finish()
        self._connection.execute("COMMIT")
        return True
