"""Ballots before sealing, receipts, and the reasons why a ballot is refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from forms.missing_values import Missing
from forms.model.states import State
from surveyapp.database.bound_values import AlteredFault, notice


@dataclass(frozen=True, slots=True)
class Ballot:
    """A checked answer sheet. ``version``: of the questionnaire that was shown.

    ``answers``: data column to answer code, or to the reason why there is none. ``texts``: question to open answer.

    ``nonce``: random, made by the respondent's browser; a repeated sending has the same one.
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
    resume: str | None = None  # code of the saved draft, if it is not the access code


@dataclass(frozen=True, slots=True)
class Receipt:
    """``number``: for the respondent to write down. ``repeated``: this sending had been stored before."""

    number: str
    repeated: bool = False


class Refusal(StrEnum):
    """Why a ballot was not taken."""

    CODE_NOT_VALID = "code_not_valid"  # unknown, malformed or used by another sending: the reply is the same
    NO_SUCH_FORM = "no_such_form"  # no such study, group, version, variant or language
    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    CODE_NEEDED = "code_needed"  # this group needs a code
    NONCE_NEEDED = "nonce_needed"
    ALTERED = "altered"  # the study's row was altered in the database


class RefusedError(Exception):
    """The ballot was refused and nothing of it was stored. ``state``: of the study, if that is the reason."""

    def __init__(self, refusal: Refusal, state: State | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal, self.state = refusal, state


def refused_in(state: State) -> RefusedError:
    """Return the refusal of a study that takes no answers in this state."""
    return RefusedError(Refusal.NOT_YET_OPEN if state.entry.before_field else Refusal.CLOSED, state)


@contextmanager
def refused_where_altered() -> Iterator[None]:
    """Refuse the ballot and write to the audit log if the study's row was altered in the database."""
    try:
        yield
    except AlteredFault as fault:
        notice(fault)
        raise RefusedError(Refusal.ALTERED) from None
