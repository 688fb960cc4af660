"""The cost of the parts of casting one ballot in isolation: the lower bound of a journey."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Flask
from sqlalchemy import bindparam, column, insert, table

from forms.answers.checks import check_answers
from forms.model.questionnaire import Questionnaire
from surveyapp.ballot_box.sealing import seal
from surveyapp.database.group_commit.committer import Committer, Job
from surveyapp.database.sessions import Database
from surveyapp.database.statements import Statement
from surveyapp.database.transactions import Cursor, faults_of
from surveyapp.respondents.webforms import posted_fields

TOGETHER, ROUNDS = 32, 30
_SHEET = 2400
"""Bytes of a sheet with 45 answers before padding."""


def cheapest(work: Callable[[], object], times: int) -> float:
    """Return the CPU microseconds of one call in this thread: the minimum of several runs, because other programs only
    add.
    """
    found = []
    for _ in range(5):
        began = time.thread_time()
        for _ in range(times):
            work()
        found.append(1e6 * (time.thread_time() - began) / times)
    return min(found)


def parts(form: Questionnaire, body: bytes) -> Iterator[tuple[str, float]]:
    """Names of parts, and microseconds of CPU."""
    app = Flask(__name__)
    with app.test_request_context(method="POST", data=body, content_type="application/x-www-form-urlencoded"):
        fields = posted_fields()
        yield "reading the fields", cheapest(posted_fields, 300)
    yield "checking the answers", cheapest(lambda: check_answers(form, fields), 300)
    key, sheet = X25519PrivateKey.generate().public_key().public_bytes_raw(), bytes(_SHEET)
    yield "sealing the sheet", cheapest(lambda: seal(key, sheet, b"study"), 300)
    yield f"storing it, {TOGETHER} to a commit", _storing()


def _storing() -> float:
    """Two rows per ballot, as casting writes them, committed with synchronous=FULL."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'parts.sqlite'}")
        connection = database.engine.raw_connection()
        connection.cursor().execute("CREATE TABLE ballots (id BLOB PRIMARY KEY, sealed BLOB) WITHOUT ROWID")
        connection.cursor().execute("CREATE TABLE codes (digest BLOB PRIMARY KEY, spent INTEGER) WITHOUT ROWID")
        committer = Committer(lambda: connection.driver_connection, faults_of(database.engine))

        codes, ballots = (
            table("codes", column("digest"), column("spent")),
            table("ballots", column("id"), column("sealed")),
        )
        put_code = Statement(insert(codes).values(digest=bindparam("digest"), spent=1))
        put_ballot = Statement(insert(ballots).values(id=bindparam("id"), sealed=bindparam("sealed")))

        def put(cursor: Cursor) -> None:
            cursor.run(put_code, digest=token_bytes(32))
            cursor.run(put_ballot, id=token_bytes(16), sealed=bytes(4096))

        spent = cheapest(lambda: committer.commit([Job(put, None) for _ in range(TOGETHER)]), ROUNDS)
        connection.close()
        database.engine.dispose()
    return spent / TOGETHER
