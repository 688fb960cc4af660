"""One thread that writes for the whole server on SQLite, many pieces of work to a commit.

SQLite has one writer at a time, and its own queue for that place sleeps and is unfair: with eight threads the slowest
waited a second. Here requests queue in memory. The thread takes all that wait into one transaction and commits once.
Whoever waited is told afterwards.

A request that does little else than cast a ballot runs in this thread as a whole (:meth:`GroupCommit.run`), up to its
write; it is then put aside, a greenlet, until the commit is done. Handing it to a thread of its own and back would cost
as much as all that it does.
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
"""How long a request waits for its commit."""

LATE_SECONDS = 1.0
"""How long one waits that finds the queue full: its thread is one of those that shall stay free for pages."""

MOST_AT_A_TIME = 32
"""How much is taken up before what has gathered is committed. Requests that write nothing count too: else a flood of
them would keep a ballot waiting."""

BEGIN_SECONDS = 0.2
"""How long to wait for another process that writes before looking round again."""


class _Turn:
    """The place of the writer, lent to a thread that writes in its own way (staff pages do)."""

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
        # A daemon: whoever waits for it is a request, and the server waits for those before it ends.
        self._thread = Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, end the thread and close what was opened."""
        self._queue.put(None)
        self._thread.join()
        for connection in self._connections:
            connection.close()

    def run(self, request: Request) -> None:
        """Run a whole request in the thread, soon. It must see to its own faults, and it holds up all the others."""
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
        """Whether this is a request that runs in the thread."""
        return self._hub is not None and getcurrent().parent is self._hub

    def _wait_for(self, job: Job) -> None:
        """Queue a job of another thread, which sleeps until it is done."""
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
        """Hold the place of the writer."""
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
        """A connection of its own, prepared like those of the pool and never returned to it."""
        pooled = self._engine.raw_connection()
        connection = cast(Any, pooled.driver_connection)
        pooled.detach()
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * BEGIN_SECONDS)}")
        self._connections.append(connection)
        return connection

    # From here on, everything happens in the thread.

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
        """Take up what waits now. If there is nothing else to do, wait for something."""
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
        """Tell those that waited too long; threads look at the clock themselves."""
        before = monotonic() - WAIT_SECONDS
        late = [job for job in self._jobs if job.parked_request is not None and job.since < before]
        self._jobs = [job for job in self._jobs if job not in late and not job.given_up]
        for job in late:
            job.error = NotStoredError("no commit in time")
            job.tell()

    def _commit(self) -> None:
        jobs = self._jobs
        if jobs and self._committer.commit(jobs):
            # Whoever is told may have more to write, which belongs to the next commit.
            self._jobs = []
            for job in jobs:
                job.tell()


def _wake() -> None:
    """Does nothing, in the thread."""
