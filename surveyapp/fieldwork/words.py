"""What the states of a study are called, and what changing one means."""

from dataclasses import dataclass

from forms.model import states
from forms.model.states import State, is_reopening, next_states
from forms.translation import translate
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.web.languages import page_language


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state as a person meets it: the button, and what must be understood before pressing it.

    ``needs_passphrase``: ballots are to be sealed, and the study has no key yet. ``reopens``: its field had ended.
    """

    to: State
    button: str
    meaning: str
    needs_passphrase: bool
    reopens: bool = False


def state_name(state: str) -> str:
    """The state in the language of the page."""
    return states.state_name(State(state), page_language())


def changes_of(loaded: LoadedStudy) -> list[Change]:
    """The changes that a study may be given on these pages; opening the box and deleting need more than a button."""
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
