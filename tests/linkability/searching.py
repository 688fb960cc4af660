"""Searches for marks of people in every file that a program or its database writes."""

import base64
import json
from collections.abc import Iterable
from pathlib import Path

import psycopg

from tests.linkability.carving import KNOWN, occurrences
from tests.linkability.stolen import PASSES, WAL_OF_POSTGRESQL, bytes_of


def forms_of(mark: str) -> set[bytes]:
    """Return a mark as it is, and in the encodings that a program might write."""
    plain = mark.encode()
    return {
        plain,
        plain.hex().encode(),
        # Without its end, which depends on what follows.
        base64.b64encode(plain)[:-4],
        mark.encode("utf-16-le"),
        json.dumps(mark).strip('"').encode(),
    }


def contents_of(folders: Iterable[Path], since: float = 0.0) -> dict[str, bytes]:
    """Yield every file below these folders written since that moment, read while programs continue to write."""
    places = list(folders)
    for _ in range(PASSES):
        files = [path for place in places for path in ([place] if place.is_file() else place.rglob("*"))]
        try:
            return {
                str(path): bytes_of(path) for path in sorted(files) if path.is_file() and path.stat().st_mtime >= since
            }
        except FileNotFoundError:
            # Databases rename segments of their logs and remove files at any time, so content may move between files.
            continue
    raise AssertionError("files came and went all the time")


def folders_of_postgresql(url: str) -> list[Path]:
    """Return where a database's own files are, flushed, with its write-ahead log and error log."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        data, own = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", 0)
    return [Path(data) / "base" / str(own), Path(data) / WAL_OF_POSTGRESQL, Path(data).parent / "log"]


def found_in(contents: dict[str, bytes], wanted: Iterable[bytes]) -> dict[bytes, str]:
    """Return each mark that is found, and a file that contains it. All marks are longer than 8 bytes."""
    by_end = {one[-KNOWN:]: one for one in wanted if len(one) >= KNOWN}
    ends = list(by_end)
    found: dict[bytes, str] = {}
    for file, content in contents.items():
        for offset, place in occurrences(content, ends) if ends else ():
            one = by_end[ends[place]]
            begins = offset + KNOWN - len(one)
            if begins >= 0 and content[begins : offset + KNOWN] == one:
                found[one] = file
    return found
