import asyncio
from typing import Literal

import pytest
from flask import Flask

from surveyapp import create_app
from surveyapp.commands.server.serve import bridge_to
from surveyapp.serving.bridge import Bridge
from tests.surveyapp.serving.wire import AskedFor, Wire


@pytest.mark.parametrize(("realm", "start", "sign_in"), [("public", 200, 404), ("staff", 404, 200), ("both", 200, 200)])
def test_the_server_has_the_pages_of_its_realm(
    sqlite_app: Flask, realm: Literal["public", "staff", "both"], start: int, sign_in: int
) -> None:
    app = create_app({"SURVEYAPP_INSTANCE": sqlite_app.extensions["settings"].instance}, realm)
    bridge = bridge_to(app, 1)
    assert [status(bridge, path) for path in ("/", "/staff/sign-in")] == [start, sign_in]
    app.extensions["database"].engine.dispose()


def status(bridge: Bridge, path: str) -> int:
    wire = Wire()
    asked = AskedFor(path=path, client="127.0.0.1:50000", headers={"host": "127.0.0.1:8000"})
    asyncio.run(bridge.__rsgi__(asked, wire))  # type: ignore[arg-type]
    return wire.sent[0][0]
