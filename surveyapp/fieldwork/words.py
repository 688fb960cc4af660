"""What the states of a study are called, and what changing one means."""

from dataclasses import dataclass

from flask_babel import gettext

from forms.model import states
from forms.model.states import State, next_states
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.web.languages import page_language


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state as a person meets it: the button, and what must be understood before pressing it."""

    to: State
    button: str
    meaning: str


def state_name(state: str) -> str:
    """The state in the language of the page."""
    return states.state_name(State(state), page_language())


def changes_of(loaded: LoadedStudy) -> list[Change]:
    """The changes that a study may be given on these pages; opening the box and deleting need more than a button."""
    possible = next_states(loaded.state, rehearsed=loaded.simulated)
    return [change for change in _every_change() if change.to in possible]


def _every_change() -> list[Change]:
    return [
        Change(
            State.REHEARSAL,
            gettext("Begin the rehearsal"),
            gettext(
                "Synthetic answers become welcome, and every page, file and figure of this study is marked as "
                "simulated. The mark never comes off: real fieldwork starts from a draft with an empty box."
            ),
        ),
        Change(
            State.OPEN,
            gettext("Open the study"),
            gettext(
                "Respondents can send their answers from now on. Answer codes can no longer change, and the study "
                "cannot become a rehearsal any more."
            ),
        ),
        Change(
            State.CLOSED,
            gettext("Close the study"),
            gettext(
                "No further answer is taken, and codes that were not used become worthless. "
                "A closed study stays closed."
            ),
        ),
    ]
