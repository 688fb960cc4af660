"""Pages of forms that wait ready as bytes, in front of the whole application.

A form's page is the same for everybody, so it need not be made or looked up again and again: once the application has
answered, the answer is kept with its headers and given to whoever asks the same, at a tenth of the cost. It is good as
long as the study is known to be unchanged, which is looked up every second.
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
    """The answers to one request: one for each order of the form, of which each visitor gets one by chance."""

    study: LoadedStudy
    orders: int
    answers: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Put the ready pages in front."""
    app.extensions["ready_pages"] = app.wsgi_app = ReadyPages(app)  # type: ignore[method-assign]


def offer(study: LoadedStudy, orders: int, order: str) -> None:
    """Say that the answer to this request serves everybody who asks the same; ``order`` is one of so many."""
    request.environ[_OFFER] = (study, orders, order)


class ReadyPages:
    """The application with the ready pages before it."""

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
        """The page for a GET, before the server has made anything else of the request."""
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
        """Let the application answer, and keep what it offers."""
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
                # Somebody asks for addresses of their own making; the real ones are back at once.
                self._kept.clear()
            kept = self._kept[key] = _Kept(study, orders)
        kept.answers[order] = (list(seen[-1][1]), body)
        return (body,)
