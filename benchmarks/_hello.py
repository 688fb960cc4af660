"""The baseline of benchmarks.answering: a Flask "hello", served with the settings of the program."""

import sys

from flask import Flask

from surveyapp.serving.bridge import Bridge
from surveyapp.serving.server import run_server


def worker() -> Bridge:
    app = Flask(__name__)

    @app.get("/")
    def hello() -> str:
        return "hello"

    return Bridge(app, 8)


if __name__ == "__main__":
    run_server("benchmarks._hello:worker", "127.0.0.1", int(sys.argv[1]))
