"""The life of a study: a rehearsal never takes real answers, and real fieldwork starts with an empty box."""

from itertools import product

import pytest

from forms.model.states import State, StateRefused, accepts_answers, check_transition, next_states, state_name

ALLOWED = {
    ("draft", "rehearsal"),
    ("draft", "open"),
    ("draft", "deleted"),
    ("rehearsal", "closed"),
    ("rehearsal", "deleted"),
    ("open", "closed"),
    ("closed", "opened"),
    ("closed", "deleted"),
    ("opened", "deleted"),
}


@pytest.mark.parametrize(("state", "wanted"), list(product(State, State)))
def test_only_these_changes_are_allowed(state: State, wanted: State) -> None:
    if (state.value, wanted.value) in ALLOWED:
        check_transition(state, wanted)
        assert wanted in next_states(state)
        return
    assert wanted not in next_states(state)
    with pytest.raises(StateRefused) as refused:
        check_transition(state, wanted)
    for language in ("vi", "en"):
        assert "{" not in refused.value.in_words(language)


def test_what_was_rehearsed_is_never_opened_whatever_its_state() -> None:
    assert next_states(State.DRAFT, rehearsed=True) == (State.REHEARSAL, State.DELETED)
    for state in State:
        with pytest.raises(StateRefused) as refused:
            check_transition(state, State.OPEN, rehearsed=True)
        assert refused.value.key == "rehearsed"


def test_fieldwork_starts_in_an_empty_box() -> None:
    with pytest.raises(StateRefused) as refused:
        check_transition(State.DRAFT, State.OPEN, ballots=1)
    assert refused.value.key == "not-empty"
    check_transition(State.DRAFT, State.DELETED, ballots=1)


def test_answers_are_taken_when_open_and_in_rehearsal() -> None:
    assert [state for state in State if accepts_answers(state)] == [State.REHEARSAL, State.OPEN]


def test_states_have_names_in_both_languages() -> None:
    assert {state_name(state, "vi") for state in State}.isdisjoint({state_name(state, "en") for state in State})
