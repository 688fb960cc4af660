"""The hash chain of the audit log. Each line holds an HMAC over itself and the hash of the line before.

The key lies outside the database, so write access to the database alone allows neither altering nor forging a line.
Removing lines at the end, or restoring an old database, leaves a valid chain. A file beside the keys that names the
newest line reveals both.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BEGINNING = bytes(32)
"""The previous hash of the first line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stored line of the log."""

    seq: int
    when: str
    who: str
    act: str
    object: str
    details: str
    previous_hash: bytes
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest line that this installation has written."""

    seq: int
    hash: bytes


class Kind(StrEnum):
    ALTERED = "altered"
    MISSING = "missing"
    CUT_OFF = "cut_off"
    ANOTHER = "another"
    NO_HEAD = "no_head"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first fault in the log. ``seq``: the number of the altered or missing line."""

    kind: Kind
    seq: int


def line_hash(key: bytes, line: Line) -> bytes:
    """Return the hash that ties a line to the one before."""
    parts = (str(line.seq), line.when, line.who, line.act, line.object, line.details)
    message = line.previous_hash + b"".join(
        len(part).to_bytes(4, "big") + part for part in (text.encode() for text in parts)
    )
    return hmac.new(key, message, hashlib.sha256).digest()


def first_fault(key: bytes, lines: Iterable[Line], head: Head | None) -> ChainFault | None:
    """Check the whole log. Returns the first fault, or ``None``."""
    previous, seq, at_head = BEGINNING, 0, None
    for line in lines:
        seq += 1
        if line.seq != seq:
            return ChainFault(Kind.MISSING, seq)
        if line.previous_hash != previous or not hmac.compare_digest(line.hash, line_hash(key, line)):
            return ChainFault(Kind.ALTERED, seq)
        previous = line.hash
        if head is not None and seq == head.seq:
            at_head = line.hash
    if head is None:
        return ChainFault(Kind.NO_HEAD, seq) if seq else None
    if seq < head.seq:
        return ChainFault(Kind.CUT_OFF, seq + 1)
    # Lines after the noted one are valid: the server may stop between writing a line and noting it.
    return None if at_head == head.hash else ChainFault(Kind.ANOTHER, head.seq)
