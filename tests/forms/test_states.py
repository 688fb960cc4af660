"""The states of a study: a rehearsal never takes real answers, and fieldwork starts with an empty box."""

from itertools import product

import pytest

from forms.languages import LANGUAGES
from forms.model.states import (
    STATES,
    State,
    StateEntry,
    StateRefused,
    accepts_answers,
    check_transition,
    every_state,
    next_states,
    state_name,
    takes_real_answers,
)
from forms.translation import translate

ALLOWED = {
    ("draft", "rehearsal"),
    ("draft", "open"),
    ("draft", "deleted"),
    ("rehearsal", "closed"),
    ("rehearsal", "deleted"),
    ("open", "closed"),
    ("closed", "open"),
    ("closed", "opened"),
    ("closed", "deleted"),
    ("opened", "deleted"),
}
TEXTS = ("label", "button", "meaning", "button_again", "meaning_again", "heading", "advice", "refusal")


@pytest.mark.parametrize(("state", "wanted"), list(product(every_state(), every_state())))
def test_only_the_listed_changes_of_state_are_allowed(state: State, wanted: State) -> None:
    if (state.value, wanted.value) in ALLOWED:
        check_transition(state, wanted)
        assert wanted in next_states(state)
        return
    assert wanted not in next_states(state)
    with pytest.raises(StateRefused) as refused:
        check_transition(state, wanted)
    for language in ("vi", "en"):
        assert "{" not in refused.value.in_words(language)


def test_a_rehearsed_study_is_never_opened_from_any_state() -> None:
    assert next_states(State.DRAFT, rehearsed=True) == (State.REHEARSAL, State.DELETED)
    for state in every_state():
        with pytest.raises(StateRefused) as refused:
            check_transition(state, State.OPEN, rehearsed=True)
        assert refused.value.key == "rehearsed"


def test_fieldwork_starts_in_an_empty_box() -> None:
    with pytest.raises(StateRefused) as refused:
        check_transition(State.DRAFT, State.OPEN, ballots=1)
    assert refused.value.key == "not-empty"
    check_transition(State.DRAFT, State.DELETED, ballots=1)


def test_answers_are_taken_when_open_and_in_rehearsal() -> None:
    assert [state for state in every_state() if accepts_answers(state)] == [State.REHEARSAL, State.OPEN]
    assert [state for state in every_state() if takes_real_answers(state)] == [State.OPEN]


def test_a_state_is_found_by_its_name_and_an_unknown_name_is_refused() -> None:
    assert State("open") is State.OPEN
    assert State.OPEN == "open"
    with pytest.raises(ValueError, match="paused"):
        State("paused")


def test_a_new_state_declares_which_states_it_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STATES, "paused", StateEntry("paused", becomes=("open",), follows=("open",)))
    assert next_states(State.OPEN) == (State.CLOSED, State("paused"))
    check_transition(State.OPEN, State("paused"))
    check_transition(State("paused"), State.OPEN)
    with pytest.raises(StateRefused):
        check_transition(State.CLOSED, State("paused"))


@pytest.mark.parametrize("name", STATES)
def test_every_entry_is_complete(name: str) -> None:
    entry = STATES[name]
    assert 0 < len(name) <= 12, "the column of the table of studies holds twelve characters"
    assert {*entry.becomes, *entry.follows} <= STATES.keys()
    assert entry.after_opening == "" or (entry.opening and entry.after_opening in entry.becomes)
    assert bool(entry.button) == bool(entry.meaning)
    assert not (entry.takes_answers and (entry.before_field or entry.after_field))
    assert not (entry.is_rehearsal and not entry.takes_answers)
    for text in TEXTS:
        english = getattr(entry, text)
        assert english or text.startswith(("button", "meaning"))
        for language in LANGUAGES:
            assert not english or translate(english, language)
        assert not english or translate(english, "vi") != english, "the catalogue has no Vietnamese"


@pytest.mark.parametrize("name", [name for name in STATES if name != "draft"])
def test_every_state_can_be_reached(name: str) -> None:
    assert STATES[name].follows or any(name in entry.becomes for entry in STATES.values())


def test_states_have_different_names_in_both_languages() -> None:
    for language in LANGUAGES:
        assert len({state_name(state, language) for state in every_state()}) == len(STATES)
