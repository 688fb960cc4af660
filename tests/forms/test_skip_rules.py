"""The evaluator of skip rules agrees with the published test cases."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forms.model.skip_rules import SkipRule

VECTORS = json.loads((files("forms.model") / "skip_rule_vectors.json").read_text(encoding="utf-8"))["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_a_vector_holds(vector: dict) -> None:  # type: ignore[type-arg]
    rule = SkipRule.model_validate(vector["rule"])
    answers = {question: frozenset(codes) for question, codes in vector["given"].items()}
    assert rule.holds(answers) is vector["holds"]


def test_there_are_many_vectors_with_different_names() -> None:
    assert len(VECTORS) >= 200
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize(
    "rule",
    [{}, {"item": "a"}, {"item": "a", "is": 1, "in": [1]}, {"is": 1}, {"all": [], "any": []}, {"item": "a", "all": []}],
)
def test_a_rule_without_or_with_two_conditions_is_refused(rule: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValidationError):
        SkipRule.model_validate(rule)


@pytest.mark.parametrize("code", [2**53, -(2**53)])
def test_a_number_that_browsers_cannot_represent_exactly_is_refused(code: int) -> None:
    for comparison in ({"at_least": code}, {"in": [1, code]}):
        with pytest.raises(ValidationError):
            SkipRule.model_validate({"item": "a", **comparison})


def test_a_rule_as_data_is_the_same_rule() -> None:
    for vector in VECTORS:
        rule = SkipRule.model_validate(vector["rule"])
        assert SkipRule.model_validate(rule.as_data()) == rule
        assert rule.as_data() == vector["rule"]


CODES = st.integers(0, 5)
CONDITION = st.one_of(
    *(
        st.fixed_dictionaries({"item": st.sampled_from("abc"), key: value})
        for key, value in {
            "is": CODES,
            "is_not": CODES,
            "in": st.lists(CODES),
            "not_in": st.lists(CODES),
            "at_least": CODES,
            "at_most": CODES,
            "includes": CODES,
        }.items()
    )
)


@given(CONDITION)
def test_comparing_with_an_unanswered_question_is_false(condition: dict) -> None:  # type: ignore[type-arg]
    assert not SkipRule.model_validate(condition).holds({})
    assert not SkipRule.model_validate(condition).holds({condition["item"]: frozenset()})


@given(CONDITION, st.dictionaries(st.sampled_from("abc"), st.frozensets(CODES)))
def test_not_negates_every_rule(condition: dict, answers: dict[str, frozenset[int]]) -> None:  # type: ignore[type-arg]
    rule, turned = SkipRule.model_validate(condition), SkipRule.model_validate({"not": condition})
    assert turned.holds(answers) is not rule.holds(answers)
