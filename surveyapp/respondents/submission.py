"""Processing a sent form: it is read, checked and cast, or returned with its faults and all entries."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flask import current_app
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from forms.answers.checked import CheckedAnswers
from forms.answers.checks import check_answers
from forms.answers.messages import message
from forms.missing_values import Missing
from forms.model.questionnaire import Questionnaire
from forms.model.study import Study
from surveyapp.ballot_box.casting import Ballot, NotStoredError, Refusal, RefusedError, cast
from surveyapp.respondents.wording.messages import busy, refusal_in_words
from surveyapp.studies.loaded import study_with_form
from surveyapp.throttling.guessing import count_wrong_code

Fields = Mapping[str, list[str]]

SEMINAR = "seminar"
"""The value sent by a page on the device of a seminar room."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """A sent form: the answers as typed, and its metadata."""

    study: Study
    group: str
    variant: str
    language: str
    nonce: str
    code: str
    fields: Fields
    resume: str = ""
    in_seminar: bool = False

    @property
    def questionnaire(self) -> Questionnaire:
        return self.study.questionnaires[self.group]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result. ``faults``: question id, ``code``, or "" for the form as a whole, to message."""

    status: int
    receipt: str = ""
    repeated: bool = False
    declined: bool = False
    faults: dict[str, str] = field(default_factory=dict)


def study_of_version(present: Study, group: str, version: str) -> Study | None:
    """Return the study with the form that was open in the browser, which may be an older version."""
    if not version:
        return present
    try:
        return study_with_form(present.id, group, version, present)
    except KeyError:
        return None


def new_nonce() -> str:
    """Return a random nonce, for browsers that cannot make one."""
    return secrets.token_hex(16)


def submit(sent: SentForm) -> Outcome:
    """Check the form and cast it."""
    if _declines(sent):
        return Outcome(200, declined=True)
    checked = check_answers(sent.questionnaire, sent.fields)
    if checked.problems:
        faults: dict[str, str] = {}
        for problem in checked.problems:
            faults.setdefault(problem.question, message(problem.key, sent.language, **problem.values))
        return Outcome(422, faults=faults)
    try:
        receipt = cast(_ballot(sent, checked), sent.study)
        return Outcome(200, receipt=receipt.number, repeated=receipt.repeated)
    except RefusedError as error:
        return _refused(error)
    except (NotStoredError, OperationalError, PoolTimeout) as error:
        # The database is locked or unreachable. The exception's text may contain answers, so only its kind is logged.
        current_app.logger.warning("a ballot was not stored: %s", type(error).__name__)
        return Outcome(503, faults={"": busy()})


def _declines(sent: SentForm) -> bool:
    """Whether consent was refused: the only question that must be answered has the answer 0."""
    return any(sent.fields.get(question.id) == ["0"] for question in sent.questionnaire.required)


def _ballot(sent: SentForm, checked: CheckedAnswers) -> Ballot:
    return Ballot(
        study=sent.study.id,
        group=sent.group,
        version=sent.questionnaire.version,
        variant=sent.variant,
        language=sent.language,
        nonce=sent.nonce,
        answers={
            column: answer.missing or Missing.BLANK if answer.value is None else answer.value
            for column, answer in checked.answers.items()
        },
        texts=checked.texts,
        code=sent.code or None,
        entry=_entry(sent),
        resume=sent.resume or None,
    )


def _entry(sent: SentForm) -> Literal["code", "open_link", "seminar"]:
    """Return the way of entry.

    "Seminar" is a claim of the page, so it counts only with a code. Otherwise anybody could use the open link and be
    counted among the invited (rule 16 of docs/method.md).
    """
    if sent.code or sent.study.group(sent.group).entry == "code":
        return "seminar" if sent.in_seminar else "code"
    return "open_link"


def _refused(error: RefusedError) -> Outcome:
    refusal, text = error.refusal, refusal_in_words(error.refusal, error.state)
    if refusal == Refusal.CODE_NOT_VALID:
        count_wrong_code()
    if refusal in (Refusal.CODE_NOT_VALID, Refusal.CODE_NEEDED):
        return Outcome(422, faults={"code": text})
    if refusal == Refusal.NONCE_NEEDED:
        return Outcome(422, faults={"": text})
    return Outcome(409, faults={"": text})
