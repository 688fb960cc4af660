"""Faults of method and of references, beyond the thirty: each gives one message at its place."""

import shutil
from pathlib import Path

import pytest

from forms.loading.problems import StudyFaults
from forms.loading.studies import find_study, installed_studies, load_study

SMALL_STUDY = Path(__file__).parent / "small_study"

FAULTS = [
    ("scales.yaml", "high: 10", "high: 1", {"range-order"}),
    ("scales.yaml", "{code: 10, label", "{code: 11, label", {"pole-outside"}),
    ("scales.yaml", "{code: 3, label: {vi: Nặng", "{code: 0, label: {vi: Nặng", {"scale-order"}),
    ("scales.yaml", "middle: 2", "middle: 1", {"scale-middle-unbalanced"}),
    ("scales.yaml", "optimum: 2", "optimum: 7", {"scale-middle"}),
    ("scales.yaml", "    high: 10\n", "", {"scale-options"}),
    ("items.yaml", "leader: self, staff", "staff", {"missing-referent"}),
    ("items.yaml", "rule: gap", "rule: difference", {"not-a-choice"}),
    ("items.yaml", "[leader, staff], rule: gap", "[leader, leader], rule: gap", {"pair-twice"}),
    ("items.yaml", "[leader, staff], rule: gap", "[leader, boss], rule: gap", {"unknown-group"}),
    ("items.yaml", "[leader, staff], rule: gap", "[leader], rule: gap", {"wrong-length"}),
    ("items.yaml", "[leader, staff], rule: gap", "[leader, public], rule: gap", {"group-not-asked", "pair-missing"}),
    ("items.yaml", "vi: Luật đủ, en: Law", "vi: ' ', en: Law", {"empty-text"}),
    ("items.yaml", "en: Law complete}", "eng: Law complete}", {"unknown-language"}),
    ("items.yaml", "- id: explains", "- id: law_clear", {"duplicate-id"}),
    ("items.yaml", "- id: rarely_used", "- id: rarely__used", {"two-underscores"}),
    ("items.yaml", "- id: rarely_used", "- id: language", {"reserved-id"}),
    ("items.yaml", "- id: rarely_used", "- id: RarelyUsed", {"not-an-id"}),
    ("items.yaml", "core: false", "core: 0", {"not-true-or-false"}),
    ("questions.yaml", "    scale: yesno\n    required", "    scale: marks\n    required", {"one-source-of-options"}),
    ("questions.yaml", "scale: marks", "scale: agree3", {"rating-needs-range"}),
    ("questions.yaml", "length: 500", "length: 50000", {"text-limit"}),
    ("questions.yaml", "    low: 0", "    decimals: 6\n    low: 0", {"too-many-decimals"}),
    ("questions.yaml", "    low: 0", "    low: 70", {"range-order"}),
    (
        "questions.yaml",
        "{code: 0, label: {vi: Không liên hệ",
        "{code: 2, label: {vi: Không liên hệ",
        {"duplicate-code", "rule-code"},
    ),
    (
        "questions.yaml",
        "vi: Công khai, en: Openness}}",
        "vi: Công khai, en: Openness}, exclusive: true}",
        {"exclusive-elsewhere"},
    ),
    (
        "questions.yaml",
        "vi: Công khai, en: Openness}}",
        "vi: Công khai, en: Openness}, groups: [boss]}",
        {"unknown-group", "not-a-permutation"},
    ),
    ("questions.yaml", "apart: [dont_know]", "apart: [unsure]", {"not-a-choice"}),
    (
        "questions.yaml",
        "  - id: any_case\n",
        "  - id: any_case\n    role: rated_agency\n",
        {"agency-not-listed", "breakdown-unfit"},
    ),
    ("questions.yaml", "  - id: any_case\n", "  - id: any_case\n    role: head\n", {"not-a-choice"}),
    ("staff.yaml", "- years", "- rarely_used", {"optional-asked"}),
    ("staff.yaml", "- years", "- ask: years\n        required: true", {"unknown-key"}),
    (
        "staff.yaml",
        "title: {vi: Luật, en: Law}\n    ask: [law_clear, law_complete, law_sanctions, explains]",
        "title: {vi: Luật, en: Law}\n    ask: []",
        {"empty-section", "not-a-permutation"},
    ),
    ("staff.yaml", "at_least: 5", "at_least: 11", {"rule-code"}),
    ("staff.yaml", "      best: [4", "      bext: [4", {"order-of-nothing"}),
    (
        "staff.yaml",
        "    question_order:\n      law: [explains, law_sanctions, law_complete, law_clear]",
        "    question_order:\n      cases: [case_fields, any_case, best, weights, case_handled, years]",
        {"order-breaks-rule"},
    ),
    ("leader.yaml", "      - weights\n", "      - weights\nvariants: [{id: a}, {id: b}]\n", {"one-variant"}),
    ("leader.yaml", "[consent, overall]", "[consent, overall, which_unit]", {"frame-answers"}),
    ("study.yaml", "languages: [vi, en]", "languages: [en]", {"language-needed"}),
    ("study.yaml", "delete_after: 2030-12-31", "delete_after: soon", {"not-a-date"}),
    ("study.yaml", "- id: public", "- id: outsider", {"missing-file", "unknown-file", "unknown-group"}),
    ("frame_2019.yaml", "target: 2", "target: 0", {"too-small"}),
    ("analysis.yaml", "[leader, staff]", "[leader, public]", {"few-common-items"}),
    ("analysis.yaml", "construct: clarity", "construct: clearness", {"unknown-construct"}),
    ("analysis.yaml", "explains, overall]", "explains, explains]", {"listed-twice"}),
    ("analysis.yaml", "breakdowns: [any_case]", "breakdowns: [any]", {"unknown-question"}),
    ("analysis.yaml", "breakdowns: [any_case]", "breakdowns: [years]", {"breakdown-unfit"}),
    ("analysis.yaml", "breakdowns: [any_case]", "breakdowns: [case_fields]", {"breakdown-unfit"}),
    ("analysis.yaml", "breakdowns: [any_case]", "breakdowns: [which_unit]", {"breakdown-unfit"}),
    (
        "analysis.yaml",
        "  - {construct: clarity, groups: [leader, staff]}\n",
        "  - {construct: clarity, groups: [leader, staff]}\n" * 11,
        {"too-many-contrasts", "listed-twice"},
    ),
    ("items.yaml", "    meaning: Optional.", "    meanin: Optional.", {"misspelt-key"}),
    ("public.yaml", "    ask: [consent", "    asks: [consent", {"misspelt-key"}),
    (
        "public.yaml",
        "title: {vi: Kết thúc, en: End}",
        "title: {vi: Kết thúc, en: End}\n    about: {vi: 'Về {unit}', en: 'On {unit}'}",
        {"agency-unnamed"},
    ),
    ("agency_report.yaml", "id: posts", "id: 1posts", {"not-an-id"}),
    ("agency_report.yaml", "id: posts", "id: staffing", {"duplicate-id"}),
    ("agency_report.yaml", "kind: number, ", "", {"missing-key"}),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), FAULTS, ids=[f"{sorted(f[3])} {i}" for i, f in enumerate(FAULTS)]
)
def test_a_fault_is_named(tmp_path: Path, file: str, old: str, new: str, expected: set[str]) -> None:
    folder = tmp_path / "study"
    shutil.copytree(SMALL_STUDY, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyFaults) as raised:
        load_study(folder)
    assert {problem.code for problem in raised.value.problems} == expected
    for problem in raised.value.problems:
        assert problem.line >= 1
        assert problem.in_words("vi") != problem.in_words("en")


