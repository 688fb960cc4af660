from collections.abc import Iterator

from flask import current_app
from sqlalchemy import func, select

from surveyapp.audit.acts import Act
from surveyapp.audit.chain import ChainFault, Line, first_fault, line_hash
from surveyapp.audit.newest_line_file import read_head
from surveyapp.database.sessions import reading
from surveyapp.database.tables.audit import AuditRow
from surveyapp.instance.keys import AUDIT, instance_keys

_COLUMNS = tuple(getattr(AuditRow, name) for name in Line.__slots__)
_AT_ONCE = 1000


def newest_lines(number: int, before: int | None = None) -> list[Line]:
    """Return lines of the log, newest first."""
    wanted = select(*_COLUMNS).order_by(AuditRow.seq.desc()).limit(number)
    if before is not None:
        wanted = wanted.where(AuditRow.seq < before)
    with reading() as session:
        return [Line(*row) for row in session.execute(wanted)]


def count_lines() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def check_log() -> ChainFault | None:
    """Check the whole log. Returns the first fault, or ``None``."""
    # Read before the lines, because a line written in between is newer than the noted one, which is no fault.
    head = read_head(current_app.extensions["settings"].instance)
    return first_fault(instance_keys().key(AUDIT), _every_line(), head)


def _every_line() -> Iterator[Line]:
    after = -(2**62)
    while True:
        with reading() as session:
            rows = session.execute(
                select(*_COLUMNS).where(AuditRow.seq > after).order_by(AuditRow.seq).limit(_AT_ONCE)
            ).all()
        yield from (Line(*row) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].seq


def lines_of_acts(*acts: Act) -> list[Line]:
    """Return all lines of some kinds, newest first, without lines whose hash is wrong."""
    wanted = select(*_COLUMNS).where(AuditRow.act.in_(act.value for act in acts)).order_by(AuditRow.seq.desc())
    key = instance_keys().key(AUDIT)
    with reading() as session:
        lines = [Line(*row) for row in session.execute(wanted)]
    return [line for line in lines if line_hash(key, line) == bytes(line.hash)]
