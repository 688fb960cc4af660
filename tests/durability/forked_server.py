"""The program's server, forked from a process that has imported everything once.

Starting ``surveyapp serve`` takes seconds of computing, a fork a tenth of a second. The process runs what the program
runs in its worker; only the supervising process is missing.
"""

import asyncio
import multiprocessing
import os
import socket
import sys
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

import surveyapp
from surveyapp.commands.server.serve import REALM_VARIABLE, worker

for _part in surveyapp.FOR_ALL + surveyapp.PUBLIC:
    import_module(_part)
import_module("surveyapp.respondents.routes")


def _serve(port: int, environment: dict[str, str], log: str) -> None:
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    os.environ.update(environment | {REALM_VARIABLE: "public"})
    server = Server(worker(), port=port, interface=Interfaces.RSGI, websockets=False, log_level=LogLevels.error)
    asyncio.run(server.serve())


def fork_server(port: int, environment: dict[str, str], log: Path) -> BaseProcess:
    """Start a server; it listens as soon as it has built the application."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_serve, args=(port, environment, str(log)), daemon=True)
    process.start()
    return process


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
