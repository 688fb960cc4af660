"""A fault has the path of keys to its place as well as its line, so that an editor can mark the field."""

from pathlib import Path

import pytest

from forms.loading.problems import Problem, StudyFaults
from forms.loading.studies import load_study
from tests.forms.test_thirty_faults import SMALL_STUDY


def faults_after(tmp_path: Path, file: str, old: str, new: str) -> tuple[Problem, ...]:
    for path in SMALL_STUDY.glob("*.yaml"):
        content = path.read_text(encoding="utf-8")
        if path.name == file:
            assert content.count(old) >= 1
            content = content.replace(old, new, 1)
        (tmp_path / path.name).write_text(content, encoding="utf-8")
    with pytest.raises(StudyFaults) as caught:
        load_study(tmp_path)
    return caught.value.problems


def test_a_value_of_the_wrong_type_has_the_path_of_its_key(tmp_path: Path) -> None:
    (problem, *_) = faults_after(tmp_path, "study.yaml", "keeps_unit: true", "keeps_unit: maybe")
    assert problem.code == "not-true-or-false"
    assert problem.path[0] == "groups"
    assert isinstance(problem.path[1], int)
    assert problem.path[-1] == "keeps_unit"


def test_a_key_that_occurs_twice_has_its_path(tmp_path: Path) -> None:
    problems = faults_after(tmp_path, "study.yaml", "round:", "id: again\nround:")
    assert ("duplicate-key", ("id",)) in [(problem.code, problem.path) for problem in problems]


def test_a_study_in_vietnamese_only_needs_no_english_text_even_where_it_has_another_fault(tmp_path: Path) -> None:
    problems = faults_after(tmp_path, "study.yaml", "languages: [vi, en]", "languages: [vi]\nodd: 1")
    told = {problem.values.get("language") for problem in problems if problem.code == "missing-language"}
    assert told == set()
