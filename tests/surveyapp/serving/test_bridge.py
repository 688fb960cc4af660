import asyncio
import threading
from collections.abc import Callable, Iterable
from typing import Any

from surveyapp.serving.bridge import Bridge
from surveyapp.throttling import DELAY
from tests.surveyapp.serving.wire import AskedFor, Wire


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read(), b" in ", threading.current_thread().name.encode()]


def broken(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    raise RuntimeError("nobody expected that")


def ask(bridge: Bridge, asked: AskedFor, wire: Wire) -> tuple[int, bytes | str]:
    asyncio.run(bridge.__rsgi__(asked, wire))  # type: ignore[arg-type]
    ((status, _, body),) = wire.sent
    return status, body


def test_a_thread_answers_with_the_whole_body_at_hand() -> None:
    assert ask(Bridge(hello, 1), AskedFor("POST"), Wire(b"good ", b"day")) == (200, b"good day in request-0")


def test_a_page_that_waits_ready_needs_no_thread() -> None:
    bridge = Bridge(broken, 1, ready=lambda scope: ([], b"ready") if scope.path == "/" else None)
    assert ask(bridge, AskedFor(), Wire()) == (200, b"ready")
    assert ask(bridge, AskedFor(path="/other"), Wire())[0] == 500
    assert ask(bridge, AskedFor("HEAD"), Wire())[0] == 500


def test_a_short_request_is_run_by_who_takes_it() -> None:
    def run(work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="writer")
        thread.start()
        thread.join()

    bridge = Bridge(hello, 1, short=lambda scope: run if scope.method == "POST" else None)
    assert ask(bridge, AskedFor("POST"), Wire(b"a form")) == (200, b"a form in writer")
    assert ask(bridge, AskedFor(), Wire()) == (200, b" in request-0")


def test_a_fault_that_nobody_caught_is_answered_and_the_thread_lives_on() -> None:
    bridge = Bridge(broken, 1)
    assert [ask(bridge, AskedFor(), Wire())[0] for _ in range(2)] == [500, 500]


def test_somebody_who_has_gone_costs_no_thread() -> None:
    class GoneWire(Wire):
        def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            raise ConnectionError("nobody is there any more")

    bridge = Bridge(hello, 1)
    for _ in range(2):
        asyncio.run(bridge.__rsgi__(AskedFor(), GoneWire()))  # type: ignore[arg-type]
    assert ask(bridge, AskedFor(), Wire())[0] == 200


def test_answers_wait_without_a_thread() -> None:
    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[DELAY](0.2)
        return hello(environ, start_response)

    async def five_at_once() -> float:
        bridge, wires = Bridge(slow, 1), [Wire() for _ in range(5)]
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(bridge.__rsgi__(AskedFor(), wire) for wire in wires))  # type: ignore[arg-type]
        assert [len(wire.sent) for wire in wires] == [1] * 5
        return asyncio.get_running_loop().time() - began

    took = asyncio.run(five_at_once())
    # Consecutively they would take a second; none may arrive before its time.
    assert 0.2 <= took < 0.9


def test_a_body_that_is_refused_closes_the_connection() -> None:
    wire = Wire()
    status, _ = ask(Bridge(hello, 1), AskedFor("POST", headers={"content-length": "99999999"}), wire)
    assert status == 413
    assert ("connection", "close") in wire.sent[0][1]
