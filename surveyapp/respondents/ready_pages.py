"""A cache of rendered form pages in front of the application.

A form's page is the same for everybody. Once the application has rendered it, the response is kept with its headers and
sent for equal requests, at a tenth of the cost, as long as the study is unchanged, which is checked every second.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import choice
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from surveyapp.studies.loaded import LoadedStudy, known_unchanged

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from granian.rsgi import Scope

MOST_KEPT = 500
_OFFER = "surveyapp.ready_page"

Headers = list[tuple[str, str]]


@dataclass(slots=True)
class _Kept:
    """The cached responses to one request: one for each variant of the form, of which each visitor
    gets a random one.
    """

    study: LoadedStudy
    orders: int
    answers: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Install the cache."""
    app.extensions["ready_pages"] = app.wsgi_app = ReadyPages(app)  # type: ignore[method-assign]


def offer(study: LoadedStudy, orders: int, order: str) -> None:
    """Mark the response to this request as the same for everybody; ``order`` is one of so many variants."""
    request.environ[_OFFER] = (study, orders, order)


class ReadyPages:
    """The WSGI application with the cache in front of it."""

    def __init__(self, app: Flask) -> None:
        self._app, self._inner = app, app.wsgi_app
        self._kept: dict[tuple[object, ...], _Kept] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_IF_NONE_MATCH" in environ:
            return self._inner(environ, start_response)
        key = (
            environ.get("SCRIPT_NAME"),
            environ.get("PATH_INFO"),
            environ.get("QUERY_STRING"),
            environ.get("HTTP_HOST"),
            environ.get("HTTP_X_FORWARDED_HOST"),
            "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        if ready := self._find(key):
            headers, body = ready
            start_response("200 OK", headers.copy())
            return (body,)
        return self._ask(key, environ, start_response)

    def for_server(self, scope: "Scope") -> tuple[Headers, bytes] | None:
        """Return the cached page for a GET, before the server processes the request further."""
        headers = scope.headers
        if "if-none-match" in headers or "%" in scope.path:
            return None
        return self._find(
            (
                "",
                scope.path,
                scope.query_string,
                headers.get("host") or scope.authority,
                headers.get("x-forwarded-host"),
                "gzip" in headers.get("accept-encoding", ""),
            )
        )

    def _find(self, key: tuple[object, ...]) -> tuple[Headers, bytes] | None:
        kept = self._kept.get(key)
        if kept is None or len(kept.answers) < kept.orders or not known_unchanged(self._app, kept.study):
            return None
        return choice(list(kept.answers.values()))

    def _ask(
        self, key: tuple[object, ...], environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Call the application and cache its response if it is marked."""
        seen: list[tuple[str, Headers]] = []

        def listening(status: str, headers: Headers, *more: Any) -> Callable[[bytes], object]:
            seen.append((status, headers))
            return start_response(status, headers, *more)

        answer = self._inner(environ, listening)
        if _OFFER not in environ or not seen or not seen[-1][0].startswith("200 "):
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        study, orders, order = environ[_OFFER]
        kept = self._kept.get(key)
        if kept is None or kept.study is not study:
            if len(self._kept) >= MOST_KEPT:
                # The cache is full of invented addresses; the real ones are soon cached again.
                self._kept.clear()
            kept = self._kept[key] = _Kept(study, orders)
        kept.answers[order] = (list(seen[-1][1]), body)
        return (body,)
