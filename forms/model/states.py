"""The states of a study, from the first draft to the deletion of its answers, as one table.

Each state is one entry of :data:`STATES`: its name, the states that may follow, the texts of its pages, and what it
permits. No other code depends on the name of a state.

A rehearsal takes synthetic answers only, and its mark is permanent: the study can then be closed and deleted, but never
opened to real respondents. Real fieldwork starts from draft with an empty ballot box.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from forms.translation import N_, translate


@dataclass(frozen=True, slots=True)
class StateEntry:
    """The entry of one state. Texts are English and keys of the catalogue of this floor."""

    label: str
    """The name of the state in one word."""
    becomes: tuple[str, ...] = ()
    """The states that may follow."""
    follows: tuple[str, ...] = ()
    """States that this one may follow, in addition to those that name it in ``becomes``."""
    button: str = ""
    """Label of the staff button that brings a study into this state; "" if no page offers it."""
    meaning: str = ""
    """What staff must read before pressing that button."""
    button_again: str = ""
    """The same label for a study whose fieldwork has ended and is reopened for late forms."""
    meaning_again: str = ""
    """The text to read in that case; ``{least}`` is the number of people of an agency who need new codes."""
    heading: str = N_("This survey is closed")
    """Heading of respondents' pages while no answers are accepted."""
    advice: str = N_("It takes no more answers. Thank you for your interest.")
    """The sentence below that heading."""
    refusal: str = N_("This survey is closed and takes no more answers. Nothing was stored.")
    """The answer to a form that is sent while none are accepted."""
    page_status: int = 410
    """The HTTP status of respondents' pages while no answers are accepted."""
    takes_answers: bool = False
    """Forms may be sent, and the study has a public key to seal them with."""
    is_rehearsal: bool = False
    """The answers are synthetic; the study is marked as such permanently."""
    before_field: bool = False
    """Nobody has been asked yet: promises may change, and the box must be empty when the study leaves this state."""
    after_field: bool = False
    """Fieldwork has ended: unused codes and saved forms are destroyed; real answers may be deleted on the promised
    date.
    """
    takes_versions: bool = False
    """A new version of the study may be loaded."""
    makes_codes: bool = False
    """Access codes may be made."""
    is_listed: bool = True
    """The public start page lists the study."""
    shows_results: bool = True
    """Opened answers may be counted, shown and exported."""
    opening: Literal["rehearsal", "during", "last"] | None = None
    """How the ballot box is opened in this state; None if it cannot be."""
    all_opened: bool = False
    """All answers are in the tables and none can be added."""
    after_opening: str = ""
    """The state of the study after the box was opened; "" if it stays the same."""


STATES: dict[str, StateEntry] = {
    "draft": StateEntry(
        label=N_("draft"),
        becomes=("rehearsal", "open", "deleted"),
        heading=N_("This survey is not open yet"),
        advice=N_("Please come back when you are invited."),
        refusal=N_("This survey is not open yet. Nothing was stored."),
        page_status=403,
        before_field=True,
        takes_versions=True,
        makes_codes=True,
        is_listed=False,
    ),
    "rehearsal": StateEntry(
        label=N_("rehearsal"),
        becomes=("closed", "deleted"),
        button=N_("Begin the rehearsal"),
        meaning=N_(
            "Synthetic answers become welcome, and every page, file and figure of this study is marked as "
            "simulated. The mark never comes off: real fieldwork starts from a draft with an empty box."
        ),
        takes_answers=True,
        is_rehearsal=True,
        takes_versions=True,
        makes_codes=True,
        opening="rehearsal",
    ),
    "open": StateEntry(
        label=N_("open"),
        becomes=("closed",),
        button=N_("Open the study"),
        meaning=N_(
            "Respondents can send their answers from now on. Answer codes can no longer change, and the study "
            "cannot become a rehearsal any more."
        ),
        button_again=N_("Reopen the study"),
        meaning_again=N_(
            "Respondents can send their answers again, under the same key and passphrase; every ballot stays in the "
            "box. Codes that were not used were destroyed when the study was closed. Please make new ones, for at "
            "least {least} people of each agency and group, or for one where a group has one person in an agency."
        ),
        takes_answers=True,
        takes_versions=True,
        makes_codes=True,
        opening="during",
    ),
    "closed": StateEntry(
        label=N_("closed"),
        becomes=("open", "opened", "deleted"),
        button=N_("Close the study"),
        meaning=N_(
            "No further answer is taken. Until the box is opened for the last time, the study can be reopened for "
            "late forms, with new codes."
        ),
        after_field=True,
        opening="last",
        after_opening="opened",
    ),
    # The box of an opened study cannot receive ballots; its tables are rewritten once more.
    "opened": StateEntry(label=N_("opened"), becomes=("deleted",), after_field=True, opening="last", all_opened=True),
    # The answers are deleted; the study stays as a document.
    "deleted": StateEntry(label=N_("deleted"), after_field=True, is_listed=False, shows_results=False),
}