def test_a_renamed_group_gives_one_message_for_all_its_references(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(SMALL_STUDY, folder)
    text = (folder / "study.yaml").read_text(encoding="utf-8").replace("id: staff", "id: employees")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (folder / "staff.yaml").rename(folder / "employees.yaml")
    with pytest.raises(StudyFaults) as raised:
        load_study(folder)
    (about_group,) = [problem for problem in raised.value.problems if problem.code == "unknown-group"]
    assert about_group.more > 5
    assert f"{about_group.more} more places" in about_group.found


def test_a_study_is_found_by_its_id_or_its_folder() -> None:
    assert "khanh_hoa_2019" in installed_studies()
    assert find_study("khanh_hoa_2019") == installed_studies()["khanh_hoa_2019"]
    assert find_study(SMALL_STUDY) == SMALL_STUDY
    with pytest.raises(StudyFaults, match="khanh_hoa_2019"):
        find_study("nowhere")
    with pytest.raises(StudyFaults, match="no-such-study"):
        load_study(SMALL_STUDY / "study.yaml")


def test_an_empty_folder_names_the_files_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(StudyFaults) as raised:
        load_study(tmp_path)
    assert {problem.code for problem in raised.value.problems} == {"missing-file"}


def test_unit_may_be_named_in_an_open_form_that_asks_for_the_agency_and_in_forms_with_a_code(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(SMALL_STUDY, folder)
    mention = "\n    about: {vi: 'Về {unit}', en: 'On {unit}'}"
    for file, old, new in (
        ("public.yaml", "title: {vi: Kết thúc, en: End}", "title: {vi: Kết thúc, en: End}" + mention),
        ("staff.yaml", "title: {vi: Luật, en: Law}", "title: {vi: Luật, en: Law}" + mention),
        ("questions.yaml", "  - id: which_unit\n", "  - id: which_unit\n    role: rated_agency\n"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    assert load_study(folder).questionnaires["public"].rated_agency == "which_unit"
