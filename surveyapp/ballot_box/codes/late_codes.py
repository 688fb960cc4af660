"""The minimum number of new codes for a reopened study. A single new code would identify the late respondent."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from forms.model.study import Study
from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import TallyRow
from surveyapp.instance.faults import N_, Fault

REOPENED = "reopened"
"""The tally event of reopenings of a study, without a group."""


class LateCodesFault(Fault):
    """Too few codes for a study that was reopened."""


def note_reopening(session: Session, study_id: str) -> None:
    """Count a reopening of the study."""
    here = {"study": study_id, "group": "", "event": REOPENED, "place": ""}
    noted = session.get(TallyRow, tuple(here.values()), with_for_update=True)
    if noted is None:
        session.add(TallyRow(**here, count=1))
    else:
        noted.count += 1


def was_reopened(study_id: str) -> bool:
    """Whether the study was ever reopened."""
    with reading() as session:
        return session.get(TallyRow, (study_id, "", REOPENED, "")) is not None


def check_late_codes(study: Study, group: str, units: Sequence[str | None], number: int) -> None:
    """``LateCodesFault`` if a reopened study would get codes for fewer persons of a unit than an opening needs.

    A group with one person per unit gets one code for each unit; its notice says that the person can be identified.
    """
    if study.group(group).one_per_unit or not was_reopened(study.id):
        return
    least = study.thresholds.with_floors.opening
    of_unit = Counter(units[index % len(units)] for index in range(number))
    if min(of_unit.values()) < least:
        raise LateCodesFault(
            N_(
                "Study {study} was reopened. With fewer than {least} new codes for an agency its late forms could be "
                "told apart. Please make at least {number} codes, or make them for one agency with --unit."
            ),
            study=study.id,
            least=least,
            number=least * len(set(units)),
        )
