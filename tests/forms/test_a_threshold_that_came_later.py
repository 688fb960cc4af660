"""Studies stored before the threshold `opening` existed read its floor, keep their version and break no promise."""

from pathlib import Path

from forms.loading.studies import load_study
from forms.model.promises import broken_promises
from forms.model.study import Study
from forms.model.thresholds import FLOORS
from forms.model.versions import study_version

SMALL_STUDY = Path(__file__).parent / "small_study"
VERSION_BEFORE = "c8583998b551bdb63b5f10824c0928d2f39e88a3faaed5fa34b28930cfe488c3"


def from_before(study: Study) -> Study:
    """The study as stored by a program without the threshold of opening."""
    content = study.model_dump(mode="json", by_alias=True)
    del content["thresholds"]["opening"]
    return Study.model_validate(content)


def with_opening(study: Study, opening: int) -> Study:
    return study.model_copy(update={"thresholds": study.thresholds.model_copy(update={"opening": opening})})


def test_the_version_is_unchanged() -> None:
    assert load_study(SMALL_STUDY).version == VERSION_BEFORE


def test_an_older_study_reads_the_floor_without_a_broken_promise() -> None:
    study = load_study(SMALL_STUDY)
    assert from_before(study).thresholds.opening == FLOORS.opening
    assert broken_promises(from_before(study), study) == ()


def test_a_raised_threshold_makes_a_new_version_and_may_not_be_lowered_again() -> None:
    study = load_study(SMALL_STUDY)
    raised = with_opening(study, 8)
    assert study_version(raised) != study.version
    assert broken_promises(study, raised) == ()
    assert [each.key for each in broken_promises(raised, study)] == ["threshold"]
