"""Synthetic respondents fill out the real forms with valid answers."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from forms.answers.checks import check_answers
from forms.loading.studies import find_study, load_study
from forms.model.study import Study
from surveyapp.simulation.people import Respondent, people
from surveyapp.simulation.truth import Truth, expected_results

TESTS = Path(__file__).parents[2]
FOLDERS = [find_study("khanh_hoa_2019"), TESTS / "forms" / "small_study", TESTS / "studies" / "every_kind"]


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(find_study("khanh_hoa_2019"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_everybody_s_form_passes_the_check_of_answers_in_any_study(folder: Path) -> None:
    study = load_study(folder)
    for person in people(study, 120, seed=3):
        form = study.questionnaires[person.group]
        checked = check_answers(form, Respondent(person, study, Truth.of(study, 3)).fill_out(form))
        assert not checked.problems, (person, checked.problems)
        assert not checked.dropped, (person, checked.dropped)


def test_the_same_seed_makes_the_same_answers(study: Study) -> None:
    first, second = (
        [
            Respondent(person, study, Truth.of(study, 3)).fill_out(study.questionnaires[person.group])
            for person in people(study, 20, 3)
        ]
        for _run in range(2)
    )
    assert first == second


def test_every_unit_has_at_most_one_head(study: Study) -> None:
    heads = [person.unit.id for person in people(study, 400, seed=3) if person.group == "leader" and person.unit]
    assert len(heads) == len(set(heads)) == len(study.frame.units)


def test_the_sample_has_the_size_that_was_asked_for(study: Study) -> None:
    groups = Counter(person.group for person in people(study, 401, seed=3))
    assert groups.total() == 401
    assert all(groups[group.id] for group in study.groups)


def test_straight_liners_give_every_item_the_same_answer(study: Study) -> None:
    everybody = replace(Truth.of(study, 3), careless=dict.fromkeys(("leader", "civil_servant", "outsider"), 1.0))
    person = next(person for person in people(study, 200, seed=3) if person.group == "civil_servant")
    form = study.questionnaires["civil_servant"]
    fields = Respondent(person, study, everybody).fill_out(form)
    items = [question for question in form.questions if question.kind == "item"]
    assert len({question.codes.index(int(fields[question.id][0])) for question in items}) == 1


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_truth_is_made_from_the_groups_scales_and_constructs_of_the_study(folder: Path) -> None:
    study = load_study(folder)
    truth = Truth.of(study, 3)
    assert set(truth.shifts) == {group.id for group in study.groups}
    for result in expected_results(study, truth).values():
        for shares in result["shares"].values():  # type: ignore[attr-defined]
            assert sum(shares) == pytest.approx(1)


def test_a_study_without_a_frame_has_people_of_no_unit(study: Study) -> None:
    bare = study.model_copy(update={"frame": study.frame.model_copy(update={"units": ()})})
    found = list(people(bare, 30, seed=3))
    assert {person.unit for person in found} == {None}
    assert Respondent(found[0], bare, Truth.of(bare, 3)).fill_out(bare.questionnaires[found[0].group])
