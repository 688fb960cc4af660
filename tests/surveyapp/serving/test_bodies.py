import asyncio
from collections.abc import AsyncIterator

import pytest

from surveyapp.request_limits import MOST_BYTES
from surveyapp.serving import bodies
from surveyapp.serving.bodies import Bodies, BodyRefusedError
from tests.surveyapp.serving.wire import AskedFor, Wire


class SilentWire(Wire):
    """A telephone that lost its network while sending."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"consent"
        await asyncio.sleep(60)


def read(wire: Wire, length: str | None = None, known: Bodies | None = None) -> bytes:
    asked = AskedFor("POST", headers={} if length is None else {"content-length": length})
    return asyncio.run((known or Bodies()).whole(asked, wire))  # type: ignore[arg-type]


def refused(wire: Wire, length: str | None = None, known: Bodies | None = None) -> int:
    with pytest.raises(BodyRefusedError) as caught:
        read(wire, length, known)
    return caught.value.status


def test_a_body_in_parts_is_put_together() -> None:
    assert read(Wire(b"nonce=", b"abc", b"&code="), "15") == b"nonce=abc&code="


def test_no_body_is_an_empty_one() -> None:
    assert read(Wire()) == b""


@pytest.mark.parametrize("length", ["-1", "1e3", "ten", "\u0664"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert refused(Wire(), length) == 400


def test_too_large_a_body_is_refused_unread() -> None:
    assert refused(SilentWire(), str(MOST_BYTES + 1)) == 413


def test_a_body_that_grows_beyond_what_it_said_is_refused() -> None:
    assert refused(Wire(bytes(MOST_BYTES), b"x"), "10") == 413


def test_a_body_that_does_not_come_is_waited_for_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.01)
    assert refused(SilentWire(), "100") == 408


def test_many_large_bodies_at_once_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_HELD", 10)
    known = Bodies()
    assert refused(Wire(b"123456", b"123456"), "12", known) == 503
    # What was given up counts no more.
    assert read(Wire(b"123456"), "6", known) == b"123456"
