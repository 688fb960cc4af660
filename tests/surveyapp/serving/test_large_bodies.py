"""A large body is read by a thread of its own while it arrives; too large ones and too many are refused at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from surveyapp.serving.arriving_body import AT_ONCE
from surveyapp.serving.bridge import Bridge
from tests.surveyapp.serving.wire import AskedFor, Wire
from tests.waiting import turns

MOST = 1000


def length(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [str(len(environ["wsgi.input"].read())).encode()]


def bridge(app: Callable[..., Iterable[bytes]] = length) -> Bridge:
    return Bridge(app, 1, large=lambda scope: MOST if scope.path == "/upload" else 0)


def asked(size: int | str) -> AskedFor:
    return AskedFor("POST", "/upload", headers={"content-length": str(size)})


def ask(size: int | str, *parts: bytes) -> tuple[int, bytes | str]:
    wire = Wire(*parts)
    asyncio.run(bridge().__rsgi__(asked(size), wire))  # type: ignore[arg-type]
    ((status, _, body),) = wire.sent
    return status, body


def test_the_thread_reads_all_pieces() -> None:
    assert ask(900, b"x" * 400, b"", b"x" * 500) == (200, b"900")


def test_no_more_than_was_said_is_read_and_a_body_that_breaks_off_ends() -> None:
    assert ask(10, b"x" * 400) == (200, b"10")
    assert ask(900, b"x" * 400) == (200, b"400")


def test_a_body_that_is_too_large_or_of_unknown_size_is_refused_before_it_is_read() -> None:
    assert ask(MOST + 1, b"x")[0] == 413
    assert ask("", b"x")[0] == 411


def test_only_a_few_arrive_at_a_time_and_other_requests_are_answered_meanwhile() -> None:
    class Waiting(Wire):
        def __init__(self, gate: asyncio.Event) -> None:
            super().__init__()
            self._gate = gate

        async def __aiter__(self) -> AsyncIterator[bytes]:
            await self._gate.wait()
            yield b"late"

    async def together() -> tuple[int, int, list[int]]:
        shared, gate = bridge(), asyncio.Event()
        wires = [Waiting(gate) for _ in range(AT_ONCE)]
        running = [asyncio.ensure_future(shared.__rsgi__(asked(4), wire)) for wire in wires]  # type: ignore[arg-type]
        await turns()
        refused, other = Wire(b"more"), Wire()
        await shared.__rsgi__(asked(4), refused)  # type: ignore[arg-type]
        await shared.__rsgi__(AskedFor(), other)  # type: ignore[arg-type]
        gate.set()
        await asyncio.gather(*running)
        return refused.sent[0][0], other.sent[0][0], [wire.sent[0][0] for wire in wires]

    assert asyncio.run(together()) == (503, 200, [200] * AT_ONCE)
