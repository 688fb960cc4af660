"""A light client: one process, one thread, raw sockets, requests prepared before the clock starts.

A journey is two requests on a persistent connection: the page of the form, then the filled-out form. Its time runs from
the first byte sent to the last byte of the receipt. The client only moves bytes, because it shares the cores with the
measured server.
"""

import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)


@dataclass
class Run:
    """The times of a run of journeys. ``cpu``: seconds of the client itself."""

    seconds: float
    cpu: float
    times: list[float] = field(repr=False)
    failed: int

    @property
    def done(self) -> int:
        return len(self.times)

    @property
    def per_second(self) -> float:
        return self.done / self.seconds

    def percentile(self, share: float) -> float:
        """Return the time in milliseconds that this share of the journeys did not exceed."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Visitor:
    """One connection, which makes journeys one after the other."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests: Sequence[bytes] = ()
        self.step = 0
        self.since = 0.0
        self.received = b""
        self.expected = 0
        self.good = True

    def begin(self, requests: Sequence[bytes]) -> None:
        self.requests, self.step, self.since, self.good = requests, 0, time.perf_counter(), True
        self._send()

    def _send(self) -> None:
        self.received, self.expected = b"", 0
        self.socket.sendall(self.requests[self.step])

    def read(self) -> bool:
        """Process received data. Returns whether the journey is finished."""
        self.received += self.socket.recv(262_144)
        if not self.expected:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            length = _LENGTH.search(self.received, 0, end + 2)
            self.expected = end + 4 + (int(length[1]) if length else 0)
        if len(self.received) < self.expected:
            return False
        self.good = self.good and self.received.startswith(b"HTTP/1.1 200")
        self.step += 1
        if self.step < len(self.requests) and self.good:
            self._send()
            return False
        return True


def travel(address: tuple[str, int], journeys: Sequence[Sequence[bytes]], at_once: int) -> Run:
    """Make all journeys, ``at_once`` at any moment."""
    selector = selectors.DefaultSelector()
    visitors = [_Visitor(address) for _ in range(at_once)]
    waiting = iter(journeys)
    times: list[float] = []
    failed = 0
    started, cpu = time.perf_counter(), time.process_time()
    under_way = 0
    for visitor, journey in zip(visitors, waiting, strict=False):
        selector.register(visitor.socket, selectors.EVENT_READ, visitor)
        visitor.begin(journey)
        under_way += 1
    while under_way:
        for key, _ in selector.select():
            visitor = key.data
            if not visitor.read():
                continue
            if visitor.good:
                times.append(time.perf_counter() - visitor.since)
            else:
                failed += 1
            journey = next(waiting, ())
            if journey:
                visitor.begin(journey)
            else:
                under_way -= 1
    run = Run(time.perf_counter() - started, time.process_time() - cpu, times, failed)
    for visitor in visitors:
        visitor.socket.close()
    selector.close()
    return run


def cpu_seconds(process: int) -> float:
    """Return the CPU seconds of a process and all its living children, from the scheduler's nanoseconds."""
    spent = 0
    waiting = [process]
    while waiting:
        for thread in Path(f"/proc/{waiting.pop()}/task").iterdir():
            spent += int((thread / "schedstat").read_text(encoding="utf-8").split()[0])
            waiting += [int(child) for child in (thread / "children").read_text(encoding="utf-8").split()]
    return spent / 1e9
