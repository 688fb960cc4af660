"""The life of a study, from the first draft to the deletion of its answers.

Rehearsal is for synthetic answers only, and its mark never comes off: from there a study can be closed and deleted, but
never be opened to real respondents. Real fieldwork starts from draft, in an empty box.
"""

from enum import StrEnum

from forms.translation import N_, translate


class State(StrEnum):
    """Where a study stands."""

    DRAFT = "draft"
    """Loaded, asks nobody; may be loaded again in another version."""
    REHEARSAL = "rehearsal"
    """Takes synthetic answers, marked as such everywhere."""
    OPEN = "open"
    """Takes answers."""
    CLOSED = "closed"
    """Takes no more answers; the box is not yet opened."""
    OPENED = "opened"
    """The box has been opened; the answers can be counted."""
    DELETED = "deleted"
    """The answers are gone; the study stays as a document."""


STATE_NAMES: dict[State, str] = {
    State.DRAFT: N_("draft"),
    State.REHEARSAL: N_("rehearsal"),
    State.OPEN: N_("open"),
    State.CLOSED: N_("closed"),
    State.OPENED: N_("opened"),
    State.DELETED: N_("deleted"),
}

_NEXT: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.REHEARSAL, State.OPEN, State.DELETED}),
    State.REHEARSAL: frozenset({State.CLOSED, State.DELETED}),
    State.OPEN: frozenset({State.CLOSED}),
    # Unused codes are destroyed when a field is closed, so that it does not reopen.
    State.CLOSED: frozenset({State.OPENED, State.DELETED}),
    State.OPENED: frozenset({State.DELETED}),
    State.DELETED: frozenset(),
}

_REFUSALS: dict[str, str] = {
    "not-next": N_("A study that is {state} cannot become {wanted}. Possible now: {possible}."),
    "rehearsed": N_(
        "This study was rehearsed with synthetic answers and cannot take real ones. "
        "Delete the rehearsal and load the study anew; it then starts as a draft with an empty box."
    ),
    "not-empty": N_("The box of this study is not empty. Delete the study and load it anew before the fieldwork."),
}


class StateRefused(ValueError):  # noqa: N818 - a refusal is expected in normal work
    """A change of state that is not allowed. ``key`` names the reason; :meth:`in_words` says it and what to do."""

    def __init__(self, key: str, state: State, wanted: State, rehearsed: bool) -> None:
        self.key, self.state, self.wanted, self.rehearsed = key, state, wanted, rehearsed
        super().__init__(self.in_words("en"))

    def in_words(self, language: str) -> str:
        """The reason and the way out, in ``vi`` or ``en``."""
        possible = [state_name(state, language) for state in next_states(self.state, rehearsed=self.rehearsed)]
        return translate(_REFUSALS[self.key], language).format(
            state=state_name(self.state, language),
            wanted=state_name(self.wanted, language),
            possible=", ".join(possible) or "–",
        )


def state_name(state: State, language: str) -> str:
    """The state in words."""
    return translate(STATE_NAMES[state], language)


def next_states(state: State, *, rehearsed: bool = False) -> tuple[State, ...]:
    """The states that may follow, in the order of a study's life. ``rehearsed``: it has ever been in rehearsal."""
    allowed = _NEXT[state] - ({State.OPEN} if rehearsed else frozenset())
    return tuple(candidate for candidate in State if candidate in allowed)


def check_transition(state: State, wanted: State, *, rehearsed: bool = False, ballots: int = 0) -> None:
    """Raise :class:`StateRefused` unless a study may go from ``state`` to ``wanted``.

    ``rehearsed``: it has ever been in rehearsal. ``ballots``: how many ballots and responses it holds; a draft that
    holds any (left over from whatever) is opened to nobody.
    """
    if wanted is State.OPEN and (rehearsed or state is State.REHEARSAL):
        raise StateRefused("rehearsed", state, wanted, rehearsed)
    if wanted not in _NEXT[state]:
        raise StateRefused("not-next", state, wanted, rehearsed)
    if state is State.DRAFT and wanted is not State.DELETED and ballots:
        raise StateRefused("not-empty", state, wanted, rehearsed)


def accepts_answers(state: State) -> bool:
    """Whether forms may be sent: by real people when open, by a program in rehearsal."""
    return state in (State.OPEN, State.REHEARSAL)
