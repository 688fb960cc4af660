"""Tallies count every ballot that was cast, opened or not; codes are found by their unit

Until now an opening took its ballots from the tallies, and the opened responses were counted beside. Those of pooled
units had lost their stratum, so an opening changed the returns by stratum. The opened responses are added once here;
of pools wider than a stratum no more is known than before.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPENED = sa.text("""
SELECT study, "group", entry, unit, rated_unit, block, pool, count(*) AS number FROM responses
GROUP BY study, "group", entry, unit, rated_unit, block, pool
""")
_VERSION = sa.text("""
SELECT content FROM study_versions JOIN studies ON studies.id = study_versions.study
AND studies.version = study_versions.version WHERE studies.id = :study
""")
_ADD = sa.text("""
INSERT INTO tallies (study, "group", event, place, "count") VALUES (:study, :group, :event, :place, :number)
ON CONFLICT (study, "group", event, place) DO UPDATE SET "count" = tallies."count" + excluded."count"
""")


def upgrade() -> None:
    # Where a group has one person per unit, every ballot asks for the other codes of its unit.
    op.create_index(op.f("ix_access_codes_study_group_unit"), "access_codes", ["study", "group", "unit"])
    op.drop_index(op.f("ix_access_codes_study_group"), "access_codes")
    _count_opened(1)


def downgrade() -> None:
    op.create_index(op.f("ix_access_codes_study_group"), "access_codes", ["study", "group"])
    op.drop_index(op.f("ix_access_codes_study_group_unit"), "access_codes")
    _count_opened(-1)
    op.execute(sa.text("""DELETE FROM tallies WHERE event IN ('ballot', 'ballot_by_link') AND "count" <= 0"""))


def _count_opened(sign: int) -> None:
    connection = op.get_bind()
    strata: dict[str, Mapping[str, str]] = {}
    opened: Counter[tuple[str, str, str, str]] = Counter()
    for row in connection.execute(_OPENED).mappings().all():
        study = row["study"]
        if study not in strata:
            strata[study] = _stratum_of_unit(connection.execute(_VERSION, {"study": study}).scalar())
        event = "ballot_by_link" if row["entry"] == "open_link" else "ballot"
        opened[study, row["group"], event, _place(strata[study], row)] += row["number"]
    for (study, group, event, place), number in sorted(opened.items()):
        values = {"study": study, "group": group, "event": event, "place": place, "number": sign * number}
        connection.execute(_ADD, values)


def _stratum_of_unit(content: str | None) -> Mapping[str, str]:
    units = json.loads(content or "{}").get("frame", {}).get("units", [])
    return {unit["id"]: unit["stratum"] for unit in units}


def _place(strata: Mapping[str, str], row: Mapping[Any, Any]) -> str:
    """As the ballot was tallied while it lay in the box."""
    if pool := row["pool"]:
        name = pool.partition(":")[2]
        if name.startswith("block:"):
            return f"block {name.removeprefix('block:')}"
        return f"stratum {name}" if name else ""
    stratum = strata.get(row["rated_unit"] or row["unit"] or "")
    return f"stratum {stratum}" if stratum else f"block {row['block']}" if row["block"] else ""
