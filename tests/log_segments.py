"""What the segments of PostgreSQL's log hold, looked for as a thief of the files would."""

import psycopg

from tests.postgresql import Server

PAGE = 8192


def in_the_log(server: Server, marks: list[bytes]) -> int:
    """How many of the marks the segments of the log hold."""
    with psycopg.connect(server.url_of("postgres").replace("+psycopg", "")) as connection:
        # A commit that is waited for brings everything before it into the files.
        connection.execute("SET synchronous_commit = on")
        connection.execute("SELECT pg_logical_emit_message(true, 'test', '')")
    segments = [without_headers(path.read_bytes()) for path in (server.data / "pg_wal").iterdir() if path.is_file()]
    return sum(any(mark in segment for segment in segments) for mark in marks)


def without_headers(segment: bytes) -> bytes:
    """A segment without the headers of its pages, which may stand in the middle of a mark."""
    pages = (segment[start : start + PAGE] for start in range(0, len(segment), PAGE))
    return b"".join(page[24 if number else 40 :] for number, page in enumerate(pages))
