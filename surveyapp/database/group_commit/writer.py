"""One thread that writes for the whole server on SQLite, with many jobs per commit.

SQLite has one writer at a time, and its own waiting is unfair: with eight threads the slowest waited a second. Here
jobs queue in memory, the thread takes all of them into one transaction, commits once and then wakes the waiters.

A short request such as casting a ballot runs in this thread completely (:meth:`GroupCommit.run`) up to its write; it is
then suspended in a greenlet until the commit is done. Passing it to another thread and back would cost as much as the
request itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, local
from time import monotonic
from typing import Any, TypeVar, cast

from greenlet import getcurrent, greenlet
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.database.group_commit.committer import Committer, Job
from surveyapp.database.transactions import Cursor, NotStoredError, Work, faults_of

T = TypeVar("T")
Request = Callable[[], None]

WAIT_SECONDS = 5.0
"""Timeout of a request that waits for its commit."""

LATE_SECONDS = 1.0
"""Timeout when the queue is full; the waiting thread is one of those reserved for pages."""

MOST_AT_A_TIME = 32
"""Maximum number of requests taken before a commit. Requests without a write count too: many of them must not delay a
ballot.
"""

BEGIN_SECONDS = 0.2
"""How long to wait for another process that writes before checking the queue again."""


class _Turn:
    """The writer's turn, lent to a thread that writes by itself (staff pages)."""

    def __init__(self) -> None:
        self.granted, self.finished = Event(), Event()


class GroupCommit:
    """The back end of casting on SQLite inside the server."""

    def __init__(self, engine: Engine, most_waiting: int) -> None:
        self._engine = engine
        faults = faults_of(engine)
        self._ill: tuple[type[Exception], ...] = (*faults, SQLAlchemyError)
        self._queue: SimpleQueue[Job | _Turn | Request | None] = SimpleQueue()
        self._most_waiting = most_waiting
        self._waiting = 0
        self._counting = Lock()
        self._readers = local()
        self._connections: list[Any] = []
        self._hub: greenlet | None = None
        self._committer = Committer(self._connect, faults)
        # A daemon thread: the server waits for its requests, and those wait for this thread.
        self._thread = Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, end the thread and close its connections."""
        self._queue.put(None)
        self._thread.join()
        for connection in self._connections:
            connection.close()

    def run(self, request: Request) -> None:
        """Run a whole request in the thread. It must handle its own errors, and all other jobs wait for it."""
        self._queue.put(request)

    def read(self, work: Work[T]) -> T:
        try:
            if self._is_request():
                return self._committer.read(work)
            if not hasattr(self._readers, "cursor"):
                self._readers.cursor = self._connect().cursor()
            return work(Cursor(self._readers.cursor, "sqlite"))
        except self._ill as error:
            raise NotStoredError(type(error).__name__) from None

    def write(self, work: Work[T]) -> T:
        if self._is_request():
            request = getcurrent()
            job = Job(work, request)
            self._jobs.append(job)
            request.parent.switch()
        else:
            job = Job(work, None)
            self._wait_for(job)
        result: T = job.outcome()
        return result

    def _is_request(self) -> bool:
        """Whether the current request runs in this thread."""
        return self._hub is not None and getcurrent().parent is self._hub

    def _wait_for(self, job: Job) -> None:
        """Queue a job of another thread, which sleeps until the job is done."""
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

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Context in which no other job writes."""
        turn = _Turn()
        self._queue.put(turn)
        try:
            if not turn.granted.wait(seconds):
                raise NotStoredError("no turn in time")
            yield
        finally:
            turn.finished.set()
            self._queue.put(_wake)

    def _connect(self) -> Any:
        """Return a separate connection, prepared like those of the pool but never returned to it."""
        pooled = self._engine.raw_connection()
        connection = cast(Any, pooled.driver_connection)
        pooled.detach()
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * BEGIN_SECONDS)}")
        self._connections.append(connection)
        return connection

    # All methods below run in the thread.

    def _serve(self) -> None:
        self._hub = getcurrent()
        self._jobs: list[Job] = []
        self._turns: list[_Turn] = []
        self._lent: _Turn | None = None
        self._ending = False
        while not self._ending or self._jobs or self._turns or self._lent:
            self._take_up()
            self._give_up_late_ones()
            if self._lent and self._lent.finished.is_set():
                self._lent = None
            if self._lent is None:
                self._commit()
            if self._lent is None and self._turns:
                self._lent = self._turns.pop(0)
                self._lent.granted.set()

    def _take_up(self) -> None:
        """Take the queued jobs; if there is nothing else to do, wait for one."""
        with suppress(Empty):
            if self._lent and self._jobs:
                self._take(self._queue.get(timeout=BEGIN_SECONDS))
            elif not self._jobs and not self._turns:
                self._take(self._queue.get())
            for _ in range(MOST_AT_A_TIME):
                self._take(self._queue.get_nowait())

    def _take(self, entry: Job | _Turn | Request | None) -> None:
        if isinstance(entry, Job):
            self._jobs.append(entry)
        elif isinstance(entry, _Turn):
            self._turns.append(entry)
        elif entry is None:
            self._ending = True
        else:
            greenlet(entry, self._hub).switch()

    def _give_up_late_ones(self) -> None:
        """Fail the requests that waited too long; threads check the time themselves."""
        before = monotonic() - WAIT_SECONDS
        late = [job for job in self._jobs if job.parked_request is not None and job.since < before]
        self._jobs = [job for job in self._jobs if job not in late and not job.given_up]
        for job in late:
            job.error = NotStoredError("no commit in time")
            job.tell()

    def _commit(self) -> None:
        jobs = self._jobs
        if jobs and self._committer.commit(jobs):
            # A resumed request may write again; that write belongs to the next commit.
            self._jobs = []
            for job in jobs:
                job.tell()


def _wake() -> None:
    """A job that does nothing."""