class State(str):
    """A state by its name. ``State("open") is State.OPEN``; ValueError for a name that is not in the table."""

    __slots__ = ()
    DRAFT: ClassVar["State"]
    REHEARSAL: ClassVar["State"]
    OPEN: ClassVar["State"]
    CLOSED: ClassVar["State"]
    OPENED: ClassVar["State"]
    DELETED: ClassVar["State"]

    def __new__(cls, name: str) -> "State":
        if name not in STATES:
            raise ValueError(f"{name!r} is no state of a study; the table is in forms/model/states.py")
        return _NAMES.setdefault(str(name), super().__new__(cls, name))

    @property
    def value(self) -> str:
        """The name as plain text, for the database and for files."""
        return str(self)

    @property
    def entry(self) -> StateEntry:
        """The entry of the state in the table."""
        return STATES[self]


_NAMES: dict[str, State] = {}

for _name in STATES:
    setattr(State, _name.upper(), State(_name))


def every_state() -> tuple[State, ...]:
    """The states in the order of the table, which is the order of a study's life."""
    return tuple(map(State, STATES))


_REFUSALS: dict[str, str] = {
    "not-next": N_("A study that is {state} cannot become {wanted}. Possible now: {possible}."),
    "rehearsed": N_(
        "This study was rehearsed with synthetic answers and cannot take real ones. "
        "Delete the rehearsal and load the study anew; it then starts as a draft with an empty box."
    ),
    "not-empty": N_("The box of this study is not empty. Delete the study and load it anew before the fieldwork."),
}


class StateRefused(ValueError):  # noqa: N818 - a refusal is expected in normal work
    """A change of state that is not allowed. ``key`` names the reason; :meth:`in_words` explains it and the remedy."""

    def __init__(self, key: str, state: State, wanted: State, rehearsed: bool) -> None:
        self.key, self.state, self.wanted, self.rehearsed = key, state, wanted, rehearsed
        super().__init__(self.in_words("en"))

    def in_words(self, language: str) -> str:
        """The reason and the remedy, in one of the languages."""
        possible = [state_name(state, language) for state in next_states(self.state, rehearsed=self.rehearsed)]
        return translate(_REFUSALS[self.key], language).format(
            state=state_name(self.state, language),
            wanted=state_name(self.wanted, language),
            possible=", ".join(possible) or "–",
        )


def state_name(state: State, language: str) -> str:
    """The name of the state in one of the languages."""
    return translate(state.entry.label, language)


def next_states(state: State, *, rehearsed: bool = False) -> tuple[State, ...]:
    """The states that may follow, in the order of a study's life. ``rehearsed``: the study was ever in rehearsal."""
    return tuple(
        wanted for wanted in every_state() if _is_next(state, wanted) and not (rehearsed and takes_real_answers(wanted))
    )


def check_transition(state: State, wanted: State, *, rehearsed: bool = False, ballots: int = 0) -> None:
    """Raise :class:`StateRefused` unless a study may go from ``state`` to ``wanted``.

    ``rehearsed``: the study was ever in rehearsal. ``ballots``: number of ballots and responses it holds; a draft that
    holds any is not opened.
    """
    if takes_real_answers(wanted) and (rehearsed or state.entry.is_rehearsal):
        raise StateRefused("rehearsed", state, wanted, rehearsed)
    if not _is_next(state, wanted):
        raise StateRefused("not-next", state, wanted, rehearsed)
    if state.entry.before_field and wanted.entry.takes_answers and ballots:
        raise StateRefused("not-empty", state, wanted, rehearsed)


def accepts_answers(state: State) -> bool:
    """Whether forms may be sent: by real people if open, by a program in rehearsal."""
    return state.entry.takes_answers


def takes_real_answers(state: State) -> bool:
    """Whether real people may send forms."""
    return state.entry.takes_answers and not state.entry.is_rehearsal


def is_reopening(state: State, wanted: State) -> bool:
    """Whether the change reopens a study whose fieldwork had ended."""
    return state.entry.after_field and wanted.entry.takes_answers


def _is_next(state: State, wanted: State) -> bool:
    return wanted in state.entry.becomes or state in wanted.entry.follows
