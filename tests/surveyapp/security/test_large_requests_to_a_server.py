"""Requests larger than any form are refused at once, with little memory, while others continue."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex

import pytest

from surveyapp.web.request_limits import MOST_BYTES
from tests.surveyapp.security.served_study import OUTSIDER, ServedStudy, answers


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedStudy]:
    with ServedStudy(tmp_path_factory.mktemp("large"), 1) as served:
        yield served


def sent_raw(served: ServedStudy, head: str, body: bytes) -> tuple[bytes, float]:
    """Return the first bytes of the reply and the seconds until they came; the body is sent as far
    as it is accepted.
    """
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(f"POST {OUTSIDER} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
        with suppress(OSError):  # the server may close the connection
            connection.sendall(body)
        try:
            return connection.recv(200), time.monotonic() - began
        except OSError:
            return b"", time.monotonic() - began


FORM = "Content-Type: application/x-www-form-urlencoded"
PARTS = "Content-Type: multipart/form-data; boundary=x"


@pytest.mark.parametrize("kind", [FORM, PARTS, "Content-Type: application/json", "X-None: 1"])
def test_fifty_megabytes_are_refused_within_a_second_and_not_kept_in_memory(served: ServedStudy, kind: str) -> None:
    before = served.memory()
    answer, took = sent_raw(served, f"{kind}\r\nContent-Length: 50000000", b"a=" + b"x" * 49_999_998)
    assert answer == b"" or b" 413 " in answer.splitlines()[0] or b" 4" in answer.splitlines()[0][:12]
    assert took < 1.0
    assert served.memory() - before < 60


def test_a_hundred_thousand_fields_are_refused_within_a_second(served: ServedStudy) -> None:
    for body, kind in (
        (b"&".join(b"f%d=1" % number for number in range(100_000)), FORM),
        (b"".join(b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n' for _ in range(15_000)), PARTS),
    ):
        answer, took = sent_raw(served, f"{kind}\r\nContent-Length: {len(body)}", body)
        assert b" 413 " in answer.splitlines()[0]
        assert took < 1.0


def test_a_long_head_is_refused(served: ServedStudy) -> None:
    answer, took = sent_raw(served, "X-Long: " + "x" * 1_000_000, b"")
    assert answer == b"" or b" 4" in answer.splitlines()[0]
    assert took < 2.0


def test_heads_that_never_end_keep_nobody_waiting(served: ServedStudy) -> None:
    slow = []
    try:
        for _ in range(200):
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=5)
            connection.sendall(f"GET {OUTSIDER} HTTP/1.1\r\nHost: x\r\nX-A: ".encode())
            slow.append(connection)
        began = time.monotonic()
        assert served.ask("GET", OUTSIDER)[0] == 200
        assert time.monotonic() - began < 2.0
    finally:
        for connection in slow:
            connection.close()


def test_two_hundred_who_hold_back_the_end_of_a_large_body_keep_nobody_from_sending(served: ServedStudy) -> None:
    head = f"POST {OUTSIDER} HTTP/1.1\r\nHost: x\r\n{FORM}\r\nContent-Length: {MOST_BYTES}\r\n\r\n".encode()
    before = served.memory()
    with ExitStack() as open_ones:
        for _ in range(200):
            connection = open_ones.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=5))
            with suppress(OSError):  # aborted in favour of the next one
                connection.sendall(head + b"x" * (MOST_BYTES - 1))
        began = time.monotonic()
        sent = [served.ask("POST", OUTSIDER, answers(nonce=token_hex(16), variant="a"))[0] for _ in range(10)]
        assert sent == [200] * 10
        assert time.monotonic() - began < 5.0
        assert served.memory() - before < 300


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/%73taff/me", 404), ("//staff//me", 404), ("/s/../staff/me", 404), ("/%2573taff/me", 404),
        ("/STAFF/me", 404), ("/staff/me", 404), ("/staff/me%00", 404), ("/./staff/me", 404),
        ("http://127.0.0.1/staff/me", 404), ("/assets/..%2f..%2fsettings.cfg", 404),
        ("/assets/%2e%2e/keys/pepper", 404),
    ],
)  # fmt: skip
def test_paths_reach_the_application_as_they_were_sent(served: ServedStudy, path: str, status: int) -> None:
    assert served.ask("GET", path)[0] == status
    assert served.ask("GET", "/", None, X_Original_URL=path, X_Rewrite_URL=path)[0] == 200


def silent_devices(served: ServedStudy, number: int, open_still: ExitStack) -> list[socket.socket]:
    """Like telephones that lost the network while sending: they neither close the connection nor send anything more."""
    head = f"POST {OUTSIDER} HTTP/1.1\r\nHost: x\r\n{FORM}\r\nContent-Length: 100\r\n\r\nconsent"
    silent = [
        open_still.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=30))
        for _ in range(number)
    ]
    for connection in silent:
        connection.sendall(head.encode())
    return silent


def test_bodies_that_never_come_hold_nobody_up(served: ServedStudy) -> None:
    with ExitStack() as open_still:
        silent_devices(served, 300, open_still)
        began = time.monotonic()
        assert served.ask("GET", OUTSIDER)[0] == 200
        assert served.ask("POST", OUTSIDER, answers(nonce=token_hex(16), variant="a"))[0] == 200
        assert time.monotonic() - began < 2.0


@pytest.mark.long
def test_bodies_that_never_come_are_given_up_and_do_not_keep_the_server_from_stopping(tmp_path: Path) -> None:
    with ExitStack() as open_still, ServedStudy(tmp_path, 1) as served:
        silent = silent_devices(served, 300, open_still)
        assert b" 408 " in silent[0].recv(200).splitlines()[0]
        began = time.monotonic()
        served.stop()
        assert time.monotonic() - began < 10
