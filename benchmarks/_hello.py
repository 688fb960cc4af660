"""The floor under the figures of benchmarks.answering: Flask saying hello, served with the settings of the program."""

import sys

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from surveyapp.serving.bridge import Bridge


def worker() -> Bridge:
    app = Flask(__name__)

    @app.get("/")
    def hello() -> str:
        return "hello"

    return Bridge(app, 8)


if __name__ == "__main__":
    Granian(
        "benchmarks._hello:worker",
        factory=True,
        port=int(sys.argv[1]),
        interface=Interfaces.RSGI,
        workers=1,
        log_access=False,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()
