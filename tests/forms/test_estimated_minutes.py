"""How long a form takes: the estimate agrees with people who filled in forms, and a promise is never below it."""

import shutil
from pathlib import Path

import pytest

from forms.loading.problems import StudyFaults
from forms.loading.studies import find_study, load_study
from forms.model.reading_time import SLOW_SYLLABLES_A_MINUTE, estimated_minutes, minutes_of
from tests.forms.test_thirty_faults import SMALL_STUDY

REVIEWED = {
    "leader": (2257, 297, 16, (14, 16)),
    "civil_servant": (2368, 306, 16, (15, 17)),
    "outsider": (1585, 191, 11, (9, 11)),
}
"""The forms of the pilot's first version: Vietnamese syllables, seconds of deciding and answering by kind of question,
screens, and the minutes that reviewers who filled them in put down.
"""


@pytest.mark.parametrize("group", REVIEWED)
def test_the_estimate_agrees_with_that_of_reviewers_who_filled_in_the_forms(group: str) -> None:
    syllables, seconds, screens, (least, most) = REVIEWED[group]
    assert least <= minutes_of(syllables, seconds, screens) <= most


def test_words_decisions_and_screens_each_take_time() -> None:
    usual = minutes_of(480, 60, 0)
    assert usual == pytest.approx(3)
    assert minutes_of(720, 60, 0) == pytest.approx(4)
    assert minutes_of(480, 120, 0) == pytest.approx(4)
    assert minutes_of(480, 60, 30) == pytest.approx(4)


def test_a_slow_reader_takes_a_third_longer() -> None:
    for form in load_study(find_study("khanh_hoa_2019")).questionnaires.values():
        slow = estimated_minutes(form, pace=SLOW_SYLLABLES_A_MINUTE)
        assert slow == pytest.approx(estimated_minutes(form) * 4 / 3)


def promising(minutes: int, folder: Path) -> Path:
    """The small study, whose form for heads promises so many minutes."""
    shutil.copytree(SMALL_STUDY, folder)
    study = (folder / "study.yaml").read_text(encoding="utf-8")
    (folder / "study.yaml").write_text(study.replace("minutes: 3}", f"minutes: {minutes}}}", 1), encoding="utf-8")
    return folder


def test_a_short_form_may_promise_more_than_it_takes_and_never_less(tmp_path: Path) -> None:
    takes = estimated_minutes(load_study(SMALL_STUDY).questionnaires["leader"])
    assert 1 < takes < 2.5
    assert load_study(promising(5, tmp_path / "more")).group("leader").minutes == 5
    with pytest.raises(StudyFaults, match="promises 1 minutes"):
        load_study(promising(1, tmp_path / "less"))


def test_a_long_form_may_not_frighten_people_off_with_twice_its_length(tmp_path: Path) -> None:
    with pytest.raises(StudyFaults, match="promises 25 minutes"):
        load_study(promising(25, tmp_path / "long"))
