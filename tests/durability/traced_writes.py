"""The disk after a power cut: a trace of a server's system calls is replayed without what was not flushed.

Worst case: nothing written but not flushed survives. Names of files are assumed to survive.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.waiting import after, until

CALLS = "pwrite64,pwritev,ftruncate,fsync,fdatasync,write,writev,sendto,sendmsg"
_ATTACH_SECONDS = 30

_BEGUN = re.compile(r"^(\d+) +(\w+)\((\d+)<([^>]*)>(.*)$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_RECEIPT = re.compile(rb'"receipt": ?"(\d{5} \d{5})"')
_END = re.compile(r"(?:, (\d+))?(?:, (\d+))?\s*\) += (-?\d+)")


@cache
def may_trace() -> bool:
    """Whether strace is available and may attach to running programs, which some systems forbid."""
    if shutil.which("strace") is None:
        return False
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        tracer = subprocess.Popen(["strace", "-qq", "-o", "/dev/null", "-p", str(other.pid)], stderr=subprocess.DEVNULL)
        is_over = after(_ATTACH_SECONDS)
        until(lambda: _is_traced(other.pid) or tracer.poll() is not None or is_over())
        attached = _is_traced(other.pid)
        tracer.terminate()
        tracer.wait()
        assert other.stdin is not None
        other.stdin.close()
    return attached


@contextmanager
def tracing(pids: Iterable[int], *options: str) -> Iterator[None]:
    """Context in which strace traces these programs and all that they start; they continue when it ends."""
    family = [one for pid in pids for one in (pid, *_descendants(pid))]
    attached = [word for pid in family for word in ("-p", str(pid))]
    tracer = subprocess.Popen(["strace", "-qq", "-f", "-e", "signal=none", *options, *attached])
    try:
        until(lambda: all(map(_is_traced, family)) or tracer.poll() is not None, _ATTACH_SECONDS)
        assert tracer.poll() is None, "strace has ended"
        yield
    finally:
        tracer.terminate()
        tracer.wait(_ATTACH_SECONDS)


def writes_to(trace: Path) -> Sequence[str]:
    """Return options that record every write, flush and reply, in order."""
    return ("-y", "-xx", "-s", "4000000", "-e", f"trace={CALLS}", "-o", str(trace))


def failing_with_eio(calls: str) -> Sequence[str]:
    """Return options that make each of these calls fail as on a broken disk."""
    return ("-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:error=EIO")


def _descendants(pid: int) -> list[int]:
    # Any thread may start a process.
    lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    children = [int(child) for found in lists for child in found.split()]
    return children + [one for child in children for one in _descendants(child)]


def _is_traced(pid: int) -> bool:
    """Return all threads of a process."""
    found = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/status")]
    return bool(found) and not any("TracerPid:\t0\n" in status for status in found)


@dataclass
class Disk:
    """Files as flushed, and the writes to each since. ``flushes``: how many there were."""

    flushed: dict[str, bytearray]
    waiting: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    flushes_count: bool = True
    flushes: int = 0

    def write(self, path: str, offset: int, content: bytes | None) -> None:
        """``content`` ``None``: the file is truncated here."""
        self.waiting.setdefault(path, []).append((offset, content))

    def flush(self, path: str, number: int) -> None:
        """``number``: how many writes were waiting when the flush began; it need not include later ones."""
        if not self.flushes_count:
            return
        waiting = self.waiting.get(path, [])
        if not waiting[:number]:
            return  # a folder, for example
        self.flushes += 1
        file = self.flushed.setdefault(path, bytearray())
        self.waiting[path] = waiting[number:]
        for offset, content in waiting[:number]:
            if content is None:
                del file[offset:]
                file.extend(bytes(offset - len(file)))
            else:
                file.extend(bytes(max(0, offset - len(file))))
                file[offset : offset + len(content)] = content


def receipts_in(trace: Path, disk: Disk) -> Iterator[str]:
    """Replay the trace; at each receipt that left the server, yield the disk as after a power cut."""
    begun: dict[str, tuple[re.Match[str], int]] = {}
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if found := _BEGUN.match(line):
                if sent := _RECEIPT.search(_bytes(found[5])) if _name(found[4]).startswith("socket") else None:
                    # The content may have been written from the start of the call.
                    yield sent[1].decode()
                waiting = len(disk.waiting.get(_name(found[4]), []))
                if found[5].rstrip().endswith("<unfinished ...>"):
                    begun[found[1]] = found, waiting
                else:
                    _do(disk, found[2], found[4], found[5], waiting)
            elif (found := _RESUMED.match(line)) and found[1] in begun:
                first, waiting = begun.pop(found[1])
                _do(disk, first[2], first[4], first[5].replace("<unfinished ...>", "") + found[3], waiting)


def _do(disk: Disk, call: str, name: str, rest: str, waiting: int) -> None:
    """A call that has returned. ``waiting``: how many writes to the file had returned when it began."""
    end = _END.search(rest[max(0, len(rest) - 120) :])
    if end is None or end[3].startswith("-"):
        return
    if call in ("pwrite64", "pwritev"):
        disk.write(_name(name), int(end[2]), _bytes(rest)[: int(end[3])])
    elif call == "ftruncate":
        disk.write(_name(name), int(end[1]), None)
    elif call in ("fsync", "fdatasync"):
        disk.flush(_name(name), waiting)


def _name(written: str) -> str:
    """Return the file or socket from strace's quoted text."""
    return _bytes(f'"{written}"').decode()


def _bytes(text: str) -> bytes:
    return b"".join(bytes.fromhex(found.replace("\\x", "")) for found in _TEXT.findall(text))
