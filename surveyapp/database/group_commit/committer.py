"""Committing many jobs at once on SQLite, so that one disk flush serves all of them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from greenlet import greenlet

from surveyapp.database.transactions import Cursor, NotStoredError

T = TypeVar("T")


class Job:
    """A job and its waiter: a suspended request or a thread."""

    __slots__ = ("done", "error", "given_up", "parked_request", "result", "since", "work")

    def __init__(self, work: Callable[[Cursor], Any], parked_request: greenlet | None) -> None:
        self.work, self.parked_request = work, parked_request
        self.since = monotonic()
        # A bare lock, held until the job is done; an ``Event`` costs ten times as much.
        self.done = Lock()
        self.done.acquire()
        self.result: Any = None
        self.error: Exception | None = None
        self.given_up = False

    def tell(self) -> None:
        """Wake the waiter."""
        if self.parked_request is None:
            self.done.release()
        else:
            self.parked_request.switch()

    def outcome(self) -> Any:
        """Return the result, or raise the error of the job."""
        if self.error is not None:
            raise self.error
        return self.result


class Committer:
    """A connection for a single thread, opened again after an error."""

    def __init__(self, connect: Callable[[], Any], faults: tuple[type[Exception], ...]) -> None:
        self._connect, self._faults = connect, faults
        self._connection: Any = None

    def read(self, work: Callable[[Cursor], T]) -> T:
        """Read committed data."""
        try:
            self._connection = self._connection or self._connect()
            return work(Cursor(self._connection.cursor(), "sqlite"))
        except self._faults:
            self._drop()
            raise

    def commit(self, jobs: Sequence[Job]) -> bool:
        """Run the jobs in one transaction and set a result or error on each. Returns False if another process is
        writing.
        """
        try:
            self._connection = self._connection or self._connect()
            if not self._begin():
                return False
            if not self._together(jobs):
                # A job failed after it had written, which normally does not happen; each job then runs on its own.
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
            # Closing rolls back. After an error such as a full disk the connection is not used again.
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
        """Run the jobs and commit. Returns False, after a rollback, if one of them failed after it had written."""
        cursor = Cursor(self._connection.cursor(), "sqlite")
        for job in jobs:
            if job.given_up:
                continue
            before, job.error = self._connection.total_changes, None
            try:
                job.result = job.work(cursor)
            except self._faults:
                raise  # the database has failed, and with it every job of this commit
            except Exception as error:
                job.error = error
                if self._connection.total_changes != before:
                    self._connection.execute("ROLLBACK")
                    return False
        cursor.finish()
        self._connection.execute("COMMIT")
        return True
