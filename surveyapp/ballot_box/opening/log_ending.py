"""Overwriting PostgreSQL's write-ahead log, and the rights that this needs (docs/ballot-box.md).

The log pairs each used code with its ballot as long as its segments exist. PostgreSQL does not delete a segment that is
no longer needed: it renames it for later use and leaves the content in place until it is written again.
"""

from sqlalchemy import Connection, String, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError

from surveyapp.database.sessions import database
from surveyapp.instance.faults import N_, Fault

MOST_SEGMENTS = 128
"""Number of log segments of 16 MiB to write again; with the default settings there are five."""

_segments = func.pg_ls_waldir().table_valued("name")
_present = func.pg_walfile_name(func.pg_current_wal_lsn())
_count = select(func.count()).select_from(_segments)
_PRESENT_SEGMENT = select(_present)
_NEXT_SEGMENT = select(func.pg_switch_wal())
_SEGMENTS_TO_COME = _count.where(_segments.c.name > _present)
_OLD_SEGMENTS = _count.where(
    _segments.c.name.regexp_match("^[0-9A-F]{24}$"), _segments.c.name <= bindparam("last", type_=String)
)
# PostgreSQL does not switch segments if the present one is empty.
_SIGN_OF_LIFE = select(func.pg_logical_emit_message(False, "surveyapp", ""))

_FUNCTIONS = ("pg_current_wal_lsn", "pg_logical_emit_message", "pg_ls_waldir", "pg_switch_wal", "pg_walfile_name")
# The catalogue is asked in PostgreSQL's own words: its casts have no counterpart in SQLAlchemy.
_MISSING = """
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I;', oid::regprocedure, current_user) FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY(:functions)
  AND NOT 'bytea'::regtype = ANY(proargtypes::oid[]) AND NOT has_function_privilege(oid, 'EXECUTE')
UNION ALL
SELECT format('GRANT pg_checkpoint TO %I;', current_user)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE'))
  AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
ORDER BY 1
"""


class LogRightsFault(Fault):
    """The database account of the program may not switch and overwrite the log."""


def missing_grants() -> tuple[str, ...]:
    """Return the SQL statements that grant the missing rights, one for each; none on SQLite."""
    engine = database().engine
    if engine.dialect.name == "sqlite":
        return ()
    with engine.connect() as connection:
        return tuple(connection.execute(text(_MISSING), {"functions": list(_FUNCTIONS)}).scalars())


def check_log_can_be_ended() -> None:
    """``LogRightsFault``, with the SQL statements that grant the rights, if an opening could not overwrite the log."""
    if grants := missing_grants():
        raise LogRightsFault(
            N_(
                "PostgreSQL does not let this program end its log, which would go on linking answers to codes after "
                "the box is opened. Nothing was changed. Please have the database's administrator run this in the "
                "database {database}, then try again:\n{grants}"
            ),
            database=database().engine.url.database,
            grants="\n".join(grants),
        )


def end_log() -> bool:
    """Begin a new segment of PostgreSQL's log and overwrite the old ones. Returns whether no old one is left.

    False if a right is missing or if the server keeps old segments (``wal_keep_size``, a replication slot, a failing
    archive command). Always true on SQLite, whose log is emptied when its tables are rewritten.
    """
    engine = database().engine
    if engine.dialect.name == "sqlite":
        return True
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            return _end_log(connection)
        except DBAPIError:
            return False


def _end_log(connection: Connection) -> bool:
    last = connection.execute(_PRESENT_SEGMENT).scalar()
    connection.execute(_NEXT_SEGMENT)
    connection.execute(text("CHECKPOINT"))
    to_come = connection.execute(_SEGMENTS_TO_COME).scalar() or 0
    # One more, because the last one has only been begun.
    for _ in range(min(MOST_SEGMENTS, 1 + to_come)):
        connection.execute(_SIGN_OF_LIFE)
        connection.execute(_NEXT_SEGMENT)
    left = connection.execute(_OLD_SEGMENTS, {"last": last}).scalar()
    return to_come < MOST_SEGMENTS and left == 0
