"""Destroying unused codes while keeping their number, so that return rates stay correct."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, delete, text
from sqlalchemy.orm import Session

from surveyapp.database.tables.access_codes import AccessCodeRow

CODES_DESTROYED = "codes_destroyed"
"""The tally event of destroyed codes, by group; the place is ``unit <id>`` or empty."""

MOST_IN_A_STATEMENT = 500

_ADD = text("""
INSERT INTO tallies (study, "group", event, place, "count") VALUES (:study, :group, :event, :place, :number)
ON CONFLICT (study, "group", event, place) DO UPDATE SET "count" = tallies."count" + excluded."count"
""")


def destroy_unused_codes(connection: Connection | Session, study: str, only: Collection[bytes] | None = None) -> int:
    """Delete and tally a study's unused codes in the transaction of ``connection``. Returns their number.

    ``only``: the digests of the codes to delete; without it all unused codes of the study.
    """
    destroyed: Counter[tuple[str, str | None]] = Counter()
    table = AccessCodeRow.__table__
    unused = delete(AccessCodeRow).where(table.c.study == study, table.c.spent == 0)
    parts = [unused] if only is None else [unused.where(table.c.digest.in_(part)) for part in _parts(sorted(only))]
    for part in parts:
        # Counted from the rows that were deleted, so that no code is counted both as used and as destroyed.
        gone = connection.execute(part.returning(table.c.group, table.c.unit))
        destroyed.update((group, unit) for group, unit in gone)
    for (group, unit), number in sorted(destroyed.items(), key=str):
        place = "" if unit is None else f"unit {unit}"
        values = {"study": study, "group": group, "event": CODES_DESTROYED, "place": place, "number": number}
        connection.execute(_ADD, values)
    return destroyed.total()


def _parts(digests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(digests), MOST_IN_A_STATEMENT):
        yield digests[start : start + MOST_IN_A_STATEMENT]
