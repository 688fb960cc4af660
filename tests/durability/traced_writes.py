"""What a disk would hold if the power failed: a trace of the server's calls, replayed without what was not flushed.

Worst case: nothing that was written but not flushed survives. Names of files are taken to survive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "pwrite64,ftruncate,fsync,fdatasync,write,writev,sendto,sendmsg"
STRACE = ("strace", "-f", "-y", "-xx", "-s", "200000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o")

_BEGUN = re.compile(r"^(\d+) +(\w+)\((\d+)<([^>]*)>(.*)$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_RECEIPT = re.compile(rb'"receipt": "(\d{5} \d{5})"')
_END = re.compile(r"(?:, (\d+))?(?:, (\d+))?\s*\) += (-?\d+)")


@dataclass
class Disk:
    """Files as flushed, and what was written to each since."""

    flushed: dict[str, bytearray]
    waiting: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    flushes_count: bool = True

    def write(self, path: str, offset: int, content: bytes | None) -> None:
        """``content`` None: the file ends here."""
        self.waiting.setdefault(path, []).append((offset, content))

    def flush(self, path: str) -> None:
        if not self.flushes_count:
            return
        file = self.flushed.setdefault(path, bytearray())
        for offset, content in self.waiting.pop(path, []):
            if content is None:
                del file[offset:]
                file.extend(bytes(offset - len(file)))
            else:
                file.extend(bytes(max(0, offset - len(file))))
                file[offset : offset + len(content)] = content


def receipts_in(trace: Path, disk: Disk) -> Iterator[str]:
    """Replay the trace; at each receipt that left the server, the disk is as a power cut would leave it."""
    begun: dict[str, re.Match[str]] = {}
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if found := _BEGUN.match(line):
                if sent := _RECEIPT.search(_bytes(found[5])) if _name(found[4]).startswith("socket") else None:
                    # From the moment the call began, its content may have arrived.
                    yield sent[1].decode()
                if found[5].rstrip().endswith("<unfinished ...>"):
                    begun[found[1]] = found
                else:
                    _do(disk, found[2], found[4], found[5])
            elif (found := _RESUMED.match(line)) and (first := begun.pop(found[1], None)):
                _do(disk, first[2], first[4], first[5].replace("<unfinished ...>", "") + found[3])


def _do(disk: Disk, call: str, name: str, rest: str) -> None:
    """A call that has returned."""
    end = _END.search(rest[max(0, len(rest) - 120) :])
    if end is None or end[3].startswith("-"):
        return
    if call == "pwrite64":
        disk.write(_name(name), int(end[2]), _bytes(rest))
    elif call == "ftruncate":
        disk.write(_name(name), int(end[1]), None)
    elif call in ("fsync", "fdatasync"):
        disk.flush(_name(name))


def _name(written: str) -> str:
    """The file or socket, which strace writes as it writes texts."""
    return _bytes(f'"{written}"').decode()


def _bytes(text: str) -> bytes:
    return b"".join(bytes.fromhex(found.replace("\\x", "")) for found in _TEXT.findall(text))
