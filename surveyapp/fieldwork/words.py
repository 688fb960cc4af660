"""The names of the states of a study, and the notices shown before a change."""

from dataclasses import dataclass

from forms.model import states
from forms.model.states import State, is_reopening, next_states
from forms.translation import translate
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.web.languages import page_language


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state on a page: the button, and the notice shown before it.

    ``needs_passphrase``: ballots are to be sealed and the study has no key yet. ``reopens``: the study had been closed.
    """

    to: State
    button: str
    meaning: str
    needs_passphrase: bool
    reopens: bool = False


def state_name(state: str) -> str:
    """Return the state in the language of the page."""
    return states.state_name(State(state), page_language())


def changes_of(loaded: LoadedStudy) -> list[Change]:
    """Return the changes offered on these pages; opening the box and deleting need more than a button."""
    possible = next_states(loaded.state, rehearsed=loaded.simulated)
    return [_change(loaded, state) for state in possible if state.entry.button]


def _change(loaded: LoadedStudy, to: State) -> Change:
    language, again = page_language(), is_reopening(loaded.state, to)
    button, meaning = to.entry.button, to.entry.meaning
    if again:
        button, meaning = to.entry.button_again or button, to.entry.meaning_again or meaning
    return Change(
        to,
        translate(button, language),
        translate(meaning, language).replace("{least}", str(loaded.study.thresholds.with_floors.opening)),
        needs_passphrase=to.entry.takes_answers and not loaded.fingerprint,
        reopens=again,
    )
