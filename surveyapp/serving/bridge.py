"""Granian before Flask, by way of RSGI: ready pages from memory, whole bodies, threads that never wait for anybody.

A request is answered by one of three: the event loop itself, where its page waits ready as bytes; the writer of the
database, where it is a short one that ends in a commit (``surveyapp.database.group_commit``); else a thread.
Whoever made the answer sends it, so that no answer waits for the event loop to come round.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from granian.rsgi import Scope

from surveyapp.serving.bodies import BODILESS, Bodies, BodyRefusedError
from surveyapp.serving.wsgi_environ import wsgi_environ
from surveyapp.throttling import DELAY
from surveyapp.web.security_headers import HEADERS

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
Late = tuple[float, Answer] | None
Work = Callable[[], None]


class Bridge:
    """The application behind Granian's RSGI interface."""

    def __init__(
        self,
        app: "WSGIApplication",
        threads: int,
        ready: Callable[[Scope], tuple[Headers, bytes] | None] = lambda scope: None,
        short: Callable[[Scope], Callable[[Work], None] | None] = lambda scope: None,
    ) -> None:
        """``ready``: the page that waits for this request. ``short``: who runs it instead of a thread."""
        self._app, self._ready, self._short = app, ready, short
        self._bodies = Bodies()
        self._done = _Done()
        self._queue: SimpleQueue[Work] = SimpleQueue()
        for number in range(threads):
            # Daemons: whoever waits for one is a request, and Granian waits for those before it ends.
            Thread(target=self._serve, name=f"request-{number}", daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._queue.get()()

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        if scope.method == "GET" and (page := self._ready(scope)):
            protocol.response_bytes(200, *page)
            return
        try:
            body = b"" if scope.method in BODILESS else await self._bodies.whole(scope, protocol)
        except BodyRefusedError as refused:
            # The rest of the body is not wanted, so the connection cannot be used again.
            headers = [("content-type", "text/plain"), ("connection", "close"), *HEADERS.items()]
            protocol.response_str(refused.status, headers, f"{refused.status}\n")
            return
        task = _Task(self._app, scope, protocol, body, self._done)
        (self._short(scope) or self._queue.put)(task.run)
        if late := await task.done:
            delay, answer = late
            await asyncio.sleep(delay)
            protocol.response_bytes(*answer)


class _Done:
    """Tells the event loop what is done. Woken once for many: each waking is a call of the system."""

    def __init__(self) -> None:
        self._tasks: deque[tuple[_Task, Late]] = deque()
        self._is_waking = False

    def add(self, task: "_Task", late: Late) -> None:
        """From any thread."""
        self._tasks.append((task, late))
        if not self._is_waking:
            self._is_waking = True
            task.loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._is_waking = False
        while self._tasks:
            task, late = self._tasks.popleft()
            if not task.done.done():
                task.done.set_result(late)


class _Task:
    """One request on its way through the application."""

    __slots__ = ("_app", "_body", "_delay", "_finished", "_protocol", "_scope", "done", "loop")

    def __init__(self, app: "WSGIApplication", scope: Scope, protocol: Any, body: bytes, finished: _Done) -> None:
        self._app, self._scope, self._protocol, self._body = app, scope, protocol, body
        self._finished = finished
        self._delay = 0.0
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Late] = self.loop.create_future()

    def run(self) -> None:
        """Ask the application, in whatever thread this is, and send its answer; a delayed one goes back to the loop."""
        late = None
        answer = self._answer()
        if self._delay:
            late = self._delay, answer
        else:
            with suppress(Exception):  # whoever asked has gone
                self._protocol.response_bytes(*answer)
        self._finished.add(self, late)

    def _answer(self) -> Answer:
        seen: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, *_error: Any) -> Any:
            seen.append((status, headers))

        try:
            environ = wsgi_environ(self._scope, self._body)
            environ[DELAY] = self._wait
            parts = self._app(environ, start_response)
            try:
                content = b"".join(parts)
            finally:
                if hasattr(parts, "close"):
                    parts.close()
            status, headers = seen[-1]
            return int(status[:3]), headers, content
        except Exception:
            # Flask has told the log. Nothing may be raised from here: the thread has others to serve.
            return 500, [("content-type", "text/plain"), *HEADERS.items()], b"500\n"

    def _wait(self, seconds: float) -> None:
        self._delay = max(self._delay, seconds)
