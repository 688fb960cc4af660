"""Finds known bytes anywhere: in pages, free space, logs, and remains of deleted rows."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

Place = tuple[int, ...]
"""A position in a file; positions compare in the order in which the file was written."""

KNOWN = 8
"""Bytes by which a random value is recognised."""

_PIECE = 4 * 1024 * 1024
_WAL_HEAD, _FRAME_HEAD = 32, 24


def occurrences(data: bytes, wanted: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield (offset, index of the pattern), sorted by offset."""
    heads = np.array([int.from_bytes(one[:KNOWN], "little") for one in wanted], dtype=np.uint64)
    order = np.argsort(heads)
    sorted_heads = heads[order]
    may_begin = np.zeros(1 << 16, dtype=bool)
    may_begin[(heads & np.uint64(0xFFFF)).astype(np.int64)] = True
    for start in range(0, len(data), _PIECE):
        piece = np.frombuffer(data[start : start + _PIECE + KNOWN - 1], dtype=np.uint8)
        if len(piece) < KNOWN:
            return
        pairs = piece[:-1].astype(np.uint16) | (piece[1:].astype(np.uint16) << 8)
        offsets = np.flatnonzero(may_begin[pairs[: len(piece) - KNOWN + 1]])
        values = np.zeros(len(offsets), dtype=np.uint64)
        for byte in range(KNOWN):
            values |= piece[offsets + byte].astype(np.uint64) << np.uint64(8 * byte)
        at = np.minimum(np.searchsorted(sorted_heads, values), len(heads) - 1)
        for hit in np.flatnonzero(sorted_heads[at] == values):
            yield start + int(offsets[hit]), int(order[at[hit]])


def first_and_last(data: bytes, wanted: Mapping[bytes, bytes]) -> tuple[dict[bytes, Place], dict[bytes, Place]]:
    """Return where each was found first and last. ``wanted``: a row's key to its bytes."""
    keys = list(wanted)
    first: dict[bytes, Place] = {}
    last: dict[bytes, Place] = {}
    for offset, index in occurrences(data, list(wanted.values())):
        first.setdefault(keys[index], (offset,))
        last[keys[index]] = (offset,)
    return first, last


def first_in_wal(data: bytes, wanted: Mapping[bytes, bytes]) -> dict[bytes, Place]:
    """Return when each was first written, from a SQLite log: its generation, the frame, the position in the page.

    A log that was begun again keeps the frames of the previous one behind its own; their salt distinguishes them.
    """
    if len(data) <= _WAL_HEAD:
        return {}
    size = int.from_bytes(data[8:12], "big") + _FRAME_HEAD
    keys = list(wanted)
    found: dict[bytes, Place] = {}
    for offset, index in occurrences(data, list(wanted.values())):
        frame, inside = divmod(offset - _WAL_HEAD, size)
        head = _WAL_HEAD + frame * size
        place = (int.from_bytes(data[head + 8 : head + 12], "big"), frame, inside)
        found[keys[index]] = min(place, found.get(keys[index], place))
    return found
