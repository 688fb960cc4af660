"""The bridge from Granian (RSGI) to Flask: cached pages, complete bodies, threads that never wait for a client.

A request is answered by the event loop if its page is cached; by the database writer if it is a short one that ends in
a commit (``surveyapp.database.group_commit``); otherwise by a thread. Whichever makes the response also sends it, so
that it need not wait for the event loop. An upload gets a thread of its own, which reads the body while it arrives.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from granian.rsgi import Scope

from surveyapp.serving.arriving_body import AT_ONCE, ArrivingBody
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
Body = bytes | ArrivingBody


class Bridge:
    """The application behind Granian's RSGI interface."""

    def __init__(
        self,
        app: "WSGIApplication",
        threads: int,
        ready: Callable[[Scope], tuple[Headers, bytes] | None] = lambda scope: None,
        short: Callable[[Scope], Callable[[Work], None] | None] = lambda scope: None,
        large: Callable[[Scope], int] = lambda scope: 0,
    ) -> None:
        """``ready``: returns the cached page for a request. ``short``: runs a request in place of a thread. ``large``:
        the most bytes of a body that is read while it arrives, 0 for other requests.
        """
        self._app, self._ready, self._short, self._large = app, ready, short, large
        self._arriving = 0
        self._bodies = Bodies()
        self._done = _Done()
        self._queue: SimpleQueue[Work] = SimpleQueue()
        for number in range(threads):
            # Daemon threads: Granian waits for the requests that use them before it ends.
            Thread(target=self._serve, name=f"request-{number}", daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._queue.get()()

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        if scope.method == "GET" and (page := self._ready(scope)):
            protocol.response_bytes(200, *page)
            return
        if most := self._large(scope):
            await self._take_large(scope, protocol, most)
            return
        try:
            body = b"" if scope.method in BODILESS else await self._bodies.whole(scope, protocol)
        except BodyRefusedError as refused:
            _refuse(protocol, refused.status)
            return
        task = _Task(self._app, scope, protocol, body, self._done)
        (self._short(scope) or self._queue.put)(task.run)
        if late := await task.done:
            delay, answer = late
            await asyncio.sleep(delay)
            protocol.response_bytes(*answer)

    async def _take_large(self, scope: Scope, protocol: Any, most: int) -> None:
        """Let a thread of its own read the body; refuse one that is too large before any of it is read."""
        said = scope.headers.get("content-length", "")
        if not (said.isascii() and said.isdigit()):
            _refuse(protocol, 411)
        elif int(said) > most:
            _refuse(protocol, 413)
        elif self._arriving >= AT_ONCE:
            _refuse(protocol, 503)
        else:
            body = ArrivingBody(protocol, int(said), asyncio.get_running_loop())
            task = _Task(self._app, scope, protocol, body, self._done)
            self._arriving += 1
            try:
                Thread(target=task.run, name="upload", daemon=True).start()
                await task.done
            finally:
                self._arriving -= 1


def _refuse(protocol: Any, status: int) -> None:
    # The rest of the body is not read, so the connection cannot be used again.
    headers = [("content-type", "text/plain"), ("connection", "close"), *HEADERS.items()]
    protocol.response_str(status, headers, f"{status}\n")


class _Done:
    """Tells the event loop which requests are done, waking it once for many, because each waking is a system call."""

    def __init__(self) -> None:
        self._tasks: deque[tuple[_Task, Late]] = deque()
        self._is_waking = False

    def add(self, task: "_Task", late: Late) -> None:
        """May be called from any thread."""
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

    def __init__(self, app: "WSGIApplication", scope: Scope, protocol: Any, body: Body, finished: _Done) -> None:
        self._app, self._scope, self._protocol, self._body = app, scope, protocol, body
        self._finished = finished
        self._delay = 0.0
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[Late] = self.loop.create_future()

    def run(self) -> None:
        """Call the application in the current thread and send its response; a delayed one is returned to the event
        loop.
        """
        late = None
        answer = self._answer()
        if self._delay:
            late = self._delay, answer
        else:
            with suppress(Exception):  # the client has disconnected
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
            # Flask has logged the error. An exception here would end the thread.
            return 500, [("content-type", "text/plain"), *HEADERS.items()], b"500\n"

    def _wait(self, seconds: float) -> None:
        self._delay = max(self._delay, seconds)
