"""Destroying unused codes while keeping their number, so that return rates stay correct.

The number of codes made is the number of places for respondents: the codes that exist, used or not, and those that were
destroyed unused. A place is counted once. Void codes of lost cards are not counted, since another code has their place,
and a code made for a reopened study takes the place of one that was destroyed, if there is one in its group and unit.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, delete
from sqlalchemy.orm import Session

from surveyapp.ballot_box.statements import TALLY
from surveyapp.database.tables.access_codes import UNUSED, USED, AccessCodeRow
from surveyapp.database.tables.responses import TallyRow

CODES_DESTROYED = "codes_destroyed"
"""The tally event of destroyed codes, by group; the place is ``unit <id>`` or empty."""

CODES_NOT_KNOWN = "codes_not_known"
"""The tally event, by group, of studies that an early version closed without counting the codes it destroyed.

Migration 0010 writes it where the audit log does not show the number either.
"""

MOST_IN_A_STATEMENT = 500


def destroy_unused_codes(connection: Connection | Session, study: str, only: Collection[bytes] | None = None) -> int:
    """Delete a study's unused and void codes in the transaction of ``connection``, and tally the unused ones.

    Returns the number of unused codes. ``only``: the digests of the codes to delete.
    """
    destroyed: Counter[tuple[str, str | None]] = Counter()
    connection = connection.connection() if isinstance(connection, Session) else connection
    add = TALLY.expression(connection.dialect.name)
    table = AccessCodeRow.__table__
    unused = delete(AccessCodeRow).where(table.c.study == study, table.c.spent != USED)
    parts = [unused] if only is None else [unused.where(table.c.digest.in_(part)) for part in _parts(sorted(only))]
    for part in parts:
        # Counted from the rows that were deleted, so that no code is counted both as used and as destroyed.
        gone = connection.execute(part.returning(table.c.group, table.c.unit, table.c.spent))
        destroyed.update((group, unit) for group, unit, spent in gone if spent == UNUSED)
    for (group, unit), number in sorted(destroyed.items(), key=str):
        values = {"study": study, "group": group, "event": CODES_DESTROYED, "place": _place(unit), "number": number}
        connection.execute(add, values)
    return destroyed.total()


def take_places_of_destroyed(session: Session, study: str, group: str, units: Iterable[str | None]) -> None:
    """Let new codes of these units take the places of destroyed ones, which are then counted once."""
    for unit, number in sorted(Counter(units).items(), key=str):
        tally = session.get(TallyRow, (study, group, CODES_DESTROYED, _place(unit)), with_for_update=True)
        if tally is not None:
            tally.count -= min(tally.count, number)


def _place(unit: str | None) -> str:
    return "" if unit is None else f"unit {unit}"


def _parts(digests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(digests), MOST_IN_A_STATEMENT):
        yield digests[start : start + MOST_IN_A_STATEMENT]
