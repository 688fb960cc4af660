"""Which changes of a study break its promises."""

from datetime import date
from typing import Any

import pytest

from forms.loading.studies import find_study, load_study
from forms.model.promises import BROKEN_PROMISES, broken_promises
from forms.model.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(find_study("khanh_hoa_2019"))


def test_a_study_keeps_its_own_promises(study: Study) -> None:
    assert broken_promises(study, study) == ()


def test_corrected_wordings_and_stricter_thresholds_break_no_promise(study: Study) -> None:
    new: dict[str, Any] = {
        "title": {"vi": "Tên khác", "en": "Another title"},
        "thresholds": study.thresholds.model_copy(update={"respondents": 20}),
        "delete_after": date(2030, 1, 1),
    }
    assert broken_promises(study, study.model_copy(update=new)) == ()


def test_each_broken_promise_is_named_in_both_languages(study: Study) -> None:
    old = study.model_copy(update={"delete_after": date(2029, 1, 1)})
    leader, staff, _ = study.groups
    new: dict[str, Any] = {
        "groups": (
            leader.model_copy(update={"keeps_unit": False, "one_per_unit": False, "entry": "open_or_code"}),
            staff,
        ),
        "frame": study.frame.model_copy(
            update={
                "strata": tuple(each.model_copy(update={"block": "all"}) for each in study.frame.strata[:1]),
                "units": study.frame.units[1:],
            }
        ),
        "thresholds": study.thresholds.model_copy(update={"working": 1}),
        "delete_after": None,
    }
    broken = broken_promises(old, study.model_copy(update=new))
    assert {each.key for each in broken} == set(BROKEN_PROMISES)
    for each in broken:
        assert "{" not in each.in_words("vi")
        assert each.in_words("vi") != each.in_words("en")
