"""Equal content has equal versions, and a version may follow answers only if every code keeps its meaning."""

from collections.abc import Callable
from typing import Any

import pytest

from forms.loading.studies import load_study
from forms.model.study import Study
from forms.model.version_comparison import compare_versions
from forms.model.versions import questionnaire_version
from tests.forms.test_thirty_faults import SMALL_STUDY

OLD = load_study(SMALL_STUDY)


def changed(change: Callable[[dict[str, Any]], None], group: str = "staff") -> Study:
    """The small study with one change to the data of one group's form."""
    data = OLD.model_dump(mode="json", by_alias=True)
    change(data["questionnaires"][group])
    return Study.model_validate(data)


def question(form: dict[str, Any], question_id: str) -> dict[str, Any]:
    return next(q for section in form["sections"] for q in section["questions"] if q["id"] == question_id)


def keys(new: Study) -> list[tuple[str, bool]]:
    return [(change.key, change.allowed) for change in compare_versions(OLD, new)]


def test_the_same_files_give_the_same_versions() -> None:
    again = load_study(SMALL_STUDY)
    assert again.version == OLD.version
    assert [form.version for form in again.questionnaires.values()] == [f.version for f in OLD.questionnaires.values()]
    assert len({form.version for form in OLD.questionnaires.values()}) == 3
    assert compare_versions(OLD, again) == ()


def test_a_version_is_unchanged_after_a_round_trip_through_json() -> None:
    kept = Study.model_validate_json(OLD.model_dump_json(by_alias=True))
    assert kept == OLD
    assert questionnaire_version(kept.questionnaires["staff"]) == OLD.questionnaires["staff"].version


def test_an_invisible_change_makes_no_new_version_of_the_form() -> None:
    new = changed(lambda form: question(form, "law_clear").update(short={"vi": "Khác", "en": "Other"}, sensitive=True))
    assert questionnaire_version(new.questionnaires["staff"]) == OLD.questionnaires["staff"].version


def test_a_visible_change_makes_a_new_version_of_the_form() -> None:
    new = changed(lambda form: question(form, "law_clear")["wording"].update(en="The law states duties clearly."))
    assert questionnaire_version(new.questionnaires["staff"]) != OLD.questionnaires["staff"].version


def relabel(question_id: str, *labels: str) -> Callable[[dict[str, Any]], None]:
    def change(form: dict[str, Any]) -> None:
        for option, label in zip(question(form, question_id)["options"], labels, strict=True):
            option["label"] = {"vi": label, "en": label}

    return change


CHANGES: list[tuple[Callable[[dict[str, Any]], None], list[tuple[str, bool]]]] = [
    (lambda form: question(form, "any_case")["wording"].update(vi="Có vụ nào không?"), [("wording", True)]),
    (
        lambda form: question(form, "best")["options"].append({"code": 5, "label": {"vi": "x"}}),
        [("option-added", True)],
    ),
    (relabel("law_clear", "Không đồng ý.", "Nửa nọ nửa kia", "Đồng ý."), [("label", True)] * 3),
    (lambda form: question(form, "years").update(when={"item": "any_case", "is": 1}), [("asked-when", True)]),
    (lambda form: form["sections"].reverse(), [("order", True)]),
    (lambda form: question(form, "best")["options"].pop(), [("option-removed", False)]),
    (relabel("law_clear", "Đồng ý", "Nửa nọ nửa kia", "Không đồng ý"), [("scale-reversed", False)]),
    (relabel("any_case", "Không", "Có"), [("scale-reversed", False)]),
    (relabel("case_fields", "Không có", "Tài chính", "Đất đai", "Khác"), [("code-reused", False)] * 2),
    (relabel("case_fields", "Không có", "Đất đai", "Tài chính", "Nhân sự"), [("code-reused", False)]),
    (lambda form: question(form, "overall").update(high=5), [("range-changed", False)]),
    (lambda form: question(form, "best").update(most=2), [("range-changed", False)]),
    (lambda form: question(form, "years").update(kind="text"), [("kind-changed", False)]),
    (lambda form: form["sections"][2]["questions"].pop(), [("question-removed", False)]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_is_allowed_or_refused(
    change: Callable[[dict[str, Any]], None], expected: list[tuple[str, bool]]
) -> None:
    new = changed(change)
    found = [(key, allowed) for key, allowed in keys(new) if not (key == "label" and expected[0][0] == "code-reused")]
    assert sorted(set(found)) == sorted(set(expected))
    for difference in compare_versions(OLD, new):
        assert difference.in_words("vi") != difference.in_words("en")


def test_removing_a_group_is_refused_and_adding_one_is_allowed() -> None:
    forms = {group: form for group, form in OLD.questionnaires.items() if group != "public"}
    smaller = OLD.model_copy(update={"questionnaires": forms})
    assert keys(smaller) == [("group-removed", False)]
    assert [change.key for change in compare_versions(smaller, OLD)] == ["group-added"]


def test_an_item_with_another_meaning_needs_another_id() -> None:
    items = tuple(
        item.model_copy(update={"meaning": "Heads are paid well."}) if item.id == "law_clear" else item
        for item in OLD.items
    )
    assert keys(OLD.model_copy(update={"items": items})) == [("meaning-changed", False)]
