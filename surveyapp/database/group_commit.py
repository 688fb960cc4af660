"""One thread that writes for the whole server on SQLite, many pieces of work to a commit.

SQLite has one writer at a time, and its own queue for that place sleeps and is unfair: with eight threads the slowest
waited a second. Here requests queue in memory. The thread takes all that wait into one
transaction and commits once, so that many ballots cost one flush of the disk. Whoever waited is told afterwards.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, local
from typing import Any, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.database.transactions import Cursor, NotStoredError, Work, faults_of

T = TypeVar("T")

WAIT_SECONDS = 5.0
"""How long a request waits for its commit."""

LATE_SECONDS = 1.0
"""How long one waits that finds the queue full: its thread is one of those that shall stay free for pages."""

MOST_IN_A_COMMIT = 200
BEGIN_MILLISECONDS = 500


class _Job:
    """A piece of work on its way through the thread."""

    __slots__ = ("done", "error", "given_up", "result", "work")

    def __init__(self, work: Callable[[Cursor], Any]) -> None:
        self.work = work
        # A bare lock, held until the work is done: an event costs ten times as much.
        self.done = Lock()
        self.done.acquire()
        self.result: Any = None
        self.error: Exception | None = None
        self.given_up = False


class _Turn:
    """The place of the writer, lent to a thread that writes in its own way (staff pages do)."""

    def __init__(self) -> None:
        self.granted, self.finished = Event(), Event()


class GroupCommit:
    """The back end of casting on SQLite inside the server."""

    def __init__(self, engine: Engine, most_waiting: int) -> None:
        self._engine = engine
        self._faults = faults_of(engine)
        self._ill: tuple[type[Exception], ...] = (*self._faults, SQLAlchemyError)
        self._queue: SimpleQueue[_Job | _Turn | None] = SimpleQueue()
        self._most_waiting = most_waiting
        self._waiting = 0
        self._counting = Lock()
        self._readers = local()
        self._connections: list[Any] = []
        # A daemon: whoever waits for it is a request, and the server waits for those before it ends.
        self._thread = Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, end the thread and close what was opened."""
        self._queue.put(None)
        self._thread.join()
        for connection in self._connections:
            connection.close()

    def read(self, work: Work[T]) -> T:
        try:
            if not hasattr(self._readers, "cursor"):
                self._readers.cursor = self._connect().cursor()
            return work(Cursor(self._readers.cursor, "sqlite"))
        except self._ill as error:
            raise NotStoredError(type(error).__name__) from None

    def write(self, work: Work[T]) -> T:
        job = _Job(work)
        with self._counting:
            self._waiting += 1
            patience = WAIT_SECONDS if self._waiting <= self._most_waiting else LATE_SECONDS
        self._queue.put(job)
        if not job.done.acquire(timeout=patience):
            job.given_up = True
        with self._counting:
            self._waiting -= 1
        if job.given_up:
            raise NotStoredError("no commit in time")
        if job.error is not None:
            raise job.error
        result: T = job.result
        return result

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Hold the place of the writer."""
        turn = _Turn()
        self._queue.put(turn)
        try:
            if not turn.granted.wait(seconds):
                raise NotStoredError("no turn in time")
            yield
        finally:
            turn.finished.set()

    def _connect(self) -> Any:
        """A connection of its own, prepared like those of the pool and never returned to it."""
        pooled = self._engine.raw_connection()
        connection = cast(Any, pooled.driver_connection)
        pooled.detach()
        connection.execute(f"PRAGMA busy_timeout = {BEGIN_MILLISECONDS}")
        self._connections.append(connection)
        return connection

    def _serve(self) -> None:
        connection: Any = None
        while True:
            waiting = self._next()
            for together, group in groupby(waiting, lambda entry: isinstance(entry, _Job)):
                entries = list(group)
                if together:
                    jobs = [job for job in entries if isinstance(job, _Job)]
                    connection = self._commit(jobs, connection)
                    for job in jobs:
                        job.done.release()
                for turn in entries:
                    if isinstance(turn, _Turn):
                        turn.granted.set()
                        turn.finished.wait()
            if waiting[-1] is None:
                return

    def _next(self) -> list[_Job | _Turn | None]:
        """All that waits now, at least one."""
        waiting = [self._queue.get()]
        while len(waiting) < MOST_IN_A_COMMIT and waiting[-1] is not None:
            try:
                waiting.append(self._queue.get_nowait())
            except Empty:
                break
        return waiting

    def _commit(self, jobs: list[_Job], connection: Any) -> Any:
        """Do the jobs in one transaction. Returns the connection, or None where it is of no more use."""
        try:
            connection = connection or self._connect()
            if self._begin(connection, jobs) and not self._together(jobs, connection):
                # One of them failed half-way, which no job of ours does in normal work: each by itself, then.
                for job in jobs:
                    connection.execute("BEGIN IMMEDIATE")
                    self._together([job], connection)
        except Exception as error:
            for job in jobs:
                job.error = NotStoredError(type(error).__name__)
            with suppress(Exception):
                # Closing rolls back; a connection that has seen a full disk is not used again.
                connection.close()
            return None
        return connection

    def _begin(self, connection: Any, jobs: list[_Job]) -> bool:
        """Begin as soon as no other process writes; False once nobody waits any more."""
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except self._faults as error:
                if getattr(error, "sqlite_errorname", "") not in ("SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"):
                    raise
                if all(job.given_up for job in jobs):
                    return False
            else:
                return True

    def _together(self, jobs: list[_Job], connection: Any) -> bool:
        """Do the jobs and commit. Returns False, rolled back, if one of them failed after it had written."""
        cursor = Cursor(connection.cursor(), "sqlite")
        for job in jobs:
            if job.given_up:
                continue
            before, job.error = connection.total_changes, None
            try:
                job.result = job.work(cursor)
            except self._faults:
                raise  # the database is ill, and so is every job of this commit
            except Exception as error:
                job.error = error
                if connection.total_changes != before:
                    connection.execute("ROLLBACK")
                    return False
        cursor.finish()
        connection.execute("COMMIT")
        return True
