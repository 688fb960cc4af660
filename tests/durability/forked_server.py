"""The application behind a small threaded server, forked from a process that has imported everything once.

A start of ``surveyapp serve`` costs seconds of computing, a fork a tenth of one. The respondents' realm, the writer and
the database are those of the program; only the sockets are not Granian's.
"""

import multiprocessing
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

import surveyapp
from surveyapp.settings import Settings

for _part in surveyapp.FOR_ALL + surveyapp.PUBLIC:
    import_module(_part)
import_module("surveyapp.respondents.routes")

THREADS = Settings.surveyapp_threads


class _Pooled(BaseWSGIServer):
    """As many threads as the program's server has, which live as long as it does."""

    multithread = True
    request_queue_size = 128

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._threads = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._threads.submit(self._serve_one, request, client_address)

    def _serve_one(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:
            pass  # whoever asked has gone
        finally:
            self.shutdown_request(request)


class _Silent(WSGIRequestHandler):
    # A connection that stays open would keep one of the few threads.
    protocol_version = "HTTP/1.0"

    def log(self, *_: object) -> None:
        pass


def _serve(port: int, environment: dict[str, str], log: str) -> None:
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    os.environ.update(environment)
    app = surveyapp.create_app(realm="public")
    app.extensions["database"].start_writer(THREADS)
    _Pooled("127.0.0.1", port, app, _Silent).serve_forever()


def fork_server(port: int, environment: dict[str, str], log: Path) -> BaseProcess:
    """Start one; it listens as soon as it has built the application."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_serve, args=(port, environment, str(log)), daemon=True)
    process.start()
    return process


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
