"""What goes into the box, what comes back, and why a ballot may be refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from forms.missing_values import Missing
from forms.model.states import State
from surveyapp.studies.bound_values import AlteredFault, notice


@dataclass(frozen=True, slots=True)
class Ballot:
    """A checked answer sheet. ``version`` is that of the questionnaire that was shown.

    ``answers``: data column to answer code, or the reason why there is none. ``texts``: question to what was written.

    ``nonce`` is random and made by the respondent's browser: the same sending repeated has the same one.
    """

    study: str
    group: str
    version: str
    variant: str
    language: str
    nonce: str
    answers: Mapping[str, int | Missing]
    texts: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    mode: Literal["web", "paper", "scan"] = "web"
    entry: Literal["code", "open_link", "seminar"] = "code"
    channel: str | None = None
    resume: str | None = None  # the code of its saved draft, where that is not the access code


@dataclass(frozen=True, slots=True)
class Receipt:
    """``number`` is what the respondent may write down. ``repeated``: this sending had arrived before."""

    number: str
    repeated: bool = False


class Refusal(StrEnum):
    """Why a ballot was not taken."""

    CODE_NOT_VALID = "code_not_valid"  # unknown, malformed, or used by another sending: one answer for all three
    NO_SUCH_FORM = "no_such_form"  # no such study, group, version, variant or language
    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    CODE_NEEDED = "code_needed"  # this group enters by code only
    NONCE_NEEDED = "nonce_needed"
    ALTERED = "altered"  # the study's data in the database is not as the program wrote it


class RefusedError(Exception):
    """The ballot was not taken and nothing of it was kept. ``state``: that of the study, where that is the reason."""

    def __init__(self, refusal: Refusal, state: State | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal, self.state = refusal, state


def refused_in(state: State) -> RefusedError:
    """The refusal of a study that takes no answers in this state."""
    return RefusedError(Refusal.NOT_YET_OPEN if state.entry.before_field else Refusal.CLOSED, state)


@contextmanager
def refused_where_altered() -> Iterator[None]:
    """Refuse what was sent, and have the log name it, where the study was altered in the database."""
    try:
        yield
    except AlteredFault as fault:
        notice(fault)
        raise RefusedError(Refusal.ALTERED) from None
