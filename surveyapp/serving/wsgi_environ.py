"""Builds the WSGI environment of a request (PEP 3333); the path is decoded once and not normalised."""

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from granian.rsgi import Scope

from surveyapp.serving.arriving_body import ArrivingBody

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_SAME_FOR_ALL = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


def wsgi_environ(scope: Scope, body: bytes | ArrivingBody) -> "WSGIEnvironment":
    """Return the environment for the application; ``body``: at hand, or still arriving."""
    address, _, _port = scope.client.rpartition(":")
    host, _, port = scope.server.rpartition(":")
    path = scope.path
    environ: dict[str, Any] = {
        **_SAME_FOR_ALL,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1") if "%" in path or not path.isascii() else path,
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": address.strip("[]"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_LENGTH": str(len(body) if isinstance(body, bytes) else body.size),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body) if isinstance(body, bytes) else body,
        "wsgi.errors": sys.stderr,
    }
    for name, value in scope.headers.items():
        # A name with an underscore would become the same key as one with a hyphen that a proxy has set.
        if "_" in name or name == "content-length":
            continue
        key = "CONTENT_TYPE" if name == "content-type" else _key_of(name)
        environ[key] = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}" if key in environ else value
    if scope.authority:
        environ.setdefault("HTTP_HOST", scope.authority)  # HTTP/2 sends the host here
    return environ


def _key_of(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")
