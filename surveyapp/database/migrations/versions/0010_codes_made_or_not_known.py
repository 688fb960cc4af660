"""Studies that were closed before destroyed codes were counted

Closing deleted the unused codes, so that all codes that are left were used and the pages said "40 of 40 codes used".
The audit log holds every making of codes with its number. If it shows the whole life of a study, the number of
destroyed codes is tallied from it; otherwise the group is marked as not known. Rehearsals are marked as well, because
simulations make codes without a line in the log.
"""

import json
from collections import Counter
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_DESTROYED, _NOT_KNOWN = "codes_destroyed", "codes_not_known"
_CLOSED = sa.text("""
SELECT studies.id, studies.simulated, study_versions.content FROM studies
JOIN study_versions ON study_versions.study = studies.id AND study_versions.version = studies.version
WHERE studies.state IN ('closed', 'opened') ORDER BY studies.id
""")
_COUNTED = sa.text("""SELECT DISTINCT "group" FROM tallies WHERE study = :study AND event = 'codes_destroyed'""")
_KEPT = sa.text("""SELECT "group", count(*) FROM access_codes WHERE study = :study GROUP BY "group" """)
_LOG = sa.text("""
SELECT act, object, details FROM audit
WHERE act = 'backup.restored' OR (object = :study AND act IN ('study.loaded', 'study.deleted', 'codes.made'))
ORDER BY seq
""")
_TALLY = sa.text("""
INSERT INTO tallies (study, "group", event, place, "count") VALUES (:study, :group, :event, '', :number)
""")


def upgrade() -> None:
    connection = op.get_bind()
    for study, simulated, content in connection.execute(_CLOSED).all():
        of_study = {"study": study}
        counted = set(connection.execute(_COUNTED, of_study).scalars())
        kept: Counter[str] = Counter(dict(connection.execute(_KEPT, of_study).all()))
        made = None if simulated else _made(connection.execute(_LOG, of_study).all())
        for group in [group["id"] for group in json.loads(content).get("groups", [])]:
            destroyed = None if made is None else made[group] - kept[group]
            if group in counted or destroyed == 0:
                continue
            if destroyed is None or destroyed < 0:
                connection.execute(_TALLY, {**of_study, "group": group, "event": _NOT_KNOWN, "number": 1})
            else:
                connection.execute(_TALLY, {**of_study, "group": group, "event": _DESTROYED, "number": destroyed})


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM tallies WHERE event = 'codes_not_known'"))


def _made(lines: Any) -> Counter[str] | None:
    """Return the codes made by group, without those that replaced a lost card; ``None`` if the log is not complete."""
    made: Counter[str] | None = None
    for act, _, details in lines:
        if act == "study.deleted":
            made = None
        elif act == "study.loaded" and made is None:
            made = Counter()
        elif act == "codes.made" and made is not None:
            facts = json.loads(details)
            made[facts["group"]] += 0 if "replaced" in facts else int(facts["number"])
        elif act == "backup.restored" and made:
            # Codes made after the backup are lost, and nothing shows which.
            return None
    return made
