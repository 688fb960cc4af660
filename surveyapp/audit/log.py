"""Writing the audit log. If an act writes to the database, its line is written in the same transaction."""

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import current_app, has_request_context
from sqlalchemy import event, insert, select, text
from sqlalchemy.orm import Session

from surveyapp.audit.acts import Act
from surveyapp.audit.chain import BEGINNING, Head, Line, line_hash
from surveyapp.audit.newest_line_file import note_head
from surveyapp.database.sessions import writing
from surveyapp.database.tables.audit import AuditRow
from surveyapp.instance.keys import AUDIT, instance_keys

NOBODY = "–"
"""The actor if nobody is signed in."""

_HEAD = "audit head"


@dataclass
class Entry:
    """A line that is not numbered and hashed yet."""

    act: Act
    object: str
    details: dict[str, str | int]
    who: str


_waiting: ContextVar[Entry | None] = ContextVar("audit entry", default=None)


@contextmanager
def audited(act: Act, on: str = "", who: str | None = None, **details: str | int) -> Iterator[Entry]:
    """Context in which the first transaction that commits also writes the line. A failed act leaves no line."""
    entry = Entry(act, on, details, who if who is not None else actor())
    token = _waiting.set(entry)
    try:
        yield entry
        if _waiting.get() is not None:
            with writing():
                pass  # The act wrote nothing to the database, so the line gets its own transaction.
    finally:
        _waiting.reset(token)


def record(act: Act, on: str = "", who: str | None = None, **details: str | int) -> None:
    """Write one line for an act that changes nothing in the database, such as a download or a refused sign-in."""
    token = _waiting.set(Entry(act, on, details, who if who is not None else actor()))
    try:
        with writing():
            pass
    finally:
        _waiting.reset(token)


def actor() -> str:
    """Return the actor: the person signed in, or the system user who gave a command."""
    if has_request_context():
        from flask_login import current_user

        return str(current_user.name) if current_user and current_user.is_authenticated else NOBODY
    try:
        return f"$ {getpass.getuser()}"
    except (OSError, KeyError):
        return f"$ {os.getuid()}"  # A container may run under a user without a name.


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    entry = _waiting.get()
    if entry is None:
        return
    _waiting.set(None)
    if session.get_bind().dialect.name == "postgresql":
        # SQLite allows only one writer at a time.
        session.execute(text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))
    newest = session.execute(select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).first()
    seq, previous = (newest.seq + 1, bytes(newest.hash)) if newest else (1, BEGINNING)
    line = Line(
        seq=seq,
        when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        who=entry.who[:80],
        act=entry.act.value,
        object=entry.object[:120],
        details=json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else "",
        previous_hash=previous,
    )
    line = replace(line, hash=line_hash(instance_keys().key(AUDIT), line))
    values: dict[str, Any] = {name: getattr(line, name) for name in Line.__slots__}
    session.execute(insert(AuditRow), [values])
    session.info[_HEAD] = Head(line.seq, line.hash)


@event.listens_for(Session, "after_commit")
def _note(session: Session) -> None:
    if (head := session.info.pop(_HEAD, None)) is not None:
        note_head(current_app.extensions["settings"].instance, head)
