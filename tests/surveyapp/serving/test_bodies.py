import asyncio
from collections.abc import AsyncIterator

import pytest

from surveyapp.serving import bodies
from surveyapp.serving.bodies import Bodies, BodyRefusedError
from surveyapp.web.request_limits import MOST_BYTES
from tests.surveyapp.serving.wire import AskedFor, Wire
from tests.waiting import after, turns, until


class SilentWire(Wire):
    """A telephone that lost its network while sending."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"consent"
        await asyncio.Event().wait()


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
    # Aborted bodies are not counted any more.
    assert read(Wire(b"123456"), "6", known) == b"123456"


class HeldBackWire(Wire):
    """A client that sends everything but the end."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part
        await asyncio.Event().wait()


def read_behind(held_back: list[bytes], last: Wire) -> tuple[list[int], bytes]:
    """Return the statuses of the clients that were aborted, in their order, and the body that came last."""

    async def all_of_them() -> tuple[list[int], bytes]:
        known, given_up = Bodies(), []

        async def hold(number: int, sent: bytes) -> None:
            try:
                await known.whole(AskedFor("POST"), HeldBackWire(sent))  # type: ignore[arg-type]
            except BodyRefusedError as refused:
                given_up.append((number, refused.status))

        async with asyncio.TaskGroup() as together:
            waiting = []
            for number, sent in enumerate(held_back):
                waiting.append(together.create_task(hold(number, sent)))
                await turns()
            body = await known.whole(AskedFor("POST"), last)  # type: ignore[arg-type]
            await turns()  # until the aborted clients know it
            for task in waiting:
                task.cancel()
        assert all(status == 503 for _, status in given_up)
        return [number for number, _ in given_up], body

    return asyncio.run(all_of_them())


def test_where_the_memory_is_full_the_body_that_cost_most_is_given_up_and_never_a_newcomer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "MOST_HELD", 100_000)
    given_up, body = read_behind([b"x" * 60_000, b"x" * 100, b"x" * 39_000], Wire(b"a" * 2_000))
    assert given_up == [0]
    assert body == b"a" * 2_000


def test_so_many_bodies_are_on_their_way_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_BODIES", 3)
    given_up, body = read_behind([b"x"] * 5, Wire(b"a"))
    assert given_up == [0, 1, 2]
    assert body == b"a"


def test_where_there_are_too_many_the_oldest_goes_and_a_form_on_its_way_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_BODIES", 2)
    given_up, body = read_behind([b"", b"a form on its way"], Wire(b"a newcomer"))
    assert given_up == [0]
    assert body == b"a newcomer"


def test_a_body_whose_time_ends_at_this_moment_does_not_disturb_a_newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_BODIES", 1)
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.02)

    async def newcomer_after_a_busy_moment() -> bytes:
        known = Bodies()
        asked = AskedFor("POST", headers={"content-length": "9"})
        held = asyncio.ensure_future(known.whole(asked, HeldBackWire(b"part")))  # type: ignore[arg-type]
        await turns(2)
        until(after(0.05))  # the loop is busy while the time of the first one ends
        body = await known.whole(asked, Wire(b"newcomer!"))  # type: ignore[arg-type]
        await asyncio.gather(held, return_exceptions=True)
        return body

    assert asyncio.run(newcomer_after_a_busy_moment()) == b"newcomer!"
