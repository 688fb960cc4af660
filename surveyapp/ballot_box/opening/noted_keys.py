"""Comparing the key of a study's box with the one named in the audit log, in addition to the HMAC of its row."""

import json

from surveyapp.audit.acts import Act
from surveyapp.audit.queries import lines_of_acts
from surveyapp.database.bound_values import OTHER_KEY, AlteredFault, check
from surveyapp.database.tables.studies import StudyRow
from surveyapp.studies.study_keys import fingerprint


def check_key(row: StudyRow) -> None:
    """``AlteredFault`` if the row was altered, or if its key is not the one named in the log."""
    check(row)
    noted = _noted(row.id)
    found = fingerprint(row.public_key) if row.public_key else "–"
    if noted and found not in noted:
        raise AlteredFault("key", row.id, OTHER_KEY, noted=noted[0], found=found)


def _noted(study_id: str) -> list[str]:
    """Return the fingerprints named by the newest line about a key of the study.

    After a restored backup older ones count too, because it may have brought back an older key. Empty if no line names
    a key.
    """
    noted, restored = [], False
    for line in lines_of_acts(Act.STUDY_MOVED, Act.BACKUP_RESTORED):
        if line.act == Act.BACKUP_RESTORED:
            restored = True
        elif line.object == study_id and (key := json.loads(line.details or "{}").get("key")):
            noted.append(str(key))
            if not restored:
                break
    return noted
